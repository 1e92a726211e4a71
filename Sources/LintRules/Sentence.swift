import LintSource
import LintSyntax

/// What is read in one go with a place of a file: its sentence where people are spoken to, its line elsewhere. It is cut
/// off far from the place, so that it costs no more in a file of one line.
struct Sentence {
    let bytes: ByteView
    let file: ParsedFile
    /// Of the file's bytes.
    private(set) var range: Range<Int>
    /// Whether it is text for people, and not a line of a program.
    let isProse: Bool
    /// Of a comment behind code that code; empty elsewhere.
    private(set) var code: Range<Int> = 0..<0

    /// Bytes that are looked at on either side.
    static let reach = 512

    init(around place: ByteRange, _ entry: FlattenedTokens.Entry, in file: ParsedFile) {
        bytes = file.bytes
        self.file = file
        isProse = Sentence.isProse(entry, in: file.flat)
        let low = max(0, Int(place.start) - Sentence.reach)
        let high = min(file.bytes.count, Int(place.end) + Sentence.reach)
        range = Sentence.lineStart(Int(place.start), in: bytes, from: low)..<max(Int(place.end), low)
        range = range.lowerBound..<Sentence.lineEnd(range.upperBound, in: bytes, to: high)
        guard isProse else { return }
        let isComment = entry.context == .comment
        if isComment, !begins(inComment: range.lowerBound) {
            // Behind code, or at the end of a line that was cut off: what stands on other lines is another comment.
            let start = max(range.lowerBound, min(Int(entry.start), Int(place.start)))
            code = range.lowerBound..<start
            range = start..<range.upperBound
        } else {
            join(isComment: isComment, low, high)
        }
        cut(at: place)
    }

    /// Whether people read it. What a code span holds is read with the sentence that it stands in, as is what is inside.
    static func isProse(_ entry: FlattenedTokens.Entry, in flat: FlattenedTokens) -> Bool {
        switch entry.context {
        case .prose, .heading, .tableCell, .codeSpan, .linkText, .linkURL, .comment, .htmlComment: return true
        default: break
        }
        var number = Int(entry.document)
        while number >= 0 {
            if flat.documents[number].context == .codeSpan { return true }
            number = flat.documents[number].parent
        }
        return false
    }

    private static func lineStart(_ place: Int, in bytes: ByteView, from low: Int) -> Int {
        var at = place
        while at > low, !bytes[at - 1].isLineEnd { at -= 1 }
        return at
    }

    private static func lineEnd(_ place: Int, in bytes: ByteView, to high: Int) -> Int {
        var at = place
        while at < high, !bytes[at].isLineEnd { at += 1 }
        return at
    }

    /// Takes in the lines before and behind that belong to the same paragraph.
    private mutating func join(isComment: Bool, _ low: Int, _ high: Int) {
        var first = range.lowerBound
        while first > low + 1, continues(first, isComment: isComment) {
            var end = first - 1
            if end > low, bytes[end] == 0x0A, bytes[end - 1] == 0x0D { end -= 1 }
            let before = Sentence.lineStart(end, in: bytes, from: low)
            guard hasText(before, isComment: isComment), !standsAlone(before, isComment: isComment) else { break }
            first = before
        }
        var last = range.upperBound
        if !standsAlone(range.lowerBound, isComment: isComment) {
            while last < high {
                var next = last + 1
                if bytes[last] == 0x0D, bytes[next] == 0x0A { next += 1 }
                guard next < high, continues(next, isComment: isComment) else { break }
                last = Sentence.lineEnd(next, in: bytes, to: high)
            }
        }
        range = first..<last
    }

    /// Whether the line goes on with what the line before it says.
    private func continues(_ line: Int, isComment: Bool) -> Bool {
        hasText(line, isComment: isComment) && !standsAlone(line, isComment: isComment) && !isItem(line, isComment)
    }

    /// Whether what stands first on the line is a comment.
    private func begins(inComment line: Int) -> Bool {
        var at = line
        while bytes[at].isBlank { at += 1 }
        guard let found = file.flat.index(at: at) else { return false }
        return file.flat.entries[found].context == .comment
    }

    /// Whether the line says anything.
    private func hasText(_ line: Int, isComment: Bool) -> Bool {
        if isComment, !begins(inComment: line) { return false }
        var at = line
        while at < bytes.count, !bytes[at].isLineEnd {
            if bytes[at].isLetter || bytes[at].isDigit || bytes[at] >= 0x80 { return true }
            at += 1
        }
        return false
    }

    /// A heading, a row of a table, the mark of a fence.
    private func standsAlone(_ line: Int, isComment: Bool) -> Bool {
        let at = textStart(line, isComment: isComment)
        return bytes[at] == .ascii("|") || !isComment && bytes[at] == .ascii("#")
            || bytes.has("```", at: at) || bytes.has("~~~", at: at)
    }

    /// An item of a list, what a command of TeX begins, or a tag.
    private func isItem(_ line: Int, _ isComment: Bool) -> Bool {
        var at = textStart(line, isComment: isComment)
        switch bytes[at] {
        case .ascii("-"), .ascii("*"), .ascii("+"): return bytes[at + 1].isBlank
        case .ascii("\\"): return bytes[at + 1].isLetter
        case .ascii("<"):
            return !isComment && (bytes[at + 1].isLetter || bytes[at + 1] == .ascii("/"))
                && !bytes.has("http", at: at + 1)
        case 0x30...0x39:
            while bytes[at].isDigit { at += 1 }
            return (bytes[at] == .ascii(".") || bytes[at] == .ascii(")")) && bytes[at + 1].isBlank
        default: return false
        }
    }

    /// Where the text of a line begins, behind the mark of a comment or quotation.
    private func textStart(_ line: Int, isComment: Bool) -> Int {
        var at = line
        while bytes[at].isBlank { at += 1 }
        let mark = bytes[at]
        if isComment {
            switch mark {
            case .ascii("#"), .ascii(";"), .ascii("%"), .ascii("\""), .ascii("-"): while bytes[at] == mark { at += 1 }
            case .ascii("/"), .ascii("*"): while bytes[at] == .ascii("/") || bytes[at] == .ascii("*") { at += 1 }
            default: break
            }
        } else {
            while bytes[at] == .ascii(">") || bytes[at].isBlank { at += 1 }
        }
        while bytes[at].isBlank { at += 1 }
        return at
    }

    /// Leaves the sentence of a paragraph that the place stands in.
    private mutating func cut(at place: ByteRange) {
        var first = range.lowerBound
        var at = Int(place.start) - 1
        while at >= range.lowerBound {
            if let next = sentence(behind: at), next <= Int(place.start) {
                first = next
                break
            }
            at -= 1
        }
        var last = range.upperBound
        at = Int(place.end)
        while at < range.upperBound {
            if sentence(behind: at) != nil {
                last = at
                break
            }
            at += 1
        }
        range = first..<max(first, last)
    }

    /// Where the next sentence begins when one ends with the mark at `at`. One that goes on in small letters does not end
    /// there ("e.g. this", "etc. are"), nor behind a single letter ("i.e. GNU").
    private func sentence(behind at: Int) -> Int? {
        let mark = bytes[at]
        guard mark == .ascii(".") || mark == .ascii("!") || mark == .ascii("?") else { return nil }
        if mark == .ascii("."), bytes[at - 1].isLetter, !bytes[at - 2].isWord { return nil }
        var next = at + 1
        while "\"'`)]*_".utf8.contains(bytes[next]) { next += 1 }
        guard bytes[next].isWhiteSpace || next >= range.upperBound else { return nil }
        while next < range.upperBound, bytes[next].isWhiteSpace || "#/*;%>".utf8.contains(bytes[next]) { next += 1 }
        return bytes[next].isLower ? nil : next
    }
}
