import LintSource

/// Reads what a ``CompactWriter`` wrote. Of anything else it makes something and says so by ``hasFailed``; it never reads
/// outside its bytes.
struct CompactReader {
    private let bytes: ByteView
    private var at = 0
    private(set) var hasFailed = false

    init(_ bytes: ByteView) { self.bytes = bytes }

    /// Whether all was read and all of it made sense.
    var isDone: Bool { !hasFailed && at == bytes.count }

    mutating func number() -> Int {
        var value: UInt = 0
        var shift: UInt = 0
        while true {
            let digit = bytes[at] &- 0x30
            guard digit < 0x40, shift < 65 else {
                hasFailed = true
                return 0
            }
            at += 1
            value |= UInt(digit & 0x1F) << shift
            if digit & 0x20 == 0 { return Int(bitPattern: value) }
            shift += 5
        }
    }

    /// A number of things of which each takes a byte or more.
    private mutating func count() -> Int {
        let count = number()
        guard count >= 0, count <= bytes.count - at else {
            hasFailed = true
            return 0
        }
        return count
    }

    mutating func flag() -> Bool { number() != 0 }

    mutating func text() -> String {
        let length = count()
        defer { at += length }
        return String(decoding: bytes[at..<(at + length)], as: UTF8.self)
    }

    /// The same bytes where they stand.
    mutating func part() -> ByteView {
        let length = count()
        defer { at += length }
        return ByteView(bytes[at..<(at + length)])
    }

    mutating func literal() -> [UInt8] {
        let length = count()
        defer { at += length }
        return Array(bytes[at..<(at + length)])
    }

    mutating func list<Item>(_ read: (inout CompactReader) -> Item) -> [Item] {
        let count = count()
        if count == 0 { return [] }
        var items: [Item] = []
        items.reserveCapacity(count)
        for _ in 0..<count where !hasFailed { items.append(read(&self)) }
        return items
    }

    mutating func optional<Value>(_ read: (inout CompactReader) -> Value) -> Value? { flag() ? read(&self) : nil }

    /// The first of its kind when there is no such word.
    mutating func word<Word: CaseIterable>(_ fallback: Word) -> Word where Word.AllCases == [Word] {
        let number = number()
        let all = Word.allCases
        guard all.indices.contains(number) else {
            hasFailed = true
            return fallback
        }
        return all[number]
    }

    mutating func words<Word: CaseIterable & Hashable>() -> Set<Word> where Word.AllCases == [Word] {
        let numbers = list { $0.number() }
        let all = Word.allCases
        var words = Set<Word>(minimumCapacity: numbers.count)
        for number in numbers {
            if all.indices.contains(number) { words.insert(all[number]) } else { hasFailed = true }
        }
        return words
    }

    mutating func texts() -> [String] { list { $0.text() } }
    mutating func literals() -> [[UInt8]] { list { $0.literal() } }

    mutating func value<Value: Compact>() -> Value { Value(from: &self) }
    mutating func values<Value: Compact>() -> [Value] { list { Value(from: &$0) } }

    /// What stands for a kind that nobody writes.
    mutating func fail() { hasFailed = true }
}
