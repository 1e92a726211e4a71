public import LintFindings
import LintSource

/// reviewdog's Diagnostic Format, one `DiagnosticResult`. Columns are UTF-8 bytes, ends exclusive.
public enum RDJSONReporter: Reporter {
    public static func write(_ report: Report, options: ReportOptions, to sink: inout some ByteSink) {
        var output = JSONDocument(options)
        output.field("source", to: &sink) { json in
            json.object {
                $0.field("name", Project.name)
                $0.field("url", Project.home)
            }
        }
        let pages = Dictionary(report.rules.map { ($0.id, Project.page(of: $0)) }) { first, _ in first }
        output.array("diagnostics", report.live, to: &sink) { write($0, page: pages[$0.rule], to: &$1) }
        output.finish(to: &sink)
    }

    private static func write(_ finding: Finding, page: String?, to json: inout JSONWriter) {
        json.object { json in
            json.field("message", VisibleText.message(finding.message))
            json.object("location") { write(finding.location, to: &$0) }
            json.field("severity", severity(finding.level))
            json.object("code") {
                $0.field("value", finding.rule)
                if let page { $0.field("url", page) }
            }
            if let fix = finding.fix { write(fix, of: finding, to: &json) }
            guard !finding.related.isEmpty else { return }
            json.array("related_locations") { json in
                for related in finding.related {
                    json.object {
                        $0.field("message", VisibleText.message(related.message))
                        $0.object("location") { write(related.location, to: &$0) }
                    }
                }
            }
        }
    }

    private static func write(_ location: Location, to json: inout JSONWriter) {
        json.field("path", location.path)
        json.object("range") { write(location.region, to: &$0) }
    }

    private static func write(_ region: TextRegion, to json: inout JSONWriter) {
        json.object("start") {
            $0.field("line", region.start.line)
            $0.field("column", region.byteColumns.start)
        }
        json.object("end") {
            $0.field("line", region.end.line)
            $0.field("column", region.byteColumns.end)
        }
    }

    /// reviewdog offers each suggestion by itself, so a fix whose parts belong together is not offered, nor one that others
    /// may depend on.
    private static func write(_ fix: Fix, of finding: Finding, to json: inout JSONWriter) {
        guard fix.safety == .safe, fix.edits.count == 1, let edit = fix.edits.first else { return }
        let region = fix.regions.first ?? (edit.range == finding.location.range ? finding.location.region : nil)
        guard let region else { return }
        json.array("suggestions") { json in
            json.object {
                $0.object("range") { write(region, to: &$0) }
                $0.field("text", edit.text)
            }
        }
    }

    private static func severity(_ level: Level) -> String {
        switch level {
        case .error: "ERROR"
        case .warning: "WARNING"
        case .note, .off: "INFO"
        }
    }
}
