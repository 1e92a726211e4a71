import LintSource
import LintSyntax

/// What a script had when a part of it began whose assignments end with it: a subshell, a function's own variables, a
/// command that has some before it.
struct ShellScope: Sendable {
    fileprivate let assignments: Int
    fileprivate let commands: Int
    fileprivate let sources: Int

    init(_ script: TerraformStateFacts.Script) {
        (assignments, commands, sources) = (script.assignments.count, script.commands.count, script.sources.count)
    }
}

extension TerraformScriptReader {
    /// A command around `$( … )`, or the shell around `( … )`.
    struct Outer {
        var words: [Word]
        var isBare: Bool
        var line: Int
        /// Whether the bracket is an expansion.
        var expands: Bool
        /// Where the text in it begins.
        var mark: Int
        /// What the bracket comes to, where a command in it that is not its last tells: `git … || pwd`.
        var printed: [UInt8]?
        /// What is after it as it was before it.
        fileprivate var scope: ShellScope
        fileprivate var arrays: [String: [Member]]
        fileprivate var held: [String: [ShellTexts.Held]]
    }

    mutating func open(_ text: ByteView, _ range: ByteRange) {
        if isPattern { return }
        let expands = text.count == 2
        if !expands, array == nil, let last = words.last, !endsWord, last.end > last.start,
            buffer[last.end - 1] == .ascii("=")
        {
            var name = buffer.text(last).dropLast()
            arrayGrows = name.hasSuffix("+")
            if arrayGrows { name = name.dropLast() }
            array = String(name)
            dropWords()
            return
        }
        // `name() { … }`
        if !expands, words.count == 1, isBare {
            functions.begin(.opened(buffer.text(words[0])))
            dropWords()
            return
        }
        if !expands {
            finish()
            chain.open()
        }
        if expands, endsWord { begin(line, range, bare: false) }
        openShell(words, expands: expands)
        words = []
    }

    /// `( … )` whose bracket is read.
    mutating func openSubshell() {
        chain.open()
        openShell([], expands: false)
    }

    private mutating func openShell(_ words: [Word], expands: Bool) {
        outer.append(
            Outer(
                words: words, isBare: isBare, line: line, expands: expands, mark: buffer.count,
                scope: ShellScope(script), arrays: arrays, held: texts.held))
        folders.append(folder)
        endsWord = true
    }

    mutating func close(_ range: ByteRange) {
        if let name = array, outer.isEmpty || outer.last?.expands != true || words.isEmpty {
            if !functions.calls.isEmpty { tellWords(asMembers: true) }
            let members = members(of: words)
            if !arrayGrows {
                arrays[name] = members
            } else if arrays[name, default: []].count < 500 {
                arrays[name, default: []] += members
            }
            array = nil
            dropWords()
            return
        }
        if isPattern, let last = cases.indices.last {
            cases[last].earlier += cases[last].patterns
            // So many arms are not followed: no subject decides them.
            if cases[last].earlier.count > 200 { cases[last] = .init(subject: "$", patterns: [], earlier: []) }
            cases[last].patterns = words.map { buffer.text($0) }.filter { $0 != "|" }
            isPattern = false
            nextBranch()
            dropWords()
            return
        }
        let inner = outer.last?.expands == true ? outer.last?.printed ?? substitution : []
        finish()
        guard let around = outer.popLast() else { return }
        folder = folders.popLast() ?? folder
        if !around.expands { endShell(around.scope) }
        end(around.scope)
        arrays = around.arrays
        texts.held = around.held
        (words, isBare, line) = (around.words, around.isBare, around.line)
        if around.expands, !words.isEmpty {
            inner.withByteView { append($0) }
            extend(to: range)
        }
        endsWord = !around.expands
    }

    // MARK: what ends

    /// What was sourced in a subshell that runs nothing ends with it.
    private mutating func endShell(_ scope: ShellScope) {
        chain.close()
        guard scope.commands == script.commands.count, scope.sources < script.sources.count else { return }
        script.sources.removeSubrange(scope.sources...)
    }

    /// All that was assigned in a scope is again what it was before.
    mutating func end(_ scope: ShellScope) {
        let start = scope.assignments
        guard script.assignments.count > start else { return }
        // What nothing refers to is gone.
        if scope.commands == script.commands.count, scope.sources == script.sources.count {
            script.assignments.removeSubrange(start...)
            return
        }
        var seen: Set<UInt64> = []
        for index in start..<script.assignments.count where seen.insert(script.assignments[index].hash).inserted {
            restore(script.assignments[index].name, asBefore: start)
        }
    }

    /// A variable is again what it was before so many assignments.
    mutating func restore(_ name: String, asBefore start: Int) {
        guard script.assignments.count < Self.limit else { return }
        script.assignments.append(.init(name, asBefore: min(start, script.assignments.count)))
    }

    /// A variable of a function's own.
    struct Local: Sendable {
        fileprivate let name: String
        /// How many assignments were there.
        fileprivate let start: Int
        fileprivate let members: [Member]?
        fileprivate let held: [ShellTexts.Held]?
    }

    /// `local DIR=net`, `declare DIR`
    mutating func noteLocal(_ name: String) {
        guard let call = functions.calls.indices.last, TerraformTemplate.isName(name),
            functions.calls[call].locals.count < 64,
            !functions.calls[call].locals.contains(where: { $0.name == name })
        else { return }
        functions.calls[call].locals.append(
            Local(name: name, start: script.assignments.count, members: arrays[name], held: texts.held[name]))
    }

    /// A call is over.
    mutating func end(_ locals: [Local], _ scope: ShellScope) {
        if locals.isEmpty || script.assignments.count < scope.assignments { return }
        for local in locals {
            if arrays[local.name] != nil || local.members != nil { arrays[local.name] = local.members }
            if texts.held[local.name] != nil || local.held != nil { texts.held[local.name] = local.held }
        }
        let start = scope.assignments
        let areAll = script.assignments[start...].allSatisfy { given in locals.contains { $0.name == given.name } }
        if areAll { return end(scope) }
        for local in locals { restore(local.name, asBefore: local.start) }
    }

    /// The words of `local -r DIR=net` that say how it is declared.
    /// - Returns: whether the variable is the function's own, and whether its value is what is written; `nil` where the
    ///   command declares none.
    func declaration() -> (isLocal: Bool, isPlain: Bool)? {
        guard isBare, let first = words.first else { return nil }
        let isReadOnly = equals(first, "readonly")
        guard isReadOnly || equals(first, "local") || equals(first, "declare") || equals(first, "typeset") else {
            return nil
        }
        var flags: [UInt8] = []
        for word in words.dropFirst() {
            guard begins(word, "-") else { break }
            flags += buffer[word.start..<word.end]
        }
        let isLocal = !isReadOnly && !functions.calls.isEmpty && !flags.contains(.ascii("g"))
        return (isLocal, !flags.contains { "niluc".utf8.contains($0) })
    }

    /// `unset DIR`
    mutating func unset(_ first: Int) {
        for word in words[first...].prefix(64) {
            let name = buffer.text(word)
            if name == "-f" { return }
            guard TerraformTemplate.isName(name), script.assignments.count < Self.limit else { continue }
            arrays[name] = nil
            texts.held[name] = nil
            script.assignments.append(.init(name: name, value: ""))
        }
    }
}

extension TerraformScriptReader {
    /// The assignment that holds for a variable here.
    func assigned(_ name: String) -> TerraformStateFacts.Assignment? {
        script.assignment(of: name, before: script.assignments.count)
    }
}
