import LintSource

/// What HCL literals mean: escapes, heredoc indentation, numbers.
enum HCLLiteral {
    static func hexValue(_ c: UInt8) -> UInt32? {
        switch c {
        case 0x30...0x39: UInt32(c - 0x30)
        case 0x41...0x46: UInt32(c - 0x41 + 10)
        case 0x61...0x66: UInt32(c - 0x61 + 10)
        default: nil
        }
    }

    /// The length of the white space character at `p` (Unicode's `White_Space`), 0 if there is none.
    static func spaceLength(_ p: UnsafePointer<UInt8>, _ count: Int) -> Int {
        let c = p[0]
        if c < 0x80 { return c.isWhiteSpace ? 1 : 0 }
        if c == 0xC2, count > 1 { return p[1] == 0x85 || p[1] == 0xA0 ? 2 : 0 }
        guard count > 2 else { return 0 }
        switch (c, p[1], p[2]) {
        case (0xE1, 0x9A, 0x80), (0xE2, 0x80, 0x80...0x8A), (0xE2, 0x80, 0xA8), (0xE2, 0x80, 0xA9),
            (0xE2, 0x80, 0xAF), (0xE2, 0x81, 0x9F), (0xE3, 0x80, 0x80):
            return 3
        default: return 0
        }
    }

    /// Whether a number token is a number: the scanner also takes `1.2.3`.
    static func isNumber(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        var i = 0
        var dots = 0
        while i < text.count, text[i].isDigit || text[i] == .ascii(".") {
            if text[i] == .ascii(".") { dots += 1 }
            i += 1
        }
        guard dots < 2 else { return false }
        if i == text.count { return true }
        // The exponent; more than its digits cannot follow.
        i += text[i + 1].isDigit ? 1 : 2
        var exponent = 0
        while i < text.count, text[i].isDigit {
            exponent = min(exponent * 10 + Int(text[i] - 0x30), 1 << 40)
            i += 1
        }
        return i == text.count && exponent <= Int(Int32.max)
    }

    /// The value of the text of a template without sequences: `escapes` as in quoted ones; `$${` is `${` in all.
    static func decode(_ text: UnsafeBufferPointer<UInt8>, escapes: Bool) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(text.count)
        var i = 0
        while i < text.count {
            let c = text[i]
            if c == .ascii("\\"), escapes, i + 1 < text.count {
                i += unescape(text, i, into: &out)
            } else if c == .ascii("$") || c == .ascii("%"), i + 2 < text.count, text[i + 1] == c,
                text[i + 2] == .ascii("{")
            {
                out.append(c)
                out.append(.ascii("{"))
                i += 3
            } else {
                out.append(c)
                i += 1
            }
        }
        return out
    }

    /// Adds what the escape sequence at `i` stands for; gives its length.
    private static func unescape(_ text: UnsafeBufferPointer<UInt8>, _ i: Int, into out: inout [UInt8]) -> Int {
        let digits: Int
        switch text[i + 1] {
        case .ascii("n"): digits = 0; out.append(0x0A)
        case .ascii("r"): digits = 0; out.append(0x0D)
        case .ascii("t"): digits = 0; out.append(0x09)
        case .ascii("u"): digits = 4
        case .ascii("U"): digits = 8
        default: digits = 0; out.append(text[i + 1])
        }
        guard digits > 0 else { return 2 }
        var value: UInt32 = 0
        for k in 0..<digits {
            guard i + 2 + k < text.count, let digit = hexValue(text[i + 2 + k]) else { return 2 }
            value = value << 4 | digit
        }
        if let scalar = Unicode.Scalar(value) { out += Array(String(scalar).utf8) }
        return 2 + digits
    }

    /// Takes away the indentation that all lines of a `<<-` heredoc have in common; blank lines do not count.
    static func withoutIndentation(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        var least = Int.max
        forEachLine(of: text) { line in
            var spaces = 0
            while spaces < line.count, line[line.startIndex + spaces].isWhiteSpace { spaces += 1 }
            if spaces < line.count || line.last != 0x0A { least = min(least, spaces) }
        }
        var out: [UInt8] = []
        out.reserveCapacity(text.count)
        forEachLine(of: text) { line in
            let isBlank = line.last == 0x0A && line.allSatisfy { $0.isWhiteSpace }
            out += isBlank ? line : line.dropFirst(least)
        }
        return out
    }

    private static func forEachLine(
        of text: UnsafeBufferPointer<UInt8>, _ body: (Slice<UnsafeBufferPointer<UInt8>>) -> Void
    ) {
        var start = 0
        for i in 0..<text.count where text[i] == 0x0A {
            body(text[start...i])
            start = i + 1
        }
        if start < text.count { body(text[start...]) }
    }
}
