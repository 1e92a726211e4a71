import LintFindings
import LintSource
import Testing

/// The vectors of github/codeql-action's `src/fingerprints.test.ts`.
@Suite struct CodeScanningHashTests {
    struct Vector: Sendable {
        var text: String
        var hashes: [String]
    }
    private static let greetings = [
        "e9496ae3ebfced30:1", "fb7c023a8b9ccb3f:1", "ce8ba1a563dcdaca:1", "e20e36e16fcb0cc8:1", "b3edc88f2938467e:1",
        "c8e28b0b4002a3a0:1", "c129715d7a2bc9a3:1",
    ]
    static let vectors = [
        Vector(text: "", hashes: ["c129715d7a2bc9a3:1"]),
        Vector(
            text: " a\nb\n  \t\tc\n d",
            hashes: ["271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1", "a23a3dc5e078b07b:1"]),
        Vector(
            text: " hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End",
            hashes: [
                "8b7cf3e952e7aeb2:1", "b1ae1287ec4718d9:1", "bff680108adb0fcc:1", "c6805c5e1288b612:1",
                "b86d3392aea1be30:1", "e6ceba753e1a442:1",
            ]),
        Vector(text: " hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End\n", hashes: greetings),
        Vector(text: " hello; \t\nworld!!!\r\r\r  \t\tGreetings\r End\r", hashes: greetings),
        Vector(text: " hello; \t\r\nworld!!!\r\n\r\n\r\n  \t\tGreetings\r\n End\r\n", hashes: greetings),
        Vector(text: " hello; \t\nworld!!!\r\n\n\r  \t\tGreetings\r End\r\n", hashes: greetings),
        Vector(
            text: String(repeating: "Lorem ipsum dolor sit amet.\n", count: 10),
            hashes: (1...6).map { "a7f2ff13bc495cf2:\($0)" } + [
                "a7f2ff1481e87703:1", "a9cf91f7bbf1862b:1", "55ec222b86bcae53:1", "cc97dc7b1d7d8f7b:1",
                "c129715d7a2bc9a3:1",
            ]),
    ]

    @Test(arguments: vectors)
    func `each line has the hash that code scanning gives it`(vector: Vector) {
        #expect(CodeScanningHash.lines(of: Array(vector.text.utf8)) == vector.hashes)
    }

    @Test func `wanted lines alone have the same hashes`() {
        let bytes = Array(CodeScanningHashTests.vectors[7].text.utf8)
        let all = CodeScanningHash.lines(of: bytes)
        let some = bytes.withByteView { view in CodeScanningHash.lines([2, 6, 11, 99], of: view) }
        #expect(some.mapValues(\.text) == [2: all[1], 6: all[5], 11: all[10]])
    }
}

@Suite struct FingerprintLinesTests {
    @Test(arguments: [
        "", "a", "\n\n  a  b \n\n\nc\td\n", "x\r\n y\r\n\r\nz", String(repeating: "\n", count: 200) + "a\n",
    ])
    func `lines kept for later give the fingerprint of the file`(text: String) {
        Array(text.utf8).withByteView { bytes in
            let lines = LineIndex(bytes)
            for line in 1...lines.starts.count {
                let kept = Fingerprint.Lines(line: line, lines: lines, bytes: bytes)
                #expect(
                    Fingerprint(rule: "r", identity: "i", lines: kept)
                        == Fingerprint(rule: "r", identity: "i", line: line, lines: lines, bytes: bytes))
            }
        }
    }
}
