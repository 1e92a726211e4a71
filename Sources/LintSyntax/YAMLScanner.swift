import LintSource

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Reads YAML 1.2: one pass from left to right with an explicit stack, so time is linear and depth costs no call stack.
///
/// It gives tokens and events for any bytes. An error is *soft* when the structure is certain all the same (a flow
/// collection that is not indented enough), else *hard*. A text with hard errors is scanned again with `recovering`,
/// which ends unclosed quotes and brackets where the next block entry stands.
///
/// The text must be followed by a NUL byte that is not counted.
struct YAMLScanner {
    let base: UnsafePointer<UInt8>
    let end: Int
    let hasCR: Bool
    let recovering: Bool
    /// Events cost a third of the time; who wants neither tree nor paths needs none.
    let keepsEvents: Bool
    let table = YAMLClass.table

    var pos = 0
    /// Where the line that holds `pos` begins.
    var lineStart = 0
    /// Only white space stands before `pos` on its line.
    var lineHead = true
    /// The first tab in the white space before `pos` (on its line); -1 when there is none.
    var tab = -1
    /// A block collection may begin here on the line of the indicator before it (`- - a`, `? a: b`).
    var compactAllowed = false
    /// End of the last token that is not a comment.
    var lastEnd = 0

    var tokens: [Token] = []
    var events: [YAMLEvent] = []
    var errors: [SyntaxError] = []
    var hardErrors = 0
    var frames: [YAMLFrame] = []
    /// Properties on lines before the node they belong to.
    var properties = YAMLProperties()

    // Document prefix.
    var isOpen = false
    var directivesAllowed = true
    var sawDirective = false
    var sawVersion = false
    var handles: Set<[UInt8]> = []

    /// Up to here, an opening quote is known to have no end: (single, double).
    var noSingleEnd = -1
    var noDoubleEnd = -1
    var openFlowMappings = 0
    var openFlowSequences = 0

    init(_ base: UnsafePointer<UInt8>, count: Int, hasCR: Bool, recovering: Bool, keepsEvents: Bool = true) {
        self.base = base
        self.end = count
        self.hasCR = hasCR
        self.recovering = recovering
        self.keepsEvents = keepsEvents
        tokens.reserve(count / 8 + 8, forText: count)
        if keepsEvents { events.reserve(count / 12 + 8, forText: count) }
        frames.reserveCapacity(32)
    }

    mutating func run() {
        if isByteOrderMark(at: 0) {
            pos = 3
            lineStart = 3
            lastEnd = 3
        }
        while true {
            skipSpace()
            if pos >= end { break }
            if lineHead {
                if pos == lineStart, base[pos] == .ascii("-") || base[pos] == .ascii("."), isMarker(at: pos) {
                    documentMarker()
                } else if base[pos] == 0xEF, pos == lineStart, isByteOrderMark(at: pos),
                    frames.isEmpty || (frames.count == 1 && frames[0].state == .value)
                {
                    emit(pos, pos + 3, .punct)
                    pos += 3
                    lineStart = pos
                    lineHead = true
                } else {
                    atLineHead()
                }
            } else {
                insideLine()
            }
        }
        if sawDirective { fail(end, end, "directives without a document") }
        closeDocument()
    }

    // MARK: - Output

    @inline(__always)
    mutating func emit(_ start: Int, _ end: Int, _ kind: TokenKind) {
        tokens.add(Token(start, end, kind))
        lastEnd = end
        lineHead = false
    }

    @inline(__always)
    mutating func event(_ kind: YAMLEvent.Kind, _ start: Int, _ end: Int, indent: Int = 0) {
        if keepsEvents { events.add(YAMLEvent(kind, start, end, indent: indent)) }
    }

    /// Turns a place that was kept into a mapping's start.
    mutating func beginMapping(at kept: Int, _ start: Int) {
        if keepsEvents { events[kept] = YAMLEvent(.mappingStart, start, start) }
    }

    /// A hard error: what follows may be read in another way than it was meant.
    mutating func fail(_ start: Int, _ end: Int, _ message: @autoclosure () -> String) {
        hardErrors += 1
        note(start, end, message())
    }

    /// A soft error: not YAML, but there is only one way to read it.
    mutating func note(_ start: Int, _ end: Int, _ message: @autoclosure () -> String) {
        if errors.count < 1_000 { errors.append(SyntaxError(ByteRange(start, end), message())) }
    }

    // MARK: - Looking

    @inline(__always) func isSpace(_ i: Int) -> Bool {
        table[Int(base[i])] & YAMLClass.space != 0 && (base[i] != 0 || i >= end)
    }
    @inline(__always) func isLineEnd(_ i: Int) -> Bool { base[i] == 0x0A || base[i] == 0x0D || i >= end }
    func isByteOrderMark(at i: Int) -> Bool {
        i + 3 <= end && base[i] == 0xEF && base[i + 1] == 0xBB && base[i + 2] == 0xBF
    }

    /// `---` or `...` followed by white space, at the start of a line.
    @inline(__always)
    func isMarker(at i: Int) -> Bool {
        let byte = base[i]
        guard byte == .ascii("-") || byte == .ascii("."), i + 3 <= end else { return false }
        return base[i + 1] == byte && base[i + 2] == byte && isSpace(i + 3)
    }

    /// The next LF, CR or the end, from `i`.
    @inline(__always)
    func lineEnd(from i: Int) -> Int {
        if hasCR {
            var i = i
            while table[Int(base[i])] & YAMLClass.lineEnd == 0 || (base[i] == 0 && i < end) { i += 1 }
            return i
        }
        guard i < end, let hit = memchr(base + i, 0x0A, end - i) else { return end }
        return UnsafePointer(hit.assumingMemoryBound(to: UInt8.self)) - base
    }

    /// The start of the line after the line end at `i`.
    @inline(__always)
    func afterLineEnd(_ i: Int) -> Int { base[i] == 0x0D && base[i + 1] == 0x0A ? i + 2 : i + 1 }

    @inline(__always)
    func skipBlanks(_ i: Int) -> Int {
        var i = i
        while base[i] == 0x20 || base[i] == 0x09 { i += 1 }
        return i
    }

    /// The column of `pos`; of the first tab, where one stands in the indentation.
    var column: Int { (lineHead && tab >= 0 ? tab : pos) - lineStart }

    // MARK: - White space and comments

    /// Goes to the next token: over blanks, line ends and comments.
    @inline(__always)
    mutating func skipSpace() {
        let from = pos
        tab = -1
        while true {
            switch base[pos] {
            case 0x20:
                pos += 1
            case 0x0A:
                pos += 1
                lineStart = pos
                lineHead = true
                tab = -1
            case 0x0D:
                pos = afterLineEnd(pos)
                lineStart = pos
                lineHead = true
                tab = -1
            case 0x09:
                if tab < 0 { tab = pos }
                pos += 1
            case .ascii("#"):
                if pos == from, !lineHead { note(pos, pos + 1, "a comment needs white space before it") }
                comment()
            default:
                return
            }
        }
    }

    mutating func comment() {
        let start = pos
        pos = lineEnd(from: pos)
        tokens.add(Token(start, pos, .comment))
    }
}
