import LintSource
import Testing

@testable import LintSyntax

/// Flow collections deeper than anybody means.
@Suite struct YAMLDeepTests {
    @Test(arguments: ["[", "{", "{a: [", "[a: b, ", "[\n ", "? [", "['b', ", "[\"c\n d\", {#e\n "])
    func `brackets without end have tokens, and structure up to a depth`(piece: String) {
        let text = "a: " + String(repeating: piece, count: 20_000)
        #expect(Reading(text, .yaml).fault == nil)
        var bytes = Array(text.utf8)
        bytes.append(0)
        bytes.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return }
            var scanner = YAMLScanner(base, count: buffer.count - 1, hasCR: false, recovering: false)
            scanner.run()
            #expect(scanner.tokens.count > 20_000)
            // An event is for a tree; without a bound there are 20,000 and more.
            #expect(scanner.events.count < 12 * YAMLScanner.maximumFlowDepth)
        }
    }

    @Test func `what stands behind a deep collection is read as ever`() {
        let deep = String(repeating: "[", count: 5_000) + "x" + String(repeating: "]", count: 5_000)
        let reading = Array("a: \(deep)\nb: {c: d}\n".utf8).withByteView { Language.yaml.tokenize($0) }
        #expect(reading.errors.isEmpty)
        #expect(reading.tree?.nodes.contains { $0.name == "c" && $0.scalar == "d" } == true)
    }
}
