import LintSource

/// Quotes, `$…`, back-ticks and arithmetic.
extension ShellScanner {
    // MARK: - Quotes

    /// `'…'` and `$'…'`, from the open quote of `openLength` bytes at `pos`.
    mutating func scanSingleQuoted(openLength: Int, escapes: Bool) {
        let start = pos
        pos += openLength
        out.append(start, pos, .quote)
        var text = pos
        while pos < limit {
            let byte = bytes.base[pos]
            if byte == .ascii("'") {
                out.append(text, pos, .string)
                out.append(pos, pos + 1, .quote)
                pos += 1
                wordEnd = pos
                return
            }
            if byte == .ascii("$"), bytes.has("${{", at: pos), let end = endOfExpression(at: pos) {
                out.append(text, pos, .string)
                out.append(pos, end, .expression)
                pos = end
                text = end
            } else if opensInterpolation(at: pos) {
                out.append(text, pos, .string)
                scanInterpolation()
                text = pos
            } else {
                pos = min(limit, pos + (escapes && byte == .ascii("\\") ? 2 : 1))
            }
        }
        out.append(text, pos, .string)
        out.fail(start, start + openLength, "unclosed single quote")
    }

    mutating func openString(length: Int) {
        let start = pos
        pos += length
        out.append(start, pos, .quote)
        push(.string, at: start)
    }

    /// Inside `"…"`.
    mutating func scanString() {
        let start = pos
        while pos < limit {
            switch bytes.base[pos] {
            case .ascii("\""):
                out.append(start, pos, .string)
                out.append(pos, pos + 1, .quote)
                pos += 1
                pop(endsPiece: true)
                return
            case .ascii("\\"):
                pos = min(limit, pos + 2)
            case .ascii("$"):
                if opensExpansion(at: pos) {
                    out.append(start, pos, .string)
                    scanDollar()
                    return
                }
                pos += 1
            case .ascii("`"):
                out.append(start, pos, .string)
                scanBacktick()
                return
            case .ascii("{") where opensInterpolation(at: pos):
                out.append(start, pos, .string)
                scanInterpolation()
                return
            default:
                pos += 1
            }
        }
        out.append(start, pos, .string)
    }

    // MARK: - Dollar

    /// Whether the `$` at `index` begins more than a plain `$NAME`.
    func opensExpansion(at index: Int) -> Bool {
        switch bytes[index + 1] {
        case .ascii("("), .ascii("{"): index + 1 < limit
        case .ascii("'"), .ascii("\""): index + 1 < limit && !isInQuotes
        default: false
        }
    }

    /// The expansion at `pos`, where ``opensExpansion(at:)`` holds.
    mutating func scanDollar() {
        let start = pos
        switch bytes[pos + 1] {
        case .ascii("'"):
            scanSingleQuoted(openLength: 2, escapes: true)
        case .ascii("\""):
            openString(length: 2)
        case .ascii("("):
            if bytes[pos + 2] == .ascii("("), pos + 2 < limit {
                pos += 3
                out.append(start, pos, .template)
                push(.arithmetic, at: start)
                frames[frames.count - 1].quoted = true
            } else {
                pos += 2
                out.append(start, pos, .template)
                push(.substitution, at: start)
            }
        default:
            if bytes[pos + 2] == .ascii("{"), let end = endOfExpression(at: pos) {
                out.append(start, end, .expression)
                pos = end
                wordEnd = end
                return
            }
            let quoted = isInQuotes
            pos += 2
            out.append(start, pos, .template)
            push(.parameter, at: start)
            frames[frames.count - 1].quoted = quoted
        }
    }

    /// The end of the `${{ … }}` at `start`: a `}}` outside of its strings. Each byte is looked at once more at most:
    /// where one is not closed, none after it is looked for.
    mutating func endOfExpression(at start: Int) -> Int? {
        guard start < noExpressionAfter else { return nil }
        var i = start + 3
        var quoted = false
        while i < limit {
            let byte = bytes.base[i]
            if byte == .ascii("'") {
                quoted.toggle()
            } else if !quoted, byte == .ascii("}"), bytes[i + 1] == .ascii("}"), i + 1 < limit {
                return i + 2
            }
            i += 1
        }
        noExpressionAfter = start
        return nil
    }

    /// Whether a `{{ … }}` of the host (a Justfile) begins at `index`; `{{{{` is an escaped `{{`.
    func opensInterpolation(at index: Int) -> Bool {
        dialect.interpolates && bytes[index] == .ascii("{") && bytes[index + 1] == .ascii("{") && index + 1 < limit
            && bytes[index + 2] != .ascii("{")
    }

    /// A `{{ … }}` of the host: its names and strings. It ends at its `}}` or with its line.
    mutating func scanInterpolation() {
        out.append(pos, pos + 2, .template)
        pos += 2
        while pos < limit, !bytes.base[pos].isLineEnd {
            let start = pos
            let byte = bytes.base[pos]
            if byte == .ascii("}"), bytes[pos + 1] == .ascii("}") {
                pos = min(limit, pos + 2)
                out.append(start, pos, .template)
                break
            } else if byte == .ascii("'") || byte == .ascii("\"") {
                pos += 1
                while pos < limit, bytes.base[pos] != byte, !bytes.base[pos].isLineEnd {
                    let escapes = bytes.base[pos] == .ascii("\\") && byte == .ascii("\"")
                    pos = min(limit, pos + (escapes && !bytes[pos + 1].isLineEnd ? 2 : 1))
                }
                out.append(start, start + 1, .quote)
                out.append(start + 1, pos, .string)
                if bytes[pos] == byte, pos < limit {
                    out.append(pos, pos + 1, .quote)
                    pos += 1
                }
            } else if byte.isWord || byte >= 0x80 {
                while pos < limit, bytes.base[pos].isWord || bytes.base[pos] == .ascii("-") || bytes.base[pos] >= 0x80 {
                    pos += 1
                }
                out.append(start, pos, .ident)
            } else {
                pos += 1
                if !byte.isWhiteSpace { out.append(start, pos, .punct) }
            }
        }
        wordEnd = pos
    }

    // MARK: - Parameters

    /// Inside `${…}`.
    mutating func scanParameter() {
        let top = frames.count - 1
        let quoted = frames[top].quoted
        if frames[top].depth == 0 {
            frames[top].depth = 1
            scanParameterName(top)
            return
        }
        let start = pos
        while pos < limit {
            switch bytes.base[pos] {
            case .ascii("}"):
                appendText(start, pos, quoted)
                out.append(pos, pos + 1, .template)
                pos += 1
                pop(endsPiece: true)
                return
            case .ascii("\\"):
                pos = min(limit, pos + 2)
            case .ascii("\""):
                appendText(start, pos, quoted)
                openString(length: 1)
                return
            case .ascii("'") where !frames[top].plainApostrophe:
                appendText(start, pos, quoted)
                scanSingleQuoted(openLength: 1, escapes: false)
                return
            case .ascii("`"):
                appendText(start, pos, quoted)
                scanBacktick()
                return
            case .ascii("$") where opensExpansion(at: pos):
                appendText(start, pos, quoted)
                scanDollar()
                return
            default:
                pos += 1
            }
        }
        appendText(start, pos, quoted)
    }

    /// The name, its subscript's `[` excepted, and the operator after it.
    private mutating func scanParameterName(_ top: Int) {
        var start = pos
        if bytes[pos] == .ascii("#") || bytes[pos] == .ascii("!"), bytes[pos + 1] != .ascii("}") {
            out.append(pos, pos + 1, .punct)
            pos += 1
            start = pos
        }
        while pos < limit, bytes.base[pos].isWord { pos += 1 }
        if pos == start, pos < limit {
            switch bytes[pos] {
            case .ascii("@"), .ascii("*"), .ascii("#"), .ascii("?"), .ascii("-"), .ascii("$"), .ascii("!"): pos += 1
            default: break
            }
        }
        pos = min(pos, limit)
        out.append(start, pos, .ident)
        let sign = pos
        if bytes[pos] == .ascii(":") { pos += 1 }
        switch bytes[pos] {
        case .ascii("-"), .ascii("="), .ascii("?"), .ascii("+"):
            pos += 1
            // In double quotes the word after these is text, where an apostrophe is one.
            frames[top].plainApostrophe = frames[top].quoted
        case .ascii("#"), .ascii("%"), .ascii("/"), .ascii("^"), .ascii(","):
            let byte = bytes[pos]
            pos += bytes[pos + 1] == byte ? 2 : 1
        default: break
        }
        pos = min(pos, limit)
        out.append(sign, pos, .punct)
    }

    /// Text of a parameter's word, without the blanks around it.
    private mutating func appendText(_ start: Int, _ end: Int, _ quoted: Bool) {
        var start = start
        var end = end
        while start < end, bytes[start].isWhiteSpace { start += 1 }
        while end > start, bytes[end - 1].isWhiteSpace { end -= 1 }
        out.append(start, end, quoted ? .string : .word)
    }

    // MARK: - Back-ticks

    /// The back-tick at `pos` closes the open one, with all that was opened since, or opens one.
    mutating func scanBacktick() {
        let open = Int(frames[frames.count - 1].backtick)
        out.append(pos, pos + 1, .template)
        pos += 1
        guard open > 0 else {
            push(.backtick, at: pos - 1)
            return
        }
        if frames.count - 1 > open { failUnclosed(frames[open + 1]) }
        frames.removeLast(frames.count - open)
        wordEnd = pos
    }

    mutating func beginPieceUnlessClosingBacktick() {
        if frames[frames.count - 1].backtick < 0 { beginPiece() }
    }

    // MARK: - Arithmetic

    /// Inside `((…))` or `$((…))`.
    mutating func scanArithmetic() {
        let top = frames.count - 1
        let start = pos
        let byte = bytes[pos]
        switch byte {
        case 0x09...0x0D, 0x20:
            pos += 1
        case .ascii("("):
            frames[top].depth += 1
            pos += 1
            out.append(start, pos, .punct)
        case .ascii(")"):
            closeArithmetic(top)
        case .ascii("\""):
            openString(length: 1)
        case .ascii("`"):
            scanBacktick()
        case .ascii("\\"):
            pos = min(limit, pos + (bytes[pos + 1].isWhiteSpace ? 1 : 2))
            out.append(start, pos, .punct)
        case .ascii("$"):
            if opensExpansion(at: pos), bytes[pos + 1] != .ascii("'") {
                scanDollar()
                return
            }
            pos += 1
            while pos < limit, bytes.base[pos].isWord { pos += 1 }
            out.append(start, pos, .ident)
        case _ where byte.isDigit:
            while pos < limit, bytes.base[pos].isWord || bytes.base[pos] == .ascii("#") { pos += 1 }
            out.append(start, pos, .number)
        case _ where byte.isWord || byte >= 0x80:
            while pos < limit, bytes.base[pos].isWord || bytes.base[pos] >= 0x80 { pos += 1 }
            out.append(start, pos, .ident)
        default:
            pos += 1
            out.append(start, pos, .punct)
        }
    }

    private mutating func closeArithmetic(_ top: Int) {
        let start = pos
        let expands = frames[top].quoted
        if frames[top].depth > 0 {
            frames[top].depth -= 1
            pos += 1
            out.append(start, pos, .punct)
        } else if bytes[pos + 1] == .ascii(")"), pos + 1 < limit {
            pos += 2
            out.append(start, pos, expands ? .template : .punct)
            pop(endsPiece: expands)
        } else {
            // It was a subshell in a subshell, or in a substitution: `((a); b)`, whose inner one ends here.
            pos += 1
            out.append(start, pos, .punct)
            frames[top].kind = expands ? .substitution : .subshell
            frames[top].commandPosition = true
        }
    }
}
