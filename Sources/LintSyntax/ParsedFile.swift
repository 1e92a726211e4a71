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
    public private(set) lazy var document: TokenizedDocument = tokenize()
    public private(set) lazy var flat: FlattenedTokens = FlattenedTokens(document, bytes: bytes)
    public private(set) lazy var lines: LineIndex = LineIndex(bytes)

    public init(path: String, bytes: ByteView) {
        self.path = path
        self.bytes = bytes
        language = Language.of(path: path, firstBytes: bytes)
    }

    private func tokenize() -> TokenizedDocument {
        isTokenized = true
        let start = ParsedFile.now()
        defer { tokenizingTime += ParsedFile.now() - start }
        return language.tokenize(bytes)
    }

    private static func now() -> UInt64 {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        return UInt64(now.tv_sec) * 1_000_000_000 + UInt64(now.tv_nsec)
    }
}
