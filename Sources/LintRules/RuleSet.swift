public import LintFindings
import LintPattern
public import LintSource
import LintSyntax

/// All rules of a run, compiled for the hot loop: what each needs to be worth trying, and how much it weighs where.
public struct RuleSet: Sendable {
    /// What the configuration says of rules, beyond what they say themselves.
    public struct Override: Sendable {
        /// A rule id, or a glob over ids.
        public var rule: PathGlob
        public var level: Level?
        public var surfaces: [String: Level]
        public init(rule: PathGlob, level: Level?, surfaces: [String: Level] = [:]) {
            self.rule = rule
            self.level = level
            self.surfaces = surfaces
        }
    }

    struct EvidenceClause: Sendable {
        var evidence: Evidence
        /// Needles one of which is in every file that holds it; `nil`: it may be in any. Of no use where it is looked for
        /// only when a finding in the same file asks.
        var leads: [Int]?
    }

    /// Sorted by id.
    public let rules: [Rule]
    public let kpis: [KPIDeclaration]
    public let surfaces: SurfaceMap
    /// Surfaces on which every finding weighs at most this.
    public let ceilings: [String: Level]
    /// Bounds for every file.
    public var limits = CheckLimits()
    /// What the configuration leaves out, so that nobody knows what is there.
    public var excluded: [PathGlob] = []
    /// Whether a rule asks which files there are.
    public let asksForFiles: Bool
    /// What suppressions have to say besides their rule.
    public var suppressionPolicy = SuppressionPolicy()
    /// Ids of rules that there are but that do not run this time; a suppression may name them.
    public var idle: Set<String> = []
    let overrides: [Override]
    let prefilter: Prefilter
    /// Of its needles.
    private let digest: UInt64
    /// For each rule what a file must hold for it to be tried; `nil`: try it on every file.
    let needs: [[Need]?]
    /// Needles behind those of the prefilter, which are looked for only where a rule's lead was found.
    let others: [Needle]
    /// For each needle the rules that it leads to.
    let rulesOf: [[Int32]]
    /// Rules that are tried on every file, or on every file's name.
    let always: [Int]
    let evidence: [EvidenceClause]
    /// For each rule, for each of its excuses, the number of its evidence clause.
    let evidenceOf: [[Int: Int]]
    /// Rules whose claims count nodes.
    let nodeClaims: [Int]
    /// Whether each rule looks at some paths only.
    let areFiltered: [Bool]
    /// For each KPI that counts nodes, by its index, needles one of which is in every file with such a node; `nil`: it may
    /// be in any.
    let nodeLeads: [[Int]?]
    /// Whether each needle is one of these, and whether some KPI asks of any file.
    let areNodeLeads: [Bool]
    let nodesMayBeAnywhere: Bool
    /// Whether a rule or evidence clause must look at every file.
    let hasFullScan: Bool
    /// Numbers of the literals that analyzers watch for.
    let watched: [Int]
    /// Number of the needle that begins a suppression comment.
    let suppressionNeedle: Int

    /// One way for a file to be worth a rule: the scan saw one of the leads, and all the rest is there too.
    struct Need: Sendable {
        /// The rarest needles, by number.
        var leads: [Int]
        /// Of each at least one, by number as ``NeedlePlaces`` has it.
        var rest: [[Int]]
    }

    /// - Parameter plan: a row that ``recordedPlan`` wrote, perhaps of other rules.
    public init(
        rules: [Rule], kpis: [KPIDeclaration] = [], surfaces: SurfaceMap = SurfaceMap(), overrides: [Override] = [],
        ceilings: [String: Level] = [:], watched: [[UInt8]] = [], plan: ByteView? = nil
    ) {
        // A rule is large: they are put in order by number.
        let order = rules.indices.sorted { rules[$0].id < rules[$1].id }
        let rules = order.elementsEqual(rules.indices) ? rules : order.map { rules[$0] }
        self.rules = rules
        // (By number below too: to take a rule out of an array is to count thirty references.)
        asksForFiles = rules.indices.contains { rules[$0].asks.contains(.files) }
        self.kpis = kpis
        self.surfaces = surfaces
        self.overrides = overrides
        self.ceilings = ceilings
        var all = NeedleNumbers(expecting: 4 * rules.count)
        func numberOf(_ needle: Needle) -> Int { all.number(of: needle) }
        suppressionNeedle = numberOf(Needle(Array("flywheel-lint:".utf8)))
        // (Below zero as long as it is not known how many come before.)
        var others = NeedleNumbers(expecting: 4 * rules.count)
        func numberOfOther(_ needle: Needle) -> Int { -others.number(of: needle) - 1 }
        var needs = rules.indices.map { index -> [Need]? in
            guard rules[index].analyzer == nil else { return [] }
            let known = rules[index].knownNeeds
            return known.all.map { all in
                zip(all, known.rarest).map { alternative, rarest in
                    var need = Need(leads: [], rest: [])
                    for (number, clause) in alternative.clauses.enumerated() {
                        if number == rarest {
                            need.leads = clause.map(numberOf)
                        } else {
                            need.rest.append(clause.map(numberOfOther))
                        }
                    }
                    return need
                }
            }
        }
        areFiltered = rules.indices.map { rules[$0].asks.contains(.paths) }
        self.watched = watched.map { numberOf(Needle($0)) }
        var nodeLeads = [[Int]?](repeating: nil, count: kpis.count)
        var nodesMayBeAnywhere = false
        for index in kpis.indices {
            guard case .nodes(let nodes) = kpis[index].count else { continue }
            let clauses = NeedleClauses(nodes.selector.promises.map { $0.map(Selector.needle) })
            nodeLeads[index] = clauses.rarest?.map(numberOf)
            if nodeLeads[index] == nil { nodesMayBeAnywhere = true }
        }
        self.nodeLeads = nodeLeads
        self.nodesMayBeAnywhere = nodesMayBeAnywhere
        var clauses: [EvidenceClause] = []
        evidenceOf = rules.indices.map { rule in
            var result: [Int: Int] = [:]
            guard rules[rule].asks.contains(.elsewhere) else { return result }
            for index in rules[rule].unless.indices {
                guard case .evidence(let evidence) = rules[rule].unless[index] else { continue }
                let leads =
                    evidence.near == .file
                    ? []
                    : evidence.matcher.needs.map { needs in
                        needs.map { $0.rarest?.map(numberOf) }
                    }
                clauses.append(
                    EvidenceClause(
                        evidence: evidence,
                        leads: leads.flatMap { $0.allSatisfy { $0 != nil } ? $0.flatMap { $0 ?? [] } : nil }))
                result[index] = clauses.count - 1
            }
            return result
        }
        evidence = clauses
        let behind = others.needles.enumerated().map { all.known($1) ?? all.needles.count + $0 }
        for rule in needs.indices {
            for need in (needs[rule] ?? []).indices {
                guard let rest = needs[rule]?[need].rest, !rest.isEmpty else { continue }
                needs[rule]?[need].rest = rest.map { $0.map { behind[-$0 - 1] } }
            }
        }
        self.others = others.needles
        self.needs = needs
        nodeClaims = rules.indices.filter { index in
            guard rules[index].asks.contains(.claim), case .nodes? = rules[index].claim?.count else { return false }
            return true
        }
        always = rules.indices.filter { needs[$0] == nil || rules[$0].looksAtNames }
        hasFullScan = !always.isEmpty || clauses.contains { $0.leads == nil }
        var rulesOf = [[Int32]](repeating: [], count: all.needles.count)
        for index in rules.indices {
            guard let ways = needs[index] else { continue }
            for need in ways {
                for lead in need.leads where rulesOf[lead].last != Int32(index) { rulesOf[lead].append(Int32(index)) }
            }
        }
        self.rulesOf = rulesOf
        var areNodeLeads = [Bool](repeating: false, count: all.needles.count)
        for leads in nodeLeads { for lead in leads ?? [] { areNodeLeads[lead] = true } }
        self.areNodeLeads = areNodeLeads
        digest = all.digest
        prefilter = Prefilter(all.needles, plan: plan.flatMap { RuleSet.plan($0, of: all) })
    }

    /// What ``recordedPlan`` wrote, where it is that of these needles.
    private static func plan(_ row: ByteView, of needles: NeedleNumbers) -> PrefilterPlan? {
        var reader = CompactReader(row)
        guard UInt64(bitPattern: Int64(reader.number())) == needles.digest else { return nil }
        let plan: PrefilterPlan = reader.value()
        return reader.isDone && plan.offsets.count == needles.needles.count ? plan : nil
    }

    /// How the prefilter looks for its needles, for a set of rules that has the same.
    public var recordedPlan: [UInt8] {
        var writer = CompactWriter()
        writer.number(Int(Int64(bitPattern: digest)))
        writer.value(PrefilterPlan(for: prefilter.needles))
        return writer.bytes
    }

    /// No rules, and the literals that analyzers watch for: for files of which only analyzers have a question.
    public var watchingOnly: RuleSet {
        var rules = RuleSet(rules: [], watched: watched.map { prefilter.needles[$0].text })
        rules.limits = limits
        return rules
    }

    /// For each needle the sum of the marks of what it is a literal of, by the numbers of the watched literals.
    public func marks(_ marks: [(literals: Range<Int>, mark: UInt64)]) -> [UInt64] {
        var sums = [UInt64](repeating: 0, count: prefilter.needles.count)
        for item in marks {
            for number in watched[item.literals.clamped(to: watched.indices)] { sums[number] |= item.mark }
        }
        return sums
    }

    /// How much a rule weighs on a surface; `off` where it is silent.
    public func level(of rule: Rule, on surface: String) -> Level {
        let own = rule.box.details.surfaces
        if let only = own.only, !only.contains(surface) { return .off }
        var level = own.levels[surface] ?? rule.facts.level
        if let ceiling = ceilings[surface], own.levels[surface] == nil { level = min(level, ceiling) }
        for override in overrides where override.rule.matches(rule.id) {
            if let special = override.surfaces[surface] {
                level = special
            } else if let general = override.level {
                level = general
            }
        }
        return level
    }

    /// Whether there is a surface that the rule has any weight on.
    public func isHeard(_ rule: Rule) -> Bool {
        overrides.isEmpty || surfaces.names.contains { level(of: rule, on: $0) != .off }
    }

    /// Whether a KPI counts what the rule finds on this surface, or what the engine says of that: a suppression of the rule
    /// is of use where it hides something.
    func isCounted(_ rule: Rule, on surface: String) -> Bool {
        kpis.contains { kpi in
            guard case .findings(let globs, _, let surfaces, _) = kpi.count else { return false }
            if globs.contains(where: { glob in EngineFinding.Kind.allCases.contains { glob.matches($0.rawValue) } }) {
                return true
            }
            return (surfaces.isEmpty || surfaces.contains(surface)) && globs.contains { $0.matches(rule.id) }
        }
    }

    /// The level of a finding of the engine itself, which weighs `level` unless the configuration says otherwise.
    func level(ofEngine id: String, _ level: Level, on surface: String) -> Level {
        var level = min(level, ceilings[surface] ?? level)
        for override in overrides where override.rule.matches(id) {
            level = override.surfaces[surface] ?? override.level ?? level
        }
        return level
    }

    /// Ids of all rules, whether they run or not, and of the engine's own.
    var allIDs: [String] { rules.map(\.id) + idle.sorted() + EngineFinding.Kind.allCases.map(\.rawValue) }

    /// Rules that look at every file, for `rules list`.
    public func isFullScan(_ index: Int) -> Bool { needs[index] == nil }

    /// The literals that lead to a rule, as regular expressions.
    public func literals(of index: Int) -> [String] {
        Set(needs[index]?.flatMap(\.leads) ?? []).sorted().map { prefilter.needles[$0].expression }
    }
}

extension Rule {
    /// Whether there are no findings without a tree.
    var asksForTree: Bool { self.node != nil || !self.within.isEmpty || !self.has.isEmpty || !self.lacks.isEmpty }

    /// Whether it speaks of files' names.
    var looksAtNames: Bool { analyzer == nil && contexts != .max && contexts & Context.fileName.bit != 0 }
}
