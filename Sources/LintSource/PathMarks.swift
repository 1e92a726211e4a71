/// What many globs ask of one path before they look at it: which bytes it holds, and its first and last ones.
public struct PathMarks: Sendable {
    /// A bit for each byte, by its low six bits.
    public let bytes: UInt64
    /// The first eight bytes and the last ones, zeros where there are fewer: the first byte is the lowest of `head`, the last
    /// one the highest of `tail`.
    let head: UInt64
    let tail: UInt64

    public init(_ path: ByteView) { self.init(path, bytes: PathMarks.bytes(of: path)) }

    /// - Parameter bytes: those of the path, as ``bytes(of:)`` has them.
    init(_ path: ByteView, bytes: UInt64) {
        self.bytes = bytes
        head = PathMarks.word(path.base, min(path.count, 8))
        let count = min(path.count, 8)
        tail = count == 0 ? 0 : PathMarks.word(path.base + (path.count - count), count) << UInt64(64 - 8 * count)
    }

    /// Up to eight bytes, the first one lowest.
    static func word(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> UInt64 {
        if count == 8 { return UnsafeRawPointer(bytes).loadUnaligned(as: UInt64.self).littleEndian }
        var word: UInt64 = 0
        for at in 0..<count { word |= UInt64(bytes[at]) << UInt64(8 * at) }
        return word
    }

    /// A bit for each byte of some text, by its low six bits.
    static func bytes(of text: ByteView) -> UInt64 {
        // Four at a time, and two sums that do not wait for each other.
        var (even, odd): (UInt64, UInt64) = (0, 0)
        var at = 0
        while at + 4 <= text.count {
            let four = UnsafeRawPointer(text.base + at).loadUnaligned(as: UInt32.self)
            even |= 1 &<< UInt64(four & 63) | 1 &<< UInt64(four >> 16 & 63)
            odd |= 1 &<< UInt64(four >> 8 & 63) | 1 &<< UInt64(four >> 24 & 63)
            at += 4
        }
        while at < text.count {
            even |= 1 &<< UInt64(text.base[at] & 63)
            at += 1
        }
        return even | odd
    }
}

/// What every path has that a glob, or one alternative of it, matches.
public struct GlobMarks: Sendable, Hashable {
    /// As ``PathMarks/bytes``.
    private(set) var bytes: UInt64 = 0
    private var head: UInt64 = 0
    private var headMask: UInt64 = 0
    private var tail: UInt64 = 0
    private var tailMask: UInt64 = 0

    /// Of a glob that matches every path.
    public init() {}

    /// - Parameters:
    ///   - bytes: as ``PathMarks/bytes``.
    ///   - head: what every path begins with.
    ///   - tail: what every path ends in.
    init(bytes: UInt64, head: ArraySlice<UInt8>, tail: ArraySlice<UInt8>) {
        self.bytes = bytes
        for (at, byte) in head.prefix(8).enumerated() {
            self.head |= UInt64(byte) << UInt64(8 * at)
            headMask |= 0xFF << UInt64(8 * at)
        }
        for (at, byte) in tail.suffix(8).reversed().enumerated() {
            self.tail |= UInt64(byte) << UInt64(56 - 8 * at)
            tailMask |= 0xFF << UInt64(56 - 8 * at)
        }
    }

    @inline(__always)
    public func mayMatch(_ path: PathMarks) -> Bool {
        (bytes & ~path.bytes) | ((path.head ^ head) & headMask) | ((path.tail ^ tail) & tailMask) == 0
    }
}
