public import LintSource

/// One file as the per-file half sees it: what is derived is made when it is first asked for, once for all rules.
/// Valid only while the bytes are lent.
public final class ParsedFile {
    public let path: String
    public let bytes: ByteView
    public let language: Language
    public private(set) lazy var document: TokenizedDocument = language.tokenize(bytes)
    public private(set) lazy var flat: FlattenedTokens = FlattenedTokens(document, bytes: bytes)
    public private(set) lazy var lines: LineIndex = LineIndex(bytes)

    public init(path: String, bytes: ByteView) {
        self.path = path
        self.bytes = bytes
        language = Language.of(path: path, firstBytes: bytes)
    }
}
