import LintSource

/// Which keys hold scripts and other documents.
extension EmbedsInYAML {
    mutating func readKeys() {
        var lineStart = 0
        var at = 0
        for (index, token) in tokens.enumerated() where token.kind == .keyPlain || token.kind == .keyQuoted {
            while at < Int(token.start) {
                if bytes.base[at] == 0x0A { lineStart = at + 1 }
                at += 1
            }
            let before = index > 0 ? tokens[index - 1] : token
            let column = at - lineStart
            // The nearest key before it that is further left: past those that are not, from each to its own.
            var above = keys.count - 1
            while above >= 0, keys[above].column >= column { above = keys[above].above }
            if let name = siblingName(token) { siblings.append((keys.count, name)) }
            keys.append(
                Key(
                    token: index, column: column,
                    startsItem: index > 0 && before.kind == .punct && bytes[Int(before.start)] == .ascii("-")
                        && before.count == 1 && Int(before.start) >= lineStart,
                    above: above))
        }
    }

    /// Keys that ``language(of:_:)`` looks for beside another.
    enum SiblingName: Equatable {
        case shell
        case uses
    }

    private func siblingName(_ token: Token) -> SiblingName? {
        let range = name(of: token)
        return has("shell", range) ? .shell : has("uses", range) ? .uses : nil
    }

    enum Role {
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

    func role(of token: Token) -> Role? {
        let range = name(of: token)
        if let role = Self.namedRole(range, bytes) { return role }
        let end = Int(range.end)
        for i in max(Int(range.start) + 1, end - 12)..<max(Int(range.start) + 1, end) where bytes[i] == .ascii(".") {
            guard range.count < 128, LanguageEndings.mayKnow(bytes, Int(range.start)..<end) else { return nil }
            return Language.byName(Substring(bytes.text(range))).map { .file($0) }
        }
        return nil
    }

    /// Of a key with a name of its own.
    static func namedRole(_ range: ByteRange, _ bytes: ByteView) -> Role? {
        func has(_ text: StaticString) -> Bool { bytes.has(text, at: Int(range.start)) }
        switch range.count {
        case 3: if has("run") { return .script }
        case 4:
            if has("cmds") || has("bash") { return .script }
            if has("body") { return .text }
        case 6:
            if has("script") || has("runcmd") { return .script }
        case 7: if has("command") { return .command }
        case 11: if has("description") { return .text }
        case 12: if has("after_script") { return .script }
        case 13: if has("before_script") { return .script }
        default: break
        }
        return nil
    }

    /// The key of the mapping that holds key `index`.
    private func parent(of index: Int) -> Int? {
        let above = keys[index].above
        return above >= max(0, index - Self.reach) ? above : nil
    }

    /// The scalar beside key `index` under the name `text`.
    private func sibling(_ name: SiblingName, of index: Int) -> ByteRange? {
        guard mayHaveSibling(name, index) else { return nil }
        let column = keys[index].column
        func value(_ i: Int) -> ByteRange? {
            guard keys[i].column == column, siblingName(tokens[keys[i].token]) == name else { return nil }
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

    /// Whether one of the name stands so near that it may be beside key `index`: most scripts have none.
    private func mayHaveSibling(_ name: SiblingName, _ index: Int) -> Bool {
        var low = 0
        var high = siblings.count
        while low < high {
            let middle = (low + high) / 2
            if siblings[middle].key < index - Self.reach { low = middle + 1 } else { high = middle }
        }
        while low < siblings.count, siblings[low].key <= index + Self.reach {
            if siblings[low].name == name { return true }
            low += 1
        }
        return false
    }

    private func isNamed(_ index: Int?, _ names: StaticString...) -> Bool {
        guard let index else { return false }
        let range = name(of: tokens[keys[index].token])
        return names.contains { has($0, range) }
    }

    /// The language of a script and what the embed is called.
    func language(of index: Int, _ role: Role) -> (language: Language, by: String)? {
        let parent = parent(of: index)
        let key = bytes.text(name(of: tokens[keys[index].token]))
        switch role {
        case .script:
            // Not a script: `run: nginx` is also a label that `kubectl run` sets.
            if isNamed(parent, "labels", "matchLabels", "selector", "annotations", "properties") { return nil }
            if let parent, isNamed(parent, "with"), let uses = sibling(.uses, of: parent),
                bytes.text(uses).contains("github-script")
            {
                return (.javascript, "yaml:" + key)
            }
            guard let range = sibling(.shell, of: index) else { return (.shell, "yaml:" + key) }
            let shell = bytes.text(range)
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

    // MARK: - Anchors

    func anchorName(_ index: Int) -> String {
        bytes.text(ByteRange(Int(tokens[index].start) + 1, Int(tokens[index].end)))
    }

    /// Anchors that a script refers to: `script: *a`, `script: [*a]`, `- *a` below `script:`.
    mutating func readAliases() {
        guard tokens.contains(where: { $0.kind == .alias }) else { return }
        var key = 0
        var isScript = false
        for index in tokens.indices {
            if key < keys.count, keys[key].token == index {
                if case .script = role(of: tokens[index]) { isScript = true } else { isScript = false }
                key += 1
            } else if isScript, tokens[index].kind == .alias {
                scriptAnchors.insert(anchorName(index))
            }
        }
    }

    /// The scalar or list after the anchor at token `index`, below a key at `column`: a script that others refer to.
    mutating func scanAnchored(_ index: Int, column: Int) {
        let value = index + 1
        guard value < tokens.count else { return }
        switch tokens[value].kind {
        case .scalarBlockHeader, .scalarPlain, .scalarSingle, .scalarDouble: addScalar(value, .shell, "yaml:script")
        case .punct where bytes[Int(tokens[value].start)] == .ascii("-"):
            scanItems(from: value, column: column, .shell, "yaml:script")
        case .punct where bytes[Int(tokens[value].start)] == .ascii("["):
            scanFlowItems(from: value, .shell, "yaml:script")
        default: break
        }
    }
}
