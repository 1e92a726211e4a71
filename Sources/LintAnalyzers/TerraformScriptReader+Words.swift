import LintSource
import LintSyntax

/// What words of a command say and stand for: members of arrays, settings, files.
extension TerraformScriptReader {
    /// `{{ name }}` of a Justfile, and `{{ .NAME }}` that no shell knows: its blanks end no word.
    mutating func noteInterpolation(_ kind: TokenKind, _ text: ByteView) {
        let count = text.count
        guard count > 1 else { return }
        if kind == .template {
            if text.equals("{{") || text.equals("}}") { isInterpolating = text[0] == .ascii("{") }
        } else if text[count - 1] == .ascii("{"), text[count - 2] == .ascii("{"),
            count < 3 || text[count - 3] != .ascii("$")
        {
            isInterpolating = true
        } else if isInterpolating, text.first("}}") != nil {
            isInterpolating = false
        }
    }

    /// Lends a word's bytes to `body`.
    func view<R>(_ word: Word, _ body: (ByteView) -> R) -> R {
        buffer.withUnsafeBufferPointer { body(ByteView(UnsafeBufferPointer(rebasing: $0[word.start..<word.end]))) }
    }

    func equals(_ word: Word, _ text: StaticString) -> Bool { view(word) { $0.equals(text) } }
    func begins(_ word: Word, _ text: StaticString) -> Bool { view(word) { $0.has(text, at: 0) } }
    func holds(_ word: Word, _ text: StaticString) -> Bool { view(word) { $0.holds(text) } }

    /// What ends a command.
    static func isSeparator(_ text: ByteView) -> Bool {
        switch text.count {
        case 1: [0x3B, 0x7C, 0x26, 0x0A, 0x7B, 0x7D].contains(text[0])
        case 2: text[0] == text[1] && [0x3B, 0x7C, 0x26].contains(text[0])
        default: false
        }
    }

    /// Where the `=` of `NAME=value` stands in the buffer.
    func assignment(_ word: Word) -> Int? {
        guard word.start < word.end, buffer[word.start].isLetter || buffer[word.start] == .ascii("_") else {
            return nil
        }
        for at in word.start..<word.end {
            if buffer[at] == .ascii("=") { return at }
            guard buffer[at].isWord else { return nil }
        }
        return nil
    }

    /// Adds the words from `first`, with the members of arrays in their place.
    mutating func expand(from first: Int, into result: inout [Word]) {
        if arrays.isEmpty, script.assignments.isEmpty, fileVariables.isEmpty {
            result += words[first...]
            return
        }
        let start = result.count
        for index in first..<max(first, words.count) {
            let word = words[index]
            guard begins(word, "$") || begins(word, "{{"), result.count - start < 2_000 else {
                result.append(word)
                continue
            }
            let text = buffer.text(word)
            if text.hasPrefix("${"), text.hasSuffix("[@]}") || text.hasSuffix("[*]}"),
                let members = arrays[String(text.dropFirst(2).dropLast(4))]
            {
                for member in members { result.append(kept(member)) }
            } else if let members = members(of: text, word.range) {
                for member in members { result.append(kept(member)) }
            } else {
                result.append(word)
            }
        }
    }

    /// What is in an array's brackets, with the members of others, `"${NAME[@]}"`, in their place.
    func members(of words: [Word]) -> [Member] {
        var result: [Member] = []
        for word in words where result.count < 500 {
            let text = buffer.text(word)
            if text.hasPrefix("${"), text.hasSuffix("[@]}"), let known = arrays[String(text.dropFirst(2).dropLast(4))] {
                result += known.prefix(500 - result.count)
            } else {
                result.append(Member(text: text, range: word.range))
            }
        }
        return result
    }

    /// Keeps `NAME=value`, and what it hands to init.
    mutating func assign(
        _ name: String, _ value: String, _ arm: TerraformStateFacts.Arm?, _ range: ByteRange
    ) {
        let value = located(value)
        script.assignments.append(.init(name: name, value: value, arm: arm, range: range))
        hold(name, value, range)
        guard TerraformStateFacts.isArguments(name) else { return }
        for (name, value) in TerraformStateFacts.arguments(in: value, of: name) {
            script.assignments.append(.init(name: name, value: value, arm: arm, range: range))
        }
    }

    /// `: "${NAME:=value}"`
    mutating func assignDefaults(_ first: Int) {
        for word in words[min(first, words.count)...] where begins(word, "${") && holds(word, ":=") {
            let text = buffer.text(word)
            guard let mark = text.firstIndex(of: ":"), text.hasSuffix("}"), text[mark...].hasPrefix(":=") else {
                continue
            }
            let name = String(text[..<mark].dropFirst(2))
            guard TerraformTemplate.isName(name) else { continue }
            assign(name, "${\(name):-\(text[mark...].dropFirst(2).dropLast())}", nil, word.range)
        }
    }

    /// `. ./env.sh`
    mutating func noteSource(_ word: Word?) {
        guard let word, script.sources.count < 100, let path = enter(buffer.text(word), from: folder) else { return }
        script.sources.append(.init(path: path, assignments: script.assignments.count))
    }

    /// Whether `init` or `setup` is one of a text's words.
    static func speaks(_ text: ByteView) -> Bool {
        var hash: UInt64 = 0
        var length = 0
        // Of five letters, case ignored, a number says all.
        func isVerb() -> Bool { length == 4 && hash == 0x696E_6974 || length == 5 && hash == 0x73_6574_7570 }
        for byte in text.buffer {
            if byte.isLetter || byte >= 0x80 {
                hash = hash << 8 | UInt64(byte.lowered)
                length += 1
            } else {
                if isVerb() { return true }
                hash = 0
                length = 0
            }
        }
        return isVerb()
    }

    // MARK: files that scripts write

    struct Written: Sendable {
        /// Names of files.
        var names: Set<String> = []
        /// Folders that it writes configuration into; `$` where nothing tells.
        var folders: Set<String> = []
        /// Names of files of configuration that it writes from their beginning, with a backend in them.
        var blocks: Set<String> = []
        /// Those that it adds one to.
        var added: Set<String> = []
        /// Other scripts that it runs.
        var calls: [TerraformStateFacts.ScriptCall] = []
        /// Calls of make and just that set variables.
        var recipeCalls: [RecipeCall] = []
        /// Folders that it clones repositories into.
        var clones: Set<String> = []
        /// Whether it runs an init that is not read.
        var opensInit = false
        /// Files that may hold a backend's arguments.
        var made: [TerraformMadeFile.Place] = []
        /// What it puts into folders without naming it.
        var brought: [TerraformBrought] = []
        /// Names of files that it fetches from servers.
        var fetched: Set<String> = []
        /// Whether the last command fetches what it prints.
        var isFetching = false
        /// Files whose variables it gives the steps behind it.
        var environment: [String] = []
        /// Among these, the one that the last command writes from its beginning.
        fileprivate var opened: Int?
        /// Whether it has printed a backend since the last `{`, whose output may go into a file.
        fileprivate var printsBackend = false
    }

    private static let writers: [StaticString] = [
        "tee", "cp", "mv", "ln", "touch", "envsubst", "sops", "curl", "wget",
    ]

    /// `> FILE`, `tee FILE`, `cp A B`: the last part of what is written.
    mutating func noteWritten() {
        noteAside()
        openedConfiguration = nil
        written.opened = nil
        let known = written.made.count
        if let first = words.first, equals(first, "printf") || equals(first, "echo") || equals(first, "cat") {
            written.printsBackend = written.printsBackend || words.contains { saysBlock($0) }
        }
        guard written.names.count < Self.limit else { return }
        defer { noteOpened(known) }
        for index in words.indices where begins(words[index], ">") {
            var target = words[index]
            while target.start < target.end, buffer[target.start] == .ascii(">") { target.start += 1 }
            if target.start == target.end, index + 1 < words.count { target = words[index + 1] }
            if target.start < target.end { note(target) }
            noteHandedOn(target)
        }
        if words.contains(where: { isArgumentFile($0) }),
            !words.contains(where: { equals($0, "tofu") || equals($0, "terraform") })
        {
            for word in words where isArgumentFile(word) { asked.insert(String(buffer.text(word).lastPart)) }
        }
        guard isBare, let first = words.first else { return }
        noteBrought(first)
        // `[ -f "$FILE" ]`
        if equals(first, "[") || equals(first, "[[") || equals(first, "test") {
            for word in words.dropFirst() where begins(word, "$") { asked.insert(buffer.text(word)) }
        }
        if view(first, { first in Self.writers.contains(where: first.equals) }) {
            for word in words.dropFirst() { note(word, isTarget: false) }
            noteTargets()
        }
        // `sed -i 's/#backend/backend/' main.tf`
        if equals(first, "sed") || equals(first, "perl"),
            words.contains(where: { begins($0, "-i") || begins($0, "-pi") }),
            let last = words.last
        {
            note(last)
            let name = String(buffer.text(last).lastPart)
            if TerraformState.isConfiguration(name), written.blocks.count + written.added.count < Self.limit,
                words.dropLast().contains(where: { saysBlock($0) })
            {
                written.blocks.insert(name)
            }
        }
    }

    /// `> FILE.tf`, `tee FILE.tf`: what was in it before is gone; of `>> FILE.tf` and `tee -a FILE.tf` it is not.
    /// - Parameter known: files that may hold arguments, before this command.
    private mutating func noteOpened(_ known: Int) {
        let isTee = equals(words[0], "tee")
        let adds = isTee && words.contains { equals($0, "-a") || equals($0, "--append") }
        if written.made.count == known + 1, isTee && !adds || equals(words[0], "cat"),
            !words.contains(where: { begins($0, ">>") })
        {
            written.opened = known
        }
        var speakers: Int?
        for index in words.indices {
            var target = words[index]
            var isAdded = adds
            if !isTee {
                guard begins(target, ">") else { continue }
                isAdded = begins(target, ">>")
                target.start += isAdded ? 2 : 1
                if target.start == target.end {
                    guard index + 1 < words.count else { continue }
                    target = words[index + 1]
                }
            }
            let name = String(buffer.text(target).lastPart)
            guard TerraformState.isConfiguration(name), written.blocks.count + written.added.count < Self.limit else {
                continue
            }
            openedConfiguration = (name, isAdded)
            // `sed … backend.tf.tmpl > backend.tf`, `echo 'terraform { backend … }' > main.tf`
            let all = speakers ?? words.count { holds($0, "backend") }
            speakers = all
            // `cat FILE | envsubst | tee backend.tf`; `{ echo 'terraform {'; … } > backend.tf`
            let isGroups = written.printsBackend && begins(words[0], ">")
            if all > (holds(target, "backend") ? 1 : 0) || isTee && name.holds("backend") || isGroups { noteBlock() }
        }
    }

    /// Whether a word names a block, as `backend "s3"` and `#backend/` do, and `image_backend=` does not.
    private func saysBlock(_ word: Word) -> Bool {
        view(word) { view in
            var from = 0
            while let found = view.first("backend", from: from) {
                from = found + 7
                let (before, after) = (found > 0 ? view[found - 1] : 0, view[from])
                func isPart(_ byte: UInt8) -> Bool { byte.isWord || byte == .ascii("-") || byte == .ascii("=") }
                if !isPart(before), !isPart(after) { return true }
            }
            return false
        }
    }

    mutating func beginGroup() { written.printsBackend = false }

    private mutating func noteBlock() {
        guard let (name, isAdded) = openedConfiguration else { return }
        if isAdded { written.added.insert(name) } else { written.blocks.insert(name) }
    }

    /// A part of the text that a command is given, which it may write into a file.
    mutating func noteDocument(_ text: ByteView, at range: ByteRange) {
        if let made = written.opened.take(), written.made.indices.contains(made) {
            written.made[made].text = range.start
        }
        if openedConfiguration != nil, text.first("backend") != nil { noteBlock() }
    }

    /// A text with what the script's variables hold; of one that whoever calls it may set, its default.
    func known(_ text: String) -> String {
        var text = text
        for _ in 0..<4 where text.holds("$") {
            let next = TerraformTemplate.expand(text) { name, _ in
                // What a loop sets is all of its choices.
                if let known = assigned(TerraformTemplate.text(name)) {
                    return known.choices == nil ? known.value : nil
                }
                return fileVariables.isEmpty ? nil : fileVariables[TerraformTemplate.text(name)]
            }
            if next == text || next.utf8.count > 4_096 { break }
            text = next
        }
        return TerraformTemplate.withDefaults(text)
    }

    /// A file of variables or of a backend's arguments, by its name.
    private func isArgumentFile(_ word: Word) -> Bool { holds(word, ".tfvars") || holds(word, "backend") }

    private mutating func note(_ word: Word, isTarget: Bool = true) {
        let text = buffer.text(word)
        if !text.lastPart.isEmpty { written.names.insert(String(text.lastPart)) }
        noteMade(text)
        if TerraformState.isConfiguration(text) {
            hasWrittenConfiguration = true
            if isTarget { noteFolder(text, isFile: true) }
        }
        guard text.holds("$") else { return }
        // Of configuration it matters which is written, which a name does not tell: that of a module says nothing of others.
        let name = String(known(text).lastPart)
        if !name.isEmpty, !TerraformState.isConfiguration(name) { written.names.insert(name) }
    }
}

extension [UInt8] {
    // Of the buffer alone: what asks a reader for a text copies the reader.
    fileprivate func text(_ range: Range<Int>) -> String {
        withUnsafeBufferPointer { String(decoding: UnsafeBufferPointer(rebasing: $0[range]), as: UTF8.self) }
    }
    func text(_ start: Int, _ end: Int) -> String { text(start..<end) }
    func text(_ word: TerraformScriptReader.Word) -> String { text(word.start..<word.end) }
}
