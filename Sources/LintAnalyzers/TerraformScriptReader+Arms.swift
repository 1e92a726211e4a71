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

    fileprivate init(_ folder: String?, isLost: Bool, isIf: Bool, start: Int) {
        self.folder = folder
        self.isLost = isLost
        self.isIf = isIf
        self.start = start
    }

    /// So many ends and assignments of an arm are followed.
    fileprivate static let limit = 64
}

extension TerraformScriptReader {
    /// `case … in`, `if`
    mutating func beginBranches(isIf: Bool) {
        branchCount = min(branchCount + 1, 0xFFFF)
        branches.append(branchCount << 16)
        arms.append(ShellArms(folder, isLost: isLost, isIf: isIf, start: script.assignments.count))
    }

    mutating func nextBranch() {
        guard let last = branches.indices.last else { return }
        endArm()
        if branches[last] & 0xFFFF < 0xFFFF { branches[last] += 1 }
    }

    /// `fi`, `esac`: behind it the shell stands where the arm has gone that went somewhere. Where several did, it stands in
    /// one of these folders, as in a loop over them, and so it is with what they assign.
    mutating func endBranches() {
        guard !branches.isEmpty else { return }
        endArm()
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
        for (name, values) in ended.values.sorted(by: { $0.key < $1.key }) {
            // What the last one takes from elsewhere may be anything, and stays as it is.
            guard Set(values).count > 1, let last = values.last, let last, !TerraformTemplate.isOpen(last) else {
                continue
            }
            let known = values.compactMap { $0 }.filter { !TerraformTemplate.isOpen($0) }
            choose(name, known.count == values.count ? known : [])
        }
    }

    private mutating func choose(_ name: String, _ choices: [String]) {
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
        } else if keyword.equals("elif") || keyword.equals("else") {
            nextBranch()
        } else if keyword.equals("fi") {
            endBranches()
        } else if keyword.equals("{") {
            if let last = arms.indices.last { arms[last].hasGroup = true }
            beginGroup()
        } else if keyword.equals("[[") || keyword.equals("]]") {
            noteTest(begins: keyword[0] == .ascii("["))
        }
    }
}
