import LintSource
import LintSyntax
import Testing

/// What must hold of any bytes.
@Suite struct MarkdownInvariantTests {
    static let texts = [
        "", "a", "# a\n\n> b `c`\n> d\n\n- e\n\n  ```sh\n  f\n  ```\n", "|a|b|\n|-|-|\n|`c`|[d](e)|\n",
        "---\na: b\n---\n\n<div>\n<!-- c\nd -->\n</div>\n\ne <f@g.h> <i>\n", "[a]:\n  <b>\n  'c\n  d'\n\n[a] ![e][a]\n",
        "1. a\n   - [x] b\n     > c\n     lazy\n2) d\n\n\te\n\n[^1]: f\n\n    g\n", "a\nb\n===\n\n\tc\n\n***\n`d\ne`\n",
        "import A from 'b'\n\n<A b={c}>\n\n{#if d}\n*e*\n{/if}\n\n</A>\n", "[a](b 'c\nd') [e\nf] `g",
        "> - ```\n>   a\n> b\n",
    ]

    static let bytes: [[UInt8]] =
        texts.map { Array($0.utf8) } + [
            [0], [0xFF], [0xEF, 0xBB, 0xBF], [0xEF, 0xBB], [0x5B, 0xFF, 0x5D, 0x28, 0xC3, 0x29], [0x60, 0, 0x60, 0],
            [0x0D, 0x0D, 0x0A, 0x0D], [0x5C], [0x3C], [0x5B, 0x5D, 0x3A], [0x2D, 0x09], [0x3E, 0x09, 0x09, 0x2D, 0x09],
        ]

    @Test(arguments: bytes)
    func `tokens are sorted, apart and cover all ink`(source: [UInt8]) {
        #expect(complaint(markdown(source).tokens.map(\.range), source) == nil)
    }

    @Test(arguments: bytes)
    func `every beginning of a file is a file`(source: [UInt8]) {
        for length in 0...source.count {
            let head = Array(source[..<length])
            #expect(complaint(markdown(head).tokens.map(\.range), head) == nil)
        }
    }

    @Test(arguments: texts)
    func `other line ends change no kind`(text: String) {
        let kinds = markdown(Array(text.utf8)).tokens.map(\.kind)
        for lineEnd in ["\r\n", "\r"] {
            let twin = text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: lineEnd)
            #expect(markdown(Array(twin.utf8)).tokens.map(\.kind) == kinds)
        }
    }

    @Test(arguments: texts)
    func `a byte order mark moves all by three`(text: String) {
        let plain = markdown(Array(text.utf8)).tokens
        let marked = markdown([0xEF, 0xBB, 0xBF] + Array(text.utf8)).tokens
        #expect(marked == plain.map { Token(Int($0.start) + 3, Int($0.end) + 3, $0.kind, $0.context) })
    }

    @Test(arguments: texts)
    func `a quoted document is the document with marks before its lines`(text: String) {
        // Front matter stands only at the head of a file, and a tab is narrower two columns on.
        guard !text.hasPrefix("---"), !text.contains("\t") else { return }
        let inner = markdown(Array(text.utf8)).tokens.map(\.kind)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { "> " + $0 }
        let quoted = markdown(Array(lines.joined(separator: "\n").utf8)).tokens.map(\.kind)
        let marks = quoted.count { $0 == .markup } - inner.count { $0 == .markup }
        #expect(marks == lines.count)
        // Lines of code are one token where no mark lies between them.
        let others: (TokenKind) -> Bool = { $0 != .markup && $0 != .codeFence && $0 != .codeIndented }
        let quotedOthers = quoted.filter(others)
        #expect(quotedOthers == inner.filter(others))
    }

    @Test func `bytes that are not UTF-8 are an error and still have tokens`() {
        let source: [UInt8] = Array("a `b".utf8) + [0xFF] + Array("`\n".utf8)
        let document = markdown(source)
        #expect(!document.ok)
        #expect(document.errors.map(\.range) == [ByteRange(4, 5)])
        #expect(markdownLetters(source) == "p.cccc.")
    }

    @Test(
        arguments: [
            [0xC0, 0xAF], [0xE0, 0x80, 0xAF], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82], [0x80],
        ] as [[UInt8]])
    func `overlong, surrogate and cut sequences are not UTF-8`(source: [UInt8]) {
        #expect(!markdown(source).ok)
    }

    @Test(arguments: ["\u{80}", "\u{7FF}", "\u{800}", "\u{D7FF}", "\u{FFFD}", "\u{10000}", "\u{10FFFF}"])
    func `each length of UTF-8 sequence is accepted`(text: String) {
        #expect(markdown(Array(text.utf8)).ok)
    }
}
