import LintSource

/// What Nix strings mean.
enum NixLiteral {
    /// The value of the text between quotes.
    static func decode(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(text.count)
        var i = 0
        while i < text.count {
            let c = text[i]
            if c == .ascii("\\"), i + 1 < text.count {
                out.append(escaped(text[i + 1]))
                i += 2
            } else if c == 0x0D {
                out.append(0x0A)
                i += i + 1 < text.count && text[i + 1] == 0x0A ? 2 : 1
            } else {
                out.append(c)
                i += 1
            }
        }
        return out
    }

    private static func escaped(_ c: UInt8) -> UInt8 {
        switch c {
        case .ascii("n"): 0x0A
        case .ascii("r"): 0x0D
        case .ascii("t"): 0x09
        default: c
        }
    }

    /// The value of the text between two `''`: without the spaces that all lines begin with, and without a last line
    /// of spaces.
    static func decodeIndented(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        let least = leastIndentation(text)
        var out: [UInt8] = []
        out.reserveCapacity(text.count)
        var atLineStart = true
        var dropped = 0
        var lineStart = 0
        var i = 0
        while i < text.count {
            let c = text[i]
            if atLineStart, c == 0x20 {
                if dropped >= least { out.append(c) }
                dropped += 1
                i += 1
                continue
            }
            atLineStart = c == 0x0A
            if c == 0x0A {
                out.append(c)
                dropped = 0
                lineStart = out.count
                i += 1
            } else {
                i += unescape(text, i, into: &out)
            }
        }
        if atLineStart { out.removeSubrange(lineStart...) }
        return out
    }

    /// Spaces at the beginning of the line that has the fewest, of lines that have anything else.
    private static func leastIndentation(_ text: UnsafeBufferPointer<UInt8>) -> Int {
        var least = Int.max
        var spaces = 0
        var atLineStart = true
        for c in text {
            if c == 0x0A {
                atLineStart = true
                spaces = 0
            } else if atLineStart {
                if c == 0x20 {
                    spaces += 1
                } else {
                    least = min(least, spaces)
                    atLineStart = false
                }
            }
        }
        return least
    }

    /// Adds what stands at `i`, perhaps an escape sequence; gives its length.
    private static func unescape(_ text: UnsafeBufferPointer<UInt8>, _ i: Int, into out: inout [UInt8]) -> Int {
        guard text[i] == .ascii("'"), i + 2 < text.count, text[i + 1] == .ascii("'") else {
            out.append(text[i])
            return 1
        }
        switch text[i + 2] {
        case .ascii("$"): out.append(.ascii("$"))
        case .ascii("'"): out += [.ascii("'"), .ascii("'")]
        case .ascii("\\") where i + 3 < text.count:
            out.append(escaped(text[i + 3]))
            return 4
        default:
            out.append(text[i])
            return 1
        }
        return 3
    }
}
