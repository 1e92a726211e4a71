import LintSource

/// What words of a command say and stand for: members of arrays, settings, files.
extension TerraformScriptReader {
    /// Lends a word's bytes to `body`.
    func view<R>(_ word: Word, _ body: (ByteView) -> R) -> R {
        buffer.withUnsafeBufferPointer { body(ByteView(UnsafeBufferPointer(rebasing: $0[word.start..<word.end]))) }
    }

    func equals(_ word: Word, _ text: StaticString) -> Bool { view(word) { $0.equals(text) } }
    func begins(_ word: Word, _ text: StaticString) -> Bool { view(word) { $0.has(text, at: 0) } }
    func holds(_ word: Word, _ text: StaticString) -> Bool { view(word) { $0.holds(text) } }

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

    /// Keeps `NAME=value`, and what it hands to init.
    mutating func assign(
        _ name: String, _ value: String, _ arm: TerraformStateFacts.Arm?, _ range: ByteRange
    ) {
        let value = located(value)
        script.assignments.append(.init(name: name, value: value, arm: arm, range: range))
        guard TerraformStateFacts.isArguments(name) else { return }
        for (name, value) in TerraformStateFacts.arguments(in: value, of: name) {
            script.assignments.append(.init(name: name, value: value, arm: arm, range: range))
        }
    }

    /// `. ./env.sh`
    mutating func noteSource(_ word: Word?) {
        guard let word, script.sources.count < 100, let path = enter(buffer.text(word), from: folder) else { return }
        script.sources.append(.init(path: path, assignments: script.assignments.count))
    }

    /// The options in a variable: `$ARGS`, `{{args}}`, where all of it is known and options.
    private func members(of text: String, _ range: ByteRange) -> [Member]? {
        guard let known = TerraformTemplate.variable(text[...]) else { return nil }
        let assignment = script.assignments.last { $0.name == known.name }
        guard let value = assignment?.value ?? fileVariables[known.name], value.begins("-"), assignment?.arm == nil,
            assignment?.choices == nil, value.utf8.count <= 4_096
        else { return nil }
        return TerraformStateFacts.words(of: value).map { Member(text: $0, range: assignment?.range ?? range) }
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

    private static let writers: [StaticString] = [
        "tee", "cp", "mv", "ln", "touch", "envsubst", "sops", "curl", "wget",
    ]

    /// `> FILE`, `tee FILE`, `cp A B`: the last part of what is written.
    mutating func noteWritten() {
        guard written.count < Self.limit else { return }
        for index in words.indices where begins(words[index], ">") {
            var target = words[index]
            while target.start < target.end, buffer[target.start] == .ascii(">") { target.start += 1 }
            if target.start < target.end { note(target) } else if index + 1 < words.count { note(words[index + 1]) }
        }
        if words.contains(where: isArgumentFile),
            !words.contains(where: { equals($0, "tofu") || equals($0, "terraform") })
        {
            for word in words where isArgumentFile(word) { asked.insert(String(buffer.text(word).lastPart)) }
        }
        guard isBare, let first = words.first else { return }
        // `[ -f "$FILE" ]`
        if equals(first, "[") || equals(first, "[[") || equals(first, "test") {
            for word in words.dropFirst() where begins(word, "$") { asked.insert(buffer.text(word)) }
        }
        if view(first, { first in Self.writers.contains(where: first.equals) }) {
            for word in words.dropFirst() { note(word) }
        }
    }

    /// A text with what the script's variables hold; of one that whoever calls it may set, its default.
    private func known(_ text: String) -> String {
        var text = text
        for _ in 0..<4 where text.holds("$") {
            let next = TerraformTemplate.expand(text) { name, _ in
                script.assignments.last { TerraformTemplate.equals(name, $0.name) }?.value
                    ?? (fileVariables.isEmpty ? nil : fileVariables[TerraformTemplate.text(name)])
            }
            if next == text || next.utf8.count > 4_096 { break }
            text = next
        }
        return TerraformTemplate.withDefaults(text)
    }

    /// A file of variables or of a backend's arguments, by its name.
    private func isArgumentFile(_ word: Word) -> Bool { holds(word, ".tfvars") || holds(word, "backend") }

    private mutating func note(_ word: Word) {
        let text = buffer.text(word)
        if !text.lastPart.isEmpty { written.insert(String(text.lastPart)) }
        if TerraformState.isConfiguration(text) { hasWrittenConfiguration = true }
        guard text.holds("$") else { return }
        // Of configuration it matters which is written, which a name does not tell: that of a module says nothing of others.
        let name = String(known(text).lastPart)
        if !name.isEmpty, !TerraformState.isConfiguration(name) { written.insert(name) }
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
