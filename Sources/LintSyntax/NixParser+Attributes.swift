import LintSource

/// Attribute sets, `let`, attribute paths and `inherit`.
extension NixParser {
    /// The next token is the `{` of a set that begins at `start` (with its `rec`).
    mutating func beginAttributes(_ start: Int, _ token: Int) {
        push(.attributes)
        openSet(start, token)
        advance()
        state = .bindings
    }

    /// The set that was just pushed takes bindings for the value's node.
    private mutating func openSet(_ start: Int, _ token: Int) {
        frames[top].start = start
        frames[top].token = token
        let value = Int(frames[top - 1].value)
        if frames[top].isFirst, value >= 0 { tree?.update(value) { $0.kind = .object } }
    }

    /// The bindings of a `let` come next; they belong to a level of their own.
    mutating func beginLet(_ start: Int) {
        push(.letBindings)
        frames[top].start = start
        if owner >= 0 {
            owner = addNode(named: "let", ByteRange(start, start + 3), to: owner, start: scanner.start)
            frames[top].value = owner
            tree?.update(Int(owner)) { $0.kind = .object }
        }
        state = .bindings
    }

    /// `{` where a function's arguments or a set may begin: the token behind it, and the one behind a first name, tell.
    mutating func openBrace() {
        let start = scanner.start
        let token = tokenIndex
        push(.formals)
        frames[top].flag = true
        advance()
        switch type {
        case .closeBrace:
            advance()
            if type == .colon || type == .at { return endFormals() }
            frames[top].kind = .attributes
            openSet(start, token)
            closeSet(at: previousEnd)
            state = .afterSimple
        case .ellipsis: state = .formal
        case .identifier:
            let name = tokenRange
            let nameToken = tokenIndex
            advance()
            if type == .comma || type == .question || type == .closeBrace {
                endFormalName()
                return
            }
            frames[top].kind = .attributes
            openSet(start, token)
            beginPath(.bindingPath)
            frames[top].start = Int(name.start)
            frames[top].token = nameToken
            components.append(NixComponent(range: name, text: name, isString: false))
            markKey(nameToken)
            state = .afterAttribute
        default:
            frames[top].kind = .attributes
            openSet(start, token)
            state = .bindings
        }
    }

    mutating func parseBinding() {
        let isLet = frames[top].kind == .letBindings
        switch type {
        case .closeBrace where !isLet:
            let end = scanner.end
            advance()
            closeSet(at: end)
            state = .afterSimple
        case .inKeyword where isLet:
            let frame = frames.removeLast()
            closeLet(frame)
            isFirst = frame.isFirst
            advance()
            state = .expression
        case .inheritKeyword:
            push(.inherit)
            frames[top].base = components.count
            advance()
            if type == .openParenthesis {
                frames.add(NixFrame(.inheritSource))
                advance()
                state = .expression
            } else {
                state = .inherit
            }
        case .identifier, .or, .openQuote, .dollarBrace:
            beginPath(.bindingPath)
            state = .attribute
        default: expected(isLet ? "a binding or \"in\"" : "a binding or the closing brace")
        }
    }

    private mutating func closeLet(_ frame: NixFrame) {
        owner = frame.owner
        if frame.value >= 0 {
            let end = UInt32(truncatingIfNeeded: previousEnd)
            tree?.update(Int(frame.value)) { node in
                node.valueRange.end = max(end, node.valueRange.start)
                node.range.end = node.valueRange.end
            }
        }
    }

    /// A set ended; the token behind it is the next.
    private mutating func closeSet(at end: Int) {
        let frame = frames.removeLast()
        if frame.isFirst {
            frames[top].simple = .container
            frames[top].simpleStart = frame.start
            frames[top].simpleEnd = end
        }
        isFirst = false
    }

    // MARK: Attribute paths

    /// An attribute path begins at the next token.
    mutating func beginPath(_ kind: NixFrame.Kind) {
        push(kind)
        frames[top].base = components.count
        frames[top].named = Int32(truncatingIfNeeded: paths.ranges.count)
    }

    mutating func parseAttribute() {
        switch type {
        case .identifier, .or:
            components.append(NixComponent(range: tokenRange, text: tokenRange, isString: false))
            markKey(tokenIndex)
            advance()
            state = .afterAttribute
        case .openQuote: begin(string: .string, isAttribute: true)
        case .dollarBrace: beginInterpolation(isAttribute: true)
        default: expected("an attribute name")
        }
    }

    /// Names that are defined are keys; names that are selected are not.
    mutating func markKey(_ token: Int) {
        guard frames[top].kind == .bindingPath || frames[top].kind == .inherit else { return }
        switch scanner.document.tokens[token].kind {
        case .ident, .keyword, .quote, .string: setContext(token, .key)
        default: break
        }
    }

    mutating func parseAfterAttribute() {
        if type == .dot {
            advance()
            state = .attribute
            return
        }
        let frame = frames[top]
        switch frame.kind {
        case .selectPath:
            frames.removeLast()
            components.removeSubrange(frame.base...)
            if type == .or {
                isFirst = false
                advance()
                state = .simple
            } else {
                state = .afterSelect
            }
        case .hasPath:
            frames.removeLast()
            components.removeSubrange(frame.base...)
            state = .afterTest
        default: beginValue()
        }
    }

    mutating func parseInherit() {
        switch type {
        case .identifier, .or:
            markKey(tokenIndex)
            components.append(NixComponent(range: tokenRange, text: tokenRange, isString: false))
            advance()
        case .openQuote: begin(string: .string, isAttribute: true)
        case .dollarBrace: beginInterpolation(isAttribute: true)
        case .semicolon:
            let frame = frames.removeLast()
            for component in components[frame.base...] where owner >= 0 {
                let id = addNode(
                    named: name(of: component), component.range, to: owner, start: Int(component.range.start))
                tree?.update(Int(id)) { node in
                    node.kind = .expression
                    node.valueRange = component.range
                    node.range = component.range
                }
            }
            components.removeSubrange(frame.base...)
            advance()
            state = .bindings
        default: expected("an attribute name or a semicolon")
        }
    }

    // MARK: Bindings

    /// An attribute path is complete, and `=` must follow.
    private mutating func beginValue() {
        guard type == .equal else { return expected("an equals sign") }
        let path = frames.removeLast()
        var frame = NixFrame(.bindingValue)
        frame.owner = owner
        frame.start = path.start
        frame.base = paths.length
        let inside = Int(path.named)
        if paths.isWanted {
            for component in components[path.base...] {
                paths.push(bytes[component.range], separator: .ascii("."))
            }
            paths.rename(from: inside, outer: frame.base)
        }
        frame.named = paths.open(at: path.start)
        advance()
        if owner >= 0 {
            for component in components[path.base...] {
                owner = addNode(
                    named: name(of: component), component.range, to: owner, start: Int(component.range.end))
                if frame.outer < 0 { frame.outer = owner }
            }
            frame.value = owner
        }
        components.removeSubrange(path.base...)
        frames.add(frame)
        isFirst = true
        let start = scanner.start
        if frame.value >= 0 { tree?.update(Int(frame.value)) { $0.valueRange = ByteRange(start, start) } }
        state = .expression
    }

    /// The next token is the semicolon.
    mutating func endBinding() {
        let frame = frames.removeLast()
        finishValue(frame)
        closeBinding(frame, at: scanner.end)
        advance()
        state = .bindings
    }

    mutating func closeBinding(_ frame: NixFrame, at end: Int) {
        paths.close(frame.named, at: end)
        paths.cut(to: frame.base)
        owner = frame.owner
    }
}
