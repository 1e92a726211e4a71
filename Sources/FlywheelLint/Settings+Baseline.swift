import LintFindings
import LintLedger
import LintRules
import LintSource

extension Settings {
    /// What a baseline tells of KPIs, by their id: how many findings there were, and in how many files. Of lines, and of all
    /// that is no finding, it holds nothing.
    func kpis(of baseline: Baseline) -> [String: Double] {
        var result: [String: Double] = [:]
        for kpi in rules.kpis {
            guard case .findings(let globs, let unit, let surfaces, let files) = kpi.count,
                unit != .lines
            else { continue }
            var paths: Set<String> = []
            var sum = 0
            for entry in baseline.entries where globs.contains(where: { $0.matches(entry.rule) }) {
                guard files.matches(entry.path),
                    surfaces.isEmpty || surfaces.contains(rules.surfaces.surface(of: entry.path))
                else { continue }
                paths.insert(entry.path)
                sum += entry.count
            }
            let value = unit == .files ? paths.count : sum
            result[kpi.id] = Double(kpi.unit == .repositories ? min(value, 1) : value)
        }
        return result
    }
}
