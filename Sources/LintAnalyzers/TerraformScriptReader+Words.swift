import LintSource

/// What words of a command stand for: members of arrays, settings, files.
extension TerraformScriptReader {
    /// With the members of arrays in their place.
    func expanded(_ words: ArraySlice<Word>) -> ArraySlice<Word> {
        if arrays.isEmpty, script.assignments.isEmpty, fileVariables.isEmpty { return words }
        var result: [Word] = []
        for word in words {
            var name = word.text[...]
            if name.hasPrefix("${"), name.hasSuffix("[@]}") || name.hasSuffix("[*]}") {
                name = name.dropFirst(2).dropLast(4)
                if let members = arrays[String(name)], result.count < 2_000 {
                    result += members
                    continue
                }
            }
            if let members = members(of: word), result.count < 2_000 {
                result += members
            } else {
                result.append(word)
            }
        }
        return result[...]
    }

    /// Keeps `NAME=value`, and what it hands to init.
    mutating func assign(
        _ name: String, _ value: String, _ arm: TerraformStateFacts.Arm?, _ range: ByteRange
    ) {
        script.assignments.append(.init(name: name, value: value, arm: arm, range: range))
        guard TerraformStateFacts.isArguments(name) else { return }
        for (name, value) in TerraformStateFacts.arguments(in: value, of: name) {
            script.assignments.append(.init(name: name, value: value, arm: arm, range: range))
        }
    }

    /// `. ./env.sh`
    mutating func noteSource(_ word: Word?) {
        guard let word, script.sources.count < 100, let path = enter(word.text, from: folder) else { return }
        script.sources.append(.init(path: path, assignments: script.assignments.count))
    }

    /// The options in a variable: `$ARGS`, `{{args}}`, where all of it is known and options.
    private func members(of word: Word) -> [Word]? {
        guard word.text.begins("$") || word.text.begins("{{"), let known = TerraformTemplate.variable(word.text[...])
        else { return nil }
        let assignment = script.assignments.last { $0.name == known.name }
        guard let value = assignment?.value ?? fileVariables[known.name], value.begins("-"), assignment?.arm == nil,
            assignment?.choices == nil, value.utf8.count <= 4_096
        else { return nil }
        return value.split { $0 == " " || $0 == "\n" || $0 == "\t" }.map {
            Word(text: $0.filter { $0 != "\"" && $0 != "'" }, range: assignment?.range ?? word.range)
        }
    }

    func assign(
        _ word: Word, to settings: inout [TerraformStateFacts.Setting],
        orFile files: inout [TerraformStateFacts.Setting]
    ) {
        if let equals = word.text.utf8.firstIndex(of: 0x3D), TerraformTemplate.isArgument(word.text[..<equals]) {
            settings.append(
                .init(
                    name: String(word.text[..<equals]),
                    value: String(word.text[word.text.utf8.index(after: equals)...]),
                    range: word.range))
        } else {
            files.append(.init(name: "", value: word.text, range: word.range))
        }
    }

    /// Whether `init` or `setup` is one of a text's words.
    static func speaks(_ text: String) -> Bool {
        var hash: UInt64 = 0
        var length = 0
        // Of five letters, case ignored, a number says all.
        func isVerb() -> Bool { length == 4 && hash == 0x696E_6974 || length == 5 && hash == 0x73_6574_7570 }
        for byte in text.utf8 {
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
}
