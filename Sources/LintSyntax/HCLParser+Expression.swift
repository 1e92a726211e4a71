import LintSource

/// Expressions.
extension HCLParser {
    mutating func parseOperand() {
        switch type {
        case .identifier:
            markSimple(.word)
            advance()
            if type == .openParenthesis || type == .doubleColon { beginCall() } else { state = .afterOperand }
        case .number:
            checkNumber()
            markSimple(.number)
            advance()
            state = .afterOperand
        case .openQuote: beginTemplate(closer: .closeQuote)
        case .openHeredoc: beginTemplate(closer: .closeHeredoc)
        case .minus:
            // `-1` stays a value that is known.
            isFirst = isFirst && scanner.byte(scanner.end).isDigit
            advance()
        case .bang:
            isFirst = false
            advance()
        case .openParenthesis:
            pushBracket(.parenthesis, closer: .closeParenthesis)
            advance()
        case .openBracket: beginTuple()
        case .openBrace: beginObject()
        default:
            complain(type == .eof ? "an expression is missing here" : "this is not the beginning of an expression")
            recover()
        }
    }

    /// The next token is all of the value so far.
    private mutating func markSimple(_ simple: HCLFrame.Simple) {
        if isFirst {
            frames[top].simple = simple
            frames[top].simpleEnd = scanner.end
            isFirst = false
        }
    }

    private mutating func checkNumber() {
        if !HCLLiteral.isNumber(bytes[tokenRange]) { complain("this is not a number") }
    }

    mutating func parseAfterOperand() {
        switch type {
        case .dot:
            advance()
            readAttributeStep()
        case .openBracket: beginIndex()
        case .binaryOperator, .minus, .star:
            advance()
            state = .operand
        case .question:
            frames.add(HCLFrame(.conditional, newlines: newlines))
            advance()
            state = .operand
        default: endExpression()
        }
    }

    /// What follows a dot: a name, an old-fashioned index, or a splat.
    private mutating func readAttributeStep() {
        switch type {
        case .identifier: advance()
        case .number: readLegacyIndex()
        case .star:
            advance()
            // An attribute-only splat takes names and numbers only.
            while type == .dot {
                advance()
                switch type {
                case .identifier: advance()
                case .number: readLegacyIndex()
                case .star:
                    complain("a splat cannot be used inside another attribute-only splat")
                    return recover()
                default:
                    complain("an attribute name is required after a dot")
                    return recover()
                }
            }
        default:
            complain("an attribute name is required after a dot")
            recover()
        }
    }

    private mutating func readLegacyIndex() {
        if bytes[tokenRange].contains(.ascii(".")) {
            complain("two indexes in a row need brackets: [0][1]")
        } else {
            checkNumber()
        }
        advance()
    }

    private mutating func beginIndex() {
        isFirst = false
        let outer = newlines
        advance()
        if type == .star {
            advance()
            guard type == .closeBracket else {
                complain("the star of a splat must be followed by a closing bracket")
                return recover()
            }
            return advance()
        }
        var frame = HCLFrame(.index, newlines: outer)
        frame.closer = .closeBracket
        frames.add(frame)
        ignoreNewlines()
        state = .operand
    }

    /// A name was read and `(` or `::` follows.
    private mutating func beginCall() {
        frames[top].simple = .no
        while type == .doubleColon {
            advance()
            guard type == .identifier else {
                complain("a function name is required after ::")
                return recover()
            }
            advance()
        }
        guard type == .openParenthesis else {
            complain("a function's name must be followed by an opening parenthesis")
            return recover()
        }
        pushBracket(.call, closer: .closeParenthesis)
        advance()
        if type == .closeParenthesis { endBracket() } else { state = .operand }
    }

    /// The next token closes the frame on top, which is an operand.
    mutating func endBracket() {
        newlines = frames.removeLast().newlines
        advance()
        state = .afterOperand
    }

    /// The next token cannot go on with the expression: what the frame on top makes of it.
    private mutating func endExpression() {
        let frame = frames[top]
        switch frame.kind {
        case .attribute: endAttribute()
        case .parenthesis, .index:
            if type == frame.closer {
                endBracket()
            } else {
                complain(
                    frame.kind == .index
                        ? "a closing bracket is required here" : "a closing parenthesis is required here")
                recover()
            }
        case .call: endArgument()
        case .tuple: endTupleItem()
        case .objectKey: endObjectKey()
        case .objectValue: endObjectValue()
        case .conditional:
            guard type == .colon else {
                complain("a conditional needs a colon and a second result")
                return recover()
            }
            frames.removeLast()
            advance()
            state = .operand
        case .forCollection, .forResult, .forValue, .forCondition: endForPart(frame.kind)
        case .interpolation, .directive: endSequence()
        case .rootExpression:
            if type != .eof {
                complain("extra characters after the expression")
                skipToEnd()
            }
            state = .done
        case .body, .template: state = .done
        }
    }

    private mutating func endArgument() {
        switch type {
        case .closeParenthesis: endBracket()
        case .comma:
            advance()
            if type == .closeParenthesis { endBracket() } else { state = .operand }
        case .ellipsis:
            advance()
            if type == .closeParenthesis { return endBracket() }
            complain("an expanded argument must be followed by the closing parenthesis")
            recover()
        default:
            complain(type == .eof ? "there is no closing parenthesis for a call" : "a comma is required here")
            recover()
        }
    }
}
