import LintSource

/// Flow collections: `[…]` and `{…}`, with an explicit stack.
extension YAMLScanner {
    /// Reads the flow collection at `pos` to its closing bracket, or to where it cannot go on.
    mutating func flow() {
        let floor = frames.count
        let parent = Int(frames[top].indent)
        var line = YAMLProperties()
        var isIndented = true
        open(indent: parent)
        while frames.count > floor {
            skipSpace()
            if pos >= end {
                fail(end, end, "a flow collection without an end")
                return abandon(to: floor, &line)
            }
            if lineHead {
                if pos == lineStart, isMarker(at: pos) {
                    fail(pos, pos + 3, "a document marker inside a flow collection")
                    return abandon(to: floor, &line)
                }
                if column <= parent {
                    if recovering, looksLikeEntry(at: pos) {
                        fail(pos, pos + 1, "a flow collection without an end")
                        return abandon(to: floor, &line)
                    }
                    if isIndented {
                        note(pos, pos + 1, "a flow collection must be indented more than its parent")
                    }
                    isIndented = false
                }
            }
            flowToken(&line, parent: parent)
        }
    }

    private mutating func flowToken(_ line: inout YAMLProperties, parent: Int) {
        let byte = base[pos]
        switch byte {
        case .ascii(","):
            let isEmpty = frames[top].state == .entry && line.isEmpty
            if isEmpty { fail(pos, pos + 1, "a comma without an entry before it") }
            endEntry(&line)
            frames[top].state = .entry
            emit(pos, pos + 1, .punct)
            pos += 1
        case .ascii("]"), .ascii("}"):
            closeFlow(isMapping: byte == .ascii("}"), &line)
        case .ascii(":"):
            if endsKey(pos, inFlow: true) || (frames[top].isJSON && isAfterNode && line.isEmpty) {
                flowValueIndicator(&line)
            } else {
                flowPlain(&line, parent: parent)
            }
        case .ascii("?"):
            guard isSpace(pos + 1) else { return flowPlain(&line, parent: parent) }
            beginNode(&line)
            if frames[top].state != .entry || !line.isEmpty { fail(pos, pos + 1, "'?' cannot stand here") }
            if frames[top].kind == .flowSequence { openPair() }
            frames[top].state = .explicitKey
            emit(pos, pos + 1, .punct)
            pos += 1
        case .ascii("&"):
            beginNode(&line)
            anchor(&line)
        case .ascii("!"):
            beginNode(&line)
            tagProperty(&line)
        case .ascii("*"):
            beginNode(&line)
            let start = pos
            pos = alias()
            if !line.isEmpty { fail(start, pos, "an alias with an anchor or tag") }
            emit(start, pos, .alias)
            event(.alias, start, pos)
            endNode(&line, isJSON: false)
        case .ascii("\""), .ascii("'"):
            beginNode(&line)
            let start = pos
            let scalar = quoted(parentIndent: parent)
            let isSingle = byte == .ascii("'")
            let isKey = isFlowKey(after: scalar.end, isMultiline: scalar.isMultiline, isJSON: true)
            emit(start, scalar.end, isKey ? .keyQuoted : isSingle ? .scalarSingle : .scalarDouble)
            event(isSingle ? .single : .double, start, scalar.end)
            endNode(&line, isJSON: true)
        case .ascii("["), .ascii("{"):
            beginNode(&line)
            line = YAMLProperties()
            if frames.count < YAMLScanner.maximumFlowDepth {
                open(indent: parent)
            } else {
                skipDeepFlow(parent: parent)
                endNode(&line, isJSON: true)
            }
        default:
            flowPlain(&line, parent: parent)
        }
    }

    private mutating func flowPlain(_ line: inout YAMLProperties, parent: Int) {
        let byte = base[pos]
        let start = pos
        beginNode(&line)
        let bits = table[Int(byte)]
        if bits & YAMLClass.indicator != 0 {
            fail(pos, pos + 1, "no value may begin with '\(Unicode.Scalar(byte))'")
        } else if byte == .ascii("-"), table[Int(base[pos + 1])] & YAMLClass.flow != 0 {
            // No plain scalar to YAML 1.2, but one to libyaml, and so to those who write `waitFor: [-]`.
            note(pos, pos + 1, "'-' cannot stand alone in a flow collection")
        } else if byte == .ascii("-") || byte == .ascii("?") || byte == .ascii(":"), endsKey(pos, inFlow: true) {
            fail(pos, pos + 1, "'\(Unicode.Scalar(byte))' cannot stand in a flow collection")
            emit(pos, pos + 1, .punct)
            pos += 1
            return
        }
        let first = plainLine(from: start + 1, inFlow: true)
        let firstLine = lineStart
        let last = plainRest(first, parentIndent: parent, inFlow: true)
        pos = last
        let isKey = isFlowKey(after: last, isMultiline: lineStart != firstLine, isJSON: false)
        emit(start, last, isKey ? .keyPlain : .scalarPlain)
        event(.plain, start, last)
        endNode(&line, isJSON: false)
    }

    // MARK: - Entries

    private var isAfterNode: Bool {
        let state = frames[top].state
        return state == .afterEntry || state == .afterExplicitKey
    }

    /// Whether a scalar that ends at `last` is a key.
    private func isFlowKey(after last: Int, isMultiline: Bool, isJSON: Bool) -> Bool {
        let frame = frames[top]
        switch frame.state {
        case .explicitKey: return true
        case .entry:
            if frame.kind == .flowMapping { return true }
            let next = skipBlanks(last)
            return !isMultiline && base[next] == .ascii(":") && (isJSON || endsKey(next, inFlow: true))
        default: return false
        }
    }

    /// Makes ready for a node or its properties at `pos`.
    private mutating func beginNode(_ line: inout YAMLProperties) {
        let frame = frames[top]
        switch frame.state {
        case .afterEntry, .afterExplicitKey, .done, .between:
            fail(pos, pos + 1, "a comma is missing")
            endEntry(&line)
            frames[top].state = .entry
            fallthrough
        case .entry:
            guard line.isEmpty else { return }
            frames[top].entryStart = UInt32(truncatingIfNeeded: pos)
            frames[top].entryLine = UInt32(truncatingIfNeeded: lineStart)
            frames[top].entryEvent = UInt32(truncatingIfNeeded: events.count)
            // Kept free for a single pair.
            if frame.kind == .flowSequence { event(.nothing, pos, pos) }
        default: break
        }
    }

    private mutating func endNode(_ line: inout YAMLProperties, isJSON: Bool) {
        line = YAMLProperties()
        frames[top].isJSON = isJSON
        switch frames[top].state {
        case .entry: frames[top].state = .afterEntry
        case .explicitKey: frames[top].state = .afterExplicitKey
        default: frames[top].state = .done
        }
    }

    private mutating func openPair() {
        let frame = frames[top]
        beginMapping(at: Int(frame.entryEvent), Int(frame.entryStart))
        frames[top].isPair = true
    }

    /// `:` between a key and its value.
    private mutating func flowValueIndicator(_ line: inout YAMLProperties) {
        let isSequence = frames[top].kind == .flowSequence
        switch frames[top].state {
        case .entry:
            beginNode(&line)
            if isSequence { openPair() }
            event(.null, pos, pos)
        case .afterEntry:
            if isSequence {
                if Int(frames[top].entryLine) != lineStart { fail(pos, pos + 1, "a key must stand on one line") }
                checkKey(from: Int(frames[top].entryStart), to: pos)
                openPair()
            }
        case .explicitKey: event(.null, pos, pos)
        case .afterExplicitKey: break
        default: fail(pos, pos + 1, "a colon without a key before it")
        }
        line = YAMLProperties()
        frames[top].state = .value
        emit(pos, pos + 1, .punct)
        pos += 1
    }

    /// Gives what the entry lacks, at a comma or the closing bracket.
    private mutating func endEntry(_ line: inout YAMLProperties) {
        let frame = frames[top]
        let isMapping = frame.kind == .flowMapping || frame.isPair
        switch frame.state {
        case .entry where !line.isEmpty:
            event(.null, lastEnd, lastEnd)
            if isMapping { event(.null, lastEnd, lastEnd) }
        case .explicitKey:
            event(.null, lastEnd, lastEnd)
            event(.null, lastEnd, lastEnd)
        case .afterExplicitKey, .value:
            event(.null, lastEnd, lastEnd)
        case .afterEntry where isMapping:
            event(.null, lastEnd, lastEnd)
        default: break
        }
        if frame.isPair {
            event(.mappingEnd, lastEnd, lastEnd)
            frames[top].isPair = false
        }
        line = YAMLProperties()
        frames[top].isJSON = false
    }

    // MARK: - Brackets

    private mutating func open(indent: Int) {
        let isMapping = base[pos] == .ascii("{")
        if isMapping { openFlowMappings += 1 } else { openFlowSequences += 1 }
        event(isMapping ? .mappingStart : .sequenceStart, pos, pos)
        frames.add(YAMLFrame(isMapping ? .flowMapping : .flowSequence, .entry, indent: indent))
        emit(pos, pos + 1, .punct)
        pos += 1
    }

    private mutating func closeFlow(isMapping: Bool, _ line: inout YAMLProperties) {
        let wanted: YAMLFrame.Kind = isMapping ? .flowMapping : .flowSequence
        if frames[top].kind != wanted {
            fail(pos, pos + 1, "a bracket that closes nothing")
            guard (isMapping ? openFlowMappings : openFlowSequences) > 0 else {
                emit(pos, pos + 1, .punct)
                pos += 1
                return
            }
            while frames[top].kind != wanted { closeTopFlow(&line) }
        }
        emit(pos, pos + 1, .punct, keepingLastEnd: true)
        closeTopFlow(&line)
        pos += 1
        lastEnd = pos
    }

    private mutating func emit(_ start: Int, _ end: Int, _ kind: TokenKind, keepingLastEnd: Bool) {
        let last = lastEnd
        emit(start, end, kind)
        if keepingLastEnd { lastEnd = last }
    }

    /// Ends the innermost flow collection, whose bracket (if there is one) stands at `pos`.
    private mutating func closeTopFlow(_ line: inout YAMLProperties) {
        endEntry(&line)
        guard let frame = frames.popLast() else { return }
        let isMapping = frame.kind == .flowMapping
        if isMapping { openFlowMappings -= 1 } else { openFlowSequences -= 1 }
        let stop = pos < end && tokens.last.map({ Int($0.end) > pos }) == true ? pos + 1 : lastEnd
        event(isMapping ? .mappingEnd : .sequenceEnd, stop, stop)
        if frames[top].kind == .flowMapping || frames[top].kind == .flowSequence { endNode(&line, isJSON: true) }
    }

    private mutating func abandon(to floor: Int, _ line: inout YAMLProperties) {
        while frames.count > floor { closeTopFlow(&line) }
    }
}
