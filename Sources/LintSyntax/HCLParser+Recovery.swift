import LintSource

/// Going on after an error, so that the rest of the file has its names and its tree.
extension HCLParser {
    /// An error is on record and the next token is where it is: goes to where reading can begin anew.
    mutating func recover() {
        switch frames[0].kind {
        case .rootExpression:
            skipToEnd()
            state = .done
        case .template:
            unwind(to: .template, only: 1)
            skipSequence()
            state = .template
        default:
            let depth = unwind(to: .body, only: 0)
            skipItem(depth)
            state = .item
        }
    }

    mutating func skipToEnd() {
        while type != .eof { advance() }
    }

    /// Drops frames down to the innermost of `kind` (or, if `only` is above 0, down to that many frames); gives the
    /// number of brackets that were open in them.
    @discardableResult
    private mutating func unwind(to kind: HCLFrame.Kind, only: Int) -> Int {
        var depth = 0
        while frames.count > max(1, only), only > 0 || frames[top].kind != kind {
            let frame = frames.removeLast()
            if frame.closer != .eof { depth += 1 }
            if frame.kind == .template { directives.removeSubrange(min(frame.directives, directives.count)...) }
            paths.close(frame.named, at: previousEnd)
            if frame.value >= 0, frame.kind != .objectKey {
                let end = UInt32(truncatingIfNeeded: max(previousEnd, frame.start))
                tree?.update(Int(frame.value)) { node in
                    node.valueRange.end = end
                    node.range.end = end
                }
            }
        }
        newlines = true
        isFirst = false
        return depth
    }

    /// Skips to behind the sequence of a bare template in which something was wrong.
    private mutating func skipSequence() {
        newlines = false
        while type != .eof {
            let outside = scanner.callers.isEmpty
            advance()
            if outside { break }
        }
        newlines = true
    }

    /// Skips to the next item: behind a line end outside of brackets, or where a line begins with a name or a closing
    /// brace no further to the right than the broken item (then its brackets were never closed).
    private mutating func skipItem(_ openBrackets: Int) {
        var depth = openBrackets
        // The line end before the next token was skipped if it stands in brackets.
        if depth > 0, beginsItem, scanner.onlyBlanksBefore { return }
        while true {
            switch type {
            case .eof: return
            case .newline:
                while type == .newline { advance() }
                if depth <= 0 || beginsItem { return }
                continue
            case .openBrace, .openBracket, .openParenthesis, .openQuote, .openHeredoc, .interpolation, .control:
                depth += 1
            case .closeBrace where depth <= 0: return
            case .closeBrace, .closeBracket, .closeParenthesis, .closeQuote, .closeHeredoc, .sequenceEnd:
                depth -= 1
            default: break
            }
            advance()
        }
    }

    /// Whether the next token, if it is the first of its line, looks like the next item or the end of the body.
    private var beginsItem: Bool {
        (type == .identifier || type == .closeBrace) && scanner.start - scanner.lineStart <= itemColumn
    }
}
