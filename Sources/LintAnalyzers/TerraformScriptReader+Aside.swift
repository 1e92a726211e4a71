import LintSource

/// Files of configuration that a script takes away before an init, and puts back: `mv backend.tf backend.tf.off`.
struct TerraformAside: Sendable, Hashable {
    /// From where the script begins.
    var path: String
    /// Whether it may be there still: another arm was taken.
    var isUnsure = false
    /// The arms that it was taken away in, where it was not asked first whether it is there.
    fileprivate var branches: [UInt32] = []

    fileprivate init(path: String) { self.path = path }
}

/// What a script has taken away so far, and what it has asked.
struct TerraformAsides: Sendable {
    fileprivate var files: [TerraformAside] = []
    /// What the last tests ask for.
    fileprivate var tested = ""
    /// Whether `[[` is open.
    fileprivate var isTest = false
    /// Whether the last command is a test.
    fileprivate var followsTest = false

    /// So many words with variables are looked up.
    fileprivate var left = 1_000

    fileprivate static let most = 16
}

extension TerraformScriptReader {
    /// Follows what is taken away and put back, command by command.
    mutating func noteAside() {
        guard let first = words.first else { return }
        if asides.isTest || equals(first, "[") || equals(first, "test") {
            var text = ""
            for word in words.prefix(16) { text += told(word) + " " }
            asides.tested = asides.isTest && asides.tested.utf8.count < 1_024 ? asides.tested + " " + text : text
            asides.followsTest = true
            return
        }
        defer { asides.followsTest = false }
        guard isBare else { return }
        let moves = equals(first, "mv")
        if moves || equals(first, "rm") {
            var operands: [String] = []
            for word in words.dropFirst() where !begins(word, "-") && operands.count < 16 {
                operands.append(told(word))
            }
            let isTold = words.contains { begins($0, "-t") || begins($0, "--target") }
            let target = moves && !isTold ? operands.last : nil
            for operand in moves && !isTold ? operands.dropLast() : operands[...] {
                // What is called otherwise in its folder is read all the same.
                if let target, TerraformState.isConfiguration(target), folder(of: target) == folder(of: operand) {
                    putBack(operand)
                    putBack(target)
                    continue
                }
                if TerraformState.isConfiguration(operand) { putAside(operand) }
                guard let target else { continue }
                putBack(TerraformState.isConfiguration(target) ? target : target + "/" + operand.lastPart)
            }
        } else if asides.files.isEmpty || words.count > 64 {
            return
        } else if equals(first, "git") {
            asides.files = []
        } else {
            for word in words.dropFirst() {
                var text = told(word)
                while text.hasPrefix(">") { text.removeFirst() }
                if TerraformState.isConfiguration(text) { putBack(text) }
            }
            // What is copied as it is called.
            guard equals(first, "cp") || equals(first, "ln"), let last = words.last else { return }
            let target = told(last)
            for word in words.dropFirst().dropLast() {
                putBack(target + "/" + told(word).lastPart)
            }
        }
    }

    /// `[[`, `]]`
    mutating func noteTest(begins: Bool) {
        asides.isTest = begins
        if begins { asides.tested = "" }
    }

    /// A word with what its variables hold.
    private mutating func told(_ word: Word) -> String {
        let text = buffer.text(word)
        guard asides.left > 0, text.holds("$") else { return text }
        asides.left -= 1
        return known(text)
    }

    private func folder(of file: String) -> Substring {
        file.utf8.lastIndex(of: 0x2F).map { file[..<$0] } ?? ""
    }

    private mutating func putAside(_ file: String) {
        guard asides.files.count < TerraformAsides.most, !isLost, let path = enter(file, from: folder) else { return }
        putBack(file)
        var new = TerraformAside(path: path)
        if !asides.tested.contains(file) {
            new.branches = branches
            new.isUnsure = asides.followsTest && isConditional
        }
        asides.files.append(new)
    }

    private mutating func putBack(_ file: String) {
        if asides.files.isEmpty { return }
        let path = enter(file, from: folder)
        asides.files.removeAll { $0.path == path }
    }

    /// What is away where a command runs.
    func filesAway() -> [TerraformAside] {
        asides.files.map { file in
            var file = file
            file.isUnsure = file.isUnsure || !branches.starts(with: file.branches)
            file.branches = []
            return file
        }
    }
}

extension TerraformStacks {
    /// Whether a script has taken the block of a folder away before its init; `nil` where it may have.
    func lacksBlock(_ run: Run, _ folder: Int) -> Bool? {
        let command = run.command
        guard !command.away.isEmpty, let own = blocks[folder], !own.isEmpty else { return false }
        var isSure = true
        for block in own {
            let path = TerraformTemplate.join(command.folder ?? "", String(path(Int(block.site.file)).lastPart))
            guard let away = command.away.first(where: { $0.path == path }) else { return false }
            if away.isUnsure { isSure = false }
        }
        return isSure ? true : nil
    }
}
