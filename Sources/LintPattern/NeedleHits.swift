/// Which needles a scan found.
public struct NeedleHits: Sendable {
    /// By the needle's number.
    var flags: [Bool]
    /// The numbers, in order.
    public private(set) var numbers: [Int] = []

    public init(_ prefilter: Prefilter) { flags = [Bool](repeating: false, count: prefilter.needles.count) }

    public subscript(number: Int) -> Bool { flags[number] }

    mutating func clear() {
        for number in numbers { flags[number] = false }
        numbers.removeAll(keepingCapacity: true)
    }

    /// Eight flags at a time: of nearly all files few are set.
    mutating func collect() {
        var found: [Int] = []
        swap(&found, &numbers)
        flags.withUnsafeBytes { flags in
            var at = 0
            while at + 8 <= flags.count {
                var eight = UInt64(littleEndian: flags.loadUnaligned(fromByteOffset: at, as: UInt64.self))
                while eight != 0 {
                    found.append(at + eight.trailingZeroBitCount / 8)
                    // (A flag that is set has one bit.)
                    eight &= eight &- 1
                }
                at += 8
            }
            while at < flags.count {
                if flags[at] != 0 { found.append(at) }
                at += 1
            }
        }
        swap(&found, &numbers)
    }
}
