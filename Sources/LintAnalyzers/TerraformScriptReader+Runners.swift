import LintSource

/// Commands that another program runs: `timeout 60 terraform init`, `docker compose run --rm terraform init`.
extension TerraformScriptReader {
    static let prefixes: [StaticString] = [
        "export", "!", "sudo", "exec", "time", "command", "env", "readonly", "local", "declare", "@", "-x", "-E",
    ]

    func isPrefix(_ word: Word) -> Bool { view(word) { word in Self.prefixes.contains(where: word.equals) } }
    /// What runs its command in another place.
    static let elsewhere: [StaticString] = [
        "docker", "kubectl", "ssh", "podman", "echo", "printf", "git", "nix",
    ]
    func runsElsewhere(_ word: Word) -> Bool {
        view(word) { word in Self.elsewhere.contains(where: word.equals) }
    }

    /// What only speaks of a command, or takes its words for something else.
    private static let speakers: [StaticString] = [
        "echo", "printf", "print", "git", "log", "info", "warn", "error", "die", "fail", "grep", "which", "type", "cat",
        "ls",
        ":", "true", "usage", "mkdir", "touch", "rm", "cp", "mv", "[", "[[", "test", "alias", "npm", "man",
    ]
    /// What runs a command in a place of its own, with variables that are not seen.
    private static let containers: [StaticString] = [
        "docker", "docker-compose", "podman", "podman-compose", "nerdctl", "kubectl", "ssh", "lima", "vagrant",
    ]
    /// What runs a command as it stands.
    private static let runners: [StaticString] = [
        "timeout", "nohup", "nice", "stdbuf", "unbuffer", "nix", "nix-shell", "poetry", "pipenv", "uv", "eval",
        "devbox",
        "devenv", "flox", "mise", "asdf",
    ]
    /// What runs it with a file of variables.
    private static let loaders: [StaticString] = ["dotenv", "direnv"]

    /// - Parameters:
    ///   - name: a program that is none that is read.
    ///   - first: the first word behind it.
    mutating func runInner(_ name: Word, _ first: Int) {
        func isOne(of names: [StaticString]) -> Bool { view(name) { name in names.contains(where: name.equals) } }
        if equals(name, "git"), first < words.count, equals(words[first], "clone") { noteClone(first + 1) }
        guard first < words.count, script.kind != .comment, !isOne(of: Self.speakers) else { return }
        if first + 1 == words.count, equals(name, "eval") { splitWord(first) }
        guard first < words.count else { return }
        let isContainer = isOne(of: Self.containers)
        let isRunner = isOne(of: Self.runners)
        // In a page other words are a sentence's.
        if isContainer || isRunner || script.kind != .documentation || isOne(of: Self.loaders) {
            for index in first..<(words.count - 1) where isVerb(words[index + 1]) {
                guard let found = program(words[index], isBare: true) ?? (isContainer ? image(words[index]) : nil)
                else {
                    continue
                }
                let count = script.commands.count
                run(found, words[index], index + 1)
                guard script.commands.count > count else { return }
                // Where it stands, and what was set up there before, is not known.
                if isContainer {
                    guard script.commands[count].verb == "init" else { return script.commands.removeSubrange(count...) }
                    script.commands[count].folder = nil
                    script.commands[count].isFixed = false
                }
                if !isRunner { script.commands[count].isOpen = true }
                return
            }
        }
        noteUnread(name, first)
    }

    /// `eval "terraform init $ARGS"`: the words in the word at `place`.
    private mutating func splitWord(_ place: Int) {
        let word = words[place]
        guard word.end - word.start <= 4_096 else { return }
        let parts = TerraformStateFacts.words(of: buffer.text(word)).map { kept(Member(text: $0, range: word.range)) }
        words.replaceSubrange(place...place, with: parts)
    }

    /// `git clone -b main git@github.com:someone/lab.git`
    private mutating func noteClone(_ first: Int) {
        guard script.kind == .documentation, written.clones.count < 100,
            let url = words[first...].firstIndex(where: { !begins($0, "-") && (holds($0, "/") || holds($0, ":")) })
        else { return }
        let folder = url + 1 < words.count ? words[url + 1] : words[url]
        var name = String(buffer.text(folder).lastPart)
        if name.hasSuffix(".git") { name.removeLast(4) }
        if !name.isEmpty, name != "." { written.clones.insert(name) }
    }

    private func isVerb(_ word: Word) -> Bool {
        begins(word, "-chdir") || view(word) { word in Self.verbs.contains(where: word.equals) }
    }

    /// `hashicorp/terraform:1.9`
    private func image(_ word: Word) -> String? {
        view(word) { word in
            var end = 0
            var start = 0
            while end < word.count, word[end] != .ascii(":"), word[end] != .ascii("@") {
                if word[end] == .ascii("/") { start = end + 1 }
                end += 1
            }
            let name = ByteView(word[start..<end])
            return name.equals("terraform")
                ? "terraform" : name.equals("opentofu") || name.equals("tofu") ? "tofu" : nil
        }
    }

    /// An init that is not read, `sh -c "terraform init"`, may still give what nothing else does.
    private mutating func noteUnread(_ name: Word, _ first: Int) {
        let isInit = words[first...].contains { word in
            equals(word, "init")
                || holds(word, "init") && (holds(word, "terraform init") || holds(word, "tofu init"))
        }
        guard isInit else { return }
        if words[first...].contains(where: {
            holds($0, "-backend-config") || image($0) != nil || holds($0, "terraform init") || holds($0, "tofu init")
        }) {
            written.opensInit = true
        }
    }

    // MARK: arms of which one runs

    /// `case … in`, `if`
    mutating func beginBranches() {
        branchCount = min(branchCount + 1, 0xFFFF)
        branches.append(branchCount << 16)
    }

    mutating func nextBranch() {
        guard let last = branches.indices.last, branches[last] & 0xFFFF < 0xFFFF else { return }
        branches[last] += 1
    }

    mutating func noteBranch(_ keyword: ByteView) {
        if keyword.equals("if") {
            beginBranches()
        } else if keyword.equals("elif") || keyword.equals("else") {
            nextBranch()
        } else if keyword.equals("fi") {
            _ = branches.popLast()
        }
    }
}
