import LintSource

/// Reads the text of a ``Selector`` after the grammar of RFC 9535.
struct SelectorReader {
    private let bytes: [UInt8]
    private let shown: String
    /// Bytes that were put in front of what the user wrote.
    private let added: Int
    private var at = 1

    init(_ text: String, shown: String) {
        bytes = Array(text.utf8)
        self.shown = shown
        added = bytes.count - shown.utf8.count
    }

    private var byte: UInt8 { at < bytes.count ? bytes[at] : 0 }

    mutating func segments() throws(Selector.Failure) -> [Selector.Segment] {
        var segments: [Selector.Segment] = []
        while true {
            let start = at
            blanks()
            guard at < bytes.count else {
                if at > start { throw failure("white space at the end") }
                return segments
            }
            switch byte {
            case .ascii("."):
                at += 1
                let descends = byte == .ascii(".")
                if descends { at += 1 }
                if byte == .ascii("[") {
                    guard descends else { throw failure("'.[' is neither; write '..[' or '['") }
                    segments.append(.init(descends: true, steps: try bracket()))
                } else if byte == .ascii("*") {
                    at += 1
                    segments.append(.init(descends: descends, steps: [.wildcard]))
                } else {
                    segments.append(.init(descends: descends, steps: [.name(try shorthand())]))
                }
            case .ascii("["): segments.append(.init(descends: false, steps: try bracket()))
            default: throw failure("unexpected '\(character)'")
            }
        }
    }

    private var character: String {
        String(decoding: bytes[at...], as: UTF8.self).first.map(String.init) ?? ""
    }

    private func failure(_ problem: String) -> Selector.Failure {
        let place = max(1, String(decoding: bytes[..<min(at, bytes.count)], as: UTF8.self).count - added + 1)
        return .init(message: "\(problem) at character \(place) of '\(shown)'")
    }

    /// RFC 9535, 2.1.1: space, tab, line feed, carriage return.
    private mutating func blanks() {
        while at < bytes.count, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { at += 1 }
    }

    private mutating func shorthand() throws(Selector.Failure) -> String {
        let start = at
        guard byte.isLetter || byte == .ascii("_") || byte >= 0x80 else {
            throw failure(
                at < bytes.count && byte.isDigit
                    ? "a name begins with a letter; write ['…']" : "a name is missing after '.'")
        }
        while at < bytes.count, byte.isWord || byte >= 0x80 || byte == .ascii("-") { at += 1 }
        return String(decoding: bytes[start..<at], as: UTF8.self)
    }

    private mutating func bracket() throws(Selector.Failure) -> [Selector.Step] {
        at += 1
        var steps: [Selector.Step] = []
        while true {
            blanks()
            switch byte {
            case .ascii("'"), .ascii("\""): steps.append(.name(try quoted()))
            case .ascii("*"):
                at += 1
                steps.append(.wildcard)
            case .ascii("?"): throw failure("filter expressions are not supported; use 'where', 'has' or 'lacks'")
            default: steps.append(try indexOrSlice())
            }
            blanks()
            if byte == .ascii(",") {
                at += 1
                continue
            }
            guard byte == .ascii("]") else { throw failure("']' is missing") }
            at += 1
            return steps
        }
    }

    private mutating func indexOrSlice() throws(Selector.Failure) -> Selector.Step {
        let first = try integer()
        let end = at
        blanks()
        guard byte == .ascii(":") else {
            guard let first else { throw failure("a name in quotes, a number, a slice or '*' is missing") }
            at = end
            return .index(first)
        }
        at += 1
        blanks()
        let last = try integer()
        blanks()
        var step = 1
        if byte == .ascii(":") {
            at += 1
            blanks()
            step = try integer() ?? 1
        }
        return .slice(start: first, end: last, step: step)
    }

    /// `0`, or digits that do not begin with 0, within what a JSON number holds exactly.
    private mutating func integer() throws(Selector.Failure) -> Int? {
        let start = at
        if byte == .ascii("-") { at += 1 }
        let digits = at
        while byte.isDigit { at += 1 }
        if at == digits {
            if at > start { throw failure("a number is missing after '-'") }
            return nil
        }
        guard bytes[digits] != .ascii("0") || (at == digits + 1 && digits == start) else {
            throw failure("a number does not begin with 0")
        }
        guard let value = Int(String(decoding: bytes[start..<at], as: UTF8.self)), abs(value) < 1 << 53 else {
            throw failure("the number is too large")
        }
        return value
    }

    private mutating func quoted() throws(Selector.Failure) -> String {
        let quote = byte
        at += 1
        var text: [UInt8] = []
        while at < bytes.count, byte != quote {
            guard byte >= 0x20 else { throw failure("a control character stands in a name; write it as \\u00…") }
            if byte == .ascii("\\") {
                at += 1
                text += try escape(quote)
            } else {
                text.append(byte)
                at += 1
            }
        }
        guard at < bytes.count else { throw failure("the quote is not closed") }
        at += 1
        return String(decoding: text, as: UTF8.self)
    }

    /// What stands behind a backslash.
    private mutating func escape(_ quote: UInt8) throws(Selector.Failure) -> [UInt8] {
        let letter = byte
        at += 1
        switch letter {
        case .ascii("b"): return [0x08]
        case .ascii("f"): return [0x0C]
        case .ascii("n"): return [0x0A]
        case .ascii("r"): return [0x0D]
        case .ascii("t"): return [0x09]
        case .ascii("/"), .ascii("\\"), quote: return [letter]
        case .ascii("u"):
            var value = try hexadecimal()
            if (0xD800..<0xDC00).contains(value), byte == .ascii("\\"), at + 1 < bytes.count,
                bytes[at + 1] == .ascii("u")
            {
                at += 2
                let low = try hexadecimal()
                guard (0xDC00..<0xE000).contains(low) else { throw failure("half of a surrogate pair") }
                value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
            }
            guard let scalar = Unicode.Scalar(value) else { throw failure("half of a surrogate pair") }
            return Array(String(Character(scalar)).utf8)
        default:
            at -= 1
            throw failure("unknown escape '\\\(character)'")
        }
    }

    private mutating func hexadecimal() throws(Selector.Failure) -> UInt32 {
        let end = at + 4
        guard end <= bytes.count, bytes[at..<end].allSatisfy(\.isHexDigit),
            let value = UInt32(String(decoding: bytes[at..<end], as: UTF8.self), radix: 16)
        else { throw failure("four hexadecimal digits are missing after '\\u'") }
        at = end
        return value
    }
}
