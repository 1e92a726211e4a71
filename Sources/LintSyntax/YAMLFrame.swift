/// An open collection (or document) of the YAML scanner.
struct YAMLFrame {
    enum Kind: UInt8 { case document, sequence, mapping, flowSequence, flowMapping }

    /// What comes next in it.
    enum State: UInt8 {
        /// Between entries (block), or the document's root is complete.
        case between
        /// A node is awaited: the root, an item, a mapping's value.
        case value
        /// Block mapping: the node after `?`; flow: likewise.
        case explicitKey
        /// The node after `?` is complete, `:` may follow.
        case afterExplicitKey
        /// Flow: an entry may begin.
        case entry
        /// Flow: an entry's first node is complete: `:`, `,` or the end follow.
        case afterEntry
        /// Flow: the entry is complete: `,` or the end follow.
        case done
    }

    var kind: Kind
    var state: State
    /// Flow: the last node was quoted or a collection, so `:` may follow it without a space after.
    var isJSON = false
    /// Flow sequence: the entry is a single pair `[a: b]`, a mapping of its own.
    var isPair = false
    /// Column of the entries; -1 for a document. Flow collections keep that of the block they stand in.
    var indent: Int32
    /// Flow: where the entry begins, and the line it begins on.
    var entryStart: UInt32 = 0
    var entryLine: UInt32 = 0
    /// Flow: the event kept free for a single pair.
    var entryEvent: UInt32 = 0

    init(_ kind: Kind, _ state: State, indent: Int) {
        self.kind = kind
        self.state = state
        self.indent = Int32(truncatingIfNeeded: indent)
    }
}

/// The anchor and the tag before a node; which of them were seen.
struct YAMLProperties {
    var anchor = false
    var tag = false
    var start = 0
    var isEmpty: Bool { !anchor && !tag }
}
