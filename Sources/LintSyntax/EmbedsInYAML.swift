import LintSource

/// Scripts in CI files, files in ConfigMaps, Markdown in release notes, and GitHub's expressions.
///
/// It works on tokens, not on the tree, so that it finds the scripts of templates and of broken files too.
struct EmbedsInYAML {
    /// A key token, and where on its line it begins.
    private struct Key {
        var token: Int
        var column: Int
        /// Right after a `-`: the first key of a sequence item.
        var startsItem: Bool
    }

    private let tokens: [Token]
    private let bytes: ByteView
    private let collector: EmbedCollector
    private var keys: [Key] = []
    private var embeds: [Embed] = []
    /// Tokens before this one are part of an embed already.
    private var done = 0

    /// How far siblings and parents are looked for, in keys: more are no CI step.
    private static let reach = 128

    static func find(in document: TokenizedDocument, bytes: ByteView, _ collector: EmbedCollector) -> [Embed] {
        // UTF-16 text has offsets of its own.
        if bytes[0] == 0 || bytes[0] >= 0xFE || bytes.count > 1 && bytes[1] == 0 { return [] }
        var finder = EmbedsInYAML(tokens: document.tokens, bytes: bytes, collector: collector)
        finder.run()
        return finder.embeds
    }

    private init(tokens: [Token], bytes: ByteView, collector: EmbedCollector) {
        self.tokens = tokens
        self.bytes = bytes
        self.collector = collector
    }

    private mutating func run() {
        var hasCandidates = false
        for token in tokens where token.kind == .keyPlain || token.kind == .keyQuoted {
            if role(of: token) != nil {
                hasCandidates = true
                break
            }
        }
        if hasCandidates { readKeys() }
        var key = 0
        for index in tokens.indices {
            if key < keys.count, keys[key].token == index {
                scanValue(of: key)
                key += 1
            } else if index >= done {
                scanExpressions(index)
            }
        }
    }

    private mutating func readKeys() {
        var lineStart = 0
        var at = 0
        for (index, token) in tokens.enumerated() where token.kind == .keyPlain || token.kind == .keyQuoted {
            while at < Int(token.start) {
                if bytes.base[at] == 0x0A { lineStart = at + 1 }
                at += 1
            }
            let before = index > 0 ? tokens[index - 1] : token
            keys.append(
                Key(
                    token: index, column: at - lineStart,
                    startsItem: index > 0 && before.kind == .punct && bytes[Int(before.start)] == .ascii("-")
                        && before.count == 1 && Int(before.start) >= lineStart))
        }
    }

    // MARK: - Keys

    private enum Role {
        /// A script, or a list of commands.
        case script
        /// A script where the parent is `run` (CircleCI).
        case command
        /// Markdown where the parent says so.
        case text
        /// A key with the name of a file of this language.
        case file(Language)
    }

    private func name(of token: Token) -> ByteRange {
        token.kind == .keyQuoted ? ByteRange(Int(token.start) + 1, Int(token.end) - 1) : token.range
    }

    private func has(_ text: StaticString, _ range: ByteRange) -> Bool {
        range.count == text.utf8CodeUnitCount && bytes.has(text, at: Int(range.start))
    }

    private func role(of token: Token) -> Role? {
        let range = name(of: token)
        switch range.count {
        case 3: if has("run", range) { return .script }
        case 4:
            if has("cmds", range) || has("bash", range) { return .script }
            if has("body", range) { return .text }
        case 6:
            if has("script", range) || has("runcmd", range) { return .script }
        case 7: if has("command", range) { return .command }
        case 11: if has("description", range) { return .text }
        case 12: if has("after_script", range) { return .script }
        case 13: if has("before_script", range) { return .script }
        default: break
        }
        let end = Int(range.end)
        for i in max(Int(range.start) + 1, end - 12)..<max(Int(range.start) + 1, end) where bytes[i] == .ascii(".") {
            guard range.count < 128 else { return nil }
            return Language.byName(Substring(bytes.text(range))).map { .file($0) }
        }
        return nil
    }

    /// The key of the mapping that holds key `index`.
    private func parent(of index: Int) -> Int? {
        var i = index - 1
        while i >= max(0, index - Self.reach) {
            if keys[i].column < keys[index].column { return i }
            i -= 1
        }
        return nil
    }

    /// The scalar beside key `index` under the name `text`.
    private func sibling(_ text: StaticString, of index: Int) -> ByteRange? {
        let column = keys[index].column
        func value(_ i: Int) -> ByteRange? {
            guard keys[i].column == column, has(text, name(of: tokens[keys[i].token])) else { return nil }
            let value = keys[i].token + 2
            return value < tokens.count ? tokens[value].range : nil
        }
        var i = index
        while i > max(0, index - Self.reach), !keys[i].startsItem || keys[i].column > column {
            i -= 1
            if keys[i].column < column { break }
            if let range = value(i) { return range }
        }
        i = index + 1
        while i < min(keys.count, index + Self.reach), keys[i].column >= column {
            if keys[i].column == column, keys[i].startsItem { break }
            if let range = value(i) { return range }
            i += 1
        }
        return nil
    }

    private func isNamed(_ index: Int?, _ names: StaticString...) -> Bool {
        guard let index else { return false }
        let range = name(of: tokens[keys[index].token])
        return names.contains { has($0, range) }
    }

    /// The language of a script and what the embed is called.
    private func language(of index: Int, _ role: Role) -> (language: Language, by: String)? {
        let parent = parent(of: index)
        let key = bytes.text(name(of: tokens[keys[index].token]))
        switch role {
        case .script:
            // Not a script: `run: nginx` is also a label that `kubectl run` sets.
            if isNamed(parent, "labels", "matchLabels", "selector", "annotations", "properties") { return nil }
            if let parent, isNamed(parent, "with"), let uses = sibling("uses", of: parent),
                bytes.text(uses).contains("github-script")
            {
                return (.javascript, "yaml:" + key)
            }
            let shell = sibling("shell", of: index).map { bytes.text($0) } ?? ""
            if shell.hasPrefix("python") { return (.python, "yaml:" + key) }
            if shell.hasPrefix("pwsh") || shell.hasPrefix("powershell") || shell.hasPrefix("cmd") {
                return (.script, "yaml:" + key)
            }
            if shell.hasPrefix("node") || shell.hasPrefix("deno") { return (.javascript, "yaml:" + key) }
            return (.shell, "yaml:" + key)
        case .command:
            return isNamed(parent, "run") ? (.shell, "yaml:" + key) : nil
        case .text:
            if key == "body", isNamed(parent, "with", "release") { return (.markdown, "yaml:body") }
            return isNamed(parent, "release") ? (.markdown, "yaml:" + key) : nil
        case .file(let language):
            return (language, "yaml:file")
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
    private mutating func scanItems(from first: Int, column: Int, _ language: Language, _ by: String) {
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
            case .keyPlain, .keyQuoted: if Int(token.start) - lineStart <= column { return }
            case .docmark: return
            case .punct where bytes[Int(token.start)] == .ascii("-") && token.count == 1:
                if Int(token.start) - lineStart < dash { return }
                let item = at + 1
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

    private mutating func scanFlowItems(from first: Int, _ language: Language, _ by: String) {
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
    private mutating func addScalar(_ index: Int, _ language: Language, _ by: String) {
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
            text = EmbedText(yamlBlockScalar: first.range, end: Int(tokens[end].end), bytes)
        } else {
            text = EmbedText(yamlFlowScalar: first.range, first.kind, bytes)
        }
        done = end + 1
        embeds.append(collector.embed(text, language, by: by, range: range))
    }

    // MARK: - Expressions

    /// GitHub's `${{ … }}` in a scalar that is no document itself.
    private mutating func scanExpressions(_ index: Int) {
        let token = tokens[index]
        switch token.kind {
        case .scalarPlain, .scalarSingle, .scalarDouble, .scalarBlock: break
        default: return
        }
        var at = Int(token.start)
        let end = Int(token.end)
        while at + 4 < end {
            guard bytes.base[at] == .ascii("$"), bytes.has("${{", at: at) else {
                at += 1
                continue
            }
            var close = at + 3
            while close + 1 < end, bytes.base[close] != .ascii("}") || bytes.base[close + 1] != .ascii("}") {
                close += 1
            }
            guard close + 1 < end else { return }
            var text = EmbedText()
            text.append(bytes, at, close + 2)
            embeds.append(
                collector.embed(text, .expression, by: "yaml:expression", range: ByteRange(at, close + 2)))
            at = close + 2
        }
    }
}
