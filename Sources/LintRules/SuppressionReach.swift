import LintSource
import LintSyntax

/// Which lines a suppression comment speaks of: its own, or the next one, with all of a block scalar, heredoc, fence or
/// other text of several lines that begins there, since no comment can stand in its middle.
struct SuppressionReach {
    let file: ParsedFile
    /// The file's, at hand: each line asks for it several times.
    private let flat: FlattenedTokens
    private let lines: LineIndex
    /// The next line for each on which nothing but suppressions stands: that of the next thing.
    private var behind: [Int: Int] = [:]
    /// Last line by first line, and first by last, of texts of several lines.
    private var lastLines: [Int: Int] = [:]
    private var firstLines: [Int: Int] = [:]
    /// What ``end(from:document:)`` said.
    private var ends: [Int: Int] = [:]
    /// What ``spareLine(from:)`` said: suppressions that are stacked ask for the same line.
    private var spareLines: [Int: Int] = [:]
    /// Comments that may stand between a suppression and what it hides.
    private static let spareLimit = 64

    init(_ file: ParsedFile) {
        self.file = file
        flat = file.flat
        lines = file.lines
        for tree in flat.trees {
            for node in tree.nodes where isText(node) {
                let value = node.valueRange
                let last = lines.line(at: max(Int(value.start), Int(value.end) - 1))
                let starts = [node.range, value].map { lines.line(at: Int($0.start)) }
                for first in starts where first < last {
                    lastLines[first] = max(lastLines[first] ?? 0, last)
                    firstLines[last] = min(firstLines[last] ?? .max, first)
                }
            }
        }
    }

    private var entries: [FlattenedTokens.Entry] { flat.entries }

    private func isText(_ node: SyntaxTree.Node) -> Bool {
        switch node.kind {
        case .scalar: true
        // A template with interpolation is text too; a call is none.
        case .expression:
            ["\"", "<<", "''"].contains { file.bytes.has($0, at: Int(node.valueRange.start)) }
        case .object, .array: false
        }
    }

    /// Tells of all lines on which nothing but suppressions stands, in order: they are stacked over what they speak of.
    mutating func stack(_ comments: [ClosedRange<Int>]) {
        var above = Int.max
        for lines in comments.reversed() {
            for line in stride(from: min(lines.upperBound, above - 1), through: lines.lowerBound, by: -1) {
                behind[line] = behind[line + 1] ?? line + 1
            }
            above = min(above, lines.lowerBound)
        }
    }

    /// - Parameters:
    ///   - lines: those of the comment itself.
    ///   - isAlone: nothing else stands on them.
    ///   - document: the document that the comment belongs to.
    mutating func lines(
        ofComment lines: ClosedRange<Int>, isAlone: Bool, document: Int
    ) -> (covered: ClosedRange<Int>, spare: ClosedRange<Int>?) {
        if !isAlone {
            let first = firstLines[lines.lowerBound] ?? lines.lowerBound
            return (first...end(from: lines.upperBound, document: document), nil)
        }
        let next = behind[lines.upperBound] ?? lines.upperBound + 1
        let covered = lines.lowerBound...end(from: next, document: document)
        guard let spare = spareLine(from: next) else { return (covered, nil) }
        return (covered, spare...end(from: spare, document: document))
    }

    /// What comes behind comments that begin on a line; `nil` where none do, or too many.
    private mutating func spareLine(from first: Int) -> Int? {
        if let known = spareLines[first] { return known > 0 ? known : nil }
        var next = first
        let limit = min(first + SuppressionReach.spareLimit, lines.starts.count)
        while next <= limit, isSkipped(next) { next = behind[next] ?? next + 1 }
        let spare = next == first || next > limit ? nil : next
        spareLines[first] = spare ?? 0
        return spare
    }

    /// Whether a line may stand between the comment and what it speaks of.
    private func isSkipped(_ line: Int) -> Bool {
        let range = entriesOn(line)
        let isBlank = range.allSatisfy { entries[$0].kind == .markup }
        if isBlank { return file.language == .markdown }
        return isOnlyComments(range)
    }

    /// Whether nothing stands there but comments, and the marks of quotes and lists around them.
    func isOnlyComments(_ range: Range<Int>) -> Bool {
        range.allSatisfy { index in
            switch entries[index].context {
            case .comment, .htmlComment: true
            default:
                entries[index].kind == .markup && file.bytes[Int(entries[index].start)] != .ascii("|")
                    || entries[index].kind == .punct && file.bytes.has("-", at: Int(entries[index].start))
            }
        }
    }

    /// The same of the lines of one comment, of which only the outer ones can hold something else.
    func isOnlyComments(_ lines: ClosedRange<Int>) -> Bool {
        [lines.lowerBound, lines.upperBound].allSatisfy { isOnlyComments(entriesOn($0)) }
    }

    /// Indices of the entries that lie, at least in part, on a line.
    private func entriesOn(_ line: Int) -> Range<Int> {
        let range = lines.range(ofLine: line, in: file.bytes)
        let first = flat.firstIndex(endingAfter: Int(range.start))
        var end = first
        while end < entries.count, entries[end].start < range.end { end += 1 }
        return first..<end
    }

    /// The last line of what begins on a line.
    private mutating func end(from line: Int, document: Int) -> Int {
        if let known = ends[line] { return known }
        var last = line
        if let fence = fenceEnd(line, document) { last = fence }
        var at = line
        while at <= last, at < lines.starts.count {
            last = max(last, lastLines[at] ?? at, tokenEnd(at), heredocEnd(at) ?? at)
            if at == last, continues(at) { last = at + 1 }
            at += 1
        }
        ends[line] = last
        return last
    }

    /// The closing mark of a fence that opens on a line.
    private func fenceEnd(_ line: Int, _ document: Int) -> Int? {
        let opening = entriesOn(line).first {
            entries[$0].kind == .codeFenceMark && Int(entries[$0].document) == document
        }
        guard let opening else { return nil }
        for entry in entries[(opening + 1)...]
        where entry.kind == .codeFenceMark && Int(entry.document) == document {
            return lines.line(at: Int(entry.start))
        }
        // Never closed: to the end of the document.
        return lines.line(at: max(0, Int(flat.documents[document].range.end) - 1))
    }

    /// Where a token ends that goes on behind the line, or a string of several tokens that is still open there.
    private func tokenEnd(_ line: Int) -> Int {
        let range = entriesOn(line)
        guard let last = range.last else { return line }
        let entry = entries[last]
        if entry.context == .comment || entry.context == .htmlComment { return line }
        let end = lines.line(at: max(Int(entry.start), Int(entry.end) - 1))
        if end > line { return end }
        guard last + 1 < entries.count, entry.kind == .string, entries[last + 1].kind != .quote,
            entries[last + 1].document == entry.document, entries[last + 1].context == .string
        else { return line }
        return lines.line(at: Int(entries[last + 1].start))
    }

    /// The closing mark of the last heredoc that opens on a line of a script.
    private func heredocEnd(_ line: Int) -> Int? {
        let range = entriesOn(line)
        let opening = range.filter {
            entries[$0].kind == .heredocMarker && file.bytes.has("<<", at: Int(entries[$0].start))
        }
        guard let last = opening.last else { return nil }
        var open = opening.count
        for entry in entries[(last + 1)...]
        where entry.kind == .heredocMarker && entry.document == entries[last].document {
            open += file.bytes.has("<<", at: Int(entry.start)) ? 1 : -1
            if open == 0 { return lines.line(at: Int(entry.start)) }
        }
        return nil
    }

    /// Whether a line of a script goes on with the next one.
    private func continues(_ line: Int) -> Bool {
        let range = lines.range(ofLine: line, in: file.bytes)
        guard let last = entriesOn(line).last, !range.isEmpty,
            file.bytes[Int(range.end) - 1] == .ascii("\\"), entries[last].context != .comment
        else { return false }
        let language = flat.language(of: entries[last])
        return [.shell, .dockerfile, .makefile, .justfile].contains(language)
    }
}
