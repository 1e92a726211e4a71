import LintSource

/// The arms of an `if` or a `case` that are being read: one of them runs, each from where the shell stood before the first.
struct ShellArms: Sendable {
    let folder: String?
    let isLost: Bool
    /// Whether what an arm assigns is not told by its subject: an `if`.
    let isIf: Bool
    /// Where arms end that went somewhere; `nil` where nothing tells.
    fileprivate(set) var ends: [String?] = []
    /// How many assignments were there when the arm began.
    fileprivate var start: Int
    /// Whether braces were in the arm.
    fileprivate var hasGroup = false
    /// For each variable what arms give it; `nil` for what is not known.
    fileprivate var values: [String: [String?]] = [:]
    /// How many assignments were there before the first arm.
    fileprivate let first: Int
    /// How many arms go on behind all of them, and whether one of them runs in any case.
    fileprivate var ways = 0
    fileprivate var hasElse = false
    /// Where assignments stand that say for the next arm what held before the one that ended.
    fileprivate var restored: Set<Int> = []
    /// Variables that an arm asks to be empty: it gives them a default.
    fileprivate var emptied: Set<String> = []

    fileprivate init(_ folder: String?, isLost: Bool, isIf: Bool, start: Int) {
        self.folder = folder
        self.isLost = isLost
        self.isIf = isIf
        self.start = start
        first = start
    }

    /// So many ends and assignments of an arm are followed.
    fileprivate static let limit = 64
}

/// What the last command asked: `[ -z "$DIR" ]`.
struct ShellTests: Sendable {
    fileprivate(set) var isTest = false
    /// Whether the next is one: `[[`.
    fileprivate var opens = false
    /// The variable that it asks to be empty.
    fileprivate var emptied: String?
}

extension TerraformScriptReader {
    /// `for x in …`
    mutating func takesLoop() -> Bool {
        guard equals(words[0], "for"), words.count > 3, equals(words[2], "in") else { return false }
        var choices: [String] = []
        for word in words[3...] where choices.count < Self.limit { choices += items(of: buffer.text(word)) }
        script.assignments.append(.init(name: buffer.text(words[1]), value: "", choices: choices, arm: cases.last))
        return true
    }

    /// What stands for the names of variables that are set, and nothing tells which: no variable is called so.
    static let anything = "*"

    /// Whether a command may set variables of its shell to what is not read: `read NAME`, `eval "$(…)"`, `export $(…)`.
    func setsUnseen(_ name: Word, after first: Int) -> Bool {
        guard isBare, name.start < name.end else { return false }
        // (Once is enough.)
        let known = Self.anything.nameHash
        if script.assignments.first?.hash == known || script.assignments.last?.hash == known { return false }
        switch buffer[name.start] {
        case .ascii("r"): return equals(name, "read") || equals(name, "readarray")
        case .ascii("e"): return equals(name, "eval")
        case .ascii("g"): return equals(name, "getopts")
        case .ascii("l"): return equals(name, "let")
        case .ascii("m"): return equals(name, "mapfile")
        case .ascii("p"):
            return equals(name, "printf") && words.count > first + 1 && begins(words[first + 1], "-v")
        case .ascii("$"): return first > 0 && declares(words[0])
        default: return false
        }
    }

    private func declares(_ word: Word) -> Bool {
        ["export", "declare", "typeset", "local", "readonly"].contains { equals(word, $0) }
    }

    /// What a word of a loop's list comes to: `"${STACKS[@]}"`, `$STACKS`.
    private func items(of text: String) -> [String] {
        guard text.begins("$") else { return [text] }
        if text.hasPrefix("${"), text.hasSuffix("[@]}") || text.hasSuffix("[*]}") {
            return arrays[String(text.dropFirst(2).dropLast(4))]?.map(\.text) ?? [text]
        }
        guard let name = TerraformTemplate.variable(text[...])?.name else { return [text] }
        let own = assigned(name)
        guard own?.choices == nil, own?.arm == nil, let value = own?.value ?? fileVariables[name],
            !TerraformTemplate.isOpen(value), value.utf8.count <= 16_384
        else { return [text] }
        return value.split { $0 == " " || $0 == "\n" || $0 == "\t" }.map(String.init)
    }

    /// Notes whether the command is a test.
    mutating func noteTest(_ first: Int) {
        guard first < words.count, words.count < 64 else {
            tests = ShellTests()
            return
        }
        let name = words[first]
        tests.isTest = tests.opens || equals(name, "[") || equals(name, "[[") || equals(name, "test")
        tests.opens = false
        guard tests.isTest else {
            if tests.emptied != nil { tests.emptied = nil }
            return
        }
        let mark = words[first...].firstIndex { equals($0, "-z") }.map { $0 + 1 } ?? words.count
        tests.emptied = mark < words.count ? TerraformTemplate.name(of: buffer.text(words[mark])[...]) : nil
    }

    /// `[ "$1" = dns ] && DIR=dns`: what the variable was before, it may still be.
    mutating func chooseBehindTest(from known: Int) {
        guard cases.isEmpty, known < script.assignments.count else { return }
        for assignment in script.assignments[known...].prefix(8)
        where tests.emptied != assignment.name && assignment.choices == nil
            && !TerraformTemplate.isOpen(assignment.value)
        {
            guard let before = value(of: assignment.name, before: known) else { continue }
            let choices = TerraformTemplate.isOpen(before) ? [] : [before, assignment.value]
            if before != assignment.value { choose(assignment.name, choices) }
        }
    }

    /// What a variable was given before so many assignments, or around the script; of several values `$`. `nil` where
    /// nothing seen gives it one.
    private func value(of name: String, before count: Int) -> String? {
        if let own = script.assignment(of: name, before: count) {
            return own.choices == nil && own.arm == nil ? own.value : "$"
        }
        return script.environment.last { $0.name == name }?.value
    }

    /// `case … in`, `if`
    mutating func beginBranches(isIf: Bool) {
        branchCount = min(branchCount + 1, 0xFFFF)
        branches.append(branchCount << 16)
        arms.append(ShellArms(folder, isLost: isLost, isIf: isIf, start: script.assignments.count))
    }

    mutating func nextBranch() {
        guard let last = branches.indices.last else { return }
        let start = arms.last?.start
        endArm()
        if let start { restore(from: start) }
        if branches[last] & 0xFFFF < 0xFFFF { branches[last] += 1 }
    }

    /// What an arm of `if` has assigned is for the next one what it was before.
    private mutating func restore(from start: Int) {
        let count = script.assignments.count
        guard let arm = arms.last, arm.isIf, count > start, count - start <= ShellArms.limit else { return }
        let names = Set(script.assignments[start..<count].map(\.name)).subtracting(arm.emptied)
        for name in names.sorted() where script.assignments.count < Self.limit {
            guard let before = value(of: name, before: arm.first) else { continue }
            let own = script.assignment(of: name, before: arm.first)
            // What is made of others of these is not read a second time.
            let isPlain = before != "$" && !(TerraformTemplate.isOpen(before) && names.contains { before.contains($0) })
            let known = isPlain ? own ?? .init(name: name, value: before) : .init(name: name, value: "", choices: [])
            arms[arms.count - 1].restored.insert(script.assignments.count)
            script.assignments.append(known)
        }
        arms[arms.count - 1].start = script.assignments.count
    }

    /// `fi`, `esac`: behind it the shell stands where the arm has gone that went somewhere. Where several did, it stands in
    /// one of these folders, as in a loop over them, and so it is with what they assign.
    mutating func endBranches() {
        guard !branches.isEmpty else { return }
        // Whoever comes behind an arm that ends the shell has not been in it.
        let left = hasLeft ? arms.last.flatMap { $0.hasGroup ? nil : $0.start } : nil
        endArm()
        if let left { restore(from: left) }
        let number = branches.removeLast() >> 16
        guard let ended = arms.popLast() else { return }
        let known = ended.ends.compactMap { $0 }
        if ended.ends.count == 1 {
            folder = ended.ends[0]
            isLost = folder == nil
        } else if ended.ends.count > 1 {
            let isKnown = known.count == ended.ends.count && !known.contains(where: TerraformTemplate.isOpen)
            let name = "ARMS_\(number)"
            folder = isKnown ? "${\(name)}" : nil
            isLost = !isKnown
            if isKnown { choose(name, known) }
        }
        let ways = ended.ways + (ended.hasElse ? 0 : 1)
        for (name, given) in ended.values.sorted(by: { $0.key < $1.key }) {
            var values = given
            // Behind an arm that does not give it one it is what it was.
            if given.count < ways, !ended.emptied.contains(name), let last = given.last, let last {
                let before = value(of: name, before: ended.first)
                if let before { values.insert(TerraformTemplate.isOpen(before) ? nil : before, at: 0) }
                if values.count == 1 || TerraformTemplate.isOpen(last) {
                    doubtRestored(name, ended)
                    continue
                }
            }
            // What the last one takes from elsewhere may be anything, and stays as it is.
            guard Set(values).count > 1, let last = values.last, let last, !TerraformTemplate.isOpen(last) else {
                if Set(values).count > 1 { doubtRestored(name, ended) }
                continue
            }
            let known = values.compactMap { $0 }.filter { !TerraformTemplate.isOpen($0) }
            choose(name, known.count == values.count ? known : [])
        }
    }

    /// Behind all arms it need not be what it was before them, though the last one has not changed it.
    private mutating func doubtRestored(_ name: String, _ ended: ShellArms) {
        guard let last = script.assignments.lastIndex(where: { $0.name == name }), ended.restored.contains(last) else {
            return
        }
        choose(name, [])
    }

    mutating func choose(_ name: String, _ choices: [String]) {
        guard script.assignments.count < Self.limit else { return }
        script.assignments.append(.init(name: name, value: "", choices: choices))
    }

    /// The arm's end: the next begins where this one did.
    private mutating func endArm() {
        guard var arm = arms.popLast() else { return }
        // An arm that ends the shell is followed by nothing. (In braces it may be the end of another command's `||`.)
        defer {
            arm.start = script.assignments.count
            arm.hasGroup = false
            hasLeft = false
            (folder, isLost) = (arm.folder, arm.isLost)
            arms.append(arm)
        }
        if hasLeft, !arm.hasGroup { return }
        arm.ways += 1
        let end = isLost ? nil : folder
        if isLost != arm.isLost || folder != arm.folder, !arm.ends.contains(end) {
            arm.ends.append(arm.ends.count < ShellArms.limit ? end : nil)
        }
        let count = script.assignments.count
        if arm.isIf, count > arm.start, count - arm.start <= ShellArms.limit {
            var own: [String: String?] = [:]
            for assignment in script.assignments[arm.start..<count] {
                let isTold = assignment.choices == nil && assignment.arm == nil
                own[assignment.name] = .some(isTold ? assignment.value : nil)
            }
            for (name, value) in own where arm.values[name, default: []].count < ShellArms.limit {
                arm.values[name, default: []].append(value)
            }
        }
    }

    /// What is a keyword to the shell alone: a recipe's first may have marks of make's before it, and those that follow are
    /// words to who has not seen it.
    func recipeKeyword(_ text: ByteView) -> ByteView? {
        guard text.count < 8 else { return nil }
        if words.isEmpty, text[0] == .ascii("@") || text[0] == .ascii("-") || text[0] == .ascii("+") {
            var start = 1
            while text[start] == .ascii("@") || text[start] == .ascii("-") || text[start] == .ascii("+") { start += 1 }
            let rest = ByteView(text[start..<text.count])
            return (["if", "for", "case", "while"] as [StaticString]).contains(where: rest.equals) ? rest : nil
        }
        if text.equals("in"), words.count == 2, equals(words[0], "case") { return text }
        return text.equals("esac") && words.isEmpty && !cases.isEmpty ? text : nil
    }

    mutating func noteBranch(_ keyword: ByteView) {
        if keyword.equals("if") {
            beginBranches(isIf: true)
        } else if keyword.equals("then") {
            if let name = tests.emptied, let last = arms.indices.last { arms[last].emptied.insert(name) }
        } else if keyword.equals("elif") || keyword.equals("else") {
            nextBranch()
            if keyword.equals("else"), let last = arms.indices.last { arms[last].hasElse = true }
        } else if keyword.equals("fi") {
            endBranches()
        } else if keyword.equals("{") {
            if let last = arms.indices.last { arms[last].hasGroup = true }
            beginGroup()
        } else if keyword.equals("[[") || keyword.equals("]]") {
            tests.opens = keyword[0] == .ascii("[")
            noteTest(begins: tests.opens)
        }
    }
}
