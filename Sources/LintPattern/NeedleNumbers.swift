/// Gives needles numbers from 0 on, the same one the same number.
///
/// A table of its own, because start-up is a part of every run: the set of all rules has a thousand needles, and a
/// dictionary's hash, which nobody can foretell, costs ten times this one.
public struct NeedleNumbers {
    /// By number.
    public private(set) var needles: [Needle] = []
    private var hashes: [UInt32] = []
    /// Numbers, or -1; a power of two, less than half of it taken.
    private var slots: [Int32]

    public init(expecting count: Int = 16) {
        var size = 32
        while size < 2 * count + 2 { size *= 2 }
        slots = [Int32](repeating: -1, count: size)
        needles.reserveCapacity(count)
        hashes.reserveCapacity(count)
    }

    public mutating func number(of needle: Needle) -> Int {
        let hash = NeedleNumbers.hash(needle)
        if let known = find(needle, hash) { return known }
        needles.append(needle)
        hashes.append(hash)
        if 2 * needles.count < slots.count {
            place(needles.count - 1)
        } else {
            slots = [Int32](repeating: -1, count: 2 * slots.count)
            for number in needles.indices { place(number) }
        }
        return needles.count - 1
    }

    /// Of the letters of all needles, in their order.
    public var digest: UInt64 {
        var digest: UInt64 = 0xCBF2_9CE4_8422_2325
        for (number, hash) in hashes.enumerated() {
            digest = (digest ^ (UInt64(hash) | UInt64(needles[number].text.count) << 32)) &* 0x100_0000_01B3
        }
        return digest
    }

    /// The number of one that has one.
    public func known(_ needle: Needle) -> Int? { find(needle, NeedleNumbers.hash(needle)) }

    private func find(_ needle: Needle, _ hash: UInt32) -> Int? {
        var slot = Int(hash) & (slots.count - 1)
        while slots[slot] >= 0 {
            let number = Int(slots[slot])
            if hashes[number] == hash, needles[number] == needle { return number }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    private mutating func place(_ number: Int) {
        var slot = Int(hashes[number]) & (slots.count - 1)
        while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
        slots[slot] = Int32(number)
    }

    /// FNV-1a of the letters: few needles differ in the rest only.
    private static func hash(_ needle: Needle) -> UInt32 {
        needle.text.withUnsafeBufferPointer { text in
            var hash: UInt32 = 0x811C_9DC5
            for byte in text { hash = (hash ^ UInt32(byte)) &* 0x0100_0193 }
            return hash
        }
    }
}
