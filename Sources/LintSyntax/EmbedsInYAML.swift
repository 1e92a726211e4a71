import LintSource

/// Scripts in CI files, files in ConfigMaps, Markdown in release notes, and GitHub's expressions.
///
/// It works on tokens, not on the tree, so that it finds the scripts of templates and of broken files too.
struct EmbedsInYAML {
    /// A key token, and where on its line it begins.
    struct Key {
        var token: Int
        var column: Int
        /// Right after a `-`: the first key of a sequence item.
        var startsItem: Bool
        /// The nearest key before it that begins further left; -1 where there is none.
        var above: Int
    }

    let tokens: [Token]
    let bytes: ByteView
    private let collector: EmbedCollector
    var keys: [Key] = []
    /// Those of them that scripts ask for beside them, by number, in order.
    var siblings: [(key: Int, name: SiblingName)] = []
    /// Found and not yet handed on.
    private var embeds: [Embed] = []
    /// Names of anchors whose values scripts refer to.
    var scriptAnchors: Set<String> = []
    /// Tokens before this one are part of an embed already.
    private var done = 0
    /// Where the text's first `${{` stands: most have none.
    private let firstExpression: Int?

    /// How far siblings and parents are looked for, in keys: more are no CI step.
    static let reach = 128

    static func find(
        in document: TokenizedDocument, bytes: ByteView, _ collector: EmbedCollector, _ add: (Embed) -> Bool
    ) {
        // UTF-16 text has offsets of its own.
        if bytes[0] == 0 || bytes[0] >= 0xFE || bytes.count > 1 && bytes[1] == 0 { return }
        var finder = EmbedsInYAML(tokens: document.tokens, bytes: bytes, collector: collector)
        finder.run(add)
    }

    private init(tokens: [Token], bytes: ByteView, collector: EmbedCollector) {
        self.tokens = tokens
        self.bytes = bytes
        self.collector = collector
        firstExpression = bytes.place(of: "${{")
    }

    private mutating func run(_ add: (Embed) -> Bool) {
        var hasCandidates = false
        for token in tokens where token.kind == .keyPlain || token.kind == .keyQuoted {
            if role(of: token) != nil {
                hasCandidates = true
                break
            }
        }
        if hasCandidates {
            readKeys()
            readAliases()
        }
        var key = 0
        for index in tokens.indices {
            if key < keys.count, keys[key].token == index {
                scanValue(of: key)
                key += 1
            } else if index >= done {
                if tokens[index].kind == .anchor, scriptAnchors.contains(anchorName(index)) {
                    scanAnchored(index, column: key > 0 ? keys[key - 1].column : 0)
                } else {
                    scanExpressions(index)
                }
            }
            if embeds.count == 1 {
                // Most come one by one, and such a one is handed on as it is.
                guard add(embeds.removeLast()) else { return }
            } else if !embeds.isEmpty {
                for embed in embeds { guard add(embed) else { return } }
                embeds.removeAll(keepingCapacity: true)
            }
        }
    }

    // MARK: - Values

    private mutating func scanValue(of index: Int) {
        let token = keys[index].token
        guard token >= done, let role = role(of: tokens[token]) else { return }
        var value = token + 1
        guard value < tokens.count, bytes[Int(tokens[value].start)] == .ascii(":") else { return }
        value += 1
        while value < tokens.count, tokens[value].kind == .comment || tokens[value].kind == .anchor { value += 1 }
        guard value < tokens.count else { return }
        // A file's text and release notes are block scalars; anything else is no document.
        var needsBlock = false
        var takesLists = false
        switch role {
        case .file, .text: needsBlock = true
        case .script: takesLists = true
        case .command: break
        }
        switch tokens[value].kind {
        case .scalarBlockHeader: break
        case .scalarPlain, .scalarSingle, .scalarDouble: if needsBlock { return }
        case .punct: if !takesLists { return }
        default: return
        }
        guard let (language, by) = language(of: index, role) else { return }
        switch tokens[value].kind {
        case .punct:
            if bytes[Int(tokens[value].start)] == .ascii("-") {
                scanItems(from: value, column: keys[index].column, language, by)
            } else if bytes[Int(tokens[value].start)] == .ascii("[") {
                scanFlowItems(from: value, language, by)
            }
        default: addScalar(value, language, by)
        }
    }

    /// The items of a block sequence under a key at `column`: those that are scalars.
    mutating func scanItems(from first: Int, column: Int, _ language: Language, _ by: String) {
        var at = first
        var lineStart = Int(tokens[first].start)
        while lineStart > 0, Int(tokens[first].start) - lineStart <= column + 64, bytes[lineStart - 1] != 0x0A {
            lineStart -= 1
        }
        let dash = Int(tokens[first].start) - lineStart
        var position = lineStart
        while at < tokens.count {
            let token = tokens[at]
            while position < Int(token.start) {
                if bytes.base[position] == 0x0A { lineStart = position + 1 }
                position += 1
            }
            switch token.kind {
            case .keyPlain, .keyQuoted:
                if Int(token.start) - lineStart <= column { return }
                // A Taskfile's `- cmd: …`.
                if by == "yaml:cmds", token.count == 3, bytes.has("cmd", at: Int(token.start)), at + 2 < tokens.count {
                    switch tokens[at + 2].kind {
                    case .scalarBlockHeader, .scalarPlain, .scalarSingle, .scalarDouble:
                        addScalar(at + 2, language, by)
                        at = max(at, done - 1)
                    default: break
                    }
                }
            case .docmark: return
            case .punct where bytes[Int(token.start)] == .ascii("-") && token.count == 1:
                if Int(token.start) - lineStart < dash { return }
                var item = at + 1
                while item < tokens.count, tokens[item].kind == .comment || tokens[item].kind == .anchor { item += 1 }
                if item < tokens.count {
                    switch tokens[item].kind {
                    case .scalarBlockHeader, .scalarPlain, .scalarSingle, .scalarDouble:
                        addScalar(item, language, by)
                        at = max(at, done - 1)
                    default: break
                    }
                }
            default:
                if at >= done { scanExpressions(at) }
            }
            at += 1
            done = max(done, at)
        }
    }

    mutating func scanFlowItems(from first: Int, _ language: Language, _ by: String) {
        var at = first
        var depth = 0
        while at < tokens.count {
            let token = tokens[at]
            switch token.kind {
            case .punct:
                switch bytes[Int(token.start)] {
                case .ascii("["), .ascii("{"): depth += 1
                case .ascii("]"), .ascii("}"): depth -= 1
                default: break
                }
                done = max(done, at + 1)
                if depth == 0 { return }
            case .scalarPlain, .scalarSingle, .scalarDouble:
                let before = bytes[Int(tokens[at - 1].start)]
                if depth == 1, before == .ascii("[") || before == .ascii(",") { addScalar(at, language, by) }
            case .keyPlain, .keyQuoted: return
            default: break
            }
            at += 1
        }
    }

    /// Adds the scalar that begins with token `index`.
    mutating func addScalar(_ index: Int, _ language: Language, _ by: String) {
        let first = tokens[index]
        var end = index
        let text: EmbedText
        var range = first.range
        if first.kind == .scalarBlockHeader {
            // A template's actions may stand between the parts of the text.
            var i = index + 1
            while i < tokens.count,
                tokens[i].kind == .scalarBlock || tokens[i].kind == .template || tokens[i].kind == .comment
            {
                if tokens[i].kind == .scalarBlock { end = i }
                i += 1
            }
            guard end > index else { return }
            let body = tokens[index + 1...end].first { $0.kind == .scalarBlock } ?? first
            range = ByteRange(start: body.start, end: tokens[end].end)
            done = end + 1
            guard collector.reads(language) else {
                embeds.append(collector.unread(language, by: by, range: range))
                return
            }
            text = EmbedText(yamlBlockScalar: first.range, end: Int(tokens[end].end), bytes)
        } else {
            done = end + 1
            guard collector.reads(language) else {
                embeds.append(collector.unread(language, by: by, range: range))
                return
            }
            text = EmbedText(yamlFlowScalar: first.range, first.kind, bytes)
        }
        var embed = collector.embed(text, language, by: by, range: range)
        // Shell's tokenizer knows them itself.
        if language != .shell { embed.document.tokens = withExpressions(embed.document.tokens, in: range) }
        embeds.append(embed)
    }

    /// `tokens` with GitHub's `${{ … }}` in their place: GitHub reads a script before its language does.
    private func withExpressions(_ tokens: [Token], in range: ByteRange) -> [Token] {
        let found = expressions(in: range)
        guard !found.isEmpty else { return tokens }
        var result: [Token] = []
        result.reserveLarge(tokens.count + found.count)
        var next = 0
        for token in tokens {
            var rest = token
            if token.kind == .comment, next == found.count || found[next].start >= token.start {
                while next < found.count, found[next].end <= token.end { next += 1 }
                // One that goes on past the comment's line is no part of it.
                if next == found.count || found[next].start >= token.end {
                    result.append(token)
                    continue
                }
            }
            while next < found.count, found[next].start < rest.end {
                if rest.start < found[next].start {
                    result.append(Token(Int(rest.start), Int(found[next].start), rest.kind, rest.context))
                }
                rest.start = max(rest.start, min(found[next].end, rest.end))
                if found[next].end > token.end { break }
                result.append(Token(Int(found[next].start), Int(found[next].end), .expression))
                next += 1
            }
            if rest.start < rest.end, next == found.count || rest.start < found[next].start { result.append(rest) }
        }
        for expression in found[next...] {
            result.append(Token(Int(expression.start), Int(expression.end), .expression))
        }
        return result
    }

    // MARK: - Expressions

    /// GitHub's `${{ … }}` in a scalar that is no document itself.
    private mutating func scanExpressions(_ index: Int) {
        guard collector.reads(.expression) else { return }
        let token = tokens[index]
        switch token.kind {
        case .scalarPlain, .scalarSingle, .scalarDouble, .scalarBlock: break
        default: return
        }
        for range in expressions(in: token.range) {
            var text = EmbedText()
            text.append(bytes, Int(range.start), Int(range.end))
            embeds.append(collector.embed(text, .expression, by: "yaml:expression", range: range))
        }
    }

    private func expressions(in range: ByteRange) -> [ByteRange] {
        var found: [ByteRange] = []
        guard let first = firstExpression, first < Int(range.end) else { return found }
        var at = max(Int(range.start), first)
        let end = Int(range.end)
        while at + 4 < end {
            guard bytes.base[at] == .ascii("$"), bytes.has("${{", at: at) else {
                at += 1
                continue
            }
            var close = at + 3
            while close + 1 < end, bytes.base[close] != .ascii("}") || bytes.base[close + 1] != .ascii("}") {
                close += 1
            }
            guard close + 1 < end else { break }
            found.append(ByteRange(at, close + 2))
            at = close + 2
        }
        return found
    }
}
