public import LintFindings
import LintSource

/// Checkstyle's XML, which many dashboards read. Columns in code points.
public enum CheckstyleReporter: Reporter {
    public static func write(_ report: Report, options: ReportOptions, to sink: inout some ByteSink) {
        sink.write(XMLText.declaration + "<checkstyle version=\"4.3\">\n")
        for file in XMLText.byFile(report.live, path: \.path) {
            if sink.isClosed { return }
            var text = "  <file name=\"\(XMLText.escaped(file.path))\">\n"
            for finding in file.items {
                let start = finding.location.start
                text +=
                    "    <error line=\"\(start.line)\" column=\"\(start.column)\" severity=\"\(severity(finding.level))\""
                text += " message=\"\(XMLText.escaped(VisibleText.message(finding.message)))\""
                text += " source=\"\(XMLText.escaped("\(Project.name).\(finding.rule)"))\"/>\n"
            }
            sink.write(ActionsGuard.xml(text + "  </file>\n", options))
        }
        sink.write("</checkstyle>\n")
    }

    private static func severity(_ level: Level) -> String {
        switch level {
        case .error: "error"
        case .warning: "warning"
        case .note, .off: "info"
        }
    }
}
