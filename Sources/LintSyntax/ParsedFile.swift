import Glibc
public import LintSource

/// One file as the per-file half sees it: what is derived is made when it is first asked for, once for all rules.
/// Valid only while the bytes are lent.
public final class ParsedFile {
    public let path: String
    public let bytes: ByteView
    public let language: Language
    /// Whether anybody has asked for its tokens.
    public private(set) var isTokenized = false
    /// Nanoseconds that it took to make them.
    public private(set) var tokenizingTime: UInt64 = 0
    /// Without the documents inside it.
    public private(set) lazy var document: TokenizedDocument = timed {
        language.tokenizeAlone(bytes, options: TokenizeOptions())
    }
    public private(set) lazy var flat: FlattenedTokens = {
        isFlat = true
        return flatten(document)
    }()
    private var isFlat = false
    /// The documents of a file and their trees, for who asks for no token: scripts and the like inside, which hold no document,
    /// are not read.
    public private(set) lazy var outline: FlattenedTokens = {
        if isFlat { return flat }
        if language == .markdown { return inner }
        var options = TokenizeOptions()
        options.leaves = false
        return flatten(document, options)
    }()
    /// The documents inside the file with their tokens, and of the file's own only some, where these are all that is needed:
    /// those of a Markdown page lie in fences, for which its text need not be read, and blocks in these that show nothing which
    /// is looked for are not read either.
    public private(set) lazy var inner: FlattenedTokens = plain.map { flatten($0.document) } ?? flat
    /// Whether ``inner`` lacks some of the file's tokens.
    public var innerIsPart: Bool { plain != nil }
    /// Of a Markdown page.
    public var fences: [MarkdownFence] { plain?.fences ?? document.fences }
    /// (Of a page whose tokens somebody has asked for there are better ones.)
    private lazy var plain: PlainFences? = language == .markdown && !isTokenized ? PlainFences(bytes) : nil
    public private(set) lazy var lines: LineIndex = LineIndex(bytes)

    public init(path: String, bytes: ByteView) {
        self.path = path
        self.bytes = bytes
        language = Language.of(path: path, firstBytes: bytes)
    }

    /// Tokens among which is the one at `offset`, if there is one.
    public func flat(at offset: Int) -> FlattenedTokens {
        plain != nil && inner.index(at: offset) != nil ? inner : flat
    }

    private func flatten(
        _ document: TokenizedDocument, _ options: TokenizeOptions = TokenizeOptions()
    ) -> FlattenedTokens {
        timed { FlattenedTokens(findingEmbedsIn: document, bytes: bytes, options: options) }
    }

    private func timed<Result>(_ make: () -> Result) -> Result {
        isTokenized = true
        let start = ParsedFile.now()
        defer { tokenizingTime += ParsedFile.now() - start }
        return make()
    }

    private static func now() -> UInt64 {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        return UInt64(now.tv_sec) * 1_000_000_000 + UInt64(now.tv_nsec)
    }
}
