public import LintFindings
import LintSource

/// Annotations of a GitHub Actions step (workflow commands).
///
/// The runner keeps ten of each kind a step, so the worst ones are written, and a line says how many more there are.
public enum GitHubReporter: Reporter {
    static let limit = 10
    /// The runner cuts a message at 4,096 characters.
    private static let messageLimit = 4_000

    public static func write(_ report: Report, options: ReportOptions, to sink: inout some ByteSink) {
        // What ends up in this format is always read by a runner.
        var options = options
        options.underGitHubActions = true
        let live = report.live
        var leftOut: [String] = []
        for level in [Level.error, .warning, .note] {
            let findings = live.filter { $0.level == level }
            for finding in findings.prefix(limit) where !sink.isClosed { sink.write(annotation(finding) + "\n") }
            if findings.count > limit { leftOut.append(Summary.count(findings.count - limit, level.rawValue)) }
        }
        if !leftOut.isEmpty {
            let line =
                "\(leftOut.joined(separator: ", ")) more, not annotated: GitHub shows \(limit) of each kind a step\n"
            sink.write(ActionsGuard.text(line, options))
        }
        guard !options.quiet else { return }
        for kpi in report.kpis where kpi.isOverBudget {
            let line =
                "\(VisibleText.of(kpi.id)): over budget: \(KPINumber.text(kpi.value)) of \(KPINumber.text(kpi.budget))\n"
            sink.write(ActionsGuard.text(line, options))
        }
        sink.write(ActionsGuard.text(Summary(report).text + "\n", options))
    }

    private static func annotation(_ finding: Finding) -> String {
        let command =
            switch finding.level {
            case .error: "error"
            case .warning: "warning"
            case .note, .off: "notice"
            }
        let start = finding.location.start
        let end = finding.location.end
        // A range up to a line's end does not reach into the next line; columns are dropped when the lines differ.
        let lastLine = end.column == 1 && end.line > start.line ? end.line - 1 : end.line
        var properties = ["file=\(property(finding.path))", "line=\(start.line)", "endLine=\(lastLine)"]
        if end.line == start.line {
            properties.append("col=\(start.column)")
            properties.append("endColumn=\(max(start.column, end.column - 1))")
        }
        if !finding.rule.isEmpty { properties.append("title=\(property(VisibleText.of(finding.rule)))") }
        return "::\(command) \(properties.joined(separator: ","))::"
            + data(VisibleText.of(finding.message, limit: messageLimit))
    }

    private static func data(_ text: String) -> String { escape(text, isProperty: false) }
    private static func property(_ text: String) -> String { escape(text, isProperty: true) }

    private static func escape(_ text: String, isProperty: Bool) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "%": result.append(contentsOf: "%25".unicodeScalars)
            case "\r": result.append(contentsOf: "%0D".unicodeScalars)
            case "\n": result.append(contentsOf: "%0A".unicodeScalars)
            case ":" where isProperty: result.append(contentsOf: "%3A".unicodeScalars)
            case "," where isProperty: result.append(contentsOf: "%2C".unicodeScalars)
            default: result.append(scalar)
            }
        }
        return String(result)
    }
}
