public import LintSource

extension Language {
    /// Reads a whole document of this language.
    public func tokenize(_ bytes: ByteView, options: TokenizeOptions = TokenizeOptions()) -> TokenizedDocument {
        var document = tokenizeAlone(bytes, options: options)
        Embeds.find(in: &document, bytes: bytes, options: options)
        return document
    }

    /// Reads a document without those inside it.
    func tokenizeAlone(_ bytes: ByteView, options: TokenizeOptions) -> TokenizedDocument {
        var document = TokenizedDocument(language: self)
        switch self {
        case .hcl: HCLTokenizer.tokenize(bytes, options: options, into: &document)
        case .yaml: YAMLTokenizer.tokenize(bytes, options: options, into: &document)
        case .nix: NixTokenizer.tokenize(bytes, options: options, into: &document)
        case .markdown: MarkdownTokenizer.tokenize(bytes, options: options, into: &document)
        case .shell: ShellTokenizer.tokenize(bytes, options: options, into: &document)
        default: TextTokenizer.tokenize(bytes, options: options, into: &document)
        }
        return document
    }
}
