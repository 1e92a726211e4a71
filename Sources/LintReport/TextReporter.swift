public import LintFindings
import LintSource

/// For people: a frame per place with the source line and carets, then a summary, the KPI table and notes.
///
/// Findings of one rule with one message on one line share a frame, and a rule's reason is given once.
public enum TextReporter: Reporter {
    public static func write(_ report: Report, options: ReportOptions, to sink: inout some ByteSink) {
        let shown = options.showSuppressed ? report.findings : report.live
        let why = Dictionary(report.rules.map { ($0.id, $0.why) }) { first, _ in first }
        var explained: Set<String> = []
        var next = 0
        var parts = PartsAtOnce(workers: options.workers)
        while next < shown.count, !sink.isClosed {
            let first = shown[next]
            var group = [first]
            next += 1
            while next < shown.count, belongs(shown[next], with: first) {
                group.append(shown[next])
                next += 1
            }
            let reason = explained.insert(first.rule).inserted ? why[first.rule] : nil
            parts.add(places: group.count + first.related.count) { [group] in
                ActionsGuard.text(TextFrame(options: options).frame(group, why: reason), options)
            }
            if parts.isFull { write(&parts, to: &sink) }
        }
        write(&parts, to: &sink)
        guard !options.quiet else { return }
        sink.write(ActionsGuard.text(tail(report, options), options))
    }

    private static func write(_ parts: inout PartsAtOnce, to sink: inout some ByteSink) {
        _ = parts.render { bytes in
            sink.write(bytes)
            return !sink.isClosed
        }
    }

    private static func belongs(_ finding: Finding, with first: Finding) -> Bool {
        let a = finding.location
        let b = first.location
        return a.path == b.path && a.start.line == b.start.line && a.end.line == b.end.line
            && finding.rule == first.rule
            && finding.level == first.level && finding.message == first.message && a.hasSameExcerpt(as: b)
            && finding.state == first.state && finding.suppressed == first.suppressed
            && finding.route == first.route && finding.related == first.related
            && finding.fixSafety == first.fixSafety
            && finding.fix?.edits.map(\.text) == first.fix?.edits.map(\.text)
    }

    private static func tail(_ report: Report, _ options: ReportOptions) -> String {
        let paint = Paint(isOn: options.color)
        var text = ""
        for note in report.notes {
            let place = note.path.map { VisibleText.of(options.pathPrefix + $0) + ": " } ?? ""
            text += paint.level(.note, "note") + ": " + place + VisibleText.of(note.message) + "\n"
        }
        if !report.notes.isEmpty { text += "\n" }
        let summary = Summary(report)
        text += (summary.isClean ? paint.good(summary.text) : paint.bold(summary.text)) + "\n"
        if !report.kpis.isEmpty { text += "\n" + KPITable.text(report.kpis, options) }
        return text
    }
}
