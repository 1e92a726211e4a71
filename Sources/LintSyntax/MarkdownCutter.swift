import LintSource

/// Cuts a block's tokens, in order, by the overlays and link texts found in its text.
struct MarkdownCutter {
    let overlays: [MarkdownInline.Overlay]
    let linkTexts: [Range<Int>]
    private var overlay = 0
    private var linkText = 0

    init(overlays: [MarkdownInline.Overlay], linkTexts: [Range<Int>]) {
        self.overlays = overlays
        self.linkTexts = linkTexts
    }

    /// `offset` is where the token's bytes stand in the block's text.
    mutating func cut(_ token: Token, offset: Int, into output: inout [Token]) {
        let shift = Int(token.start) - offset
        let end = offset + token.count
        var at = offset
        while overlay < overlays.count, overlays[overlay].start < end {
            let next = overlays[overlay]
            if next.end > at {
                let start = max(next.start, at)
                cutText(at, start, token.kind, shift, &output)
                at = min(next.end, end)
                output.append(Token(start + shift, at + shift, next.kind))
            }
            if next.end > end { return }
            overlay += 1
        }
        cutText(at, end, token.kind, shift, &output)
    }

    /// Text between overlays: what lies in a link's brackets is link text.
    private mutating func cutText(_ start: Int, _ end: Int, _ kind: TokenKind, _ shift: Int, _ output: inout [Token]) {
        var at = start
        while at < end {
            while linkText < linkTexts.count, linkTexts[linkText].upperBound <= at { linkText += 1 }
            guard linkText < linkTexts.count, linkTexts[linkText].lowerBound < end else { break }
            let range = linkTexts[linkText]
            if range.lowerBound > at {
                output.append(Token(at + shift, range.lowerBound + shift, kind))
                at = range.lowerBound
            }
            let stop = min(range.upperBound, end)
            output.append(Token(at + shift, stop + shift, kind, .linkText))
            at = stop
        }
        if at < end { output.append(Token(at + shift, end + shift, kind)) }
    }
}
