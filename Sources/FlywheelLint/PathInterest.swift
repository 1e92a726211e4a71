import LintSyntax
import LintRules
import LintSource

/// Which paths the per-repository half must know of even when there is nothing to report in them.
struct PathInterest: Sendable {
    private let filters: [FileFilter]
    private let nodes: [(kpi: Int, count: KPIDeclaration.NodeCount)]
    let asksForExistence: Bool

    init(_ rules: RuleSet) {
        var filters: [FileFilter] = []
        var nodes: [(kpi: Int, count: KPIDeclaration.NodeCount)] = []
        for (index, kpi) in rules.kpis.enumerated() {
            switch kpi.count {
            case .files(let filter), .directories(let filter): filters.append(filter)
            case .nodes(let count): nodes.append((index, count))
            case .findings, .answers, .external: break
            }
        }
        var exists = false
        for rule in rules.rules {
            for case .exists(let globs) in rule.unless {
                exists = true
                filters.append(FileFilter(include: globs))
            }
        }
        self.filters = filters
        self.nodes = nodes
        asksForExistence = exists
    }

    func contains(_ path: ByteView) -> Bool {
        filters.contains { filter in
            filter.include.contains { $0.matches(path) } && !filter.exclude.contains { $0.matches(path) }
        }
    }

    func countNodes(_ file: ParsedFile) -> [Int: Int] {
        var counts: [Int: Int] = [:]
        for (kpi, nodes) in nodes {
            let count = nodes.count(in: file)
            if count > 0 { counts[kpi] = count }
        }
        return counts
    }

    /// Whether a file must be parsed for a KPI though no rule can fire on it.
    func needsNodes(_ path: ByteView) -> Bool {
        nodes.contains { node in
            node.count.files.include.contains { $0.matches(path) }
                && !node.count.files.exclude.contains { $0.matches(path) }
        }
    }
}
