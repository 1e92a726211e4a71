public import LintSource

/// A place in a file, in every unit that a report may ask for; made once, at the edge of the per-file half, so that no
/// reporter needs the file again.
public struct Location: Sendable, Hashable {
    public var path: String
    /// Bytes, as the file lies on disk.
    public var range: ByteRange
    /// The same range in lines and columns.
    public var region: TextRegion
    /// Columns in code points.
    public var start: Position { region.start }
    public var end: Position { region.end }
    /// 1-based columns in UTF-16 units (SARIF) and in UTF-8 bytes (rdjson).
    public var utf16Columns: (start: Int, end: Int) { region.utf16Columns }
    public var byteColumns: (start: Int, end: Int) { region.byteColumns }
    /// The text of the range, U+FFFD for bytes that are not UTF-8.
    public var text: String
    /// The first line of the range, cut to ``excerptLimit`` bytes around its start.
    public var excerpt: String
    /// Code points of the line that were cut before the excerpt.
    public var excerptCut: Int
    /// `primaryLocationLineHash` as code scanning computes it, when it was asked for.
    public var codeScanningHash: String?
    /// Whether it stands for the file as a whole, and the range for nothing.
    public var isWholeFile = false
    /// Whether the whole file and its name are well-formed UTF-8; true until somebody looked.
    public var isUTF8 = true

    public static let excerptLimit = 1_000

    public init(path: String, range: ByteRange, lines: LineIndex, bytes: ByteView) {
        self.path = path
        self.range = range
        region = TextRegion(range, lines: lines, bytes: bytes)
        text = bytes.text(range)
        let from = Int(range.start)
        let line = lines.range(ofLine: region.start.line, in: bytes)
        var first = Int(line.start)
        var last = Int(line.end)
        if line.count > Location.excerptLimit {
            first = max(first, from - Location.excerptLimit / 4)
            while first > Int(line.start), bytes[first] & 0xC0 == 0x80 { first -= 1 }
            last = min(last, first + Location.excerptLimit)
            while last < Int(line.end), bytes[last] & 0xC0 == 0x80 { last += 1 }
        }
        excerpt = bytes.text(ByteRange(first, last))
        excerptCut = first == Int(line.start) ? 0 : ColumnUnit.codePoints.width(of: bytes[Int(line.start)..<first])
    }

    /// The first byte of a file, for what concerns the whole of it.
    public init(path: String) {
        self.path = path
        isWholeFile = true
        range = ByteRange(0, 0)
        region = TextRegion()
        text = ""
        excerpt = ""
        excerptCut = 0
    }
}
