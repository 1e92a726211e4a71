import LintFindings
import LintPattern
public import LintSource
public import LintSyntax

/// The hot loop: checks one file after another against all rules. One per worker; it is the worker's own.
public struct FileChecker {
    public var rules: RuleSet { shared.rules }
    private let shared: SharedRules
    let scratch: MatchScratch
    private let places: NeedlePlaces
    /// That of the rules, which hold it. (Each file's scan would count to who holds it, and all workers share it.)
    private let prefilter: Unmanaged<Prefilter>
    /// Rules that the last scan left worth a try, in order.
    private var candidates: [Int] = []
    private var isCandidate: [Bool]
    private var asked: [Int] = []
    private var levels = SurfaceWeights()
    /// More findings of one rule in one file are cut off and noted.
    public var maximumPerRule = 1_000
    /// Whether findings are only counted: then they have their place, and nothing to be read, and those that no KPI counts
    /// are not looked for.
    public var counts = false {
        didSet { levels.counts = counts }
    }
    /// Whether findings are looked for only as far as those of other files depend on them: the members of their groups.
    public var answersOnly = false {
        didSet {
            isAsked = rules.rules.indices.map { !answersOnly || rules.rules[$0].group != nil }
            always = rules.always.filter { isAsked[$0] }
        }
    }
    private var isAsked: [Bool]
    private var always: [Int]
    /// Where time goes is written here, when somebody wants to know.
    public var profile: CheckProfile?

    /// `nil` when there is no memory for a matcher's stack.
    public init?(_ rules: RuleSet) {
        let limits = rules.limits
        guard
            let scratch = MatchScratch(
                steps: limits[.matchSteps], depth: limits[.matchDepth], kibibytes: limits[.matchMemory])
        else { return nil }
        shared = SharedRules(rules)
        self.scratch = scratch
        places = NeedlePlaces(rules.prefilter, others: rules.others)
        scratch.places = places
        prefilter = .passUnretained(rules.prefilter)
        isCandidate = [Bool](repeating: false, count: rules.rules.count)
        isAsked = [Bool](repeating: true, count: rules.rules.count)
        always = rules.always
    }

    /// Checks a file; `file` when the caller has it parsed already or needs it afterwards.
    public mutating func check(path: String, bytes: ByteView) -> FileResult {
        let file = ParsedFile(path: path, bytes: bytes)
        return check(file)
    }

    public mutating func check(_ file: ParsedFile) -> FileResult {
        var path = file.path
        path.withUTF8 { _ = prepare(file.bytes, path: ByteView($0)) }
        return checkPrepared(file)
    }

    /// Scans for needles; false when no rule can have anything to say of these bytes under this path. Costs no allocation.
    public mutating func prepare(_ bytes: ByteView, path: ByteView) -> Bool {
        places.begin(bytes)
        prefilter._withUnsafeGuaranteedRef { $0.scan(bytes, into: &places.hits) }
        candidates.removeAll(keepingCapacity: true)
        for needle in places.hits.numbers {
            for rule in rules.rulesOf[needle] where !isCandidate[Int(rule)] && isAsked[Int(rule)] {
                isCandidate[Int(rule)] = true
                asked.append(Int(rule))
            }
        }
        if !asked.isEmpty {
            asked.sort()
            for rule in asked {
                isCandidate[rule] = false
                if !rules.areFiltered[rule] || rules.rules[rule].files.matches(path), holdsNeeds(rule) {
                    candidates.append(rule)
                }
            }
            asked.removeAll(keepingCapacity: true)
        }
        return !candidates.isEmpty || rules.hasFullScan || places.hits[rules.suppressionNeedle] || mayHoldEvidence
    }

    private func holdsNeeds(_ rule: Int) -> Bool {
        guard let needs = rules.needs[rule] else { return true }
        return needs.contains { need in
            need.leads.contains { places.hits[$0] }
                && need.rest.allSatisfy { any in any.contains(where: places.holds) }
        }
    }

    private var mayHoldEvidence: Bool {
        rules.evidence.contains { $0.leads?.contains { places.hits[$0] } ?? true }
    }

    /// The sum of the marks of what literals in the bytes given to ``prepare(_:path:)`` last belong to.
    ///
    /// - Parameter marks: as the rules' ``RuleSet/marks(_:)`` gives them.
    public func marks(_ marks: [UInt64]) -> UInt64 { places.sum(marks) }

    /// Whether a node that some KPI counts may be in them: in most files none is.
    public var mayHoldNodes: Bool { shared.rules.nodesMayBeAnywhere || places.sawMarked(shared.rules.areNodeLeads) }

    /// Whether a node that the KPI counts may be in the bytes given to ``prepare(_:path:)`` last.
    public func mayHoldNodes(ofKPI index: Int) -> Bool {
        guard let leads = shared.rules.nodeLeads[index] else { return true }
        return places.saw(leads)
    }

    /// Checks the file whose bytes were given to ``prepare(_:path:)`` last.
    public mutating func checkPrepared(_ file: ParsedFile) -> FileResult {
        let surface = rules.surfaces.surface(of: file.path)
        var result = FileResult(path: file.path, surface: surface)
        let bounds = FileBounds(rules.limits, file: file)
        scratch.gaveUpAt = nil
        scratch.wasLateAt = nil
        scratch.deadline = bounds.deadline
        levels.begin(surface, rules: isCandidate.count)
        // Other files hold nothing but their own language, and no tree.
        let mayHoldOthers = [Language.markdown, .yaml, .nix, .hcl].contains(file.language)
        for index in always.isEmpty ? candidates : Set(candidates + always).sorted() {
            let named = rules.rules[index].looksAtNames
            // (Not by a key path, which costs a run of few files more than what it asks for.)
            guard rules.rules[index].box.details.files.matches(file.path) else { continue }
            let level = levels.level(of: index, on: surface, shared)
            guard level != .off else { continue }
            if bounds.isOutOfTime {
                bounds.noteTime(rule: rules.rules[index].id, &result)
                break
            }
            var run = RuleRun(rules: shared, index: index, level: level, surface: surface, file: file, scratch: scratch)
            run.maximum = maximumPerRule
            run.counts = counts
            if named { run.checkName(&result) }
            let mayHoldLanguage =
                mayHoldOthers
                || !rules.rules[index].asksForTree
                    && rules.rules[index].box.details.languages.map { $0.contains(file.language) } ?? true
            let isCandidate = rules.needs[index] == nil || !named || candidates.contains(index)
            if isCandidate, rules.rules[index].contexts != Context.fileName.bit, mayHoldLanguage {
                result.isTokenized = true
                let start = profile == nil ? 0 : CheckProfile.now()
                let tokenized = file.tokenizingTime
                run.check(&result)
                if let profile {
                    profile.tried[index] += 1
                    profile.rules[index] += CheckProfile.now() - start - (file.tokenizingTime - tokenized)
                }
            }
            if let place = scratch.wasLateAt {
                bounds.noteTime(rule: rules.rules[index].id, at: place, &result)
                break
            }
        }
        for (index, clause) in rules.evidence.enumerated() {
            if clause.evidence.near == .file {
                guard result.candidates.contains(where: { $0.evidence.contains(index) }) else { continue }
            } else if let leads = clause.leads {
                guard leads.contains(where: { places.hits[$0] }) else { continue }
            }
            guard clause.evidence.files.isEmpty || clause.evidence.files.contains(where: { $0.matches(file.path) })
            else {
                continue
            }
            var request = MatchRequest(text: file.bytes, scratch: scratch)
            let holds = clause.evidence.matcher.matches(&request).contains { match in
                guard let entry = file.flat.index(at: Int(match.range.start)) else {
                    return clause.evidence.contexts == .max
                }
                return file.flat.entries[entry].context.bit & clause.evidence.contexts != 0
            }
            guard holds else { continue }
            result.evidence.insert(index)
            if clause.evidence.near == .stack, result.mentions.isEmpty {
                result.mentions = StackReach.mentions(file.bytes)
            }
        }
        for index in rules.nodeClaims {
            guard case .nodes(let nodes)? = rules.rules[index].claim?.count else { continue }
            let count = nodes.count(in: file)
            if count > 0 { result.nodes[index] = count }
        }
        bounds.noteSearch(scratch, &result)
        bounds.apply(to: &result)
        if places.hits[rules.suppressionNeedle] { SuppressionReader.read(file, rules: rules, into: &result) }
        return result
    }
}
