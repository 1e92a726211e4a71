public import LintSource

/// A byte range as people and other programs count it: lines from 1, columns from 1 in three units, the end exclusive.
public struct TextRegion: Sendable, Hashable {
    /// Columns in code points.
    public var start: Position
    public var end: Position
    /// Columns in UTF-16 units. An offset between CR and LF has the column of the CR, because SARIF knows no column
    /// inside a line end.
    public var utf16Columns: (start: Int, end: Int) { (Int(columns16.first), Int(columns16.second)) }
    /// Columns in UTF-8 bytes.
    public var byteColumns: (start: Int, end: Int) { (Int(columns8.first), Int(columns8.second)) }
    /// Whether the start, or the end, lies between the CR and the LF of one line end.
    public var startSplitsLineEnd = false
    public var endSplitsLineEnd = false
    private var columns16: Pair
    private var columns8: Pair

    private struct Pair: Sendable, Hashable {
        var first: UInt32
        var second: UInt32
        init(_ a: Int, _ b: Int) {
            first = UInt32(truncatingIfNeeded: a)
            second = UInt32(truncatingIfNeeded: b)
        }
    }

    public init(_ range: ByteRange, lines: LineIndex, bytes: ByteView) {
        let from = Int(range.start)
        let to = Int(range.end)
        let first = lines.columns(at: from, ofLine: lines.line(at: from), in: bytes)
        let isOnOneLine = first.line == lines.starts.count || to < Int(lines.starts[first.line])
        let last = lines.columns(at: to, ofLine: isOnOneLine ? first.line : lines.line(at: to), in: bytes)
        start = Position(line: first.line, column: first.codePoints)
        end = Position(line: last.line, column: last.codePoints)
        startSplitsLineEnd = bytes.splitsLineEnd(at: from)
        endSplitsLineEnd = bytes.splitsLineEnd(at: to)
        // (The CR before the LF is one column in every unit.)
        columns16 = Pair(
            first.utf16 - (startSplitsLineEnd ? 1 : 0), last.utf16 - (endSplitsLineEnd ? 1 : 0))
        columns8 = Pair(first.bytes, last.bytes)
    }

    /// The start of a file.
    public init() {
        start = Position(line: 1, column: 1)
        end = start
        columns16 = Pair(1, 1)
        columns8 = Pair(1, 1)
    }
}

extension ByteView {
    fileprivate func splitsLineEnd(at offset: Int) -> Bool {
        offset > 0 && self[offset] == 0x0A && self[offset - 1] == 0x0D
    }
}
