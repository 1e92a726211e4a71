public import LintFindings
import LintSource

/// GitLab's Code Quality report: one array, compared between branches by fingerprint.
public enum GitLabReporter: Reporter {
    public static func write(_ report: Report, options: ReportOptions, to sink: inout some ByteSink) {
        var names = OccurrenceNames()
        var isFirst = true
        sink.write("[")
        for finding in report.live {
            if sink.isClosed { return }
            // Two equal fingerprints would be one finding to GitLab.
            let name = names.next(finding)
            var json = JSONWriter()
            json.object { json in
                json.field("description", VisibleText.message(finding.message.isEmpty ? finding.rule : finding.message))
                json.field("check_name", finding.rule)
                json.field("fingerprint", name.text)
                json.field("severity", severity(finding.level))
                json.object("location") {
                    $0.field("path", path(finding.path))
                    $0.object("lines") {
                        $0.field("begin", finding.location.start.line)
                        $0.field("end", finding.location.end.line)
                    }
                }
            }
            sink.write(isFirst ? "\n" : ",\n")
            isFirst = false
            sink.write(ActionsGuard.json(json.bytes, options))
        }
        sink.write(isFirst ? "]\n" : "\n]\n")
    }

    /// Its schema knows no path with a backslash, and GitLab refuses the whole report for one.
    private static func path(_ path: String) -> String {
        path.contains("\\")
            ? path.split(separator: "\\", omittingEmptySubsequences: false).joined(separator: "%5C") : path
    }

    private static func severity(_ level: Level) -> String {
        switch level {
        case .error: "major"
        case .warning: "minor"
        case .note, .off: "info"
        }
    }
}
