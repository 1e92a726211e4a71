public import LintSource

/// A place in a file, in every unit that a report may ask for; made once, at the edge of the per-file half, so that no
/// reporter needs the file again.
///
/// A hundred thousand of them must fit: what is shown is cut from bytes that places near each other share.
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
    /// Code points of the line that were cut before the excerpt.
    public var excerptCut: Int { Int(cut) }
    /// `primaryLocationLineHash` as code scanning computes it, when it was asked for.
    public var lineHash: CodeScanningHash.LineHash? {
        get { hash.count > 0 ? hash : nil }
        set { hash = newValue ?? CodeScanningHash.LineHash() }
    }
    /// Whether it stands for the file as a whole, and the range for nothing.
    public var isWholeFile = false
    /// Whether the whole file and its name are well-formed UTF-8; true until somebody looked.
    public var isUTF8 = true

    /// Bytes of the file that hold the text and the excerpt, and where they begin.
    private var held: [UInt8] = []
    private var heldStart: UInt32 = 0
    private var cut: UInt32 = 0
    /// Of the excerpt.
    private var shown = ByteRange(0, 0)
    /// Whether `held` is the text, whatever the range says.
    private var holdsText = false
    private var hash = CodeScanningHash.LineHash()

    public static let excerptLimit = 1_000

    public init(path: String, range: ByteRange, lines: LineIndex, bytes: ByteView) {
        var maker = LocationMaker(path: path, lines: lines, bytes: bytes)
        self = maker.location(range)
    }

    init(
        path: String, range: ByteRange, region: TextRegion, held: [UInt8], from heldStart: UInt32, excerpt: ByteRange,
        excerptCut: Int
    ) {
        self.path = path
        self.range = range
        self.region = region
        self.held = held
        self.heldStart = heldStart
        shown = excerpt
        cut = UInt32(truncatingIfNeeded: excerptCut)
    }

    /// The first byte of a file, for what concerns the whole of it.
    public init(path: String) {
        self.path = path
        isWholeFile = true
        range = ByteRange(0, 0)
        region = TextRegion()
    }

    /// A place in a file that is not at hand.
    public init(path: String, range: ByteRange, region: TextRegion, text: String) {
        self.path = path
        self.range = range
        self.region = region
        held = Array(text.utf8)
        holdsText = true
    }

    /// The text of the range, U+FFFD for bytes that are not UTF-8. Made when it is asked for.
    public var text: String { holdsText ? String(decoding: held, as: UTF8.self) : text(of: range) }

    /// The first line of the range, cut to ``excerptLimit`` bytes around its start. Made when it is asked for.
    public var excerpt: String { text(of: shown) }

    private func text(of range: ByteRange) -> String {
        guard !range.isEmpty, !holdsText else { return "" }
        return held.withByteView { $0.text(range.moved(by: -Int(heldStart))) }
    }

    /// Whether both show the same line, cut alike.
    public func hasSameExcerpt(as other: Location) -> Bool {
        guard cut == other.cut else { return false }
        if shown == other.shown, heldStart == other.heldStart, held == other.held { return true }
        return excerpt == other.excerpt
    }

    /// Leaves the place, without what stands there.
    public mutating func dropTexts() {
        held = []
        holdsText = true
    }
}
