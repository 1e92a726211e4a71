import LintPattern
import LintSource
import Testing

/// A search that looks only before the literals an expression must hold, against the same search without that.
@Suite struct NarrowedSearchTests {
    static let expressions = [
        #"(?<at>[\w-]+)-cache\b"#, #"image:\s*\S+:latest"#, #"(?i)todo[^\n]*fix|bug{1,3}"#, #"(?<=a)b+(?!c)(?:def)?"#,
        #"^\s*(?:lock_)?address\s*="#, #"(?s)begin.*?end"#, #"[^"]*terraform\.state"#, #"(?:ab|c)+name"#,
        #"x?y?import"#,
        // Found by fuzzing: what follows an escape may belong to it.
        #"name\c(?||x"#, #"\x61bc|\pLtodo|\141b|a\01"#,
        #"\bfor\b.*\bin\b"#, #"a{2}bcd{0,2}"#, #"(?:é|e)tat"#, #"[^\S\n]+trailing$"#, #"\Rnext"#,
    ]
    static let pieces = [
        "my-cache", "image:\n a:latest", "ToDo x fix", "bugg", "abbef", "abdef", "  lock_address = 1", "begin\n", "end",
        "\"é terraform.state", "abcabname", "xyimport", "for x in y", "aabcdd", "état", "   trailing", "\r\nnext", "\n",
        " ", "\u{FEFF}", "ß",
    ]

    @Test(arguments: expressions)
    func `a narrowed search finds what a plain one finds`(expression: String) throws {
        let narrowed = try Pattern(expression)
        // A comment in other letters than ASCII's keeps the search from being narrowed.
        let plain = try Pattern(expression + "(?#é)")
        let scratch = try #require(MatchScratch())
        var dice = UInt64(7)
        for _ in 0..<400 {
            var text = ""
            for _ in 0..<12 {
                dice = dice &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                text += NarrowedSearchTests.pieces[Int(dice >> 33) % NarrowedSearchTests.pieces.count]
            }
            Array(text.utf8).withByteView { bytes in
                func found(_ pattern: Pattern) -> [ByteRange] {
                    var ranges: [ByteRange] = []
                    _ = pattern.search(bytes, in: ByteRange(0, bytes.count), scratch: scratch) { groups in
                        for number in 0..<3 { ranges.append(groups[number] ?? ByteRange(0, 0)) }
                        return true
                    }
                    return ranges
                }
                #expect(found(narrowed) == found(plain), "\(text.debugDescription)")
            }
        }
    }

    @Test func `an expression that is known to be one is compiled at its first use, by whoever comes first`() throws {
        let pattern = Pattern(proven: #"(?<key>\w+)=(?'value'\d+)"#)
        #expect(pattern.groupNames == ["key", "value"])
        #expect(pattern.groups.map(\.name).sorted() == ["key", "value"])
    }

    @Test func `a search that gives up says where`() throws {
        let scratch = try #require(MatchScratch())
        scratch.limit(steps: 100, depth: 100, kibibytes: 100)
        let pattern = try Pattern("(?:a+)+$")
        Array((String(repeating: "a", count: 40) + "b").utf8).withByteView { bytes in
            let outcome = pattern.search(bytes, in: ByteRange(0, bytes.count), scratch: scratch) { _ in true }
            #expect(outcome == .limit(at: 0))
            #expect(scratch.gaveUpAt == 0)
        }
    }
}
