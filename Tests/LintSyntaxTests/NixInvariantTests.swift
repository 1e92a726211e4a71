import LintSource
import LintSyntax
import Testing

@Suite struct NixInvariantTests {
    static let pieces = [
        "a", " ", "\n", "\"", "''", "'", "${", "}", "{", "[", "]", "(", ")", "=", ":", ";", ",", ".", "@", "?", "./a",
        "a/", "/", "<n>",
        "x:y", "1", "1.", "\\", "#", "/*", "*/", "$", "é", "let ", "in ", "if ", "inherit ", "a = 1; ", "or ", "|>",
    ]

    @Test func `tokens of any bytes are in order, cover all ink and survive line ends`() {
        var random = Dice(seed: 12)
        for _ in 0..<Rounds.share(of: 2_000) {
            let source = random.text(of: Self.pieces)
            let reading = Reading(source, .nix)
            #expect(reading.fault == nil, "\(source.debugDescription)")
            // The blanks that '' swallows end in a line feed only; behind a carriage return they are text all the same.
            let windows = Reading(source.replacing("\n", with: "\r\n"), .nix)
            #expect(windows.kinds == reading.kinds, "\(source.debugDescription)")
            let marked = Reading("\u{FEFF}" + source, .nix)
            #expect(
                marked.document.tokens.filter { $0.start > 2 }.map(\.range)
                    == reading.document.tokens.map { $0.moved(by: 3).range }, "\(source.debugDescription)")
        }
    }

    @Test(arguments: [
        ("", "(", "1", ")"), ("", "[", "", "]"), ("", "[", "", ""), ("", "{a=", "1", ";}"), ("", "\"${", "1", "}\""),
        ("", "''${", "1", "}''"),
        ("", "let a=1; in ", "a", ""), ("", "x: ", "x", ""), ("", "if a then b else ", "c", ""),
        ("", "if ", "a", " then b else c"),
        ("", "with a; ", "b", ""), ("", "!", "a", ""), ("", "{a?", "1", "}: a"), ("", "a.${", "b", "}"),
        ("", "./a${", "b", "}"),
        ("{ ", "a.", "b = 1; }", ""), ("", "a.b or ", "c", ""), ("{ inherit ", "${", "a", "}"),
    ])
    func `nesting of any depth is read`(_ start: String, _ open: String, _ middle: String, _ close: String) {
        let depth = 100_000
        let source = start + String(repeating: open, count: depth) + middle + String(repeating: close, count: depth)
        let reading = Reading(source, .nix)
        #expect(reading.fault == nil)
        #expect(!reading.document.tokens.isEmpty)
    }

    @Test(arguments: [
        "a", "a.", "a_", "/*", "a = 1; ", "\"", "''", "'", "${", "a/", "<a", "<a/", "x:", "1.", "-", "a-/", "$", "é",
        "{", "}", "let ", "]",
        "{ a = (;\n", "+", "~/",
    ])
    func `time grows with the size and no faster`(_ piece: String) {
        expectLinear(piece, .nix)
    }

    @Test func `nesting without end is an error and nothing worse`() {
        let reading = Reading("" + String(repeating: "{a=", count: 1_100_000), .nix)
        #expect(reading.messages.contains("this is nested too deeply"))
        #expect(reading.fault == nil)
    }
}
