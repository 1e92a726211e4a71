import LintFindings
import LintLedger
import Testing

@Suite struct `The baseline file` {
    let sample = """
        # flywheel-lint/baseline/1

        [docs/a b.md]
        identity/stale-name 00000000000000aa 00000000000000bb ×3
        identity/stale-name 00000000000000ab 00000000000000bb # until the move

        [docs/b.md]
        cache/old-url 0000000000000001 0000000000000002 ×2 # two mirrors; # and more

        """

    @Test func `it is written as it was read`() throws {
        let baseline = try Baseline.parse(Array(sample.utf8))
        #expect(String(decoding: baseline.bytes, as: UTF8.self) == sample)
        #expect(baseline.count == 6)
        #expect(baseline.entries.map(\.count) == [3, 1, 2])
        #expect(baseline.entries.map(\.reason) == [nil, "until the move", "two mirrors; # and more"])
    }

    @Test func `findings are in the order of bytes, the same from whatever order they came`() {
        var findings: [Finding] = []
        for path in ["b", "a/z", "a-z", "Ä", "a"] {
            for n in 0..<6 {
                findings.append(.sample(path: path, rule: "r/\(n % 2)", context: UInt64(9 - n), line: UInt64(n / 4)))
            }
        }
        let bytes = Baseline(findings: findings).bytes
        var dice = Dice(seed: 3)
        for _ in 0..<10 { #expect(Baseline(findings: findings.shuffled(using: &dice)).bytes == bytes) }
        let headings = String(decoding: bytes, as: UTF8.self).split(separator: "\n").filter { $0.hasPrefix("[") }
        #expect(headings == ["[a]", "[a-z]", "[a/z]", "[b]", "[Ä]"])
    }

    @Test(arguments: [
        "a b", " leading and trailing ", "[x]", "a]b", "#a", "back\\slash", "\\n", "tab\tline\nreturn\r", "\u{1}\u{7F}",
        "e\u{301}", "\u{E9}", "right\u{202E}left", "\u{2028}", "\u{FEFF}bom", "🪰", "=======", "×2 # x", "\\u{41}",
        "a\\",
    ])
    func `any path and rule comes back`(name: String) throws {
        let baseline = Baseline(findings: [.sample(path: name, rule: name)])
        let read = try Baseline.parse(baseline.bytes)
        #expect(Array(try #require(read.entries.first).path.utf8) == Array(name.utf8))
        #expect(Array(try #require(read.entries.first).rule.utf8) == Array(name.utf8))
        #expect(read.bytes == baseline.bytes)
    }

    @Test func `what a union merge leaves is folded: the highest count, every reason once`() throws {
        let text = """
            # flywheel-lint/baseline/1
            [b]
            r 0000000000000001 0000000000000001 ×2 # why
            # flywheel-lint/baseline/1
            [a]
            r 0000000000000002 0000000000000001
            [b]
            r 0000000000000001 0000000000000001 ×3 # also
            r 0000000000000001 0000000000000001 # why

            """
        let baseline = try Baseline.parse(Array(text.utf8))
        #expect(baseline.entries.map(\.path) == ["a", "b"])
        #expect(baseline.entries.map(\.count) == [1, 3])
        #expect(baseline.entries.map(\.reason) == [nil, "also; why"])
    }

    @Test func `CRLF, a byte order mark and blank lines do no harm`() throws {
        let text = "\u{FEFF}" + sample.replacing("\n", with: "\r\n\r\n")
        #expect(try Baseline.parse(Array(text.utf8)) == Baseline.parse(Array(sample.utf8)))
    }

    @Test func `an update of an unchanged state changes no byte`() throws {
        let workspace = Workspace(seed: 5, files: 12, lines: 20...60, findings: 20)
        let findings = workspace.findings.map(\.finding)
        let baseline = Baseline(findings: findings)
        let read = try Baseline.parse(baseline.bytes)
        #expect(read == baseline)
        #expect(read.updated(findings).bytes == baseline.bytes)
        #expect(read.pruned(findings).bytes == baseline.bytes)
        #expect(read.stale(findings).isEmpty)
    }

    @Test func `a reason survives updates, changed neighbours and renames`() {
        let first = Baseline([
            .init(path: "a", rule: "r", fingerprint: .init(context: 1, line: 1), reason: "stays"),
            .init(path: "a", rule: "r", fingerprint: .init(context: 2, line: 2), reason: "goes"),
        ])
        let second = first.updated([
            .sample(path: "a", rule: "r", context: 7, line: 1), .sample(path: "a", rule: "r", context: 8, line: 8),
        ])
        #expect(second.entries.map(\.reason) == ["stays", nil])
        #expect(second.entries.map(\.fingerprint.context) == [7, 8])
        let third = second.updated([.sample(path: "b", rule: "r", context: 9, line: 1)], renames: ["a": "b"])
        #expect(third.entries.map(\.path) == ["b"])
        #expect(third.entries.map(\.reason) == ["stays"])
    }

    @Test func `pruning drops what is gone and adds nothing`() {
        let baseline = Baseline(findings: [.sample(context: 1), .sample(context: 1), .sample(context: 2, line: 2)])
        let now: [Finding] = [.sample(context: 1), .sample(context: 3, line: 3)]
        #expect(baseline.pruned(now) == Baseline(findings: [.sample(context: 1)]))
        #expect(baseline.stale(now).map(\.count) == [1, 1])
        #expect(baseline.updated(now) == Baseline(findings: now))
    }

    @Test func `entries outside of what was checked stay as they are`() {
        let baseline = Baseline(findings: [.sample(path: "docs/a"), .sample(path: "ci/b", context: 2, line: 2)])
        let scope = LedgerScope(holdsPath: { $0.hasPrefix("docs/") })
        #expect(baseline.pruned([], scope: scope).entries.map(\.path) == ["ci/b"])
        #expect(baseline.updated([], scope: scope).entries.map(\.path) == ["ci/b"])
        #expect(baseline.stale([], scope: scope).map(\.path) == ["docs/a"])
        #expect(baseline.check([], scope: scope).count(.fixed) == 1)
    }

    @Test func `suppressed findings are not accepted ones`() {
        var hidden = Finding.sample()
        hidden.suppressed = .init(kind: .inSource, reason: nil)
        #expect(Baseline(findings: [hidden]).entries.isEmpty)
        #expect(Baseline(findings: [.sample()]).stale([hidden]).count == 1)
    }

    @Test func `a hostile reason stays on its line`() throws {
        let entry = Baseline.Entry(
            path: "a", rule: "r", fingerprint: .init(context: 1, line: 1), reason: " two\n[b]\r\u{202E}lines ")
        #expect(entry.reason == "two [b]  lines")
        #expect(try Baseline.parse(Baseline([entry]).bytes).entries == [entry])
    }

    @Test func `folded reasons with blanks around them are read again as they were written`() throws {
        // Found by fuzzing.
        let entries = ["x;   b ", "a"].map {
            Baseline.Entry(path: "a", rule: "r", fingerprint: .init(context: 1, line: 1), reason: $0)
        }
        let baseline = Baseline(entries)
        #expect(baseline.entries.map(\.reason) == ["a; b; x"])
        #expect(try Baseline.parse(baseline.bytes) == baseline)
    }
}
