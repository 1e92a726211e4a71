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

    mutating func collect() {
        for number in flags.indices where flags[number] { numbers.append(number) }
    }
}
