import CSystem
import Testing

/// Marks of lines and comments by blocks of 64 bytes, against ones found byte by byte.
@Suite struct LineMarksTests {
    private struct Numbers: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ state >> 33
        }
    }

    private static let leads: [flywheel_lead] = {
        var leads = [flywheel_lead](repeating: flywheel_lead(word: 1, mask: 0), count: 32)
        leads[Int(UInt8(ascii: "v")) & 31] = flywheel_lead(word: UInt64(UInt8(ascii: "a")), mask: 0xFF)
        let long = "ccccccc\n".utf8.reversed().reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
        leads[Int(UInt8(ascii: "c")) & 31] = flywheel_lead(word: long, mask: .max)
        return leads
    }()

    private func plain(_ bytes: [UInt8]) -> (lines: [Int], comments: [Int]) {
        var (lines, comments): ([Int], [Int]) = ([], [])
        var isOpen = false
        for at in bytes.indices {
            let next = at + 1 < bytes.count ? bytes[at + 1] : 0
            if bytes[at] == 0x0A {
                isOpen = true
            } else if bytes[at] != 0x20, bytes[at] != 0x09 {
                let isLong = bytes[at...].starts(with: Array("cccccccc\n".utf8))
                if isOpen, isLong || bytes[at] == UInt8(ascii: "v") && next == UInt8(ascii: "a") { lines.append(at) }
                isOpen = false
            }
            let isPair = bytes[at] == UInt8(ascii: "/") && (next == UInt8(ascii: "/") || next == UInt8(ascii: "*"))
            if isPair || bytes[at] == UInt8(ascii: "#") { comments.append(at) }
        }
        return (lines, comments)
    }

    private func marked(_ bytes: [UInt8], room: Int, withComments: Bool) -> (lines: [Int], comments: [Int]) {
        var (lines, comments): ([Int], [Int]) = ([], [])
        var from = 0
        var isOpen: UInt64 = 0
        var marks = [UInt32](repeating: 0, count: room)
        while from < bytes.count {
            let before = from
            let found = flywheel_mark_lines(
                bytes, &from, bytes.count, LineMarksTests.leads, &isOpen, withComments ? 1 : 0, &marks, room)
            #expect(from > before && found <= room)
            guard from > before else { break }
            for mark in marks[..<found] {
                let place = before + Int(mark >> 1)
                if mark & 1 == 0 { lines.append(place) } else { comments.append(place) }
            }
        }
        return (lines, comments)
    }

    @Test(arguments: [128, 200, 512])
    func `lines and comments are marked as they are found byte by byte`(room: Int) {
        var numbers = Numbers(state: UInt64(room))
        let dense = Array("#/*/\n vava".utf8)
        let sparse = Array("#/*\n  \t  vaxxxxxxxxxxxxxxxxxxxxxx".utf8)
        let long = ["cccccccc\n", "\n", " ", "c", "va"]
        for round in 0..<3_000 {
            let alphabet = round % 3 == 0 ? dense : sparse
            var bytes = (0..<Int.random(in: 0...400, using: &numbers)).map { _ in
                alphabet[Int.random(in: alphabet.indices, using: &numbers)]
            }
            if round % 3 == 2 {
                let words = (0..<Int.random(in: 0...60, using: &numbers)).map { _ in
                    long[Int.random(in: long.indices, using: &numbers)]
                }
                bytes = Array(words.joined().utf8)
            }
            let expected = plain(bytes)
            let found = marked(bytes, room: room, withComments: true)
            #expect(found.lines == expected.lines)
            #expect(found.comments == expected.comments)
            let alone = marked(bytes, room: room, withComments: false)
            #expect(alone.lines == expected.lines)
            #expect(alone.comments.isEmpty)
        }
    }
}
