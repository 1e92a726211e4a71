import LintSource

/// Block structure: what the first token of a line means, and what follows an indicator on its line.
extension YAMLScanner {
    var top: Int { frames.count - 1 }

    // MARK: - Frames

    /// Ends the block collections whose entries stand further right than `column`.
    mutating func close(deeperThan column: Int) {
        while let frame = frames.last, frame.kind != .document, Int(frame.indent) > column { closeTop() }
    }

    mutating func closeTop() {
        guard let frame = frames.popLast() else { return }
        finish(frame)
        event(frame.kind == .mapping ? .mappingEnd : .sequenceEnd, lastEnd, lastEnd)
    }

    /// Gives the nodes that are awaited but not there.
    mutating func finish(_ frame: YAMLFrame) {
        switch frame.state {
        case .value, .afterExplicitKey: null()
        case .explicitKey:
            null()
            null()
        default: break
        }
    }

    /// A node without text; takes the properties before it.
    mutating func null() {
        event(.null, lastEnd, lastEnd)
        properties = YAMLProperties()
    }

    /// The node that the innermost block frame awaited is there (or begins now).
    mutating func nodeDone() {
        let i = top
        frames[i].state = frames[i].state == .explicitKey ? .afterExplicitKey : .between
    }

    /// Whether the innermost block frame awaits a node.
    var awaitsNode: Bool {
        guard let frame = frames.last else { return false }
        return frame.state == .value || frame.state == .explicitKey
    }

    mutating func push(_ kind: YAMLFrame.Kind, column: Int, start: Int) {
        nodeDone()
        event(kind == .mapping ? .mappingStart : .sequenceStart, start, start)
        frames.add(YAMLFrame(kind, .between, indent: column))
        properties = YAMLProperties()
    }

    // MARK: - The first token of a line

    mutating func atLineHead() {
        if !isOpen {
            if pos == lineStart, base[pos] == .ascii("%"), directivesAllowed { return directive() }
            openBareDocument()
        }
        let column = column
        close(deeperThan: column)
        let byte = base[pos]
        let isIndicator = isSpace(pos + 1)
        let isDash = byte == .ascii("-") && isIndicator
        let frame = frames[top]
        if Int(frame.indent) == column, frame.kind != .document {
            if frame.kind == .sequence {
                if isDash { return item() }
                let below = frames[top - 1]
                if below.kind == .mapping, below.indent == frame.indent {
                    closeTop()
                } else {
                    fail(pos, pos + 1, "a sequence's item must begin with '-'")
                    return stray(column)
                }
            }
            return entry(column, isIndicator: isIndicator, isDash: isDash)
        }
        if awaitsNode {
            node(column: column, blockAllowed: true)
        } else {
            fail(pos, pos + 1, "the indentation fits nothing before it")
            stray(column)
        }
    }

    /// `- ` of the innermost sequence.
    private mutating func item() {
        if tab >= 0 { fail(tab, tab + 1, "a tab in the indentation") }
        if frames[top].state == .value { null() }
        frames[top].state = .value
        emit(pos, pos + 1, .punct)
        pos += 1
        compactAllowed = true
    }

    /// An entry of the innermost mapping.
    private mutating func entry(_ column: Int, isIndicator: Bool, isDash: Bool) {
        if tab >= 0 { fail(tab, tab + 1, "a tab in the indentation") }
        let byte = base[pos]
        if isDash {
            if awaitsNode {
                push(.sequence, column: column, start: pos)
                return item()
            }
            fail(pos, pos + 1, "a sequence's item where a key is expected")
            return stray(column)
        }
        if byte == .ascii(":"), isIndicator {
            switch frames[top].state {
            case .explicitKey:
                null()
                compactAllowed = true
            case .afterExplicitKey:
                compactAllowed = true
            case .value:
                null()
                null()
                compactAllowed = false
            default:
                null()
                compactAllowed = false
            }
            frames[top].state = .value
            emit(pos, pos + 1, .punct)
            pos += 1
            return
        }
        finish(frames[top])
        frames[top].state = .between
        if byte == .ascii("?"), isIndicator {
            frames[top].state = .explicitKey
            emit(pos, pos + 1, .punct)
            pos += 1
            compactAllowed = true
            return
        }
        node(column: column, blockAllowed: false, keyRequired: true)
    }

    // MARK: - After another token on the line

    mutating func insideLine() {
        if frames.isEmpty {
            openBareDocument()
            return node(column: pos - lineStart, blockAllowed: false)
        }
        if awaitsNode {
            // Tabs cannot indent a compact collection.
            return node(column: pos - lineStart, blockAllowed: compactAllowed && tab < 0)
        }
        fail(pos, pos + 1, "text after the end of a value")
        strayText()
    }

    // MARK: - What fits nowhere

    /// Something at a column where nothing is awaited: kept as an entry of the innermost collection if it can be one.
    mutating func stray(_ column: Int) {
        let frame = frames[top]
        if base[pos] == .ascii("%"), pos == lineStart { return directive() }
        if base[pos] == .ascii("-"), isSpace(pos + 1) {
            if frame.kind == .sequence { return item() }
            if frame.kind == .mapping {
                finish(frame)
                null()
                frames[top].state = .value
            }
            push(.sequence, column: max(column, Int(frame.indent) + 1), start: pos)
            return item()
        }
        guard looksLikeEntry(at: pos) else { return strayText() }
        switch frame.kind {
        case .mapping:
            finish(frame)
            frames[top].state = .between
            node(column: column, blockAllowed: false, keyRequired: true)
        case .sequence:
            frames[top].state = .value
            node(column: max(column, Int(frame.indent) + 1), blockAllowed: true)
        default:
            frames[top].state = .value
            node(column: column, blockAllowed: true)
        }
    }

    /// The rest of a line as text that belongs to nothing.
    mutating func strayText() {
        let byte = base[pos]
        let start = pos
        if byte == .ascii("\"") || byte == .ascii("'") {
            let quoted = quoted(parentIndent: -1)
            emit(start, quoted.end, byte == .ascii("'") ? .scalarSingle : .scalarDouble)
            return
        }
        if table[Int(byte)] & YAMLClass.flow != 0 || (byte == .ascii(":") && isSpace(pos + 1)) {
            emit(pos, pos + 1, .punct)
            pos += 1
            return
        }
        let line = plainLine(from: max(start, start + 1), inFlow: false)
        emit(start, max(line.end, start + 1), .scalarPlain)
        pos = max(line.end, start + 1)
    }

    /// Whether a block entry stands at `i`: `- `, `? `, or a key and its colon on one line.
    func looksLikeEntry(at i: Int) -> Bool {
        let byte = base[i]
        if byte == .ascii("-") || byte == .ascii("?"), isSpace(i + 1) { return true }
        if byte == .ascii("\"") || byte == .ascii("'") {
            var j = i + 1
            while !isLineEnd(j), base[j] != byte { j += byte == .ascii("\"") && base[j] == .ascii("\\") ? 2 : 1 }
            guard j < end, base[j] == byte else { return false }
            j = skipBlanks(j + 1)
            return base[j] == .ascii(":") && isSpace(j + 1)
        }
        if byte == .ascii("#") || table[Int(byte)] & YAMLClass.flow != 0 { return false }
        let line = plainLine(from: i, inFlow: false)
        return line.next < end && base[line.next] == .ascii(":")
    }
}
