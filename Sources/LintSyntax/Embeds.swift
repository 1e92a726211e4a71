import LintSource

/// Finds the documents of other languages inside one.
enum Embeds {
    /// Fills `document.embeds` from its tokens and tree.
    static func find(in document: inout TokenizedDocument, bytes: ByteView, options: TokenizeOptions) {
    }
}
