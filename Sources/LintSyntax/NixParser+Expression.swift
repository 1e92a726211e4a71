import LintSource

/// Expressions.
extension NixParser {
    /// Where a function, `let`, `with`, `assert` or `if` may begin.
    mutating func parseExpression() {
        switch type {
        case .identifier:
            let range = tokenRange
            if isFirst { markFirstWord() }
            advance()
            switch type {
            case .colon:
                undoSimple(range)
                advance()
            case .at:
                undoSimple(range)
                advance()
                guard type == .openBrace else { return expected("the set of a function's arguments") }
                push(.formals)
                advance()
                state = .formal
            default:
                isFirst = false
                state = .afterSimple
            }
        case .openBrace: openBrace()
        case .assertKeyword: begin(.assertCondition)
        case .withKeyword: begin(.withScope)
        case .ifKeyword: begin(.ifCondition)
        case .letKeyword:
            let start = scanner.start
            let token = tokenIndex
            advance()
            if type == .openBrace {
                beginAttributes(start, token)
            } else {
                beginLet(start)
            }
        default: state = .operand
        }
    }

    /// A keyword that an expression follows.
    private mutating func begin(_ kind: NixFrame.Kind) {
        push(kind)
        advance()
        state = .expression
    }

    /// The word may turn out to be a function's argument; until then it is the value.
    private mutating func markFirstWord() {
        markSimple(.word, from: scanner.start)
        isFirst = true
    }

    private mutating func undoSimple(_ range: ByteRange) {
        if isFirst, frames[top].simpleStart == Int(range.start) { frames[top].simple = .no }
    }

    /// Where prefix operators may stand, but no function.
    mutating func parseOperand() {
        switch type {
        case .bang:
            isFirst = false
            advance()
        case .minus:
            isFirst = isFirst && scanner.byte(scanner.end).isDigit
            advance()
        default: state = .simple
        }
    }

    mutating func parseSimple() {
        switch type {
        case .identifier, .number, .uri, .searchPath:
            if isFirst { markSimple(.word, from: valueStart) }
            advance()
            state = .afterSimple
        case .openQuote: begin(string: .string)
        case .openIndented: begin(string: .indented)
        case .path:
            push(.path)
            frames[top].flag = true
            advance()
            state = .path
        case .openParenthesis:
            push(.parenthesis)
            frames[top].value = frames[top].isFirst ? frames[top - 1].value : -1
            isFirst = frames[top].isFirst
            advance()
            state = .expression
        case .openBracket: beginList()
        case .openBrace: beginAttributes(scanner.start, tokenIndex)
        case .recKeyword, .letKeyword:
            let start = scanner.start
            let token = tokenIndex
            advance()
            guard type == .openBrace else { return expected("an opening brace") }
            beginAttributes(start, token)
        default: expected("an expression")
        }
    }

    /// Where the value's first operand begins: at the next token, or at a minus that touches it.
    private var valueStart: Int {
        previousEnd == scanner.start && previousEnd > 0 && scanner.byte(previousEnd - 1) == .ascii("-")
            ? previousEnd - 1 : scanner.start
    }

    mutating func parseAfterSimple() {
        switch type {
        case .dot:
            beginPath(.selectPath)
            advance()
            state = .attribute
        case .or:
            // A function of Nixpkgs is called `or`.
            advance()
            state = .afterSelect
        default: state = .afterSelect
        }
    }

    mutating func parseAfterSelect() {
        if frames[top].kind == .list {
            endListItem()
            return
        }
        switch type {
        case .identifier, .number, .uri, .searchPath, .openQuote, .openIndented, .path, .openParenthesis, .openBracket,
            .openBrace, .recKeyword, .letKeyword:
            isFirst = false
            state = .simple
        default: parseOperator()
        }
    }

    /// Behind an operand: an operator, or the end of the expression.
    mutating func parseOperator() {
        switch type {
        case .arithmetic, .minus: break
        case .relation:
            if frames[top].hasRelation { complain("comparisons do not chain") }
            frames[top].hasRelation = true
        case .equality:
            if frames[top].hasEquality { complain("comparisons do not chain") }
            frames[top].hasEquality = true
            frames[top].hasRelation = false
        case .logic:
            frames[top].hasEquality = false
            frames[top].hasRelation = false
        case .pipeFrom, .pipeInto:
            if frames[top].pipe != .eof, frames[top].pipe != type { complain("the two pipe operators do not mix") }
            frames[top].pipe = type
            frames[top].hasEquality = false
            frames[top].hasRelation = false
        case .question:
            beginPath(.hasPath)
            advance()
            state = .attribute
            return
        default: return endExpression()
        }
        isFirst = false
        advance()
        state = .operand
    }

    /// The same frame begins to wait for another expression.
    private mutating func restart(_ kind: NixFrame.Kind) {
        frames[top].kind = kind
        frames[top].hasEquality = false
        frames[top].hasRelation = false
        frames[top].pipe = .eof
        advance()
        state = .expression
    }

    /// The next token cannot go on with the expression: what the frame on top makes of it.
    private mutating func endExpression() {
        switch frames[top].kind {
        case .parenthesis:
            guard type == .closeParenthesis else { return expected("a closing parenthesis") }
            endParenthesis()
        case .bindingValue:
            guard type == .semicolon else { return expected("a semicolon") }
            endBinding()
        case .interpolation:
            guard type == .closeBrace else { return expected("a closing brace") }
            endInterpolation()
        case .inheritSource:
            guard type == .closeParenthesis else { return expected("a closing parenthesis") }
            frames.removeLast()
            advance()
            state = .inherit
        case .formalDefault:
            frames.removeLast()
            endFormal()
        case .assertCondition, .withScope:
            guard type == .semicolon else { return expected("a semicolon") }
            isFirst = frames.removeLast().isFirst
            advance()
            state = .expression
        case .ifCondition:
            guard type == .thenKeyword else { return expected("\"then\"") }
            restart(.ifResult)
        case .ifResult:
            guard type == .elseKeyword else { return expected("\"else\"") }
            frames.removeLast()
            advance()
            state = .expression
        case .root:
            if type == .eof { return endFile() }
            expected("the end of the file")
        default: expected("something else")
        }
    }

    private mutating func endParenthesis() {
        let frame = frames.removeLast()
        if frame.isFirst, frame.simple != .no, frame.simpleEnd == previousEnd {
            frames[top].simple = frame.simple
            frames[top].simpleStart = frame.simpleStart
            frames[top].simpleEnd = scanner.end
            frames[top].text = frame.text
        }
        advance()
        state = .afterSimple
    }
}
