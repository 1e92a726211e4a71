import LintSource

// Laying what was found in a block's text over its tokens, in order.
extension MarkdownInline {
    /// `offset` is where the token's bytes stand in the block's text.
    mutating func cut(_ token: Token, offset: Int, into output: inout [Token]) {
        if token.kind == .markup { return output.append(token) }
        let shift = Int(token.start) - offset
        let end = offset + token.count
        var at = offset
        while overlayIndex < overlays.count, overlays[overlayIndex].start < end {
            let next = overlays[overlayIndex]
            if next.end > at {
                let start = max(next.start, at)
                cutText(at, start, token.kind, shift, &output)
                at = min(next.end, end)
                output.append(Token(start + shift, at + shift, next.kind))
            }
            if next.end > end { return }
            overlayIndex += 1
        }
        cutText(at, end, token.kind, shift, &output)
    }

    /// Text between overlays: what lies in a link's brackets is link text.
    private mutating func cutText(_ start: Int, _ end: Int, _ kind: TokenKind, _ shift: Int, _ output: inout [Token]) {
        var at = start
        while at < end {
            while linkTextIndex < linkTexts.count, linkTexts[linkTextIndex].upperBound <= at { linkTextIndex += 1 }
            guard linkTextIndex < linkTexts.count, linkTexts[linkTextIndex].lowerBound < end else { break }
            let range = linkTexts[linkTextIndex]
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
