import LintSource
import LintSyntax

/// Scripts that are a word of a command: `sh -c '…'`, `eval "$COMMAND"`.
struct ShellTexts: Sendable {
    struct Text: Sendable {
        var bytes: [UInt8]
        /// Of its word.
        var range: ByteRange
        var line: Int
        /// Where it begins.
        var folder: String?
        /// Whether something tells where that is.
        var isPlaced = true
        /// Whether it runs where nothing is but what its program brings there.
        var isContained = false
        /// Whether it is the shell's own, which goes where it goes.
        var isOwn = false
        var isOpen = false
        var isLoaded = false
        /// Where in its container the checkout is.
        var checkouts: [String] = []
    }

    /// Those of the last command.
    var next: [Text] = []
    /// In how many others it stands.
    var depth = 0
    /// So many bytes are read: functions are called often, and texts stand in texts.
    var budget = 65_536
    /// The file that a command has read whose output is made the environment.
    var loaded: String?
    /// Commands that variables hold, by name.
    var held: [String: [Held]] = [:]
    /// Names of those that were run, and of those that were only handed to something.
    var ran: Set<String> = []
    var handed: [String: (range: ByteRange, line: Int, isTofu: Bool)] = [:]

    /// A text that a variable may hold.
    struct Held: Sendable {
        var text: String
        var range: ByteRange
        /// The arms that it was assigned in.
        var branches: [UInt32]
        /// Whether more may be added to it.
        var isOpen = false

        /// Whether a command in these arms never sees it.
        func isHidden(from others: [UInt32]) -> Bool {
            guard let (own, other) = zip(branches, others).first(where: { $0 != $1 }) else { return false }
            return own >> 16 == other >> 16
        }
    }

    /// No person's text is longer.
    static let limit = 16_384
    static let mostDeep = 4

    /// Whether so much may be read; it is taken away.
    mutating func pays(_ count: Int) -> Bool {
        guard depth < ShellTexts.mostDeep, count <= ShellTexts.limit, budget >= count + 64 else { return false }
        budget -= count + 64
        return true
    }
}

extension TerraformScriptReader {
    /// Whether one of the words from `first` to `end` is a program that brings variables.
    func loads(_ first: Int, _ end: Int) -> Bool {
        words[first..<min(end, words.count)].prefix(8).contains { word in
            let count = word.end - word.start
            return count > 1 && count <= 64 && TerraformWrapper.loaders.contains(String(buffer.text(word).lastPart))
        }
    }

    private static let shells: [StaticString] = ["sh", "bash", "dash", "zsh", "ash", "ksh"]

    private func isShell(_ word: Word) -> Bool {
        guard word.end - word.start < 24 else { return false }
        return view(word) { word in
            let start = word.buffer.lastIndex(of: .ascii("/")).map { $0 + 1 } ?? 0
            return Self.shells.contains(where: ByteView(word[start..<word.count]).equals)
        }
    }

    /// `-c`, `-lc`, `-exec`
    func isCommandOption(_ word: Word) -> Bool {
        view(word) { option in
            option.count > 1 && option.count < 8 && option[0] == .ascii("-") && option[option.count - 1] == .ascii("c")
                && option.buffer.dropFirst().allSatisfy(\.isLetter)
        }
    }

    /// What runs a text that one of its options has, in the folder that it stands in.
    private static let runners: [StaticString] = [
        "su", "sg", "runuser", "script", "flock", "nix-shell", "nix", "mise",
    ]
    /// What goes through folders.
    private static let walkers: [StaticString] = ["xargs", "find", "fd", "parallel"]

    /// Notes the text that a command runs, if it runs one that speaks of either program: it is read when the command is over.
    /// - Parameters:
    ///   - name: the program.
    ///   - place: its word.
    mutating func takesText(_ name: Word, _ place: Int) -> Bool {
        guard script.kind != .comment, place + 1 < words.count,
            let last = words.indices.dropFirst(place + 1).last(where: { speaks(words[$0]) }),
            view(name, { Self.role($0) != .spoken }), let runner = runner(of: last, name, place)
        else { return false }
        let role = isBare ? view(name, Self.role) : nil
        let isKnown = runner == place || role != nil || words[place..<runner].contains { equals($0, "--") }
        // In a page other words are a sentence's.
        if !isKnown, script.kind == .documentation { return false }
        let word = words[last]
        let start = last == words.count - 1 ? lastLine : line
        let canRead = texts.pays(word.end - word.start)
        guard canRead, !view(word, Self.isParametric) else {
            if holds(word, "init") { noteOpenInit(holds(word, "tofu"), word.range, start) }
            return true
        }
        var text = ShellTexts.Text(
            bytes: Self.unescaped(buffer[word.start..<word.end]), range: word.range, line: start, folder: folder)
        // (A shell that somebody logs in to has more.)
        text.isLoaded = loads(place, last) || isCommandOption(words[last - 1]) && holds(words[last - 1], "l")
        text.isOpen = !isKnown
        if !isBare || isLogin(name, place, runner) || view(name, { name in Self.walkers.contains(where: name.equals) })
        {
            text.isPlaced = false
        } else if role == .contained {
            text.isContained = true
            text.isPlaced = enterContainer(&text, place, runner)
        } else {
            text.isPlaced = enterOption(&text, place, runner)
        }
        texts.next.append(text)
        return true
    }

    /// Whether a word is a text that speaks of either program, or a variable that holds one.
    func speaks(_ word: Word) -> Bool {
        let count = word.end - word.start
        guard count > 1 else { return false }
        if !texts.held.isEmpty, buffer[word.start] == .ascii("$"), count < 256,
            let name = TerraformTemplate.variable(buffer.text(word)[...])?.name, texts.held[name] != nil
        {
            return true
        }
        return count > 8 && buffer[word.start..<word.end].contains(where: \.isWhiteSpace)
            && (holds(word, "terraform") || holds(word, "tofu"))
    }

    /// The word that runs the text at `last`: a shell, or the program itself.
    private func runner(of last: Int, _ name: Word, _ place: Int) -> Int? {
        let option = words[last - 1]
        let hasOption = last - 1 > place
        if hasOption, isCommandOption(option) {
            var at = last - 2
            // `bash -o pipefail -e -c`
            while at > place, begins(words[at], "-") || begins(words[at], "+") || isSet(by: words[at - 1]) { at -= 1 }
            if isShell(at == place ? name : words[at]) { return at }
            // `docker run --entrypoint sh IMAGE -c '…'`
            let isEntered = words[place..<last].contains { begins($0, "--entrypoint") }
            if isEntered, view(name, { Self.role($0) == .contained }) { return last - 1 }
        }
        if equals(name, "sops"), last == words.count - 1 {
            return words[place..<last].contains { equals($0, "exec-env") || equals($0, "exec-file") } ? place : nil
        }
        guard hasOption, isCommandOption(option) || equals(option, "--command") || equals(option, "--run") else {
            return nil
        }
        let isRunner = view(name) { name in Self.runners.contains(where: name.equals) } || loads(place, place + 1)
        return isRunner ? place : nil
    }

    /// Whether the next word is an option's, `-euo pipefail`.
    private func isSet(by option: Word) -> Bool {
        begins(option, "-") && option.end - option.start < 8 && buffer[option.end - 1] == .ascii("o")
    }

    /// Whether a text has words in it that only its caller knows: `$1`, `"$@"`, `{}`.
    private static func isParametric(_ text: ByteView) -> Bool {
        for at in 0..<max(0, text.count - 1) {
            if text[at] == .ascii("{"), text[at + 1] == .ascii("}") { return true }
            guard text[at] == .ascii("$") else { continue }
            let isBraced = text[at + 1] == .ascii("{") && at + 2 < text.count
            let next = isBraced ? text[at + 2] : text[at + 1]
            if next == .ascii("@") || next == .ascii("*") || next > 0x30 && next <= 0x39 { return true }
        }
        return false
    }

    /// A text as a shell reads what stands in double quotes; what has such in it stood in others.
    static func unescaped(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var at = bytes.startIndex
        while at < bytes.endIndex {
            if bytes[at] == .ascii("\"") { return Array(bytes) }
            if bytes[at] == .ascii("\\"), at + 1 < bytes.endIndex, "\"$\\`".utf8.contains(bytes[at + 1]) { at += 1 }
            result.append(bytes[at])
            at += 1
        }
        return result
    }

    /// Whether what runs begins in somebody's home: `su - tf -c '…'`, `sudo -i bash -c '…'`.
    private func isLogin(_ name: Word, _ place: Int, _ runner: Int) -> Bool {
        guard equals(name, "su") || equals(name, "runuser") || place > 0 && equals(words[place - 1], "sudo") else {
            return false
        }
        return words[place..<max(place + 1, runner == place ? words.count : runner)].contains { word in
            equals(word, "-") || equals(word, "-l") || equals(word, "--login") || equals(word, "-i")
        }
    }

    private static let folderOptions: [StaticString] = [
        "-C", "-D", "--cd", "--chdir", "--directory", "--cwd", "--workdir", "--working-directory",
    ]

    /// The value of an option, which the next word or the same one has.
    private func value(of options: [StaticString], at index: Int) -> String? {
        let word = words[index]
        guard begins(word, "-") else { return nil }
        let equals = buffer[word.start..<word.end].firstIndex(of: .ascii("="))
        let option = Word(start: word.start, end: equals ?? word.end, range: word.range)
        guard view(option, { option in options.contains(where: option.equals) }) else { return nil }
        if let equals { return buffer.text(equals + 1, word.end) }
        return index + 1 < words.count ? buffer.text(words[index + 1]) : nil
    }

    /// `env -C net sh -c '…'`: whether it is known where that is.
    private func enterOption(_ text: inout ShellTexts.Text, _ place: Int, _ runner: Int) -> Bool {
        for index in place..<runner {
            guard let value = value(of: Self.folderOptions, at: index) else { continue }
            text.folder = enter(value, from: text.folder)
            guard let folder = text.folder, Self.isInside(folder) else { return false }
        }
        return true
    }

    private static func isInside(_ folder: String) -> Bool {
        !folder.begins("/") && !folder.begins("~") && !folder.begins("..") && !TerraformTemplate.isOpen(folder)
    }

    /// `docker run -v "$PWD:/w" -w /w/net …`: whether it is known where that is.
    private func enterContainer(_ text: inout ShellTexts.Text, _ place: Int, _ runner: Int) -> Bool {
        var mounts: [(source: String, target: String)] = []
        var work: String?
        for index in place..<runner {
            if let value = value(of: ["-w", "--workdir"], at: index) { work = value }
            if let value = value(of: ["-v", "--volume"], at: index) {
                // (`${PWD:-.}:/w` has one more.)
                let parts = value.split(separator: ":", omittingEmptySubsequences: false)
                if parts.count == 2 || parts.count == 3 { mounts.append((String(parts[0]), String(parts[1]))) }
            }
            if let value = value(of: ["--mount"], at: index) {
                var (source, target) = ("", "")
                for part in value.split(separator: ",") {
                    guard let mark = part.firstIndex(of: "=") else { continue }
                    let end = String(part[part.index(after: mark)...])
                    switch part[..<mark] {
                    case "source", "src": source = end
                    case "target", "dst", "destination": target = end
                    default: break
                    }
                }
                mounts.append((source, target))
            }
        }
        guard var work, work.begins("/"), mounts.count <= 32 else { return false }
        while work.utf8.count > 1, work.hasSuffix("/") { work.removeLast() }
        let around = mounts.filter { mount in
            // (A name without a slash is a volume's.)
            mount.target.begins("/")
                && (mount.source.begins("$") || mount.source.begins(".") || mount.source.begins("{{"))
                && (work == mount.target
                    || work.hasPrefix(mount.target.hasSuffix("/") ? mount.target : mount.target + "/"))
        }
        guard let mount = around.max(by: { $0.target.utf8.count < $1.target.utf8.count }) else { return false }
        var source = mount.source
        for mark in ["${CURDIR}", "$CURDIR"] where source == mark && script.kind == .recipe { source = "$PWD" }
        let rest = work.dropFirst(mount.target.utf8.count).drop { $0 == "/" }
        let isHere = source == "$PWD" || source == "${PWD}" || source == "$(pwd)" || source == "."
        text.checkouts = folder.map(\.isEmpty) ?? true && isHere ? [mount.target] : []
        if isHere, rest.isEmpty { return !isLost }
        guard !isLost, let found = enter(isHere ? String(rest) : source + "/" + rest, from: folder) else {
            return false
        }
        text.folder = found
        return found.begins("{{") || Self.isInside(found)
    }

    // MARK: reading them

    /// Reads the texts of the command that is over.
    mutating func readTexts() {
        let next = texts.next
        texts.next = []
        for text in next { read(text) }
    }

    private mutating func read(_ text: ShellTexts.Text) {
        let count = script.commands.count
        let scope = ShellScope(script)
        var child = TerraformScriptReader(kind: script.kind, folder: text.folder, home: home)
        child.checkouts = checkouts + text.checkouts
        child.isLost = isLost
        child.hasWrittenConfiguration = hasWrittenConfiguration
        child.branches = branches
        child.branchCount = branchCount
        exchange(with: &child)
        child.texts.depth += 1
        child.feed(text)
        child.end()
        child.texts.depth -= 1
        exchange(with: &child)
        branchCount = child.branchCount
        if text.isOwn {
            folder = child.folder
            isLost = child.isLost
        } else {
            end(scope)
        }
        let hasInit = script.commands[count...].contains { $0.verb == "init" }
        let mayInit = text.bytes.withByteView { $0.holds("terraform init") || $0.holds("tofu init") }
        if !hasInit, mayInit, script.kind != .documentation { written.opensInit = true }
        settle(text, count)
    }

    /// What the reader of a text goes on with, and gives back.
    private mutating func exchange(with child: inout TerraformScriptReader) {
        swap(&script, &child.script)
        swap(&written, &child.written)
        swap(&asked, &child.asked)
        swap(&texts, &child.texts)
        swap(&fileVariables, &child.fileVariables)
        swap(&functions.budget, &child.functions.budget)
    }

    /// Of what a text runs elsewhere only an init says something.
    private mutating func settle(_ text: ShellTexts.Text, _ count: Int) {
        if text.isContained || !text.isPlaced {
            let inits = script.commands[count...].filter { $0.verb == "init" }
            script.commands.replaceSubrange(count..., with: inits)
        }
        for index in count..<script.commands.count {
            let isAway = text.isContained && (script.commands[index].folder?.begins("/") ?? false)
            if !text.isPlaced || isAway {
                script.commands[index].folder = nil
                script.commands[index].isFixed = false
            }
            if !text.isPlaced || isAway || text.isOpen {
                script.commands[index].isOpen = true
                script.commands[index].takesAll = false
            }
            if text.isLoaded || text.isContained { script.commands[index].isLoaded = true }
        }
    }

    /// Takes a text's tokens, each where it stands; all of them where the text stands, if it is not written as it is read.
    private mutating func feed(_ text: ShellTexts.Text) {
        let surplus = text.range.count - text.bytes.count
        // (Of a quote on a line of its own nothing is seen.)
        let start: Int? = (0...2).contains(surplus) ? Int(text.range.start) + (surplus + 1) / 2 : nil
        feed(text.bytes) { token, line in
            (start.map { ByteRange(Int(token.start) + $0, Int(token.end) + $0) } ?? text.range, text.line + line - 1)
        }
    }

    /// Takes a text's tokens, at the places in the file that `place` gives them by their own and their line, from 1.
    mutating func feed(
        _ text: [UInt8], _ place: (_ token: ByteRange, _ line: Int) -> (range: ByteRange, line: Int)
    ) {
        text.withByteView { view in
            let lines = LineIndex(view)
            var previousEnd = 0
            var previousLine = 0
            var continues = false
            var options = TokenizeOptions()
            options.embeds = false
            options.tree = false
            for token in Language.shell.tokenize(view, options: options).tokens {
                let line = lines.line(at: Int(token.start))
                if line != previousLine, !continues { endLine() }
                if token.kind == .comment {
                    continues = false
                } else {
                    let word = ByteView(view[token.range])
                    let known = place(token.range, line)
                    take(token.kind, word, range: known.range, gap: Int(token.start) != previousEnd, line: known.line)
                    continues = token.kind == .punct && word[0] == .ascii("\\")
                }
                previousEnd = Int(token.end)
                previousLine = lines.line(at: max(Int(token.start), previousEnd - 1))
            }
        }
    }
}
