/// Writes what a pack decodes to, so that a start need not decode it again.
///
/// A row of texts and numbers whose order the types give. All of it is printable, so that it can stand in a source
/// file: a number is five bits a character from `0` to `o`, the lowest first, with the sixth bit set where more follow; a
/// text is its length in bytes, then itself.
struct CompactWriter {
    private(set) var bytes: [UInt8] = []

    mutating func number(_ value: Int) {
        var rest = UInt(bitPattern: value)
        repeat {
            let low = UInt8(truncatingIfNeeded: rest & 0x1F)
            rest >>= 5
            bytes.append(0x30 + (low | (rest == 0 ? 0 : 0x20)))
        } while rest != 0
    }

    mutating func flag(_ value: Bool) { number(value ? 1 : 0) }

    mutating func text(_ text: String) {
        number(text.utf8.count)
        bytes += text.utf8
    }

    mutating func literal(_ text: [UInt8]) {
        number(text.count)
        bytes += text
    }

    mutating func list<Item>(_ items: [Item], _ write: (inout CompactWriter, Item) -> Void) {
        number(items.count)
        for item in items { write(&self, item) }
    }

    mutating func optional<Value>(_ value: Value?, _ write: (inout CompactWriter, Value) -> Void) {
        flag(value != nil)
        if let value { write(&self, value) }
    }

    /// The place of a word in its list.
    mutating func word<Word: CaseIterable & Equatable>(_ word: Word) {
        number(Array(Word.allCases).firstIndex(of: word) ?? 0)
    }

    mutating func words<Word: CaseIterable & Hashable>(_ words: Set<Word>) {
        let all = Array(Word.allCases)
        list(all.indices.filter { words.contains(all[$0]) }) { $0.number($1) }
    }

    mutating func texts(_ texts: [String]) { list(texts) { $0.text($1) } }
    mutating func literals(_ texts: [[UInt8]]) { list(texts) { $0.literal($1) } }

    mutating func value<Value: Compact>(_ value: Value) { value.write(to: &self) }
    mutating func values<Value: Compact>(_ values: [Value]) { list(values) { $1.write(to: &$0) } }
}

/// What can be written by a ``CompactWriter`` and read again.
protocol Compact {
    func write(to writer: inout CompactWriter)
    init(from reader: inout CompactReader)
}
