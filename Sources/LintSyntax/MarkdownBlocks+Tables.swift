import LintSource

// Tables of GitHub's flavour.
extension MarkdownBlocks {
    /// Whether this line is the delimiter row of a table whose header is the open paragraph's last line. One that could be a
    /// list item as well (`- | -`) is a row only where the header has a pipe too.
    func startsTable(needsPipe: Bool = false) -> Bool {
        switch base[nonspace] {
        case .ascii("|"), .ascii("-"), .ascii(":"): break
        default: return false
        }
        guard paragraphEnd > paragraphFirst, let columns = delimiterColumns() else { return false }
        let header = tokens[paragraphEnd - 1]
        // A backslash at the line's end is a hard break: the text goes on, so it is no row.
        var text = Int(header.end)
        while text > header.start, base[text - 1] == .ascii("\\") { text -= 1 }
        if (Int(header.end) - text) % 2 == 1 { return false }
        if needsPipe, !bytes[header.range].contains(.ascii("|")) { return false }
        return columns == columnCount(Int(header.start), Int(header.end))
    }

    /// The number of columns of the delimiter row here.
    private func delimiterColumns() -> Int? {
        var i = nonspace
        let end = trimmed(nonspace, lineEnd)
        var columns = 0
        var hasPipe = false
        if base[i] == .ascii("|") {
            hasPipe = true
            i += 1
        }
        while i < end {
            while i < end, base[i].isBlank { i += 1 }
            if i < end, base[i] == .ascii(":") { i += 1 }
            let dashes = i
            while i < end, base[i] == .ascii("-") { i += 1 }
            guard i > dashes else { return nil }
            if i < end, base[i] == .ascii(":") { i += 1 }
            while i < end, base[i].isBlank { i += 1 }
            columns += 1
            if i < end {
                guard base[i] == .ascii("|") else { return nil }
                hasPipe = true
                i += 1
            }
        }
        return hasPipe && columns > 0 ? columns : nil
    }

    private func columnCount(_ start: Int, _ end: Int) -> Int {
        var i = base[start] == .ascii("|") ? start + 1 : start
        var columns = 0
        while i < end {
            i = cellEnd(i, end)
            columns += 1
            i += 1
        }
        return columns
    }

    /// The pipe that ends the cell at `start`, or `end`. Cells are cut before anything else is read: a pipe after a
    /// backslash belongs to its cell, however many backslashes there are, and no code span protects one.
    private func cellEnd(_ start: Int, _ end: Int) -> Int {
        var i = start
        while i < end, base[i] != .ascii("|") || i > start && base[i - 1] == .ascii("\\") { i += 1 }
        return i
    }

    /// The paragraph's last line becomes the header row, this line the delimiter row.
    mutating func openTable() {
        let header = tokens[paragraphEnd - 1]
        // A copy: a slice would keep the tokens alive, and the next change would copy them all.
        let lineMarks = Array(tokens[paragraphEnd...])
        tokens.removeSubrange((paragraphEnd - 1)...)
        paragraphEnd -= 1
        while paragraphEnd > paragraphFirst, tokens[paragraphEnd - 1].kind == .markup { paragraphEnd -= 1 }
        let headerHasMarks = paragraphHasMarks
        closeParagraph()
        leaf = .table
        tableColumns = columnCount(Int(header.start), Int(header.end))
        emitRow(Int(header.start), Int(header.end), hasMarks: headerHasMarks)
        tokens.append(contentsOf: lineMarks)
        emit(nonspace, trimmed(nonspace, lineEnd), .markup)
    }

    /// Gives the line to the table; false for a lone pipe, which ends it.
    mutating func readTableRow() -> Bool {
        if trimmed(nonspace, lineEnd) == nonspace + 1, base[nonspace] == .ascii("|") { return false }
        emitRow(nonspace, trimmed(nonspace, lineEnd), hasMarks: hasMarks)
        return true
    }

    /// Pipes and cells; cells beyond the header's are ignored by every reader, so they are markup.
    private mutating func emitRow(_ start: Int, _ end: Int, hasMarks: Bool) {
        var i = start
        if base[i] == .ascii("|") {
            emit(i, i + 1, .markup)
            i += 1
        }
        var column = 0
        while i < end {
            while i < end, base[i].isBlank { i += 1 }
            if column == tableColumns { return emit(i, end, .markup) }
            let pipe = cellEnd(i, end)
            let textEnd = trimmed(i, pipe)
            if hasMarks, textEnd > i { texts.append(Text(first: tokens.count, end: tokens.count + 1)) }
            emit(i, textEnd, .table)
            if pipe < end { emit(pipe, pipe + 1, .markup) }
            i = pipe + 1
            column += 1
        }
    }
}
