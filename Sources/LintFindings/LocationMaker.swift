public import LintSource

/// Makes the locations of one file, one after another. What neighbours have in common, the bytes that they show and the
/// columns before them, is made once: thousands may lie on one line, and a line may be as long as a file.
public struct LocationMaker {
    private let path: String
    private let lines: LineIndex
    private let bytes: ByteView
    private var counter = ColumnCounter()
    private var cuts = ColumnCounter()
    private var held: [UInt8] = []
    private var heldRange = ByteRange(0, 0)

    /// Excerpts that begin in one stretch of so many bytes of a line share what is held.
    private static let stretch = 4_096

    /// Keeps `bytes`: valid as long as they are.
    public init(path: String, lines: LineIndex, bytes: ByteView) {
        self.path = path
        self.lines = lines
        self.bytes = bytes
    }

    public mutating func location(_ range: ByteRange) -> Location {
        let region = TextRegion(range, lines: lines, bytes: bytes, counter: &counter)
        let from = Int(range.start)
        let line = lines.range(ofLine: region.start.line, in: bytes)
        let lineStart = Int(line.start)
        var first = lineStart
        var last = Int(line.end)
        if line.count > Location.excerptLimit {
            first = max(first, from - Location.excerptLimit / 4)
            while first > lineStart, bytes[first] & 0xC0 == 0x80 { first -= 1 }
            last = min(last, first + Location.excerptLimit)
            while last < Int(line.end), bytes[last] & 0xC0 == 0x80 { last += 1 }
        }
        let cut =
            first == lineStart ? 0 : cuts.columns(at: first, ofLine: region.start.line, lines, bytes).codePoints - 1
        hold(first, last, range, line)
        return Location(
            path: path, range: range, region: region, held: held, from: heldRange.start,
            excerpt: ByteRange(first, last), excerptCut: cut)
    }

    /// Holds the excerpt `first..<last` and what of the range lies behind it.
    private mutating func hold(_ first: Int, _ last: Int, _ range: ByteRange, _ line: ByteRange) {
        let lineStart = Int(line.start)
        var start = lineStart + (first - lineStart) / LocationMaker.stretch * LocationMaker.stretch
        var end = max(last, min(Int(line.end), start + LocationMaker.stretch + Location.excerptLimit))
        if Int(range.start) < start || Int(range.end) > end {
            // (Before the excerpt: between the two bytes of a line's end.)
            start = min(first, Int(range.start))
            end = max(last, min(Int(range.end), bytes.count))
        }
        let wanted = ByteRange(start, end)
        if wanted == heldRange { return }
        held = Array(bytes[wanted])
        heldRange = wanted
    }
}
