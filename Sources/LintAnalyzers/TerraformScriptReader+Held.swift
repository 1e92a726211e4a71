import LintSource

/// Commands that variables hold: `CMD="terraform init …"; eval "$CMD"`.
extension TerraformScriptReader {
    /// So many names, and so many texts of each, are kept.
    private static let mostHeld = 256
    private static let mostTexts = 16

    private static func speaks(_ text: String) -> Bool { text.holds("terraform") || text.holds("tofu") }

    /// Keeps what a variable is given, where it is a command or had been one: what an arm of `if` or `case` gives stands
    /// beside what it held before.
    mutating func hold(_ name: String, _ value: String, _ range: ByteRange, isAdded: Bool = false) {
        guard !texts.held.isEmpty || Self.speaks(value) else { return }
        var known = texts.held[name] ?? []
        let around = branches
        let seen = known.filter { !$0.isHidden(from: around) }
        var isSelf = isAdded
        let singles = texts.held
        /// With what the variables in it hold, where that is one text.
        func told(_ own: ShellTexts.Held?) -> String {
            guard value.holds("$") || isAdded, value.utf8.count <= 4_096 else { return value }
            let text = TerraformTemplate.expand(value) { bytes, _ in
                let other = TerraformTemplate.text(bytes)
                if other == name {
                    isSelf = true
                    return own?.text
                }
                let others = singles[other]?.filter { !$0.isHidden(from: around) } ?? []
                return others.count == 1 && !others[0].isOpen ? others[0].text : nil
            }
            let whole = isAdded ? (own?.text ?? "") + text : text
            return whole.utf8.count <= 4_096 ? whole : value
        }
        var new: [(text: String, isOpen: Bool)] = []
        for own in seen { new.append((told(own), own.isOpen)) }
        if !isSelf { new = [(told(nil), false)] }
        let path = Array(around.prefix(8))
        known.removeAll { path.count < 8 && $0.branches.starts(with: path) }
        // What is added to in an arm may stay as it was.
        if isSelf { for index in known.indices { known[index].isOpen = true } }
        for (text, isOpen) in new where Self.speaks(text) {
            guard known.count < Self.mostTexts else {
                for index in known.indices { known[index].isOpen = true }
                break
            }
            known.append(.init(text: text, range: range, branches: path, isOpen: isOpen))
        }
        if known.isEmpty {
            texts.held[name] = nil
        } else if texts.held.count < Self.mostHeld || texts.held[name] != nil {
            texts.held[name] = known
        }
    }

    /// `CMD+=" -reconfigure"`
    mutating func takesAddition(_ word: Word) -> Bool {
        guard !texts.held.isEmpty, let mark = buffer[word.start..<word.end].firstIndex(of: .ascii("=")),
            mark > word.start + 1, buffer[mark - 1] == .ascii("+"), texts.held[buffer.text(word.start, mark - 1)] != nil
        else { return false }
        hold(buffer.text(word.start, mark - 1), buffer.text(mark + 1, word.end), word.range, isAdded: true)
        return true
    }

    /// What becomes of a command that a variable may hold.
    enum Holding {
        /// It is none.
        case none
        /// The command's words are those that it holds.
        case expanded
        /// It is read when the command is over, or not at all.
        case taken
    }

    /// Puts the command that a variable holds in its place: `$CMD`, `eval "$CMD"`, `$(DOCKER) sh -c '…'`.
    mutating func takeHeld(_ place: Int) -> Holding {
        let isEval = equals(words[place], "eval")
        let at = isEval ? place + 1 : place
        guard script.kind != .comment, at < words.count else { return .none }
        guard begins(words[at], "$") else { return isEval ? takeEvaluated(at) : .none }
        guard words[at].end - words[at].start < 256 else { return .none }
        let text = buffer.text(words[at])
        if text.hasPrefix("${"), text.hasSuffix("[@]}") || text.hasSuffix("[*]}") {
            guard let members = arrays[String(text.dropFirst(2).dropLast(4))], !members.isEmpty,
                members.contains(where: { Self.speaks($0.text) }), texts.pays(64)
            else { return .none }
            return replace(place, at, with: members.prefix(500).map { kept($0) })
        }
        guard let name = TerraformTemplate.variable(text[...])?.name else { return .none }
        let around = branches
        var held = texts.held[name]?.filter { !$0.isHidden(from: around) } ?? []
        if held.isEmpty, let value = standing(name) {
            let isCommand = Self.speaks(value) || words[at...].dropFirst().contains { speaks($0) }
            if isCommand { held = [.init(text: value, range: words[at].range, branches: [])] }
        }
        guard !held.isEmpty else { return .none }
        let size = held.reduce(0) { $0 + $1.text.utf8.count }
        guard texts.pays(size + words.count * 8) else {
            if held.contains(where: { $0.text.holds("init") }) {
                noteOpenInit(held[0].text.holds("tofu"), words[at].range, line)
            }
            return .taken
        }
        texts.handed[name] = nil
        texts.ran.insert(name)
        // (Arms that differ in what is not of the state give one command.)
        if held.count > 1, !held.contains(where: \.isOpen), Self.areAlike(held.map(\.text)) { held = [held[0]] }
        if held.count == 1, Self.isOne(held[0].text) {
            let range = words[at].range
            var parts: [Word] = []
            for part in TerraformStateFacts.words(of: held[0].text) {
                parts.append(kept(Member(text: part, range: part.begins("-") ? held[0].range : range)))
            }
            if held[0].isOpen { parts.append(kept(Member(text: "${…}", range: range))) }
            return replace(place, at, with: parts)
        }
        var rest: [UInt8] = []
        for word in words[at...].dropFirst() {
            let bytes = buffer[word.start..<word.end]
            let isPlain = !bytes.contains { $0.isWhiteSpace || "'\"\\;&|()".utf8.contains($0) }
            rest.append(0x20)
            if !isPlain { rest.append(.ascii("'")) }
            rest += isPlain ? bytes : ArraySlice(bytes.filter { $0 != .ascii("'") })
            if !isPlain { rest.append(.ascii("'")) }
        }
        for item in held {
            texts.next.append(
                ShellTexts.Text(
                    bytes: Self.unescaped(Array(item.text.utf8)[...]) + rest, range: item.range, line: line,
                    folder: folder,
                    isOwn: held.count == 1, isOpen: item.isOpen || held.count > 1))
        }
        return .taken
    }

    /// `eval "cd net && terraform init"`
    private mutating func takeEvaluated(_ at: Int) -> Holding {
        guard at == words.count - 1, speaks(words[at]), !Self.isOne(buffer.text(words[at])),
            texts.pays(words[at].end - words[at].start)
        else { return .none }
        texts.next.append(
            ShellTexts.Text(
                bytes: Self.unescaped(buffer[words[at].start..<words[at].end]), range: words[at].range, line: lastLine,
                folder: folder, isOwn: true))
        return .taken
    }

    /// Whether a text is one command: no `&`, `;` or `|`, and no line end that no `\` joins to the next line.
    private static func isOne(_ text: String) -> Bool {
        var previous: UInt8 = 0
        for byte in text.utf8 {
            if "&;|`(".utf8.contains(byte), byte != .ascii("(") || previous != .ascii("$") { return false }
            if byte == 0x0A, previous != .ascii("\\") { return false }
            previous = byte
        }
        return true
    }

    private mutating func replace(_ place: Int, _ at: Int, with parts: [Word]) -> Holding {
        words.replaceSubrange(0...at, with: parts)
        isBare = true
        return words.isEmpty ? .taken : .expanded
    }

    /// What a variable that no arm sets is where the command stands.
    private func standing(_ name: String) -> String? {
        if let own = assigned(name) {
            return own.arm == nil && own.choices == nil && branches.isEmpty ? own.value : nil
        }
        return fileVariables[name] ?? script.environment.last { $0.name == name }?.value
    }

    /// A command in a variable that is handed to something: `run "$CMD"`.
    mutating func noteHanded(_ first: Int) {
        guard !texts.held.isEmpty, script.kind != .documentation else { return }
        for word in words[first...].prefix(16) where begins(word, "$") && word.end - word.start < 256 {
            guard let name = TerraformTemplate.variable(buffer.text(word)[...])?.name, !texts.ran.contains(name),
                texts.held[name]?.contains(where: { $0.text.holds(" init") })
                    ?? false
            else { continue }
            let isTofu = texts.held[name]?.first?.text.holds("tofu") ?? false
            if texts.handed.count < Self.mostHeld { texts.handed[name] = (word.range, line, isTofu) }
        }
    }

    /// Those that nothing but what they were handed to may have run.
    mutating func noteHandedOver() {
        guard texts.depth == 0, !texts.handed.isEmpty else { return }
        for (_, place) in texts.handed.sorted(by: { $0.value.range.start < $1.value.range.start }) {
            noteOpenInit(place.isTofu, place.range, place.line)
        }
        texts.handed = [:]
    }

    /// An init that is not read: it may be of any stack, and hand over anything.
    mutating func noteOpenInit(_ isTofu: Bool, _ range: ByteRange, _ line: Int) {
        guard script.kind != .documentation else { return }
        guard script.commands.count < Self.limit else {
            written.opensInit = true
            return
        }
        var found = TerraformStateFacts.Command(
            program: isTofu ? "tofu" : "terraform", verb: "init", range: range, line: line, folder: nil)
        found.assignments = script.assignments.count
        found.isOpen = true
        script.commands.append(found)
    }
}
