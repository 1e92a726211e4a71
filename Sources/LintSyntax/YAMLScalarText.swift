public import LintSource

/// What a YAML scalar says, for those who read one that is no document: indentation stripped, escapes decoded, and where
/// each byte stands.
public struct YAMLScalarText: Sendable {
    public let bytes: [UInt8]
    public let map: OffsetMap

    /// - Parameter range: of a node's value: a block scalar with its header, a plain or quoted one with its quotes.
    public init(_ range: ByteRange, _ host: ByteView) {
        let start = Int(range.start)
        let text: EmbedText
        switch host[start] {
        case .ascii("|"), .ascii(">"):
            var end = start
            while end < Int(range.end), !host[end].isLineEnd { end += 1 }
            var last = Int(range.end)
            while last > end, host[last - 1].isLineEnd { last -= 1 }
            text = EmbedText(yamlBlockScalar: ByteRange(start, end), end: last, host)
        case .ascii("'"): text = EmbedText(yamlFlowScalar: range, .scalarSingle, host)
        case .ascii("\""): text = EmbedText(yamlFlowScalar: range, .scalarDouble, host)
        default: text = EmbedText(yamlFlowScalar: range, .scalarPlain, host)
        }
        bytes = text.bytes
        map = text.map
    }
}
