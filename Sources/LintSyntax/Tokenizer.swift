public import LintSource

/// What a tokenizer is asked for beside tokens.
public struct TokenizeOptions: Sendable {
    /// How HCL is to be read.
    public enum Mode: String, Sendable { case config, template, expr }
    public var mode: Mode = .config
    /// Build the tree (selectors need it).
    public var tree = true
    /// Build the named ranges of the interchange format.
    public var namedRanges = false
    /// Look for documents of other languages inside.
    public var embeds = true
    /// Read also documents of languages in which there are none.
    public var leaves = true
    /// How deep documents may lie in documents.
    public var depth = 4
    public init() {}
}

/// One language's lexer and reader.
///
/// Total: it takes any bytes, never fails, crashes or hangs (time is linear in the size), and gives tokens that are in
/// order, inside the file and cover all ink. What does not follow the language is in `errors`.
public protocol Tokenizer: Sendable {
    /// Reads `bytes` into `document`. Fills `tokens`, `errors`, and what `options` ask for of `tree` and `namedRanges`;
    /// `embeds` are found afterwards, from tokens and tree.
    static func tokenize(_ bytes: ByteView, options: TokenizeOptions, into document: inout TokenizedDocument)
}
