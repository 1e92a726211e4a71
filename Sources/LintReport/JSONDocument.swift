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
        open(name, to: &sink)
        sink.write("[")
        var isFirst = true
        var json = JSONWriter()
        for item in items where !sink.isClosed {
            sink.write(isFirst ? Self.firstLine : Self.nextLine)
            isFirst = false
            json.restart()
            write(item, &json)
            sink.write(ActionsGuard.json(json.bytes, options))
        }
        sink.write(isFirst ? "]" : "\n]")
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
