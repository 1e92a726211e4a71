public import LintFindings
import LintSource

/// One line a finding: `path:line:column: level rule: message`, columns in code points; what editors and `grep` read.
public enum ConciseReporter: Reporter {
    public static func write(_ report: Report, options: ReportOptions, to sink: inout some ByteSink) {
        let paint = Paint(isOn: options.color)
        for finding in options.showSuppressed ? report.findings : report.live {
            if sink.isClosed { return }
            let start = finding.location.start
            var line =
                paint.bold(VisibleText.of(options.pathPrefix + finding.path)) + ":\(start.line):\(start.column): "
            line += paint.level(finding.level, finding.level.rawValue) + " " + VisibleText.of(finding.rule) + ": "
            line += VisibleText.message(finding.message)
            if let state = finding.state, state != .unchanged { line += " (\(state.rawValue))" }
            if finding.suppressed != nil { line += " (suppressed)" }
            sink.write(ActionsGuard.text(line + "\n", options))
        }
        guard !options.quiet else { return }
        // Broken budgets fail a run, so they must be seen in every format for people.
        for kpi in report.kpis where kpi.isOverBudget {
            let line =
                "\(VisibleText.of(kpi.id)): over budget: \(KPINumber.text(kpi.value)) of \(KPINumber.text(kpi.budget))\n"
            sink.write(ActionsGuard.text(line, options))
        }
    }
}
