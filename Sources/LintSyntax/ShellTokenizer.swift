public import LintSource

/// Reads POSIX shell, bash, zsh and ksh scripts: comments, quotes, words, here-documents and expansions to any depth.
///
/// It knows enough grammar to tell where a word begins, which word is a command (keywords, assignments), and where
/// `case` patterns hold a lone `)`; it does not judge the script. A construct that the end of the file leaves open is
/// an error. GitHub's `${{ … }}` are tokens of their own, because a workflow's script is text to GitHub before it is shell.
public enum ShellTokenizer: Tokenizer {
    public static func tokenize(_ bytes: ByteView, options: TokenizeOptions, into document: inout TokenizedDocument) {
        document.tokens.reserve(bytes.count / 6, forText: bytes.count)
        var scanner = ShellScanner(bytes, into: document)
        scanner.run()
        document = scanner.out
    }
}

/// The state of reading one script: an explicit stack of open constructs, so that depth costs memory and no call stack.
struct ShellScanner {
    /// An open construct.
    struct Frame {
        enum Kind: UInt8 {
            case script
            /// `$(…)`, `<(…)`
            case substitution
            /// `` `…` ``
            case backtick
            /// `( … )`
            case subshell
            /// `NAME=( … )`
            case array
            /// `@( … | … )`, an extended glob
            case group
            /// `[[ … ]]`
            case test
            /// `in … esac`
            case caseItems
            /// `(( … ))`, `$(( … ))`
            case arithmetic
            /// `" … "`
            case string
            /// `${ … }`
            case parameter
            /// The body of a here-document without quotes around its marker.
            case heredoc
        }
        /// What the grammar waits for beside commands.
        enum Expectation: UInt8 { case none, caseWord, caseIn, forName, forIn, functionName }

        var kind: Kind
        /// Where it opened, for errors.
        var start: UInt32
        /// The next word is a command, an assignment or a keyword.
        var commandPosition = true
        var expectation = Expectation.none
        /// The next word is a redirection's target.
        var redirection = false
        /// The words of this command are assignments (`export`, `local`).
        var declares = false
        /// In `caseItems`: before the `)` of a pattern.
        var inPattern = false
        /// In `parameter`: inside double quotes or a here-document. In `arithmetic`: opened by `$((`.
        var quoted = false
        /// In `parameter`: a `'` is a plain character.
        var plainApostrophe = false
        /// In `arithmetic` and `test`: open parentheses; in `parameter`: 0 before the name, 1 after it.
        var depth: Int32 = 0
        /// Index of the innermost open back-tick frame; -1 outside back-ticks.
        var backtick: Int32 = -1
    }

    /// A `<<MARKER` whose body begins at the next line.
    struct Heredoc {
        var marker: [UInt8]
        var stripsTabs: Bool
        var quoted: Bool
        var start: Int
    }

    /// An open body: what to return to at its end.
    struct OpenBody {
        var frame: Int
        var outerLimit: Int
        var markerStart: Int
        var markerEnd: Int
        var resume: Int
        var waiting: [Heredoc]
        /// The first of these whose body was not read.
        var next: Int
        var noExpressionAfter: Int
    }

    let bytes: ByteView
    var out: TokenizedDocument
    var pos = 0
    /// The end of the file, or of the innermost here-document body.
    var limit: Int
    var frames = [Frame(kind: .script, start: 0)]
    var waiting: [Heredoc] = []
    /// After ``run()``: the markers of the here-documents whose bodies lie after the end.
    var unread: [[UInt8]] = []
    var bodies: [OpenBody] = []
    /// Where the last piece of a word ended: a `#`, `(` or quote that stands there goes on with that word.
    var wordEnd = -1
    /// No `}}` follows this offset before the limit; keeps looking for one linear.
    var noExpressionAfter = Int.max

    /// Bodies deeper than this in here-documents are plain text: each depth reads its text once more.
    static let maximumHeredocDepth = 4

    /// Scripts that are part of a file of another kind.
    struct Dialect {
        /// `{{ … }}` are the host's (Justfile).
        var interpolates = false
        /// A here-document's end marker may be indented, because the host takes the indentation off.
        var indented = false
        /// The first word is no command (`ENV` of a Dockerfile).
        var startsWithArguments = false
    }

    let dialect: Dialect

    init(_ bytes: ByteView, into document: TokenizedDocument) {
        self.bytes = bytes
        out = document
        limit = bytes.count
        dialect = Dialect()
        if bytes.has("\u{FEFF}", at: 0) { pos = 3 }
    }

    /// For the part `range` of a file.
    init(_ bytes: ByteView, range: Range<Int>, dialect: Dialect, into document: TokenizedDocument) {
        self.bytes = bytes
        out = document
        pos = range.lowerBound
        limit = min(range.upperBound, bytes.count)
        self.dialect = dialect
        frames[0].commandPosition = !dialect.startsWithArguments
    }

    mutating func run() {
        while true {
            if pos >= limit {
                if endBody() { continue }
                break
            }
            switch frames[frames.count - 1].kind {
            case .string: scanString()
            case .heredoc: scanBody()
            case .parameter: scanParameter()
            case .arithmetic: scanArithmetic()
            default: scanCode()
            }
        }
        unread = waiting.map(\.marker)
        for heredoc in waiting { out.fail(heredoc.start, limit, "here-document without a body") }
        if frames.count > 1 { failUnclosed(frames[1]) }
    }

    func failure(of kind: Frame.Kind) -> String {
        switch kind {
        case .string: "unclosed double quote"
        case .substitution: "unclosed command substitution"
        case .backtick: "unclosed back-tick"
        case .parameter: "unclosed parameter expansion"
        case .arithmetic: "unclosed arithmetic expression"
        case .caseItems: "'case' without 'esac'"
        case .test: "'[[' without ']]'"
        default: "unclosed parenthesis"
        }
    }

    mutating func failUnclosed(_ frame: Frame) {
        out.fail(Int(frame.start), min(Int(frame.start) + 1, bytes.count), failure(of: frame.kind))
    }

    // MARK: - Frames

    mutating func push(_ kind: Frame.Kind, at start: Int, commandPosition: Bool = true) {
        var frame = Frame(kind: kind, start: UInt32(start), commandPosition: commandPosition)
        if kind == .backtick {
            frame.backtick = Int32(frames.count)
        } else if kind != .heredoc {
            frame.backtick = frames[frames.count - 1].backtick
        }
        frames.add(frame)
    }

    /// Closes the innermost frame; what follows directly goes on with the word it stands in.
    mutating func pop(endsPiece: Bool) {
        if frames.count > 1 { frames.removeLast() }
        if endsPiece { wordEnd = pos }
    }

    /// Something that is part of a word begins at `pos`; true when it begins a new word.
    @discardableResult
    mutating func beginPiece() -> Bool {
        guard pos != wordEnd else { return false }
        let top = frames.count - 1
        if frames[top].redirection {
            frames[top].redirection = false
        } else if frames[top].expectation == .caseWord {
            frames[top].expectation = .caseIn
        } else {
            frames[top].commandPosition = false
        }
        return true
    }

    /// Whether a lone `'` or `"`… can stand here as code: not in double quotes.
    var isInQuotes: Bool {
        switch frames[frames.count - 1].kind {
        case .string, .heredoc: true
        case .parameter: frames[frames.count - 1].quoted
        default: false
        }
    }
}
