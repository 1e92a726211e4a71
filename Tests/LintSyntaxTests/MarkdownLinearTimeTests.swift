import LintSource
import LintSyntax
import Testing

/// Texts on which careless parsers take time quadratic in the size, or a call a level.
@Suite(.serialized) struct MarkdownLinearTimeTests {
    struct Pattern: Sendable, CustomTestStringConvertible {
        var head = ""
        var unit: String
        var tail = ""
        /// Repeats `unit` after the first as often as before it, instead.
        var second = ""
        var testDescription: String { (head + unit + second + tail).debugDescription }

        func text(bytes: Int) -> [UInt8] {
            let count = bytes / (unit.utf8.count + second.utf8.count)
            let body = String(repeating: unit, count: count) + String(repeating: second, count: count)
            return Array((head + body + tail).utf8)
        }
    }

    static let patterns = [
        Pattern(unit: "["), Pattern(unit: "a]"), Pattern(unit: "[a"), Pattern(unit: "!["),
        Pattern(unit: "[", second: "]"),
        Pattern(unit: "[a](<b"), Pattern(unit: "[a](b"), Pattern(unit: "[a](b 'c"), Pattern(unit: "![[]()"),
        Pattern(head: "[a]: b\n\n", unit: "[a]"), Pattern(head: "[a]: b\n\n", unit: "[", second: "][a]"),
        Pattern(head: "[", unit: "[a](b)"), Pattern(unit: "`a``b"), Pattern(unit: "\\`"), Pattern(unit: "<"),
        Pattern(unit: "<!--"), Pattern(head: "a ", unit: "<!--"), Pattern(head: "a ", unit: "<?"),
        Pattern(head: "a ", unit: "<!A "), Pattern(head: "a ", unit: "<![CDATA["), Pattern(head: "a ", unit: "<a b='"),
        Pattern(unit: "> "), Pattern(unit: "> ", tail: "a\n\n"), Pattern(unit: "- ", tail: "a"), Pattern(unit: "1. "),
        Pattern(unit: "- ", second: "\n\n"), Pattern(unit: "> - ", tail: "a", second: "\n"),
        Pattern(unit: "> ", second: "a\n"), Pattern(unit: "* a *", tail: "x"), Pattern(unit: "a|"),
        Pattern(head: "a|b\n-|-\n", unit: "|\n"), Pattern(unit: "|-"), Pattern(unit: "a\n", tail: "---"),
        Pattern(unit: "[a]: b\n"), Pattern(unit: "[a]: b 'c\n"), Pattern(unit: "[^a]: "), Pattern(unit: "```\n"),
        Pattern(unit: "a|`\n-|-\n\n"), Pattern(head: "> ```\n", unit: "> \n"), Pattern(unit: "\t"), Pattern(unit: "&"),
        Pattern(unit: "---\n"), Pattern(head: "---\n", unit: "a\n"),
    ]

    @Test(arguments: patterns)
    func `eight times the text takes no more than some eight times the time`(pattern: Pattern) {
        let size = Rounds.share(of: 16_000)
        let small = pattern.text(bytes: size)
        let large = pattern.text(bytes: 8 * size)
        #expect(complaint(markdown(small).tokens.map(\.range), small) == nil)
        // The machine may be busy: the best of a few runs, and a limit between 8 (linear) and 64 (quadratic).
        var ratio = Double.infinity
        for _ in 0..<4 where ratio > 24 {
            let base = time(small)
            ratio = min(ratio, time(large) / max(base, 1e-4))
        }
        #expect(ratio <= 24)
    }

    @Test func `as many back-tick lengths as fit do not multiply`() {
        let source = Array((1..<1_400).map { "e" + String(repeating: "`", count: $0) }.joined().utf8)
        #expect(time(source) < 5)
    }

    private func time(_ source: [UInt8]) -> Double {
        processorTime { _ = markdown(source) }
    }
}
