#if canImport(Glibc)
    import Glibc
#endif

/// How large bytes become when they are gzipped, without zlib: the upload limit of code scanning is on that.
///
/// A greedy LZ77 with one candidate a position (RFC 1951's window, lengths and distances), and for each block of symbols
/// their entropy plus what real code lengths and tables cost. zlib looks harder for matches, so the figure is on the safe
/// side. Linear; it looks at 1 MiB at a time, and not at all at what is less.
struct DeflateEstimate {
    private static let window = 1 << 15
    private static let blockSymbols = 1 << 14
    private static let mostWaiting = 1 << 20
    /// Whole pieces that came last: of most reports it is never asked how large they are, and nothing is copied.
    private var waiting: [[UInt8]] = []
    private var waitingCount = 0
    /// The last bytes that were looked at, and what comes next.
    private var pending: [UInt8] = []
    private var next = 0
    /// Of all bytes, as they came.
    private var total = 0
    /// Where a hash of three bytes was last seen, as a position in the whole stream; -1 for never.
    private var heads: [Int] = []
    /// The stream's position of `pending[0]`.
    private var base = 0
    private var literals = [Int](repeating: 0, count: 286)
    private var distances = [Int](repeating: 0, count: 30)
    private var symbols = 0
    private var extraBits = 0
    private var bits = 0.0

    /// Header and trailer of gzip, all finished blocks, and the running one.
    private var bytes: Int { 20 + Int((bits + blockBits) / 8) }

    mutating func add(_ bytes: [UInt8]) {
        waiting.append(bytes)
        waitingCount += bytes.count
        total += bytes.count
        if waitingCount >= DeflateEstimate.mostWaiting { catchUp() }
    }

    /// Whether it is more than `limit`. Costs nothing as long as there is so little that it cannot be: what is written
    /// without any repetition is a few percent more than it was.
    mutating func exceeds(_ limit: Int) -> Bool {
        guard total > limit / 2 else { return false }
        catchUp()
        return bytes > limit
    }

    private mutating func catchUp() {
        if heads.isEmpty { heads = [Int](repeating: -1, count: 1 << 15) }
        for piece in waiting { pending += piece }
        waiting.removeAll(keepingCapacity: true)
        waitingCount = 0
        // A match is at most 258 bytes; leave so much, or a match would end with every call.
        advance(to: pending.count - 258)
        if next > 2 * DeflateEstimate.window {
            let gone = next - DeflateEstimate.window
            pending.removeFirst(gone)
            base += gone
            next -= gone
        }
    }

    private mutating func advance(to end: Int) {
        while next < end {
            let key = (Int(pending[next]) << 10 ^ Int(pending[next + 1]) << 5 ^ Int(pending[next + 2])) & (1 << 15 - 1)
            let candidate = heads[key] - base
            heads[key] = base + next
            var length = 0
            if candidate >= 0, next - candidate <= DeflateEstimate.window {
                while length < 258, next + length < pending.count, pending[candidate + length] == pending[next + length]
                {
                    length += 1
                }
            }
            if length >= 3 {
                let distance = next - candidate
                count(lengthCode(length), distanceCode(distance))
                next += length
            } else {
                literals[Int(pending[next])] += 1
                next += 1
            }
            symbols += 1
            if symbols == DeflateEstimate.blockSymbols { closeBlock() }
        }
    }

    private mutating func count(_ length: (code: Int, extra: Int), _ distance: (code: Int, extra: Int)) {
        literals[length.code] += 1
        distances[distance.code] += 1
        extraBits += length.extra + distance.extra
    }

    private mutating func closeBlock() {
        bits += blockBits
        for i in literals.indices { literals[i] = 0 }
        for i in distances.indices { distances[i] = 0 }
        symbols = 0
        extraBits = 0
    }

    private var blockBits: Double {
        guard symbols > 0 else { return 0 }
        // Whole-bit code lengths cost up to a few percent over the entropy; the tables of a block some 80 bytes.
        return 1.03 * (entropy(literals) + entropy(distances)) + Double(extraBits) + 640
    }

    private func entropy(_ counts: [Int]) -> Double {
        let total = Double(counts.reduce(0, +))
        return counts.reduce(0.0) { $1 == 0 ? $0 : $0 - Double($1) * log2(Double($1) / total) }
    }

    /// RFC 1951, 3.2.5: eight codes without extra bits, then four for each further bit.
    private func lengthCode(_ length: Int) -> (Int, Int) {
        if length == 258 { return (285, 0) }
        let value = length - 3
        if value < 8 { return (257 + value, 0) }
        let extra = Int.bitWidth - value.leadingZeroBitCount - 3
        return (257 + 4 * extra + value >> extra, extra)
    }

    private func distanceCode(_ distance: Int) -> (Int, Int) {
        let value = distance - 1
        if value < 4 { return (value, 0) }
        let extra = Int.bitWidth - value.leadingZeroBitCount - 2
        return (2 * extra + value >> extra, extra)
    }
}
