public import LintFindings
import LintSource

/// JUnit's XML: a suite a file, a case a finding. Errors and warnings are failures, notes pass with a text; a clean run is
/// one case that passes, because servers take an empty report for a broken one.
public enum JUnitReporter: Reporter {
    public static func write(_ report: Report, options: ReportOptions, to sink: inout some ByteSink) {
        let live = report.live
        let failures = live.filter(isFailure).count
        sink.write(XMLText.declaration)
        let counts = "tests=\"\(max(1, live.count))\" failures=\"\(failures)\" errors=\"0\""
        sink.write("<testsuites name=\"\(Project.name)\" \(counts)>\n")
        if live.isEmpty {
            sink.write("  <testsuite name=\"\(Project.name)\" tests=\"1\" failures=\"0\" errors=\"0\">\n")
            sink.write("    <testcase name=\"no findings\" classname=\"\(Project.name)\"/>\n  </testsuite>\n")
        }
        for file in XMLText.byFile(live, path: \.path) {
            if sink.isClosed { return }
            let name = XMLText.escaped(file.path)
            var text = "  <testsuite name=\"\(name)\" tests=\"\(file.items.count)\""
            text += " failures=\"\(file.items.filter(isFailure).count)\" errors=\"0\">\n"
            for finding in file.items { text += testCase(finding, file: name) }
            sink.write(ActionsGuard.xml(text + "  </testsuite>\n", options))
        }
        sink.write("</testsuites>\n")
    }

    private static func isFailure(_ finding: Finding) -> Bool { finding.level >= .warning }

    private static func testCase(_ finding: Finding, file: String) -> String {
        let start = finding.location.start
        let name = XMLText.escaped("\(finding.rule):\(start.line):\(start.column)")
        let message = XMLText.escaped(VisibleText.message(finding.message))
        var text = "    <testcase name=\"\(name)\" classname=\"\(file)\" file=\"\(file)\" line=\"\(start.line)\">\n"
        let place = "\(file):\(start.line):\(start.column)"
        if isFailure(finding) {
            text +=
                "      <failure type=\"\(finding.level.rawValue)\" message=\"\(message)\">\(place): \(message)</failure>\n"
        } else {
            text += "      <system-out>\(place): \(message)</system-out>\n"
        }
        return text + "    </testcase>\n"
    }
}
