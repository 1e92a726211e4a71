import Glibc

/// A borrowed view of a file's bytes: what every tokenizer and matcher reads.
///
/// Reading outside the view gives 0 instead of trapping, so that a lexer may look ahead freely and
/// a hostile file can never read memory that is not its own. The view is valid only inside the
/// closure that lent it; never store it past that.
@frozen
public struct ByteView {
    public let base: UnsafePointer<UInt8>
    public let count: Int

    @inlinable
    public init(_ buffer: UnsafeBufferPointer<UInt8>) {
        if let base = buffer.baseAddress {
            self.base = base
            self.count = buffer.count
        } else {
            self.base = ByteView.nothing
            self.count = 0
        }
    }

    /// One byte that lives for ever, so that an empty view still has an address.
    @usableFromInline
    nonisolated(unsafe) static let nothing = UnsafePointer<UInt8>(
        UnsafeMutablePointer<UInt8>.allocate(capacity: 1))

    /// The byte at `index`, or 0 outside the view. (A NUL in the file also reads as 0: compare the
    /// index with `count` where the difference matters.)
    @inlinable
    @inline(__always)
    public subscript(index: Int) -> UInt8 {
        UInt(bitPattern: index) < UInt(bitPattern: count) ? base[index] : 0
    }

    /// The bytes of `range`, cut to the view.
    @inlinable
    public subscript(range: ByteRange) -> UnsafeBufferPointer<UInt8> {
        let start = min(Int(range.start), count)
        let end = max(start, min(Int(range.end), count))
        return UnsafeBufferPointer(start: base + start, count: end - start)
    }

    @inlinable
    public subscript(range: Range<Int>) -> UnsafeBufferPointer<UInt8> {
        let start = max(0, min(range.lowerBound, count))
        let end = max(start, min(range.upperBound, count))
        return UnsafeBufferPointer(start: base + start, count: end - start)
    }

    /// Whether `text` stands at `index`.
    @inlinable
    public func has(_ text: StaticString, at index: Int) -> Bool {
        let length = text.utf8CodeUnitCount
        guard index >= 0, index + length <= count else { return false }
        let start = text.utf8Start
        return length == 0 || base[index] == start[0] && isSame(index, start, length)
    }

    /// Whether the bytes of `text`, for which there is room, stand at `index`, where its first does.
    @usableFromInline
    func isSame(_ index: Int, _ text: UnsafePointer<UInt8>, _ length: Int) -> Bool {
        guard length <= 8 else { return memcmp(base + index, text, length) == 0 }
        for at in 1..<max(1, length) where base[index + at] != text[at] { return false }
        return true
    }

    /// The first place of `text`, which is not empty, at or behind `start`; `nil` when it stands nowhere.
    public func place(of text: StaticString, from start: Int = 0) -> Int? {
        var at = max(0, start)
        while at < count, let found = memchr(base + at, Int32(text.utf8Start[0]), count - at) {
            at = UnsafeRawPointer(base).distance(to: found)
            if has(text, at: at) { return at }
            at += 1
        }
        return nil
    }

    /// The text of `range`, with U+FFFD for bytes that are not UTF-8.
    public func text(_ range: ByteRange) -> String {
        String(decoding: self[range], as: UTF8.self)
    }

    @inlinable
    public var buffer: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: base, count: count) }
}

extension Array where Element == UInt8 {
    /// Lends the array's bytes to `body`.
    @inlinable
    public func withByteView<R, E: Error>(_ body: (ByteView) throws(E) -> R) throws(E) -> R {
        // withUnsafeBufferPointer rethrows untyped; carry a typed error through by hand.
        let result: Result<R, E> = self.withUnsafeBufferPointer { buffer in
            do throws(E) { return .success(try body(ByteView(buffer))) } catch { return .failure(error) }
        }
        return try result.get()
    }
}
