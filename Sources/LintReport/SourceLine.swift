/// One line of source as a terminal shows it, with carets under spans.
///
/// Tabs go to every fourth column, wide characters take two, marks none, controls show as pictures. A line that is wider
/// than the room is cut to a window around the first span, with `…` at the cut ends.
struct SourceLine {
    private struct Cell {
        var text: String
        var width: Int
        var isMarked: Bool
    }
    static let tab = 4

    /// The line, without line end, and the row of carets, without spaces at its end.
    let text: String
    let carets: String

    /// - Parameters:
    ///   - spans: code points of `line`, half-open, in order; an empty one gets one caret.
    ///   - isCutBefore: whether the line had text before `line`.
    ///   - room: columns.
    init(_ line: String, spans: [Range<Int>], isCutBefore: Bool, room: Int) {
        if let plain = PlainSourceLine(line, spans: spans, isCutBefore: isCutBefore, room: room) {
            text = plain.text
            carets = plain.carets
            return
        }
        var cells = SourceLine.cells(of: line, spans: spans)
        var isCutBefore = isCutBefore
        var isCutAfter = false
        let total = cells.reduce(0) { $0 + $1.width }
        let room = max(room, 20)
        if total + (isCutBefore ? 1 : 0) > room {
            let first = cells.firstIndex(where: \.isMarked) ?? 0
            // Leave a quarter of the room before the span, more when little comes after it.
            let after = cells[first...].reduce(0) { $0 + $1.width }
            var before = max(room / 4, room - 2 - after)
            var start = first
            while start > 0, cells[start - 1].width <= before {
                start -= 1
                before -= cells[start].width
            }
            if start > 0 { isCutBefore = true }
            var left = room - (isCutBefore ? 2 : 1)
            var end = start
            while end < cells.count, cells[end].width <= left {
                left -= cells[end].width
                end += 1
            }
            isCutAfter = end < cells.count
            cells = Array(cells[start..<end])
        }
        var text = isCutBefore ? "…" : ""
        var carets = isCutBefore ? " " : ""
        for cell in cells {
            text += cell.text
            carets += String(repeating: cell.isMarked ? "^" : " ", count: cell.width)
        }
        if isCutAfter { text += "…" }
        while text.last == " " { text.removeLast() }
        while carets.last == " " { carets.removeLast() }
        self.text = text
        self.carets = carets
    }

    private static func cells(of line: String, spans: [Range<Int>]) -> [Cell] {
        let scalars = Array(line.unicodeScalars)
        let spans = spans.map { $0.clamped(to: 0..<scalars.count) }
        var borders = Set([0, scalars.count])
        for span in spans {
            borders.insert(span.lowerBound)
            borders.insert(span.upperBound)
        }
        var cells: [Cell] = []
        var column = 0
        let ordered = borders.sorted()
        for (from, to) in zip(ordered, ordered.dropFirst() + [scalars.count]) {
            let isMarked = spans.contains { $0.contains(from) } && from < to
            // Nothing has a width where an empty span, or one of marks only, stands: its caret goes under what follows.
            let isEmptySpan = spans.contains { $0.isEmpty && $0.lowerBound == from }
            let first = cells.count
            var piece = String.UnicodeScalarView()
            piece.append(contentsOf: scalars[from..<to].map { $0 == "\t" ? $0 : VisibleText.visible($0) })
            for character in String(piece) {
                let width = character == "\t" ? tab - column % tab : DisplayWidth.of(character)
                let text = character == "\t" ? String(repeating: " ", count: width) : String(character)
                cells.append(Cell(text: text, width: width, isMarked: isMarked))
                column += width
            }
            // An empty span gets its caret under what follows it, one of marks only under a column of its own.
            let hasNoWidth = cells[first...].allSatisfy { $0.width == 0 }
            if isEmptySpan, !hasNoWidth {
                cells[first].isMarked = true
            } else if isEmptySpan || (isMarked && hasNoWidth) {
                cells.append(Cell(text: " ", width: 1, isMarked: true))
                column += 1
            }
        }
        return cells
    }
}
