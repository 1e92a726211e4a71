public import LintSource

/// A byte range as people and other programs count it: lines from 1, columns from 1 in three units, the end exclusive.
public struct TextRegion: Sendable, Hashable {
    /// Columns in code points.
    public var start: Position {
        get { Position(line: Int(lines.first), column: Int(columns.first)) }
        set {
            lines.first = UInt32(truncatingIfNeeded: newValue.line)
            columns.first = UInt32(truncatingIfNeeded: newValue.column)
        }
    }
    public var end: Position {
        get { Position(line: Int(lines.second), column: Int(columns.second)) }
        set {
            lines.second = UInt32(truncatingIfNeeded: newValue.line)
            columns.second = UInt32(truncatingIfNeeded: newValue.column)
        }
    }
    /// Columns in UTF-16 units. An offset between CR and LF has the column of the CR, because SARIF knows no column
    /// inside a line end.
    public var utf16Columns: (start: Int, end: Int) { (Int(columns16.first), Int(columns16.second)) }
    /// Columns in UTF-8 bytes.
    public var byteColumns: (start: Int, end: Int) { (Int(columns8.first), Int(columns8.second)) }
    /// Whether the start, or the end, lies between the CR and the LF of one line end.
    public private(set) var startSplitsLineEnd = false
    public private(set) var endSplitsLineEnd = false
    private var lines: Pair
    private var columns: Pair
    private var columns16: Pair
    private var columns8: Pair

    /// 32 bits, because files are smaller than 4 GiB, and regions are kept by the hundred thousand.
    private struct Pair: Sendable, Hashable {
        var first: UInt32
        var second: UInt32
        init(_ a: Int, _ b: Int) {
            first = UInt32(truncatingIfNeeded: a)
            second = UInt32(truncatingIfNeeded: b)
        }
    }

    public init(_ range: ByteRange, lines: LineIndex, bytes: ByteView) {
        var counter = ColumnCounter()
        self.init(range, lines: lines, bytes: bytes, counter: &counter)
    }

    /// - Parameter counter: of the same file; what it counted for the region before is not counted again.
    init(_ range: ByteRange, lines: LineIndex, bytes: ByteView, counter: inout ColumnCounter) {
        let from = Int(range.start)
        let to = Int(range.end)
        let first = counter.columns(at: from, ofLine: lines.line(at: from), lines, bytes)
        let isOnOneLine = first.line == lines.starts.count || to < Int(lines.starts[first.line])
        let last = counter.columns(at: to, ofLine: isOnOneLine ? first.line : lines.line(at: to), lines, bytes)
        startSplitsLineEnd = bytes.splitsLineEnd(at: from)
        endSplitsLineEnd = bytes.splitsLineEnd(at: to)
        self.lines = Pair(first.line, last.line)
        columns = Pair(first.codePoints, last.codePoints)
        // (The CR before the LF is one column in every unit.)
        columns16 = Pair(
            first.utf16 - (startSplitsLineEnd ? 1 : 0), last.utf16 - (endSplitsLineEnd ? 1 : 0))
        columns8 = Pair(first.bytes, last.bytes)
    }

    /// The start of a file.
    public init() {
        lines = Pair(1, 1)
        columns = lines
        columns16 = lines
        columns8 = lines
    }
}

extension ByteView {
    fileprivate func splitsLineEnd(at offset: Int) -> Bool {
        offset > 0 && self[offset] == 0x0A && self[offset - 1] == 0x0D
    }
}
