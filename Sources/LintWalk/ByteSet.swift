import LintSource

/// A bracket expression of git's globs: `[a-z]`, `[!a-z]`, `[^a]`, `[[:digit:]]`, `[\]]`.
enum ByteSet {
    /// Whether `byte` is in the set that opens at `open`, and where the pattern goes on; nil when the set is not closed
    /// or names no known class: git lets such a pattern match nothing at all.
    static func test(_ pattern: ByteView, at open: Int, byte: UInt8) -> (hit: Bool, end: Int)? {
        var p = open + 1
        let negated = pattern[p] == .ascii("!") || pattern[p] == .ascii("^")
        if negated { p += 1 }
        var hit = false
        /// What a following `-` would start a range from; 0 after a range or a class.
        var low: UInt8 = 0
        repeat {
            guard p < pattern.count else { return nil }
            var item = pattern[p]
            if item == .ascii("\\") {
                p += 1
                guard p < pattern.count else { return nil }
                item = pattern[p]
                if item == byte { hit = true }
            } else if item == .ascii("-"), low != 0, p + 1 < pattern.count, pattern[p + 1] != .ascii("]") {
                p += 1
                if pattern[p] == .ascii("\\") {
                    p += 1
                    guard p < pattern.count else { return nil }
                }
                if low <= byte, byte <= pattern[p] { hit = true }
                item = 0
            } else if item == .ascii("["), pattern[p + 1] == .ascii(":") {
                let name = p + 2
                var end = name
                while end < pattern.count, pattern[end] != .ascii("]") { end += 1 }
                guard end < pattern.count else { return nil }
                if end > name, pattern[end - 1] == .ascii(":") {
                    guard let inClass = contains(byte, className: pattern[name..<(end - 1)]) else { return nil }
                    if inClass { hit = true }
                    p = end
                    item = 0
                } else if item == byte {
                    hit = true
                }
            } else if item == byte {
                hit = true
            }
            low = item
            p += 1
        } while pattern[p] != .ascii("]") || p >= pattern.count
        return (hit != negated, p + 1)
    }

    private static func contains(_ byte: UInt8, className: UnsafeBufferPointer<UInt8>) -> Bool? {
        switch String(decoding: className, as: UTF8.self) {
        case "alnum": byte.isLetter || byte.isDigit
        case "alpha": byte.isLetter
        case "blank": byte.isBlank
        case "cntrl": byte < 0x20 || byte == 0x7F
        case "digit": byte.isDigit
        case "graph": byte > 0x20 && byte < 0x7F
        case "lower": byte.isLower
        case "print": byte >= 0x20 && byte < 0x7F
        case "punct": byte > 0x20 && byte < 0x7F && !byte.isLetter && !byte.isDigit
        case "space": byte.isWhiteSpace
        case "upper": byte.isUpper
        case "xdigit": byte.isHexDigit
        default: nil
        }
    }
}
