import LintPattern
import LintSource
import Testing

@Suite struct PrefilterTests {
    /// Long ones only; short ones among them; many short ones, for which the scan must take small steps.
    static let sets: [[String]] = [
        ["attic-cache", "terraform/state", "runs-on", "TF_HTTP_"],
        ["ab", ":8080", "attic-cache-production", "x", "kubernetes"],
        (0..<60).map { "k\($0)" }, (0..<200).map { "k\($0)-\($0 % 7)" } + ["k17-3-and-more"], [],
        ["aaaa", "aaaaa", "aaaaaa"],
        ["ax-a", "x-ax-attic-cache", "attic-iac", "ax-ax-ax-ax-ax", "kubernetes-one", "an-ax-an-ax-an", "tofu"],
    ]

    @Test(arguments: sets)
    func `the scan finds just the literals that are there, in any case and at any place`(literals: [String]) {
        let prefilter = Prefilter(literals: literals.map { Array($0.utf8) })
        var dice = UInt64(3)
        func roll(_ sides: Int) -> Int {
            dice = dice &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(dice >> 33) % sides
        }
        for _ in 0..<500 {
            var text = ""
            for _ in 0..<roll(9) {
                text += String(repeating: "ax-", count: roll(5)).prefix(roll(14))
                if !literals.isEmpty {
                    let literal = literals[roll(literals.count)]
                    text += roll(2) == 0 ? literal.uppercased() : String(literal.dropLast(roll(2)))
                }
            }
            var found = [Bool](repeating: false, count: literals.count)
            Array(text.utf8).withByteView { prefilter.scan($0, into: &found) }
            let lowered = text.lowercased()
            for (literal, isFound) in zip(literals, found) {
                #expect(isFound == lowered.contains(literal.lowercased()), "\(literal) in \(text)")
            }
        }
    }

    @Test func `a long literal is found behind any number of places of the short one in it`() {
        let prefilter = Prefilter(literals: ["sting", "stinging-nettle", "kubernetes-node"].map { Array($0.utf8) })
        for count in [0, 1, 63, 64, 65, 200] {
            for end in ["stinging-nettle", "Stinging-Nettl", "stinging"] {
                var found = [Bool](repeating: false, count: 3)
                let text = String(repeating: "sting ", count: count) + end
                Array(text.utf8).withByteView { prefilter.scan($0, into: &found) }
                #expect(found == [true, end == "stinging-nettle", false], "\(count) times, then \(end)")
            }
        }
    }

    @Test(arguments: ["a", "ab", "a.b-c_d", "attic-ia", "attic-iac", "terraform/state/", "terraform/state/k@["])
    func `a literal is found wherever it stands in any case, and not where a byte differs`(literal: String) {
        let search = LiteralSearch(Array(literal.utf8))
        let written = [literal, literal.uppercased()]
        for text in written.flatMap({ [$0, "x" + $0, $0 + "x", "xx" + $0 + "xx"] }) {
            let bytes = Array(text.utf8)
            func first(_ bytes: [UInt8]) -> Int? {
                bytes.withByteView { search.first(in: $0, range: ByteRange(0, bytes.count), from: 0) }
            }
            let start = text.hasPrefix("xx") ? 2 : text.hasPrefix("x") ? 1 : 0
            #expect(first(bytes) == start)
            for at in start..<(start + literal.utf8.count) {
                for bit: UInt8 in [1, 0x20, 0x80] {
                    var other = bytes
                    other[at] ^= bit
                    let isSame = bit == 0x20 && bytes[at].isLetter
                    #expect(first(other) == (isSame ? start : nil), "\(literal), byte \(at) of \(text)")
                }
            }
        }
    }

    @Test func `hits of one text are forgotten in the next`() {
        let prefilter = Prefilter(literals: ["one-literal", "another-one"].map { Array($0.utf8) })
        var hits = NeedleHits(prefilter)
        for (text, numbers) in [
            ("another-one", [1]), ("", []), ("another-one one-literal", [0, 1]), ("one-literal", [0]),
        ] {
            Array(text.utf8).withByteView { prefilter.scan($0, into: &hits) }
            #expect(hits.numbers == numbers)
            #expect([hits[0], hits[1]] == [numbers.contains(0), numbers.contains(1)])
        }
    }

    @Test(arguments: [
        ("sting", true), ("-sting", true), ("a\\nsting", true), ("a\\u000Asting", true), ("\\U0000000Asting", true),
        ("testing", false), ("a_sting", false), ("\\ several sting", true), ("\\averylongwordwithsting", false),
        ("ansting", false),
    ])
    func `a word in a value may begin behind an escape`(text: String, isFound: Bool) {
        let needle = Needle(Array("sting".utf8), opensWord: true).inValue
        let found = Array(text.utf8).withByteView {
            NeedleSearch(needle).first(in: $0, range: ByteRange(0, $0.count), from: 0) != nil
        }
        #expect(found == isFound)
    }

    @Test func `every occurrence is given once, overlapping ones too, inside the range only`() {
        let text = Array("aaaa-AaA".utf8)
        var starts: [Int] = []
        text.withByteView { bytes in
            Prefilter.occurrences(of: Array("aa".utf8), in: bytes, range: ByteRange(1, 7)) {
                starts.append($0)
                return true
            }
        }
        #expect(starts == [1, 2, 5])
    }
}
