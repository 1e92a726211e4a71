public import LintSource

/// Reads CommonMark 0.31 with GitHub's tables, strikethrough, task lists and footnotes, and front matter.
///
/// Two passes, as the specification advises: lines into blocks (``MarkdownBlocks``), which also collects the link
/// reference definitions; then the text of each block that has a mark in it (``MarkdownInline``). Emphasis changes no
/// token, so it is not looked for.
public enum MarkdownTokenizer: Tokenizer {
    public static func tokenize(_ bytes: ByteView, options: TokenizeOptions, into document: inout TokenizedDocument) {
        var blocks = MarkdownBlocks(bytes, wantsFences: options.embeds)
        blocks.read()
        document.fences = blocks.fences
        document.frontMatter = blocks.frontMatter
        if blocks.texts.isEmpty {
            document.tokens = blocks.tokens
        } else {
            var inline = MarkdownInline(bytes, references: blocks.references)
            blocks.tokens.withUnsafeBufferPointer { inline.read(blocks.texts, of: $0, into: &document.tokens) }
        }
        // Hugo's `+++` block is plain text to CommonMark, so its kinds stay; what it is to a reader is known.
        if let front = document.frontMatter, front.format == .toml {
            for i in document.tokens.indices {
                if document.tokens[i].start >= front.content.end { break }
                document.tokens[i].context = .frontMatter
            }
        }
        if blocks.hasHighBytes, let bad = bytes.firstIllFormed {
            document.fail(bad, bad + 1, "not UTF-8")
        }
    }
}
