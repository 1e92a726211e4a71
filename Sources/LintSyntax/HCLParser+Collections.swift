import LintSource

/// Tuples, objects, and the `for` expressions that make them.
extension HCLParser {
    mutating func beginTuple() {
        let node = containerNode(.array)
        pushBracket(.tuple, closer: .closeBracket)
        frames[top].node = node
        advance()
        if isWord("for") { beginFor() } else { nextTupleItem() }
    }

    private mutating func nextTupleItem() {
        if type == .closeBracket { return endContainer() }
        frames[top].start = scanner.start
        frames[top].simple = .no
        if frames[top].node >= 0 {
            frames[top].value = addNode(named: nil, ByteRange(0, 0), to: frames[top].node, start: scanner.start)
        }
        isFirst = true
        state = .operand
    }

    mutating func endTupleItem() {
        finishValue(frames[top])
        switch type {
        case .closeBracket: endContainer()
        case .comma:
            advance()
            nextTupleItem()
        default:
            complain(type == .eof ? "there is no closing bracket for a tuple" : "a comma is required here")
            recover()
        }
    }

    mutating func beginObject() {
        let node = containerNode(.object)
        pushBracket(.objectKey, closer: .closeBrace)
        frames[top].node = node
        advance()
        // `for` is looked for behind line ends, which mean nothing before the first key.
        if isWord("for") { return beginFor() }
        newlines = true
        nextObjectItem()
    }

    private mutating func nextObjectItem() {
        while type == .newline { advance() }
        if type == .closeBrace { return endContainer() }
        frames[top].kind = .objectKey
        frames[top].start = scanner.start
        frames[top].token = tokenIndex
        frames[top].simple = .no
        frames[top].value = -1
        isFirst = true
        state = .operand
    }

    mutating func endObjectKey() {
        guard type == .equal || type == .colon else {
            switch type {
            case .newline, .comma: complain("an attribute value is missing: an equals sign is required here")
            case .eof: complain("there is no closing brace for an object")
            default: complain("an equals sign is required here")
            }
            return recover()
        }
        let frame = frames[top]
        let range = ByteRange(frame.start, previousEnd)
        let simple = frame.simpleEnd == previousEnd ? frame.simple : .no
        // The key's tokens are one word, or two quotes with perhaps a text between them.
        let tokens = simple == .word ? 1 : simple == .string ? (frame.text.isEmpty ? 2 : 3) : 0
        for i in frame.token..<frame.token + tokens { setContext(i, .key) }
        advance()
        frames[top].kind = .objectValue
        frames[top].simple = .no
        frames[top].start = scanner.start
        if frame.node >= 0 {
            let name =
                simple == .string
                ? String(decoding: HCLLiteral.decode(bytes[frame.text], escapes: true), as: UTF8.self)
                : bytes.text(range)
            frames[top].value = addNode(named: name, range, to: frame.node, start: scanner.start)
        }
        isFirst = true
        state = .operand
    }

    mutating func endObjectValue() {
        finishValue(frames[top])
        switch type {
        case .closeBrace: endContainer()
        case .comma, .newline:
            advance()
            nextObjectItem()
        default:
            complain(
                type == .eof ? "there is no closing brace for an object" : "a new line or a comma is required here")
            recover()
        }
    }

    /// The next token closes the tuple or object on top.
    private mutating func endContainer() {
        let frame = frames[top]
        frames.removeLast()
        closeOperand(frame, .container)
        newlines = frame.newlines
        advance()
        state = .afterOperand
    }

    // MARK: for

    /// The next token is `for`; the bracket before it is the frame on top.
    private mutating func beginFor() {
        advance()
        guard readForNames() else { return recover() }
        frames[top].kind = .forCollection
        let node = Int(frames[top].node)
        if node >= 0 {
            tree?.update(node) { $0.kind = .expression }
            frames[top].node = -1
        }
        state = .operand
    }

    /// `name in` or `name, name in`; false, with the complaint made, if it is something else.
    mutating func readForNames() -> Bool {
        for place in 0..<2 {
            guard type == .identifier else {
                complain(place == 0 ? "a variable name is required after \"for\"" : "a variable name is required here")
                return false
            }
            advance()
            if place == 0, type == .comma { advance() } else { break }
        }
        guard isWord("in") else {
            complain("\"in\" is required after the names of a \"for\"")
            return false
        }
        advance()
        return true
    }

    mutating func endForPart(_ part: HCLFrame.Kind) {
        switch part {
        case .forCollection:
            guard type == .colon else {
                complain("a colon is required after the collection of a \"for\"")
                return recover()
            }
            frames[top].kind = .forResult
            advance()
            state = .operand
            return
        case .forResult where type == .fatArrow:
            frames[top].kind = .forValue
            frames[top].hasKey = true
            advance()
            state = .operand
            return
        case .forResult, .forValue:
            if type == .ellipsis {
                frames[top].flag = true
                advance()
            }
            if isWord("if") {
                frames[top].kind = .forCondition
                advance()
                state = .operand
                return
            }
        default: break
        }
        let frame = frames[top]
        guard type == frame.closer else {
            complain("extra characters after the end of a \"for\"")
            return recover()
        }
        if frame.closer == .closeBrace {
            if !frame.hasKey { complain("a \"for\" that makes an object needs a key, followed by \"=>\"") }
        } else {
            if frame.hasKey { complain("a \"for\" that makes a tuple has no key") }
            if frame.flag { complain("a \"for\" that makes a tuple cannot group with \"...\"") }
        }
        endBracket()
    }
}
