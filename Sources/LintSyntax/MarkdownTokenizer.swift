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
        if blocks.hasHighBytes, let bad = MarkdownTokenizer.firstBadUTF8(bytes) {
            document.fail(bad, bad + 1, "not UTF-8")
        }
    }

    /// Where the first byte stands that is no part of well-formed UTF-8 (Unicode 15, table 3-7).
    static func firstBadUTF8(_ bytes: ByteView) -> Int? {
        var i = 0
        while i < bytes.count {
            let lead = bytes.base[i]
            if lead < 0x80 {
                i += 1
                while i + 8 <= bytes.count, !MarkdownBytes.hasHighByte(bytes, at: i) { i += 8 }
                continue
            }
            let next = bytes[i + 1]
            let length: Int
            switch lead {
            case 0xC2...0xDF: length = 2
            case 0xE0 where next >= 0xA0, 0xED where next < 0xA0, 0xE1...0xEC, 0xEE, 0xEF: length = 3
            case 0xF0 where next >= 0x90, 0xF4 where next < 0x90, 0xF1...0xF3: length = 4
            default: return i
            }
            for k in 1..<length where bytes[i + k] & 0xC0 != 0x80 { return i }
            i += length
        }
        return nil
    }
}
