#if canImport(Glibc)
    import Glibc
#endif
import LintSource

/// Outside of strings and paths.
extension NixScanner {
    mutating func nextInCode() -> NixTokenType {
        while at < count {
            let c = base[at]
            switch c {
            case 0x20, 0x09, 0x0A, 0x0D:
                var i = at + 1
                if byte(i) == 0x20 { i = EightBytes.end(base, from: i + 1, count) { $0.equal(0x20) } }
                while i < count, base[i] == 0x20 || base[i] == 0x0A || base[i] == 0x09 || base[i] == 0x0D { i += 1 }
                at = i
            case 0x61...0x7A, 0x41...0x5A, 0x5F: return word()
            case 0x30...0x39: return number()
            case .ascii("."):
                if let path = path() { return path }
                if byte(at + 1).isDigit { return number() }
                if byte(at + 1) == c, byte(at + 2) == c { return punct(3, .ellipsis) }
                return punct(1, .dot)
            case .ascii("\""):
                take(at, at + 1, .quote)
                enter(.string)
                return .openQuote
            case .ascii("'"): return byte(at + 1) == c ? openIndented() : punct(1, .invalid)
            case .ascii("#"):
                var stop = at + 1
                stop = EightBytes.end(base, from: stop, count) { ~($0.equal(0x0A) | $0.equal(0x0D)) }
                while stop < count, !base[stop].isLineEnd { stop += 1 }
                take(at, stop, .comment)
            case .ascii("/"):
                if byte(at + 1) == .ascii("*"), let stop = commentEnd() {
                    take(at, stop, .comment)
                } else {
                    return slash()
                }
            case .ascii("{"):
                take(at, at + 1, .punct)
                enter(.braces)
                return .openBrace
            case .ascii("}"):
                take(at, at + 1, states.last == .interpolation ? .template : .punct)
                leave()
                return .closeBrace
            case .ascii("$"):
                guard byte(at + 1) == .ascii("{") else { return punct(1, .invalid) }
                return dollarBrace()
            case .ascii(";"): return punct(1, .semicolon)
            case .ascii("="): return byte(at + 1) == c ? punct(2, .equality) : punct(1, .equal)
            case .ascii(":"): return punct(1, .colon)
            case .ascii("("): return punct(1, .openParenthesis)
            case .ascii(")"): return punct(1, .closeParenthesis)
            case .ascii("["): return punct(1, .openBracket)
            case .ascii("]"): return punct(1, .closeBracket)
            case .ascii(","): return punct(1, .comma)
            case .ascii("?"): return punct(1, .question)
            case .ascii("@"): return punct(1, .at)
            default: return rarer(c)
            }
        }
        return endOfFile()
    }

    @inline(__always)
    private mutating func punct(_ length: Int, _ type: NixTokenType) -> NixTokenType {
        take(at, at + length, .punct)
        return type
    }

    /// Operators, and what is no Nix at all.
    private mutating func rarer(_ c: UInt8) -> NixTokenType {
        let next = byte(at + 1)
        switch c {
        case .ascii("+"):
            if let path = path() { return path }
            return punct(next == c ? 2 : 1, .arithmetic)
        case .ascii("-"):
            if let path = path() { return path }
            return next == .ascii(">") ? punct(2, .logic) : punct(1, .minus)
        case .ascii("*"): return punct(1, .arithmetic)
        case .ascii("!"): return next == .ascii("=") ? punct(2, .equality) : punct(1, .bang)
        case .ascii("<"):
            if next == .ascii("|") { return punct(2, .pipeFrom) }
            if let stop = searchPathEnd() {
                take(at, stop, .path)
                return .searchPath
            }
            return punct(next == .ascii("=") ? 2 : 1, .relation)
        case .ascii(">"): return punct(next == .ascii("=") ? 2 : 1, .relation)
        case .ascii("&"): return next == c ? punct(2, .logic) : punct(1, .invalid)
        case .ascii("|"):
            if next == .ascii(">") { return punct(2, .pipeInto) }
            return next == c ? punct(2, .logic) : punct(1, .invalid)
        case .ascii("~"): return homePath() ?? punct(1, .invalid)
        default:
            // Nix's lexer gives the byte as it is, and its grammar has no use for it.
            take(at, at + 1, c > 0x20 && c < 0x7F ? .punct : .invalid)
            return .invalid
        }
    }

    mutating func dollarBrace() -> NixTokenType {
        take(at, at + 2, .template)
        enter(.interpolation)
        return .dollarBrace
    }

    /// `''`, with the blanks and the line end behind it that are no part of the text's lines.
    private mutating func openIndented() -> NixTokenType {
        var stop = at + 2
        while byte(stop) == 0x20 { stop += 1 }
        let open = at
        take(at, at + 2, .quoteIndented)
        enter(.indented)
        if byte(stop) == 0x0A {
            take(at, stop + 1, .stringIndented)
            start = open
        }
        return .openIndented
    }

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

    // MARK: Words and numbers

    /// An identifier or keyword; or a path or URI that begins with a letter.
    @inline(__always)
    private mutating func word() -> NixTokenType {
        var stop = EightBytes.end(base, from: at + 1, count) {
            $0.words | $0.equal(.ascii("'")) | $0.equal(.ascii("-"))
        }
        while stop < count, base[stop].isNixIdentifier { stop += 1 }
        // A path or URI goes on behind the identifier with one of these; an apostrophe in it rules them out.
        switch byte(stop) {
        case .ascii("/"), .ascii("."), .ascii("+"), .ascii(":"):
            if let other = path() ?? uri() { return other }
        default: break
        }
        take(at, stop, .ident)
        let length = end - start
        guard length >= 2, length <= 7 else { return .identifier }
        let keyword = keyword(length)
        if keyword != .identifier { document.tokens[document.tokens.count - 1] = Token(start, end, .keyword) }
        return keyword
    }

    private func keyword(_ length: Int) -> NixTokenType {
        switch (length, base[start]) {
        case (2, .ascii("i")):
            base[start + 1] == .ascii("f") ? .ifKeyword : base[start + 1] == .ascii("n") ? .inKeyword : .identifier
        case (2, .ascii("o")): base[start + 1] == .ascii("r") ? .or : .identifier
        case (3, .ascii("l")): isWord("let") ? .letKeyword : .identifier
        case (3, .ascii("r")): isWord("rec") ? .recKeyword : .identifier
        case (4, .ascii("t")): isWord("then") ? .thenKeyword : .identifier
        case (4, .ascii("e")): isWord("else") ? .elseKeyword : .identifier
        case (4, .ascii("w")): isWord("with") ? .withKeyword : .identifier
        case (6, .ascii("a")): isWord("assert") ? .assertKeyword : .identifier
        case (7, .ascii("i")): isWord("inherit") ? .inheritKeyword : .identifier
        default: .identifier
        }
    }

    private func isWord(_ word: StaticString) -> Bool {
        for i in 1..<word.utf8CodeUnitCount where base[start + i] != word.utf8Start[i] { return false }
        return true
    }

    private mutating func number() -> NixTokenType {
        if let path = path() { return path }
        var stop = at
        while byte(stop).isDigit { stop += 1 }
        let whole = stop - at
        // `1.` and `1.5` but not `01.5`; `.5` and `0.5` but not `0.`.
        let isFraction =
            byte(stop) == .ascii(".")
            && (whole > 0 && base[at] != .ascii("0") || whole <= 1 && byte(stop + 1).isDigit)
        guard isFraction else {
            take(at, stop, .number)
            checkInteger()
            return .number
        }
        stop += 1
        while byte(stop).isDigit { stop += 1 }
        if byte(stop) | 0x20 == .ascii("e") {
            let signed = byte(stop + 1) == .ascii("+") || byte(stop + 1) == .ascii("-")
            var digit = stop + (signed ? 2 : 1)
            if byte(digit).isDigit {
                while byte(digit).isDigit { digit += 1 }
                stop = digit
            }
        }
        take(at, stop, .number)
        checkFraction()
        return .number
    }

    /// Integers have 64 bits.
    private mutating func checkInteger() {
        var value = 0
        for i in start..<end {
            let (scaled, much) = value.multipliedReportingOverflow(by: 10)
            let (sum, more) = scaled.addingReportingOverflow(Int(base[i] - 0x30))
            if much || more { return fail(start, end, "this integer does not fit into 64 bits") }
            value = sum
        }
    }

    private mutating func checkFraction() {
        // Only an exponent, or very many digits, can leave the range of a double.
        guard end - start > 100 || (start..<end).contains(where: { base[$0] | 0x20 == .ascii("e") }) else { return }
        var text = (start..<end).map { CChar(bitPattern: base[$0]) }
        text.append(0)
        errno = 0
        _ = strtod(text, nil)
        if errno != 0 { fail(start, end, "this number is out of range") }
    }

    // MARK: Paths and URIs

    /// Where the run of path characters at ``at`` ends.
    @inline(__always)
    private mutating func pathRun() -> Int {
        if at < runEnd { return runEnd }
        var i = at
        runUnderscore = -1
        while i < count, base[i].isNixPath {
            if base[i] == .ascii("_") { runUnderscore = i }
            i += 1
        }
        runEnd = i
        return i
    }

    /// A path at ``at``, if there is one: its first piece.
    @inline(__always)
    private mutating func path() -> NixTokenType? {
        let run = pathRun()
        return byte(run) == .ascii("/") ? pathFrom(run) : nil
    }

    /// A path whose first slash stands at `slash`.
    private mutating func pathFrom(_ slash: Int) -> NixTokenType? {
        var stop = slash
        while byte(stop) == .ascii("/"), byte(stop + 1).isNixPath {
            stop += 2
            while byte(stop).isNixPath { stop += 1 }
        }
        if stop > slash {
            if byte(stop) == .ascii("/") { stop += 1 }
        } else if byte(slash + 1) == .ascii("$"), byte(slash + 2) == .ascii("{") {
            stop = slash + 1
        } else {
            return nil
        }
        take(at, stop, .path)
        enter(base[stop - 1] == .ascii("/") ? .pathSlash : .path)
        return .path
    }

    private mutating func slash() -> NixTokenType {
        pathFrom(at) ?? punct(byte(at + 1) == .ascii("/") ? 2 : 1, .arithmetic)
    }

    private mutating func homePath() -> NixTokenType? {
        byte(at + 1) == .ascii("/") ? pathFrom(at + 1) : nil
    }

    /// `<nixpkgs/lib>`
    private func searchPathEnd() -> Int? {
        var i = at + 1
        repeat {
            let segment = i
            while byte(i).isNixPath { i += 1 }
            guard i > segment else { return nil }
            if byte(i) == .ascii(">") { return i + 1 }
            i += 1
        } while byte(i - 1) == .ascii("/")
        return nil
    }

    /// `scheme:something`; the scheme begins with a letter and has no `_`.
    private mutating func uri() -> NixTokenType? {
        let colon = pathRun()
        guard byte(colon) == .ascii(":"), base[at] != .ascii("_"), runUnderscore < at, byte(colon + 1).isNixURI else {
            return nil
        }
        var stop = colon + 1
        while byte(stop).isNixURI { stop += 1 }
        take(at, stop, .uri)
        return .uri
    }
}
