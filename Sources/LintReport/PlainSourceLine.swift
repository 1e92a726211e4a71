/// What ``SourceLine`` makes of a line that is only printable ASCII and tabs, as nearly all are, without a look at characters:
/// a byte is a column.
struct PlainSourceLine {
    let text: String
    let carets: String

    private static let ellipsis = Array("…".utf8)

    /// `nil` for any other line, and for one with tabs that is wider than the room.
    init?(_ line: String, spans: [Range<Int>], isCutBefore: Bool, room: Int) {
        let count = line.utf8.count
        guard line.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F || $0 == 0x09 }) else { return nil }
        let spans = spans.map { $0.clamped(to: 0..<count) }
        var cells: [UInt8] = []
        cells.reserveCapacity(count + 16)
        var marks: [UInt8] = []
        marks.reserveCapacity(count + 16)
        var hasTabs = false
        var index = 0
        for byte in line.utf8 {
            let isMarked = spans.contains { $0.contains(index) || $0.isEmpty && $0.lowerBound == index }
            let width = byte == 0x09 ? SourceLine.tab - cells.count % SourceLine.tab : 1
            hasTabs = hasTabs || byte == 0x09
            for _ in 0..<width {
                cells.append(byte == 0x09 ? 0x20 : byte)
                marks.append(isMarked ? 0x5E : 0x20)
            }
            index += 1
        }
        // An empty span at the end gets its caret under a column of its own.
        if spans.contains(where: { $0.isEmpty && $0.lowerBound == count }) {
            cells.append(0x20)
            marks.append(0x5E)
        }
        var start = 0
        var end = cells.count
        var isCutBefore = isCutBefore
        let room = max(room, 20)
        if cells.count + (isCutBefore ? 1 : 0) > room {
            if hasTabs { return nil }
            let first = marks.firstIndex(of: 0x5E) ?? 0
            // Leave a quarter of the room before the span, more when little comes after it.
            start = max(0, first - max(room / 4, room - 2 - (cells.count - first)))
            isCutBefore = isCutBefore || start > 0
            end = min(cells.count, start + room - (isCutBefore ? 2 : 1))
        }
        let before = isCutBefore ? PlainSourceLine.ellipsis : []
        let after = end < cells.count ? PlainSourceLine.ellipsis : []
        text = PlainSourceLine.trimmed(before + cells[start..<end] + after)
        carets = PlainSourceLine.trimmed((isCutBefore ? [0x20] : []) + marks[start..<end])
    }

    /// Without blanks at the end.
    private static func trimmed(_ bytes: [UInt8]) -> String {
        let end = bytes.lastIndex { $0 != 0x20 }.map { $0 + 1 } ?? 0
        return String(decoding: bytes[..<end], as: UTF8.self)
    }
}
