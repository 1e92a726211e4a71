import LintSource

/// What a GitHub expression (`${{ … }}`) may give, read without running it.
///
/// Only places whose value the expression can become count: both sides of `||`, the right side of `&&`, what is inside
/// parentheses and `fromJSON`. An operand of a comparison or a negation is a question, never the answer, and so is an
/// argument of any other function.
struct WorkflowExpression {
    enum Value: Equatable {
        /// The inside of a string literal.
        case text(ByteRange)
        /// The inside of a string literal that `fromJSON` reads.
        case json(ByteRange)
        /// `matrix.lane.runner`, in parts; `*` for a part that is computed.
        case reference([String])
        /// One whose text `fromJSON` reads.
        case jsonReference([String])
    }

    private enum Token: Equatable {
        case string(ByteRange)
        case word(ByteRange)
        case sign(UInt8)
        case and, or, comparison, end
    }

    private let bytes: ByteView
    private let end: Int
    /// Two where the whole stands in a single-quoted YAML scalar, which doubles quotes.
    private let quote: Int
    private var at: Int
    private var token = Token.end
    private var depth = 0

    /// The values of the expression in `range`, which is inside the braces.
    static func values(_ range: ByteRange, in bytes: ByteView, quotesAreDoubled: Bool) -> [Value] {
        var parser = WorkflowExpression(range, bytes, quote: quotesAreDoubled ? 2 : 1)
        parser.advance()
        return parser.disjunction()
    }

    private init(_ range: ByteRange, _ bytes: ByteView, quote: Int) {
        self.bytes = bytes
        at = Int(range.start)
        end = Int(range.end)
        self.quote = quote
    }

    // MARK: Grammar

    private mutating func disjunction() -> [Value] {
        guard depth < 64 else {
            at = end
            token = .end
            return []
        }
        depth += 1
        defer { depth -= 1 }
        var values = conjunction()
        while token == .or {
            advance()
            values += conjunction()
        }
        return values
    }

    private mutating func conjunction() -> [Value] {
        var values = comparison()
        while token == .and {
            advance()
            values = comparison()
        }
        return values
    }

    private mutating func comparison() -> [Value] {
        var values = operand()
        while token == .comparison {
            advance()
            _ = operand()
            values = []
        }
        return values
    }

    private mutating func operand() -> [Value] {
        switch token {
        case .sign(.ascii("!")):
            while token == .sign(.ascii("!")) { advance() }
            _ = operand()
            return []
        case .sign(.ascii("(")):
            advance()
            let values = disjunction()
            if token == .sign(.ascii(")")) { advance() }
            return values
        case .string(let range):
            advance()
            return [.text(range)]
        case .word(let range):
            advance()
            return path(from: range)
        case .sign:
            advance()
            return []
        case .and, .or, .comparison, .end: return []
        }
    }

    /// A name with what follows it: `.part`, `['part']`, or the arguments of a call.
    private mutating func path(from first: ByteRange) -> [Value] {
        var parts = [bytes.text(first)]
        while true {
            switch token {
            case .sign(.ascii("(")): return call(parts[0])
            case .sign(.ascii(".")):
                advance()
                guard case .word(let range) = token else {
                    parts.append("*")
                    if token == .sign(.ascii("*")) { advance() }
                    continue
                }
                parts.append(bytes.text(range))
                advance()
            case .sign(.ascii("[")):
                advance()
                let inner = disjunction()
                if case .text(let range)? = inner.first, inner.count == 1 {
                    parts.append(bytes.text(range))
                } else {
                    parts.append("*")
                }
                if token == .sign(.ascii("]")) { advance() }
            default: return parts.count > 1 ? [.reference(parts)] : []
            }
        }
    }

    private mutating func call(_ name: String) -> [Value] {
        advance()
        var values: [Value] = []
        var arguments = 0
        while token != .sign(.ascii(")")), token != .end {
            let argument = disjunction()
            if arguments == 0 { values = argument }
            arguments += 1
            if token == .sign(.ascii(",")) {
                advance()
            } else if token != .sign(.ascii(")")) {
                break
            }
        }
        if token == .sign(.ascii(")")) { advance() }
        guard name.lowercased() == "fromjson", arguments == 1 else { return [] }
        return values.map { value in
            switch value {
            case .text(let range): .json(range)
            case .reference(let path): .jsonReference(path)
            case .json, .jsonReference: value
            }
        }
    }

    // MARK: Tokens

    private mutating func advance() {
        while at < end, bytes[at].isWhiteSpace { at += 1 }
        guard at < end else {
            token = .end
            return
        }
        let byte = bytes[at]
        if isQuote(at) {
            token = .string(literal())
        } else if byte.isLetter || byte.isDigit || byte == .ascii("_") {
            let start = at
            while at < end,
                bytes[at].isLetter || bytes[at].isDigit || bytes[at] == .ascii("_") || bytes[at] == .ascii("-")
            {
                at += 1
            }
            token = .word(ByteRange(start, at))
        } else if bytes.has("&&", at: at) || bytes.has("||", at: at) {
            token = byte == .ascii("&") ? .and : .or
            at += 2
        } else if byte == .ascii("<") || byte == .ascii(">") || bytes.has("==", at: at) || bytes.has("!=", at: at) {
            at += bytes[at + 1] == .ascii("=") ? 2 : 1
            token = .comparison
        } else {
            at += 1
            token = .sign(byte)
        }
    }

    private func isQuote(_ i: Int) -> Bool {
        bytes[i] == .ascii("'") && (quote == 1 || bytes[i + 1] == .ascii("'"))
    }

    /// At an opening quote; a quote inside is written twice.
    private mutating func literal() -> ByteRange {
        at += quote
        let start = at
        while at < end {
            if isQuote(at) {
                guard at + quote < end, isQuote(at + quote) else { break }
                at += quote
            }
            at += 1
        }
        let range = ByteRange(start, min(at, end))
        at = min(at + quote, end)
        return range
    }
}
