public import LintFindings

extension Report {
    /// Whether a run with this answer must fail: a finding that counts at or above the level, or a budget that is broken.
    public func fails(at failOn: String) -> Bool {
        if failOn == "never" { return false }
        if kpis.contains(where: \.isOverBudget) { return true }
        // What an earlier state had already does not fail a run that knows it.
        let counted = live.filter { $0.state == nil || $0.state == .new }
        if failOn == "new" { return !counted.isEmpty }
        let least = Level(rawValue: failOn) ?? .error
        return counted.contains { $0.level >= least }
    }
}
