import LintSource

/// HTML as CommonMark sees it: tags, and what begins and ends a block of it.
enum MarkdownHTML {
    /// The kind (1 to 7) of HTML block that begins with the `<` at `start`, or 0. The seventh, a whole tag that is alone on
    /// its line, cannot interrupt a paragraph.
    static func blockKind(_ bytes: ByteView, at start: Int, lineEnd: Int, interrupting: Bool) -> Int {
        let next = bytes[start + 1]
        if next == .ascii("!") {
            if bytes.has("<!--", at: start) { return 2 }
            if bytes.has("<![CDATA[", at: start) { return 5 }
            return bytes[start + 2].isLetter ? 4 : 0
        }
        if next == .ascii("?"), start + 1 < lineEnd { return 3 }
        let isClosing = next == .ascii("/")
        let nameStart = start + (isClosing ? 2 : 1)
        guard bytes[nameStart].isLetter else { return 0 }
        var nameEnd = nameStart
        while nameEnd < lineEnd, bytes.base[nameEnd].isLetter || bytes.base[nameEnd].isDigit { nameEnd += 1 }
        let after = nameEnd < lineEnd ? bytes.base[nameEnd] : 0x0A
        let name = bytes[nameStart..<nameEnd]
        let isAlone = after.isWhiteSpace || after == .ascii(">")
        if isAlone, !isClosing, isOne(of: verbatimNames, name) { return 1 }
        if isAlone || after == .ascii("/") && bytes[nameEnd + 1] == .ascii(">"), isOne(of: blockNames, name) {
            return 6
        }
        if interrupting { return 0 }
        guard let end = tag(bytes, at: start, end: lineEnd) else { return 0 }
        for i in end..<lineEnd where !bytes.base[i].isBlank { return 0 }
        return 7
    }

    /// Whether a line of an HTML block of `kind` is its last one.
    static func ends(_ kind: Int, _ bytes: ByteView, from start: Int, to end: Int) -> Bool {
        switch kind {
        case 1:
            var i = start
            while let open = find("</", bytes, from: i, to: end) {
                var nameEnd = open + 2
                while nameEnd < end, bytes.base[nameEnd].isLetter { nameEnd += 1 }
                if nameEnd < end, bytes.base[nameEnd] == .ascii(">"),
                    isOne(of: verbatimNames, bytes[open + 2..<nameEnd])
                {
                    return true
                }
                i = open + 2
            }
            return false
        case 2: return find("-->", bytes, from: start, to: end) != nil
        case 3: return find("?>", bytes, from: start, to: end) != nil
        case 4: return find(">", bytes, from: start, to: end) != nil
        case 5: return find("]]>", bytes, from: start, to: end) != nil
        default: return false
        }
    }

    /// The end of the open or closing tag whose `<` is at `start`.
    static func tag(_ bytes: ByteView, at start: Int, end: Int) -> Int? {
        var i = start + 1
        let isClosing = i < end && bytes[i] == .ascii("/")
        if isClosing { i += 1 }
        guard i < end, bytes[i].isLetter else { return nil }
        while i < end, bytes[i].isLetter || bytes[i].isDigit || bytes[i] == .ascii("-") { i += 1 }
        if isClosing {
            i = skipSpace(bytes, i, end)
            return i < end && bytes[i] == .ascii(">") ? i + 1 : nil
        }
        while true {
            let afterSpace = skipSpace(bytes, i, end)
            guard afterSpace < end else { return nil }
            if bytes[afterSpace] == .ascii(">") { return afterSpace + 1 }
            if bytes[afterSpace] == .ascii("/") {
                return afterSpace + 1 < end && bytes[afterSpace + 1] == .ascii(">") ? afterSpace + 2 : nil
            }
            guard afterSpace > i, let next = attribute(bytes, afterSpace, end) else { return nil }
            i = next
        }
    }

    private static func attribute(_ bytes: ByteView, _ start: Int, _ end: Int) -> Int? {
        var i = start
        guard bytes[i].isLetter || bytes[i] == .ascii("_") || bytes[i] == .ascii(":") else { return nil }
        while i < end, bytes[i].isWord || bytes[i] == .ascii(":") || bytes[i] == .ascii(".") || bytes[i] == .ascii("-")
        {
            i += 1
        }
        var value = skipSpace(bytes, i, end)
        guard value < end, bytes[value] == .ascii("=") else { return i }
        value = skipSpace(bytes, value + 1, end)
        guard value < end else { return nil }
        let quote = bytes[value]
        if quote == .ascii("\"") || quote == .ascii("'") {
            value += 1
            while value < end, bytes[value] != quote { value += 1 }
            return value < end ? value + 1 : nil
        }
        let valueStart = value
        while value < end, !bytes[value].isWhiteSpace, !isUnquotedStop(bytes[value]) { value += 1 }
        return value > valueStart ? value : nil
    }

    private static func isUnquotedStop(_ byte: UInt8) -> Bool {
        switch byte {
        case .ascii("\""), .ascii("'"), .ascii("="), .ascii("<"), .ascii(">"), .ascii("`"): true
        default: false
        }
    }

    @inline(__always)
    static func skipSpace(_ bytes: ByteView, _ start: Int, _ end: Int) -> Int {
        var i = start
        while i < end, bytes[i].isWhiteSpace { i += 1 }
        return i
    }

    static func find(_ text: StaticString, _ bytes: ByteView, from start: Int, to end: Int) -> Int? {
        let first = text.utf8Start[0]
        let last = end - text.utf8CodeUnitCount
        var i = start
        while i <= last {
            if bytes.base[i] == first, bytes.has(text, at: i) { return i }
            i += 1
        }
        return nil
    }

    private static func isOne(of names: [StaticString], _ name: UnsafeBufferPointer<UInt8>) -> Bool {
        for candidate in names where candidate.utf8CodeUnitCount == name.count {
            var k = 0
            while k < name.count, name[k].lowered == candidate.utf8Start[k] { k += 1 }
            if k == name.count { return true }
        }
        return false
    }

    private static let verbatimNames: [StaticString] = ["script", "pre", "style", "textarea"]
    private static let blockNames: [StaticString] = [
        "address", "article", "aside", "base", "basefont", "blockquote", "body", "caption", "center", "col",
        "colgroup", "dd", "details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer",
        "form", "frame", "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hr", "html", "iframe",
        "legend", "li", "link", "main", "menu", "menuitem", "nav", "noframes", "ol", "optgroup", "option", "p",
        "param", "search", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "title", "tr",
        "track", "ul",
    ]
}
