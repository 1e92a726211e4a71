import LintSource

/// Nodes in block context: scalars, flow collections and keys, with the properties before them.
extension YAMLScanner {
    /// Reads the node at `pos`, or a key and the mapping that begins with it.
    ///
    /// - Parameters:
    ///   - column: column of the node's first byte; that of the mapping's entries, should it be a key.
    ///   - blockAllowed: a block collection may begin here.
    ///   - keyRequired: it must be the next key of the innermost mapping.
    mutating func node(column: Int, blockAllowed: Bool, keyRequired: Bool = false) {
        var line = YAMLProperties()
        let place = YAMLPlace(
            column: column, blockAllowed: blockAllowed, keyRequired: keyRequired, tab: lineHead ? tab : -1)
        while true {
            let byte = base[pos]
            let bits = table[Int(byte)]
            if bits & (YAMLClass.indicator | YAMLClass.space | YAMLClass.colon) == 0 {
                if byte == .ascii("-") || byte == .ascii("?"), isSpace(pos + 1) { return indicator(place, line) }
                return plainNode(place, line)
            }
            switch byte {
            case .ascii("&"): anchor(&line)
            case .ascii("!"): tagProperty(&line)
            case .ascii("*"): return aliasNode(place, line)
            case .ascii("\""), .ascii("'"): return quotedNode(place, line)
            case .ascii("["), .ascii("{"): return flowNode(place, line)
            case .ascii("|"), .ascii(">"):
                if keyRequired { fail(pos, pos + 1, "a block scalar where a key is expected") }
                return blockScalar(place, line)
            case .ascii(":"):
                if isSpace(pos + 1) { return indicator(place, line) }
                return plainNode(place, line)
            case 0: return plainNode(place, line)
            default:
                if byte == .ascii("%"), pos == lineStart, keyRequired {
                    fail(pos, pos + 1, "a directive inside a document")
                    return directive()
                }
                fail(pos, pos + 1, "no value may begin with '\(Unicode.Scalar(byte))'")
                if byte == .ascii("@") || byte == .ascii("`") || byte == .ascii("%") { return plainNode(place, line) }
                emit(pos, pos + 1, .punct)
                pos += 1
                return
            }
            let next = skipBlanks(pos)
            if isLineEnd(next) || base[next] == .ascii("#") {
                if keyRequired { fail(line.start, pos, "properties without a key") }
                join(line)
                return
            }
            if next == pos { fail(pos, pos + 1, "an anchor or tag needs white space after it") }
            pos = next
        }
    }

    /// `- `, `? ` or `: ` where a node is awaited.
    private mutating func indicator(_ place: YAMLPlace, _ line: YAMLProperties) {
        let byte = base[pos]
        if byte == .ascii(":"), place.blockAllowed || place.keyRequired {
            beginEntry(place, line, start: pos)
            event(.null, pos, pos)
            return valueIndicator(pos)
        }
        guard place.blockAllowed, line.isEmpty else {
            fail(pos, pos + 1, "a block collection cannot begin here")
            emit(pos, pos + 1, .punct)
            pos += 1
            join(line)
            return
        }
        if place.tab >= 0 { fail(place.tab, place.tab + 1, "a tab in the indentation") }
        push(byte == .ascii("-") ? .sequence : .mapping, column: place.column, start: pos)
        frames[top].state = byte == .ascii("-") ? .value : .explicitKey
        emit(pos, pos + 1, .punct)
        pos += 1
        compactAllowed = true
    }

    private mutating func plainNode(_ place: YAMLPlace, _ line: YAMLProperties) {
        let start = pos
        let first = plainLine(from: start + 1, inFlow: false)
        if base[first.next] == .ascii(":") {
            checkKey(from: place.keyStart(line, start), to: first.next)
            beginEntry(place, line, start: start)
            emit(start, first.end, .keyPlain)
            event(.plain, start, first.end)
            return valueIndicator(first.next)
        }
        if place.keyRequired {
            fail(start, first.end, "a key needs ':' after it")
            emit(start, first.end, .scalarPlain)
            pos = first.end
            return
        }
        var last = first.end
        if first.next < end, base[first.next] != .ascii("#") {
            last = plainRest(first, parentIndent: Int(frames[top].indent), inFlow: false)
        }
        pos = last
        emit(start, last, isExplicitKey ? .keyPlain : .scalarPlain)
        event(.plain, start, last)
        nodeDone(line)
    }

    private mutating func quotedNode(_ place: YAMLPlace, _ line: YAMLProperties) {
        let start = pos
        let isSingle = base[start] == .ascii("'")
        let scalar = quoted(parentIndent: Int(frames[top].indent))
        finish(scalar.end, from: start, isMultiline: scalar.isMultiline, place, line, isSingle ? .single : .double)
    }

    private mutating func aliasNode(_ place: YAMLPlace, _ line: YAMLProperties) {
        let start = pos
        let last = alias()
        finish(last, from: start, isMultiline: false, place, line, .alias)
    }

    /// A quoted scalar or an alias is a key when a colon follows on its line.
    private mutating func finish(
        _ last: Int, from start: Int, isMultiline: Bool, _ place: YAMLPlace, _ line: YAMLProperties,
        _ kind: YAMLEvent.Kind
    ) {
        pos = last
        let next = skipBlanks(last)
        if base[next] == .ascii(":"), isSpace(next + 1) {
            if isMultiline { fail(start, last, "a key must stand on one line") }
            if kind == .alias, !line.isEmpty { note(start, last, "an alias with an anchor or tag") }
            checkKey(from: place.keyStart(line, start), to: next)
            beginEntry(place, line, start: start)
            emit(start, last, kind == .alias ? .alias : .keyQuoted)
            event(kind, start, last)
            return valueIndicator(next)
        }
        emit(start, last, kind == .alias ? .alias : isExplicitKey ? .keyQuoted : kind.tokenKind)
        if kind == .alias, !line.isEmpty || !properties.isEmpty { fail(start, last, "an alias with an anchor or tag") }
        if place.keyRequired { return fail(start, last, "a key needs ':' after it") }
        event(kind, start, last)
        nodeDone(line)
    }

    private mutating func flowNode(_ place: YAMLPlace, _ line: YAMLProperties) {
        let start = pos
        let firstLine = lineStart
        let kept = events.count
        event(.nothing, start, start)
        let parent = frames.count
        flow()
        guard frames.count == parent else { return }
        let next = skipBlanks(pos)
        if base[next] == .ascii(":"), isSpace(next + 1) {
            if lineStart != firstLine { fail(start, pos, "a key must stand on one line") }
            checkKey(from: place.keyStart(line, start), to: next)
            beginEntry(place, line, start: start, kept: kept)
            return valueIndicator(next)
        }
        if place.keyRequired { return fail(start, pos, "a key needs ':' after it") }
        nodeDone(line)
    }

    // MARK: - Keys

    /// Makes ready for a key's event: in the innermost mapping, or in a new one.
    mutating func beginEntry(_ place: YAMLPlace, _ line: YAMLProperties, start: Int, kept: Int? = nil) {
        if !place.keyRequired {
            let from = place.keyStart(line, start)
            if !place.blockAllowed { fail(from, start + 1, "a mapping cannot begin here") }
            if place.tab >= 0 { fail(place.tab, place.tab + 1, "a tab in the indentation") }
            nodeDone()
            if let kept {
                beginMapping(at: kept, from)
            } else {
                event(.mappingStart, from, from)
            }
            frames.add(YAMLFrame(.mapping, .between, indent: place.column))
            properties = YAMLProperties()
        }
        frames[top].state = .value
    }

    /// The colon after a key.
    mutating func valueIndicator(_ at: Int) {
        emit(at, at + 1, .punct)
        pos = at + 1
        compactAllowed = false
    }

    /// A key may be 1,024 characters long.
    mutating func checkKey(from start: Int, to colon: Int) {
        guard colon - start > 1024 else { return }
        var characters = 0
        for i in start..<colon where base[i] & 0xC0 != 0x80 { characters += 1 }
        if characters > 1024 { note(start, colon, "a key of more than 1024 characters") }
    }

    var isExplicitKey: Bool { frames[top].state == .explicitKey }

    // MARK: - Properties

    mutating func nodeDone(_ line: YAMLProperties) {
        join(line)
        properties = YAMLProperties()
        nodeDone()
    }

    /// Adds the properties of this line to those of the lines before.
    mutating func join(_ line: YAMLProperties) {
        if line.anchor && properties.anchor || line.tag && properties.tag {
            fail(line.start, line.start + 1, "two anchors or two tags for one value")
        }
        properties.anchor = properties.anchor || line.anchor
        properties.tag = properties.tag || line.tag
    }
}

/// Where a node stands and what it may be.
struct YAMLPlace {
    var column: Int
    var blockAllowed: Bool
    var keyRequired: Bool
    /// The first tab in the line's indentation, or -1.
    var tab: Int

    /// A key begins with its properties.
    func keyStart(_ line: YAMLProperties, _ start: Int) -> Int { line.isEmpty ? start : line.start }
}

extension YAMLEvent.Kind {
    var tokenKind: TokenKind {
        switch self {
        case .single: .scalarSingle
        case .double: .scalarDouble
        case .literal, .folded: .scalarBlock
        case .alias: .alias
        default: .scalarPlain
        }
    }
}
