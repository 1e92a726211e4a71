import LintSource

/// Comments, strings and patterns.
extension TextScanner {
    /// Whether a comment or a string begins at `index`, a byte that may begin one.
    func opens(at index: Int, inkBefore: Bool) -> Bool {
        let kinds = starts[Int(bytes[index])]
        if kinds.contains(.blockComment), blockComment(at: index) != nil { return true }
        if kinds.contains(.lineComment), lineComment(at: index, inkBefore: inkBefore) { return true }
        return kinds.contains(.string) && syntax.strings.contains { bytes.has($0.open, at: index) }
    }

    private func lineComment(at index: Int, inkBefore: Bool) -> Bool {
        for rule in syntax.lineComments where bytes.has(rule.open, at: index) {
            switch rule.position {
            case .anywhere: return true
            case .lineStart: if !inkBefore { return true }
            case .firstColumn:
                // (A byte order mark may stand before the first line.)
                if index == 0 || bytes[index - 1].isLineEnd || index == 3 && bytes.has("\u{FEFF}", at: 0) {
                    return true
                }
            case .afterBlank: if !inkBefore || bytes[index - 1].isWhiteSpace { return true }
            }
        }
        return false
    }

    private func blockComment(at index: Int) -> TextSyntax.BlockComment? {
        syntax.blockComments.first { bytes.has($0.open, at: index) }
    }

    /// Reads the comment or string at `pos`; false where none begins.
    mutating func scanOpener() -> Bool {
        let kinds = starts[Int(bytes[pos])]
        if kinds.contains(.blockComment), let rule = blockComment(at: pos) {
            scanBlockComment(rule)
            return true
        }
        if kinds.contains(.lineComment), lineComment(at: pos, inkBefore: inkOnLine) {
            let start = pos
            pos = endOfLine(from: pos)
            out.append(start, pos, .comment)
            inkOnLine = true
            return true
        }
        guard kinds.contains(.string) else { return false }
        for (index, rule) in syntax.strings.enumerated() where bytes.has(rule.open, at: pos) {
            if scanString(index, from: pos) { return true }
        }
        return false
    }

    /// To its end, or to the end of the text where it is not closed.
    private mutating func scanBlockComment(_ rule: TextSyntax.BlockComment) {
        let start = pos
        pos += rule.open.utf8CodeUnitCount
        var depth = 1
        let first = rule.close.utf8Start[0]
        let again = rule.open.utf8Start[0]
        while pos < limit {
            let byte = bytes.base[pos]
            if byte == first, bytes.has(rule.close, at: pos) {
                pos += rule.close.utf8CodeUnitCount
                depth -= 1
                if depth == 0 { break }
            } else if rule.nests, byte == again, bytes.has(rule.open, at: pos) {
                pos += rule.open.utf8CodeUnitCount
                depth += 1
            } else {
                pos += 1
            }
        }
        pos = min(pos, limit)
        out.append(start, pos, .comment)
        inkOnLine = true
    }

    /// Reads the string of rule `index` whose opening mark is at `pos` and whose token begins at `start` (before a
    /// prefix); false where it is none.
    mutating func scanString(_ index: Int, from start: Int) -> Bool {
        let rule = syntax.strings[index]
        let text = pos + rule.open.utf8CodeUnitCount
        guard text <= limit else { return false }
        let tokens = out.tokens.count
        let docstring =
            syntax.docstrings && rule.spansLines && !inkOnLine && bracketDepth == 0
        if rule.interpolates {
            out.append(start, text, .quote)
            pos = text
            scanInterpolatedText(index)
        } else {
            guard let end = endOfString(rule, index, from: text) else { return false }
            let context: Context? = docstring ? .comment : nil
            let closed = end.closed
            out.append(start, text, .quote, context)
            out.append(text, end.text, .string, context)
            if closed { out.append(end.text, end.text + rule.close.utf8CodeUnitCount, .quote, context) }
            pos = closed ? end.text + rule.close.utf8CodeUnitCount : end.text
        }
        group = tokens
        patternAllowed = false
        inkOnLine = true
        return true
    }

    /// Where the text of a string ends.
    private mutating func endOfString(
        _ rule: TextSyntax.StringRule, _ index: Int, from text: Int
    ) -> (text: Int, closed: Bool)? {
        if !rule.spansLines, text <= unclosedUntil[index] { return nil }
        let first = rule.close.utf8Start[0]
        let width = rule.close.utf8CodeUnitCount
        var i = text
        while i < limit {
            let byte = bytes.base[i]
            if byte == .ascii("\\"), rule.escape == .backslash {
                i += bytes[i + 1] == 0x0D && bytes[i + 2] == 0x0A ? 3 : 2
                continue
            }
            if byte == first, bytes.has(rule.close, at: i), i + width <= limit {
                if rule.escape == .doubled, bytes.has(rule.close, at: i + width) {
                    i += 2 * width
                    continue
                }
                if rule.singleCharacter, !isOneCharacter(text, i) { return nil }
                return (i, true)
            }
            if byte == 0x0A, !rule.spansLines { break }
            if rule.singleCharacter, i > text + 12 { return nil }
            i += 1
        }
        if rule.spansLines { return (limit, false) }
        unclosedUntil[index] = i
        return nil
    }

    private func isOneCharacter(_ start: Int, _ end: Int) -> Bool {
        if bytes[start] == .ascii("\\") { return end > start + 1 }
        var scalars = 0
        for i in start..<end where bytes[i] & 0xC0 != 0x80 { scalars += 1 }
        return scalars == 1
    }

    /// Inside a template literal, up to its end or its next `${`.
    mutating func scanInterpolatedText(_ index: Int) {
        let rule = syntax.strings[index]
        let start = pos
        let close = rule.close.utf8Start[0]
        while pos < limit {
            let byte = bytes.base[pos]
            if byte == .ascii("\\") {
                pos = min(limit, pos + 2)
            } else if byte == close {
                out.append(start, pos, .string)
                out.append(pos, pos + 1, .quote)
                pos += 1
                patternAllowed = false
                return
            } else if byte == .ascii("$"), bytes[pos + 1] == .ascii("{"), pos + 1 < limit {
                out.append(start, pos, .string)
                out.append(pos, pos + 2, .template)
                pos += 2
                interpolations.append((index, 0))
                patternAllowed = true
                return
            } else {
                pos += 1
            }
        }
        out.append(start, pos, .string)
    }

    /// A pattern `/…/flags` at `pos`, which must end on its line.
    mutating func scanPattern() -> Bool {
        let memo = unclosedUntil.count - 1
        guard patternAllowed, bytes[pos - 1] != .ascii("<"), pos >= unclosedUntil[memo] else { return false }
        var i = pos + 1
        var inClass = false
        while i < limit, bytes.base[i] != 0x0A {
            switch bytes.base[i] {
            case .ascii("\\"):
                if i + 1 < limit, !bytes.base[i + 1].isLineEnd { i += 1 }
            case .ascii("["): inClass = true
            case .ascii("]"): inClass = false
            case .ascii("/") where !inClass:
                i += 1
                while i < limit, bytes.base[i].isLetter { i += 1 }
                out.append(pos, i, .string)
                pos = i
                patternAllowed = false
                return true
            default: break
            }
            i += 1
        }
        unclosedUntil[memo] = min(i, limit)
        return false
    }
}
