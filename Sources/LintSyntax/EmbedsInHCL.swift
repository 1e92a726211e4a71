import LintSource

/// YAML, JSON and scripts in heredocs: by the marker's name, by a first line `#!`, or by text that can be nothing else;
/// and YAML and JSON in quoted strings.
enum EmbedsInHCL {
    static func find(
        in document: TokenizedDocument, bytes: ByteView, _ collector: EmbedCollector, _ add: (Embed) -> Bool
    ) {
        let tokens = document.tokens
        var index = 0
        let closers = closers(tokens, bytes)
        while index < tokens.count {
            if let close = closers[index], let embed = quoted(tokens, index, close, bytes, collector) {
                guard add(embed) else { return }
                index = close + 1
                continue
            }
            guard tokens[index].kind == .heredocMarker, bytes.has("<<", at: Int(tokens[index].start)) else {
                index += 1
                continue
            }
            var close = index + 1
            var depth = 1
            while close < tokens.count {
                if tokens[close].kind == .heredocMarker {
                    depth += bytes.has("<<", at: Int(tokens[close].start)) ? 1 : -1
                    if depth == 0 { break }
                }
                close += 1
            }
            if let embed = embed(tokens, index, close, bytes, collector), !add(embed) { return }
            index = close + 1
        }
    }

    /// The closing mark of each quoted string that may be a document, by the opening one: of those with an escape.
    private static func closers(_ tokens: [Token], _ bytes: ByteView) -> ClosingMarks {
        var result = ClosingMarks()
        // Open strings by their index, interpolations as -1.
        var open: [Int] = []
        for (index, token) in tokens.enumerated() {
            if token.kind == .quote {
                if let start = open.last, start >= 0 {
                    if index > start + 1, mayBeDocument(tokens[start + 1], isAll: index == start + 2, bytes) {
                        result.note(index, of: start, among: tokens.count)
                    }
                    open.removeLast()
                } else {
                    open.append(index)
                }
            } else if token.kind == .template {
                let first = bytes[Int(token.start)]
                if first == .ascii("$") || first == .ascii("%") {
                    open.append(-1)
                } else if open.last == -1 {
                    open.removeLast()
                }
            }
        }
        return result
    }

    /// Whether a string that begins with this token, or is all of it, has what JSON or lines of YAML need: `{\"`, `a: b\n`.
    private static func mayBeDocument(_ token: Token, isAll: Bool, _ bytes: ByteView) -> Bool {
        guard token.kind == .string, token.context == .string else { return false }
        guard isAll else { return bytes[token.range].contains(.ascii("\\")) }
        // What is neither is not worth decoding: most strings with an escape hold a quote or a regular expression.
        let end = Int(token.end)
        var at = Int(token.start)
        while at < end, bytes[at].isWhiteSpace { at += 1 }
        // (`\"` first of all is a quote.)
        let first = bytes[at]
        let mayBeJSON =
            first == .ascii("{") || first == .ascii("[")
            || first == .ascii("\\") && bytes[at + 1] != .ascii("\"") && bytes[at + 1] != .ascii("\\")
        var hasEscape = false
        while at < end {
            if bytes[at] == .ascii("\\") {
                hasEscape = true
                at += 1
                let next = bytes[at]
                // A line's end; `\u` may be one.
                if mayBeJSON || next == .ascii("n") || next | 0x20 == .ascii("u") || next == 0x0A { return true }
            } else if bytes[at] == 0x0A, hasEscape || bytes[at..<end].contains(.ascii("\\")) {
                return true
            }
            at += 1
        }
        return false
    }

    private static func quoted(
        _ tokens: [Token], _ open: Int, _ close: Int, _ bytes: ByteView, _ collector: EmbedCollector
    ) -> Embed? {
        let range = Int(tokens[open].end)..<Int(tokens[close].start)
        let text = EmbedText(template: range, tokens[(open + 1)..<close], .string, bytes, stripsIndent: false)
        let language = text.bytes.withByteView { view -> Language? in
            EmbedSniff.isJSON(view) ? .json : EmbedSniff.isYAML(view) ? .yaml : nil
        }
        guard let language else { return nil }
        let embed = collector.embed(text, language, by: "hcl:string", range: ByteRange(range))
        return language == .yaml && !embed.document.ok ? nil : embed
    }

    private static func embed(
        _ tokens: [Token], _ open: Int, _ close: Int, _ bytes: ByteView, _ collector: EmbedCollector
    ) -> Embed? {
        guard close > open + 1 else { return nil }
        let start = Int(tokens[open + 1].start)
        let end = Int(tokens[close - 1].end)
        let marker = bytes.text(tokens[open].range)
        let isFlush = bytes.has("<<-", at: Int(tokens[open].start))
        let text = EmbedText(template: start..<end, tokens[(open + 1)..<close], .heredoc, bytes, stripsIndent: isFlush)
        let range = ByteRange(start, end)
        let name = marker.drop { $0 == "<" || $0 == "-" || $0 == " " }.uppercased()
        let key = attribute(tokens, open, bytes)
        guard let language = language(marker: name, attribute: key, text) else { return nil }
        let embed = collector.embed(text, language, by: "hcl:heredoc", range: range)
        // What only looks like YAML must also be YAML.
        if language == .yaml, !holds(name, "YAML"), !holds(name, "YML"), !embed.document.ok { return nil }
        return embed
    }

    /// The name of the attribute whose value begins at token `index`.
    private static func attribute(_ tokens: [Token], _ index: Int, _ bytes: ByteView) -> String {
        guard index >= 2, tokens[index - 1].kind == .punct, tokens[index - 2].context == .key else { return "" }
        return bytes.text(tokens[index - 2].range)
    }

    /// (The standard library's search for a text in a text takes thousands of instructions.)
    private static func holds(_ marker: String, _ word: StaticString) -> Bool {
        var marker = marker
        return marker.withUTF8 { ByteView($0).place(of: word) != nil }
    }

    private static func language(marker: String, attribute: String, _ text: EmbedText) -> Language? {
        let words = marker.split { !$0.isLetter && !$0.isNumber }
        if holds(marker, "YAML") || holds(marker, "YML") { return .yaml }
        if holds(marker, "JSON") { return .json }
        if words.contains(where: { ["BASH", "SH", "SHELL", "SCRIPT", "ZSH"].contains($0) }) { return .shell }
        if words.contains(where: { ["PY", "PYTHON"].contains($0) }) { return .python }
        if words.contains(where: { ["MD", "MARKDOWN"].contains($0) }) { return .markdown }
        if words.contains("TOML") { return .toml }
        return text.bytes.withByteView { view in
            var at = 0
            while view[at].isWhiteSpace { at += 1 }
            if view.has("#!", at: at) {
                return Array(view[at..<min(view.count, at + 512)]).withByteView { Language.byShebang($0) }
            }
            if EmbedSniff.isJSON(view) { return .json }
            if EmbedSniff.isYAML(view) { return .yaml }
            return attribute == "command" ? .shell : nil
        }
    }
}

/// Text that can only be of one language. Strict: a wrong guess is worse than none.
enum EmbedSniff {
    /// An object or array with at least one quoted key or value, from its first byte to its last.
    static func isJSON(_ text: ByteView) -> Bool {
        var start = 0
        var end = text.count
        while start < end, text[start].isWhiteSpace { start += 1 }
        while end > start, text[end - 1].isWhiteSpace { end -= 1 }
        guard end - start > 2 else { return false }
        let open = text[start]
        guard open == .ascii("{") && text[end - 1] == .ascii("}") || open == .ascii("[") && text[end - 1] == .ascii("]")
        else { return false }
        var i = start + 1
        while i < end, text[i].isWhiteSpace { i += 1 }
        return text[i] == .ascii("\"") || text[i] == .ascii("{") && open == .ascii("[")
    }

    /// Mapping lines (`key:` and `key: value`) at the first line's indentation, at least two lines, and between them only
    /// deeper lines, comments and items.
    static func isYAML(_ text: ByteView) -> Bool {
        var line = 0
        var keys = 0
        var lines = 0
        var indent = -1
        while line < text.count {
            var end = line
            while end < text.count, text[end] != 0x0A { end += 1 }
            var i = line
            while i < end, text[i] == 0x20 { i += 1 }
            let column = i - line
            line = end + 1
            if i >= end || text[i].isLineEnd || text[i] == .ascii("#") { continue }
            if text.has("---", at: i), column == 0 { continue }
            lines += 1
            if indent < 0 { indent = column }
            if column < indent { return false }
            if column > indent { continue }
            if text.has("- ", at: i) { continue }
            let start = i
            while i < end, text[i].isWord || ".-/".utf8.contains(text[i]) { i += 1 }
            guard i > start, text[i] == .ascii(":"), i + 1 >= end || text[i + 1].isWhiteSpace else { return false }
            keys += 1
        }
        return keys >= 1 && lines >= 2
    }
}
