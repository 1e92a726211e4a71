public import LintSource

/// The named structure of a document: HCL blocks and attributes, YAML mappings and sequences, Nix attribute sets.
///
/// One flat array, parents before children, siblings in source order; node 0 is the root. Selectors
/// (`$.terraform.backend.http.address`) walk it. Labels of an HCL block are levels of objects; a repeated block is a
/// sibling of the same name; a dotted Nix attribute path is nested sets.
public struct SyntaxTree: Sendable {
    public enum Kind: UInt8, Sendable {
        /// An HCL body or object, a YAML mapping, a Nix attribute set.
        case object
        /// A YAML sequence, an HCL tuple, a Nix list.
        case array
        /// A value whose text is known: a string without interpolation, a number, a word.
        case scalar
        /// Any other expression: a template with interpolation, a call, a function.
        case expression
    }

    public struct Node: Sendable {
        public var kind: Kind
        /// The decoded name; `nil` for the root and for items of an array.
        public var name: String?
        /// Bytes of the name in the file (with its quotes); empty where there is none.
        public var nameRange: ByteRange
        /// Bytes of the value: with quotes, from a block's `{` to its `}`.
        public var valueRange: ByteRange
        /// Bytes of the whole: name to the end of the value.
        public var range: ByteRange
        /// The decoded value of a scalar.
        public var scalar: String?
        /// Position among the items of an array; -1 elsewhere.
        public var index: Int32 = -1
        public var parent: Int32
        public internal(set) var firstChild: Int32 = -1
        public internal(set) var nextSibling: Int32 = -1
        var lastChild: Int32 = -1

        public init(
            kind: Kind, name: String? = nil, nameRange: ByteRange = ByteRange(0, 0), valueRange: ByteRange,
            range: ByteRange, scalar: String? = nil, parent: Int
        ) {
            self.kind = kind
            self.name = name
            self.nameRange = nameRange
            self.valueRange = valueRange
            self.range = range
            self.scalar = scalar
            self.parent = Int32(parent)
        }
    }

    public private(set) var nodes: [Node]

    /// A tree that is only its root, an object over `range`.
    ///
    /// With room for so many nodes, so that those of a large file are not moved again and again.
    public init(root kind: Kind = .object, range: ByteRange, capacity: Int = 1) {
        nodes = []
        nodes.reserveLarge(capacity)
        nodes.append(Node(kind: kind, valueRange: range, range: range, parent: -1))
    }

    /// Adds a node as the last child of its parent; gives its index. Items of an array get their `index` here.
    @discardableResult
    public mutating func append(_ node: consuming Node) -> Int {
        let id = nodes.count
        if id == nodes.capacity { grow(at: Int(node.range.start)) }
        let parent = Int(node.parent)
        // (Whether nobody else holds the nodes is asked once, not of each that is changed.)
        node.index = nodes.withUnsafeMutableBufferPointer { nodes -> Int32 in
            let sibling = Int(nodes[parent].lastChild)
            nodes[parent].lastChild = Int32(id)
            if sibling < 0 { nodes[parent].firstChild = Int32(id) } else { nodes[sibling].nextSibling = Int32(id) }
            return nodes[parent].kind != .array ? node.index : sibling < 0 ? 0 : nodes[sibling].index + 1
        }
        nodes.append(consume node)
        return id
    }

    /// Makes room by what the text has held up to `position`, so that a large file's nodes are moved once, not many times.
    @inline(never)
    private mutating func grow(at position: Int) {
        let have = nodes.count
        let size = Int(nodes[0].range.end)
        let expected = have < 256 ? 0 : Int(Double(have) * Double(size) / Double(max(position, 1)))
        nodes.reserveLarge(max(min(expected + expected / 16, 8 * have), 2 * have))
    }

    /// Changes a node whose end or value became known after its children.
    public mutating func update(_ id: Int, _ change: (inout Node) -> Void) { change(&nodes[id]) }

    public func children(of id: Int) -> Children { Children(tree: self, id: nodes[id].firstChild) }

    public struct Children: Sequence, IteratorProtocol {
        let tree: SyntaxTree
        var id: Int32
        public mutating func next() -> Int? {
            guard id >= 0 else { return nil }
            defer { id = tree.nodes[Int(id)].nextSibling }
            return Int(id)
        }
    }
}
