import Glibc
public import LintSource

extension MarkdownTokenizer {
    /// Whether a document with commands or a configuration of jobs may lie in a Markdown file, so that its tokens are worth
    /// making for their sake: in front matter, or behind marks of a fence with the name of such a language, wherever they
    /// stand. Never false where there is one.
    public static func mayHoldScripts(_ bytes: ByteView) -> Bool {
        if let front = frontMatter(bytes), YAMLTokenizer.mayHoldScripts(front) { return true }
        // Heredocs and escaped line ends may make a document of a text in HCL.
        lazy var hasTexts = (["<<", "\\n", "\\u"] as [StaticString]).contains { bytes.place(of: $0) != nil }
        for mark in [UInt8.ascii("`"), .ascii("~")] {
            var at = 0
            while at < bytes.count, let found = memchr(bytes.base + at, Int32(mark), bytes.count - at) {
                let first = UnsafeRawPointer(bytes.base).distance(to: found)
                at = first
                while at < bytes.count, bytes.base[at] == mark { at += 1 }
                guard at - first >= 3 else { continue }
                var start = at
                while bytes[start].isBlank { start += 1 }
                var end = start
                while end < bytes.count, end < start + 128, !bytes.base[end].isLineEnd { end += 1 }
                guard end > start, let tag = FenceTag.named(EmbedsInMarkdown.infoWord(bytes, ByteRange(start, end)))
                else { continue }
                switch tag.language {
                case .shell, .yaml, .nix, .markdown: return true
                case .hcl: if hasTexts { return true }
                default: break
                }
            }
        }
        return false
    }

    /// What stands between a first line that begins with `---` and the next that begins with `---` or `...`, or the end: no
    /// less than front matter, where there is any.
    private static func frontMatter(_ bytes: ByteView) -> ByteView? {
        let first = bytes.has("\u{FEFF}", at: 0) ? 3 : 0
        guard bytes.has("---", at: first) else { return nil }
        var end = bytes.count
        for mark in ["\n---", "\r---", "\n...", "\r..."] as [StaticString] {
            if let found = ByteView(bytes[0..<end]).place(of: mark, from: first + 3) { end = found }
        }
        return ByteView(bytes[(first + 3)..<end])
    }
}
