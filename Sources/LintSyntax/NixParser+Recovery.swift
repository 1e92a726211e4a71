import LintSource

/// Going on after an error, so that the rest of the file has its names and its tree.
extension NixParser {
    /// An error is on record and the next token is where it is: goes on with the next binding.
    mutating func recover() {
        var depth = 0
        var column = Int.max
        while let frame = frames.last, frame.kind != .attributes, frame.kind != .letBindings, frame.kind != .root {
            frames.removeLast()
            switch frame.kind {
            case .parenthesis, .list, .string, .indented, .interpolation, .formals, .inheritSource: depth += 1
            case .bindingValue:
                finishValue(frame)
                closeBinding(frame, at: previousEnd)
            case .bindingPath, .selectPath, .hasPath, .inherit: components.removeSubrange(frame.base...)
            default: break
            }
            if frame.kind == .bindingValue || frame.kind == .bindingPath || frame.kind == .inherit {
                column = columnOf(frame.start) ?? column
            }
            owner = frame.owner
        }
        isFirst = false
        if frames[top].kind == .root {
            while type != .eof { advance() }
            return endFile()
        }
        skipBinding(depth, column)
        // A broken binding that ends the file ends all that is open.
        if type == .eof {
            while let frame = frames.last, frame.kind != .root {
                frames.removeLast()
                if frame.kind == .bindingValue {
                    finishValue(frame)
                    closeBinding(frame, at: previousEnd)
                }
                owner = frame.owner
            }
            return endFile()
        }
        state = .bindings
    }

    /// The column of `offset` if only blanks stand before it on its line.
    private func columnOf(_ offset: Int) -> Int? {
        var i = offset - 1
        while i >= 0, offset - i < 1024, scanner.byte(i).isBlank { i -= 1 }
        return i < 0 || scanner.byte(i) == 0x0A ? offset - i - 1 : nil
    }

    /// Skips to behind a semicolon outside of brackets, to what closes the bindings, or to where a line begins with a
    /// name no further to the right than the broken binding (then its brackets were never closed).
    private mutating func skipBinding(_ openBrackets: Int, _ column: Int) {
        var depth = openBrackets
        let isLet = frames[top].kind == .letBindings
        while true {
            switch type {
            case .eof: return
            case .semicolon:
                advance()
                if depth <= 0 { return }
                if type == .identifier || type == .inheritKeyword || type == .closeBrace,
                    let place = columnOf(scanner.start), place <= column
                {
                    return
                }
                continue
            case .openBrace, .openBracket, .openParenthesis, .openQuote, .openIndented, .dollarBrace: depth += 1
            case .closeBrace where depth <= 0 && !isLet: return
            case .inKeyword where depth <= 0 && isLet: return
            case .closeBrace, .closeBracket, .closeParenthesis, .closeQuote, .closeIndented: depth -= 1
            default: break
            }
            advance()
        }
    }
}
