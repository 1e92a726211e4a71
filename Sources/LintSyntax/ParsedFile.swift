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
    public private(set) lazy var flat: FlattenedTokens = flatten()
    public private(set) lazy var lines: LineIndex = LineIndex(bytes)

    public init(path: String, bytes: ByteView) {
        self.path = path
        self.bytes = bytes
        language = Language.of(path: path, firstBytes: bytes)
    }

    private func flatten() -> FlattenedTokens {
        let document = document
        return timed { FlattenedTokens(findingEmbedsIn: document, bytes: bytes, options: TokenizeOptions()) }
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
