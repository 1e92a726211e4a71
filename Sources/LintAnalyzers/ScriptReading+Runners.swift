import LintSource
import LintSyntax
import LintYAML

/// Scripts in YAML that no tokenizer makes documents of, since their keys mean something in one service's files only.
extension ScriptReading {
    mutating func readRunner(_ runner: TerraformRunner) {
        guard let tree = file.document.tree else { return }
        switch runner {
        case .cloudBuild:
            for steps in tree.children(of: 0) where tree.nodes[steps].name == "steps" {
                for step in tree.children(of: steps) { readBuildStep(step, tree) }
            }
        case .codeBuild:
            for phases in tree.children(of: 0) where tree.nodes[phases].name == "phases" {
                begin(at: phases, in: "", tree)
                for name in runner.keys {
                    guard let phase = child(name, of: phases, tree) else { continue }
                    for key in ["commands", "finally"] {
                        if let list = child(key, of: phase, tree) { feed(list, tree) }
                    }
                }
            }
        case .travis:
            begin(at: 0, in: "", tree)
            for key in runner.keys { if let list = child(key, of: 0, tree) { feed(list, tree) } }
        case .porter: readBundle(tree)
        case .drone, .buildkite, .bitbucket:
            for node in tree.nodes.indices {
                guard let name = tree.nodes[node].name, runner.keys.contains(name) else { continue }
                begin(at: node, in: "", tree, job: runner == .bitbucket ? nil : "steps")
                feed(node, tree)
            }
        }
        keep()
    }

    func child(_ name: String, of node: Int, _ tree: SyntaxTree) -> Int? {
        tree.children(of: node).first { tree.nodes[$0].name == name }
    }

    func scalar(_ name: String, of node: Int, _ tree: SyntaxTree) -> String? {
        child(name, of: node, tree).flatMap { tree.nodes[$0].scalar }
    }

    /// Begins a shell with what surrounds a node; none where the file hands over too much.
    mutating func begin(at node: Int, in folder: String?, _ tree: SyntaxTree, job: String? = nil) {
        keep()
        var environment: [TerraformStateFacts.Setting] = []
        var takesGroup = false
        var at = node
        while at >= 0 {
            if tree.nodes[at].kind == .object {
                // Asked once for all scripts below it.
                let known = surroundings[at] ?? self.environment(of: at, tree)
                surroundings[at] = known
                environment.insert(contentsOf: known, at: 0)
                if places.hasGroups, !takesGroup {
                    let takes = takingGroups[at] ?? TerraformStateFacts.takesGroup(at, tree)
                    takingGroups[at] = takes
                    takesGroup = takes
                }
            }
            at = Int(tree.nodes[at].parent)
        }
        guard handOver(environment.count, at: tree.nodes[node].range) else { return }
        var new = TerraformScriptReader(kind: kind, folder: folder, home: home)
        new.script.environment = environment
        if takesGroup { new.script.sources = [.init(path: TerraformScriptReader.unseen, assignments: 0)] }
        new.script.workflowJob = job
        reader = consume new
    }

    private func environment(of node: Int, _ tree: SyntaxTree) -> [TerraformStateFacts.Setting] {
        var result: [TerraformStateFacts.Setting] = []
        for key in tree.children(of: node) {
            guard let name = tree.nodes[key].name, ScriptReading.variables.contains(name) else { continue }
            result += settings(key, tree)
        }
        return result
    }

    private static let variables: Set<String> = ["env", "environment", "substitutions"]

    /// `{NAME: value}`, `[NAME=value]`, `{variables: {NAME: value}}`. At most as many as a person writes.
    private func settings(_ node: Int, _ tree: SyntaxTree) -> [TerraformStateFacts.Setting] {
        var result: [TerraformStateFacts.Setting] = []
        for item in tree.children(of: node) where result.count < 500 {
            guard let name = tree.nodes[item].name else {
                guard let text = tree.nodes[item].scalar, let mark = text.utf8.firstIndex(of: 0x3D) else { continue }
                let value = String(text[text.utf8.index(after: mark)...])
                result.append(.init(name: String(text[..<mark]), value: value, range: tree.nodes[item].valueRange))
                continue
            }
            if let value = tree.nodes[item].scalar {
                result.append(.init(name: name, value: value, range: tree.nodes[item].nameRange))
            } else if name == "variables" {
                result += settings(item, tree)
            }
        }
        return result
    }

    /// Hands a text, or each text of a list, to the shell.
    mutating func feed(_ node: Int, _ tree: SyntaxTree) {
        if tree.nodes[node].kind == .array {
            for item in tree.children(of: node) where tree.nodes[item].scalar != nil { feedText(item, tree) }
        } else if tree.nodes[node].scalar != nil {
            feedText(node, tree)
        }
    }

    private mutating func feedText(_ node: Int, _ tree: SyntaxTree) {
        let text = YAMLScalarText(tree.nodes[node].valueRange, file.bytes)
        feed(text.bytes) { text.map.host(of: $0) }
        reader?.endLine()
    }

    /// Hands a document over that is a scalar in double quotes with escapes, `"init -backend-config=\\"key=a\\""`: what the shell
    /// reads is what they stand for.
    mutating func feedEscaped(_ document: Int) -> Bool {
        if places.hasInputs, feedInputs(document) { return true }
        let flat = places.flat
        let holder = flat.documents[document].parent
        guard holder >= 0, flat.documents[holder].language == .yaml else { return false }
        let range = flat.documents[document].range
        let (start, end) = (Int(range.start), Int(range.end))
        guard end - start > 1, file.bytes[start] == .ascii("\""), file.bytes[end - 1] == .ascii("\""),
            file.bytes.first("\\", from: start, to: end) != nil
        else { return false }
        let text = YAMLScalarText(range, file.bytes)
        feed(text.bytes) { text.map.host(of: $0) }
        reader?.endLine()
        return true
    }

    /// Hands a document over in which inputs of a GitLab configuration stand.
    private mutating func feedInputs(_ document: Int) -> Bool {
        let range = places.flat.documents[document].range
        let start = Int(range.start)
        guard file.bytes.first("$[[", from: start, to: Int(range.end)) != nil else { return false }
        var text = TerraformStateFacts.withInputs(Array(file.bytes[range]))
        if folding(document) != .none { text = text.map { $0 == 0x0A ? 0x20 : $0 } }
        if let quote = text.first, quote == text.last, quote == 0x22 || quote == 0x27 {
            (text[0], text[text.count - 1]) = (0x20, 0x20)
        }
        feed(text) { start + $0 }
        reader?.endLine()
        return true
    }

    /// Hands a word to the shell that stands at a node, or is made from it.
    mutating func feedWord(_ text: String, at node: Int, _ tree: SyntaxTree) {
        let range = tree.nodes[node].valueRange
        let line = file.lines.line(at: Int(range.start))
        Array(text.utf8).withByteView { reader?.take(.word, $0, range: range, gap: true, line: line) }
    }

    // MARK: Cloud Build

    private static let shells: Set<Substring> = ["sh", "bash", "ash", "dash"]

    private mutating func readBuildStep(_ step: Int, _ tree: SyntaxTree) {
        let entry = scalar("entrypoint", of: step, tree)?.lastPart
        let dir = scalar("dir", of: step, tree) ?? ""
        begin(at: step, in: dir.begins("/workspace") ? String(dir.dropFirst(11)) : dir, tree, job: "steps")
        if let script = child("script", of: step, tree) { feed(script, tree) }
        guard let list = child("args", of: step, tree), tree.nodes[list].kind == .array else { return }
        let words = tree.children(of: list).filter { tree.nodes[$0].scalar != nil }
        if let entry, ScriptReading.shells.contains(entry) {
            // `[-c, SCRIPT]`, `[-exc, SCRIPT]`
            guard
                let option = words.firstIndex(where: {
                    let word = tree.nodes[$0].scalar ?? ""
                    return word.begins("-") && !word.begins("--") && word.utf8.last == .ascii("c")
                }), option + 1 < words.count
            else { return }
            feedText(words[option + 1], tree)
            return
        }
        let image = scalar("name", of: step, tree)?.lastPart.prefix { $0 != ":" && $0 != "@" }
        let program = entry ?? image
        guard let program, ["terraform", "tofu", "opentofu"].contains(program), let first = words.first else { return }
        feedWord(program == "terraform" ? "terraform" : "tofu", at: first, tree)
        for word in words { feedWord(tree.nodes[word].scalar ?? "", at: word, tree) }
        reader?.endLine()
    }

    // MARK: Porter

    /// `install:`, `upgrade:` and what else is a list of steps: each of Terraform's begins with an init, in the folder that it
    /// or the mixin names.
    private mutating func readBundle(_ tree: SyntaxTree) {
        let mixins = child("mixins", of: 0, tree)
        let mixin = mixins.flatMap { tree.children(of: $0).first { child("terraform", of: $0, tree) != nil } }
        let standard = mixin.flatMap { child("terraform", of: $0, tree) }.flatMap { scalar("workingDir", of: $0, tree) }
        // Its parameters are the same for all of them.
        begin(at: 0, in: home, tree)
        for action in tree.children(of: 0) where action != mixins {
            for step in tree.children(of: action) {
                guard let node = child("terraform", of: step, tree) else { continue }
                let folder = scalar("workingDir", of: node, tree) ?? standard ?? "terraform"
                let given = child("backendConfig", of: node, tree).map { Array(tree.children(of: $0)) } ?? []
                guard handOver(given.count, at: tree.nodes[node].nameRange) else { return }
                for word in ["terraform", "-chdir=" + folder, "init"] { feedWord(word, at: node, tree) }
                for argument in given {
                    guard let name = tree.nodes[argument].name else { continue }
                    let value = tree.nodes[argument].scalar.map(ScriptReading.bundleText) ?? "${…}"
                    feedWord("-backend-config=\(name)=\(value)", at: argument, tree)
                }
                reader?.endLine()
            }
        }
    }

    /// `${ bundle.parameters.x }` as Porter had it before, `{{bundle.parameters.x}}`: one and the same in all of a bundle.
    private static func bundleText(_ text: String) -> String {
        var parts = text.split(separator: "${", omittingEmptySubsequences: false)
        for index in parts.indices.dropFirst() {
            parts[index] = "{{" + parts[index].replacing("}", with: "}}", maxReplacements: 1).drop { $0 == " " }
        }
        return parts.joined().filter { $0 != " " }
    }

    // MARK: Azure's tasks

    /// `task: AzureCLI@2` with a script among its inputs, and the tasks that run Terraform themselves.
    mutating func readTasks() {
        guard file.bytes.first("inlinescript") != nil || file.bytes.first("terraform") != nil,
            file.bytes.first("task:") != nil, let tree = file.document.tree
        else { return }
        var atRoot: [Int: Bool] = [:]
        for node in tree.nodes.indices where tree.nodes[node].name == "task" {
            guard let task = tree.nodes[node].scalar else { continue }
            let step = Int(tree.nodes[node].parent)
            guard step >= 0, let inputs = child("inputs", of: step, tree) else { continue }
            let steps = Int(tree.nodes[step].parent)
            var told = scalar("workingDirectory", of: inputs, tree) ?? scalar("cwd", of: inputs, tree)
            if told?.isEmpty == true { told = nil }
            told = told.map { places.azureFolder($0, at: step, tree) }
            let isAtRoot = atRoot[steps] ?? (steps >= 0 && places.isAtRoot(steps, tree))
            atRoot[steps] = isAtRoot
            let folder = told ?? (isAtRoot ? "" : nil)
            if task.begins("TerraformTask") || task.begins("TerraformCLI") {
                begin(at: step, in: folder, tree)
                readTerraformTask(inputs, tree)
            } else if let script = child("inlineScript", of: inputs, tree) {
                // PowerShell is another language.
                if scalar("scriptType", of: inputs, tree)?.begins("ps") ?? true { continue }
                begin(at: step, in: folder, tree)
                feed(script, tree)
            }
        }
        keep()
    }

    private static let inputs: [String: String] = {
        let entries = TerraformBackend.section("tasks")?["inputs"]?.entries ?? []
        return Dictionary(entries.map { ($0.key, $0.value.text ?? "") }) { first, _ in first }
    }()

    private mutating func readTerraformTask(_ inputs: Int, _ tree: SyntaxTree) {
        guard let command = child("command", of: inputs, tree), let verb = tree.nodes[command].scalar else { return }
        feedWord("terraform", at: command, tree)
        feedWord(verb, at: command, tree)
        for input in tree.children(of: inputs) {
            guard let name = tree.nodes[input].name else { continue }
            if name == "commandOptions" || name == "args" {
                for word in TerraformStateFacts.words(of: tree.nodes[input].scalar ?? "") {
                    feedWord(word, at: input, tree)
                }
            } else if verb == "init", let argument = ScriptReading.inputs[name], let value = tree.nodes[input].scalar {
                feedWord("-backend-config=\(argument)=\(value)", at: input, tree)
            } else if name.begins("${{") {
                // Which of them it has is decided elsewhere.
                feedWord("${…}", at: input, tree)
            }
        }
        reader?.endLine()
    }
}
