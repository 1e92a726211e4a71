import CSystem
public import LintSource

/// Finds one literal, ASCII case ignored: looks for its two rarest bytes at their distance, many positions at once, and
/// compares the rest where both stand.
public struct LiteralSearch: Sendable, Hashable {
    /// In lower case.
    public let literal: [UInt8]
    private let near: Int
    private let far: Int
    /// The first eight bytes, and the bits that make both cases of their letters one; nothing where there are fewer.
    private let head: UInt64
    private let headFold: UInt64

    /// `literal` in lower case.
    public init(_ literal: [UInt8]) {
        self.literal = literal
        var rarest = 0
        for i in literal.indices where LiteralSearch.commonness(literal[i]) < LiteralSearch.commonness(literal[rarest])
        {
            rarest = i
        }
        var second = literal.count > 1 ? (rarest == 0 ? 1 : 0) : 0
        for i in literal.indices
        where i != rarest && LiteralSearch.commonness(literal[i]) < LiteralSearch.commonness(literal[second]) {
            second = i
        }
        near = min(rarest, second)
        far = max(rarest, second)
        var head: UInt64 = 0
        var headFold: UInt64 = 0
        if literal.count >= 8 {
            for i in (0..<8).reversed() {
                head = head << 8 | UInt64(literal[i])
                headFold = headFold << 8 | UInt64(LiteralSearch.fold(literal[i]))
            }
        }
        self.head = head
        self.headFold = headFold
    }

    /// Whether it stands at `at`, behind which there is room for it.
    @inline(__always)
    private func stands(at: Int, in bytes: ByteView) -> Bool {
        var i = 0
        if literal.count >= 8 {
            let raw = UnsafeRawPointer(bytes.base + at).loadUnaligned(as: UInt64.self)
            if UInt64(littleEndian: raw) | headFold != head { return false }
            i = 8
        }
        while i < literal.count {
            if bytes.base[at + i].lowered != literal[i] { return false }
            i += 1
        }
        return true
    }

    /// The first occurrence that begins in `range` at or after `start` and ends in it; `nil` when there is none.
    public func first(in bytes: ByteView, range: ByteRange, from start: Int) -> Int? {
        let end = min(Int(range.end), bytes.count) - literal.count + 1
        var at = max(Int(range.start), start)
        guard !literal.isEmpty, at < end else { return nil }
        let nearByte = literal[near]
        let farByte = literal[far]
        while true {
            at = flywheel_find_pair(
                bytes.base, at, end, near, nearByte, LiteralSearch.fold(nearByte), far, farByte,
                LiteralSearch.fold(farByte))
            if at >= end { return nil }
            if stands(at: at, in: bytes) { return at }
            at += 1
            if at >= end { return nil }
        }
    }

    /// What bit makes both cases of a letter one. (No other byte becomes a letter by it but the upper case one.)
    private static func fold(_ byte: UInt8) -> UInt8 { byte.isLower ? 0x20 : 0 }

    /// How often a byte is met in configuration, code and prose; only the order counts.
    static func commonness(_ byte: UInt8) -> Int {
        switch byte {
        case 0x20, .ascii("e"), .ascii("t"), .ascii("a"), .ascii("i"), .ascii("n"), .ascii("o"), .ascii("s"),
            .ascii("r"):
            4
        case .ascii("l"), .ascii("c"), .ascii("d"), .ascii("u"), .ascii("m"), .ascii("p"), .ascii("-"), .ascii("."): 3
        case _ where byte.isLetter: 2
        default: 1
        }
    }
}
