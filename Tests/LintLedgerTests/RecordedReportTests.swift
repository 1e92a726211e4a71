import LintFindings
import LintLedger
import LintSource
import Testing

@Suite struct `A recorded report` {
    let fingerprint = "00000000000000aa:00000000000000bb"

    func finding(_ more: String = "", level: String = "warning") -> String {
        """
        {"rule": "r/x", "level": "\(level)", "path": "docs/\\u00e9\\ud83e\\udeb0.md", "offset": 7, "length": 2, "line": 4,
         "column": 8, "endLine": 4, "endColumn": 10, "match": "a\\"b", "unknown": {"deep": [1, {"x": [true, null, -1.5e3]}]},
         "message": "says\\nit", "fingerprint": "\(fingerprint)"\(more)}
        """
    }

    @Test func `gives what matching needs, and passes over the rest`() throws {
        let suppressed = ", \"suppressed\": {\"kind\": \"external\", \"reason\": \"later\"}, \"kpi\": null"
        let text = """
            {"tool": {"name": "x"}, "schema": "flywheel-lint/report/1", "findings": [\(finding()), \(finding(suppressed))],
             "rules": [{"id": "r/x", "tags": ["a"]}, {"id": "r/y"}], "kpis": [{"id": "k", "value": 3}, {"id": "n", "value": null}],
             "notes": []}

            """
        let report = try RecordedReport.parse(Array(text.utf8), path: "r.json")
        #expect(report.findings.count == 2)
        let first = try #require(report.findings.first)
        #expect(first.path == "docs/é🪰.md")
        #expect(first.message == "says\nit")
        #expect(first.location.text == "a\"b")
        #expect(first.location.range.count == 2)
        #expect(first.location.region.start.line == 4)
        #expect(first.location.region.end.column == 10)
        #expect(first.fingerprint == Fingerprint(context: 0xAA, line: 0xBB))
        #expect(report.findings[1].suppressed == .init(kind: .external, reason: "later"))
        #expect(report.rules == ["r/x", "r/y"])
        #expect(report.kpis == ["k": 3])
        #expect(report.side.entries.count == 2)
    }

    @Test func `a report without findings is one`() throws {
        let text = "{\"schema\": \"flywheel-lint/report/1\", \"findings\": []}"
        let report = try RecordedReport.parse(Array(text.utf8), path: "r.json")
        #expect(report.findings.isEmpty && report.rules == nil)
    }

    @Test(arguments: [
        ("", LedgerError.Kind.empty, "r.json: the file is empty"),
        ("[]", .wrongFormat, "r.json:1:1: not a report"),
        ("# flywheel-lint/baseline/1\n", .wrongFormat, "r.json:1:1: not a report"),
        ("{}", .wrongFormat, "r.json:1:1: not a report: it has no 'schema'"),
        ("{\"schema\": \"flywheel-lint/report/1\"}", .wrongFormat, "r.json:1:1: not a report: it has no 'findings'"),
        ("{\"schema\": \"flywheel-lint/report/2\"", .wrongVersion, "r.json:1:11: the schema is"),
        ("{\"schema\": \"flywheel-lint/kpis/1\"", .wrongFormat, "r.json:1:11: the schema is"),
        ("{\"schema\": \"flywheel-lint/report/1\", \"findings\": [", .truncated, "r.json:1:51: the report ends"),
        ("{\"schema\": \"flywheel-lint/report/1\", \"findings\": []", .truncated, "r.json:1:52: the report ends"),
        (
            "{\"schema\": \"flywheel-lint/report/1\",\n\"findings\": [{}]}", .malformed,
            "r.json:2:14: a finding without 'rule'"
        ),
        (
            "{\"schema\": \"flywheel-lint/report/1\", \"findings\": []} x", .malformed,
            "r.json:1:54: the end of the file"
        ),
        ("{\"schema\": \"flywheel-lint/report/1\", \"x\": [[}]", .malformed, "r.json:1:45: a value is due"),
        ("{\"schema\": \"a\u{0}\"}", .binary, "r.json:1:14: not a report but binary"),
        ("{\n<<<<<<< ours\n", .conflict, "r.json:2:1: a merge conflict"),
        (
            "{\"schema\": \"flywheel-lint/report/1\", \"findings\": [{\"rule\": 1}]}", .malformed,
            "r.json:1:60: a text is due"
        ),
        ("{\"schema\": \"\\q\"}", .malformed, "r.json:1:13: an escape is due"),
    ])
    func `broken is an error with its place`(text: String, kind: LedgerError.Kind, says: String) {
        let error = #expect(throws: LedgerError.self) { try RecordedReport.parse(Array(text.utf8), path: "r.json") }
        #expect(error?.kind == kind)
        #expect(error?.description.hasPrefix(says) == true, "\(error?.description ?? "")")
    }

    @Test(arguments: ["fingerprint", "level"])
    func `a finding that cannot be matched is an error`(part: String) {
        let item =
            part == "level" ? finding(level: "fatal") : finding().replacing(fingerprint, with: "00000000000000aa")
        let text = "{\"schema\": \"flywheel-lint/report/1\", \"findings\": [\(item)]}"
        #expect(throws: LedgerError.self) { try RecordedReport.parse(Array(text.utf8), path: "r.json") }
    }

    @Test func `deep nesting and damage never trap`() {
        let deep = "{\"x\": " + String(repeating: "[", count: 200_000)
        #expect(throws: LedgerError.self) { try RecordedReport.parse(Array(deep.utf8), path: "r.json") }
        let whole = Array(
            "{\"schema\": \"flywheel-lint/report/1\", \"findings\": [\(finding())], \"rules\": [\"a\"]}".utf8)
        for cut in 1..<whole.count {
            #expect(throws: LedgerError.self) { try RecordedReport.parse(Array(whole[..<cut]), path: "r.json") }
        }
        var dice = Dice(seed: 2)
        for _ in 0..<5_000 {
            var bytes = whole
            bytes[dice.below(bytes.count)] = UInt8(truncatingIfNeeded: dice.next())
            _ = try? RecordedReport.parse(bytes, path: "r.json")
        }
    }
}
