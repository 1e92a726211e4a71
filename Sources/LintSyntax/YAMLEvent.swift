/// One step of a YAML stream's structure, as the scanner finds it; what the tree and the paths are made from.
///
/// In a mapping, keys and values alternate. Offsets are bytes of the scanned text.
struct YAMLEvent {
    enum Kind: UInt8 {
        /// A place kept for a mapping that may turn out to begin here (`[a]: b`); means nothing.
        case nothing
        case documentStart
        case mappingStart, mappingEnd
        case sequenceStart, sequenceEnd
        case plain, single, double, literal, folded
        case alias
        /// A node without text.
        case null

        var isScalar: Bool { rawValue >= Kind.plain.rawValue && rawValue <= Kind.folded.rawValue }
    }

    var kind: Kind
    /// For a block scalar, the column its text begins at.
    var indent: Int32 = 0
    var start: UInt32
    var end: UInt32

    init(_ kind: Kind, _ start: Int, _ end: Int, indent: Int = 0) {
        self.kind = kind
        self.start = UInt32(truncatingIfNeeded: start)
        self.end = UInt32(truncatingIfNeeded: end)
        self.indent = Int32(truncatingIfNeeded: indent)
    }
}
