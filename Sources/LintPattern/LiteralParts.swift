import CSystem

/// Short literals, of which the one with the least number is looked for in others, however many there are.
struct LiteralParts {
    private var literals: [[UInt8]] = []
    private var numbers: [Key: Int] = [:]
    /// How long they are, each length once.
    private var lengths: [Int] = []

    /// So many are looked for one by one, which costs a small pack less.
    private static let few = 64

    /// The bytes of a literal, fifteen at most, and how many they are.
    private struct Key: Hashable {
        var low: UInt64 = 0
        var high: UInt64 = 0

        init(_ bytes: some Collection<UInt8>) {
            for (at, byte) in bytes.enumerated() {
                if at < 8 { low |= UInt64(byte) << UInt64(8 * at) } else { high |= UInt64(byte) << UInt64(8 * at - 64) }
            }
            high |= UInt64(bytes.count) << 56
        }
    }

    /// Its number is that of those before it. Each once, and short.
    mutating func append(_ literal: [UInt8]) {
        numbers[Key(literal)] = literals.count
        if !lengths.contains(literal.count) { lengths.append(literal.count) }
        literals.append(literal)
    }

    /// The one of the least number that stands in `literal`, and where it does first.
    func first(in literal: [UInt8]) -> (number: Int, offset: Int)? {
        if literals.count <= LiteralParts.few {
            for (number, part) in literals.enumerated() {
                if let offset = LiteralParts.place(of: part, in: literal) { return (number, offset) }
            }
            return nil
        }
        var first: (number: Int, offset: Int)?
        for length in lengths where length <= literal.count {
            for offset in 0...(literal.count - length) {
                guard let number = numbers[Key(literal[offset..<(offset + length)])] else { continue }
                if first.map({ number < $0.number }) ?? true { first = (number, offset) }
            }
        }
        return first
    }

    private static func place(of part: [UInt8], in literal: [UInt8]) -> Int? {
        literal.withUnsafeBytes { literal in
            part.withUnsafeBytes { part in
                guard let start = literal.baseAddress,
                    let found = flywheel_memmem(start, literal.count, part.baseAddress, part.count)
                else { return nil }
                return UnsafeRawPointer(found) - start
            }
        }
    }
}
