import LintSource
import LintSyntax

/// Reads the commands of one shell from its tokens: follows `cd`, keeps assignments, notes each init.
/// Only unquoted first words are programs, so that what `echo` prints is no command.
struct TerraformScriptReader {
    var script: TerraformStateFacts.Script
    var folder: String?
    /// The folder of the file itself: `cd "$(dirname "$0")"`.
    let home: String

    private var words: [String] = []
    private var isBare = false
    private var line = 0
    private var endsWord = true
    private var folders: [String?] = []
    /// Commands around `$( … )`, with whether the bracket is an expansion.
    private var outer: [(words: [String], isBare: Bool, line: Int, expands: Bool)] = []
    private var cases: [TerraformStateFacts.Arm] = []
    private var isPattern = false

    init(kind: String, job: String?, folder: String?, home: String) {
        script = TerraformStateFacts.Script(kind: kind, job: job)
        self.folder = folder
        self.home = home
    }

    /// Of one script so many assignments and inits are read; more is no script that a person wrote.
    private static let limit = 2_000

    /// Takes one token. `gap` tells whether white space is before it.
    mutating func take(_ kind: TokenKind, _ text: String, gap: Bool, line: Int) {
        if gap { endsWord = true }
        switch kind {
        case .comment, .heredoc, .heredocMarker: return
        case .quote:
            if endsWord { begin(line, bare: false) }
            return
        case .keyword: return keyword(text, line)
        case .punct where text.first == "\\": return endsWord = true
        case .punct, .template:
            if kind == .punct, [";", "&&", "||", "|", "&", ";;", "\n", "{", "}"].contains(text),
                endsWord || text != "{" && text != "}"
            {
                finish()
                if text == ";;" { isPattern = !cases.isEmpty }
                return
            }
            if text == "(" || text == "$(" { return open(text) }
            if text == ")" { return close() }
        default: break
        }
        if endsWord { begin(line, bare: kind == .word || kind == .ident || kind == .path || kind == .text) }
        // The pieces of one word, quotes left out.
        words[words.count - 1] += text
    }

    /// A line ended without `\`.
    mutating func endLine() {
        finish()
        endsWord = true
    }

    private mutating func begin(_ line: Int, bare: Bool) {
        if words.isEmpty {
            isBare = bare
            self.line = line
        }
        words.append("")
        endsWord = false
    }

    private mutating func keyword(_ text: String, _ line: Int) {
        switch text {
        case "case", "for":
            finish()
            begin(line, bare: true)
            words[0] = text
        case "in":
            if words.first == "case" {
                cases.append(.init(subject: words.count > 1 ? words[1] : "", patterns: [], earlier: []))
                words = []
                isPattern = true
            } else {
                begin(line, bare: true)
                words[words.count - 1] = text
            }
        case "esac":
            finish()
            _ = cases.popLast()
            isPattern = false
        default: finish()
        }
        endsWord = true
    }

    private mutating func open(_ text: String) {
        if isPattern { return }
        if text == "(" { finish() }
        if text == "$(", endsWord { begin(line, bare: false) }
        outer.append((words, isBare, line, text == "$("))
        folders.append(folder)
        words = []
        endsWord = true
    }

    private mutating func close() {
        if isPattern, let last = cases.indices.last {
            cases[last].earlier += cases[last].patterns
            // So many arms are not followed: no subject decides them.
            if cases[last].earlier.count > 200 { cases[last] = .init(subject: "$", patterns: [], earlier: []) }
            cases[last].patterns = words.filter { $0 != "|" }
            words = []
            isPattern = false
            endsWord = true
            return
        }
        var inner = words.joined(separator: " ")
        // Brackets in brackets would make it grow without bound.
        if inner.utf8.count > 512 { inner = "…" }
        finish()
        guard let around = outer.popLast() else { return }
        folder = folders.popLast() ?? folder
        (words, isBare, line) = (around.words, around.isBare, around.line)
        if around.expands, !words.isEmpty { words[words.count - 1] += "$(" + inner + ")" }
        endsWord = !around.expands
    }

    private mutating func finish() {
        if isPattern { return endsWord = true }
        defer {
            words = []
            endsWord = true
        }
        guard isBare, !words.isEmpty, script.assignments.count < Self.limit else { return }
        if words[0] == "for", words.count > 3, words[2] == "in" {
            script.assignments.append(.init(name: words[1], value: "", choices: Array(words[3...]), arm: cases.last))
            return
        }
        var rest = words[...]
        while let first = rest.first {
            if let equals = first.firstIndex(of: "="), TerraformTemplate.isName(first[..<equals]) {
                script.assignments.append(
                    .init(
                        name: String(first[..<equals]), value: String(first[first.index(after: equals)...]),
                        arm: cases.last))
            } else if !["export", "!", "sudo", "exec", "time", "command", "env", "readonly", "local", "@"].contains(
                first)
            {
                break
            }
            rest = rest.dropFirst()
        }
        guard let program = rest.first else { return }
        let arguments = Array(rest.dropFirst())
        switch program.drop(while: { $0 == "@" || $0 == "-" }) {
        case "cd", "pushd": folder = arguments.first { $0 != "--" }.flatMap { enter($0, from: folder) }
        case "popd": folder = nil
        case "tofu", "terraform": run(arguments)
        default: break
        }
    }

    private func enter(_ target: String, from: String?) -> String? {
        if target == "-" { return nil }
        if target.hasPrefix("$("), target.contains("dirname"), target.contains("$0") || target.contains("BASH_SOURCE") {
            guard let end = target.lastIndex(of: ")") else { return nil }
            return TerraformTemplate.join(home, String(target[target.index(after: end)...].drop { $0 == "/" }))
        }
        let folder = TerraformTemplate.join(from ?? "", target)
        return folder.utf8.count <= 4_096 ? folder : nil
    }

    private mutating func run(_ arguments: [String]) {
        guard let verb = arguments.firstIndex(where: { !$0.hasPrefix("-") }), arguments[verb] == "init" else { return }
        var found = TerraformStateFacts.Initialization(line: line, folder: folder)
        found.assignments = script.assignments.count
        var index = 0
        while index < arguments.count {
            var option = arguments[index][...]
            if option.hasPrefix("--") { option = option.dropFirst() }
            if option.hasPrefix("-chdir=") { found.folder = enter(String(option.dropFirst(7)), from: folder) }
            if option == "-backend=false" { found.usesBackend = false }
            if option.hasPrefix("-backend-config=") {
                found.configurations.append(String(option.dropFirst(16)))
            } else if option == "-backend-config", index + 1 < arguments.count {
                index += 1
                found.configurations.append(arguments[index])
            }
            index += 1
        }
        if script.initializations.count < Self.limit { script.initializations.append(found) }
    }
}
