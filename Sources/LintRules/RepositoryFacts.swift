import LintFindings
public import LintSource

/// What candidates ask of the rest of the repository: which files hold evidence, and whether files exist. Kept up to
/// date file by file, so that a history need not begin anew at every commit.
public struct RepositoryFacts: Sendable {
    private struct Existence: Sendable {
        var globs: PathGlobs
        var count = 0
    }

    private let near: [Evidence.Near]
    /// For each evidence clause the files that hold it.
    private var holders: [Set<String>]
    private var existences: [Existence] = []
    /// By rule, then by the excuse's index.
    private var existenceOf: [[Int: Int]]
    /// What files name that hold evidence for what is near a stack.
    private var mentions: [String: [String]] = [:]
    /// How many candidates with such a clause lie in a folder.
    private var stacks: [String: Int] = [:]
    private var claims: [Int: ClaimCount] = [:]
    /// Kept when a rule asks whether paths are there.
    private var census: PathCensus?
    private let excluded: [PathGlob]

    /// - Parameter results: the only ones that will be asked about, or `nil` for any.
    public init(_ rules: RuleSet, asking results: [FileResult]? = nil) {
        near = rules.evidence.map(\.evidence.near)
        holders = [Set<String>](repeating: [], count: near.count)
        excluded = rules.excluded
        if rules.asksForFiles, results?.contains(where: { $0.candidates.contains { $0.path != nil } }) ?? true {
            census = PathCensus()
        }
        var asked: Set<[Int]>?
        if let results {
            asked = []
            for result in results {
                for candidate in result.candidates {
                    for number in candidate.exists { asked?.insert([candidate.rule, number]) }
                }
            }
        }
        existenceOf = []
        existenceOf.reserveCapacity(rules.rules.count)
        for index in rules.rules.indices {
            var numbers: [Int: Int] = [:]
            let asks = rules.rules[index].asks
            for number in asks.contains(.elsewhere) ? rules.rules[index].unless.indices : 0..<0 {
                guard case .exists(let globs) = rules.rules[index].unless[number],
                    asked?.contains([index, number]) ?? true
                else { continue }
                numbers[number] = existences.count
                existences.append(Existence(globs: PathGlobs(globs)))
            }
            existenceOf.append(numbers)
            if asks.contains(.claim), let claim = rules.rules[index].claim { claims[index] = ClaimCount(claim.count) }
        }
    }

    /// - Returns: whether an answer may have changed.
    @discardableResult
    public mutating func add(_ result: FileResult) -> Bool {
        for clause in result.evidence { holders[clause].insert(result.path) }
        if !result.mentions.isEmpty { mentions[result.path] = result.mentions }
        return take(result, 1) || !result.evidence.isEmpty
    }

    @discardableResult
    public mutating func remove(_ result: FileResult) -> Bool {
        for clause in result.evidence { holders[clause].remove(result.path) }
        mentions[result.path] = nil
        return take(result, -1) || !result.evidence.isEmpty
    }

    /// Counts what a file adds to stacks and claims.
    private mutating func take(_ result: FileResult, _ step: Int) -> Bool {
        var hasChanged = false
        for (rule, count) in result.nodes {
            claims[rule]?.nodes += step * count
            hasChanged = true
        }
        let near = near
        if result.candidates.contains(where: { $0.evidence.contains { near[$0] == .stack } }) {
            let folder = StackReach.folder(of: result.path)
            stacks[folder, default: 0] += step
            if stacks[folder] == 0 { stacks[folder] = nil }
            hasChanged = true
        }
        return hasChanged
    }

    /// Counts all of the paths that are there, for who takes none of them back: of those that excuses ask for, one is enough.
    public mutating func count(_ paths: PathList) {
        guard census == nil, claims.isEmpty else {
            for path in paths { count(path: path) }
            return
        }
        // Nobody asks for their texts.
        var open = existences.indices.flatMap { index in existences[index].globs.marks.map { (marks: $0, index: index) }
        }
        if open.isEmpty { return }
        paths.forEachPath { path, marks in
            for item in open where item.marks.mayMatch(marks) && existences[item.index].globs.matches(path, marks) {
                existences[item.index].count = 1
                open.removeAll { $0.index == item.index }
            }
        }
    }

    /// - Parameter step: 1 for a path that is there, -1 for one that has gone.
    /// - Returns: whether an answer has changed.
    @discardableResult
    public mutating func count(path: String, _ step: Int = 1) -> Bool {
        census?.count(path, step)
        var hasChanged = census != nil
        for rule in claims.keys where claims[rule]?.count(path: path, step) == true { hasChanged = true }
        if !existences.isEmpty {
            var path = path
            if path.withUTF8({ countExistences(ByteView($0), step) }) { hasChanged = true }
        }
        return hasChanged
    }

    @discardableResult
    private mutating func countExistences(_ path: ByteView, _ step: Int) -> Bool {
        let marks = PathMarks(path)
        var hasChanged = false
        for i in existences.indices where existences[i].globs.matches(path, marks) {
            let before = existences[i].count
            existences[i].count += step
            if (before == 0) != (existences[i].count == 0) { hasChanged = true }
        }
        return hasChanged
    }

    /// Whether what other files say takes the candidate's ground away.
    func excuses(_ candidate: FileResult.Candidate) -> Bool {
        if let path = candidate.path, census?.bears(path, excluded: excluded) != true { return true }
        for number in candidate.exists {
            if let existence = existenceOf[candidate.rule][number], existences[existence].count > 0 { return true }
        }
        for clause in candidate.evidence where isHeld(clause, by: candidate.finding.path) { return true }
        return false
    }

    private func isHeld(_ clause: Int, by finding: String) -> Bool {
        let holders = holders[clause]
        switch near[clause] {
        case .repo: return !holders.isEmpty
        case .file: return holders.contains(finding)
        case .directory:
            let own = StackReach.folder(of: finding)
            return holders.contains { StackReach.folder(of: $0) == own }
        case .stack:
            let stack = StackReach.folder(of: finding)
            return holders.contains {
                StackReach.isNear($0, mentions: mentions[$0] ?? [], stack: stack, stacks: stacks.keys)
            }
        }
    }

    /// What a rule's claim counts is so many.
    func count(ofClaim rule: Int) -> Double { Double(claims[rule]?.value ?? 0) }
}

/// The running count of what a claim speaks of.
private struct ClaimCount: Sendable {
    private var filter: FileFilter?
    private var countsFolders = false
    private var files = 0
    private var folders: [String: Int] = [:]
    var nodes = 0

    init?(_ count: KPIDeclaration.Count) {
        switch count {
        case .files(let filter): self.filter = filter
        case .directories(let filter):
            self.filter = filter
            countsFolders = true
        case .nodes: break
        case .findings, .answers, .external: return nil
        }
    }

    var value: Int { filter == nil ? nodes : countsFolders ? folders.count : files }

    /// - Returns: whether the path counts.
    mutating func count(path: String, _ step: Int) -> Bool {
        guard let filter, filter.matches(path) else { return false }
        files += step
        if countsFolders {
            let folder = StackReach.folder(of: path)
            folders[folder, default: 0] += step
            if folders[folder] == 0 { folders[folder] = nil }
        }
        return true
    }
}
