import LintSource

/// Bodies: attributes and blocks.
extension HCLParser {
    mutating func parseItem() {
        switch type {
        case .newline: advance()
        case .identifier: beginItem()
        case .closeBrace where bodies[bodies.count - 1].isBlock: endBlock()
        case .eof:
            if bodies[bodies.count - 1].isBlock {
                complain("this file ends inside a block: no closing brace")
                abandonBody(at: scanner.start)
            } else {
                tree?.update(0) { $0.valueRange = $0.range }
                state = .done
            }
        case .openQuote:
            complain("argument names must not be quoted")
            recover()
        default:
            complain("an argument or block definition is required here")
            if type == .closeBrace { advance() } else { recover() }
        }
    }

    private mutating func beginItem() {
        let name = tokenRange
        let token = tokenIndex
        itemColumn = scanner.start - scanner.lineStart
        advance()
        switch type {
        case .equal: beginAttribute(name, token, oneLine: false)
        case .openQuote, .openBrace, .identifier: beginBlock(name, token)
        default:
            complain("an argument or block definition is required here; to set an argument, use \"=\"")
            recover()
        }
    }

    /// The next token is the `=`.
    private mutating func beginAttribute(_ name: ByteRange, _ token: Int, oneLine: Bool) {
        setContext(token, .key)
        let body = bodies[bodies.count - 1]
        if !names.insert(name, body: body.id, from: body.names, in: bytes) {
            scanner.fail(Int(name.start), Int(name.end), "this argument was already set; each may be set only once")
        }
        var frame = HCLFrame(.attribute, newlines: newlines)
        frame.flag = oneLine
        frame.token = token
        frame.text = name
        if paths.isWanted {
            let length = paths.length
            paths.push(bytes[name], separator: .ascii("/"))
            frame.named = paths.open(at: Int(name.start))
            paths.cut(to: length)
        }
        advance()
        frame.start = scanner.start
        if body.node >= 0 {
            frame.value = addNode(named: bytes.text(name), name, to: body.node, start: scanner.start)
        }
        frames.add(frame)
        isFirst = true
        state = .operand
    }

    mutating func endAttribute() {
        let frame = frames.removeLast()
        paths.close(frame.named, at: previousEnd)
        finishValue(frame)
        if frame.flag {
            switch type {
            case .closeBrace: endBlock()
            case .comma:
                complain("a block on one line can hold only one argument")
                recover()
            case .newline:
                complain("a block that holds an argument on its first line must end on the same line")
                state = .item
            default:
                complain("a closing brace is required here")
                recover()
            }
            return
        }
        switch type {
        case .newline:
            advance()
            state = .item
        case .eof: state = .item
        case .comma:
            complain("arguments are separated by new lines, not by commas")
            recover()
        default:
            complain("an argument definition must end with a new line")
            recover()
        }
    }

    /// The next token is a label or the opening brace.
    private mutating func beginBlock(_ name: ByteRange, _ token: Int) {
        setContext(token, .key)
        var body = HCLBody(
            isBlock: true, names: names.count, path: paths.length, column: itemColumn,
            node: bodies[bodies.count - 1].node, typeNode: -1, start: Int(name.start), openBrace: scanner.start,
            named: -1, id: 0)
        paths.push(bytes[name], separator: .ascii("/"))
        if body.node >= 0 {
            body.node = addNode(named: bytes.text(name), name, to: body.node, start: Int(name.start))
            body.typeNode = body.node
        }
        while type != .openBrace {
            guard let label = readLabel() else {
                complain(
                    type == .newline
                        ? "a block needs its content in braces, beginning on the line of its type"
                        : "a label or an opening brace is required here")
                paths.cut(to: body.path)
                recover()
                return
            }
            guard paths.isWanted || body.node >= 0 else { continue }
            let text = label.isQuoted ? HCLLiteral.decode(bytes[label.text], escapes: true) : Array(bytes[label.text])
            paths.push(text, separator: .ascii("/"))
            if body.node >= 0 {
                let text = String(decoding: text, as: UTF8.self)
                body.node = addNode(named: text, label.range, to: body.node, start: Int(label.range.start))
            }
        }
        body.openBrace = scanner.start
        body.named = paths.open(suffix: "{}", at: Int(name.start))
        body.id = scanner.start + 1
        bodies.add(body)
        var frame = HCLFrame(.body, newlines: true)
        frame.start = scanner.start
        frames.add(frame)
        advance()
        switch type {
        case .newline, .eof, .closeBrace: state = .item
        default: beginOnlyAttribute()
        }
    }

    /// The one argument of a block that is written on one line.
    private mutating func beginOnlyAttribute() {
        guard type == .identifier else {
            complain("an argument or block definition is required here")
            recover()
            return
        }
        let name = tokenRange
        let token = tokenIndex
        advance()
        if type == .equal {
            beginAttribute(name, token, oneLine: true)
        } else {
            complain("a block on one line can hold only one argument, and no block")
            recover()
        }
    }

    private struct Label {
        var range: ByteRange
        var text: ByteRange
        var isQuoted: Bool
    }

    /// A bare or quoted label; `nil`, with what is wrong still to be read, if there is none.
    private mutating func readLabel() -> Label? {
        let first = tokenRange
        let token = tokenIndex
        if type == .identifier {
            setContext(token, .label)
            advance()
            return Label(range: first, text: first, isQuoted: false)
        }
        guard type == .openQuote else { return nil }
        advance()
        var text = ByteRange(Int(first.end), Int(first.end))
        if type == .quotedText {
            text = tokenRange
            advance()
        }
        guard type == .closeQuote else { return nil }
        for i in token...tokenIndex { setContext(i, .label) }
        let label = Label(range: ByteRange(start: first.start, end: tokenRange.end), text: text, isQuoted: true)
        advance()
        return label
    }

    /// The next token is the block's `}`.
    private mutating func endBlock() {
        closeBody(at: scanner.end)
        advance()
        state = .item
        switch type {
        case .newline: advance()
        case .eof: break
        default:
            complain("a block definition must end with a new line")
            recover()
        }
    }

    /// Leaves a body that the end of the file cut off.
    private mutating func abandonBody(at end: Int) {
        closeBody(at: end)
        state = .item
    }

    private mutating func closeBody(at end: Int) {
        frames.removeLast()
        let body = bodies.removeLast()
        names.remove(from: body.names)
        paths.close(body.named, at: end)
        paths.cut(to: body.path)
        itemColumn = body.column
        closeNodes(from: body.node, to: body.typeNode, openBrace: body.openBrace, end: end)
    }
}
