import LintSource

/// Templates: quoted ones, heredocs, and whole files.
extension HCLParser {
    /// The next token opens a template.
    mutating func beginTemplate(closer: HCLTokenType) {
        var frame = HCLFrame(.template, newlines: newlines)
        frame.isFirst = isFirst
        frame.closer = closer
        frame.flag = true
        frame.directives = directives.count
        let opener = scanner.start
        // `<<-` takes the common indentation away.
        frame.hasKey = closer == .closeHeredoc && scanner.byte(opener + 2) == .ascii("-")
        isFirst = false
        advance()
        frame.text = ByteRange(scanner.start, scanner.start)
        frames.add(frame)
        state = .template
    }

    mutating func parseTemplate() {
        if type == frames[top].closer { return endTemplate() }
        switch type {
        case .quotedText, .text:
            if frames[top].text.isEmpty { frames[top].text = tokenRange } else { frames[top].flag = false }
            advance()
        case .interpolation:
            frames[top].flag = false
            pushSequence(.interpolation)
            advance()
            state = .operand
        case .control:
            frames[top].flag = false
            pushSequence(.directive)
            advance()
            beginDirective()
        default:
            complain(type == .eof ? "there is no closing mark for a string" : "this is not valid in a string")
            recover()
        }
    }

    private mutating func pushSequence(_ kind: HCLFrame.Kind) {
        var frame = HCLFrame(kind, newlines: newlines)
        frame.closer = .sequenceEnd
        frames.add(frame)
        newlines = false
    }

    private mutating func endTemplate() {
        let frame = frames[top]
        if directives.count > frame.directives {
            complain("a directive of this template has no end")
            directives.removeSubrange(frame.directives...)
        }
        guard frame.closer != .eof else {
            state = .done
            return
        }
        frames.removeLast()
        if frame.flag {
            let simple: HCLFrame.Simple =
                frame.closer == .closeQuote ? .string : frame.hasKey ? .flushHeredoc : .heredoc
            closeOperand(frame, simple)
        }
        advance()
        state = .afterOperand
    }

    /// The next token is the word of a directive.
    private mutating func beginDirective() {
        if isWord("if") {
            advance()
            directives.append(.ifBranch)
            state = .operand
        } else if isWord("for") {
            advance()
            guard readForNames() else { return recover() }
            directives.append(.loop)
            state = .operand
        } else if isWord("else") {
            if innermost == .ifBranch {
                directives[directives.count - 1] = .elseBranch
            } else {
                complain("this \"else\" belongs to no \"if\"")
            }
            advance()
            endSequence()
        } else if isWord("endif") {
            if innermost == .ifBranch || innermost == .elseBranch {
                directives.removeLast()
            } else {
                complain("this \"endif\" belongs to no \"if\"")
            }
            advance()
            endSequence()
        } else if isWord("endfor") {
            if innermost == .loop { directives.removeLast() } else { complain("this \"endfor\" belongs to no \"for\"") }
            advance()
            endSequence()
        } else {
            complain("a directive is \"if\", \"else\", \"endif\", \"for\" or \"endfor\"")
            recover()
        }
    }

    /// The innermost open directive of the template that the sequence on top stands in.
    private var innermost: Directive? {
        directives.count > frames[top - 1].directives ? directives.last : nil
    }

    mutating func endSequence() {
        guard type == .sequenceEnd else {
            complain(
                type == .eof ? "there is no closing brace for a template sequence" : "a closing brace is required here")
            return recover()
        }
        newlines = frames.removeLast().newlines
        advance()
        state = .template
    }
}
