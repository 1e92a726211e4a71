import LintSource

/// Strings, paths, and what stands in them.
extension NixParser {
    /// The next token opens a string.
    mutating func begin(string kind: NixFrame.Kind, isAttribute: Bool = false) {
        push(kind)
        frames[top].flag = true
        frames[top].isAttribute = isAttribute
        let inner = scanner.at
        // What `''` swallows is no text.
        frames[top].text = ByteRange(inner, inner)
        advance()
        state = .string
    }

    mutating func parseString() {
        switch type {
        case .text:
            if frames[top].flag { frames[top].text.end = UInt32(truncatingIfNeeded: scanner.end) }
            advance()
        case .dollarBrace: beginInterpolation()
        case .closeQuote, .closeIndented: endString()
        default: expected("the end of a string")
        }
    }

    private mutating func endString() {
        let frame = frames.removeLast()
        if frame.isAttribute {
            components.append(
                NixComponent(
                    range: ByteRange(frame.start, scanner.end), text: frame.text, isString: frame.flag))
            // What an interpolation in it holds is no key.
            markKey(frame.token)
            if frame.flag, tokenIndex > frame.token + 1 { markKey(frame.token + 1) }
            markKey(tokenIndex)
            advance()
            state = frames[top].kind == .inherit ? .inherit : .afterAttribute
            return
        }
        if frame.isFirst, frame.flag {
            markSimple(frame.kind == .string ? .string : .indented, from: frame.start, text: frame.text)
        }
        advance()
        state = .afterSimple
    }

    mutating func beginInterpolation(isAttribute: Bool = false) {
        if !isAttribute { frames[top].flag = false }
        push(.interpolation)
        frames[top].isAttribute = isAttribute
        advance()
        state = .expression
    }

    /// The next token is the brace.
    mutating func endInterpolation() {
        let frame = frames.removeLast()
        if frame.isAttribute {
            let range = ByteRange(frame.start, scanner.end)
            components.append(NixComponent(range: range, text: range, isString: false))
            advance()
            state = frames[top].kind == .inherit ? .inherit : .afterAttribute
            return
        }
        advance()
        state = frames[top].kind == .path ? .path : .string
    }

    mutating func parsePath() {
        switch type {
        case .text: advance()
        case .dollarBrace: beginInterpolation()
        case .pathEnd:
            let frame = frames.removeLast()
            if frame.isFirst, frame.flag { markSimple(.word, from: frame.start) }
            advance()
            state = .afterSimple
        default: expected("the end of a path")
        }
    }
}
