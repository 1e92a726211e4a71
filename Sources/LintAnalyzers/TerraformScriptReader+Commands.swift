import LintSource

/// Commands of tofu and terraform, with their options.
extension TerraformScriptReader {
    static let verbs: [StaticString] = [
        "init", "plan", "apply", "destroy", "refresh", "import", "workspace", "validate", "state",
        "output", "show", "providers", "test",
    ]

    /// - Parameters:
    ///   - word: what names the program.
    ///   - first: the first word behind it.
    mutating func run(_ program: String, _ word: Word, _ first: Int) {
        guard script.commands.count < Self.limit else { return }
        var verb = first
        while verb < words.count, begins(words[verb], "-") { verb += 1 }
        if verb < words.count, let known = knownVerb(words[verb]) { words[verb] = kept(known) }
        guard verb < words.count, view(words[verb], { verb in Self.verbs.contains(where: verb.equals) }) else {
            if verb < words.count, begins(words[verb], "$") { script.hasOpenVerb = true }
            return
        }
        var found = TerraformStateFacts.Command(
            program: program, verb: buffer.text(words[verb]),
            range: ByteRange(start: word.range.start, end: words[verb].range.end), line: line, folder: folder)
        found.assignments = script.assignments.count
        found.followsWriting = hasWrittenConfiguration
        found.mayNotRun = chain.mayNotRun
        var arguments: [Word] = []
        arguments.reserveCapacity(words.count - first)
        arguments += words[first..<verb]
        expand(from: verb + 1, into: &arguments)
        var rest = arguments[...]
        while let next = rest.popFirst() {
            if equals(next, "--help") || equals(next, "-help") { return }
            take(next, &rest, &found)
        }
        // (What only some of its script's arguments are, `shift` tells.)
        let isOpen = found.isOpen
        found.isOpen = isOpen || found.takesAll
        found.takesAll = found.takesAll && !isOpen
        found.isFixed = found.folder.map { !TerraformTemplate.isOpen($0) && TerraformTemplate.isFolded($0) } ?? false
        script.commands.append(consume found)
        if !branches.isEmpty { script.commands[script.commands.count - 1].branches = Array(branches.prefix(8)) }
        let away = filesAway()
        if !away.isEmpty { script.commands[script.commands.count - 1].away = away }
    }

    /// `command=$2; terraform $command`
    private func knownVerb(_ word: Word) -> Member? {
        guard begins(word, "$"), let name = TerraformTemplate.variable(buffer.text(word)[...])?.name,
            let known = assigned(name), known.arm == nil, known.choices == nil,
            Self.verbs.contains(where: { $0.description == known.value })
        else { return nil }
        return Member(text: known.value, range: word.range)
    }

    /// The program a first word runs: a variable counts where its value is known to be one.
    func program(_ word: Word, isBare: Bool) -> String? {
        let isVariable = view(word) { $0[0] == .ascii("$") }
        guard isVariable else {
            guard isBare else { return nil }
            return view(word) { word in
                var end = word.count
                while end > 0, word[end - 1] == .ascii("/") { end -= 1 }
                func ends(with program: StaticString) -> Bool {
                    let start = end - program.utf8CodeUnitCount
                    return word.has(program, at: start) && (start == 0 || word[start - 1] == .ascii("/"))
                }
                return ends(with: "tofu") ? "tofu" : ends(with: "terraform") ? "terraform" : nil
            }
        }
        let word = buffer.text(word)
        let base = word.lastPart
        if isBare, base == "tofu" || base == "terraform" { return String(base) }
        guard let variable = TerraformTemplate.pieces(word).first, variable.utf8.count == word.utf8.count,
            let name = TerraformTemplate.name(of: variable)
        else { return nil }
        let value = assigned(name)?.value ?? fileVariables[name] ?? String(variable)
        if let found = TerraformStateFacts.looksUp(value) { return found }
        for program in ["tofu", "terraform"]
        where value == program || value.hasSuffix(":-\(program)}") || value.hasSuffix("/" + program) {
            return program
        }
        return nil
    }

    /// A command of a wrapper, with the init that it runs before it.
    mutating func run(wrapper name: String, _ word: Word, _ first: Int) {
        let count = script.commands.count
        guard let wrapper = TerraformWrapper.all[name] else { return }
        run(wrapper.program, word, first)
        guard script.commands.count > count else { return }
        script.commands[count].wrapper = name
        let command = script.commands[count]
        guard wrapper.inits.contains(command.verb) else { return }
        var start = TerraformStateFacts.Command(
            program: command.program, wrapper: name, verb: "init", range: command.range, line: command.line,
            folder: command.folder)
        start.isFixed = command.isFixed
        start.assignments = command.assignments
        start.followsWriting = command.followsWriting
        start.mayNotRun = command.mayNotRun
        start.branches = command.branches
        script.commands.insert(start, at: count)
    }

    /// Options whose value may be the next word.
    private static let valued: [StaticString] = [
        "backend-config", "var", "var-file", "out", "chdir", "state", "target", "lock-timeout", "parallelism",
        "plugin-dir", "from-module",
    ]

    private func take(_ word: Word, _ rest: inout ArraySlice<Word>, _ command: inout TerraformStateFacts.Command) {
        guard begins(word, "-"), word.end - word.start > 1 else {
            if equals(word, "$@") || equals(word, "${@}") || equals(word, "$*") {
                command.takesAll = true
            } else if begins(word, "$") || begins(word, "{{") || holds(word, "…") {
                command.isOpen = true
            } else if begins(word, ">") || begins(word, "2>") || begins(word, "&>") {
                if buffer[word.start..<word.end].allSatisfy({ [0x30, 0x31, 0x32, 0x26, 0x3E].contains($0) }) {
                    _ = rest.popFirst()
                }
            } else {
                command.operands.append(buffer.text(word))
            }
            return
        }
        var option = word
        while option.start < option.end, buffer[option.start] == .ascii("-") { option.start += 1 }
        var value: Word?
        if let equals = buffer[option.start..<option.end].firstIndex(of: .ascii("=")) {
            value = Word(start: equals + 1, end: word.end, range: word.range)
            option.end = equals
        } else if view(option, { option in Self.valued.contains(where: option.equals) }) {
            value = rest.popFirst()
        }
        guard let value else {
            let name = buffer.text(option)
            command.options.insert(name)
            if TerraformTemplate.isOpen(name) { command.isOpen = true }
            return
        }
        if equals(option, "backend-config") {
            assign(value, to: &command.settings, orFile: &command.files)
            if command.settingsBefore.count < command.files.count {
                command.settingsBefore.append(command.settings.count)
            }
        } else if equals(option, "var-file") {
            command.variableFiles.append(.init(name: "", value: buffer.text(value), range: value.range))
        } else if equals(option, "var") {
            var none: [TerraformStateFacts.Setting] = []
            assign(value, to: &command.variables, orFile: &none)
            if !none.isEmpty { command.isOpen = true }
        } else if equals(option, "chdir") {
            command.folder = enter(buffer.text(value), from: command.folder)
        } else if equals(option, "backend") {
            if equals(value, "false") { command.usesBackend = false }
        } else if equals(option, "state") {
            if view(value, { Self.leadsAway($0[0]) }) { command.options.insert("state") }
        } else if equals(option, "out") {
            command.plan = buffer.text(value)
        }
    }

    /// Whether a state's file is named that is not where this runs: `-state=/data/net.tfstate`.
    static func leadsAway(_ first: UInt8) -> Bool { "/~${".utf8.contains(first) }

    private func assign(
        _ word: Word, to settings: inout [TerraformStateFacts.Setting],
        orFile files: inout [TerraformStateFacts.Setting]
    ) {
        if let equals = buffer[word.start..<word.end].firstIndex(of: .ascii("=")) {
            let name = buffer.text(word.start, equals)
            if TerraformTemplate.isArgument(name[...]) {
                settings.append(.init(name: name, value: buffer.text(equals + 1, word.end), range: word.range))
                return
            }
        }
        files.append(.init(name: "", value: buffer.text(word), range: word.range))
    }

    /// `just init`, `./bin/terraform-init stack`: something that initializes in a way that is not seen.
    mutating func noteWrapper(_ program: Word, _ first: Int) {
        guard script.kind == .documentation, script.commands.count < Self.limit else { return }
        guard view(program, Self.speaks) || words[first...].contains(where: { view($0, Self.speaks) }),
            !equals(program, "git"), !equals(program, "npm")
        else { return }
        script.commands.append(
            .init(program: "", verb: Self.wrapper, range: program.range, line: line, folder: nil))
    }

    /// The verb of what initializes without being tofu or terraform.
    static let wrapper = "(init)"
}
