import LintSource

/// Words: how far they go, and which of them are keywords, assignments and names.
extension ShellScanner {
    /// A piece of a word without quotes and expansions.
    mutating func scanWord() {
        let start = pos
        let isNew = pos != wordEnd
        pos = endOfWord(from: pos)
        if pos == start { pos += 1 }
        if !isNew {
            out.append(start, pos, .word)
            wordEnd = pos
            return
        }
        let top = frames.count - 1
        if bytes[pos] == .ascii("<") || bytes[pos] == .ascii(">"), isNumber(start, pos), frames[top].kind != .test {
            // The file descriptor of a redirection.
            out.append(start, pos, .punct)
            return
        }
        let frame = frames[top]
        if !frame.redirection, classify(start, frame, top) { return }
        beginPieceAgain(start)
        out.append(start, pos, .word)
        wordEnd = pos
    }

    /// ``beginPiece()`` for a piece whose end is known already.
    private mutating func beginPieceAgain(_ start: Int) {
        let end = pos
        pos = start
        beginPiece()
        pos = end
    }

    /// The end of the run of bytes that belong to an unquoted word.
    private func endOfWord(from start: Int) -> Int {
        var i = start
        while i < limit {
            switch bytes.base[i] {
            case 0x09...0x0D, 0x20, .ascii(";"), .ascii("&"), .ascii("|"), .ascii("<"), .ascii(">"), .ascii("("),
                .ascii(")"), .ascii("'"), .ascii("\""), .ascii("`"):
                return i
            case .ascii("\\"):
                if isContinuation(at: i) { return i }
                i += 2
            case .ascii("$"):
                if opensExpansion(at: i) { return i }
                // `$#`, `$$`, `$?`: the second byte is no operator of its own.
                i += bytes[i + 1] == .ascii("$") || bytes[i + 1] == .ascii("#") ? 2 : 1
            case .ascii("{") where opensInterpolation(at: i):
                return i
            default:
                i += 1
            }
        }
        return min(i, limit)
    }

    private func isNumber(_ start: Int, _ end: Int) -> Bool {
        for i in start..<end where !bytes[i].isDigit { return false }
        return end > start
    }

    /// Handles a word that is more than a word; false where it is plain.
    private mutating func classify(_ start: Int, _ frame: Frame, _ top: Int) -> Bool {
        switch frame.expectation {
        case .caseWord: return false
        case .caseIn:
            guard isWord("in", start) else { return false }
            keyword(start)
            frames[top].expectation = .none
            frames[top].commandPosition = true
            push(.caseItems, at: start)
            frames[frames.count - 1].inPattern = true
            frames[frames.count - 1].commandPosition = false
            return true
        case .forName, .functionName:
            frames[top].expectation = frame.expectation == .forName ? .forIn : .none
            frames[top].commandPosition = frame.expectation == .functionName
            out.append(start, pos, .ident)
            wordEnd = pos
            return true
        case .forIn:
            frames[top].expectation = .none
            if isWord("in", start) {
                keyword(start)
                frames[top].commandPosition = false
                return true
            }
            frames[top].commandPosition = true
        case .none: break
        }
        switch frame.kind {
        case .test:
            guard isWord("]]", start) else { return false }
            keyword(start)
            pop(endsPiece: false)
            return true
        case .array, .group: return false
        case .caseItems:
            if frame.inPattern {
                guard isWord("esac", start) else { return false }
                closeCase(start)
                return true
            }
        default: break
        }
        guard frames[top].commandPosition || frame.declares else { return false }
        if assignment(start, top) { return true }
        guard frames[top].commandPosition else { return false }
        return keywordOrDeclaration(start, top)
    }

    /// `NAME=`, `NAME+=`, `NAME[…`: the name is a key, the rest goes on as the value.
    private mutating func assignment(_ start: Int, _ top: Int) -> Bool {
        var i = start
        guard bytes[i].isLetter || bytes[i] == .ascii("_") else { return false }
        while i < pos, bytes.base[i].isWord { i += 1 }
        guard i < pos else { return false }
        let name = i
        if bytes[i] == .ascii("[") {
            guard frames[top].commandPosition else { return false }
            out.append(start, name, .ident, .key)
            out.append(name, pos, .word)
            wordEnd = pos
            return true
        }
        if bytes[i] == .ascii("+") { i += 1 }
        guard i < pos, bytes[i] == .ascii("=") else { return false }
        out.append(start, name, .ident, .key)
        out.append(name, i + 1, .punct)
        out.append(i + 1, pos, .word)
        wordEnd = pos
        return true
    }

    private mutating func keyword(_ start: Int) { out.append(start, pos, .keyword) }

    private mutating func closeCase(_ start: Int) {
        keyword(start)
        pop(endsPiece: false)
        frames[frames.count - 1].commandPosition = true
    }

    @inline(__always)
    private func isWord(_ text: StaticString, _ start: Int) -> Bool {
        // (By its first byte nearly every other word is told: a script's first words are asked for all keywords.)
        bytes.base[start] == text.utf8Start[0] && isWholeWord(text, start)
    }

    private func isWholeWord(_ text: StaticString, _ start: Int) -> Bool {
        guard pos - start == text.utf8CodeUnitCount, bytes.has(text, at: start) else { return false }
        // `done"x"` is a longer word.
        switch bytes[pos] {
        case .ascii("'"), .ascii("\""), .ascii("$"), .ascii("`"), .ascii("\\"): return pos >= limit
        default: return true
        }
    }

    private mutating func keywordOrDeclaration(_ start: Int, _ top: Int) -> Bool {
        switch pos - start {
        case 1:
            guard isWord("{", start) || isWord("}", start) || isWord("!", start) else { return false }
        case 2:
            if isWord("[[", start) {
                keyword(start)
                frames[top].commandPosition = false
                push(.test, at: start, commandPosition: false)
                return true
            }
            guard isWord("if", start) || isWord("fi", start) || isWord("do", start) else { return false }
        case 3:
            if isWord("for", start) {
                frames[top].expectation = .forName
            } else if isWord("env", start) {
                frames[top].declares = true
                return false
            }
            return isWord("for", start) ? endKeyword(start, top, commandFollows: false) : false
        case 4:
            if isWord("case", start) {
                frames[top].expectation = .caseWord
                return endKeyword(start, top, commandFollows: false)
            }
            if isWord("esac", start), frames[top].kind == .caseItems {
                closeCase(start)
                return true
            }
            guard
                isWord("then", start) || isWord("else", start) || isWord("elif", start) || isWord("done", start)
                    || isWord("time", start)
            else { return false }
        case 5:
            if isWord("local", start) {
                frames[top].declares = true
                return false
            }
            guard isWord("while", start) || isWord("until", start) else { return false }
        case 6:
            if isWord("select", start) {
                frames[top].expectation = .forName
                return endKeyword(start, top, commandFollows: false)
            }
            if isWord("export", start) { frames[top].declares = true }
            guard isWord("coproc", start) else { return false }
        case 7:
            if isWord("declare", start) || isWord("typeset", start) { frames[top].declares = true }
            return false
        case 8:
            if isWord("readonly", start) { frames[top].declares = true }
            guard isWord("function", start) else { return false }
            frames[top].expectation = .functionName
            return endKeyword(start, top, commandFollows: false)
        default: return false
        }
        return endKeyword(start, top, commandFollows: true)
    }

    private mutating func endKeyword(_ start: Int, _ top: Int, commandFollows: Bool) -> Bool {
        keyword(start)
        frames[top].commandPosition = commandFollows
        return true
    }
}
