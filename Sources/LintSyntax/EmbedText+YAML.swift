import LintSource

/// The text of YAML scalars (YAML 1.2.2, chapters 7 and 8), with the place of each byte.
extension EmbedText {
    /// A plain or quoted scalar, with its quotes.
    init(yamlFlowScalar range: ByteRange, _ kind: TokenKind, _ host: ByteView) {
        var start = Int(range.start)
        var end = Int(range.end)
        if kind != .scalarPlain {
            start += 1
            if end > start { end -= 1 }
        }
        var text = start
        var i = start
        while i < end {
            let byte = host[i]
            if byte.isLineEnd {
                var last = i
                while last > text, host[last - 1].isBlank { last -= 1 }
                append(host, text, last)
                i = fold(host, i, end, isEscaped: false)
                text = i
            } else if kind == .scalarSingle, byte == .ascii("'") {
                append(host, text, i + 1)
                i += 2
                text = i
            } else if kind == .scalarDouble, byte == .ascii("\\") {
                append(host, text, i)
                i = host[i + 1].isLineEnd ? fold(host, i + 1, end, isEscaped: true) : escape(host, i + 1, end)
                text = i
            } else {
                i += 1
            }
        }
        append(host, text, end)
    }

    /// Line ends: one is a space, each further one a line end.
    private mutating func fold(_ host: ByteView, _ start: Int, _ end: Int, isEscaped: Bool) -> Int {
        var i = start
        var breaks = 0
        while i < end, host[i].isWhiteSpace {
            if host[i] == 0x0A || host[i] == 0x0D && host[i + 1] != 0x0A { breaks += 1 }
            i += 1
        }
        if breaks == 1 {
            if !isEscaped { append(decoded: [0x20]) }
        } else {
            append(decoded: repeatElement(0x0A, count: max(0, breaks - 1)))
        }
        return i
    }

    /// The escape whose letter is at `i`; gives the offset after it.
    private mutating func escape(_ host: ByteView, _ i: Int, _ end: Int) -> Int {
        guard i < end else { return end }
        var digits = 0
        switch host[i] {
        case .ascii("n"): append(decoded: [0x0A])
        case .ascii("t"): append(decoded: [0x09])
        case .ascii("r"): append(decoded: [0x0D])
        case .ascii("\""), .ascii("\\"), .ascii("/"), 0x20, 0x09: append(decoded: [host[i]])
        case .ascii("x"): digits = 2
        case .ascii("u"): digits = 4
        case .ascii("U"): digits = 8
        // Other control and special blanks mean nothing in a script.
        default: append(decoded: [0x20])
        }
        guard digits > 0 else { return i + 1 }
        var value: UInt32 = 0
        var at = i + 1
        while at < end, at <= i + digits, host[at].isHexDigit {
            value = value &* 16 &+ UInt32(host[at].isDigit ? host[at] - 0x30 : (host[at] | 0x20) - 0x57)
            at += 1
        }
        append(decoded: Array(String(Character(Unicode.Scalar(value) ?? "\u{FFFD}")).utf8))
        return at
    }

    /// A block scalar with its header at `header`, whose text ends at `end` (without its last line end).
    init(yamlBlockScalar header: ByteRange, end: Int, _ host: ByteView) {
        let isFolded = host[Int(header.start)] == .ascii(">")
        let isIndicated = host[header].contains { $0.isDigit }
        let first = EmbedText.nextLine(host, Int(header.end), host.count)
        // The line end after the text belongs to it.
        let stop = EmbedText.nextLine(host, end, host.count)
        let indent = EmbedText.indent(host, first, stop, least: isIndicated)
        var line = first
        var breaks = 0
        var wasIndented = true
        var isFirst = true
        while line < stop {
            let next = EmbedText.nextLine(host, line, stop)
            var start = line
            while start < line + indent, start < next, host[start] == 0x20 { start += 1 }
            var textEnd = next
            while textEnd > start, host[textEnd - 1].isLineEnd { textEnd -= 1 }
            if !isFolded {
                append(host, start, textEnd)
                if textEnd < next {
                    if host[textEnd] == 0x0A { append(host, textEnd, next) } else { append(decoded: [0x0A]) }
                }
            } else if start == textEnd {
                breaks += 1
            } else {
                let isIndented = host[start].isBlank
                if isFirst || isIndented || wasIndented {
                    append(decoded: repeatElement(0x0A, count: breaks))
                } else if breaks == 1 {
                    append(decoded: [0x20])
                } else {
                    append(decoded: repeatElement(0x0A, count: max(0, breaks - 1)))
                }
                append(host, start, textEnd)
                wasIndented = isIndented
                isFirst = false
                breaks = textEnd < next ? 1 : 0
            }
            line = next
        }
        if isFolded { append(decoded: repeatElement(0x0A, count: breaks)) }
    }

    private static func nextLine(_ host: ByteView, _ start: Int, _ end: Int) -> Int {
        var i = start
        while i < end, host[i] != 0x0A { i += 1 }
        return min(end, i + 1)
    }

    /// The indentation of the first line that is not blank; or, where the header gives it relative to a parent that is not
    /// known here, the least of all lines.
    private static func indent(_ host: ByteView, _ start: Int, _ end: Int, least: Bool) -> Int {
        var line = start
        var result = Int.max
        while line < end {
            let next = nextLine(host, line, end)
            var i = line
            while i < next, host[i] == 0x20 { i += 1 }
            if i < next, !host[i].isLineEnd {
                result = min(result, i - line)
                if !least { break }
            }
            line = next
        }
        return result == .max ? 0 : result
    }
}
