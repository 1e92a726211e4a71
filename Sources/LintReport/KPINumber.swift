import LintFindings

/// Numbers of KPIs as people read them.
enum KPINumber {
    /// Whole numbers without a point, others with at most two digits behind it; `–` for none.
    static func text(_ value: Double?) -> String {
        guard let value, value.isFinite else { return "–" }
        if value == value.rounded(), abs(value) < 1e15 { return String(Int(value)) }
        guard abs(value) < 1e12 else { return "\(value)" }
        let hundredths = Int((abs(value) * 100).rounded())
        let digits = hundredths % 100
        let tail = digits % 10 == 0 ? "\(digits / 10)" : (digits < 10 ? "0" : "") + "\(digits)"
        return (value < 0 && hundredths > 0 ? "-" : "") + "\(hundredths / 100)" + (digits == 0 ? "" : ".\(tail)")
    }

    /// `+3`, `-2`, `±0`, or `–` where there is nothing to compare.
    static func delta(_ kpi: KPIValue) -> String {
        guard let value = kpi.value, let baseline = kpi.baseline else { return "–" }
        if value == baseline { return "±0" }
        return value > baseline ? "+" + text(value - baseline) : text(value - baseline)
    }

    /// Whether it moved the right way: `nil` where it did not move, or no way is right.
    static func isBetter(_ kpi: KPIValue) -> Bool? {
        guard let value = kpi.value, let baseline = kpi.baseline else { return nil }
        return kpi.isBetter(value - baseline)
    }
}
