import LintSource
import Testing

@testable import LintRules

@Suite struct HoleLabelTests {
    @Test func `labels that are compared where they stand are those that are taken apart`() {
        let pieces = [
            "a", "B", "ab", "-", ".", "${x.y}", "$a", "$(b.c)", "{{ d }}", "{e}", "<f>", "{", "$", "<", "${g", "\\.",
            "[.]",
        ]
        let wanted = ["a", "ab", "b-a", "", "{", "x"].map { Array($0.utf8) }
        var number: UInt64 = 11
        var holes = 0
        var apart = 0
        var hits = 0
        for _ in 0..<3_000 {
            var text = ""
            for _ in 0..<6 {
                number = number &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                text += pieces[Int(number >> 33) % pieces.count]
            }
            Array((text + " }.a").utf8).withByteView { bytes in
                let host = ByteRange(0, text.utf8.count)
                for one in wanted {
                    let can = HoleText(host, in: bytes).canBe(one)
                    #expect(HoleLabel.canBe(one, bytes, from: 0, to: Int(host.end)) == can, "\(text)")
                }
                guard let labels = HoleLabel.labels(of: host, in: bytes) else {
                    apart += 1
                    return
                }
                var rest = labels
                for expected in HoleText(host, in: bytes).split(at: .ascii(".")) {
                    guard let (label, behind) = rest.split() else {
                        Issue.record("too few labels: \(text)")
                        return
                    }
                    #expect(label.isHole == expected.isHole && label.hasHole == expected.hasHole, "\(text)")
                    for one in wanted {
                        #expect(label.canBe(one) == expected.canBe(one), "\(text)")
                        if label.hasHole, expected.canBe(one) { hits += 1 }
                    }
                    if label.hasHole { holes += 1 }
                    rest = behind
                }
                #expect(rest.isEmpty, "\(text)")
            }
        }
        #expect(holes > 1_000 && apart > 500 && hits > 100)
    }
}
