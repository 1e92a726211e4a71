import LintSource

/// Lists, and the arguments of functions.
extension NixParser {
    /// The next token is the `[`.
    mutating func beginList() {
        push(.list)
        let value = Int(frames[top - 1].value)
        // Only a list that is the whole value has items with nodes.
        frames[top].outer = frames[top].isFirst && value >= 0 ? Int32(value) : -1
        if frames[top].outer >= 0 { tree?.update(value) { $0.kind = .array } }
        advance()
        state = .list
    }

    mutating func parseListItem() {
        if type == .closeBracket {
            let frame = frames.removeLast()
            owner = frame.owner
            if frame.isFirst { markSimple(.container, from: frame.start) }
            isFirst = false
            advance()
            state = .afterSimple
            return
        }
        if frames[top].outer >= 0 {
            owner = addNode(named: nil, ByteRange(0, 0), to: frames[top].outer, start: scanner.start)
            frames[top].value = owner
            frames[top].simple = .no
            isFirst = true
        } else {
            isFirst = false
        }
        state = .simple
    }

    mutating func endListItem() {
        if frames[top].outer >= 0 {
            finishValue(frames[top])
            frames[top].value = -1
        }
        owner = frames[top].owner
        state = .list
    }

    // MARK: Arguments

    /// A name, `...`, or the end of a function's arguments comes next.
    mutating func parseFormal() {
        switch type {
        case .closeBrace:
            advance()
            endFormals()
        case .ellipsis:
            advance()
            guard type == .closeBrace else { return expected("a closing brace") }
            advance()
            endFormals()
        case .identifier:
            advance()
            endFormalName()
        default: expected("an argument's name")
        }
    }

    /// The name of an argument was read.
    mutating func endFormalName() {
        guard type == .question else { return endFormal() }
        var frame = NixFrame(.formalDefault)
        frame.owner = owner
        frames.add(frame)
        isFirst = false
        advance()
        state = .expression
    }

    mutating func endFormal() {
        switch type {
        case .comma:
            advance()
            state = .formal
        case .closeBrace:
            advance()
            endFormals()
        default: expected("a comma or a closing brace")
        }
    }

    /// The closing brace of the arguments was read: `:` or `@ name :` follows.
    mutating func endFormals() {
        // `name @ { … }` has its name already.
        let hasName = !frames[top].flag
        if type == .at, !hasName {
            advance()
            guard type == .identifier else { return expected("a name for all arguments") }
            advance()
        }
        guard type == .colon else { return expected("a colon") }
        isFirst = frames.removeLast().isFirst
        advance()
        state = .expression
    }
}
