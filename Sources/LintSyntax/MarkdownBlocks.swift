import LintSource

/// The first pass: lines into containers and leaf blocks.
///
/// The algorithm of the specification's appendix, with an explicit stack of open containers. Its tokens are final but
/// for the text of ``texts``, which the second pass reads for inline markup.
struct MarkdownBlocks {
    /// A block that holds others. Lists themselves change no token, so only their items are kept.
    struct Container {
        enum Kind: UInt8 { case quote, item, footnote }
        var kind: Kind
        /// Columns a line must be indented by to belong to it.
        var width: Int32
        /// An item that began with a blank line and has nothing in it yet.
        var isEmpty: Bool
    }

    /// The open leaf of the innermost container.
    enum Leaf: UInt8 { case none, paragraph, fence, indented, html, table }

    /// The text of one block: tokens of kind prose, heading or table, and quote marks between its lines.
    struct Text {
        var first: Int
        var end: Int
    }

    let bytes: ByteView
    let base: UnsafePointer<UInt8>
    let wantsFences: Bool
    var tokens: [Token] = []
    var texts: [Text] = []
    var references = MarkdownReferences()
    var fences: [MarkdownFence] = []
    var frontMatter: MarkdownFrontMatter?

    var containers: [Container] = []
    /// Where in `containers` the block quotes stand: a blank line ends at the first that has no mark, whatever lies
    /// between, and must not cost a step an item.
    var quotes: [Int] = []
    var leaf = Leaf.none

    // The line being read.
    var lineStart = 0
    var lineEnd = 0
    var nextLine = 0
    var hasMarks = false
    var highBytes: UInt8 = 0
    /// How far the line was read; `column` may lie inside a tab at `offset`.
    var offset = 0
    var column = 0
    /// Whether `column` lies inside the tab at `offset`: what is left of it is spaces that the file has not.
    var isInsideTab = false
    var nonspace = 0
    var nonspaceColumn = 0
    /// No thematic break begins before this offset.
    var noBreakBefore = 0

    // The open leaf.
    var paragraphFirst = 0
    var paragraphEnd = 0
    var paragraphHasMarks = false
    var paragraphIsSplit = false
    /// Its text began after a task's box: no reference definition stands there.
    var paragraphIsTask = false
    var fenceMark: UInt8 = 0
    var fenceLength = 0
    var fenceIndent = 0
    var htmlKind = 0
    var inComment = false
    var tableColumns = 0

    init(_ bytes: ByteView, wantsFences: Bool) {
        self.bytes = bytes
        self.base = bytes.base
        self.wantsFences = wantsFences
        tokens.reserve(bytes.count / 24 + 16, forText: bytes.count)
    }

    var hasHighBytes: Bool { highBytes & 0x80 != 0 }

    mutating func read() {
        nextLine = bytes.has("\u{FEFF}", at: 0) ? 3 : 0
        readFrontMatter()
        while nextLine < bytes.count {
            scanLine()
            readLine()
        }
        closeLeaf()
    }

    @inline(__always)
    mutating func emit(_ start: Int, _ end: Int, _ kind: TokenKind) {
        if end > start { tokens.append(Token(start, end, kind)) }
    }

    /// Where the text before `end` stops, without trailing spaces and tabs.
    @inline(__always)
    func trimmed(_ start: Int, _ end: Int) -> Int {
        var end = end
        while end > start, base[end - 1].isBlank { end -= 1 }
        return end
    }

    // MARK: Lines

    private mutating func readLine() {
        offset = lineStart
        column = 0
        isInsideTab = false
        nonspace = lineStart
        noBreakBefore = lineStart
        let matched = containers.isEmpty ? 0 : matchContainers()
        findNonspace()
        let all = matched == containers.count
        if isBlank {
            if all, leaf == .fence || leaf == .indented || leaf == .html {
                if continueLeaf() { return }
            }
            closeLeaf()
            truncate(to: matched)
            return
        }
        if all {
            switch leaf {
            case .paragraph:
                // Most lines of most files: a paragraph goes on with a letter.
                if indent >= 4 || !MarkdownBytes.startsBlock(base[nonspace]) {
                    return appendToParagraph()
                }
            case .fence, .indented, .html:
                if continueLeaf() { return }
            case .none, .table: break
            }
        }
        openBlocks(matched)
    }

    /// Matches the line against the open containers, outermost first; gives how many go on.
    private mutating func matchContainers() -> Int {
        var matched = 0
        var quotesSeen = 0
        while matched < containers.count {
            findNonspace()
            if isBlank {
                matched = quotesSeen < quotes.count ? quotes[quotesSeen] : containers.count
                if matched == containers.count, containers[matched - 1].isEmpty { matched -= 1 }
                return matched
            }
            switch containers[matched].kind {
            case .quote:
                guard indent < 4, base[nonspace] == .ascii(">") else { return matched }
                readQuoteMark()
                quotesSeen += 1
            case .item, .footnote:
                let width = Int(containers[matched].width)
                guard indent >= width else { return matched }
                advance(columns: width)
                containers[matched].isEmpty = false
            }
            matched += 1
        }
        return matched
    }

    /// Reads `>` and the blank after it.
    mutating func readQuoteMark() {
        emit(nonspace, nonspace + 1, .markup)
        advanceToNonspace()
        offset += 1
        column += 1
        if offset < lineEnd, base[offset].isBlank { advance(columns: 1) }
    }

    /// Gives the line to the open code or HTML; false when it does not belong there, which ends the block.
    private mutating func continueLeaf() -> Bool {
        switch leaf {
        case .fence:
            continueFence()
            return true
        case .indented:
            if isBlank { return true }
            if indent >= 4 {
                appendIndentedCode()
                return true
            }
        case .html:
            if !isBlank || htmlKind < 6 {
                appendHTML()
                return true
            }
        default: return false
        }
        leaf = .none
        return false
    }

    // MARK: Ends

    /// Closes the open leaf and all containers but the first `count`.
    mutating func begin(keeping count: Int) {
        closeLeaf()
        truncate(to: count)
    }

    mutating func truncate(to count: Int) {
        guard count < containers.count else { return }
        containers.removeSubrange(count...)
        while let last = quotes.last, last >= count { quotes.removeLast() }
    }

    mutating func push(_ kind: Container.Kind, width: Int = 0) {
        if kind == .quote { quotes.append(containers.count) }
        containers.append(Container(kind: kind, width: Int32(clamping: width), isEmpty: false))
    }

    mutating func closeLeaf() {
        if leaf == .paragraph { closeParagraph() }
        leaf = .none
    }
}
