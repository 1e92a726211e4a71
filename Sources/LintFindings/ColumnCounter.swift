import LintSource

/// Counts columns from where it counted last: many places may lie on one line, and a line may be as long as a file.
struct ColumnCounter {
    private var line = 0
    private var offset = 0
    private var codePoints = 0
    private var utf16 = 0

    /// As ``LineIndex/columns(at:ofLine:in:)``. Linear in the distance to the last offset that was asked for, when that lies
    /// before this one on the same line; else in the line's length.
    mutating func columns(
        at offset: Int, ofLine line: Int, _ lines: LineIndex, _ bytes: ByteView
    ) -> (line: Int, codePoints: Int, utf16: Int, bytes: Int) {
        let start = Int(lines.starts[line - 1])
        guard offset > start else { return (line, 1, 1, 1) }
        if line != self.line || offset < self.offset {
            self.line = line
            self.offset = start
            codePoints = 0
            utf16 = 0
        }
        let more = ColumnCounter.widths(of: bytes[self.offset..<offset])
        let answer = (
            line: line, codePoints: 1 + codePoints + more.codePoints, utf16: 1 + utf16 + more.utf16,
            bytes: 1 + offset - start
        )
        // No character goes on past a byte that begins one, and nothing that is replaced by U+FFFD does.
        if bytes[offset] & 0xC0 != 0x80 {
            self.offset = offset
            codePoints += more.codePoints
            utf16 += more.utf16
        }
        return answer
    }

    private static func widths(of text: UnsafeBufferPointer<UInt8>) -> (codePoints: Int, utf16: Int) {
        var tops: UInt8 = 0
        for byte in text { tops |= byte }
        if tops < 0x80 { return (text.count, text.count) }
        let decoded = String(decoding: text, as: UTF8.self)
        return (decoded.unicodeScalars.count, decoded.utf16.count)
    }
}
