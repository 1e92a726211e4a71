import Foundation
import LintFindings
import LintReport
import LintSource
import Testing

@Suite struct ReporterTests {
    @Test(arguments: OutputFormat.allCases)
    func `each format writes what was recorded`(format: OutputFormat) throws {
        var options = ReportOptions()
        options.versionControl = .init(repositoryURI: "https://user:secret@example.com/a/b.git", revision: "0123abcd")
        try Golden.check("everyday.\(format.rawValue)", Sample.everyday.written(format, options))
    }

    @Test(arguments: [OutputFormat.text, .json, .sarif, .markdown])
    func `a comparison is written as recorded`(format: OutputFormat) throws {
        try Golden.check("comparison.\(format.rawValue)", Sample.comparison.written(format))
    }

    @Test func `colours, links, a prefix and suppressed findings are written as recorded`() throws {
        var options = ReportOptions()
        options.color = true
        options.hyperlinks = true
        options.root = "/srv/a repo"
        options.pathPrefix = "../"
        options.showSuppressed = true
        options.width = 80
        try Golden.check("colored.text", Sample.everyday.written(.text, options))
    }

    @Test(arguments: [OutputFormat.text, .concise, .sarif, .github, .gitlab, .markdown, .junit, .checkstyle, .rdjson])
    func `a message that quotes a whole file is cut`(format: OutputFormat) {
        var report = Sample.everyday
        report.findings[0].message = String(repeating: "long ", count: 20_000)
        #expect(report.written(format).count < 20_000)
    }

    @Test(arguments: OutputFormat.allCases)
    func `hostile files are written as recorded`(format: OutputFormat) throws {
        var options = ReportOptions()
        options.underGitHubActions = true
        var report = Sample.nasty
        // The long line is another test's.
        report.findings.removeAll { $0.path == "long.md" || $0.rule.hasPrefix("text/") && $0.path != "crlf.md" }
        try Golden.check("hostile.\(format.rawValue)", report.written(format, options))
    }

    @Test(arguments: [OutputFormat.text, .sarif, .sarifGitHub], [2, 5, 64])
    func `several threads write the bytes of one`(format: OutputFormat, workers: Int) {
        // More than wait for the threads at a time, some of them several on a line.
        let text = (0..<3_000).map { "attic-iac \($0)" + ($0 % 7 == 0 ? " attic-iac\n" : "\n") }.joined()
        var report = Sample.nasty
        report.findings += Sample.File("many.md", text).findings(of: "attic-iac", replacement: "GloriousFlywheel")
        var options = ReportOptions()
        options.underGitHubActions = true
        let alone = report.written(format, options)
        options.workers = workers
        #expect(report.written(format, options) == alone)
    }

    @Test(arguments: OutputFormat.allCases)
    func `two runs give identical bytes`(format: OutputFormat) {
        #expect(Sample.nasty.written(format) == Sample.nasty.written(format))
    }

    @Test(arguments: [OutputFormat.text, .concise, .github, .markdown, .checkstyle, .junit])
    func `no control or bidirectional character gets out`(format: OutputFormat) {
        for scalar in Sample.nasty.text(format).unicodeScalars where scalar != "\n" {
            #expect(!(scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value)), "\(scalar.value)")
            #expect(!(0x202A...0x202E).contains(scalar.value))
        }
    }

    @Test(arguments: OutputFormat.allCases)
    func `under Actions no line holds a command of a stranger`(format: OutputFormat) {
        var options = ReportOptions()
        options.underGitHubActions = true
        for line in Sample.nasty.text(format, options).split(separator: "\n") {
            let trimmed = line.drop(while: \.isWhitespace)
            if format == .github, trimmed.hasPrefix("::warning file=") || trimmed.hasPrefix("::notice file=") {
                continue
            }
            #expect(!trimmed.hasPrefix("::"), "\(line.prefix(80))")
            #expect(!line.contains("##["), "\(line.prefix(80))")
        }
    }

    @Test(arguments: [OutputFormat.json, .jsonl, .sarif, .sarifGitHub, .gitlab, .rdjson])
    func `JSON formats are JSON with and without findings`(format: OutputFormat) throws {
        var options = ReportOptions()
        options.underGitHubActions = true
        for report in [Sample.nasty, Sample.everyday, Sample.comparison, empty] {
            let bytes = report.written(format, options)
            #expect(bytes.last == 0x0A || bytes.isEmpty)
            for line in format == .jsonl ? bytes.split(separator: 0x0A).map(Array.init) : [bytes] {
                _ = try JSONSerialization.jsonObject(with: Data(line))
            }
        }
    }

    @Test(arguments: [OutputFormat.checkstyle, .junit])
    func `XML formats are XML`(format: OutputFormat) {
        // The parser needs another module on Linux; balance and escapes are what can go wrong here.
        let text = Sample.nasty.text(format)
        #expect(text.hasPrefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"))
        #expect(text.filter { $0 == "<" }.count == text.filter { $0 == ">" }.count)
        #expect(
            !text.replacingOccurrences(of: "&(amp|lt|gt|quot|apos|#91);", with: "", options: .regularExpression)
                .contains("&"))
    }

    @Test func `every finding counts in json once and keeps its place`() throws {
        let report = Sample.everyday
        let object = try JSONSerialization.jsonObject(with: Data(report.written(.json))) as? [String: Any]
        let findings = try #require(object?["findings"] as? [[String: Any]])
        #expect(findings.count == report.findings.count)
        for (written, finding) in zip(findings, report.findings) {
            #expect(written["offset"] as? Int == Int(finding.location.range.start))
            #expect(written["match"] as? String == finding.location.text)
            #expect(written["column"] as? Int == finding.location.start.column)
        }
    }

    @Test func `a clean and quiet run writes nothing as text`() {
        var options = ReportOptions()
        options.quiet = true
        #expect(empty.text(.text, options) == "")
        #expect(empty.text(.concise, options) == "")
        #expect(empty.text(.text) == "no findings in 3 files\n")
    }

    @Test func `GitHub gets ten of each kind, worst first, and the count of the rest`() {
        var report = empty
        let file = Sample.File("a.md", String(repeating: "attic-iac\n", count: 12))
        report.findings = file.findings(of: "attic-iac") + file.findings(of: "attic", rule: "x/y", level: .error)
        let lines = report.text(.github).split(separator: "\n")
        #expect(lines.prefix(10).allSatisfy { $0.hasPrefix("::error ") })
        #expect(lines.dropFirst(10).prefix(10).allSatisfy { $0.hasPrefix("::warning ") })
        #expect(lines[20] == "2 errors, 2 warnings more, not annotated: GitHub shows 10 of each kind a step")
    }

    private var empty: Report { Report(toolVersion: "0.1.0", rules: [], findings: [], filesChecked: 3) }
}

@Suite struct KPIReporterTests {
    private func written(_ write: (inout MemorySink) -> Void) -> [UInt8] {
        var sink = MemorySink()
        write(&sink)
        return sink.bytes
    }

    @Test func `KPIs are written as recorded`() throws {
        let options = ReportOptions()
        try Golden.check("kpis.txt", written { KPITable.write(Sample.kpis, options: options, to: &$0) })
        try Golden.check("kpis.json", written { KPIJSON.write(Sample.kpis, options: options, to: &$0) })
        try Golden.check("kpis.csv", written { KPICSV.write(Sample.kpis, options: options, to: &$0) })
    }
}
