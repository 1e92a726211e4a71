import LintSource

/// A text that is the program's own, and is made into a `String` when somebody asks for it; or any other text.
struct RecordedText: @unchecked Sendable, Hashable, CustomReflectable {
    // Sendable: what a pointer leads to stays for ever, and nobody writes there.
    private enum Source {
        case text(String)
        case standing(UnsafePointer<UInt8>, count: Int)
    }

    private let source: Source

    init(_ text: String) { source = .text(text) }

    /// - Parameter bytes: part of a `StaticString`.
    init(standing bytes: ByteView) { source = .standing(bytes.base, count: bytes.count) }

    var text: String {
        switch source {
        case .text(let text): text
        case .standing(let start, let count):
            String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
        }
    }

    var customMirror: Mirror { Mirror(reflecting: text) }

    static func == (one: RecordedText, other: RecordedText) -> Bool { one.text == other.text }
    func hash(into hasher: inout Hasher) { hasher.combine(text) }
}
