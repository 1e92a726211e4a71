public import LintSource

/// Reads HCL's native syntax (`.tf`, `.hcl`, templates, bare expressions) as hclsyntax, HashiCorp's own implementation,
/// reads it: the same tokens, and errors exactly where hclsyntax rejects a file.
///
/// Time and memory are linear in the size; nesting costs a small frame each, never the machine's stack.
public enum HCLTokenizer: Tokenizer {
    public static func tokenize(_ bytes: ByteView, options: TokenizeOptions, into document: inout TokenizedDocument) {
        var taken = TokenizedDocument(language: document.language)
        swap(&taken, &document)
        let state: HCLScanner.State = options.mode == .template ? .bare : .main
        var parser = HCLParser(bytes, scanner: HCLScanner(bytes, state: state, document: taken), options: options)
        parser.parse()
        document = parser.finish()
    }
}
