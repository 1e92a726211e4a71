import LintSource

/// The link reference definitions of a document: which labels are links.
struct MarkdownReferences {
    private var labels: Set<[UInt8]> = []

    var isEmpty: Bool { labels.isEmpty }

    mutating func insert(_ label: UnsafeBufferPointer<UInt8>) { labels.insert(Self.normalized(label)) }

    func contains(_ label: UnsafeBufferPointer<UInt8>) -> Bool {
        !labels.isEmpty && labels.contains(Self.normalized(label))
    }

    /// Blanks collapsed, case folded: what labels are compared by.
    static func normalized(_ label: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(label.count)
        var isASCII = true
        for byte in label {
            if byte.isWhiteSpace {
                if result.last != 0x20, !result.isEmpty { result.append(0x20) }
            } else {
                if byte >= 0x80 { isASCII = false }
                result.append(byte.lowered)
            }
        }
        if result.last == 0x20 { result.removeLast() }
        if isASCII { return result }
        // Full case folding by way of both mappings: ẞ, ß and SS are one.
        var folded = ""
        for scalar in String(decoding: result, as: UTF8.self).unicodeScalars {
            for upper in scalar.properties.lowercaseMapping.unicodeScalars {
                for folding in upper.properties.uppercaseMapping.unicodeScalars {
                    folded += folding.properties.lowercaseMapping
                }
            }
        }
        return Array(folded.utf8)
    }

    struct Definition {
        var label: Range<Int>
        /// After its last line, before the line end.
        var end: Int
    }

    /// Reads the definition whose `[` is at `start`; `text` is the paragraph's.
    static func definition(in text: ByteView, at start: Int) -> Definition? {
        guard let labelEnd = label(in: text, at: start), text[labelEnd] == .ascii(":") else { return nil }
        let label = start + 1..<labelEnd - 1
        guard text[label].contains(where: { !$0.isWhiteSpace }) else { return nil }
        let destination = skipSpace(text, labelEnd + 1)
        guard destination < text.count, let end = self.destination(in: text, at: destination), end > destination else {
            return nil
        }
        let plainEnd = lineEnd(text, end)
        // A title stands after blanks; when it is none, the definition may still end with its destination's line.
        let titleStart = skipSpace(text, end)
        if titleStart > end, titleStart < text.count, let titleEnd = title(in: text, at: titleStart),
            let end = lineEnd(text, titleEnd)
        {
            return Definition(label: label, end: end)
        }
        return plainEnd.map { Definition(label: label, end: $0) }
    }

    /// After the `]` of the label whose `[` is at `start`: at most 999 bytes, no bracket in it that is not escaped.
    static func label(in text: ByteView, at start: Int) -> Int? {
        var i = start + 1
        while i < text.count, i - start <= 1000 {
            switch text.base[i] {
            case .ascii("]"): return i + 1
            case .ascii("["): return nil
            case .ascii("\\"): i += MarkdownBytes.isPunctuation(text[i + 1]) ? 2 : 1
            default: i += 1
            }
        }
        return nil
    }

    /// The end of the link destination at `start` (which may be empty, for a link).
    static func destination(in text: ByteView, at start: Int) -> Int? {
        var i = start
        if text[i] == .ascii("<") {
            i += 1
            while i < text.count {
                switch text.base[i] {
                case .ascii(">"): return i + 1
                case .ascii("<"), 0x0A, 0x0D: return nil
                case .ascii("\\"): i += MarkdownBytes.isPunctuation(text[i + 1]) ? 2 : 1
                default: i += 1
                }
            }
            return nil
        }
        var depth = 0
        while i < text.count {
            let byte = text.base[i]
            if byte == .ascii("\\"), MarkdownBytes.isPunctuation(text[i + 1]) {
                i += 2
                continue
            }
            if byte == .ascii("(") {
                depth += 1
                if depth > 32 { return nil }
            } else if byte == .ascii(")") {
                if depth == 0 { break }
                depth -= 1
            } else if byte <= 0x20 || byte == 0x7F {
                break
            }
            i += 1
        }
        return depth == 0 ? i : nil
    }

    /// The end of the link title at `start`.
    static func title(in text: ByteView, at start: Int) -> Int? {
        let open = text[start]
        guard open == .ascii("\"") || open == .ascii("'") || open == .ascii("(") else { return nil }
        let close = open == .ascii("(") ? .ascii(")") : open
        var i = start + 1
        while i < text.count {
            let byte = text.base[i]
            if byte == close { return i + 1 }
            if byte == .ascii("("), open == .ascii("(") { return nil }
            i += byte == .ascii("\\") && MarkdownBytes.isPunctuation(text[i + 1]) ? 2 : 1
        }
        return nil
    }

    static func skipSpace(_ text: ByteView, _ start: Int) -> Int {
        var i = start
        while i < text.count, text.base[i].isWhiteSpace { i += 1 }
        return i
    }

    /// The end of the line if nothing but blanks is left of it.
    private static func lineEnd(_ text: ByteView, _ start: Int) -> Int? {
        var i = start
        while i < text.count, text.base[i].isBlank { i += 1 }
        return i == text.count || text.base[i].isLineEnd ? i : nil
    }
}
