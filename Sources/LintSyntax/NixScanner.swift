import LintSource

/// Cuts Nix into tokens exactly as Nix's own lexer (`lexer.l`) does, and writes them to the document.
///
/// It is pulled: each ``next()`` gives the parser one token. Pieces of one text that Nix's lexer splits (at escapes of
/// indented strings, at double slashes of paths) are one token here. Where Nix's lexer looks ahead over the same bytes
/// again and again (`a.a.a…` might become a path or a URI), this one remembers what it saw, and stays linear.
struct NixScanner {
    /// What the bytes at ``at`` are part of; the brace states remember what opened them.
    enum State: UInt8 { case braces, interpolation, string, indented, path, pathSlash }

    let base: UnsafePointer<UInt8>
    let count: Int
    var document: TokenizedDocument

    /// The next byte to read.
    var at = 0
    /// Bytes of the token that ``next()`` gave last.
    var start = 0
    var end = 0
    /// Open strings, paths and braces; code outside of all of them when empty.
    var states: [State] = []
    /// The end of the run of path characters that `at` stands in, once it was looked for, and the last `_` of that run.
    var runEnd = 0
    var runUnderscore = -1
    /// From here on the file has no `*/`, once that was found out.
    var noCommentEnd = Int.max

    init(_ bytes: ByteView, document: TokenizedDocument) {
        base = bytes.base
        count = bytes.count
        self.document = document
    }

    @inline(__always)
    func byte(_ index: Int) -> UInt8 { index < count ? base[index] : 0 }

    /// The next token; `.eof` again and again at the end.
    @inline(__always)
    mutating func next() -> NixTokenType {
        switch states.last {
        case nil, .braces, .interpolation: nextInCode()
        case .string: nextInString()
        case .indented: nextInIndented()
        case .path, .pathSlash: nextInPath()
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

    mutating func endOfFile() -> NixTokenType {
        start = count
        end = count
        at = count
        return .eof
    }

    @inline(__always)
    mutating func enter(_ state: State) { states.add(state) }

    mutating func leave() { if !states.isEmpty { states.removeLast() } }
}

/// Byte classes of Nix's lexer, as one bit for each ASCII byte.
extension UInt8 {
    /// `PATH_CHAR`: letters, digits and `._-+`.
    @inline(__always) var isNixPath: Bool { isIn(0x3FF680000000000, 0x7FFFFFE87FFFFFE) }
    /// What an identifier goes on with: letters, digits and `_'-`.
    @inline(__always) var isNixIdentifier: Bool { isIn(0x3FF208000000000, 0x7FFFFFE87FFFFFE) }
    /// What a URI has behind its colon: letters, digits and `%/?:@&=+$,-_.!~*'`.
    @inline(__always) var isNixURI: Bool { isIn(0xA7FFFCF200000000, 0x47FFFFFE87FFFFFF) }

    @inline(__always)
    private func isIn(_ low: UInt64, _ high: UInt64) -> Bool {
        self < 0x80 && (self < 0x40 ? low : high) &>> UInt64(self & 0x3F) & 1 != 0
    }
}
