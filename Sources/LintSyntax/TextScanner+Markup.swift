import LintSource

/// HTML, Svelte, Vue, SVG and XML: text for people between tags, code in braces, scripts and styles.
extension TextScanner {
    mutating func scanMarkup() {
        // A front matter's `---` lines and all else outside of tags is text.
        while pos < limit {
            let byte = bytes.base[pos]
            if byte.isWhiteSpace {
                pos += 1
            } else if byte == .ascii("<"), isMarkup(at: pos) {
                scanTagOrComment()
            } else if byte == .ascii("{") {
                scanBraces()
            } else {
                let start = pos
                pos += 1
                while pos < limit, bytes.base[pos] != 0x0A, bytes.base[pos] != .ascii("{"),
                    bytes.base[pos] != .ascii("<") || !isMarkup(at: pos)
                {
                    pos += 1
                }
                var end = pos
                while end > start, bytes.base[end - 1].isWhiteSpace { end -= 1 }
                out.append(start, end, .prose)
            }
        }
    }

    private func isMarkup(at index: Int) -> Bool {
        let next = bytes[index + 1]
        return next.isLetter || next == .ascii("/") || next == .ascii("!") || next == .ascii("?")
    }

    private mutating func scanTagOrComment() {
        let start = pos
        if bytes.has("<!--", at: pos) {
            pos += 4
            while pos < limit, bytes.base[pos] != .ascii("-") || !bytes.has("-->", at: pos) { pos += 1 }
            pos = min(limit, pos + 3)
            out.append(start, pos, .htmlComment)
        } else if bytes.has("<![CDATA[", at: pos) {
            pos = min(limit, pos + 9)
            out.append(start, pos, .html)
        } else if bytes[pos + 1] == .ascii("!") || bytes[pos + 1] == .ascii("?") {
            while pos < limit, bytes.base[pos] != .ascii(">") { pos += 1 }
            pos = min(limit, pos + 1)
            out.append(start, pos, .html)
        } else {
            scanTag()
        }
    }

    private mutating func scanTag() {
        let start = pos
        pos += bytes[pos + 1] == .ascii("/") ? 2 : 1
        let isEnd = pos == start + 2
        let name = pos
        while pos < limit, isNameByte(bytes.base[pos]) { pos += 1 }
        let raw: TextSyntax? =
            isEnd ? nil : isName("script", name) ? .javascript : isName("style", name) ? .css : nil
        let close: [UInt8] = raw == nil ? [] : Array("</".utf8) + bytes[name..<pos].map(\.lowered)
        out.append(start, pos, .html)
        var isLink = false
        while pos < limit {
            let byte = bytes.base[pos]
            let at = pos
            if byte.isWhiteSpace {
                pos += 1
            } else if byte == .ascii(">") || byte == .ascii("/") && bytes[pos + 1] == .ascii(">") {
                pos = min(limit, pos + (byte == .ascii(">") ? 1 : 2))
                out.append(at, pos, .html)
                if let raw, byte == .ascii(">") { scanRaw(raw, until: close) }
                return
            } else if byte == .ascii("\"") || byte == .ascii("'") {
                scanAttributeValue(byte, isLink ? .linkURL : nil)
                isLink = false
            } else if byte == .ascii("{") {
                scanBraces()
            } else if byte == .ascii("<") {
                return
            } else if byte == .ascii("=") {
                pos += 1
                out.append(at, pos, .punct)
                scanUnquotedValue(isLink ? .linkURL : nil)
            } else {
                pos += 1
                while pos < limit, isNameByte(bytes.base[pos]) { pos += 1 }
                out.append(at, pos, .html)
                isLink = isName("href", at) || isName("src", at) || isName("xlink:href", at) || isName("action", at)
            }
        }
    }

    private func isNameByte(_ byte: UInt8) -> Bool {
        !byte.isWhiteSpace && !">/=\"'{<".utf8.contains(byte)
    }

    /// Whether `text`, in any case, stands from `start` to `pos`.
    private func isName(_ text: StaticString, _ start: Int) -> Bool {
        guard pos - start == text.utf8CodeUnitCount else { return false }
        for i in 0..<text.utf8CodeUnitCount where bytes[start + i].lowered != text.utf8Start[i] { return false }
        return true
    }

    private mutating func scanAttributeValue(_ quote: UInt8, _ context: Context?) {
        let start = pos
        pos += 1
        while pos < limit, bytes.base[pos] != quote { pos += 1 }
        out.append(start, start + 1, .quote)
        out.append(start + 1, pos, .string, context)
        if pos < limit {
            out.append(pos, pos + 1, .quote)
            pos += 1
        }
    }

    private mutating func scanUnquotedValue(_ context: Context?) {
        while pos < limit, bytes.base[pos].isBlank { pos += 1 }
        let start = pos
        guard pos < limit, !"\"'{><".utf8.contains(bytes.base[pos]) else { return }
        while pos < limit, !bytes.base[pos].isWhiteSpace, bytes.base[pos] != .ascii(">") { pos += 1 }
        out.append(start, pos, .string, context)
    }

    /// The content of `<script>` or `<style>`, up to its end tag.
    private mutating func scanRaw(_ syntax: TextSyntax, until close: [UInt8]) {
        var end = pos
        search: while end < limit {
            if bytes.base[end] == .ascii("<") {
                var matched = 0
                while matched < close.count, bytes[end + matched].lowered == close[matched] { matched += 1 }
                if matched == close.count { break search }
            }
            end += 1
        }
        _ = scanPart(pos..<min(end, limit), syntax, stopsAtBrace: false)
    }

    /// `{ … }` in text or in a tag: code, up to its brace or to an end tag.
    private mutating func scanBraces() {
        if scanTemplateTag() { return }
        out.append(pos, pos + 1, .punct)
        let stopped = scanPart((pos + 1)..<limit, .javascript, stopsAtBrace: true)
        if stopped, bytes[pos] == .ascii("}"), pos < limit {
            out.append(pos, pos + 1, .punct)
            pos += 1
        }
    }

    /// `{% … %}` and `{# … #}` of Jinja, Django, Liquid and Twig, whose `//` is a division and no comment. (`{#if …}` is
    /// Svelte's.) False where none stands at `pos`.
    private mutating func scanTemplateTag() -> Bool {
        let mark = bytes[pos + 1]
        let isComment = mark == .ascii("#")
        guard mark == .ascii("%") || isComment && bytes[pos + 2].isWhiteSpace, isComment ? hasTagComments : hasTags
        else { return false }
        var end = pos + 2
        while end + 1 < limit, bytes.base[end] != mark || bytes.base[end + 1] != .ascii("}") { end += 1 }
        guard end + 1 < limit else {
            // None further on either.
            if isComment { hasTagComments = false } else { hasTags = false }
            return false
        }
        out.append(pos, end + 2, isComment ? .htmlComment : .template)
        pos = end + 2
        return true
    }

    /// Reads a part by another syntax; whether it stopped before the part's end.
    private mutating func scanPart(_ range: Range<Int>, _ syntax: TextSyntax, stopsAtBrace: Bool) -> Bool {
        var scanner = TextScanner(bytes, range: range, syntax: syntax, into: out)
        out = TokenizedDocument(language: out.language)
        scanner.stopsAtBrace = stopsAtBrace
        scanner.patternAllowed = !stopsAtBrace
        scanner.scan()
        out = scanner.out
        pos = min(scanner.pos, scanner.limit)
        return pos < scanner.limit
    }
}
