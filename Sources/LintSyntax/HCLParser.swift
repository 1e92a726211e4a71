import LintSource

/// Reads tokens as hclsyntax's parser does, for the verdict, the contexts of names, named ranges and the tree.
///
/// A pushdown machine with one token of look-ahead. Operator precedence does not matter to any of its answers, so an
/// expression is operands with operators between them.
struct HCLParser {
    enum State: UInt8 { case item, operand, afterOperand, template, done }

    let bytes: ByteView
    var scanner: HCLScanner
    /// Whether line ends are tokens here: not in brackets.
    var newlines = true
    /// The next token.
    var type = HCLTokenType.eof
    /// The end of the last token that was read.
    var previousEnd = 0
    var state = State.item
    var frames: [HCLFrame] = []
    var bodies: [HCLBody] = []
    /// The next operand is the first of a value or a key.
    var isFirst = false
    /// Open directives of all templates being read.
    var directives: [Directive] = []
    var names = HCLNames()
    var tree: SyntaxTree?
    var paths: NamedPaths
    /// The column of the item being read, for recovery.
    var itemColumn = 0

    enum Directive: UInt8 { case ifBranch, elseBranch, loop }

    init(_ bytes: ByteView, scanner: HCLScanner, options: TokenizeOptions) {
        self.bytes = bytes
        self.scanner = scanner
        if options.tree { tree = SyntaxTree(range: ByteRange(0, bytes.count)) }
        paths = NamedPaths(wanted: options.namedRanges, fileSize: bytes.count)
        switch options.mode {
        case .config:
            bodies.add(
                HCLBody(
                    isBlock: false, names: 0, path: 0, column: -1, node: tree == nil ? -1 : 0, typeNode: -1, start: 0,
                    openBrace: 0, named: -1, id: 0))
            frames.add(HCLFrame(.body, newlines: true))
        case .expr:
            newlines = false
            frames.add(HCLFrame(.rootExpression, newlines: false))
            state = .operand
        case .template:
            var frame = HCLFrame(.template, newlines: true)
            frame.flag = true
            frames.add(frame)
            state = .template
        }
        frames.reserveCapacity(32)
        type = self.scanner.next()
        if type == .newline, !newlines { advance() }
    }

    /// Deeper than any file that a person or a generator writes, and than hclsyntax itself gets: memory has an end.
    static let depthLimit = 1 << 20

    mutating func parse() {
        while true {
            if frames.count > Self.depthLimit {
                complain("this is nested too deeply")
                recover()
            }
            switch state {
            case .item: parseItem()
            case .operand: parseOperand()
            case .afterOperand: parseAfterOperand()
            case .template: parseTemplate()
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
        repeat { type = scanner.next() } while type == .newline && !newlines
    }

    /// From here on line ends do not count.
    @inline(__always)
    mutating func ignoreNewlines() {
        newlines = false
        if type == .newline { advance() }
    }

    /// The place of the next token among the document's.
    var tokenIndex: Int { scanner.document.tokens.count - 1 }

    var tokenRange: ByteRange { ByteRange(scanner.start, scanner.end) }

    func isWord(_ word: StaticString) -> Bool {
        type == .identifier && scanner.end - scanner.start == word.utf8CodeUnitCount
            && bytes.has(word, at: scanner.start)
    }

    mutating func setContext(_ token: Int, _ context: Context) {
        scanner.document.tokens[token].context = context
    }

    /// Puts an error on record at the next token.
    mutating func complain(_ message: String) { scanner.fail(scanner.start, scanner.end, message) }

    // MARK: Frames

    /// Begins something whose inside does not see line ends.
    @inline(__always)
    mutating func pushBracket(_ kind: HCLFrame.Kind, closer: HCLTokenType) {
        var frame = HCLFrame(kind, newlines: newlines)
        frame.isFirst = isFirst
        frame.closer = closer
        frame.start = scanner.start
        isFirst = false
        frames.add(frame)
        newlines = false
    }

    @inline(__always)
    var top: Int { frames.count - 1 }

    /// The operand that just ended, a container or a template, is all there is of the value so far.
    mutating func closeOperand(_ frame: HCLFrame, _ simple: HCLFrame.Simple) {
        guard frame.isFirst, !frames.isEmpty else { return }
        frames[top].simple = simple
        frames[top].simpleEnd = scanner.end
        frames[top].text = frame.text
    }
}
