public import LintSource

/// One scan over a file's raw bytes that tells which of many literals occur in it, ASCII case ignored.
///
/// A sampled q-gram filter (performance.md): every literal puts `step` neighbouring four-byte windows into one bit table;
/// the scan looks at every `step`-th position only, and verifies what the table lets through. Literals under four bytes
/// are looked for one by one.
public struct Prefilter: Sendable {
    /// Literals in lower case; the index is their number.
    public let literals: [[UInt8]]
    private let step: Int
    /// 2^17 bits.
    private let table: [UInt64]
    /// Windows by bucket: `heads[hash]` is the first entry, or -1.
    private let heads: [Int32]
    private let entries: [Entry]
    private let short: [Int]

    private struct Entry: Sendable {
        var literal: Int32
        /// Where in the literal the window begins.
        var offset: Int32
        var window: UInt32
        var next: Int32
    }

    private static let bits: UInt32 = 17

    public init(literals: [[UInt8]]) {
        let literals = literals.map { $0.map(\.lowered) }
        self.literals = literals
        let long = literals.indices.filter { literals[$0].count >= 4 }
        short = literals.indices.filter { literals[$0].count < 4 && !literals[$0].isEmpty }
        let shortest = long.map { literals[$0].count }.min() ?? 4
        step = max(1, min(shortest - 3, 8))
        var table = [UInt64](repeating: 0, count: 1 << (Int(Prefilter.bits) - 6))
        var heads = [Int32](repeating: -1, count: 4_096)
        var entries: [Entry] = []
        for number in long {
            let literal = literals[number]
            // The rarest run of `step` windows, so that the table lets little through.
            var best = (offset: 0, cost: Int.max)
            for offset in 0...(literal.count - 3 - step) {
                var cost = 0
                for window in offset..<(offset + step) {
                    cost += (window..<(window + 4)).reduce(0) { $0 + Prefilter.commonness(literal[$1]) }
                }
                if cost < best.cost { best = (offset, cost) }
            }
            for offset in best.offset..<(best.offset + step) {
                let window = Prefilter.folded(
                    UInt32(literal[offset]) | UInt32(literal[offset + 1]) << 8 | UInt32(literal[offset + 2]) << 16
                        | UInt32(literal[offset + 3]) << 24)
                let hash = Prefilter.hash(window)
                table[Int(hash >> 6)] |= 1 << UInt64(hash & 63)
                let head = Int(hash) & 4_095
                entries.append(Entry(literal: Int32(number), offset: Int32(offset), window: window, next: heads[head]))
                heads[head] = Int32(entries.count - 1)
            }
        }
        self.table = table
        self.heads = heads
        self.entries = entries
    }

    private static func commonness(_ byte: UInt8) -> Int {
        switch byte {
        case 0x20, .ascii("e"), .ascii("t"), .ascii("a"), .ascii("i"), .ascii("n"), .ascii("o"), .ascii("s"),
            .ascii("r"):
            4
        case .ascii("l"), .ascii("c"), .ascii("d"), .ascii("u"), .ascii("m"), .ascii("p"), .ascii("-"), .ascii("."): 3
        case _ where byte.isLetter: 2
        default: 1
        }
    }

    /// Folds case by setting bit 5 of every byte: also folds some that are no letters, which verification undoes.
    @inline(__always)
    private static func folded(_ window: UInt32) -> UInt32 { window | 0x2020_2020 }

    @inline(__always)
    private static func hash(_ window: UInt32) -> UInt32 { (window &* 0x9E37_79B1) >> (32 - bits) }

    /// Which literals occur in `bytes`; adds to `found`, which must hold `literals.count` flags. Linear.
    public func scan(_ bytes: ByteView, into found: inout [Bool]) {
        if !entries.isEmpty, bytes.count >= 4 { scanLong(bytes, into: &found) }
        for number in short where !found[number] {
            if Prefilter.contains(bytes, literals[number]) { found[number] = true }
        }
    }

    private func scanLong(_ bytes: ByteView, into found: inout [Bool]) {
        table.withUnsafeBufferPointer { table in
            let last = bytes.count - 4
            var at = 0
            while at <= last {
                let raw = UnsafeRawPointer(bytes.base + at).loadUnaligned(as: UInt32.self)
                let window = Prefilter.folded(UInt32(littleEndian: raw))
                let hash = Prefilter.hash(window)
                if table[Int(hash >> 6)] >> UInt64(hash & 63) & 1 != 0 { verify(bytes, at, window, hash, &found) }
                at += step
            }
        }
    }

    @inline(never)
    private func verify(_ bytes: ByteView, _ at: Int, _ window: UInt32, _ hash: UInt32, _ found: inout [Bool]) {
        var entry = heads[Int(hash) & 4_095]
        while entry >= 0 {
            let candidate = entries[Int(entry)]
            entry = candidate.next
            let number = Int(candidate.literal)
            guard candidate.window == window, !found[number] else { continue }
            if Prefilter.matches(bytes, at - Int(candidate.offset), literals[number]) { found[number] = true }
        }
    }

    /// Whether `literal` (in lower case) stands at `start`, ASCII case ignored.
    @inline(__always)
    public static func matches(_ bytes: ByteView, _ start: Int, _ literal: [UInt8]) -> Bool {
        guard start >= 0, start + literal.count <= bytes.count else { return false }
        for i in 0..<literal.count where bytes.base[start + i].lowered != literal[i] { return false }
        return true
    }

    private static func contains(_ bytes: ByteView, _ literal: [UInt8]) -> Bool {
        var found = false
        occurrences(of: literal, in: bytes, range: ByteRange(0, bytes.count)) { _ in
            found = true
            return false
        }
        return found
    }

    /// Calls `body` with the start of each occurrence of `literal` (in lower case), overlapping ones too, until it gives
    /// false.
    public static func occurrences(
        of literal: [UInt8], in bytes: ByteView, range: ByteRange, _ body: (Int) -> Bool
    ) {
        let count = literal.count
        guard let final = literal.last else { return }
        let end = min(Int(range.end), bytes.count)
        // Horspool: on a mismatch the last byte under the window says how far the literal may move.
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 256) { skips in
            skips.initialize(repeating: UInt8(min(count, 255)))
            for i in 0..<(count - 1) {
                skips[Int(literal[i])] = UInt8(min(count - 1 - i, 255))
                if literal[i].isLower { skips[Int(literal[i] & 0xDF)] = UInt8(min(count - 1 - i, 255)) }
            }
            var at = Int(range.start)
            while at + count <= end {
                let last = bytes.base[at + count - 1]
                if last.lowered == final, matches(bytes, at, literal), !body(at) { return }
                at += Int(skips[Int(last)])
            }
        }
    }
}
