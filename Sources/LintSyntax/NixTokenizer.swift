public import LintSource

/// Reads Nix expressions as Nix itself does: the same tokens, and errors exactly where Nix's grammar has them.
///
/// What Nix finds out only when it binds names (undefined variables, attributes set twice) is no error here, and pipe
/// operators are part of the language. Time and memory are linear in the size; nesting costs a small frame each, never
/// the machine's stack.
public enum NixTokenizer: Tokenizer {
    public static func tokenize(_ bytes: ByteView, options: TokenizeOptions, into document: inout TokenizedDocument) {
        var taken = TokenizedDocument(language: document.language)
        swap(&taken, &document)
        var parser = NixParser(bytes, scanner: NixScanner(bytes, document: taken), options: options)
        parser.parse()
        document = parser.finish()
    }
}
