import LintSource

/// What words of a command stand for: members of arrays, settings, files.
extension TerraformScriptReader {
    /// With the members of arrays in their place.
    func expanded(_ words: ArraySlice<Word>) -> ArraySlice<Word> {
        if arrays.isEmpty { return words }
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
            result.append(word)
        }
        return result[...]
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
}
