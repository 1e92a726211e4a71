import LintFindings
import LintSource

/// What candidates ask of the rest of the repository: which files hold evidence, and whether files exist. Kept up to
/// date file by file, so that a history need not begin anew at every commit.
public struct RepositoryFacts: Sendable {
    private struct Existence: Sendable {
        var globs: [PathGlob]
        var count = 0
    }

    private let near: [Evidence.Near]
    /// For each evidence clause the files that hold it.
    private var holders: [Set<String>]
    private var existences: [Existence] = []
    /// By rule, then by the excuse's index.
    private var existenceOf: [[Int: Int]]

    /// - Parameter results: the only ones that will be asked about, or `nil` for any.
    public init(_ rules: RuleSet, asking results: [FileResult]? = nil) {
        near = rules.evidence.map(\.evidence.near)
        holders = [Set<String>](repeating: [], count: near.count)
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
        for (index, rule) in rules.rules.enumerated() {
            var numbers: [Int: Int] = [:]
            for (number, excuse) in rule.unless.enumerated() {
                guard case .exists(let globs) = excuse, asked?.contains([index, number]) ?? true else { continue }
                numbers[number] = existences.count
                existences.append(Existence(globs: globs))
            }
            existenceOf.append(numbers)
        }
    }

    /// - Returns: whether an answer may have changed.
    @discardableResult
    public mutating func add(_ result: FileResult) -> Bool {
        for clause in result.evidence { holders[clause].insert(result.path) }
        return !result.evidence.isEmpty
    }

    @discardableResult
    public mutating func remove(_ result: FileResult) -> Bool {
        for clause in result.evidence { holders[clause].remove(result.path) }
        return !result.evidence.isEmpty
    }

    /// - Parameter step: 1 for a path that is there, -1 for one that has gone.
    /// - Returns: whether an answer has changed.
    @discardableResult
    public mutating func count(path: String, _ step: Int = 1) -> Bool {
        var hasChanged = false
        for i in existences.indices where existences[i].globs.contains(where: { $0.matches(path) }) {
            let before = existences[i].count
            existences[i].count += step
            if (before == 0) != (existences[i].count == 0) { hasChanged = true }
        }
        return hasChanged
    }

    /// Whether what other files say takes the candidate's ground away.
    func excuses(_ candidate: FileResult.Candidate) -> Bool {
        for number in candidate.exists {
            if let existence = existenceOf[candidate.rule][number], existences[existence].count > 0 { return true }
        }
        for clause in candidate.evidence where isHeld(clause, by: candidate.finding.path) { return true }
        return false
    }

    private func isHeld(_ clause: Int, by finding: String) -> Bool {
        func folder(_ path: String) -> Substring { path[..<(path.lastIndex(of: "/") ?? path.startIndex)] }
        let holders = holders[clause]
        switch near[clause] {
        case .repo: return !holders.isEmpty
        case .file: return holders.contains(finding)
        case .directory:
            let own = folder(finding)
            return holders.contains { folder($0) == own }
        case .stack:
            let stack = folder(finding)
            return holders.contains { folder($0) == stack || $0.hasPrefix(stack + "/") }
        }
    }
}
