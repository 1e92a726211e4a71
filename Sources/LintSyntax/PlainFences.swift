import Glibc
import LintSource

/// The fences of a Markdown page whose marks all begin a line, as those of most pages do. Such a mark opens or closes a fence
/// whatever stands above it: it ends each paragraph, list and quote. So nothing of the text between needs to be read but what
/// may be HTML, in which marks are none.
final class PlainFences {
    let fences: [MarkdownFence]
    /// Those whose documents may matter, and the tokens of what is in them.
    let document: TokenizedDocument

    /// `nil` where only the blocks tell.
    init?(_ bytes: ByteView) {
        // Hugo's front matter, or a mark of byte order.
        for mark in ["+++", "\u{FEFF}"] as [StaticString] where bytes.has(mark, at: 0) { return nil }
        guard memchr(bytes.base, 0x0D, bytes.count) == nil, bytes.place(of: "~~~") == nil else { return nil }
        var document = TokenizedDocument(language: .markdown)
        var fences: [MarkdownFence] = []
        var text = 0
        if bytes.has("---", at: 0) {
            guard let end = PlainFences.readFrontMatter(bytes, into: &document) else { return nil }
            text = end
        }
        while let mark = bytes.place(of: "```", from: text) {
            var info = mark
            while bytes[info] == .ascii("`") { info += 1 }
            let line = PlainFences.lineEnd(bytes, info)
            guard mark == 0 || bytes[mark - 1] == 0x0A, !bytes[info..<line].contains(.ascii("`")),
                !PlainFences.mayBeHTML(bytes, text, mark)
            else { return nil }
            let start = min(line + 1, bytes.count)
            let end = PlainFences.close(of: info - mark, bytes, from: start)
            let fence = PlainFences.fence(bytes, info, line, start..<end)
            fences.append(fence)
            if !PlainFences.showsOnlyBlocks(fence, bytes) {
                document.fences.append(fence)
                PlainFences.append(start..<end, bytes, to: &document)
            }
            text = end < bytes.count ? PlainFences.lineEnd(bytes, end) : end
        }
        self.fences = fences
        self.document = document
    }

    /// Whether it shows HCL in which there is no document and no backend, as nearly all of a provider's reference does:
    /// without a heredoc, and without an escape, which strings that are documents have.
    private static func showsOnlyBlocks(_ fence: MarkdownFence, _ bytes: ByteView) -> Bool {
        guard FenceTag.named(EmbedsInMarkdown.infoWord(bytes, fence.info))?.language == .hcl else { return false }
        let content = ByteView(bytes[fence.content])
        if memchr(content.base, 0x5C, content.count) != nil { return false }
        return (["<<", "backend", "cloud"] as [StaticString]).allSatisfy { content.place(of: $0) == nil }
    }

    /// YAML between `---` and `---` or `...`; where its last line ends, `nil` where there is none.
    private static func readFrontMatter(_ bytes: ByteView, into document: inout TokenizedDocument) -> Int? {
        let first = lineEnd(bytes, 0)
        guard isBlank(bytes, 3..<first), first < bytes.count else { return nil }
        var start = first + 1
        while start < bytes.count {
            let end = lineEnd(bytes, start)
            let closes = bytes.has("---", at: start) || bytes.has("...", at: start)
            let isMark = closes && isBlank(bytes, (start + 3)..<end)
            if start == first + 1, isMark || isBlank(bytes, start..<end) { return nil }
            if isMark {
                document.frontMatter = MarkdownFrontMatter(format: .yaml, content: ByteRange(first + 1, start))
                document.append(0, start + 3, .frontmatter)
                return end
            }
            start = end + 1
        }
        return nil
    }

    private static func isBlank(_ bytes: ByteView, _ range: Range<Int>) -> Bool {
        range.allSatisfy { bytes[$0].isBlank }
    }

    private static func lineEnd(_ bytes: ByteView, _ start: Int) -> Int {
        guard start < bytes.count, let found = memchr(bytes.base + start, 0x0A, bytes.count - start) else {
            return bytes.count
        }
        return UnsafeRawPointer(bytes.base).distance(to: found)
    }

    /// Where the line begins that closes a fence: at most three spaces, as many marks as opened it or more, and nothing behind.
    private static func close(of length: Int, _ bytes: ByteView, from start: Int) -> Int {
        var at = start
        while let mark = bytes.place(of: "```", from: at) {
            var first = mark
            while first > start, bytes[first - 1] == 0x20 { first -= 1 }
            var last = mark
            while bytes[last] == .ascii("`") { last += 1 }
            let marks = last - mark
            while bytes[last].isBlank { last += 1 }
            let isWhole = (first == start || bytes[first - 1] == 0x0A) && (last == bytes.count || bytes[last] == 0x0A)
            if isWhole, mark - first < 4, marks >= length { return first }
            at = last
        }
        return bytes.count
    }

    private static func fence(_ bytes: ByteView, _ info: Int, _ line: Int, _ content: Range<Int>) -> MarkdownFence {
        var first = info
        while first < line, bytes[first].isBlank { first += 1 }
        var last = line
        while last > first, bytes[last - 1].isBlank { last -= 1 }
        var map = OffsetMap()
        if !content.isEmpty { map.append(host: content.lowerBound, length: content.count) }
        return MarkdownFence(
            info: ByteRange(first, last), content: ByteRange(content.lowerBound, content.upperBound), map: map)
    }

    /// One token for the lines of a fence, without those that are blank at its ends.
    private static func append(_ content: Range<Int>, _ bytes: ByteView, to document: inout TokenizedDocument) {
        var first = content.lowerBound
        var at = first
        while at < content.upperBound, bytes[at].isBlank || bytes[at] == 0x0A {
            if bytes[at] == 0x0A { first = at + 1 }
            at += 1
        }
        var last = content.upperBound
        var end = last
        while last > at, bytes[last - 1].isBlank || bytes[last - 1] == 0x0A {
            if bytes[last - 1] == 0x0A { end = last - 1 }
            last -= 1
        }
        if at < content.upperBound { document.append(first, end, .codeFence) }
    }

    /// Whether a block of HTML that begins between two fences may go on at the second. Linear: what ends one block is kept for
    /// the next, which it ends too unless it lies before it.
    private static func mayBeHTML(_ bytes: ByteView, _ start: Int, _ end: Int) -> Bool {
        var at = start
        // The next end of a comment, and the next blank line, as far as they were looked for.
        var close = -1
        var blank = -1
        while at < end, let found = memchr(bytes.base + at, 0x3C, end - at) {
            let mark = UnsafeRawPointer(bytes.base).distance(to: found)
            at = mark + 1
            var first = mark
            while first > start, bytes[first - 1].isBlank { first -= 1 }
            guard first == 0 || bytes[first - 1] == 0x0A else { continue }
            if bytes.has("!--", at: at) {
                if close < at + 3 { close = bytes.place(of: "-->", from: at + 3) ?? bytes.count }
                if close >= end { return true }
            } else if bytes[at] == .ascii("!") || bytes[at] == .ascii("?") || holdsText(bytes, at) {
                return true
            } else {
                if blank < at { blank = blankLine(bytes, behind: at, end) ?? end }
                if blank >= end { return true }
            }
        }
        return false
    }

    /// The elements whose end is their closing tag's.
    private static func holdsText(_ bytes: ByteView, _ start: Int) -> Bool {
        (["pre", "script", "style", "textarea"] as [StaticString]).contains { name in
            (0..<name.utf8CodeUnitCount).allSatisfy { bytes[start + $0].lowered == name.utf8Start[$0] }
        }
    }

    /// Where the first blank line behind that of `start` begins.
    private static func blankLine(_ bytes: ByteView, behind start: Int, _ end: Int) -> Int? {
        var line = lineEnd(bytes, start) + 1
        while line < end {
            var at = line
            while at < end, bytes[at].isBlank { at += 1 }
            if at < end, bytes[at] == 0x0A { return line }
            line = lineEnd(bytes, at) + 1
        }
        return nil
    }
}
