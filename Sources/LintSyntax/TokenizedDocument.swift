public import LintSource

/// All that a tokenizer says about one document: a file, or a part of one written in another language.
///
/// A tokenizer fills it through ``append(_:_:_:_:)``; it is total: it never fails, its tokens are in order,
/// inside the file, and cover all ink.
public struct TokenizedDocument: Sendable {
    public var language: Language
    public var tokens: [Token] = []
    public var errors: [SyntaxError] = []
    /// The tree, where the language has one and it was asked for.
    public var tree: SyntaxTree?
    /// Named ranges of the interchange format, when asked for.
    public var namedRanges: [NamedRange] = []
    /// Documents of other languages inside this one, in order, not overlapping.
    public var embeds: [Embed] = []
    /// Fenced code blocks, in order; of Markdown, when embeds were asked for.
    public var fences: [MarkdownFence] = []
    /// The metadata block at the head, of Markdown.
    public var frontMatter: MarkdownFrontMatter?
    /// The file is a template that makes this language (Helm, Jinja): `errors` say why it does not follow the language
    /// as it lies, and are not to be reported as faults.
    public var isTemplate = false
    /// False when the file does not follow its language.
    public var ok: Bool { errors.isEmpty }

    public init(language: Language) { self.language = language }

    /// Adds a token; empty ones are dropped.
    @inline(__always)
    mutating func append(_ start: Int, _ end: Int, _ kind: TokenKind, _ context: Context? = nil) {
        if end > start { tokens.add(Token(start, end, kind, context)) }
    }

    public mutating func fail(_ start: Int, _ end: Int, _ message: String) {
        // A hostile file must not turn into a million errors.
        if errors.count < 1_000 { errors.append(SyntaxError(ByteRange(start, end), message)) }
    }
}

/// A named part of a file in the interchange format: `resource/aws_x/y{}`, `/jobs/build/0`, `services.nginx`.
public struct NamedRange: Hashable, Sendable {
    public var path: String
    public var range: ByteRange
    public init(path: String, range: ByteRange) {
        self.path = path
        self.range = range
    }
}

/// A document of another language inside a document.
public struct Embed: Sendable {
    /// Bytes of the host that hold it (the scalar, the fence's content).
    public var range: ByteRange
    /// What made it one: `yaml:run`, `markdown:fence`.
    public var by: String
    /// The name the route shows: the fence's info string, or the language's name.
    public var label: String
    /// Which bytes of the host make up the inner text.
    public var map: OffsetMap
    /// The inner document; its ranges are offsets in the *host file*, mapped back.
    public var document: TokenizedDocument
    public init(range: ByteRange, by: String, label: String, map: OffsetMap, document: TokenizedDocument) {
        self.range = range
        self.by = by
        self.label = label
        self.map = map
        self.document = document
    }
}
