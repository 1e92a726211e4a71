import LintSource

// What begins with `<`: autolinks, tags, comments, instructions, declarations.
extension MarkdownInline {
    mutating func readAngle(_ text: ByteView, _ start: Int) -> Int {
        let next = text[start + 1]
        if next == .ascii("!") || next == .ascii("?") {
            guard let (end, kind) = special(text, start) else { return start + 1 }
            overlays.append(Overlay(start: start, end: end, kind: kind))
            return end
        }
        if let end = Self.autolink(text, start) {
            overlays.append(Overlay(start: start, end: end, kind: .autolink))
            return end
        }
        if let end = MarkdownHTML.tag(text, at: start, end: text.count) {
            overlays.append(Overlay(start: start, end: end, kind: .htmlInline))
            return end
        }
        return start + 1
    }

    /// `<!-- -->`, `<? ?>`, `<!A >`, `<![CDATA[ ]]>`. Once no end was found, none is looked for again.
    private mutating func special(_ text: ByteView, _ start: Int) -> (Int, TokenKind)? {
        if text[start + 1] == .ascii("?") {
            return Self.end(text, "?>", from: start + 2, unless: &noEnd.instruction).map { ($0, .htmlInline) }
        }
        if text.has("<!--", at: start) {
            if text.has(">", at: start + 4) { return (start + 5, .htmlComment) }
            if text.has("->", at: start + 4) { return (start + 6, .htmlComment) }
            return Self.end(text, "-->", from: start + 4, unless: &noEnd.comment).map { ($0, .htmlComment) }
        }
        if text.has("<![CDATA[", at: start) {
            return Self.end(text, "]]>", from: start + 9, unless: &noEnd.data).map { ($0, .htmlInline) }
        }
        guard text[start + 2].isLetter else { return nil }
        return Self.end(text, ">", from: start + 3, unless: &noEnd.declaration).map { ($0, .htmlInline) }
    }

    private static func end(_ text: ByteView, _ mark: StaticString, from start: Int, unless none: inout Int) -> Int? {
        if start >= none { return nil }
        if let found = MarkdownHTML.find(mark, text, from: start, to: text.count) {
            return found + mark.utf8CodeUnitCount
        }
        none = min(none, start)
        return nil
    }

    /// The end of `<scheme:…>` or `<name@host>`.
    static func autolink(_ text: ByteView, _ start: Int) -> Int? {
        var i = start + 1
        if text[i].isLetter {
            while i < text.count, isSchemeByte(text.base[i]), i - start <= 32 { i += 1 }
            if i - start - 1 >= 2, text[i] == .ascii(":") {
                i += 1
                while i < text.count, text.base[i] > 0x20, text.base[i] != .ascii("<"), text.base[i] != .ascii(">"),
                    text.base[i] != 0x7F
                {
                    i += 1
                }
                return text[i] == .ascii(">") ? i + 1 : nil
            }
        }
        i = start + 1
        while i < text.count, isMailByte(text.base[i]) { i += 1 }
        guard i > start + 1, text[i] == .ascii("@") else { return nil }
        repeat {
            i += 1
            let label = i
            while i < text.count, text.base[i].isLetter || text.base[i].isDigit || text.base[i] == .ascii("-") {
                i += 1
            }
            guard i > label, i - label <= 63, text[label] != .ascii("-"), text[i - 1] != .ascii("-") else { return nil }
        } while text[i] == .ascii(".")
        return text[i] == .ascii(">") ? i + 1 : nil
    }

    private static func isSchemeByte(_ byte: UInt8) -> Bool {
        byte.isLetter || byte.isDigit || byte == .ascii("+") || byte == .ascii(".") || byte == .ascii("-")
    }

    private static func isMailByte(_ byte: UInt8) -> Bool {
        if byte.isWord { return true }
        switch byte {
        case .ascii("."), .ascii("!"), .ascii("#"), .ascii("$"), .ascii("%"), .ascii("&"), .ascii("'"), .ascii("*"),
            .ascii("+"), .ascii("/"), .ascii("="), .ascii("?"), .ascii("^"), .ascii("`"), .ascii("{"), .ascii("|"),
            .ascii("}"), .ascii("~"), .ascii("-"):
            return true
        default: return false
        }
    }
}
