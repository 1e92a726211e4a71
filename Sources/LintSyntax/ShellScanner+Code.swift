import LintSource

/// Commands: operators, comments, words, and the little grammar that tells keywords and assignments from words.
extension ShellScanner {
    mutating func scanCode() {
        let byte = bytes[pos]
        switch byte {
        case 0x20, 0x09, 0x0B, 0x0C, 0x0D:
            pos += 1
        case 0x0A:
            pos += 1
            newline()
        case .ascii("#"):
            if pos == wordEnd || frames[frames.count - 1].kind == .group { scanWord() } else { scanComment() }
        case .ascii("'"):
            beginPiece()
            scanSingleQuoted(openLength: 1, escapes: false)
        case .ascii("\""):
            beginPiece()
            openString(length: 1)
        case .ascii("`"):
            beginPieceUnlessClosingBacktick()
            scanBacktick()
        case .ascii("$"):
            if opensExpansion(at: pos) {
                beginPiece()
                scanDollar()
            } else {
                scanWord()
            }
        case .ascii("\\"):
            if isContinuation(at: pos) {
                let isInWord = wordEnd == pos
                out.append(pos, pos + 1, .punct)
                pos += bytes[pos + 1] == 0x0D ? 3 : 2
                if isInWord { wordEnd = pos }
            } else {
                scanWord()
            }
        case .ascii("("): openParenthesis()
        case .ascii(")"): closeParenthesis()
        case .ascii(";"), .ascii("&"), .ascii("|"): scanOperator()
        case .ascii("<"), .ascii(">"): scanRedirection()
        case .ascii("{") where opensInterpolation(at: pos):
            beginPiece()
            scanInterpolation()
        default: scanWord()
        }
    }

    /// A `\` that joins two lines.
    func isContinuation(at index: Int) -> Bool {
        bytes[index + 1] == 0x0A || bytes[index + 1] == 0x0D && bytes[index + 2] == 0x0A
    }

    mutating func newline() {
        let top = frames.count - 1
        switch frames[top].kind {
        case .array, .test, .group: break
        default:
            frames[top].commandPosition = !frames[top].inPattern
            frames[top].declares = false
            frames[top].redirection = false
        }
        if !waiting.isEmpty { readBodies() }
    }

    mutating func scanComment() {
        let start = pos
        let inBacktick = frames[frames.count - 1].backtick >= 0
        while pos < limit, bytes.base[pos] != 0x0A {
            // Back-ticks are matched before the text between them is read.
            if inBacktick, bytes.base[pos] == .ascii("`") { break }
            pos += 1
        }
        var end = pos
        if end > start, bytes[end - 1] == 0x0D { end -= 1 }
        out.append(start, end, .comment)
    }

    // MARK: - Operators

    mutating func scanOperator() {
        let start = pos
        let byte = bytes[pos]
        let next = bytes[pos + 1]
        let top = frames.count - 1
        pos += 1
        if byte == .ascii(";"), next == .ascii(";") || next == .ascii("&") || next == .ascii("|") {
            pos += 1
            if next == .ascii(";"), bytes[pos] == .ascii("&") { pos += 1 }
            if frames[top].kind == .caseItems { frames[top].inPattern = true }
        } else if byte == .ascii("&"), next == .ascii(">") {
            pos += bytes[pos + 1] == .ascii(">") ? 2 : 1
            frames[top].redirection = true
            pos = min(pos, limit)
            out.append(start, pos, .punct)
            return
        } else if byte != .ascii(";"), next == byte || byte == .ascii("|") && next == .ascii("&") {
            pos += 1
        }
        pos = min(pos, limit)
        out.append(start, pos, .punct)
        switch frames[top].kind {
        case .array, .test, .group: break
        default: frames[top].commandPosition = !frames[top].inPattern
        }
        frames[top].declares = false
        frames[top].redirection = false
        frames[top].expectation = .none
    }

    mutating func scanRedirection() {
        let start = pos
        let byte = bytes[pos]
        let top = frames.count - 1
        if bytes[pos + 1] == .ascii("("), frames[top].kind != .test {
            beginPiece()
            pos += 2
            out.append(start, pos, .template)
            push(.substitution, at: start)
            return
        }
        if frames[top].kind == .test {
            pos += 1
        } else if bytes.has("<<<", at: pos) {
            pos += 3
            frames[top].redirection = true
        } else if bytes.has("<<", at: pos) {
            openHeredoc()
            return
        } else {
            pos += 1
            let next = bytes[pos]
            if next == .ascii("&") || next == .ascii(">") || byte == .ascii(">") && next == .ascii("|") { pos += 1 }
            frames[top].redirection = true
        }
        pos = min(pos, limit)
        out.append(start, pos, .punct)
    }

    mutating func openParenthesis() {
        let start = pos
        let top = frames.count - 1
        let frame = frames[top]
        if pos == wordEnd {
            let before = bytes[pos - 1]
            pos += 1
            out.append(start, pos, .punct)
            switch before {
            case .ascii("="): push(.array, at: start, commandPosition: false)
            case .ascii("@"), .ascii("!"), .ascii("?"), .ascii("*"), .ascii("+"):
                push(.group, at: start, commandPosition: false)
            default:
                if let last = out.tokens.indices.dropLast().last, Int(out.tokens[last].end) == start,
                    out.tokens[last].kind == .word, closesAtOnce()
                {
                    out.tokens[last].kind = .ident
                    out.tokens[last].context = .ident
                    push(.subshell, at: start)
                } else if frame.kind == .test {
                    frames[top].depth += 1
                } else {
                    push(.group, at: start, commandPosition: false)
                }
            }
            return
        }
        if frame.kind == .test {
            frames[top].depth += 1
        } else if frame.kind == .caseItems, frame.inPattern {
            // The optional `(` before a pattern.
        } else if frame.kind == .array || frame.kind == .group {
            push(frame.kind, at: start, commandPosition: false)
        } else if bytes[pos + 1] == .ascii("("), frame.commandPosition || frame.expectation == .forName {
            frames[top].commandPosition = false
            frames[top].expectation = .none
            pos += 2
            out.append(start, pos, .punct)
            push(.arithmetic, at: start)
            return
        } else {
            push(.subshell, at: start)
        }
        pos += 1
        out.append(start, pos, .punct)
    }

    /// Whether only blanks stand between here and a `)`: `name( )`. Looks no further than a few bytes.
    private func closesAtOnce() -> Bool {
        var i = pos
        while i < pos + 16, bytes[i].isBlank { i += 1 }
        return bytes[i] == .ascii(")")
    }

    mutating func closeParenthesis() {
        let start = pos
        // What a `)` cannot close ends with what it does close.
        while frames.count > 1 {
            let top = frames.count - 1
            switch frames[top].kind {
            case .caseItems:
                if frames[top].inPattern {
                    pos += 1
                    out.append(start, pos, .punct)
                    frames[top].inPattern = false
                    frames[top].commandPosition = true
                    return
                }
                guard closesOutside(top) else { break }
                failUnclosed(frames[top])
                frames.removeLast()
                continue
            case .test:
                if frames[top].depth > 0 {
                    pos += 1
                    frames[top].depth -= 1
                    out.append(start, pos, .punct)
                    return
                }
                // A bracket expression may hold one: `=~ ([^)]+)`.
                if !closesOutside(top) || testGoesOn() {
                    pos += 1
                    out.append(start, pos, .punct)
                    return
                }
                failUnclosed(frames[top])
                frames.removeLast()
                continue
            case .substitution:
                pos += 1
                out.append(start, pos, .template)
                pop(endsPiece: true)
                return
            case .group, .array:
                pos += 1
                out.append(start, pos, .punct)
                pop(endsPiece: true)
                return
            case .subshell:
                pos += 1
                out.append(start, pos, .punct)
                pop(endsPiece: false)
                frames[frames.count - 1].commandPosition = true
                return
            default: break
            }
            break
        }
        pos += 1
        out.append(start, pos, .punct)
        out.fail(start, pos, "')' closes nothing")
    }

    /// Whether a `]]` follows on this line; looks no further than a few hundred bytes.
    private func testGoesOn() -> Bool {
        var i = pos
        while i < min(limit, pos + 256), bytes.base[i] != 0x0A {
            if bytes.base[i].isBlank, bytes.has("]]", at: i + 1) { return true }
            i += 1
        }
        return false
    }

    /// Whether the frame below `index` is one that a `)` closes.
    private func closesOutside(_ index: Int) -> Bool {
        switch frames[index - 1].kind {
        case .substitution, .subshell, .array, .group, .caseItems, .test: true
        default: false
        }
    }
}
