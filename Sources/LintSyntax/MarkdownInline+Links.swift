import LintSource

// Links and images: what follows a `]`.
extension MarkdownInline {
    /// Reads the `]` at `close`, with a link's target if it ends one; gives where to go on.
    mutating func readBracketEnd(_ text: ByteView, _ close: Int) -> Int {
        guard let opener = brackets.popLast() else { return close + 1 }
        let isDead = !opener.isImage && brackets.count < deadBrackets
        if deadBrackets > brackets.count { deadBrackets = brackets.count }
        if isDead { return close + 1 }
        guard let end = target(text, after: close, of: opener) else { return close + 1 }
        if end > close + 1 { overlays.append(Overlay(start: close + 1, end: end, kind: .linkTarget)) }
        while let last = linkTexts.last, last.lowerBound >= opener.position { linkTexts.removeLast() }
        linkTexts.append(opener.position..<close + 1)
        if !opener.isImage { deadBrackets = brackets.count }
        return end
    }

    /// The end of the link whose text ends with the `]` at `close`, if it is one.
    private mutating func target(_ text: ByteView, after close: Int, of opener: Bracket) -> Int? {
        if text[close + 1] == .ascii("("), let end = inlineTarget(text, close + 1) { return end }
        if references.isEmpty { return nil }
        let label = opener.position + 1..<close
        var end = close + 1
        if text[close + 1] == .ascii("["), let labelEnd = MarkdownReferences.label(in: text, at: close + 1) {
            end = labelEnd
            if labelEnd > close + 3 {
                return references.contains(text[close + 2..<labelEnd - 1]) ? labelEnd : nil
            }
        }
        guard !opener.hasInner, label.count <= 999, !label.isEmpty else { return nil }
        return references.contains(text[label]) ? end : nil
    }

    /// The end of `(destination "title")`.
    private func inlineTarget(_ text: ByteView, _ open: Int) -> Int? {
        let start = MarkdownReferences.skipSpace(text, open + 1)
        guard let destinationEnd = MarkdownReferences.destination(in: text, at: start) else { return nil }
        var i = MarkdownReferences.skipSpace(text, destinationEnd)
        if i > destinationEnd, let titleEnd = MarkdownReferences.title(in: text, at: i) {
            i = MarkdownReferences.skipSpace(text, titleEnd)
        }
        return i < text.count && text.base[i] == .ascii(")") ? i + 1 : nil
    }
}
