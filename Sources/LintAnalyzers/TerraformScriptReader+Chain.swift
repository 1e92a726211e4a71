import LintSource

/// What decides whether the command that is being read runs at all, once its script does: what stands before it in a chain
/// of `&&` and `||`, and around it.
struct ShellChain: Sendable {
    /// Behind `||`, or behind `&&` and what is no step on the way to it.
    private var isDoubtful = false
    /// Whether that is so of what the bracket around it begins.
    private var isDoubtfulAround = false
    private var around: [Bool] = []
    /// Whether the last command only prepares the next: `cd net && …`.
    fileprivate(set) var isStep = true
    /// Whether `&&` or `||` was the last of all: the next line goes on.
    var goesOn = false
    /// Whether the command sets variables to what is not read.
    var setsUnseen = false
    /// Whether a recipe has make set variables: `$(eval X := …)`.
    var evaluates = false

    var mayNotRun: Bool { isDoubtful || isDoubtfulAround }

    /// `{`, `(`, the body of a function that is called.
    mutating func open() {
        // (So deep nobody writes.)
        if around.count < 1_000 { around.append(isDoubtfulAround) }
        isDoubtfulAround = mayNotRun
        isDoubtful = false
    }

    mutating func close() {
        isDoubtfulAround = around.popLast() ?? isDoubtfulAround
        isDoubtful = false
        isStep = false
    }

    /// `[ "$1" = net ] && for …`: all that follows in these brackets.
    mutating func begin() { isDoubtfulAround = mayNotRun }

    fileprivate mutating func end() { isDoubtful = false }
    fileprivate mutating func doubt() { isDoubtful = true }
}

extension TerraformScriptReader {
    /// A command has ended with what separates it from the next.
    mutating func noteSeparator(_ text: ByteView) {
        chain.goesOn = text.count == 2 && text[0] != .ascii(";")
        // (What is printed into a word says nothing of the chain that the word stands in.)
        if outer.last?.expands == true { return }
        switch text[0] {
        case .ascii("{"): chain.open()
        case .ascii("}"): chain.close()
        case .ascii("|"): if chain.goesOn { chain.doubt() }
        case .ascii("&") where chain.goesOn: if !chain.isStep { chain.doubt() }
        default: chain.end()
        }
    }

    /// A line has ended.
    mutating func endChain() {
        if !chain.goesOn, outer.last?.expands != true { chain.end() }
    }

    /// A keyword that begins a command of several.
    mutating func noteOpener(_ text: ByteView) {
        chain.goesOn = false
        switch text[0] {
        case .ascii("{") where text.count == 1: chain.open()
        case .ascii("}"): chain.close()
        case .ascii("i") where text.equals("if"), .ascii("f") where text.equals("for"), .ascii("u"), .ascii("w"),
            .ascii("c"):
            chain.begin()
        // What is chosen of a menu is not read: `select BUCKET in …`.
        case .ascii("s") where text.equals("select"): chain.setsUnseen = true
        default: break
        }
    }

    private static let steps: [StaticString] = [
        "cd", "pushd", "popd", "mkdir", "rm", "cp", "mv", "echo", "printf", "set", "true", ":", "export", "unset",
        "tofu", "terraform",
    ]

    /// - Parameters:
    ///   - name: the command's name; `nil` of one that only assigns.
    func isStep(_ name: Word?) -> Bool {
        guard let name else { return true }
        return view(name) { name in Self.steps.contains(where: name.equals) } || program(name, isBare: isBare) != nil
    }

    mutating func noteStep(_ name: Word?) { chain.isStep = isStep(name) }

    /// What a command sets that nothing tells holds behind it, not before it; so does what it sources.
    /// - Parameters:
    ///   - commands: how many there were before it.
    ///   - sources: how many there were before it.
    mutating func noteUnseen(_ commands: Int, _ sources: Int) {
        chain.setsUnseen = false
        guard script.assignments.count < Self.limit else { return }
        script.assignments.append(.init(name: Self.anything, value: ""))
        guard script.commands.count == commands else { return }
        for index in script.sources.indices.dropFirst(sources) {
            script.sources[index].assignments = script.assignments.count
        }
    }

    /// Whether all words from one on are redirections: `DIR=net 2>/dev/null`.
    func areRedirections(from first: Int) -> Bool {
        var index = first
        while index < words.count {
            let word = words[index]
            var at = word.start
            while at < word.end, buffer[at] == .ascii("&") || buffer[at] >= 0x30 && buffer[at] <= 0x39 { at += 1 }
            guard at < word.end, buffer[at] == .ascii(">") || buffer[at] == .ascii("<") else { return false }
            while at < word.end, [0x3C, 0x3E, 0x26, 0x7C].contains(buffer[at]) { at += 1 }
            // What stands alone is followed by its file.
            index += at == word.end ? 2 : 1
        }
        return true
    }
}
