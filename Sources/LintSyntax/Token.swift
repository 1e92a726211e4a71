public import LintSource

/// A stretch of a file and what it is: 12 bytes, so that a large file's tokens stay in the cache.
///
/// Tokens of one document are sorted, do not overlap and do not nest; together they cover all ink.
@frozen
public struct Token: Sendable, Hashable {
    /// Byte offsets in the file, `end` exclusive.
    public var start: UInt32
    public var end: UInt32
    public var kind: TokenKind
    /// What the token is to a reader; from `kind.context`, or more exact where the tokenizer knows more
    /// (an HCL identifier that is an attribute's name is a `key`).
    public var context: Context
    /// The document it belongs to, an index in ``FlattenedTokens/documents``: in the two bytes that would be padding, so that
    /// a document with none inside it is flattened without a copy.
    public var document: UInt16 = 0

    @inlinable
    public init(_ start: Int, _ end: Int, _ kind: TokenKind, _ context: Context? = nil) {
        self.start = UInt32(truncatingIfNeeded: start)
        self.end = UInt32(truncatingIfNeeded: end)
        self.kind = kind
        self.context = context ?? kind.context
    }

    @inlinable
    public init(start: UInt32, end: UInt32, kind: TokenKind, context: Context, document: UInt16) {
        self.start = start
        self.end = end
        self.kind = kind
        self.context = context
        self.document = document
    }

    @inlinable public var range: ByteRange { ByteRange(start: start, end: end) }
    @inlinable public var count: Int { Int(end) - Int(start) }
}
