import LintSource

/// Inside of strings and paths.
extension NixScanner {
    mutating func nextInString() -> NixTokenType {
        guard at < count else { return endOfFile() }
        if base[at] == .ascii("\"") {
            take(at, at + 1, .quote)
            leave()
            return .closeQuote
        }
        if base[at] == .ascii("$"), byte(at + 1) == .ascii("{") { return dollarBrace() }
        var i = at
        while i < count {
            i = EightBytes.end(base, from: i, count) {
                ~($0.equal(.ascii("\"")) | $0.equal(.ascii("\\")) | $0.equal(.ascii("$")))
            }
            guard i < count else { break }
            let c = base[i]
            if c == .ascii("\"") { break }
            if c == .ascii("\\") {
                i += 2
            } else if c == .ascii("$") {
                let next = byte(i + 1)
                if next == .ascii("{") { break }
                // `$$` and `$\"` go together; a `$` before the closing quote stands alone.
                i += next == .ascii("\"") ? 1 : next == .ascii("\\") ? 3 : 2
            } else {
                i += 1
            }
        }
        take(at, min(i, count), .string)
        return .text
    }

    mutating func nextInIndented() -> NixTokenType {
        guard at < count else { return endOfFile() }
        if base[at] == .ascii("$"), byte(at + 1) == .ascii("{") { return dollarBrace() }
        var i = at
        while i < count {
            i = EightBytes.end(base, from: i, count) { ~($0.equal(.ascii("$")) | $0.equal(.ascii("'"))) }
            guard i < count else { break }
            let c = base[i]
            if c == .ascii("$") {
                let next = byte(i + 1)
                if next == .ascii("{") { break }
                i += next == .ascii("'") ? 1 : 2
            } else if c == .ascii("'") {
                let next = byte(i + 1)
                if next != .ascii("'") {
                    i += next == .ascii("$") ? 1 : 2
                } else {
                    switch byte(i + 2) {
                    case .ascii("$"), .ascii("'"): i += 3
                    case .ascii("\\") where i + 3 < count: i += 4
                    default:
                        if i > at { return indentedText(i) }
                        take(at, at + 2, .quoteIndented)
                        leave()
                        return .closeIndented
                    }
                }
            } else {
                i += 1
            }
        }
        return indentedText(min(i, count))
    }

    /// Text up to `stop`; it goes on with the swallowed line end behind `''`, if that is what stands before it.
    private mutating func indentedText(_ stop: Int) -> NixTokenType {
        extend(to: stop, .stringIndented)
        return .text
    }

    /// Takes the bytes up to `stop`, as part of the token before if that is of the same kind and touches.
    private mutating func extend(to stop: Int, _ kind: TokenKind) {
        let last = document.tokens.count - 1
        guard last >= 0, document.tokens[last].kind == kind, Int(document.tokens[last].end) == at else {
            return take(at, stop, kind)
        }
        start = at
        end = stop
        at = stop
        document.tokens[last].end = UInt32(truncatingIfNeeded: stop)
    }

    mutating func nextInPath() -> NixTokenType {
        if byte(at) == .ascii("$"), byte(at + 1) == .ascii("{") {
            states[states.count - 1] = .path
            return dollarBrace()
        }
        var i = at
        while byte(i).isNixPath { i += 1 }
        if byte(i) == .ascii("/") {
            let slash = i
            while byte(i) == .ascii("/"), byte(i + 1).isNixPath {
                i += 2
                while byte(i).isNixPath { i += 1 }
            }
            if i == slash || byte(i) == .ascii("/") { i += 1 }
        }
        if i > at {
            states[states.count - 1] = base[i - 1] == .ascii("/") ? .pathSlash : .path
            extend(to: i, .path)
            return .text
        }
        if states.last == .pathSlash {
            fail(start, end, "a path must not end with a slash")
            let last = document.tokens.count - 1
            if document.tokens[last].kind == .path {
                document.tokens[last] = Token(Int(document.tokens[last].start), at, .invalid)
            }
        }
        leave()
        start = at
        end = at
        return .pathEnd
    }
}
