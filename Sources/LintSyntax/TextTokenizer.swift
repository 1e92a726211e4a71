public import LintSource

/// Reads every language that is only comments, strings and other text to us, by a table of its syntax.
public enum TextTokenizer: Tokenizer {
    public static func tokenize(_ bytes: ByteView, options: TokenizeOptions, into document: inout TokenizedDocument) {
    }
}
