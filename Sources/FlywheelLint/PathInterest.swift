import LintSyntax
import LintRules
import LintSource

/// Which paths the per-repository half must know of, and which files KPIs count nodes in.
struct PathInterest: Sendable {
    private let filters: [FileFilter]
    /// Files whose nodes claims count.
    private let claims: [FileFilter]
    private let nodes: [(kpi: Int, count: KPIDeclaration.NodeCount)]
    private let kpisOfNodes: [Int]
    /// Analyzers may ask for any file.
    private let wantsAll: Bool

    init(_ rules: RuleSet) {
        var filters: [FileFilter] = []
        var nodes: [(kpi: Int, count: KPIDeclaration.NodeCount)] = []
        for index in rules.kpis.indices {
            switch rules.kpis[index].count {
            case .files(let filter), .directories(let filter): filters.append(filter)
            case .nodes(let count): nodes.append((index, count))
            case .findings, .answers, .external: break
            }
        }
        var claims: [FileFilter] = []
        // (By number: a rule is large.)
        for index in rules.rules.indices {
            let asks = rules.rules[index].asks
            guard !asks.isDisjoint(with: [.claim, .elsewhere]) else { continue }
            switch rules.rules[index].claim?.count {
            case .files(let filter)?, .directories(let filter)?: filters.append(filter)
            case .nodes(let count)?: claims.append(count.files)
            case .findings?, .answers?, .external?, nil: break
            }
            for case .exists(let globs) in rules.rules[index].unless {
                filters.append(FileFilter(include: globs))
            }
        }
        self.filters = filters
        self.claims = claims
        self.nodes = nodes
        kpisOfNodes = nodes.map(\.kpi)
        wantsAll =
            rules.asksForFiles || rules.rules.indices.contains { rules.rules[$0].asksAnalyzers }
            || rules.kpis.contains { $0.analyzer != nil }
    }

    func contains(_ path: ByteView) -> Bool {
        wantsAll
            || filters.contains { $0.matches(path) }
    }

    /// - Parameter mayHold: whether a KPI's nodes may be in the file.
    func countNodes(_ file: ParsedFile, _ mayHold: (Int) -> Bool) -> [Int: Int] {
        var counts: [Int: Int] = [:]
        for (index, kpi) in kpisOfNodes.enumerated() where mayHold(kpi) {
            let count = nodes[index].count.count(in: file)
            if count > 0 { counts[kpi] = count }
        }
        return counts
    }

    /// Whether a file must be parsed for a KPI though no rule can fire on it.
    ///
    /// - Parameter mayHoldSome: whether `mayHold` may be true of some KPI.
    func needsNodes(_ path: ByteView, mayHoldSome: Bool, _ mayHold: (Int) -> Bool) -> Bool {
        // (By number: for most files no KPI is copied, and workers do not take turns to count its references.)
        if mayHoldSome {
            for index in kpisOfNodes.indices
            where mayHold(kpisOfNodes[index]) && nodes[index].count.files.matches(path) { return true }
        }
        return claims.contains { $0.matches(path) }
    }
}

extension KPIDeclaration {
    /// The analyzer that it asks.
    var analyzer: String? {
        if case .answers(let analyzer, _) = count { analyzer } else { nil }
    }
}
