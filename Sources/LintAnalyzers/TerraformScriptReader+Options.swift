import LintSource

/// Options that variables hold.
extension TerraformScriptReader {
    /// The options in a variable: `$ARGS`, `{{args}}`, where all of it is known and options. Of several arms' those that they
    /// have in common, and a mark where they differ in what an init is told of its state.
    func members(of text: String, _ range: ByteRange) -> [Member]? {
        guard let known = TerraformTemplate.variable(text[...]) else { return nil }
        let assignment = assigned(known.name)
        if let choices = assignment?.choices { return common(of: choices, range) }
        guard let value = assignment?.value ?? fileVariables[known.name], value.begins("-"), assignment?.arm == nil,
            value.utf8.count <= 4_096
        else { return nil }
        return TerraformStateFacts.words(of: value).map { Member(text: $0, range: assignment?.range ?? range) }
    }

    private func common(of choices: [String], _ range: ByteRange) -> [Member]? {
        guard let last = choices.last, choices.count <= 16,
            choices.allSatisfy({ $0.isEmpty || $0.begins("-") && $0.utf8.count <= 1_024 }),
            choices.contains(where: { !$0.isEmpty })
        else { return nil }
        let all = choices.map { TerraformStateFacts.words(of: $0) }
        var result: [Member] = []
        for word in TerraformStateFacts.words(of: last) where all.allSatisfy({ $0.contains(word) }) {
            result.append(Member(text: word, range: range))
        }
        let isOpen = all.joined().contains { word in
            !Self.isAside(word) && !all.allSatisfy { $0.contains(word) }
        }
        if isOpen { result.append(Member(text: "${…}", range: range)) }
        return result
    }

    /// Whether an option says nothing of where a state is: `-upgrade`, `-input=false`.
    static func isAside(_ word: String) -> Bool {
        guard word.begins("-"), !TerraformTemplate.isOpen(word) else { return false }
        let name = word.drop { $0 == "-" }
        return !name.begins("backend") && !name.begins("chdir") && !name.begins("from-module")
    }

    /// Whether commands differ in such options alone.
    static func areAlike(_ texts: [String]) -> Bool {
        let cores = texts.map { text in TerraformStateFacts.words(of: text).filter { !isAside($0) } }
        return cores.allSatisfy { $0 == cores[0] }
    }
}
