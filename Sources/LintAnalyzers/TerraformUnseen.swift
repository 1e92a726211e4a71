import LintSource
import LintSyntax

/// Variables that come to an init in a way that is not seen: a file that is made the environment, a step that brings
/// secrets, or whoever reads that they are needed. What names a state may be among them.
extension TerraformStateFacts {
    /// Variables that give what a backend needs, in small letters. (A test holds them against the facts.)
    static let needed: [StaticString] = ["tf_http_address", "pg_conn_str"]

    /// A variable that the file asks for: it names it and sets it nowhere, as `${TF_HTTP_ADDRESS:?}` does, or the sentence over
    /// a page's fence. What a page sets in one fence holds for the next.
    mutating func readAsked(_ file: ParsedFile) {
        guard !scripts.isEmpty else { return }
        for name in TerraformStateFacts.needed {
            var isNamed = false
            var isSet = false
            TerraformStateFacts.each(name, ByteRange(0, file.bytes.count), file.bytes) { end in
                isNamed = true
                isSet = isSet || file.language != .markdown && TerraformStateFacts.isSet(at: end, file.bytes)
            }
            if isNamed, !isSet { asksFor.insert("\(name)".uppercased()) }
        }
    }

    /// Each place behind a whole word, case ignored.
    private static func each(_ name: StaticString, _ range: ByteRange, _ bytes: ByteView, _ body: (Int) -> Void) {
        var at = Int(range.start)
        while let found = bytes.first(name, from: at, to: Int(range.end)) {
            at = found + name.utf8CodeUnitCount
            if found == 0 || !bytes[found - 1].isWord, !bytes[at].isWord { body(at) }
        }
    }

    /// `NAME=`, `NAME: value`, `"NAME" ?= value`
    private static func isSet(at end: Int, _ bytes: ByteView) -> Bool {
        var at = end
        while bytes[at].isBlank || bytes[at] == .ascii("\"") || bytes[at] == .ascii("'") { at += 1 }
        if bytes[at] == .ascii("?") || bytes[at] == .ascii("+") { at += 1 }
        if bytes[at] == .ascii(":") { return bytes[at + 1].isWhiteSpace || bytes[at + 1] == .ascii("=") }
        return bytes[at] == .ascii("=") && bytes[at + 1] != .ascii("=")
    }

    struct TargetExport: Sendable, Hashable {
        var target: String
        var setting: Setting
    }

    /// `TARGET: export NAME = value` of a Makefile: of that target, and of those that it waits for.
    mutating func readTargetExport(of target: String, from start: Int, to end: Int, _ file: ParsedFile) {
        var at = start
        while at < end, file.bytes[at].isWord { at += 1 }
        let range = ByteRange(start, at)
        let name = file.bytes.text(range)
        guard TerraformBackend.isOfBackend(name), targetExports.count < 500 else { return }
        while at < end, " \t?:".utf8.contains(file.bytes[at]) { at += 1 }
        guard at < end, file.bytes[at] == .ascii("=") else { return }
        let value = file.bytes.text(ByteRange(at + 1, end)).prefix { $0 != "#" }.split { $0.isWhitespace }
        let text = value.joined(separator: " ").replacing("$(", with: "${").replacing(")", with: "}")
        targetExports.append(.init(target: target, setting: .init(name: name, value: text, range: range)))
    }

    /// What a recipe's target exports, and others' may: those that wait for it are not followed.
    func addTargetExports(to script: inout Script) {
        let own = targetExports.filter { script.recipes.contains($0.target) }
        script.environment += own.map(\.setting)
        if own.isEmpty { script.sources.append(.init(path: TerraformScriptReader.unseen, assignments: 0)) }
    }

    /// Whether a mapping has a group of variables, which Azure Pipelines keeps elsewhere: `variables: [{group: state}]`
    /// (learn.microsoft.com/azure/devops/pipelines/library/variable-groups).
    static func takesGroup(_ node: Int, _ tree: SyntaxTree) -> Bool {
        guard let all = tree.children(of: node).first(where: { tree.nodes[$0].name == "variables" }),
            tree.nodes[all].kind == .array
        else { return false }
        return tree.children(of: all).contains { item in
            tree.children(of: item).contains { tree.nodes[$0].name == "group" }
        }
    }

    /// Whether a step brings variables to the steps behind it: an action that does nothing else, or one that is given a
    /// variable's name.
    static func brings(_ step: Int, _ tree: SyntaxTree, _ bytes: ByteView) -> Bool {
        guard let uses = tree.children(of: step).first(where: { tree.nodes[$0].name == "uses" }),
            let action = tree.nodes[uses].scalar
        else { return false }
        let name = action.prefix { $0 != "@" }.lowercased()
        // (All of them are called so, and most actions are not.)
        if name.holds("secret") || name.holds("env"), TerraformWrapper.loaderActions.contains(name) { return true }
        var isNamed = false
        for variable in needed { each(variable, tree.nodes[step].range, bytes) { _ in isNamed = true } }
        return isNamed
    }
}

extension ScriptReading {
    /// What the steps of a job before a script give it, and what it gives those behind it.
    mutating func handOn(_ script: inout TerraformStateFacts.Script, _ written: TerraformScriptReader.Written) {
        guard !handedOn.isEmpty || !written.environment.isEmpty, let job = script.workflowJob else { return }
        for path in (handedOn[job] ?? []).prefix(100) { script.sources.append(.init(path: path, assignments: 0)) }
        if !written.environment.isEmpty { handedOn[job, default: []] += written.environment }
    }
}

extension TerraformScriptReader {
    /// What stands for a file of variables that is not known.
    static let unseen = "$"

    /// Of a command whose output is made the environment, the file that it reads.
    /// - Parameter around: the first word of the command that takes it.
    mutating func noteRead(for around: Word) {
        guard ["export", "eval", "env"].contains(where: { equals(around, $0) }), let first = words.first else { return }
        if let file = readFile(first) { texts.loaded = file }
    }

    /// `cat .env`, `grep -v '^#' .env`, `xargs < .env`; what decrypts it is none of these.
    private func readFile(_ first: Word) -> String? {
        guard words.count > 1, var last = words.last,
            ["cat", "grep", "egrep", "sed", "xargs", "awk"].contains(where: { equals(first, $0) })
        else { return nil }
        if begins(last, "<") { last.start += 1 }
        return holds(last, "env") && !begins(last, "-") ? buffer.text(last) : nil
    }

    /// `export $(cat .env | xargs)`, `export "$name=$value"`, `eval "$(sops -d …)"`, `env $(cat .env) terraform init`: behind
    /// it variables are set that nothing tells, or those of a file. (`$(printf …)` says which.)
    /// - Parameter first: the word behind what comes before a command.
    mutating func noteLoads(_ first: Int) {
        var index = first
        if equals(words[first], "eval") {
            index += 1
        } else if first == 0 || !equals(words[first - 1], "export") && !equals(words[first - 1], "env") {
            return
        }
        let file = texts.loaded.take()
        guard index < words.count, begins(words[index], "$"), script.sources.count < 100,
            index == first || begins(words[index], "$(")
        else { return }
        let text = buffer.text(words[index])
        guard !TerraformWrapper.printers.contains(where: text.dropFirst(2).hasPrefix) else { return }
        let path = file.flatMap { enter($0, from: folder) } ?? Self.unseen
        script.sources.append(.init(path: path, assignments: script.assignments.count))
    }

    /// `cat ci.env >> "$GITHUB_ENV"`: the next steps have what it prints. (`echo NAME=value` says which.)
    mutating func noteHandedOn(_ target: Word) {
        guard holds(target, "GITHUB_ENV"), written.environment.count < 100, words.count > 2, let first = words.first,
            !["echo", "printf", "tee", ">", ">>", "}"].contains(where: { equals(first, $0) }),
            !words.contains(where: { holds($0, "=") })
        else { return }
        if equals(first, "cat") {
            // (A here-document says it itself.)
            guard !begins(words[1], ">"), !begins(words[1], "<") else { return }
            written.environment.append(enter(buffer.text(words[1]), from: folder) ?? Self.unseen)
        } else {
            written.environment.append(Self.unseen)
        }
    }
}

extension TerraformStacks {
    /// Whether what a backend lacks may come to a command from a file that the repository does not hold, which all of its
    /// file's load, or from whom its file asks for it.
    func mayComeUnseen(_ run: Run, _ backend: TerraformBackend) -> Bool {
        let facts = files[run.file].facts
        if facts.asksFor.contains(where: { backend.environment[$0].map(backend.required.contains) ?? false }) {
            return true
        }
        guard facts.loadsForAll, run.kind == .recipe else { return false }
        let home = folders.names[folderOfFile[run.file]]
        return (run.module?.value.sources ?? facts.sources).contains { path in
            !paths.holds(TerraformTemplate.join(home, path)) && !paths.holds(TerraformTemplate.join("", path))
        }
    }
}
