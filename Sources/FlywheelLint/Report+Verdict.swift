public import LintFindings

extension Report {
    /// Whether a run with this answer must fail: a finding that counts at or above the level, or a budget that is broken.
    public func fails(at failOn: String) -> Bool {
        if failOn == "never" { return false }
        if kpis.contains(where: \.isOverBudget) { return true }
        // What an earlier state had already does not fail a run that knows it.
        let least = failOn == "new" ? nil : Level(rawValue: failOn) ?? .error
        return findings.contains { finding in
            finding.suppressed == nil && (finding.state == nil || finding.state == .new)
                && (least.map { finding.level >= $0 } ?? true)
        }
    }
}
