import Glibc
import LintPattern
import LintSource
import Testing

/// Searches that come to an end before the text does.
@Suite struct SearchLimitTests {
    /// Where matches begin.
    private func starts(
        _ expression: String, _ text: String, _ scratch: MatchScratch
    ) throws -> (outcome: SearchOutcome, starts: [Int]) {
        let pattern = try Pattern(expression)
        var found: [Int] = []
        let outcome = Array(text.utf8).withByteView { bytes in
            pattern.search(bytes, in: ByteRange(0, bytes.count), scratch: scratch) { groups in
                if let range = groups[0] { found.append(Int(range.start)) }
                return true
            }
        }
        return (outcome, found)
    }

    // With a literal that narrows the search, and without.
    @Test(arguments: ["(?:a+)+$|needle", "(?:[ab]+)+$|[n]ee[d]l[e]|[m](?#é)"])
    func `a search that gives up says where, and goes on with the next line`(expression: String) throws {
        let scratch = try #require(MatchScratch())
        scratch.limit(steps: 2_000, depth: 50_000, kibibytes: 1_024)
        let bad = "x" + String(repeating: "a", count: 40) + "c\n"
        let answer = try starts(expression, "needle\n" + bad + "needle\n" + bad + "needle\n", scratch)
        #expect(answer.outcome == .limit(at: 8))
        #expect(scratch.gaveUpAt == 8)
        #expect(answer.starts == [0, 7 + bad.utf8.count, 14 + 2 * bad.utf8.count])
    }

    @Test func `a search that gives up on line after line ends`() throws {
        let scratch = try #require(MatchScratch())
        scratch.limit(steps: 2_000, depth: 50_000, kibibytes: 1_024)
        let bad = String(repeating: "a", count: 40) + "c\n"
        let answer = try starts("(?:a+)+$|needle", String(repeating: bad, count: 50) + "needle", scratch)
        #expect(answer.outcome == .limit(at: 0))
        #expect(answer.starts == [])
    }

    // Of an expression that is compiled the stack, of one that is not the depth and the heap.
    @Test(arguments: [
        ("", 2_000_000, 1_000_000, 4), ("(*NO_JIT)", 2_000_000, 50, 1 << 20), ("(*NO_JIT)", 2_000_000, 1_000_000, 1),
    ])
    func `steps, depth and memory of a match are bounded each`(
        prefix: String, steps: Int, depth: Int, kibibytes: Int
    ) throws {
        let scratch = try #require(MatchScratch())
        let text = String(repeating: "ab", count: 4_000) + "c"
        let expression = prefix + "(?:(a|[ab])(b|[ab]))*[c]"
        #expect(try starts(expression, text, scratch).outcome == .done)
        scratch.limit(steps: steps, depth: depth, kibibytes: kibibytes)
        #expect(try starts(expression, text, scratch).outcome == .limit(at: 0))
    }

    @Test func `a long text is searched in pieces, and nothing is lost between them`() throws {
        let scratch = try #require(MatchScratch())
        var text = ""
        var wanted: [Int] = []
        var dice = UInt64(3)
        while text.utf8.count < 60_000 {
            dice = dice &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            wanted.append(text.utf8.count)
            text += ["w\u{f6}rd", "a", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "x\u{20ac}y"][Int(dice >> 62)]
            text += [" ", "\n", "é ", ". "][Int(dice >> 60) & 3]
        }
        // (?#é): not narrowed.
        let answer = try starts("(?<![^ \n])[^ \n]+(?#é)", text, scratch)
        #expect(answer.outcome == .done)
        #expect(answer.starts == wanted)
    }

    // Narrowed and not.
    @Test(arguments: ["(?:a|b)+cd[e-x]", "(?:a|b)+cd[e-x](?#é)"])
    func `a search ends when its time is over, and says where it was`(expression: String) throws {
        let scratch = try #require(MatchScratch())
        // Tens of thousands of steps at every byte of twelve millions: an hour.
        let text = String(repeating: String(repeating: "a", count: 100_000) + "cdyx\n", count: 60)
        let start = MatchScratch.now()
        scratch.deadline = start + 300_000_000
        let answer = try starts(expression, text, scratch)
        guard case .late(let place) = answer.outcome else {
            Issue.record("\(answer)")
            return
        }
        #expect(scratch.wasLateAt == place)
        #expect(MatchScratch.now() - start < 10_000_000_000)
    }
}
