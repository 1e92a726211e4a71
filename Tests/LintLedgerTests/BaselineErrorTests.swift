import LintLedger
import Testing

@Suite struct `A broken ledger` {
    static let entry = "r 0000000000000001 0000000000000001"

    @Test(arguments: [
        ("", LedgerError.Kind.empty, ".b: the file is empty"),
        (" \n\n", .empty, ".b: the file is empty"),
        ("[a]\nr 0000\u{0}00\n", .binary, ".b:2:7: not a baseline but binary data"),
        ("[a]\n\(entry)", .truncated, ".b:2:36: the last line does not end"),
        ("[a]\nr 0000000000000001 000000\n", .malformed, ".b:2:20: the line hash is not 16"),
        ("[a]\nr 0000000000000001\n", .malformed, ".b:2:19: the line hash is not 16"),
        ("[a]\nr 000000000000000g 0000000000000001\n", .malformed, ".b:2:3: the context hash is not 16"),
        ("[a]\nr +000000000000001 0000000000000001\n", .malformed, ".b:2:3: the context hash is not 16"),
        ("[a]\n<<<<<<< ours\n\(entry)\n=======\n>>>>>>> theirs\n", .conflict, ".b:2:1: a merge conflict"),
        ("[a]\n\(entry)\n=======\n", .conflict, ".b:3:1: a merge conflict"),
        ("{\"schema\": \"flywheel-lint/report/1\"}\n", .wrongFormat, ".b:1:1: not a baseline"),
        ("# flywheel-lint/baseline/2\n[a]\n", .wrongVersion, ".b:1:1: a format that this version cannot read"),
        ("[a]\n# note\n\(entry)\n", .malformed, ".b:2:1: a comment on a line of its own"),
        ("\(entry)\n", .malformed, ".b:1:1: an entry before the first"),
        ("[a\n\(entry)\n", .malformed, ".b:1:1: not a heading"),
        ("[]\n\(entry)\n", .malformed, ".b:1:1: not a heading"),
        ("[\n", .malformed, ".b:1:1: not a heading"),
        ("[ä\\q]\n", .malformed, ".b:1:3: not an escape"),
        ("[a\\u{d800}]\n", .malformed, ".b:1:3: not an escape"),
        ("[a]\n\(entry) ×0\n", .malformed, ".b:2:37: a count that is none"),
        ("[a]\n\(entry) ×99999999999999999999\n", .malformed, ".b:2:37: a count that is none"),
        ("[a]\n\(entry) ×\n", .malformed, ".b:2:37: a count that is none"),
        ("[a]\n\(entry) why not\n", .malformed, ".b:2:37: more than an entry"),
        ("[a]\n\(entry) ×2 ×3\n", .malformed, ".b:2:40: more than an entry"),
        ("\u{202E}\n", .malformed, ".b:1:1: an entry before the first"),
    ])
    func `is an error with its place, never a shorter ledger`(text: String, kind: LedgerError.Kind, says: String) {
        let error = #expect(throws: LedgerError.self) { try Baseline.parse(Array(text.utf8), path: ".b") }
        #expect(error?.kind == kind)
        #expect(error?.description.hasPrefix(says) == true, "\(error?.description ?? "")")
        #expect(error?.mend.isEmpty == false)
    }

    @Test(arguments: [
        [0x5B, 0x61, 0x5D, 0x0A, 0x72, 0xFF, 0x0A], [0x5B, 0xC3, 0x28, 0x5D, 0x0A], [0x5B, 0x61, 0xE2, 0x82],
    ])
    func `bytes that are not UTF-8 are told with their place`(bytes: [UInt8]) {
        let error = #expect(throws: LedgerError.self) { try Baseline.parse(bytes) }
        #expect(error?.kind == .notText)
        #expect(error?.line != nil)
    }

    @Test func `cut anywhere it is an error, or a ledger of whole entries`() throws {
        let workspace = Workspace(seed: 9, files: 3, lines: 20...30, findings: 20)
        let whole = Baseline(findings: workspace.findings.map(\.finding))
        let known = Set(whole.entries)
        for cut in 0..<whole.bytes.count {
            guard let part = try? Baseline.parse(Array(whole.bytes[..<cut])) else { continue }
            #expect(part.entries.allSatisfy(known.contains))
        }
    }

    @Test func `damaged bytes never trap`() {
        let workspace = Workspace(seed: 10, files: 3, lines: 20...30, findings: 20)
        let whole = Baseline(findings: workspace.findings.map(\.finding)).bytes
        var dice = Dice(seed: 1)
        var failed = 0
        for _ in 0..<3_000 {
            var bytes = whole
            for _ in 0...dice.below(4) { bytes[dice.below(bytes.count)] = UInt8(truncatingIfNeeded: dice.next()) }
            do { _ = try Baseline.parse(bytes) } catch { failed += 1 }
        }
        #expect(failed > 1_000)
    }
}
