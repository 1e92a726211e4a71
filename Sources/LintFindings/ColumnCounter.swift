import LintSource

/// Counts columns from where it counted before: many places may lie on one line, and a line may be as long as a file.
struct ColumnCounter {
    /// What comes before an offset on its line.
    private struct Mark {
        var offset: Int
        var codePoints: Int
        var utf16: Int
    }

    /// Bytes between two marks that are kept for whoever goes back on a long line.
    private static let step = 4_096

    private var line = 0
    private var last = Mark(offset: 0, codePoints: 0, utf16: 0)
    /// In order, the first at the line's start.
    private var marks: [Mark] = []

    /// As ``LineIndex/columns(at:ofLine:in:)``. Linear in the distance to the last offset that was asked for, when that lies
    /// before this one on the same line; behind it on the same line costs a few KiB at most.
    mutating func columns(
        at offset: Int, ofLine line: Int, _ lines: LineIndex, _ bytes: ByteView
    ) -> (line: Int, codePoints: Int, utf16: Int, bytes: Int) {
        let start = Int(lines.starts[line - 1])
        guard offset > start else { return (line, 1, 1, 1) }
        if line != self.line {
            self.line = line
            last = Mark(offset: start, codePoints: 0, utf16: 0)
            marks.removeAll(keepingCapacity: true)
        } else if offset < last.offset {
            last = mark(before: offset) ?? Mark(offset: start, codePoints: 0, utf16: 0)
        }
        var more = (codePoints: 0, utf16: 0)
        var at = last.offset
        while offset - at > ColumnCounter.step {
            // No character goes on past a byte that begins one.
            var end = at + ColumnCounter.step
            while end < offset, bytes[end] & 0xC0 == 0x80 { end += 1 }
            add(bytes[at..<end], to: &more)
            at = end
            guard bytes[at] & 0xC0 != 0x80 else { break }
            keep(Mark(offset: at, codePoints: last.codePoints + more.codePoints, utf16: last.utf16 + more.utf16))
        }
        add(bytes[at..<offset], to: &more)
        let here = Mark(
            offset: offset, codePoints: last.codePoints + more.codePoints, utf16: last.utf16 + more.utf16)
        // Nothing that is replaced by U+FFFD goes on past such a byte either.
        if bytes[offset] & 0xC0 != 0x80 { last = here }
        return (line, 1 + here.codePoints, 1 + here.utf16, 1 + offset - start)
    }

    private mutating func keep(_ mark: Mark) {
        if mark.offset >= (marks.last?.offset ?? 0) + ColumnCounter.step { marks.append(mark) }
    }

    /// The last mark that is not behind an offset.
    private func mark(before offset: Int) -> Mark? {
        var low = 0
        var high = marks.count
        while low < high {
            let middle = (low + high) / 2
            if marks[middle].offset <= offset { low = middle + 1 } else { high = middle }
        }
        return low > 0 ? marks[low - 1] : nil
    }

    private func add(_ text: UnsafeBufferPointer<UInt8>, to widths: inout (codePoints: Int, utf16: Int)) {
        var tops: UInt8 = 0
        for byte in text { tops |= byte }
        if tops < 0x80 {
            widths.codePoints += text.count
            widths.utf16 += text.count
            return
        }
        let decoded = String(decoding: text, as: UTF8.self)
        widths.codePoints += decoded.unicodeScalars.count
        widths.utf16 += decoded.utf16.count
    }
}
