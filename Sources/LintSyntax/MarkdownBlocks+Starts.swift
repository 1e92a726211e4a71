import LintSource

// What a line begins: containers, and leaf blocks that are no paragraphs.
extension MarkdownBlocks {
    /// Reads the line's block starts, after the first `matched` containers; then its text.
    mutating func openBlocks(_ matched: Int) {
        var kept = matched
        // The line may go on with the open paragraph, in its container or, lazily, out of it.
        let wasAll = matched == containers.count
        var direct = wasAll && leaf == .paragraph
        var lazy = !wasAll && leaf == .paragraph
        var atItem = false
        while true {
            findNonspace()
            if isBlank { break }
            if indent >= 4 {
                if direct || lazy { break }
                begin(keeping: kept)
                leaf = .indented
                return appendIndentedCode()
            }
            let byte = base[nonspace]
            guard MarkdownBytes.startsBlock(byte) else { break }
            if byte == .ascii(">") {
                begin(keeping: kept)
                readQuoteMark()
                push(.quote)
                atItem = false
            } else if let width = listMarker(interrupting: direct), !(direct && startsTable(needsPipe: true)),
                !isThematicBreak()
            {
                begin(keeping: kept)
                readListMarker(width)
                atItem = true
            } else if byte == .ascii("["), let end = footnoteLabel() {
                begin(keeping: kept)
                emit(nonspace, end, .markup)
                advanceToNonspace()
                column += end - offset
                offset = end
                push(.footnote, width: 4)
                // Blanks after the label never make indented code.
                findNonspace()
                advanceToNonspace()
                atItem = false
            } else if openLeaf(byte, keeping: kept, direct: &direct, lazy: lazy) {
                return
            } else {
                break
            }
            kept += 1
            direct = false
            lazy = false
        }
        if isBlank {
            // Only after a container was begun: what is in it comes with a later line.
            if atItem, !containers.isEmpty { containers[containers.count - 1].isEmpty = true }
            return
        }
        if lazy || direct { return appendToParagraph() }
        if leaf == .table, kept == matched, wasAll, readTableRow() { return }
        begin(keeping: kept)
        beginParagraph(inItem: atItem)
    }

    /// Begins a leaf block on this line if one stands here. `direct` becomes false when the open paragraph turns out to be
    /// nothing but reference definitions.
    private mutating func openLeaf(_ byte: UInt8, keeping kept: Int, direct: inout Bool, lazy: Bool) -> Bool {
        switch byte {
        case .ascii("#"):
            var end = nonspace
            while end < lineEnd, base[end] == byte { end += 1 }
            guard end - nonspace <= 6, end == lineEnd || base[end].isBlank else { return false }
            begin(keeping: kept)
            readHeading(marksEnd: end)
            return true
        case .ascii("`"), .ascii("~"):
            guard let end = fenceStart(byte) else { return false }
            begin(keeping: kept)
            openFence(byte, marksEnd: end)
            return true
        case .ascii("<"):
            let kind = MarkdownHTML.blockKind(bytes, at: nonspace, lineEnd: lineEnd, interrupting: direct || lazy)
            guard kind > 0 else { return false }
            begin(keeping: kept)
            leaf = .html
            htmlKind = kind
            inComment = false
            appendHTML()
            return true
        case .ascii("="), .ascii("-"), .ascii("*"), .ascii("_"), .ascii("|"), .ascii(":"):
            if direct, byte == .ascii("=") || byte == .ascii("-"), isSetextUnderline(byte) {
                resolveReferences()
                if paragraphFirst < paragraphEnd {
                    readUnderline()
                    return true
                }
                leaf = .none
                direct = false
            }
            if direct, startsTable() {
                openTable()
                return true
            }
            if byte != .ascii("="), isThematicBreak() {
                begin(keeping: kept)
                emit(nonspace, trimmed(nonspace, lineEnd), .markup)
                return true
            }
            return false
        default: return false
        }
    }

    // MARK: Lists

    /// The length of the list marker here, if one stands here. An item that interrupts a paragraph must not be empty, and
    /// must begin with 1.
    private func listMarker(interrupting: Bool) -> Int? {
        var i = nonspace
        switch base[i] {
        case .ascii("-"), .ascii("+"), .ascii("*"): i += 1
        case 0x30...0x39:
            var number = 0
            while i < lineEnd, base[i].isDigit, i - nonspace < 9 {
                number = number * 10 + Int(base[i] - 0x30)
                i += 1
            }
            guard i < lineEnd, base[i] == .ascii(".") || base[i] == .ascii(")") else { return nil }
            if interrupting, number != 1 { return nil }
            i += 1
        default: return nil
        }
        guard i == lineEnd || base[i].isBlank else { return nil }
        if interrupting, trimmed(i, lineEnd) == i { return nil }
        return i - nonspace
    }

    private mutating func readListMarker(_ length: Int) {
        let markIndent = indent
        emit(nonspace, nonspace + length, .markup)
        advanceToNonspace()
        offset += length
        column += length
        findNonspace()
        let blanks = indent
        if isBlank || blanks > 4 {
            // An empty item, or one that begins with indented code: its text begins one column on.
            if blanks > 0 { advance(columns: 1) }
            push(.item, width: markIndent + length + 1)
        } else {
            advance(columns: blanks)
            push(.item, width: markIndent + length + blanks)
        }
    }

    /// Three or more `-`, `*` or `_` with nothing but blanks between. Remembers where the line stops being one, so that a
    /// line of many list markers is not read once for each.
    private mutating func isThematicBreak() -> Bool {
        if nonspace < noBreakBefore { return false }
        let mark = base[nonspace]
        guard mark == .ascii("-") || mark == .ascii("*") || mark == .ascii("_") else { return false }
        var count = 0
        var i = nonspace
        while i < lineEnd {
            if base[i] == mark {
                count += 1
            } else if !base[i].isBlank {
                noBreakBefore = i
                return false
            }
            i += 1
        }
        return count >= 3
    }

    /// The end of `[^label]:`.
    private func footnoteLabel() -> Int? {
        guard bytes[nonspace + 1] == .ascii("^") else { return nil }
        var i = nonspace + 2
        while i < lineEnd, base[i] != .ascii("]") {
            if base[i].isBlank || base[i] == .ascii("[") { return nil }
            i += base[i] == .ascii("\\") && i + 1 < lineEnd ? 2 : 1
        }
        guard i > nonspace + 2, i + 1 < lineEnd, base[i + 1] == .ascii(":") else { return nil }
        return i + 2
    }

    private func isSetextUnderline(_ mark: UInt8) -> Bool {
        var i = nonspace
        while i < lineEnd, base[i] == mark { i += 1 }
        return trimmed(i, lineEnd) == i
    }
}
