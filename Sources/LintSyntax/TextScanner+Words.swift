import LintSource

/// What lies between comments and strings.
extension TextScanner {
    @inline(__always)
    mutating func scanWords() {
        switch syntax.words {
        case .code: scanCode()
        case .shell: scanRun(.word, stopsAtBlank: true)
        case .prose: scanRun(.prose)
        case .text: scanRun(.text)
        }
    }

    /// Text up to the end of the line, to a comment or to a string.
    mutating func scanRun(_ kind: TokenKind, stopsAtBlank: Bool = false) {
        let start = pos
        pos += 1
        while pos < limit {
            let byte = bytes.base[pos]
            if byte == 0x0A || stopsAtBlank && byte.isWhiteSpace { break }
            if !starts[Int(byte)].isEmpty, opens(at: pos, inkBefore: true) { break }
            pos += 1
        }
        var end = pos
        while end > start, bytes.base[end - 1].isWhiteSpace { end -= 1 }
        out.append(start, end, kind)
    }

    mutating func scanCode() {
        let start = pos
        let byte = bytes.base[pos]
        if byte.isDigit {
            pos += 1
            while pos < limit {
                let next = bytes.base[pos]
                let sign = next == .ascii("+") || next == .ascii("-")
                guard
                    next.isWord || next == .ascii(".") && bytes[pos + 1] != .ascii(".")
                        || sign && bytes.base[pos - 1] | 0x20 == .ascii("e") && bytes[start + 1] | 0x20 != .ascii("x")
                        || syntax.keys == .beforeEquals && (sign || next == .ascii(":")) && bytes[pos + 1].isDigit
                else { break }
                pos += 1
            }
            group = out.tokens.count
            out.append(start, pos, .number)
            patternAllowed = false
        } else if byte.isWord || byte >= 0x80 || byte == .ascii("$") || byte == .ascii("-") && startsDashedName() {
            scanName(start)
        } else {
            scanPunctuation(byte)
        }
    }

    private func startsDashedName() -> Bool {
        syntax.dashedNames && (bytes[pos + 1].isLetter || bytes[pos + 1] == .ascii("-"))
    }

    private mutating func scanName(_ start: Int) {
        pos += 1
        while pos < limit {
            let next = bytes.base[pos]
            guard
                next.isWord || next >= 0x80 || next == .ascii("$") || syntax.dashedNames && next == .ascii("-")
            else { break }
            pos += 1
        }
        if syntax.stringPrefixes.utf8CodeUnitCount > 0, scanPrefixedString(start) { return }
        if syntax.hashedRawStrings, scanRawString(start) { return }
        group = out.tokens.count
        out.append(start, pos, .ident)
        patternAllowed = syntax.patterns && isOperatorWord(start)
    }

    /// After these words a value follows, so a `/` begins a pattern.
    private func isOperatorWord(_ start: Int) -> Bool {
        let length = pos - start
        func word(_ text: StaticString) -> Bool { length == text.utf8CodeUnitCount && bytes.has(text, at: start) }
        return word("return") || word("typeof") || word("case") || word("in") || word("of") || word("delete")
            || word("void") || word("throw") || word("new") || word("else") || word("do") || word("yield")
            || word("await") || word("instanceof")
    }

    /// `f"…"`: the letters before the quote belong to it.
    private mutating func scanPrefixedString(_ start: Int) -> Bool {
        guard pos - start <= 3, pos < limit, starts[Int(bytes.base[pos])].contains(.string) else { return false }
        let prefixes = UnsafeBufferPointer(
            start: syntax.stringPrefixes.utf8Start, count: syntax.stringPrefixes.utf8CodeUnitCount)
        for i in start..<pos where !prefixes.contains(bytes.base[i] | 0x20) { return false }
        for (index, rule) in syntax.strings.enumerated() where bytes.has(rule.open, at: pos) {
            if scanString(index, from: start) { return true }
        }
        return false
    }

    /// Rust's `r"…"` and `r#"…"#`, with `b` or `c` before.
    private mutating func scanRawString(_ start: Int) -> Bool {
        guard pos - start <= 2, bytes.base[pos - 1] == .ascii("r") else { return false }
        var hashes = 0
        while bytes[pos + hashes] == .ascii("#") { hashes += 1 }
        guard bytes[pos + hashes] == .ascii("\""), pos + hashes < limit else { return false }
        let text = pos + hashes + 1
        var i = text
        while i < limit {
            if bytes.base[i] == .ascii("\"") {
                var closing = 0
                while closing < hashes, bytes[i + 1 + closing] == .ascii("#") { closing += 1 }
                if closing == hashes { break }
                i += closing
            }
            i += 1
        }
        let end = min(limit, i + 1 + hashes)
        group = out.tokens.count
        out.append(start, text, .quote)
        out.append(text, min(i, limit), .string)
        out.append(min(i, limit), end, .quote)
        pos = end
        patternAllowed = false
        return true
    }

    private mutating func scanPunctuation(_ byte: UInt8) {
        let start = pos
        if byte == .ascii("/"), syntax.patterns, scanPattern() { return }
        pos += 1
        patternAllowed = true
        switch byte {
        case .ascii("{"):
            bracketDepth += 1
            braceDepth += 1
            if !interpolations.isEmpty { interpolations[interpolations.count - 1].depth += 1 }
            statement = out.tokens.count + 1
        case .ascii("("), .ascii("["):
            if byte == .ascii("["), syntax.keys == .beforeEquals, !inkOnLine, bracketDepth == 0 {
                scanTableHeader(start)
                return
            }
            bracketDepth += 1
        case .ascii("}"):
            if let open = interpolations.last {
                if open.depth == 0 {
                    interpolations.removeLast()
                    out.append(start, pos, .template)
                    scanInterpolatedText(open.rule)
                    return
                }
                interpolations[interpolations.count - 1].depth -= 1
            }
            bracketDepth = max(0, bracketDepth - 1)
            braceDepth -= 1
            patternAllowed = false
        case .ascii(")"), .ascii("]"):
            bracketDepth = max(0, bracketDepth - 1)
            patternAllowed = false
        case .ascii(","):
            statement = out.tokens.count + 1
        case .ascii(":"):
            if syntax.keys == .beforeColon { markKey(from: group) }
        case .ascii("="):
            if syntax.keys == .beforeEquals, let first = statement {
                markKey(from: first)
                statement = nil
            }
        default: break
        }
        out.append(start, pos, .punct)
    }

    /// Names and strings from token `first` on are a key.
    mutating func markKey(from first: Int) {
        guard first < out.tokens.count else { return }
        for index in first..<out.tokens.count {
            switch out.tokens[index].kind {
            case .ident, .string, .quote, .number: out.tokens[index].context = .key
            default: break
            }
        }
        group = out.tokens.count
    }

    /// TOML's `[table."name"]`, whose `[` was read.
    private mutating func scanTableHeader(_ start: Int) {
        out.append(start, pos, .punct)
        let first = out.tokens.count
        inkOnLine = true
        while pos < limit, bytes.base[pos] != 0x0A {
            let byte = bytes.base[pos]
            if byte.isWhiteSpace {
                pos += 1
            } else if byte == .ascii("#") {
                break
            } else if !starts[Int(byte)].isEmpty, scanOpener() {
                continue
            } else if byte.isWord || byte >= 0x80 {
                scanName(pos)
            } else {
                out.append(pos, pos + 1, .punct)
                pos += 1
            }
        }
        markKey(from: first)
        statement = out.tokens.count
    }
}
