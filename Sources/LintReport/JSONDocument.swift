import LintSource

/// Streams one JSON object: each field on a line, each item of a long array on a line of its own.
struct JSONDocument {
    private let options: ReportOptions
    private var needsComma = false

    private static let firstLine: [UInt8] = [0x0A]
    private static let nextLine: [UInt8] = [.ascii(","), 0x0A]

    init(_ options: ReportOptions) { self.options = options }

    mutating func field(_ name: String, to sink: inout some ByteSink, _ value: (inout JSONWriter) -> Void) {
        open(name, to: &sink)
        emit(value, to: &sink)
    }

    mutating func array<Item>(
        _ name: String, _ items: [Item], to sink: inout some ByteSink, _ write: (Item, inout JSONWriter) -> Void
    ) {
        array(name, count: items.count, to: &sink) { write(items[$0], &$1) }
    }

    /// - Parameter write: writes the item at a place: where items are large, they need not be handed over.
    mutating func array(
        _ name: String, count: Int, to sink: inout some ByteSink, _ write: (Int, inout JSONWriter) -> Void
    ) {
        open(name, to: &sink)
        sink.write("[")
        var json = JSONWriter()
        for place in 0..<count where !sink.isClosed {
            sink.write(place == 0 ? Self.firstLine : Self.nextLine)
            json.restart()
            write(place, &json)
            sink.write(ActionsGuard.json(json.bytes, options))
        }
        sink.write(count == 0 ? "]" : "\n]")
    }

    mutating func finish(to sink: inout some ByteSink) {
        sink.write(needsComma ? "\n}\n" : "{}\n")
    }

    private mutating func open(_ name: String, to sink: inout some ByteSink) {
        sink.write((needsComma ? ",\n" : "{\n") + "\"\(name)\": ")
        needsComma = true
    }

    private func emit(_ value: (inout JSONWriter) -> Void, to sink: inout some ByteSink) {
        var json = JSONWriter()
        value(&json)
        sink.write(ActionsGuard.json(json.bytes, options))
    }
}
