public import LintFindings
import LintSource

/// The report as one JSON object, `flywheel-lint/report/1`: for programs, and for later runs to compare with.
///
/// One finding a line, so that a report can be read by `diff` and `grep` too. Suppressed findings are among the others,
/// with `suppressed` set. ``ReportSchema`` describes it.
public enum JSONReporter: Reporter {
    public static let schema = "flywheel-lint/report/1"

    public static func write(_ report: Report, options: ReportOptions, to sink: inout some ByteSink) {
        var output = JSONDocument(options)
        output.field("schema", to: &sink) { $0.value(schema) }
        output.field("tool", to: &sink) { json in
            json.object {
                $0.field("name", Project.name)
                $0.field("version", report.toolVersion)
            }
        }
        output.field("summary", to: &sink) { write(Summary(report), to: &$0) }
        output.array("findings", report.findings, to: &sink) { FindingJSON.write($0, to: &$1) }
        if report.isComparison || report.findings.contains(where: { $0.state != nil }) || !report.fixed.isEmpty {
            output.array("fixed", report.fixed, to: &sink) { FindingJSON.write($0, to: &$1) }
            output.array("fixedByDeletion", report.fixedByDeletion, to: &sink) { FindingJSON.write($0, to: &$1) }
        }
        output.array("kpis", report.kpis, to: &sink) { KPIJSON.write($0, to: &$1) }
        output.array("rules", report.rules, to: &sink) { write($0, to: &$1) }
        output.array("skipped", report.skipped, to: &sink) { skipped, json in
            json.object {
                $0.field("path", skipped.path)
                $0.field("reason", skipped.reason.rawValue)
            }
        }
        output.array("notes", report.notes, to: &sink) { note, json in
            json.object {
                $0.field("path", optional: note.path)
                $0.field("message", note.message)
            }
        }
        output.finish(to: &sink)
    }

    private static func write(_ summary: Summary, to json: inout JSONWriter) {
        json.object {
            $0.field("error", summary.errors)
            $0.field("warning", summary.warnings)
            $0.field("note", summary.notes)
            $0.field("suppressed", summary.suppressed)
            $0.field("files", summary.filesChecked)
            $0.field("skipped", summary.skippedCount)
        }
    }

    private static func write(_ rule: RuleFacts, to json: inout JSONWriter) {
        json.object {
            $0.field("id", rule.id)
            $0.field("title", rule.title)
            $0.field("why", rule.why)
            $0.field("level", rule.level.rawValue)
            $0.field("tags", rule.tags)
            $0.field("kpi", optional: rule.kpi)
            $0.field("fix", optional: rule.fixSafety?.rawValue)
            $0.field("pack", rule.pack)
        }
    }
}

/// One finding a line, each the object that ``JSONReporter`` has in `findings`: for programs that read as it comes.
public enum JSONLinesReporter: Reporter {
    public static func write(_ report: Report, options: ReportOptions, to sink: inout some ByteSink) {
        for finding in report.findings {
            if sink.isClosed { return }
            var json = JSONWriter()
            FindingJSON.write(finding, to: &json)
            json.newline()
            sink.write(ActionsGuard.json(json.bytes, options))
        }
    }
}
