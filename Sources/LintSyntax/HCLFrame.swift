import LintSource

/// What the HCL parser is in the middle of: one of its explicit stack.
struct HCLFrame {
    enum Kind: UInt8 {
        // Roots: what is left when all else is done.
        case body, rootExpression, template
        /// Waiting for the end of an expression.
        case attribute, parenthesis, index, call, tuple, objectKey, objectValue, conditional
        case forCollection, forResult, forValue, forCondition
        case interpolation, directive
    }

    /// What a value is, as far as it has been read: known only while it is a single operand.
    enum Simple: UInt8 { case no, word, number, string, heredoc, flushHeredoc, container }

    var kind: Kind
    /// Whether line ends counted before this frame, to be restored after it.
    var newlines: Bool
    /// Whether this is the first operand of the value that the frame below waits for.
    var isFirst = false
    /// Of a template: it has no sequences. Of a `for`: it has a `...`. Of an attribute: its block is on one line.
    var flag = false
    /// Of a `for`: its result has a key.
    var hasKey = false
    /// The token that ends it.
    var closer = HCLTokenType.eof
    var simple = Simple.no
    /// Where the simple operand ends: the value is simple if nothing was read after that.
    var simpleEnd: Int {
        get { Int(simpleEnd32) }
        set { simpleEnd32 = UInt32(truncatingIfNeeded: newValue) }
    }
    /// Where the value, or the key, begins.
    var start: Int {
        get { Int(start32) }
        set { start32 = UInt32(truncatingIfNeeded: newValue) }
    }
    /// The tree's node that gets children, or -1.
    var node: Int32 = -1
    /// The node of the value being read, or -1.
    var value: Int32 = -1
    /// Of an attribute its name's token; of a template its opening quote; of a key its first token.
    var token: Int {
        get { Int(token32) }
        set { token32 = UInt32(truncatingIfNeeded: newValue) }
    }
    /// Of a template: how many directives were open outside of it.
    var directives: Int {
        get { Int(directives32) }
        set { directives32 = UInt32(truncatingIfNeeded: newValue) }
    }
    /// Bytes of the text of a template without sequences; of an attribute or object item, the name.
    var text = ByteRange(0, 0)
    /// The named range, or -1.
    var named: Int32 = -1

    // Offsets are kept in 32 bits: frames are what deep nesting costs.
    private var simpleEnd32: UInt32 = 0
    private var start32: UInt32 = 0
    private var token32: UInt32 = 0
    private var directives32: UInt32 = 0

    init(_ kind: Kind, newlines: Bool) {
        self.kind = kind
        self.newlines = newlines
    }
}

/// A body being read: the file or a block.
struct HCLBody {
    var isBlock: Bool
    /// Where its attributes begin in the parser's list of names.
    var names: Int
    /// How long the path of named ranges is up to here.
    var path: Int
    /// The column of the block's first byte, for recovery.
    var column: Int
    /// Its node, or -1, and the node that stands for the whole block (its type).
    var node: Int32
    var typeNode: Int32
    var start: Int
    var openBrace: Int
    var named: Int32
    /// Number of this body in the file.
    var id: Int
}
