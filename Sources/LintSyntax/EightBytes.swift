import LintSource

/// Eight bytes of a text at once: how far a word or a run of blanks goes is told by a few sums, where a look at each byte
/// takes ten instructions and, at the end of each run, a branch that nobody can foretell.
///
/// Answers have the high bit of each byte of which they hold.
struct EightBytes {
    private let word: UInt64

    static let highs: UInt64 = 0x8080_8080_8080_8080
    private static let ones: UInt64 = 0x0101_0101_0101_0101

    @inline(__always)
    init(_ start: UnsafePointer<UInt8>) {
        word = UInt64(littleEndian: UnsafeRawPointer(start).loadUnaligned(as: UInt64.self))
    }

    /// ASCII from `low` (more than 0) to `high`.
    @inline(__always)
    func within(_ low: UInt8, _ high: UInt8) -> UInt64 { EightBytes.within(low, high, word) }

    @inline(__always)
    func equal(_ byte: UInt8) -> UInt64 { within(byte, byte) }

    /// Letters, digits and `_`.
    @inline(__always)
    var words: UInt64 {
        let small = EightBytes.within(0x61, 0x7A, word | EightBytes.ones &* 0x20)
        return small | within(0x30, 0x39) | equal(0x5F)
    }

    @inline(__always)
    private static func within(_ low: UInt8, _ high: UInt8, _ word: UInt64) -> UInt64 {
        // Of seven bits each, so that no sum carries into the next byte.
        let seven = word & ~highs
        let least = seven &+ ones &* UInt64(0x80 - low)
        let more = seven &+ ones &* UInt64(0x7F - high)
        return least & ~more & ~word & highs
    }

    /// From `start` on, where the first byte stands of which `accepts` does not hold; less than eight bytes before `count` it
    /// may stop although it holds there.
    @inline(__always)
    static func end(
        _ base: UnsafePointer<UInt8>, from start: Int, _ count: Int, _ accepts: (EightBytes) -> UInt64
    ) -> Int {
        var i = start
        while i + 8 <= count {
            let others = ~accepts(EightBytes(base + i)) & highs
            if others != 0 { return i + others.trailingZeroBitCount / 8 }
            i += 8
        }
        return i
    }
}
