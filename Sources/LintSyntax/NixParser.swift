import LintSource

/// Reads tokens as Nix's grammar (`parser.y`) does, for the verdict, the contexts of names, named ranges and the tree.
///
/// A pushdown machine with one token of look-ahead. Precedence matters to its answers only where operators do not
/// chain, so an operation is operands with operators between them.
struct NixParser {
    enum State: UInt8 {
        /// Where any expression may begin, also a function; where an operand may; where a simple one may.
        case expression, operand, simple
        /// Behind a simple expression, which `.` may select from; behind that; behind `x ? a`.
        case afterSimple, afterSelect, afterTest
        case attribute, afterAttribute
        case bindings, inherit, list, formal
        case string, path
        case done
    }

    let bytes: ByteView
    var scanner: NixScanner
    /// The next token.
    var type = NixTokenType.eof
    /// The end of the last token that was read.
    var previousEnd = 0
    var state = State.expression
    var frames: [NixFrame] = []
    /// The next operand is the first of a value.
    var isFirst = true
    /// The node that bindings become children of, or -1.
    var owner: Int32 = -1
    var components: [NixComponent] = []
    var tree: SyntaxTree?
    var paths: NamedPaths

    init(_ bytes: ByteView, scanner: NixScanner, options: TokenizeOptions) {
        self.bytes = bytes
        self.scanner = scanner
        paths = NamedPaths(wanted: options.namedRanges, fileSize: bytes.count)
        var root = NixFrame(.root)
        if options.tree {
            tree = SyntaxTree(root: .expression, range: ByteRange(0, bytes.count))
            root.value = 0
            owner = 0
        }
        frames.reserveCapacity(32)
        frames.add(root)
        type = self.scanner.next()
    }

    /// Deeper than any file that a person or a generator writes: memory has an end.
    static let depthLimit = 1 << 20

    mutating func parse() {
        while true {
            if frames.count > Self.depthLimit {
                complain("this is nested too deeply")
                recover()
            }
            switch state {
            case .expression: parseExpression()
            case .operand: parseOperand()
            case .simple: parseSimple()
            case .afterSimple: parseAfterSimple()
            case .afterSelect: parseAfterSelect()
            case .afterTest: parseOperator()
            case .attribute: parseAttribute()
            case .afterAttribute: parseAfterAttribute()
            case .bindings: parseBinding()
            case .inherit: parseInherit()
            case .list: parseListItem()
            case .formal: parseFormal()
            case .string: parseString()
            case .path: parsePath()
            case .done: return
            }
        }
    }

    /// The document, when ``parse()`` is through.
    mutating func finish() -> TokenizedDocument {
        scanner.document.tree = tree
        scanner.document.namedRanges = paths.ranges
        return scanner.document
    }

    // MARK: Tokens

    @inline(__always)
    mutating func advance() {
        previousEnd = scanner.end
        type = scanner.next()
    }

    /// The place of the next token among the document's.
    var tokenIndex: Int { scanner.document.tokens.count - 1 }

    var tokenRange: ByteRange { ByteRange(scanner.start, scanner.end) }

    mutating func setContext(_ token: Int, _ context: Context) {
        scanner.document.tokens[token].context = context
    }

    /// Puts an error on record at the next token.
    mutating func complain(_ message: String) { scanner.fail(scanner.start, scanner.end, message) }

    /// What is wrong with the next token where `wanted` should be.
    mutating func expected(_ wanted: String) {
        complain(type == .eof ? "the file ends where \(wanted) is expected" : "\(wanted) is expected here")
        recover()
    }

    // MARK: Frames

    @inline(__always)
    var top: Int { frames.count - 1 }

    /// A frame that remembers whether it is the first operand of a value.
    @inline(__always)
    mutating func push(_ kind: NixFrame.Kind) {
        var frame = NixFrame(kind)
        frame.isFirst = isFirst
        frame.owner = owner
        frame.start = scanner.start
        frame.token = tokenIndex
        isFirst = false
        frames.add(frame)
    }

    /// The operand from `start` to the end of the next token is all there is of the value so far.
    mutating func markSimple(_ simple: NixFrame.Simple, from start: Int, text: ByteRange = ByteRange(0, 0)) {
        frames[top].simple = simple
        frames[top].simpleStart = start
        frames[top].simpleEnd = scanner.end
        frames[top].text = text
        isFirst = false
    }
}
