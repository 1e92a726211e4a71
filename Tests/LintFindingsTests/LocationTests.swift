import LintSource
import Testing

@testable import LintFindings

@Suite struct LocationTests {
    /// Text with what makes columns and excerpts hard: several widths, ill-formed bytes, all line ends, lines of all lengths.
    private static func text(seed: UInt64) -> [UInt8] {
        var state = seed
        func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        let pieces: [[UInt8]] = [
            Array("word ".utf8), Array("é".utf8), Array("€".utf8), Array("𝄞".utf8), [0x80], [0xE2, 0x82], [0xFF],
            [0x0D, 0x0A], [0x0D], Array("\u{2028}".utf8), Array(repeating: 0x61, count: 700),
        ]
        var bytes: [UInt8] = seed % 2 == 0 ? Array("\u{FEFF}".utf8) : []
        for _ in 0..<60 {
            // Lines end seldom in some texts.
            if next(seed % 3 == 0 ? 200 : 12) == 0 { bytes.append(0x0A) }
            bytes += pieces[next(pieces.count)]
        }
        return bytes
    }

    @Test(arguments: UInt64(1)...6)
    func `one after another, locations are what each is alone`(seed: UInt64) {
        let bytes = LocationTests.text(seed: seed)
        bytes.withByteView { view in
            let lines = LineIndex(view)
            var maker = LocationMaker(path: "a.md", lines: lines, bytes: view)
            for step in [1, 7, 64] {
                for start in stride(from: 0, through: bytes.count, by: step) {
                    for length in [0, 1, 9, 300] where start + length <= bytes.count {
                        let range = ByteRange(start, start + length)
                        let alone = Location(path: "a.md", range: range, lines: lines, bytes: view)
                        let inRow = maker.location(range)
                        let position = lines.position(at: start, in: view, unit: .codePoints)
                        let isSplit = start > 0 && view[start] == 0x0A && view[start - 1] == 0x0D
                        let utf16 = lines.position(at: start, in: view, unit: .utf16).column - (isSplit ? 1 : 0)
                        // (One expectation for all of them: there are a hundred thousand places.)
                        guard
                            inRow == alone, inRow.text == view.text(range), inRow.start == position,
                            inRow.utf16Columns.start == utf16,
                            inRow.excerpt.utf8.count <= Location.excerptLimit * 3 + 12
                        else {
                            Issue.record("\(range): \(inRow) in a row, \(alone) alone, at \(position), \(utf16)")
                            return
                        }
                    }
                }
                // And backwards.
                for start in stride(from: bytes.count - 1, through: 0, by: -97) {
                    let range = ByteRange(start, start + 1)
                    #expect(maker.location(range) == Location(path: "a.md", range: range, lines: lines, bytes: view))
                }
            }
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func `places on one long line cost what lies between them, not the line`() {
        // Counted from the line's start each, that would be 20 GB.
        let bytes = Array(repeating: UInt8(0x61), count: 1 << 20)
        bytes.withByteView { view in
            var maker = LocationMaker(path: "a.md", lines: LineIndex(view), bytes: view)
            var last = Location(path: "")
            for start in stride(from: 0, to: bytes.count, by: 50) { last = maker.location(ByteRange(start, start + 5)) }
            #expect(last.start.column == (bytes.count - 1) / 50 * 50 + 1)
            #expect(last.excerptCut == last.start.column - 1 - Location.excerptLimit / 4)
        }
    }

    @Test
    func `a finding is handed on as little more than a pointer, and its place is small`() {
        #expect(MemoryLayout<Finding>.stride <= 24)
        #expect(MemoryLayout<Location>.stride <= 112)
    }

    @Test
    func `a copy of a finding that is changed leaves the other as it was`() {
        let one = Finding(
            rule: "a/b", level: .warning, location: Location(path: "x"), language: "text", context: "other",
            route: "text/other", surface: "primary", message: "m", fix: Fix(safety: .safe, edits: []),
            fingerprint: Fingerprint(context: 1, line: 2))
        var other = one
        #expect(other == one)
        other.message = "n"
        other.location.path = "y"
        other.fix = Fix(safety: .unsafe, edits: [Edit(range: other.location.range, text: "t")])
        other.suppressed = .init(kind: .inSource, reason: "r")
        other.group = "g"
        #expect(
            (one.message, one.path, one.fixSafety, one.suppressed?.reason, one.group) == ("m", "x", .safe, nil, nil))
        #expect(other.fix?.edits.map(\.text) == ["t"] && other.fixSafety == .unsafe && other.group == "g")
        #expect(other != one)
        other.dropTexts()
        #expect(other.message.isEmpty && other.fix == nil && other.group == "g" && other.rule == "a/b")
    }
}
