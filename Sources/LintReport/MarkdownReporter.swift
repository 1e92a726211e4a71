public import LintFindings
import LintSource

/// For a pull request's comment or a step summary: counts, the KPI table with what changed, the first findings.
public enum MarkdownReporter: Reporter {
    /// Findings that are listed.
    static let limit = 20

    public static func write(_ report: Report, options: ReportOptions, to sink: inout some ByteSink) {
        let summary = Summary(report)
        var text = "### \(Project.name): \(summary.isClean ? "no findings" : summary.counts)\n\n"
        text += MarkdownText.escaped(summary.text, limit: 1_000) + "\n"
        if !report.kpis.isEmpty { text += "\n" + kpis(report.kpis) }
        let live = report.live
        if !live.isEmpty { text += "\n" + findings(live, options) }
        for note in report.notes.prefix(limit) {
            let place = note.path.map { MarkdownText.code($0) + ": " } ?? ""
            text += "\n> " + place + MarkdownText.escaped(note.message) + "\n"
        }
        sink.write(ActionsGuard.text(text, options))
    }

    private static func kpis(_ kpis: [KPIValue]) -> String {
        let hasBudget = kpis.contains { $0.budget != nil }
        let hasBaseline = kpis.contains { $0.baseline != nil }
        var head = "| KPI | value | goal |"
        var rule = "| :-- | --: | --: |"
        if hasBudget {
            head += " budget |"
            rule += " --: |"
        }
        if hasBaseline {
            head += " before | change |"
            rule += " --: | --: |"
        }
        var text = head + "\n" + rule + "\n"
        for kpi in kpis {
            let title = kpi.title.isEmpty ? MarkdownText.code(kpi.id) : MarkdownText.escaped(kpi.title)
            let done = kpi.isAtGoal ? " ✓" : ""
            text += "| \(title) | \(KPINumber.text(kpi.value))\(done) | \(KPINumber.text(kpi.goal)) |"
            if hasBudget { text += " \(KPINumber.text(kpi.budget))\(kpi.isOverBudget ? " **over**" : "") |" }
            if hasBaseline { text += " \(KPINumber.text(kpi.baseline)) | \(change(kpi)) |" }
            text += "\n"
        }
        return text
    }

    /// The arrow says where the number went, the word whether that is good.
    private static func change(_ kpi: KPIValue) -> String {
        guard let value = kpi.value, let baseline = kpi.baseline, value != baseline else {
            return KPINumber.delta(kpi)
        }
        let word = KPINumber.isBetter(kpi).map { $0 ? " better" : " **worse**" } ?? ""
        return "\(value > baseline ? "↑" : "↓") \(KPINumber.delta(kpi))\(word)"
    }

    private static func findings(_ live: [Finding], _ options: ReportOptions) -> String {
        // In a comparison only what is new asks for attention.
        let isNew = { (finding: Finding) in finding.state == .new || finding.state == .newRule }
        let fresh = live.filter(isNew)
        let isComparison = live.contains { $0.state != nil }
        let shown = WorstFirst.order(isComparison ? fresh : live)
        if shown.isEmpty { return "No new findings.\n" }
        var text = "| level | place | \(isComparison ? "new finding" : "finding") |\n| :-- | :-- | :-- |\n"
        for finding in shown.prefix(limit) {
            let start = finding.location.start
            var place = MarkdownText.code("\(finding.path):\(start.line):\(start.column)")
            if let link = options.fileLink {
                place = "<a href=\"\(link)\(PercentEncoding.path(finding.path))#L\(start.line)\">\(place)</a>"
            }
            text += "| \(finding.level.rawValue) | \(place) | \(MarkdownText.escaped(finding.message))"
            text += " (\(MarkdownText.code(finding.rule))) |\n"
        }
        if shown.count > limit { text += "\n… and \(shown.count - limit) more.\n" }
        return text
    }
}
