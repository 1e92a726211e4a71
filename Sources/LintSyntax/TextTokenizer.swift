public import LintSource

/// Reads every language that has no tokenizer of its own: comments, strings and the words between, by a table.
///
/// It finds no syntax errors. A string that its language ends with the line and that is not closed there is no string:
/// an apostrophe in running text must not turn the rest of a file into one.
public enum TextTokenizer: Tokenizer {
    public static func tokenize(_ bytes: ByteView, options: TokenizeOptions, into document: inout TokenizedDocument) {
        let start = bytes.has("\u{FEFF}", at: 0) ? 3 : 0
        if document.language == .expression {
            document.append(start, bytes.count, .expression)
            return
        }
        document.tokens.reserve(bytes.count / 8, forText: bytes.count)
        var scanner = TextScanner(
            bytes, range: start..<bytes.count, syntax: TextSyntax.of(document.language), into: document)
        if bytes.has("#!", at: start), scanner.syntax.words != .prose {
            scanner.pos = scanner.endOfLine(from: start)
            scanner.out.append(start, scanner.pos, .comment)
        }
        scanner.run()
        document = scanner.out
    }
}

/// The state of reading one text, or a part of it.
struct TextScanner {
    let bytes: ByteView
    let syntax: TextSyntax
    let starts: [TextSyntax.Starts]
    var out: TokenizedDocument
    var pos: Int
    var limit: Int

    /// Open interpolations: which string goes on after the `}`, and the braces open inside.
    var interpolations: [(rule: Int, depth: Int)] = []
    /// Stop at the `}` that closes what was open at the start, or at a `</` (code in markup).
    var stopsAtBrace = false
    var braceDepth = 0
    /// Open parentheses, brackets and braces.
    var bracketDepth = 0
    /// Something other than blanks stands before `pos` on its line.
    var inkOnLine = false
    /// Index of the first token of the statement, for keys; `nil` after its `=`.
    var statement: Int? = 0
    /// Index of the first token of the last string or name, for keys.
    var group = 0
    /// A `/` here begins a pattern, not a division.
    var patternAllowed = true
    /// For each string rule, up to where on its line no closing mark stands; and the same for patterns, at the end.
    var unclosedUntil: [Int]
    /// In markup: a `{%`, a `{#` may still be closed.
    var hasTags = true
    var hasTagComments = true

    init(_ bytes: ByteView, range: Range<Int>, syntax: TextSyntax, into document: TokenizedDocument) {
        self.bytes = bytes
        self.syntax = syntax
        starts = syntax.starts()
        out = document
        pos = range.lowerBound
        limit = min(range.upperBound, bytes.count)
        unclosedUntil = [Int](repeating: 0, count: syntax.strings.count + 1)
        group = document.tokens.count
        statement = document.tokens.count
    }

    mutating func run() {
        switch syntax.shape {
        case .plain: scan()
        case .makefile: scanMakefile()
        case .justfile: scanJustfile()
        case .dockerfile: scanDockerfile()
        case .markup: scanMarkup()
        case .tex: scanTeX()
        }
    }

    /// By the table alone, up to the limit.
    mutating func scan() {
        while pos < limit {
            let byte = bytes.base[pos]
            if byte.isWhiteSpace {
                pos += 1
                if byte == 0x0A { newline() }
                continue
            }
            if !inkOnLine, scanKeyedLine() { continue }
            if !starts[Int(byte)].isEmpty, scanOpener() { continue }
            if stopsAtBrace, stopsHere(byte) { return }
            scanWords()
            inkOnLine = true
        }
    }

    mutating func newline() {
        inkOnLine = false
        if syntax.keys == .beforeEquals, bracketDepth == 0 { statement = out.tokens.count }
    }

    /// The end of the line that holds `start`, without its CR LF.
    func endOfLine(from start: Int) -> Int {
        var i = start
        while i < limit, bytes.base[i] != 0x0A { i += 1 }
        if i > start, bytes.base[i - 1] == 0x0D { i -= 1 }
        return i
    }

    private func stopsHere(_ byte: UInt8) -> Bool {
        guard interpolations.isEmpty else { return false }
        return byte == .ascii("}") && braceDepth == 0 || byte == .ascii("<") && bytes[pos + 1] == .ascii("/")
    }
}
