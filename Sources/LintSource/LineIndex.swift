import Glibc

/// Where the lines of a file begin; turns byte offsets into lines and columns at the edge of the program.
///
/// A line ends with LF (a CR before it belongs to the line end); a lone CR ends no line, as in SARIF's default
/// `newlineSequences`. A UTF-8 byte order mark at the start is no column of line 1.
public struct LineIndex: Sendable {
    /// Byte offset of the first byte of each line (line 1 first); a byte order mark is skipped.
    public let starts: [UInt32]
    /// Byte size of the file.
    public let size: Int

    public init(_ bytes: ByteView) {
        var starts: [UInt32] = []
        starts.reserveCapacity(16 + bytes.count / 32)
        starts.append(bytes.has("\u{FEFF}", at: 0) ? 3 : 0)
        var at = 0
        while at < bytes.count, let found = memchr(bytes.base + at, 0x0A, bytes.count - at) {
            at = UnsafeRawPointer(bytes.base).distance(to: found) + 1
            starts.append(UInt32(at))
        }
        self.starts = starts
        self.size = bytes.count
    }

    /// The 1-based line that holds `offset`. O(log lines).
    public func line(at offset: Int) -> Int {
        var low = 0
        var high = starts.count
        while low + 1 < high {
            let middle = (low + high) / 2
            if Int(starts[middle]) <= offset { low = middle } else { high = middle }
        }
        return low + 1
    }

    /// Bytes of 1-based `line` without its line end; empty for a line that is not there.
    public func range(ofLine line: Int, in bytes: ByteView) -> ByteRange {
        guard line >= 1, line <= starts.count else { return ByteRange(size, size) }
        let start = Int(starts[line - 1])
        var end = line < starts.count ? Int(starts[line]) - 1 : size
        if end > start, line < starts.count, bytes[end - 1] == 0x0D { end -= 1 }
        return ByteRange(start, max(start, end))
    }

    /// The position of `offset`, its column counted in `unit`. O(log lines + line length).
    public func position(at offset: Int, in bytes: ByteView, unit: ColumnUnit) -> Position {
        let line = line(at: offset)
        let start = Int(starts[line - 1])
        return Position(line: line, column: 1 + unit.width(of: bytes[start..<max(start, offset)]))
    }
}

/// A place for people: line and column, both from 1.
public struct Position: Hashable, Sendable {
    public var line: Int
    public var column: Int
    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }
}

/// What a column counts.
public enum ColumnUnit: Sendable {
    /// Unicode scalars; each byte of ill-formed UTF-8 counts as U+FFFD substitution does.
    case codePoints
    /// UTF-16 code units (SARIF, LSP).
    case utf16
    /// UTF-8 bytes (rdjson).
    case bytes

    /// Columns that `text` takes.
    public func width(of text: UnsafeBufferPointer<UInt8>) -> Int {
        if case .bytes = self { return text.count }
        var ascii = true
        for byte in text where byte >= 0x80 {
            ascii = false
            break
        }
        if ascii { return text.count }
        let decoded = String(decoding: text, as: UTF8.self)
        return if case .utf16 = self { decoded.utf16.count } else { decoded.unicodeScalars.count }
    }
}
