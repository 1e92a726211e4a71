import LintSource

/// The text of strings with interpolations (HCL heredocs and quoted strings, Nix indented strings).
extension EmbedText {
    /// What the tokens of `kind` hold of the host's `range`. Each interpolation between them is a hole; a byte stands for it
    /// in the inner text, so that `a${b}c` stays one word there.
    init(
        template range: Range<Int>, _ tokens: ArraySlice<Token>, _ kind: TokenKind, _ host: ByteView, stripsIndent: Bool
    ) {
        var parts: [ByteRange] = []
        // Strings of the same kind may lie inside an interpolation.
        var depth = 0
        for token in tokens {
            if token.kind == .template {
                let first = host[Int(token.start)]
                depth += first == .ascii("$") || first == .ascii("%") ? 1 : -1
            } else if depth == 0, token.kind == kind {
                parts.append(token.range)
            }
        }
        self.init(parts: parts, range: range, kind, host, stripsIndent: stripsIndent)
    }

    private init(parts: [ByteRange], range: Range<Int>, _ kind: TokenKind, _ host: ByteView, stripsIndent: Bool) {
        let indent = stripsIndent ? EmbedText.leastIndent(parts, range, host) : 0
        var at = range.lowerBound
        var isLineStart = true
        for part in parts {
            addHole(host, at, Int(part.start), &isLineStart)
            var i = Int(part.start)
            while i < Int(part.end) {
                if isLineStart {
                    let limit = min(Int(part.end), i + indent)
                    while i < limit, host[i] == 0x20 || host[i] == 0x09 { i += 1 }
                    isLineStart = false
                    continue
                }
                var end = i
                while end < Int(part.end), host[end] != 0x0A { end += 1 }
                if end < Int(part.end) {
                    end += 1
                    isLineStart = true
                }
                switch kind {
                case .heredoc: appendHCL(host, i, end)
                case .string: appendHCLQuoted(host, i, end)
                default: appendNix(host, i, end)
                }
                i = end
            }
            at = Int(part.end)
        }
        addHole(host, at, range.upperBound, &isLineStart)
    }

    private mutating func addHole(_ host: ByteView, _ start: Int, _ end: Int, _ isLineStart: inout Bool) {
        guard start < end else { return }
        holes.append(ByteRange(start, end))
        // `%{ … }` directives leave nothing behind.
        if host[start] != .ascii("%") { append(decoded: [.ascii("_")]) }
        isLineStart = false
    }

    /// `$${` and `%%{` stand for `${` and `%{`.
    private mutating func appendHCL(_ host: ByteView, _ start: Int, _ end: Int) {
        var text = start
        var i = start
        while i < end {
            let byte = host[i]
            if byte == .ascii("$") || byte == .ascii("%"), host[i + 1] == byte, host[i + 2] == .ascii("{"), i + 2 < end
            {
                append(host, text, i)
                text = i + 1
                i += 3
            } else {
                i += 1
            }
        }
        append(host, text, end)
    }

    /// The same, and `\n`, `\"`, `\u00e9` and their like.
    private mutating func appendHCLQuoted(_ host: ByteView, _ start: Int, _ end: Int) {
        var text = start
        var i = start
        while i < end {
            guard host[i] == .ascii("\\"), i + 1 < end else {
                i += 1
                continue
            }
            appendHCL(host, text, i)
            i += 2
            switch host[i - 1] {
            case .ascii("n"): append(decoded: [0x0A])
            case .ascii("t"): append(decoded: [0x09])
            case .ascii("r"): append(decoded: [0x0D])
            case .ascii("u"), .ascii("U"):
                let stop = min(end, i + (host[i - 1] == .ascii("u") ? 4 : 8))
                var value: UInt32 = 0
                while i < stop, let digit = host[i].hexValue {
                    value = value << 4 | UInt32(digit)
                    i += 1
                }
                append(decoded: Array(String(Character(Unicode.Scalar(value) ?? "\u{FFFD}")).utf8))
            default: append(host, i - 1, i)
            }
            text = i
        }
        appendHCL(host, text, end)
    }

    /// `''$` stands for `$`, `'''` for `''`, `''\` for an escaped character.
    private mutating func appendNix(_ host: ByteView, _ start: Int, _ end: Int) {
        var text = start
        var i = start
        while i < end {
            guard host[i] == .ascii("'"), host[i + 1] == .ascii("'"), i + 2 < end else {
                i += 1
                continue
            }
            append(host, text, i)
            switch host[i + 2] {
            case .ascii("$"):
                text = i + 2
            case .ascii("'"):
                text = i + 1
            case .ascii("\\") where i + 3 < end:
                switch host[i + 3] {
                case .ascii("n"): append(decoded: [0x0A])
                case .ascii("t"): append(decoded: [0x09])
                case .ascii("r"): append(decoded: [0x0D])
                default: append(host, i + 3, i + 4)
                }
                text = i + 4
                i += 1
            default: text = i
            }
            i += 3
        }
        append(host, min(text, end), end)
    }

    /// The indentation that all lines with ink have in common.
    private static func leastIndent(_ parts: [ByteRange], _ range: Range<Int>, _ host: ByteView) -> Int {
        var least = Int.max
        var isLineStart = true
        var column = 0
        var previous = range.lowerBound
        for part in parts {
            if Int(part.start) > previous, isLineStart {
                least = min(least, column)
                isLineStart = false
            }
            for i in part.indices where i < host.count {
                let byte = host[i]
                if byte == 0x0A {
                    isLineStart = true
                    column = 0
                } else if isLineStart {
                    if byte.isBlank {
                        column += 1
                    } else if byte != 0x0D {
                        least = min(least, column)
                        isLineStart = false
                    }
                }
            }
            previous = Int(part.end)
        }
        if previous < range.upperBound, isLineStart { least = min(least, column) }
        return least == .max ? 0 : least
    }
}
