import LintSource
import LintSyntax
import Testing

/// What holds for any bytes.
@Suite struct YAMLInvariantTests {
    static let documents = [
        "", "a", "a: b # c\n", "- a\n- b: [c, {d: 'e\n  f'}]\n", "a: |\n  b\n\n  c\n# d\ne: >-2\n    f\n",
        "%YAML 1.2\n---\n&a !b c: *d\n...\n---\n\"e\\\n  f\": g\n", "? - a\n: {b, c: }\n", "a: \"b\nc: [d\ne: {f\n",
        "{{ if a }}\nb: {{ c }}\n{{ end }}\n", "a: x\n  y\n\n  z: 1\n", "--- |\n a\n--- >\n b\nc\n",
        "- - - a\n -\t- b\n",
        "{{}\"\\\n{\"}}", "é: 'ü' # ö\n\u{FEFF}a: b\n", "a:\n  - b\n c\n'd", "[a\n: b, ]]}\n",
    ]

    @Test(arguments: documents)
    func `every cut of a file has tokens in order that cover all ink`(_ source: String) {
        let bytes = Array(source.utf8)
        for end in 0...bytes.count { #expect(Reading(Array(bytes[..<end]), .yaml).fault == nil) }
        for start in 0..<bytes.count { #expect(Reading(Array(bytes[start...]), .yaml).fault == nil) }
    }

    @Test func `any bytes have tokens in order that cover all ink`() {
        // Pieces of YAML in random order: most are broken in several ways.
        let pieces = [
            "a", ": ", "- ", "? ", "\n", "\n  ", "\n    ", "\"", "'", "[", "]", "{", "}", ",", "&b ", "*b", "!c ",
            "|\n", ">-\n", "#",
            " # d", "---\n", "...\n", "%YAML 1.2\n", "\t", "é", "{{ x }}", "{{", "}}", "{% y %}", "\r\n", "\r", "\\",
            "\u{FEFF}", "@", "key: v\n",
        ]
        var state: UInt64 = 42
        func next(_ limit: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % limit
        }
        for _ in 0..<Rounds.share(of: 20_000) {
            let source = (0..<(1 + next(14))).map { _ in pieces[next(pieces.count)] }.joined()
            let reading = Reading(source, .yaml)
            if let fault = reading.fault {
                Issue.record("\(fault) in \(source.debugDescription)")
                break
            }
        }
    }

    @Test(arguments: documents)
    func `the twin with CRLF has the same kinds`(_ source: String) {
        let twin = Reading(source.replacing("\n", with: "\r\n"), .yaml)
        let reading = Reading(source, .yaml)
        #expect(twin.kinds == reading.kinds)
        #expect(twin.document.ok == reading.document.ok)
        #expect(twin.tree == reading.tree)
    }

    @Test(arguments: documents)
    func `the twin with a byte order mark has all ranges moved by three`(_ source: String) {
        let twin = Reading("\u{FEFF}" + source, .yaml)
        let reading = Reading(source, .yaml)
        #expect(twin.kinds == reading.kinds)
        #expect(
            twin.document.tokens.map { [$0.start - 3, $0.end - 3] }
                == reading.document.tokens.map { [$0.start, $0.end] })
        #expect(twin.document.namedRanges.map(\.path) == reading.document.namedRanges.map(\.path))
    }

    @Test(arguments: [
        "k: v # c\n", "- ", "[", "{a: ", "? ", "a: [\n", "a: \"\n", "a: 'b\n- \"c\n", "[}", "&a ", "{{", "{{a}}",
        "{{/*", "{% ",
        "x: {{ \"\\\"", "a: b: ", "a\n : b\n", "a: |\n\n", "---\n", "\"\\", "%TAG !a! b\n", "a: {\nb: c\n",
        "\"a\n--- \n",
    ])
    func `time grows with the size and not faster`(_ piece: String) {
        func time(_ size: Int) -> Double {
            let bytes = Array(String(repeating: piece, count: size / piece.utf8.count).utf8)
            var options = TokenizeOptions()
            options.embeds = false
            return (0..<3).map { _ in
                processorTime { _ = bytes.withByteView { Language.yaml.tokenize($0, options: options) } }
            }.min() ?? 0
        }
        // Quadratic time would be sixteen times as long.
        let short = time(25_000)
        #expect(time(100_000) < max(short * 10, 0.2))
    }
}
