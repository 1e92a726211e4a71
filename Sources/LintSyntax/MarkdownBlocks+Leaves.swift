import LintSource

// Headings, code, HTML, front matter.
extension MarkdownBlocks {
    mutating func readHeading(marksEnd: Int) {
        emit(nonspace, marksEnd, .markup)
        var start = marksEnd
        while start < lineEnd, base[start].isBlank { start += 1 }
        let end = trimmed(start, lineEnd)
        // A closing run of # stands after a blank, or is all there is.
        var textEnd = end
        while textEnd > start, base[textEnd - 1] == .ascii("#") { textEnd -= 1 }
        if textEnd > start, textEnd == end || !base[textEnd - 1].isBlank { textEnd = end }
        let closing = textEnd
        textEnd = trimmed(start, textEnd)
        if hasMarks, textEnd > start { texts.append(Text(first: tokens.count, end: tokens.count + 1)) }
        emit(start, textEnd, .heading)
        emit(closing, end, .markup)
    }

    // MARK: Fences

    /// The end of the marks of a fence that may begin here.
    func fenceStart(_ mark: UInt8) -> Int? {
        var end = nonspace
        while end < lineEnd, base[end] == mark { end += 1 }
        guard end - nonspace >= 3 else { return nil }
        if mark == .ascii("`") {
            for i in end..<lineEnd where base[i] == mark { return nil }
        }
        return end
    }

    mutating func openFence(_ mark: UInt8, marksEnd: Int) {
        leaf = .fence
        fenceMark = mark
        fenceLength = marksEnd - nonspace
        fenceIndent = indent
        emit(nonspace, marksEnd, .codeFenceMark)
        var start = marksEnd
        while start < lineEnd, base[start].isBlank { start += 1 }
        let end = trimmed(start, lineEnd)
        emit(start, end, .codeFenceInfo)
        if wantsFences {
            fences.append(
                MarkdownFence(info: ByteRange(start, end), content: ByteRange(nextLine, nextLine), map: OffsetMap()))
        }
    }

    mutating func continueFence() {
        if indent < 4, !isBlank, base[nonspace] == fenceMark {
            var end = nonspace
            while end < lineEnd, base[end] == fenceMark { end += 1 }
            if end - nonspace >= fenceLength, trimmed(end, lineEnd) == end {
                emit(nonspace, end, .codeFenceMark)
                leaf = .none
                return
            }
        }
        advance(columns: min(indent, fenceIndent))
        appendCode(.codeFence)
        if wantsFences {
            let last = fences.count - 1
            fences[last].content.end = UInt32(truncatingIfNeeded: nextLine)
            if isInsideTab { fences[last].map.skip(inner: 4 - column & 3) }
            let start = isInsideTab ? offset + 1 : offset
            fences[last].map.append(host: start, length: nextLine - start)
        }
    }

    mutating func appendIndentedCode() {
        advance(columns: 4)
        appendCode(.codeIndented)
    }

    /// The rest of the line as code; lines without container marks between them make one token.
    private mutating func appendCode(_ kind: TokenKind) {
        if isBlank { return }
        let last = tokens.count - 1
        if containers.isEmpty, last >= 0, tokens[last].kind == kind {
            tokens[last].end = UInt32(truncatingIfNeeded: lineEnd)
        } else {
            emit(offset, lineEnd, kind)
        }
    }

    // MARK: HTML

    /// The rest of the line as HTML, comments apart; closes the block where its kind ends.
    mutating func appendHTML() {
        let end = trimmed(nonspace, lineEnd)
        var at = nonspace
        while at < end {
            if inComment {
                let close = MarkdownHTML.find("-->", bytes, from: at, to: end)
                inComment = close == nil
                let stop = close.map { $0 + 3 } ?? end
                emit(at, stop, .htmlComment)
                at = stop
            } else {
                let open = hasMarks ? MarkdownHTML.find("<!--", bytes, from: at, to: end) : nil
                emit(at, trimmed(at, open ?? end), .html)
                guard let open else { break }
                inComment = true
                // `<!-->` and `<!--->` are whole comments.
                var stop = open + 4
                if bytes.has(">", at: stop) || bytes.has("->", at: stop) {
                    stop += base[stop] == .ascii(">") ? 1 : 2
                    inComment = false
                }
                stop = min(stop, end)
                if inComment, let close = MarkdownHTML.find("-->", bytes, from: stop, to: end) {
                    stop = close + 3
                    inComment = false
                } else if inComment {
                    stop = end
                }
                emit(open, stop, .htmlComment)
                at = stop
            }
        }
        if MarkdownHTML.ends(htmlKind, bytes, from: nonspace, to: lineEnd) { leaf = .none }
    }

    // MARK: Front matter

    /// A line of three marks, the first line of the file, to the next such line (or `...`, of YAML). As most readers do,
    /// only where its first line is neither blank nor the end: else it is a thematic break.
    mutating func readFrontMatter() {
        let start = nextLine
        let mark = bytes[start]
        guard mark == .ascii("-") || mark == .ascii("+") else { return }
        scanLine()
        guard isFence(of: mark) else {
            nextLine = start
            return
        }
        let contentStart = nextLine
        var isFirst = true
        while nextLine < bytes.count {
            scanLine()
            let closes = isFence(of: mark) || mark == .ascii("-") && isFence(of: .ascii("."))
            if isFirst, closes || trimmed(lineStart, lineEnd) == lineStart { break }
            isFirst = false
            guard closes else { continue }
            let format: MarkdownFrontMatter.Format = mark == .ascii("-") ? .yaml : .toml
            frontMatter = MarkdownFrontMatter(format: format, content: ByteRange(contentStart, lineStart))
            if format == .yaml {
                emit(start, trimmed(lineStart, lineEnd), .frontmatter)
                return
            }
            break
        }
        nextLine = start
    }

    private func isFence(of mark: UInt8) -> Bool {
        trimmed(lineStart, lineEnd) == lineStart + 3 && base[lineStart] == mark && base[lineStart + 1] == mark
            && base[lineStart + 2] == mark
    }
}
