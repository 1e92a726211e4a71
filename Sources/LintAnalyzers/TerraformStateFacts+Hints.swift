import LintSource
import LintSyntax

/// What shows that a stack is fed in a way that is not read: it is no evidence of where the state is, and keeps checks from
/// saying that nothing tells.
extension TerraformStateFacts {
    private static let templates: [StaticString] = [
        "components/opentofu", "terraform.gitlab-ci.yml", "terraform.latest.gitlab-ci.yml",
        "terraform/base.gitlab-ci.yml", "terraform/base.latest.gitlab-ci.yml",
    ]
    /// What runs inits by itself, which is read where a script calls it.
    private static let wrappers: [StaticString] = ["gitlab-terraform", "gitlab-tofu", "terraform-images"]

    mutating func readHints(_ file: ParsedFile) {
        switch file.language {
        case .makefile, .justfile:
            // A program by another name: `docker-compose run infra init $(arguments)`.
            let isRead = scripts.contains { $0.value.commands.contains { $0.verb == "init" } }
            if !isRead { readProgram(file) }
            guard file.language == .justfile else { return }
        case .json, .toml:
            if scripts.contains(where: { $0.value.commands.contains { $0.verb == "init" } }) { return }
            let isUnread = opensInit
            readProgram(file)
            readMadeValues(file)
            // Variables may give more than what its commands name.
            if isUnread { opensOnlyThese = false }
        case .markdown: return readMentions(file)
        // `commands = [["terraform", "init", "-backend-config=…"]]`
        case .hcl where TerraformStateFacts.isTerramate(file.path):
            if file.bytes.first("\"init\"") != nil { readProgram(file) }
            return
        case .hcl, .shell, .dotenv, .ignore, .html, .text, .tex, .bibtex, .list, .css: return
        case .yaml:
            let isRead = scripts.contains { $0.value.commands.contains { $0.verb == "init" } }
            let isWrapped = scripts.contains { script in
                script.value.commands.contains { $0.wrapper != nil }
                    && !jobs.contains { $0.value.isBrought && $0.value.name == script.value.job }
            }
            for name in TerraformWrapper.names where TerraformStateFacts.isUsed(name, file) {
                usedVariables.insert("\(name)")
            }
            let marks =
                (readsTemplates ? [] : TerraformStateFacts.templates) + (isWrapped ? [] : TerraformStateFacts.wrappers)
            opensInit =
                opensInit || marks.contains { TerraformStateFacts.isCode($0, file) }
                || TerraformStateFacts.handsOver(file, isRead: isRead)
            includesOthers = TerraformStateFacts.includesOthers(file)
            if opensInit { readHanded(file) }
            tasks = TerraformTask.all(in: file)
            readTemplates(file)
            guard !isRead || written.contains("$GITHUB_ENV") else { return }
        case .c where ScriptReading.isJenkinsfile(file.path):
            // What its steps hand over is read.
            let isRead = scripts.contains { $0.value.commands.contains { $0.verb == "init" } }
            if !isRead { readProgram(file) }
            // A step of a shared library.
            includesOthers = TerraformStateFacts.isCode("terraform(", file) || TerraformStateFacts.isCode("tofu(", file)
        default:
            readProgram(file)
            readMadeValues(file)
        }
        var at = 0
        while let found = file.bytes.first("tf_http_", from: at) {
            var end = found
            while file.bytes[end].isWord { end += 1 }
            if TerraformStateFacts.isCode(found, file), TerraformStateFacts.isName(found, file) {
                hints.insert(file.bytes.text(ByteRange(found, end)))
            }
            at = end
        }
    }

    /// `include: {project: …}`, `{component: …}`, `{remote: …}` of GitLab; a job that is another repository's workflow,
    /// `uses: owner/repository/.github/workflows/x.yml@main`; a template of another repository in Azure Pipelines,
    /// `template: steps.yml@library`.
    private static func includesOthers(_ file: ParsedFile) -> Bool {
        if isGitLab(file.path) {
            guard file.bytes.first("include") != nil, let tree = file.document.tree else { return false }
            let elsewhere: Set<String> = ["project", "component", "remote"]
            for node in tree.children(of: 0) where tree.nodes[node].name == "include" {
                for item in [node] + tree.children(of: node) {
                    let isOther = tree.children(of: item).contains {
                        tree.nodes[$0].name.map(elsewhere.contains) ?? false
                            && tree.nodes[$0].scalar?.holds(TerraformStateFacts.component) != true
                    }
                    if isOther { return true }
                }
            }
            return false
        }
        if file.bytes.first("template:") != nil, let tree = file.document.tree {
            let isOther = tree.nodes.contains { node in
                guard node.name == "template", let scalar = node.scalar, let mark = scalar.lastIndex(of: "@") else {
                    return false
                }
                return scalar[mark...] != "@self"
                    && (scalar[..<mark].hasSuffix(".yml") || scalar[..<mark].hasSuffix(".yaml"))
            }
            if isOther { return true }
        }
        guard file.bytes.first("/.github/workflows/") != nil, let tree = file.document.tree else { return false }
        for jobs in tree.children(of: 0) where tree.nodes[jobs].name == "jobs" {
            for job in tree.children(of: jobs) {
                if TerraformForeignWorkflow.mayInit(job, tree) { return true }
            }
        }
        return false
    }

    /// Whether such inits may give one of these arguments.
    func mayOpen(_ needed: [String]) -> Bool {
        opensInit && (!opensOnlyThese || needed.contains(where: openArguments.contains))
    }

    /// Whether some value of a file is made of a variable.
    private static func isUsed(_ name: StaticString, _ file: ParsedFile) -> Bool {
        var at = 0
        while let found = file.bytes.first(name, from: at) {
            at = found + name.utf8CodeUnitCount
            let before = found > 0 ? file.bytes[found - 1] : 0
            if before == .ascii("$") || before == .ascii("{"), !file.bytes[at].isWord { return true }
        }
        return false
    }

    /// Which arguments a configuration hands over in texts that are no scripts.
    private mutating func readHanded(_ file: ParsedFile) {
        readHandedKeys(file)
        var at = 0
        // (No person's file has so many.)
        for _ in 0..<50 {
            guard let found = file.bytes.first("-backend-config=", from: at) else { return }
            at = found + 16
            guard let index = file.flat.index(at: found), file.flat.entries[index].context != .comment,
                file.flat.documents[Int(file.flat.entries[index].document)].language == .yaml,
                !TerraformStateFacts.isTold(found, file)
            else { continue }
            while file.bytes[at] == .ascii("\"") || file.bytes[at] == .ascii("'") { at += 1 }
            var end = at
            while file.bytes[end].isWord { end += 1 }
            if end > at, file.bytes[end] == .ascii("=") { openArguments.insert(file.bytes.text(ByteRange(at, end))) }
        }
    }

    /// `backend_config: "use_lockfile=true, key=net"`, an argument a line or between commas, as actions and orbs have it.
    private mutating func readHandedKeys(_ file: ParsedFile) {
        guard TerraformStateFacts.keys.contains(where: { file.bytes.first($0) != nil }), let tree = file.document.tree
        else { return }
        for node in tree.nodes.indices where openArguments.count < 200 {
            guard let name = tree.nodes[node].name?.lowercased(), name == "backend_config" || name == "backend-config"
            else { continue }
            for item in [node] + tree.children(of: node) {
                for part in (tree.nodes[item].scalar ?? "").split(whereSeparator: { $0 == "," || $0.isNewline }) {
                    let argument = part.drop { " -\"'".contains($0) }
                    guard let sign = argument.firstIndex(of: "=") else { continue }
                    let name = argument[..<sign].reversed().drop { $0 == " " }.reversed()
                    if TerraformTemplate.isArgument(String(name)[...]) { openArguments.insert(String(name)) }
                }
            }
        }
    }

    /// `"-backend-config=bucket=" + bucket` in a program; where one argument is not written out, it may be any.
    private mutating func readProgram(_ file: ParsedFile) {
        var at = 0
        var isKnown = true
        while let found = file.bytes.first("-backend-config", from: at) {
            at = found + 15
            guard TerraformStateFacts.isCode(found, file) else { continue }
            opensInit = true
            // `=`, or the end of one string and the begin of the next.
            var first = at
            while first < at + 8, "=\"', \n\\".utf8.contains(file.bytes[first]) { first += 1 }
            var end = first
            while file.bytes[end].isWord { end += 1 }
            if end > first, file.bytes[end] == .ascii("=") {
                openArguments.insert(file.bytes.text(ByteRange(first, end)))
            } else {
                isKnown = false
            }
        }
        // `BackendConfig: map[string]interface{}{…}`, as Terratest has it.
        if file.language != .json, file.bytes.first("backendconfig") != nil {
            opensInit = true
            isKnown = false
        }
        opensOnlyThese = isKnown && !openArguments.isEmpty
    }

    /// A command that a page shows within a line, `terraform init -backend-config="address=$X"`: as if its variable were
    /// named. Of which stack it is nothing tells.
    private mutating func readMentions(_ file: ParsedFile) {
        var names: [StaticString] = ["address", "lock_address", "unlock_address"]
        var at = 0
        while !names.isEmpty, let found = file.bytes.first("-backend-config", from: at) {
            at = found + 15
            var first = at
            while first < at + 4, "=\"' \\".utf8.contains(file.bytes[first]) { first += 1 }
            let named = names.firstIndex { name in
                let end = first + name.utf8CodeUnitCount
                // `address=...` is left out.
                return file.bytes.has(name, at: first) && file.bytes[end] == .ascii("=")
                    && file.bytes[end + 1] != .ascii(".")
            }
            guard let named else { continue }
            // (Most stand in fences, which are other documents.)
            let tokens = file.flat(at: found)
            guard let index = tokens.index(at: found), tokens.entries[index].document == 0 else { continue }
            hints.insert("TF_HTTP_" + "\(names.remove(at: named))".uppercased())
        }
    }

    /// What writes a file, in small letters.
    private static let writers: [StaticString] = [
        "write", "out-file", "set-content", "add-content", "dump", " > ", " >> ",
    ]

    /// Whether the line on which a program names a file writes one.
    private static func isWritten(_ name: ByteRange, _ bytes: ByteView) -> Bool {
        var first = Int(name.start)
        while first > 0, bytes[first - 1] != 0x0A, Int(name.start) - first < 256 { first -= 1 }
        if writers.contains(where: { bytes.first($0, from: first, to: Int(name.start)) != nil }) { return true }
        // `open("made.tfvars", "w")`
        return bytes.has("\", \"w", at: Int(name.end)) || bytes.has("', 'w", at: Int(name.end))
    }

    /// Files of values that a program writes: `WriteAllText("made.tfvars", …)`.
    private mutating func readMadeValues(_ file: ParsedFile) {
        guard file.language != .json else { return }
        var at = 0
        while let found = file.bytes.first(".tfvars", from: at), written.count < 1_000 {
            at = found + 7
            guard !file.bytes[at].isWord else { continue }
            var start = found
            let first = max(0, found - 255)
            while start > first, file.bytes[start - 1].isWord || "-.".utf8.contains(file.bytes[start - 1]) {
                start -= 1
            }
            guard start < found, start > first || first == 0, TerraformStateFacts.isCode(found, file),
                TerraformStateFacts.isWritten(ByteRange(start, at), file.bytes)
            else { continue }
            var end = at
            if file.bytes.has(".json", at: at) { end += 5 }
            written.insert(file.bytes.text(ByteRange(start, end)))
        }
    }

    /// Keys of steps that are told what to hand over to an init that an action, a task or Atlantis runs.
    private static let keys: [StaticString] = ["backend_config", "backend-config"]
    /// Those of tasks, which are read where their inits are.
    private static let inputs: [StaticString] = ["backendazurerm", "backendaws", "backendgcp", "backendgcs"]

    /// `with: {backend_config: …}`, `backendAzureRmKey: …`, `extra_args: [-backend-config=…]`.
    private static func handsOver(_ file: ParsedFile, isRead: Bool) -> Bool {
        guard file.bytes.first("backend") != nil else { return false }
        let isRunners = isRead && TerraformRunner(file.path) != nil
        for text in keys + (isRead ? [] : inputs) {
            var at = 0
            while let found = file.bytes.first(text, from: at) {
                at = found + text.utf8CodeUnitCount
                var end = at
                while file.bytes[end].isWord || file.bytes[end] == .ascii("-") { end += 1 }
                let before = found > 0 ? file.bytes[found - 1] : 0
                let isKey = file.bytes[end] == .ascii(":") && (before.isWhiteSpace || before == 0)
                guard isKey || before == .ascii("-"), let index = file.flat.index(at: found) else { continue }
                let entry = file.flat.entries[index]
                // What a script hands over is read.
                if entry.context != .comment, file.flat.documents[Int(entry.document)].language == .yaml,
                    isKey || !isRunners && !isTold(found, file)
                {
                    return true
                }
            }
        }
        return false
    }

    /// Keys whose values people read.
    private static let told: Set<String> = [
        "name", "description", "desc", "summary", "title", "displayname", "help", "notes", "message", "comment",
        "label",
        "usage", "about", "echo",
    ]

    /// Whether a place in a YAML file is in a text for people, by its key.
    private static func isTold(_ offset: Int, _ file: ParsedFile) -> Bool {
        guard let tree = file.document.tree else { return false }
        let key = tree.nodes.last { $0.name != nil && $0.valueRange.contains(offset) }?.name
        return key.map { told.contains($0.lowercased()) } ?? false
    }

    private static func isCode(_ text: StaticString, _ file: ParsedFile) -> Bool {
        var at = 0
        while let found = file.bytes.first(text, from: at) {
            if isCode(found, file) { return true }
            at = found + 1
        }
        return false
    }

    private static func isCode(_ offset: Int, _ file: ParsedFile) -> Bool {
        guard let index = file.flat.index(at: offset), file.flat.entries[index].context != .comment else {
            return false
        }
        return file.language == .yaml || !isSaid(offset, file)
    }

    /// Words before a text that is there to be read.
    private static let words: Set<String> = [
        "print", "println", "eprintln", "printf", "fprintf", "echo", "puts", "log", "logger", "logging", "console",
        "warn",
        "description", "usage", "help", "summary", "raise", "throw", "rem", "host", "fail", "panic",
    ]

    /// Whether a program only says it: a line of its own comments, or what it prints.
    private static func isSaid(_ offset: Int, _ file: ParsedFile) -> Bool {
        let line = file.lines.range(ofLine: file.lines.line(at: offset), in: file.bytes)
        guard offset - Int(line.start) <= 2_000 else { return false }
        let before = file.bytes.text(ByteRange(Int(line.start), offset)).lowercased()
        let text = before.drop { $0 == " " || $0 == "\t" || $0 == "@" }
        if ["#", "::", "//", "<#", "rem "].contains(where: text.hasPrefix) { return true }
        var word = ""
        for character in text {
            if character.isLetter {
                word.append(character)
                continue
            }
            if "(.: \"'!".contains(character), words.contains(word) { return true }
            word = ""
        }
        return false
    }

    /// Whether a variable of a YAML file begins what it stands in: a key, an item, the value of `name`. In a sentence it is
    /// only spoken of.
    private static func isName(_ offset: Int, _ file: ParsedFile) -> Bool {
        guard file.language == .yaml, let index = file.flat.index(at: offset),
            file.flat.documents[Int(file.flat.entries[index].document)].language == .yaml
        else { return true }
        var at = offset - 1
        while at >= 0, file.bytes[at].isBlank || file.bytes[at] == .ascii("\"") || file.bytes[at] == .ascii("'") {
            at -= 1
        }
        return at < 0 || ":-{,[\n".utf8.contains(file.bytes[at])
    }
}
