import LintSource

/// The second pass: code spans, links, autolinks and raw HTML in the text of blocks.
///
/// What it finds are ranges of one block's text (``Overlay``), in order; they are laid over the block's tokens in the end.
struct MarkdownInline {
    struct Overlay {
        var start: Int
        var end: Int
        var kind: TokenKind
    }

    /// A `[` or `![` that may begin a link.
    struct Bracket {
        /// Of the `[`.
        var position: Int
        var isImage: Bool
        /// Whether another bracket was opened after it: its text then is no label.
        var hasInner: Bool
    }

    let bytes: ByteView
    var references: MarkdownReferences
    var overlays: [Overlay] = []
    /// Link texts with their brackets, sorted, not overlapping.
    var linkTexts: [Range<Int>] = []
    var brackets: [Bracket] = []
    /// Brackets below this index, images apart, cannot begin a link any more: links do not nest.
    var deadBrackets = 0
    /// Lengths of back-tick runs to where the last such run stands; made when a run first has no partner.
    var lastRuns: [Int: Int] = [:]
    var knowsRuns = false
    /// From here on there is no end of a comment, instruction, declaration, CDATA section.
    var noEnd: (comment: Int, instruction: Int, declaration: Int, data: Int) = (.max, .max, .max, .max)
    // How far the overlays and link texts were laid over tokens.
    var overlayIndex = 0
    var linkTextIndex = 0

    init(_ bytes: ByteView, references: MarkdownReferences) {
        self.bytes = bytes
        self.references = references
    }

    /// Writes `tokens` to `output`, those of `texts` cut by their inline markup.
    mutating func read(
        _ texts: [MarkdownBlocks.Text], of tokens: UnsafeBufferPointer<Token>, into output: inout [Token]
    ) {
        output.reserveLarge(tokens.count + texts.count * 2)
        var done = 0
        for text in texts {
            if text.first > done { output.append(contentsOf: tokens[done..<text.first]) }
            done = text.end
            let lines = text.first..<text.end
            if lines.count > 1, tokens[lines].contains(where: { $0.kind == .markup }) {
                let run = MarkdownText(bytes, Array(tokens[lines]))
                run.bytes.withByteView { scan($0) }
                for i in lines { cut(tokens[i], offset: run.starts[i - text.first], into: &output) }
            } else {
                // Only blanks lie between the lines: the file itself is the text.
                let start = Int(tokens[text.first].start)
                scan(ByteView(bytes[start..<Int(tokens[text.end - 1].end)]))
                for i in lines { cut(tokens[i], offset: Int(tokens[i].start) - start, into: &output) }
            }
        }
        if done < tokens.count { output.append(contentsOf: tokens[done...]) }
    }

    /// Finds the inline markup of one block's text.
    mutating func scan(_ text: ByteView) {
        overlays.removeAll(keepingCapacity: true)
        linkTexts.removeAll(keepingCapacity: true)
        brackets.removeAll(keepingCapacity: true)
        overlayIndex = 0
        linkTextIndex = 0
        deadBrackets = 0
        knowsRuns = false
        noEnd = (.max, .max, .max, .max)
        var i = 0
        /// A byte before this offset was escaped.
        var escapedEnd = 0
        while true {
            i = MarkdownBytes.nextInline(text, from: i)
            if i >= text.count { return }
            switch text.base[i] {
            case .ascii("\\"):
                if MarkdownBytes.isPunctuation(text[i + 1]) {
                    i += 2
                    escapedEnd = i
                } else {
                    i += 1
                }
            case .ascii("`"):
                i = readBackticks(text, i)
            case .ascii("<"):
                i = readAngle(text, i)
            case .ascii("["):
                if !brackets.isEmpty { brackets[brackets.count - 1].hasInner = true }
                let isImage = i > escapedEnd && text.base[i - 1] == .ascii("!")
                brackets.append(Bracket(position: i, isImage: isImage, hasInner: false))
                i += 1
            default:
                i = readBracketEnd(text, i)
            }
        }
    }

    /// A code span, or a run of back-ticks that no later run matches.
    private mutating func readBackticks(_ text: ByteView, _ start: Int) -> Int {
        var open = start
        while open < text.count, text.base[open] == .ascii("`") { open += 1 }
        let length = open - start
        if knowsRuns, lastRuns[length, default: -1] < open { return open }
        var i = open
        while i < text.count {
            if text.base[i] != .ascii("`") {
                i += 1
                continue
            }
            let run = i
            while i < text.count, text.base[i] == .ascii("`") { i += 1 }
            if i - run == length {
                overlays.append(Overlay(start: start, end: i, kind: .codeInline))
                return i
            }
        }
        if !knowsRuns { learnRuns(text, from: start) }
        return open
    }

    private mutating func learnRuns(_ text: ByteView, from start: Int) {
        knowsRuns = true
        lastRuns.removeAll(keepingCapacity: true)
        var i = start
        while i < text.count {
            let run = i
            while i < text.count, text.base[i] == .ascii("`") { i += 1 }
            if i > run { lastRuns[i - run] = run }
            i += 1
        }
    }
}
