import LintFindings
import LintReport
import LintSource
import Testing

/// The frame of the text format: carets must stand under the exact span as a terminal shows it.
@Suite struct SourceLineTests {
    struct Row: Sendable {
        var name: String
        var line: String
        var word: String
        var shown: String
        var carets: String
    }

    static let rows = [
        Row(name: "plain", line: "a word here", word: "word", shown: "a word here", carets: "  ^^^^"),
        Row(
            name: "a tab goes to the fourth column", line: "a\tword", word: "word", shown: "a   word",
            carets: "    ^^^^"),
        Row(name: "a tab inside", line: "w\td x", word: "w\td", shown: "w   d x", carets: "^^^^^"),
        Row(name: "wide characters take two", line: "日本 word", word: "word", shown: "日本 word", carets: "     ^^^^"),
        Row(name: "a wide word", line: "a 日本", word: "日本", shown: "a 日本", carets: "  ^^^^"),
        Row(name: "a family is one picture", line: "👩‍👩‍👧 word", word: "word", shown: "👩‍👩‍👧 word", carets: "   ^^^^"),
        Row(name: "a flag is one picture", line: "🇫🇷 word", word: "word", shown: "🇫🇷 word", carets: "   ^^^^"),
        Row(
            name: "marks take nothing", line: "e\u{301}a\u{308} word", word: "word", shown: "e\u{301}a\u{308} word",
            carets: "   ^^^^"),
        Row(
            name: "Hangul of three letters", line: "\u{1112}\u{1161}\u{11AB} word", word: "word",
            shown: "\u{1112}\u{1161}\u{11AB} word", carets: "   ^^^^"),
        Row(name: "controls show", line: "\u{1B}[31m word", word: "word", shown: "␛[31m word", carets: "      ^^^^"),
        Row(name: "reordering shows", line: "\u{202E} word", word: "word", shown: "\u{FFFD} word", carets: "  ^^^^"),
    ]

    @Test(arguments: rows)
    func `carets stand under the word`(row: Row) throws {
        let report = Report(
            toolVersion: "1", rules: [], findings: Sample.File("a.md", row.line + "\n").findings(of: row.word))
        let lines = report.text(.text).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        try #require(lines.count > 4)
        #expect(lines[3] == "1 | " + row.shown)
        #expect(lines[4] == "  | " + row.carets)
    }

    @Test(arguments: [0, 4, 30, 200, 5_000, 20_000])
    func `a long line is cut around the word, wherever it stands`(before: Int) throws {
        let line = String(repeating: "ab ", count: before) + "attic-iac" + String(repeating: " yz", count: 2_000)
        var options = ReportOptions()
        options.width = 60
        let report = Report(toolVersion: "1", rules: [], findings: Sample.File("a.md", line).findings(of: "attic-iac"))
        let lines = report.text(.text, options).split(separator: "\n").map(String.init)
        let source = Array(lines[3].unicodeScalars)
        let carets = Array(lines[4].unicodeScalars)
        #expect(source.count <= 60)
        let first = try #require(carets.firstIndex(of: "^"))
        #expect(carets.count - first == 9)
        #expect(String(String.UnicodeScalarView(source[first..<first + 9])) == "attic-iac")
        #expect(source.last == "…")
        #expect((source[4] == "…") == (before > 4))
    }
}
