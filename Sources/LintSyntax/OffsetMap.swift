public import LintSource

/// How the text of an embedded document lies in its host: indentation is stripped, escapes are decoded, so inner text is
/// made of pieces of the host.
public struct OffsetMap: Sendable, Hashable {
    /// `length` bytes of inner text from `inner` stand at `host`.
    public struct Piece: Sendable, Hashable {
        public var inner: UInt32
        public var host: UInt32
        public var length: UInt32
    }

    /// Sorted by `inner` and by `host`, not overlapping.
    public private(set) var pieces: [Piece] = []
    /// Size of the inner text in bytes.
    public private(set) var innerCount = 0

    public init() {}

    /// Adds `length` bytes of inner text that stand at `host` as they are.
    public mutating func append(host: Int, length: Int) {
        guard length > 0 else { return }
        if let last = pieces.last, Int(last.host + last.length) == host, Int(last.inner + last.length) == innerCount {
            pieces[pieces.count - 1].length += UInt32(length)
        } else {
            pieces.append(Piece(inner: UInt32(innerCount), host: UInt32(host), length: UInt32(length)))
        }
        innerCount += length
    }

    /// Adds inner bytes that no single host byte is (a decoded escape, a line end that folding made).
    public mutating func skip(inner length: Int) { innerCount += length }

    /// Where the inner text begins in the host, when it stands there as it is.
    var shift: UInt32? {
        guard pieces.count == 1, pieces[0].inner == 0, Int(pieces[0].length) == innerCount else { return nil }
        return pieces[0].host
    }

    /// The host offset of an inner offset; for one between pieces, where the next piece begins
    /// (or, for an `end`, where the one before ends). O(log pieces).
    public func host(of inner: Int, isEnd: Bool = false) -> Int {
        guard !pieces.isEmpty else { return 0 }
        var low = 0
        var high = pieces.count
        let target = isEnd ? inner - 1 : inner
        while low + 1 < high {
            let middle = (low + high) / 2
            if Int(pieces[middle].inner) <= target { low = middle } else { high = middle }
        }
        let piece = pieces[low]
        let delta = inner - Int(piece.inner)
        if delta <= Int(piece.length), delta >= 0, isEnd || delta < Int(piece.length) { return Int(piece.host) + delta }
        if isEnd || low + 1 >= pieces.count { return Int(piece.host + piece.length) }
        return Int(pieces[low + 1].host)
    }

    /// The inner text: the pieces' bytes, and a space for each byte that has no place in the host.
    public func innerText(of host: ByteView) -> [UInt8] {
        var text = [UInt8](repeating: 0x20, count: innerCount)
        for piece in pieces {
            for i in 0..<Int(piece.length) { text[Int(piece.inner) + i] = host[Int(piece.host) + i] }
        }
        return text
    }

    /// This map's pieces seen from the host's own host: for documents two deep. What the outer map has no place for has
    /// none here either. Linear in the pieces of both.
    public func mapped(through outer: OffsetMap) -> OffsetMap {
        var result = OffsetMap()
        var next = 0
        for piece in pieces {
            result.innerCount = Int(piece.inner)
            result.append(slice: Int(piece.host)..<Int(piece.host + piece.length), of: outer, from: &next)
        }
        result.innerCount = innerCount
        return result
    }

    /// Adds the part `slice` of another map's inner text.
    ///
    /// - Parameter next: where to look in its pieces; slices must come in ascending order, `next` being 0 at first.
    mutating func append(slice: Range<Int>, of map: OffsetMap, from next: inout Int) {
        var at = slice.lowerBound
        while next > 0, Int(map.pieces[next - 1].inner + map.pieces[next - 1].length) > at { next -= 1 }
        while at < slice.upperBound {
            while next < map.pieces.count, Int(map.pieces[next].inner + map.pieces[next].length) <= at { next += 1 }
            guard next < map.pieces.count, Int(map.pieces[next].inner) < slice.upperBound else { break }
            let piece = map.pieces[next]
            if Int(piece.inner) > at {
                skip(inner: Int(piece.inner) - at)
                at = Int(piece.inner)
            }
            let end = min(slice.upperBound, Int(piece.inner + piece.length))
            append(host: Int(piece.host) + at - Int(piece.inner), length: end - at)
            at = end
        }
        skip(inner: slice.upperBound - at)
    }
}
