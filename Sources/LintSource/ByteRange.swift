/// A half-open range of byte offsets in one file, as it lies on disk (a byte order mark counts).
///
/// 32-bit, because files larger than the size limit (far below 4 GiB) are never read.
@frozen
public struct ByteRange: Hashable, Sendable, Comparable {
    public var start: UInt32
    public var end: UInt32

    @inlinable
    public init(start: UInt32, end: UInt32) {
        self.start = start
        self.end = end
    }

    @inlinable
    public init(_ start: Int, _ end: Int) {
        self.start = UInt32(truncatingIfNeeded: start)
        self.end = UInt32(truncatingIfNeeded: end)
    }

    @inlinable
    public init(_ range: Range<Int>) {
        self.init(range.lowerBound, range.upperBound)
    }

    /// Length in bytes.
    @inlinable public var count: Int { Int(end) - Int(start) }
    @inlinable public var isEmpty: Bool { end <= start }
    /// The same range as array indices.
    @inlinable public var indices: Range<Int> { Int(start)..<Swift.max(Int(start), Int(end)) }

    @inlinable
    public func contains(_ offset: Int) -> Bool { Int(start) <= offset && offset < Int(end) }

    @inlinable
    public func contains(_ other: ByteRange) -> Bool { start <= other.start && other.end <= end }

    @inlinable
    public func overlaps(_ other: ByteRange) -> Bool { start < other.end && other.start < end }

    @inlinable
    public func moved(by offset: Int) -> ByteRange { ByteRange(Int(start) + offset, Int(end) + offset) }

    /// By start, the longer one first, so that an enclosing range comes before what it holds.
    @inlinable
    public static func < (a: ByteRange, b: ByteRange) -> Bool {
        a.start != b.start ? a.start < b.start : a.end > b.end
    }
}
