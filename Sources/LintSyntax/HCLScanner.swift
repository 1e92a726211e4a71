import LintSource

/// Cuts HCL into tokens exactly as the scanner of hclsyntax (`scan_tokens.rl`) does, and writes them to the document.
///
/// It is pulled: each ``next()`` gives the parser one token. Comments go to the document only. Pieces of text that
/// hclsyntax splits (at `$`, at a heredoc's lines) are one token here.
struct HCLScanner {
    /// The machine's states: outside of templates, and in the three kinds of template.
    enum State: UInt8 { case main, quoted, heredoc, bare }

    struct Heredoc {
        /// Bytes of the closing marker.
        var marker: ByteRange
        /// Whether the next piece of text begins a line, where the marker may stand.
        var atLineStart = true
    }

    let base: UnsafePointer<UInt8>
    let count: Int
    var document: TokenizedDocument

    /// The next byte to read.
    var at = 0
    /// Bytes of the token that ``next()`` gave last.
    var start = 0
    var end = 0
    /// Where the line of the last token outside templates begins.
    var lineStart = 0
    var state = State.main
    /// States to come back to at the end of a template or a sequence in one.
    var callers: [State] = []
    var braces = 0
    /// The depths of braces at which a `}` ends a template sequence.
    var sequenceBraces: [Int] = []
    var heredocs: [Heredoc] = []
    /// From here on the file has no `*/`, once that was found out: `/*/*/*…` must not search again and again.
    var noCommentEnd = Int.max
    /// Set when the machine stopped for good: hclsyntax has no rule for a lone CR in a heredoc.
    var stopped = false

    init(_ bytes: ByteView, state: State, document: TokenizedDocument) {
        base = bytes.base
        count = bytes.count
        self.state = state
        self.document = document
        if bytes.has("\u{FEFF}", at: 0) { at = 3 }
        lineStart = at
    }

    @inline(__always)
    func byte(_ index: Int) -> UInt8 { index < count ? base[index] : 0 }

    /// The next token that matters to the parser; `.eof` again and again at the end.
    mutating func next() -> HCLTokenType {
        switch state {
        case .main: nextInMain()
        case .quoted: nextInQuoted()
        case .heredoc: nextInHeredoc()
        case .bare: nextInBare()
        }
    }

    /// Takes the bytes up to `to` as a token and moves behind it.
    @inline(__always)
    mutating func take(_ from: Int, _ to: Int, _ kind: TokenKind) {
        start = from
        end = to
        at = to
        document.add(Token(from, to, kind), position: to, of: count)
    }

    mutating func fail(_ from: Int, _ to: Int, _ message: String) { document.fail(from, to, message) }

    mutating func endOfFile() -> HCLTokenType {
        start = count
        end = count
        at = count
        return .eof
    }

    /// Whether the last token is the first of its line.
    var onlyBlanksBefore: Bool { (lineStart..<max(start, lineStart)).allSatisfy { base[$0].isBlank } }

    /// A template begins: the state to come back to is the present one.
    mutating func enter(_ inner: State) {
        callers.add(state)
        state = inner
    }

    mutating func leave() { state = callers.popLast() ?? .main }

    /// `${` or `%{` stands at ``at``, with or without its `~`.
    mutating func beginSequence() -> HCLTokenType {
        let type: HCLTokenType = base[at] == .ascii("$") ? .interpolation : .control
        take(at, at + (byte(at + 2) == .ascii("~") ? 3 : 2), .template)
        braces += 1
        sequenceBraces.add(braces)
        if !heredocs.isEmpty { heredocs[heredocs.count - 1].atLineStart = false }
        enter(.main)
        return type
    }

    /// The length of the character at `index` if its bytes have the form of UTF-8 (as loosely as hclsyntax looks), else 0.
    func characterLength(_ index: Int) -> Int {
        let lead = base[index]
        if lead < 0x80 { return 1 }
        let length = lead < 0xC0 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF8 ? 4 : 0
        guard length > 0, index + length <= count else { return 0 }
        for i in 1..<length where base[index + i] & 0xC0 != 0x80 { return 0 }
        return length
    }

    mutating func badUTF8() -> HCLTokenType {
        take(at, at + 1, .invalid)
        fail(start, end, "invalid character encoding: not UTF-8")
        return .invalid
    }
}
