import LintSource

/// TeX: commands and their marks between text for people; `\url{…}` and `\verb|…|` are taken as they are.
extension TextScanner {
    mutating func scanTeX() {
        while pos < limit {
            let byte = bytes.base[pos]
            let start = pos
            if byte.isWhiteSpace {
                pos += 1
            } else if byte == .ascii("%") {
                pos = endOfLine(from: pos)
                out.append(start, pos, .comment)
            } else if byte == .ascii("\\") {
                scanCommand()
            } else if "{}[]$&~^_#".utf8.contains(byte) {
                pos += 1
                out.append(start, pos, .markup)
            } else {
                pos += 1
                while pos < limit, !"\n%\\{}[]$&~^_#".utf8.contains(bytes.base[pos]) { pos += 1 }
                var end = pos
                while end > start, bytes.base[end - 1].isWhiteSpace { end -= 1 }
                out.append(start, end, .prose)
            }
        }
    }

    private mutating func scanCommand() {
        let start = pos
        pos += 1
        while pos < limit, bytes.base[pos].isLetter || bytes.base[pos] == .ascii("@") { pos += 1 }
        // A command of one other character, `\%`.
        if pos == start + 1 { pos = min(limit, pos + (bytes[pos].isWhiteSpace ? 0 : 1)) }
        out.append(start, pos, .keyword)
        let name = bytes[start..<pos]
        func isCommand(_ text: StaticString) -> Bool {
            name.count == text.utf8CodeUnitCount && bytes.has(text, at: start)
        }
        if isCommand("\\url") || isCommand("\\href") || isCommand("\\path") {
            scanArgument(isCommand("\\path") ? .path : .uri)
        } else if isCommand("\\verb") || isCommand("\\lstinline") {
            let mark = bytes[pos]
            let end = endOfLine(from: pos)
            guard pos < end, !mark.isWhiteSpace, !mark.isLetter, mark != .ascii("{"), mark != .ascii("[") else {
                return
            }
            var close = pos + 1
            while close < end, bytes.base[close] != mark { close += 1 }
            out.append(pos, pos + 1, .markup)
            out.append(pos + 1, close, .codeInline)
            if close < end { out.append(close, close + 1, .markup) }
            pos = min(end, close + 1)
        }
    }

    /// `{…}` without commands inside, on one line.
    private mutating func scanArgument(_ kind: TokenKind) {
        guard bytes[pos] == .ascii("{"), pos < limit else { return }
        let end = endOfLine(from: pos)
        var close = pos + 1
        while close < end, bytes.base[close] != .ascii("}") { close += 1 }
        guard close < end else { return }
        out.append(pos, pos + 1, .markup)
        out.append(pos + 1, close, kind)
        out.append(close, close + 1, .markup)
        pos = close + 1
    }
}
