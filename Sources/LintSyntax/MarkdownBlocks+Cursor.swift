import CSystem
import LintSource

// The cursor in a line: bytes and columns, with tab stops of four.
extension MarkdownBlocks {
    /// Finds the end of the line that begins at `nextLine`, and whether it has a byte that may begin inline markup.
    mutating func scanLine() {
        lineStart = nextLine
        var seen: UInt8 = 0
        let end = flywheel_line_end(base, lineStart, bytes.count, &seen)
        highBytes |= seen
        endLine(at: end, marks: seen & 1 != 0)
    }

    @inline(__always)
    private mutating func endLine(at end: Int, marks: Bool) {
        lineEnd = end
        hasMarks = marks
        nextLine = end + 1
        if end < bytes.count, base[end] == 0x0D, bytes[end + 1] == 0x0A { nextLine = end + 2 }
        if nextLine > bytes.count { nextLine = bytes.count }
    }

    /// Finds the first byte that is no blank; costs nothing when it is known.
    @inline(__always)
    mutating func findNonspace() {
        if nonspace > offset { return }
        var i = offset
        var column = self.column
        while i < lineEnd {
            let byte = base[i]
            if byte == 0x20 {
                column += 1
            } else if byte == 0x09 {
                column += 4 - column & 3
            } else {
                break
            }
            i += 1
        }
        nonspace = i
        nonspaceColumn = column
    }

    /// Columns of blanks before the first byte that is none.
    var indent: Int { nonspaceColumn - column }
    /// Whether nothing but blanks is left.
    var isBlank: Bool { nonspace >= lineEnd }

    mutating func advanceToNonspace() {
        offset = nonspace
        column = nonspaceColumn
        isInsideTab = false
    }

    /// Goes on by `columns`, possibly into a tab.
    mutating func advance(columns: Int) {
        var left = columns
        while left > 0, offset < lineEnd {
            if base[offset] == 0x09 {
                let width = 4 - column & 3
                if width > left {
                    column += left
                    isInsideTab = true
                    return
                }
                column += width
                left -= width
            } else {
                column += 1
                left -= 1
            }
            offset += 1
            isInsideTab = false
        }
    }
}

/// Byte tricks and classes of Markdown.
enum MarkdownBytes {
    /// The high bit of each byte that is 0; bytes above the first such byte may be wrong.
    @inline(__always)
    static func zeroes(_ word: UInt64) -> UInt64 {
        (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
    }

    /// The first byte from `start` that may be inline markup: a back-tick, angle, bracket or backslash; else the end.
    @inline(__always)
    static func nextInline(_ bytes: ByteView, from start: Int) -> Int {
        var i = start
        while i + 8 <= bytes.count {
            let word = UInt64(littleEndian: UnsafeRawPointer(bytes.base + i).loadUnaligned(as: UInt64.self))
            // One test for brackets and backslash: 0x58 to 0x5F, of which X to Z, ^ and _ are no marks.
            let found =
                zeroes(word ^ 0x6060_6060_6060_6060) | zeroes(word ^ 0x3C3C_3C3C_3C3C_3C3C)
                | zeroes((word & 0xF8F8_F8F8_F8F8_F8F8) ^ 0x5858_5858_5858_5858)
            if found != 0 {
                let at = i + found.trailingZeroBitCount >> 3
                switch bytes.base[at] {
                case .ascii("`"), .ascii("<"), .ascii("["), .ascii("]"), .ascii("\\"): return at
                default: i = at + 1
                }
            } else {
                i += 8
            }
        }
        while i < bytes.count {
            switch bytes.base[i] {
            case .ascii("`"), .ascii("<"), .ascii("["), .ascii("]"), .ascii("\\"): return i
            default: i += 1
            }
        }
        return i
    }

    /// Whether a block other than a paragraph can begin with `byte`.
    @inline(__always)
    static func startsBlock(_ byte: UInt8) -> Bool {
        if byte >= 0x80 || byte.isLetter { return false }
        switch byte {
        case .ascii("#"), .ascii(">"), .ascii("-"), .ascii("+"), .ascii("*"), .ascii("_"), .ascii("="), .ascii("`"),
            .ascii("~"), .ascii("<"), .ascii("|"), .ascii(":"), .ascii("["), 0x30...0x39:
            return true
        default: return false
        }
    }

    static func isPunctuation(_ byte: UInt8) -> Bool {
        (byte >= 0x21 && byte <= 0x2F) || (byte >= 0x3A && byte <= 0x40) || (byte >= 0x5B && byte <= 0x60)
            || (byte >= 0x7B && byte <= 0x7E)
    }
}
