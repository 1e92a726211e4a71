import CSystem
public import LintSource

/// One scan over a file's raw bytes that tells which of many needles occur in it.
///
/// A sampled q-gram filter (performance.md): every long literal puts `step` neighbouring four-byte windows into one bit
/// table; the scan looks at every `step`-th position only, and verifies what the table lets through. Literals too short
/// for a wide step would make the scan of all of them narrow; a few such are looked for one by one instead, and longer ones
/// that hold one of them only where that stands. (A class: workers ask it for each file, and to hold its parts costs.)
public final class Prefilter: Sendable {
    /// The index is their number.
    public let needles: [Needle]
    /// Bytes between the positions that are looked at.
    public let step: Int
    /// 2^17 bits.
    private let table: [UInt64]
    /// Windows by bucket: `heads[hash]` is the first entry, or -1.
    private let heads: [Int32]
    private let entries: [Entry]
    private let bases: [PrefilterBase]
    /// The same.
    private let unheldBases: [UnheldBase]

    private struct Entry: Sendable {
        var literal: Int32
        /// Where in the literal the window begins.
        var offset: Int32
        var window: UInt32
        /// The literal's last four bytes, folded, and how far behind the window they are: what literals that begin alike
        /// differ in.
        var tail: UInt32
        var distance: Int32
        var next: Int32
    }

    /// Valid as long as the prefilter, which holds it.
    private struct UnheldBase: @unchecked Sendable {
        private let base: Unmanaged<PrefilterBase>
        init(_ base: PrefilterBase) { self.base = .passUnretained(base) }
        func _withUnsafeGuaranteedRef(_ body: (PrefilterBase) -> Void) { base._withUnsafeGuaranteedRef(body) }
    }

    private static let bits: UInt32 = 17
    private static let buckets = 4_096

    /// Literals in any case.
    public convenience init(literals: [[UInt8]]) { self.init(literals.map { Needle($0) }) }

    /// - Parameter plan: that of these needles, where it is known.
    public init(_ needles: [Needle], plan: PrefilterPlan? = nil) {
        let plan = plan ?? PrefilterPlan(for: needles)
        self.needles = needles
        step = plan.step
        bases = plan.bases.map(PrefilterBase.init)
        unheldBases = bases.map(UnheldBase.init)
        var table = [UInt64](repeating: 0, count: 1 << (Int(Prefilter.bits) - 6))
        var heads = [Int32](repeating: -1, count: Prefilter.buckets)
        var entries: [Entry] = []
        entries.reserveCapacity(needles.count * step)
        for (number, first) in zip(needles.indices, plan.offsets) where first >= 0 {
            let literal = needles[number].text
            guard first + step + 3 <= literal.count else { continue }
            let last = literal.count - 4
            let tail = Prefilter.window(of: literal, at: last)
            for offset in first..<(first + step) {
                let window = Prefilter.window(of: literal, at: offset)
                let hash = Prefilter.hash(window)
                table[Int(hash >> 6)] |= 1 << UInt64(hash & 63)
                let head = Int(hash) & (Prefilter.buckets - 1)
                entries.append(
                    Entry(
                        literal: Int32(number), offset: Int32(offset), window: window, tail: tail,
                        distance: Int32(last - offset), next: heads[head]))
                heads[head] = Int32(entries.count - 1)
            }
        }
        self.table = table
        self.heads = heads
        self.entries = entries
    }

    private static func window(of literal: [UInt8], at offset: Int) -> UInt32 {
        folded(
            UInt32(literal[offset]) | UInt32(literal[offset + 1]) << 8 | UInt32(literal[offset + 2]) << 16
                | UInt32(literal[offset + 3]) << 24)
    }

    /// The four bytes of a text, folded.
    @inline(__always)
    private static func window(_ bytes: ByteView, at offset: Int) -> UInt32 {
        let raw = UnsafeRawPointer(bytes.base + offset).loadUnaligned(as: UInt32.self)
        return folded(UInt32(littleEndian: raw))
    }

    /// Folds case by setting bit 5 of every byte: also folds some that are no letters, which verification undoes.
    @inline(__always)
    private static func folded(_ window: UInt32) -> UInt32 { window | 0x2020_2020 }

    @inline(__always)
    private static func hash(_ window: UInt32) -> UInt32 { (window &* 0x9E37_79B1) >> (32 - bits) }

    /// As ``scan(_:into:)``, from nothing: costs what is found, not how many needles there are.
    public func scan(_ bytes: ByteView, into hits: inout NeedleHits) {
        hits.clear()
        scan(bytes, into: &hits.flags)
        hits.collect()
    }

    /// Which needles occur in `bytes`; adds to `found`, which must hold `needles.count` flags. Linear.
    public func scan(_ bytes: ByteView, into found: inout [Bool]) {
        if !entries.isEmpty, bytes.count >= 4 { scanLong(bytes, into: &found) }
        // (All workers ask the same ones of every file: to count who holds them would have them wait for each other.)
        for base in unheldBases { base._withUnsafeGuaranteedRef { $0.scan(bytes, needles, into: &found) } }
    }

    private func scanLong(_ bytes: ByteView, into found: inout [Bool]) {
        table.withUnsafeBufferPointer { table in
            let last = bytes.count - 4
            // Windows that can bring nothing new, each where its hash says: a file that holds a text once may hold it often.
            // (No window is 0: every byte of it has its fold.)
            withUnsafeTemporaryAllocation(of: UInt32.self, capacity: Prefilter.mostSpent) { spent in
                spent.initialize(repeating: 0)
                var at = 0
                while true {
                    at = flywheel_next_window(bytes.base, at, last, step, table.baseAddress)
                    if at > last { return }
                    let window = Prefilter.window(bytes, at: at)
                    let hash = Prefilter.hash(window)
                    let place = Int(hash) & (Prefilter.mostSpent - 1)
                    if spent[place] != window, verify(bytes, at, window, hash, &found) { spent[place] = window }
                    at += step
                    if at > last { return }
                }
            }
        }
    }

    private static let mostSpent = 64

    /// Notes the needles that stand around the window.
    ///
    /// - Returns: whether all whose window it is had been found before.
    @inline(never)
    private func verify(
        _ bytes: ByteView, _ at: Int, _ window: UInt32, _ hash: UInt32, _ found: inout [Bool]
    ) -> Bool {
        var isSpent = true
        var entry = heads[Int(hash) & (Prefilter.buckets - 1)]
        while entry >= 0 {
            let candidate = entries[Int(entry)]
            entry = candidate.next
            let number = Int(candidate.literal)
            guard candidate.window == window, !found[number] else { continue }
            isSpent = false
            let tail = at + Int(candidate.distance)
            guard tail + 4 <= bytes.count, Prefilter.window(bytes, at: tail) == candidate.tail else { continue }
            let start = at - Int(candidate.offset)
            if Prefilter.matches(bytes, start, needles[number].text), needles[number].holds(at: start, in: bytes) {
                found[number] = true
            }
        }
        return isSpent
    }

    /// Whether `literal` (in lower case) stands at `start`, ASCII case ignored.
    @inline(__always)
    public static func matches(_ bytes: ByteView, _ start: Int, _ literal: [UInt8]) -> Bool {
        guard start >= 0, start + literal.count <= bytes.count else { return false }
        for i in 0..<literal.count where bytes.base[start + i].lowered != literal[i] { return false }
        return true
    }

    /// Calls `body` with the start of each occurrence of `literal` (in lower case), overlapping ones too, until it gives
    /// false.
    public static func occurrences(
        of literal: [UInt8], in bytes: ByteView, range: ByteRange, _ body: (Int) -> Bool
    ) {
        let search = LiteralSearch(literal)
        var at = Int(range.start)
        while let start = search.first(in: bytes, range: range, from: at), body(start) { at = start + 1 }
    }
}
