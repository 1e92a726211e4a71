import LintSource

/// What the Nix parser is in the middle of: one of its explicit stack.
struct NixFrame {
    enum Kind: UInt8 {
        case root
        // Waiting for the end of an expression.
        case parenthesis, bindingValue, interpolation, inheritSource, formalDefault
        case assertCondition, withScope, ifCondition, ifResult
        // Being read part by part.
        case list, attributes, letBindings, inherit, formals
        case string, indented, path
        /// Attribute paths, by what they are for.
        case bindingPath, selectPath, hasPath
    }

    /// What a value is: known only while it is a single operand.
    enum Simple: UInt8 { case no, word, string, indented, container }

    var kind: Kind
    /// Whether this is the first operand of the value that the frame below waits for.
    var isFirst = false
    /// Of a string: it has no interpolation. Of formals: a binding set may still turn out to be meant.
    var flag = false
    /// Of a string or interpolation: it is part of an attribute path.
    var isAttribute = false
    /// Of an expression: a comparison was read that cannot be followed by another, and which pipe was.
    var hasEquality = false
    var hasRelation = false
    var pipe = NixTokenType.eof
    var simple = Simple.no
    /// The operand that is all of the value: its bytes, and of a string the text's bytes.
    var simpleStart: Int {
        get { Int(simpleStart32) }
        set { simpleStart32 = UInt32(truncatingIfNeeded: newValue) }
    }
    var simpleEnd: Int {
        get { Int(simpleEnd32) }
        set { simpleEnd32 = UInt32(truncatingIfNeeded: newValue) }
    }
    var text = ByteRange(0, 0)
    /// The node of the value that is read, or -1.
    var value: Int32 = -1
    /// The node that bindings belong to outside of this frame.
    var owner: Int32 = -1
    /// Of a binding its outermost new node.
    var outer: Int32 = -1
    /// Where it begins, in bytes and as a token.
    var start: Int {
        get { Int(start32) }
        set { start32 = UInt32(truncatingIfNeeded: newValue) }
    }
    var token: Int {
        get { Int(token32) }
        set { token32 = UInt32(truncatingIfNeeded: newValue) }
    }
    /// Of an attribute path: how many components there were before it. Of a binding: the length of the outer path.
    var base: Int {
        get { Int(base32) }
        set { base32 = UInt32(truncatingIfNeeded: newValue) }
    }
    /// The named range, or the number of them before an attribute path; -1 for none.
    var named: Int32 = -1

    // Offsets are kept in 32 bits: frames are what deep nesting costs.
    private var simpleStart32: UInt32 = 0
    private var simpleEnd32: UInt32 = 0
    private var start32: UInt32 = 0
    private var token32: UInt32 = 0
    private var base32: UInt32 = 0

    init(_ kind: Kind) { self.kind = kind }
}

/// One component of the attribute path of a binding.
struct NixComponent {
    /// Bytes of the whole, with quotes.
    var range: ByteRange
    /// Bytes of the text of a plain string.
    var text: ByteRange
    var isString: Bool
}
