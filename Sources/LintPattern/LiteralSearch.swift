import CSystem
public import LintSource

/// Finds one literal, ASCII case ignored: looks for its two rarest bytes at their distance, many positions at once, and
/// compares the rest where both stand.
public struct LiteralSearch: Sendable, Hashable {
    /// In lower case.
    public let literal: [UInt8]
    private let near: Int
    private let far: Int
    private let nearByte: UInt8
    private let farByte: UInt8
    /// The first and the last eight bytes, and the bits that make both cases of their letters one; nothing where there are
    /// fewer.
    private let head: UInt64
    private let headFold: UInt64
    private let tail: UInt64
    private let tailFold: UInt64

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
        nearByte = literal.isEmpty ? 0 : literal[near]
        farByte = literal.isEmpty ? 0 : literal[far]
        (head, headFold) = literal.count >= 8 ? LiteralSearch.eight(literal[..<8]) : (0, 0)
        (tail, tailFold) = literal.count >= 8 ? LiteralSearch.eight(literal[(literal.count - 8)...]) : (0, 0)
    }

    private static func eight(_ bytes: ArraySlice<UInt8>) -> (bytes: UInt64, folds: UInt64) {
        var eight: UInt64 = 0
        var folds: UInt64 = 0
        for byte in bytes.reversed() {
            eight = eight << 8 | UInt64(byte)
            folds = folds << 8 | UInt64(fold(byte))
        }
        return (eight, folds)
    }

    /// Whether it stands at `at`, behind which there is room for it.
    @inline(__always)
    private func stands(at: Int, in bytes: ByteView) -> Bool {
        let count = literal.count
        guard count >= 8 else { return rest(from: 0, to: count, at: at, in: bytes) }
        let start = UnsafeRawPointer(bytes.base + at)
        let first = UInt64(littleEndian: start.loadUnaligned(as: UInt64.self))
        let last = UInt64(littleEndian: start.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self))
        guard first | headFold == head, last | tailFold == tail else { return false }
        return count <= 16 || rest(from: 8, to: count - 8, at: at, in: bytes)
    }

    private func rest(from first: Int, to end: Int, at: Int, in bytes: ByteView) -> Bool {
        for i in first..<end where bytes.base[at + i].lowered != literal[i] { return false }
        return true
    }

    /// The first occurrence that begins in `range` at or after `start` and ends in it; `nil` when there is none.
    public func first(in bytes: ByteView, range: ByteRange, from start: Int) -> Int? {
        let end = min(Int(range.end), bytes.count) - literal.count + 1
        var at = max(Int(range.start), start)
        guard !literal.isEmpty, at < end else { return nil }
        let nearFold = LiteralSearch.fold(nearByte)
        let farFold = LiteralSearch.fold(farByte)
        while true {
            at = flywheel_find_pair(bytes.base, at, end, near, nearByte, nearFold, far, farByte, farFold)
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
