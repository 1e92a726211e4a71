import LintSource

/// Commands that another program runs: `timeout 60 terraform init`, `docker compose run --rm terraform init`.
extension TerraformScriptReader {
    static let prefixes: [StaticString] = [
        "export", "!", "sudo", "exec", "time", "command", "env", "readonly", "local", "declare", "@", "-x", "-E",
    ]

    func isPrefix(_ word: Word) -> Bool { view(word) { word in Self.prefixes.contains(where: word.equals) } }

    /// What becomes of a command that is another program's arguments.
    enum Role {
        /// It is only spoken of, or its words are taken for something else.
        case spoken
        /// It runs in a place of its own, with variables that are not seen.
        case contained
        /// It runs as it stands.
        case plain
        /// It runs with a file of variables.
        case loaded
    }

    private static let roles: [(role: Role, names: [StaticString])] = [
        (
            .spoken,
            [
                "echo", "printf", "print", "git", "log", "info", "warn", "error", "die", "fail", "grep", "rg", "awk",
                "sed", "which", "type", "cat", "ls", ":", "true", "usage", "mkdir", "touch", "rm", "cp", "mv", "tar",
                "zip", "[", "[[", "test", "alias", "npm", "make", "man", "curl", "tee", "read", "tflint",
            ]
        ),
        (
            .contained,
            [
                "docker", "docker-compose", "podman", "podman-compose", "nerdctl", "kubectl", "ssh", "lima", "vagrant",
                "oc", "multipass", "lxc", "incus", "limactl", "chroot", "nsenter", "machinectl", "systemd-nspawn",
                "toolbox", "distrobox", "wsl", "pssh", "parallel-ssh", "sshpass", "gcloud", "flyctl",
            ]
        ),
        (
            .plain,
            [
                "timeout", "nohup", "nice", "stdbuf", "unbuffer", "nix", "nix-shell", "poetry", "pipenv", "uv", "eval",
                "devbox", "devenv", "flox", "mise", "asdf",
            ]
        ),
        (.loaded, ["dotenv", "direnv"]),
    ]

    static func role(_ name: ByteView) -> Role? {
        roles.first { $0.names.contains(where: name.equals) }?.role
    }

    /// Whether a program's name says that what is behind it runs in another place, or, where it comes first, not at all.
    static func runsElsewhere(_ name: ByteView, isFirst: Bool = true) -> Bool {
        let role = role(name)
        return role == .contained || role == .spoken && isFirst
    }

    func runsElsewhere(_ word: Word) -> Bool { view(word) { Self.runsElsewhere($0) } }

    /// - Parameters:
    ///   - name: a program that is none that is read.
    ///   - first: the first word behind it.
    mutating func runInner(_ name: Word, _ first: Int) {
        if equals(name, "git"), first < words.count, equals(words[first], "clone") { noteClone(first + 1) }
        guard first < words.count, script.kind != .comment else { return }
        let role = view(name, Self.role)
        if role == .spoken {
            // `make init ARGS="-backend-config=key=x"`
            if equals(name, "make") { noteUnread(name, first, role) }
            return
        }
        if first + 1 == words.count, equals(name, "eval") { splitWord(first) }
        guard first < words.count else { return }
        let isContainer = role == .contained
        if isContainer, makesNothing(first) { return }
        // In a page other words are a sentence's.
        if role != nil || script.kind != .documentation {
            for index in first..<(words.count - 1) where isVerb(words[index + 1]) {
                guard let found = program(words[index], isBare: true) ?? (isContainer ? image(words[index]) : nil)
                else {
                    continue
                }
                // (A folder of tests is called so.)
                if role == nil, equals(words[index + 1], "test") { continue }
                let count = script.commands.count
                run(found, words[index], index + 1)
                guard script.commands.count > count else { return }
                // Where it stands, and what was set up there before, is not known.
                if isContainer {
                    guard script.commands[count].verb == "init" else { return script.commands.removeSubrange(count...) }
                    script.commands[count].folder = nil
                    script.commands[count].isFixed = false
                }
                if isContainer, isOfficial(words[index]), !words[first..<index].contains(where: { mayHandOver($0) }) {
                    // What the container is told besides is variables.
                    script.commands[count].isLoaded = true
                } else if role != .plain {
                    script.commands[count].isOpen = true
                }
                return
            }
        }
        if !announces(name) { noteHanded(first) }
        noteUnread(name, first, role)
    }

    /// Whether an image is the program alone, with nothing that adds arguments.
    private func isOfficial(_ word: Word) -> Bool {
        holds(word, "hashicorp/terraform") || holds(word, "opentofu/opentofu")
    }

    /// Whether a word before the image may bring arguments of an init: `$OPTIONS`, `-e TF_CLI_ARGS_init=…`.
    private func mayHandOver(_ word: Word) -> Bool {
        begins(word, "$") && !begins(word, "$PWD") && !begins(word, "${PWD") && !begins(word, "$(")
            || holds(word, "TF_CLI_ARGS")
            || begins(word, "--entrypoint") || begins(word, "--env-file")
    }

    /// `docker compose logs terraform`
    private func makesNothing(_ first: Int) -> Bool {
        let isCompose = equals(words[first], "compose") && first + 1 < words.count
        return view(words[isCompose ? first + 1 : first]) { word in Self.quiet.contains(where: word.equals) }
    }

    private static let quiet: [StaticString] = [
        "logs", "build", "buildx", "pull", "push", "tag", "images", "inspect", "ps", "rm", "rmi", "stop", "kill", "cp",
    ]

    /// `eval "terraform init $ARGS"`: the words in the word at `place`, where they are one command's.
    private mutating func splitWord(_ place: Int) {
        let word = words[place]
        let isOne = view(word) { text in !text.buffer.contains { [0x0A, 0x26, 0x3B, 0x7C].contains($0) } }
        guard word.end - word.start <= 4_096, isOne else { return }
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
    private mutating func noteUnread(_ name: Word, _ first: Int, _ role: Role?) {
        // (Few commands hold the word.)
        guard words[first...].contains(where: { holds($0, "init") }) else { return }
        let isGiven = words[first...].contains {
            holds($0, "-backend-config") || role == .contained && image($0) != nil
        }
        if isGiven, words[first...].contains(where: { equals($0, "init") }) {
            written.opensInit = true
        } else if script.kind != .documentation, words[first...].indices.contains(where: { isRun($0, by: name, first) })
        {
            written.opensInit = true
        }
    }

    private func mayRun(_ word: Word) -> Bool { holds(word, "terraform init") || holds(word, "tofu init") }

    /// Whether a text in quotes, behind the program `name`, is a shell's: most such texts are said to people.
    private func isRun(_ place: Int, by name: Word, _ first: Int) -> Bool {
        let word = words[place]
        guard mayRun(word) else { return false }
        if begins(word, "--command=") { return true }
        if place > first, begins(words[place - 1], "-") || begins(words[place - 1], "<<") {
            let option = words[place - 1]
            if equals(option, "--command") { return true }
            // `-c`, `-lc`, `-exec`
            let isShells = view(option) { option in
                option.count > 1 && option[option.count - 1] == .ascii("c") && option[1] != .ascii("-")
            }
            if isShells { return true }
            // What another option has, `--title "terraform init"`, is its own.
            return view(name) { name in Self.shells.contains(where: name.equals) }
        }
        if view(name, { name in Self.shells.contains(where: name.equals) || Self.role(name) == .contained }) {
            return true
        }
        // `gum log`
        if announces(name) || words[first..<min(place, first + 3)].contains(where: { announces($0) }) { return false }
        return view(word) { TerraformScriptReader.isCommand($0) }
    }

    /// What runs a text.
    private static let shells: [StaticString] = ["eval", "ssh", "su", "watch", "xargs", "parallel"]

    /// What a name has in it of a program that only speaks: `log_info`, `print-error`, `$(ECHO)`.
    private static let announcers: Set<String> = Set(
        roles.first { $0.role == .spoken }?.names.map(\.description) ?? []
    ).union([
        "msg", "message", "say", "notice", "notify", "header", "heading", "banner", "step", "title", "section",
        "abort", "exit", "comment", "write", "debug", "trace", "warning", "fatal", "success", "logger", "logging",
        "throw", "assert", "expect", "contains", "prompt", "confirm", "ask", "help", "color", "red", "green",
        "yellow", "blue",
    ])

    func announces(_ word: Word) -> Bool {
        guard word.end - word.start <= 64 else { return false }
        let parts = buffer.text(word).lowercased().split { !$0.isLetter }
        return !parts.contains { $0 == "run" || $0 == "exec" }
            && parts.contains { Self.announcers.contains(String($0)) }
    }

    /// Whether a text is an init with options, alone or among a shell's commands. What goes on with a word is a sentence.
    private static func isCommand(_ text: ByteView) -> Bool {
        let (long, short): (StaticString, StaticString) = ("terraform init", "tofu init")
        guard let start = text.place(of: long) ?? text.place(of: short) else { return false }
        let end = start + (text.has(long, at: start) ? long : short).utf8CodeUnitCount
        let separators: [UInt8] = [.ascii("&"), .ascii("|"), .ascii(";"), .ascii("("), 0x0A]
        var own = start
        while own > 0, !separators.contains(text[own - 1]) { own -= 1 }
        let before = String(decoding: text[own..<start], as: UTF8.self).split(separator: " ")
        let isFirst = before.allSatisfy { word in
            word.contains("=") || word.hasSuffix("/") || ["sudo", "exec", "env", "time", "command"].contains(word)
        }
        var next = end
        while next < text.count, text[next] == .ascii(" ") { next += 1 }
        return isFirst
            && (next == text.count || separators.contains(text[next]) || "-$<>'\"`){\\2".utf8.contains(text[next]))
    }
}
