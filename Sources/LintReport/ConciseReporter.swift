public import LintFindings
import LintSource

/// One line a finding: `path:line:column: level rule: message`, columns in code points; what editors and `grep` read.
public enum ConciseReporter: Reporter {
    public static func write(_ report: Report, options: ReportOptions, to sink: inout some ByteSink) {
        let paint = Paint(isOn: options.color)
        var line = ""
        for finding in report.findings where options.showSuppressed || finding.suppressed == nil {
            if sink.isClosed { return }
            let start = finding.location.start
            // (In one text that keeps its room: nothing else is done meanwhile.)
            line.removeAll(keepingCapacity: true)
            line += paint.bold(VisibleText.of(options.pathPrefix + finding.path))
            line += ":"
            line += String(start.line)
            line += ":"
            line += String(start.column)
            line += ": "
            line += paint.level(finding.level, finding.level.rawValue)
            line += " "
            line += VisibleText.of(finding.rule)
            line += ": "
            line += VisibleText.message(finding.message)
            if let state = finding.state, state != .unchanged { line += " (\(state.rawValue))" }
            if finding.suppressed != nil { line += " (suppressed)" }
            line += "\n"
            sink.write(ActionsGuard.text(line, options))
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
