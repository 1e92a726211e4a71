import LintSource

/// Literal and folded scalars.
extension YAMLScanner {
    mutating func blockScalar(_ place: YAMLPlace, _ line: YAMLProperties) {
        let start = pos
        let parent = Int(frames[top].indent)
        let kind: YAMLEvent.Kind = base[start] == .ascii("|") ? .literal : .folded
        let (headerEnd, explicit) = blockHeader(start)
        emit(start, headerEnd, .scalarBlockHeader)
        pos = headerEnd
        // A comment behind the header lies inside the scalar.
        var stop = headerEnd
        var at = skipBlanks(headerEnd)
        if base[at] == .ascii("#") {
            if at == headerEnd { note(at, at + 1, "a comment needs white space before it") }
            pos = at
            comment()
            stop = pos
            at = pos
        }
        if !isLineEnd(at) {
            stop = lineEnd(from: at)
            fail(at, stop, "text after a block scalar's header")
            emit(at, stop, .invalid)
            at = stop
        }
        let first = at >= end ? end : afterLineEnd(at)
        let indent = explicit > 0 ? max(parent, 0) + explicit : blockIndent(from: first, parent: parent)
        let text = blockText(from: first, indent: indent)
        var blank = text.next
        while base[blank] == 0x20 { blank += 1 }
        if base[blank] == 0x09 { note(blank, blank + 1, "a tab in the indentation of a block scalar") }
        if text.start >= 0 { emit(text.start, text.end, .scalarBlock) }
        event(kind, start, max(text.end, stop), indent: indent)
        pos = text.next
        lineStart = pos
        lineHead = true
        if place.keyRequired { return }
        nodeDone(line)
    }

    /// The end of `|`, `>` and its indicators, and the indentation that they say (0: to be detected).
    private mutating func blockHeader(_ start: Int) -> (end: Int, explicit: Int) {
        var i = start + 1
        var explicit = 0
        var hasChomping = false
        while true {
            let byte = base[i]
            if byte == .ascii("+") || byte == .ascii("-"), !hasChomping {
                hasChomping = true
            } else if byte.isDigit, explicit == 0 {
                if byte == .ascii("0") {
                    fail(i, i + 1, "a block scalar's indentation is 1 to 9")
                    return (i + 1, 0)
                }
                explicit = Int(byte - .ascii("0"))
            } else {
                return (i, explicit)
            }
            i += 1
        }
    }

    /// The column of the first line with text; where there is none, that of the longest line.
    private mutating func blockIndent(from first: Int, parent: Int) -> Int {
        var at = first
        var longest = 0
        var longestAt = first
        while at < end {
            var i = at
            while base[i] == 0x20 { i += 1 }
            if isLineEnd(i) {
                if i - at > longest {
                    longest = i - at
                    longestAt = at
                }
                if i >= end { break }
                at = afterLineEnd(i)
                continue
            }
            let column = i - at
            if column <= parent || (column == 0 && isMarker(at: i)) { break }
            if longest > column { note(longestAt, longestAt + longest, "an empty line is indented more than the text") }
            return column
        }
        return max(parent + 1, longest)
    }

    /// The lines that belong to a block scalar: where its text begins (-1: there is none) and ends, and the line after.
    private func blockText(from first: Int, indent: Int) -> (start: Int, end: Int, next: Int) {
        var at = first
        var textStart = -1
        var textEnd = -1
        while at < end {
            var i = at
            let edge = at + indent
            while i < edge, base[i] == 0x20 { i += 1 }
            if i == edge {
                if indent == 0, isMarker(at: at) { break }
                let stop = lineEnd(from: i)
                var ink = stop
                while ink > i, base[ink - 1].isBlank { ink -= 1 }
                if ink > i {
                    if textStart < 0 { textStart = i }
                    textEnd = stop
                }
                at = stop >= end ? end : afterLineEnd(stop)
            } else if isLineEnd(i) {
                at = i >= end ? end : afterLineEnd(i)
            } else {
                break
            }
        }
        return (textStart, textEnd, at)
    }
}
