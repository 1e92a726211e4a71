/// A value behind a pointer: what many hold costs no copy.
final class Kept<Value: Sendable>: Sendable {
    let value: Value
    init(_ value: consuming Value) { self.value = value }

    /// - Parameter fill: makes `value` what it shall be, before it is kept.
    init(_ value: consuming Value, _ fill: (inout Value) -> Void) {
        var value = consume value
        fill(&value)
        self.value = consume value
    }
}

extension Kept: Equatable where Value: Equatable {
    static func == (a: Kept, b: Kept) -> Bool { a === b || a.value == b.value }
}

extension Kept: Hashable where Value: Hashable {
    func hash(into hasher: inout Hasher) { hasher.combine(value) }
}
