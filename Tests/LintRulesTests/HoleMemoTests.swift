import LintSource
import Testing

@testable import LintRules

@Suite struct HoleMemoTests {
    @Test func `what was found before one place changes nothing of what is found before the next`() {
        let pieces = [
            "attic", "-attic", "attic-", " ", ".", "$", "{", "\\", "[", "<", "\n", String(repeating: "x", count: 300),
        ]
        var number: UInt64 = 7
        var answers: Set<Bool> = []
        for _ in 0..<300 {
            var text = " "
            for _ in 0..<60 {
                number = number &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                text += pieces[Int(number >> 33) % pieces.count]
            }
            text += " "
            Array(text.utf8).withByteView { bytes in
                var memo = URLMatcher.HoleMemo()
                for start in 1..<(bytes.count - 5) where bytes[start..<(start + 5)].elementsEqual("attic".utf8) {
                    var fresh = URLMatcher.HoleMemo()
                    let alone = URLMatcher.isInLongerLabel(start, start + 5, in: bytes, &fresh)
                    #expect(URLMatcher.isInLongerLabel(start, start + 5, in: bytes, &memo) == alone, "\(text) \(start)")
                    answers.insert(alone)
                }
            }
        }
        #expect(answers.count == 2)
    }
}
