import LintSource
import LintSyntax
import Testing

@Suite struct HCLInvariantTests {
    static let pieces = [
        "a", " ", "\n", "\"", "${", "%{", "}", "~}", "{", "[", "]", "(", ")", "=", ":", ",", ".", "<<E\n", "E\n", "\\",
        "#", "/*",
        "*/", "é", "\u{A0}", "if ", "for ", "in ", "endif", "$$", "1", "?", "b {\n", "}\n", "\"l\" ",
    ]

    @Test(arguments: [TokenizeOptions.Mode.config, .template, .expr])
    func `tokens of any bytes are in order, cover all ink and survive line ends and marks`(_ mode: TokenizeOptions.Mode)
    {
        var random = Dice(seed: 11)
        for _ in 0..<Rounds.share(of: 1_000) {
            let source = random.text(of: Self.pieces)
            let reading = Reading(source, .hcl, mode: mode)
            #expect(reading.fault == nil, "\(source.debugDescription)")
            let windows = Reading(source.replacing("\n", with: "\r\n"), .hcl, mode: mode)
            #expect(windows.kinds == reading.kinds, "\(source.debugDescription)")
            let marked = Reading("\u{FEFF}" + source, .hcl, mode: mode)
            #expect(
                marked.document.tokens == reading.document.tokens.map { $0.moved(by: 3) }, "\(source.debugDescription)")
            #expect(marked.document.ok == reading.document.ok)
        }
    }

    @Test func `a file cut at a token keeps the tokens before the last open construct`() {
        let source = "b \"l\" {\n  a = [1, \"x${y}z\", { k = <<E\nt ${u} v\nE\n }]\n  # c\n}\n"
        let whole = Reading(source, .hcl)
        for token in whole.document.tokens {
            let cut = Reading(Array(source.utf8.prefix(Int(token.end))), .hcl)
            let same = zip(cut.document.tokens, whole.document.tokens).prefix {
                $0.0.range == $0.1.range && $0.0.kind == $0.1.kind
            }
            // All but the marker of an open heredoc, which is none until its line ends.
            #expect(cut.document.tokens.count - same.count <= 3)
            #expect(cut.fault == nil)
        }
    }

    @Test(arguments: [
        ("a = ", "(", "1", ")"), ("a = ", "[", "", "]"), ("a = ", "[", "", ""), ("a = ", "\"${", "x", "}\""),
        ("a = ", "\"${", "", ""), ("", "b {\n", "", "}\n"), ("a = ", "!", "x", ""), ("a = ", "x[", "1", "]"),
        ("a = ", "x ? ", "1", " : 2"), ("a = ", "{ k = ", "1", " }"), ("a = ", "f(", "", ")"),
        ("a = \"", "%{if x}", "", "%{endif}"),
        ("a = ", "[for x in ", "y", " : x]"), ("a = ", "<<E\n${", "", ""),
    ])
    func `nesting of any depth is read`(_ start: String, _ open: String, _ middle: String, _ close: String) {
        let depth = 100_000
        let source = start + String(repeating: open, count: depth) + middle + String(repeating: close, count: depth)
        let reading = Reading(source, .hcl)
        #expect(reading.fault == nil)
        #expect(!reading.document.tokens.isEmpty)
    }

    @Test(arguments: [
        "a", "a.", "/*", "a = 1\n", "\"", "${", "a = <<E\n", " E x\n", "<<a", "1.", "a-", "$", "é", "\\", "{", "x ? ",
        "]", "}\n", "b \"",
        "a = (\n",
    ])
    func `time grows with the size and no faster`(_ piece: String) {
        expectLinear(piece, .hcl)
    }

    @Test func `nesting without end is an error and nothing worse`() {
        let reading = Reading("a = " + String(repeating: "[", count: 1_100_000), .hcl)
        #expect(reading.messages.contains("this is nested too deeply"))
        #expect(reading.fault == nil)
    }
}
