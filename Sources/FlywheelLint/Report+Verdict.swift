public import LintFindings

extension Report {
    /// Whether a run with this answer must fail: a finding that counts at or above the level, or a budget that is broken.
    public func fails(at failOn: String) -> Bool {
        if failOn == "never" { return false }
        if kpis.contains(where: \.isOverBudget) { return true }
        if failOn == "new" { return live.contains { $0.state == .new || $0.state == nil } }
        let least = Level(rawValue: failOn) ?? .error
        return live.contains { $0.level >= least }
    }
}
