import LintFindings
import LintRules
import LintSource

/// Works out the KPI values of one state of a repository.
struct KPIBoard {
    let settings: Settings
    /// Every file that was walked.
    let paths: [String]
    /// Numbers given for `external` KPIs, by key.
    var external: [String: Double] = [:]
    /// Answers of analyzers, `analyzer/name`.
    var answers: [String: Double] = [:]

    func values(_ findings: [Finding]) -> [KPIValue] {
        settings.rules.kpis.map { kpi in
            var value = KPIValue(
                id: kpi.id, title: kpi.title, value: value(of: kpi, findings), unit: kpi.unit, better: kpi.better,
                goal: kpi.goal)
            if let budget = settings.budgets.first(where: { $0.kpi == kpi.id }) {
                value.budget = budget.max
                value.by = budget.by
                if let goal = budget.goal { value.goal = goal }
            }
            return value
        }
    }

    private func value(of kpi: KPIDeclaration, _ findings: [Finding]) -> Double? {
        switch kpi.count {
        case .findings(let globs, let unit, let surfaces, let files):
            let counted = findings.filter { finding in
                finding.suppressed == nil && (surfaces.isEmpty || surfaces.contains(finding.surface))
                    && globs.contains { $0.matches(finding.rule) } && files.matches(finding.path)
            }
            switch unit {
            case .lines: return Double(Set(counted.map { "\($0.path)\0\($0.location.start.line)" }).count)
            case .files: return Double(Set(counted.map(\.path)).count)
            case .repositories: return counted.isEmpty ? 0 : 1
            default: return Double(counted.count)
            }
        case .files(let filter): return Double(paths.count { filter.matches($0) })
        case .directories(let filter):
            let folders = paths.filter { filter.matches($0) }.map { $0[..<($0.lastIndex(of: "/") ?? $0.startIndex)] }
            return Double(Set(folders).count)
        case .nodes(let nodes):
            let count = answers["nodes/\(kpi.id)"] ?? 0
            return nodes.unit == .repositories ? min(count, 1) : count
        case .answers(let analyzer, let name): return answers["\(analyzer)/\(name)"]
        case .external(let key): return external[key]
        }
    }
}
