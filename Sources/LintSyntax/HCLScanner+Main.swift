#if canImport(Glibc)
    import Glibc
#endif
import LintSource

/// Outside of templates.
extension HCLScanner {
    mutating func nextInMain() -> HCLTokenType {
        while at < count {
            let c = base[at]
            switch c {
            case 0x20, 0x09:
                var i = at + 1
                // (One blank stands between words, many before a line.)
                if byte(i) == 0x20 { i = EightBytes.end(base, from: i + 1, count) { $0.equal(0x20) } }
                while i < count, base[i].isBlank { i += 1 }
                at = i
            case 0x0A: return newline(1)
            case 0x0D where byte(at + 1) == 0x0A: return newline(2)
            case 0x61...0x7A, 0x41...0x5A, 0x5F:
                take(at, identifierEnd(at + 1), .ident)
                return .identifier
            case 0x30...0x39:
                take(at, numberEnd(at), .number)
                return .number
            case .ascii("\""):
                take(at, at + 1, .quote)
                enter(.quoted)
                return .openQuote
            case .ascii("#"): lineComment()
            case .ascii("/"):
                switch byte(at + 1) {
                case .ascii("/"): lineComment()
                case .ascii("*"):
                    if let close = commentEnd() { take(at, close, .comment) } else { return punct(1, .binaryOperator) }
                default: return punct(1, .binaryOperator)
                }
            case .ascii("{"):
                braces += 1
                return punct(1, .openBrace)
            case .ascii("}"): return closeBrace()
            case .ascii("["): return punct(1, .openBracket)
            case .ascii("]"): return punct(1, .closeBracket)
            case .ascii("("): return punct(1, .openParenthesis)
            case .ascii(")"): return punct(1, .closeParenthesis)
            case .ascii("."):
                if byte(at + 1) == c, byte(at + 2) == c { return punct(3, .ellipsis) }
                return punct(1, .dot)
            case .ascii(","): return punct(1, .comma)
            case .ascii(":"): return byte(at + 1) == c ? punct(2, .doubleColon) : punct(1, .colon)
            case .ascii("?"): return punct(1, .question)
            case .ascii("="):
                switch byte(at + 1) {
                case .ascii("="): return punct(2, .binaryOperator)
                case .ascii(">"): return punct(2, .fatArrow)
                default: return punct(1, .equal)
                }
            case .ascii("!"): return byte(at + 1) == .ascii("=") ? punct(2, .binaryOperator) : punct(1, .bang)
            case .ascii(">"): return punct(byte(at + 1) == .ascii("=") ? 2 : 1, .binaryOperator)
            case .ascii("<"): return lessThan()
            case .ascii("-"): return punct(1, .minus)
            case .ascii("*"): return punct(1, .star)
            case .ascii("+"), .ascii("%"): return punct(1, .binaryOperator)
            case .ascii("&"), .ascii("|"):
                return byte(at + 1) == c ? punct(2, .binaryOperator) : invalid(1, "bitwise operators are not supported")
            case .ascii("~"):
                return byte(at + 1) == .ascii("}") ? closeBrace() : invalid(1, "bitwise operators are not supported")
            case .ascii("^"): return invalid(1, "bitwise operators are not supported")
            default: return unusual()
            }
        }
        return endOfFile()
    }

    private mutating func newline(_ length: Int) -> HCLTokenType {
        start = at
        at += length
        end = at
        lineStart = at
        return .newline
    }

    @inline(__always)
    private mutating func punct(_ length: Int, _ type: HCLTokenType) -> HCLTokenType {
        take(at, at + length, .punct)
        return type
    }

    private mutating func invalid(_ length: Int, _ message: String) -> HCLTokenType {
        take(at, at + length, .invalid)
        fail(start, end, message)
        return .invalid
    }

    /// Quotes and signs that HCL does not have, letters beyond ASCII, and broken bytes.
    @inline(never)
    private mutating func unusual() -> HCLTokenType {
        switch base[at] {
        case .ascii("'"): return invalid(1, "single quotes are not valid; use double quotes")
        case .ascii("`"): return invalid(1, "back-ticks are not valid; use a heredoc for text of several lines")
        case .ascii(";"): return invalid(1, "semicolons are not valid; use a new line")
        default: break
        }
        let letter = letterLength(at, HCLLetters.begins)
        if letter > 0 {
            take(at, identifierEnd(at + letter), .ident)
            return .identifier
        }
        let length = characterLength(at)
        return length == 0 ? badUTF8() : invalid(length, "this character is not used in the language")
    }

    /// Where the identifier ends whose first letter ends at `index`.
    @inline(__always)
    private func identifierEnd(_ index: Int) -> Int {
        var i = EightBytes.end(base, from: index, count) { $0.words | $0.equal(.ascii("-")) }
        while i < count {
            let c = base[i]
            if c.isHCLIdentifier {
                i += 1
            } else if c < 0x80 {
                break
            } else {
                let length = letterLength(i, HCLLetters.continues)
                if length == 0 { break }
                i += length
            }
        }
        return i
    }

    private func letterLength(_ index: Int, _ accepts: (UInt32) -> Bool) -> Int {
        let lead = byte(index)
        let length = lead < 0xC0 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
        guard length > 0, index + length <= count else { return 0 }
        var key: UInt32 = 0
        for i in 0..<length { key = key << 8 | UInt32(base[index + i]) }
        return accepts(key) ? length : 0
    }

    /// A digit, then digits, dots and exponents, but no dot at the end.
    private func numberEnd(_ index: Int) -> Int {
        var i = index + 1
        var good = i
        while i < count {
            let c = base[i]
            if c.isDigit {
                i += 1
                good = i
            } else if c == .ascii(".") {
                i += 1
            } else if c | 0x20 == .ascii("e") {
                let signed = byte(i + 1) == .ascii("+") || byte(i + 1) == .ascii("-")
                let digit = i + (signed ? 2 : 1)
                guard byte(digit).isDigit else { break }
                i = digit + 1
                good = i
            } else {
                break
            }
        }
        return good
    }

    /// A comment to the end of the line; the line's end stays for the parser.
    private mutating func lineComment() {
        let found = memchr(base + at, 0x0A, count - at)
        var stop = found.map { base.distance(to: $0.assumingMemoryBound(to: UInt8.self)) } ?? count
        if found != nil, base[stop - 1] == 0x0D { stop -= 1 }
        take(at, stop, .comment)
    }

    /// Where the `/*` at ``at`` ends; `nil` if it never does, and then it is a division and a multiplication.
    private mutating func commentEnd() -> Int? {
        if at + 2 >= noCommentEnd { return nil }
        var i = at + 2
        while let found = memchr(base + i, Int32(UInt8.ascii("*")), count - i) {
            i = base.distance(to: found.assumingMemoryBound(to: UInt8.self)) + 1
            if byte(i) == .ascii("/") { return i + 1 }
            if i >= count { break }
        }
        noCommentEnd = at + 2
        return nil
    }

    /// `}` or `~}`: the end of a template sequence at its depth of braces, else of a body or an object.
    private mutating func closeBrace() -> HCLTokenType {
        let stripped = base[at] == .ascii("~")
        let depth = braces
        braces -= 1
        if sequenceBraces.last == depth {
            sequenceBraces.removeLast()
            take(at, at + (stripped ? 2 : 1), .template)
            leave()
            return .sequenceEnd
        }
        // A `~}` that closes no sequence is one all the same, for the parser to complain of.
        take(at, at + (stripped ? 2 : 1), stripped ? .template : .punct)
        return stripped ? .sequenceEnd : .closeBrace
    }

    /// `<`, `<=`, or the beginning of a heredoc: `<<`, perhaps `-`, an identifier and the line's end, nothing between.
    private mutating func lessThan() -> HCLTokenType {
        guard byte(at + 1) == .ascii("<") else {
            return punct(byte(at + 1) == .ascii("=") ? 2 : 1, .binaryOperator)
        }
        let marker = at + (byte(at + 2) == .ascii("-") ? 3 : 2)
        guard marker < count else { return punct(1, .binaryOperator) }
        let c = base[marker]
        let first = c.isLetter || c == 0x5F ? 1 : c < 0x80 ? 0 : letterLength(marker, HCLLetters.begins)
        guard first > 0 else { return punct(1, .binaryOperator) }
        let stop = identifierEnd(marker + first)
        let lineEnd = byte(stop) == 0x0A ? 1 : byte(stop) == 0x0D && byte(stop + 1) == 0x0A ? 2 : 0
        guard lineEnd > 0 else { return punct(1, .binaryOperator) }
        take(at, stop, .heredocMarker)
        at = stop + lineEnd
        heredocs.append(Heredoc(marker: ByteRange(marker, stop)))
        enter(.heredoc)
        return .openHeredoc
    }
}

extension UInt8 {
    /// What an identifier goes on with, of ASCII: letters, digits, `_` and `-`; as one bit for each byte.
    @inline(__always) var isHCLIdentifier: Bool {
        self < 0x80 && (self < 0x40 ? 0x3FF200000000000 : 0x7FFFFFE87FFFFFE as UInt64) &>> UInt64(self & 0x3F) & 1 != 0
    }
}
