import LintSource
import LintSyntax

/// Reads the commands of one shell from its tokens: follows `cd`, keeps assignments and arrays, notes each command of
/// tofu and terraform. What `echo` prints is no command.
struct TerraformScriptReader {
    /// A word without its quotes, and its bytes with them.
    struct Word {
        var text: String
        var range: ByteRange
    }

    var script: TerraformStateFacts.Script
    var folder: String?
    /// The folder of the file itself: `cd "$(dirname "$0")"`.
    let home: String
    /// What `$(NAME)` of a Makefile is.
    var fileVariables: [String: String] = [:]
    /// Names of files that it writes.
    private(set) var written: Set<String> = []
    /// Names of tfvars files that it speaks of in other commands.
    private(set) var asked: Set<String> = []

    private var words: [Word] = []
    private var isBare = false
    private var line = 0
    private var endsWord = true
    /// Within `{{ … }}`, whose blanks end no word.
    private var isInterpolating = false
    private var folders: [String?] = []
    /// Commands around `$( … )`, with whether the bracket is an expansion.
    private var outer: [(words: [Word], isBare: Bool, line: Int, expands: Bool)] = []
    private var cases: [TerraformStateFacts.Arm] = []
    private var isPattern = false
    /// `NAME=( … )` that is being read, and those that were.
    private var array: String?
    private(set) var arrays: [String: [Word]] = [:]

    init(kind: TerraformStateFacts.Script.Kind, folder: String?, home: String) {
        script = TerraformStateFacts.Script(kind: kind)
        self.folder = folder
        self.home = home
    }

    /// Of one script so many assignments and commands are read; more is no script that a person wrote.
    private static let limit = 2_000

    private static let separators: Set<String> = [";", "&&", "||", "|", "&", ";;", "\n", "{", "}"]

    /// Takes one token. `gap` tells whether white space is before it.
    mutating func take(_ kind: TokenKind, _ text: String, range: ByteRange, gap: Bool, line: Int) {
        if gap, !isInterpolating { endsWord = true }
        if kind == .template, text == "{{" || text == "}}" { isInterpolating = text == "{{" }
        switch kind {
        case .comment, .heredoc, .heredocMarker: return
        case .quote:
            if endsWord { begin(line, range, bare: false) }
            extend(to: range)
            return
        case .keyword where array == nil: return keyword(text, line, range)
        case .punct where text.first == "\\":
            endsWord = true
            return
        case .punct where isInterpolating: break
        case .punct, .template:
            if kind == .punct, Self.separators.contains(text),
                endsWord || text != "{" && text != "}"
            {
                finish()
                if text == ";;" { isPattern = !cases.isEmpty }
                return
            }
            if text == "(" || text == "$(" { return open(text, range) }
            if text == ")" { return close(range) }
        default: break
        }
        if endsWord { begin(line, range, bare: kind == .word || kind == .ident || kind == .path || kind == .text) }
        // The pieces of one word, quotes left out.
        words[words.count - 1].text += text
        extend(to: range)
    }

    /// A line ended without `\`.
    mutating func endLine() {
        isInterpolating = false
        finish()
        endsWord = true
    }

    /// The script, when there is no more of it.
    mutating func end() -> TerraformStateFacts.Script {
        endLine()
        script.endFolder = folder
        return script
    }

    private mutating func extend(to range: ByteRange) {
        guard let last = words.indices.last else { return }
        words[last].range = ByteRange(start: words[last].range.start, end: max(words[last].range.end, range.end))
    }

    private mutating func begin(_ line: Int, _ range: ByteRange, bare: Bool) {
        if words.isEmpty {
            isBare = bare
            self.line = line
        }
        words.append(Word(text: "", range: range))
        endsWord = false
    }

    private mutating func keyword(_ text: String, _ line: Int, _ range: ByteRange) {
        switch text {
        case "case", "for":
            finish()
            begin(line, range, bare: true)
            words[0].text = text
        case "in":
            if words.first?.text == "case" {
                cases.append(.init(subject: words.count > 1 ? words[1].text : "", patterns: [], earlier: []))
                words = []
                isPattern = true
            } else {
                begin(line, range, bare: true)
                words[words.count - 1].text = text
            }
        case "esac":
            finish()
            _ = cases.popLast()
            isPattern = false
        case "time", "export", "local", "readonly", "declare":
            if endsWord { begin(line, range, bare: true) }
            words[words.count - 1].text += text
        default: finish()
        }
        endsWord = true
    }

    private mutating func open(_ text: String, _ range: ByteRange) {
        if isPattern { return }
        if text == "(", array == nil, let last = words.last, !endsWord, last.text.hasSuffix("=") {
            var name = last.text.dropLast()
            if name.hasSuffix("+") { name = name.dropLast() } else { arrays[String(name)] = [] }
            array = String(name)
            words = []
            endsWord = true
            return
        }
        if text == "(" { finish() }
        if text == "$(", endsWord { begin(line, range, bare: false) }
        outer.append((words, isBare, line, text == "$("))
        folders.append(folder)
        words = []
        endsWord = true
    }

    private mutating func close(_ range: ByteRange) {
        if let name = array, outer.isEmpty || outer.last?.expands != true || words.isEmpty {
            arrays[name, default: []] += words.prefix(500)
            array = nil
            words = []
            endsWord = true
            return
        }
        if isPattern, let last = cases.indices.last {
            cases[last].earlier += cases[last].patterns
            // So many arms are not followed: no subject decides them.
            if cases[last].earlier.count > 200 { cases[last] = .init(subject: "$", patterns: [], earlier: []) }
            cases[last].patterns = words.map(\.text).filter { $0 != "|" }
            words = []
            isPattern = false
            endsWord = true
            return
        }
        var inner = words.map(\.text).joined(separator: " ")
        // Brackets in brackets would make it grow without bound.
        if inner.utf8.count > 512 { inner = "…" }
        finish()
        guard let around = outer.popLast() else { return }
        folder = folders.popLast() ?? folder
        (words, isBare, line) = (around.words, around.isBare, around.line)
        if around.expands, !words.isEmpty {
            words[words.count - 1].text += "$(" + inner + ")"
            extend(to: range)
        }
        endsWord = !around.expands
    }

    private mutating func finish() {
        if isPattern || array != nil && outer.isEmpty {
            endsWord = true
            return
        }
        defer {
            words = []
            endsWord = true
        }
        guard !words.isEmpty, script.assignments.count < Self.limit else { return }
        noteWritten()
        if words[0].text == "for", words.count > 3, words[2].text == "in" {
            script.assignments.append(
                .init(name: words[1].text, value: "", choices: words[3...].map(\.text), arm: cases.last))
            return
        }
        var rest = words[...]
        while let first = rest.first {
            if isBare, let equals = first.text.utf8.firstIndex(of: 0x3D),
                TerraformTemplate.isName(first.text[..<equals])
            {
                assign(
                    String(first.text[..<equals]), String(first.text[first.text.index(after: equals)...]), cases.last,
                    first.range)
            } else if !Self.prefixes.contains(first.text) {
                break
            }
            rest = rest.dropFirst()
        }
        guard let program = rest.first else { return }
        let arguments = rest.dropFirst()
        let isMarked = program.text.begins("@") || program.text.begins("-")
        let name = isMarked ? String(program.text.drop { $0 == "@" || $0 == "-" }) : program.text
        if let found = self.program(name, isBare: isBare) {
            return run(found, program, Array(arguments))
        }
        guard isBare else { return }
        noteWrapper(program, arguments)
        switch name {
        case "cd", "pushd":
            folder = arguments.first { $0.text != "--" }.flatMap { enter($0.text, from: folder) }
        case "popd": folder = nil
        case "source", ".":
            script.hasOutsideVariables = true
            noteSource(arguments.first)
        case "eval": script.hasOutsideVariables = true
        default:
            // `aws-vault exec account -- terraform init`
            guard let mark = arguments.firstIndex(where: { $0.text == "--" }), mark + 1 < arguments.endIndex,
                let found = self.program(arguments[mark + 1].text, isBare: true), !Self.elsewhere.contains(name)
            else { return }
            run(found, arguments[mark + 1], Array(arguments[(mark + 2)...]))
        }
    }

    private static let prefixes: Set<String> = [
        "export", "!", "sudo", "exec", "time", "command", "env", "readonly", "local", "declare", "@", "-x", "-E",
    ]
    /// What runs its command in another place.
    private static let elsewhere: Set<String> = ["docker", "kubectl", "ssh", "podman", "echo", "printf", "git", "nix"]

    /// The program a first word runs: a variable counts where its value is known to be one.
    private func program(_ word: String, isBare: Bool) -> String? {
        let base = word.lastPart
        if isBare, base == "tofu" || base == "terraform" { return String(base) }
        guard word.begins("$"), let variable = TerraformTemplate.pieces(word).first,
            variable.utf8.count == word.utf8.count,
            let name = TerraformTemplate.name(of: variable)
        else { return nil }
        let value = script.assignments.last { $0.name == name }?.value ?? fileVariables[name] ?? String(variable)
        for program in ["tofu", "terraform"]
        where value == program || value.hasSuffix(":-\(program)}") || value.hasSuffix("/" + program) {
            return program
        }
        return nil
    }

    /// `just init`, `./bin/terraform-init stack`: something that initializes in a way that is not seen.
    private mutating func noteWrapper(_ program: Word, _ arguments: ArraySlice<Word>) {
        guard script.kind == .documentation, script.commands.count < Self.limit else { return }
        let speaks = Self.speaks(program.text) || arguments.contains { Self.speaks($0.text) }
        guard speaks, program.text != "git", program.text != "npm" else { return }
        script.commands.append(
            .init(program: "", verb: Self.wrapper, range: program.range, line: line, folder: nil))
    }

    /// The verb of what initializes without being tofu or terraform.
    static let wrapper = "(init)"

    /// `> FILE`, `tee FILE`, `cp A B`: the last part of what is written.
    private mutating func noteWritten() {
        guard written.count < Self.limit else { return }
        func note(_ text: some StringProtocol) {
            let name = text.lastPart
            if !name.isEmpty { written.insert(String(name)) }
        }
        for (index, word) in words.enumerated() where word.text.begins(">") {
            let target = word.text.drop { $0 == ">" }
            if !target.isEmpty { note(target) } else if index + 1 < words.count { note(words[index + 1].text) }
        }
        if words.contains(where: { $0.text.holds(".tfvars") }),
            !words.contains(where: { $0.text == "tofu" || $0.text == "terraform" })
        {
            for word in words where word.text.holds(".tfvars") { asked.insert(String(word.text.lastPart)) }
        }
        guard let first = words.first?.text, isBare else { return }
        // `[ -f "$FILE" ]`
        if first == "[" || first == "[[" || first == "test" {
            for word in words.dropFirst() where word.text.begins("$") { asked.insert(word.text) }
        }
        if Self.writers.contains(first) {
            for word in words.dropFirst() { note(word.text) }
        }
    }

    private static let writers: Set<String> = ["tee", "cp", "mv", "ln", "touch", "envsubst", "sops", "curl", "wget"]

    func enter(_ target: String, from: String?) -> String? {
        if target == "-" { return nil }
        if target.begins("$("), target.contains("dirname"), target.contains("$0") || target.contains("BASH_SOURCE") {
            guard let end = target.lastIndex(of: ")") else { return nil }
            return TerraformTemplate.join(home, String(target[target.index(after: end)...].drop { $0 == "/" }))
        }
        if target.hasPrefix("$(git rev-parse --show-toplevel)") {
            return TerraformTemplate.join("", String(target.dropFirst(32).drop { $0 == "/" }))
        }
        let folder = TerraformTemplate.join(from ?? "", target)
        return folder.utf8.count <= 4_096 ? folder : nil
    }

    private mutating func run(_ program: String, _ word: Word, _ arguments: [Word]) {
        guard script.commands.count < Self.limit else { return }
        guard let verb = arguments.firstIndex(where: { !$0.text.begins("-") }) else { return }
        var found = TerraformStateFacts.Command(
            program: program, verb: arguments[verb].text,
            range: ByteRange(start: word.range.start, end: arguments[verb].range.end), line: line, folder: folder)
        guard Self.verbs.contains(found.verb) else { return }
        found.assignments = script.assignments.count
        var rest = arguments[..<verb] + expanded(arguments[(verb + 1)...])
        while let next = rest.popFirst() {
            if next.text == "--help" || next.text == "-help" { return }
            take(next, &rest, &found)
        }
        found.isFixed = found.folder.map { !TerraformTemplate.isOpen($0) && TerraformTemplate.isFolded($0) } ?? false
        script.commands.append(found)
    }

    /// Options whose value may be the next word.
    private static let valued: Set<String> = [
        "backend-config", "var", "var-file", "out", "chdir", "state", "target", "lock-timeout", "parallelism",
        "plugin-dir", "from-module",
    ]

    static let verbs: Set<String> = [
        "init", "plan", "apply", "destroy", "refresh", "import", "workspace", "validate", "state",
    ]

    private func take(_ word: Word, _ rest: inout ArraySlice<Word>, _ command: inout TerraformStateFacts.Command) {
        guard word.text.begins("-"), word.text.utf8.count > 1 else {
            if word.text.begins("$") || word.text.begins("{{") || word.text.holds("…") {
                command.isOpen = true
            } else if word.text.begins(">") || word.text.begins("2>") || word.text.begins("&>") {
                if word.text.allSatisfy({ "012&>".contains($0) }) { _ = rest.popFirst() }
            } else {
                command.operands.append(word.text)
            }
            return
        }
        let utf8 = word.text.utf8
        var option = word.text[(utf8.firstIndex { $0 != 0x2D } ?? utf8.endIndex)...]
        var value: Word?
        if let equals = option.utf8.firstIndex(of: 0x3D) {
            value = Word(text: String(option[option.utf8.index(after: equals)...]), range: word.range)
            option = option[..<equals]
        } else if Self.valued.contains(String(option)) {
            value = rest.popFirst()
        }
        guard let value else {
            command.options.insert(String(option))
            if TerraformTemplate.isOpen(String(option)) { command.isOpen = true }
            return
        }
        // (A short text of its own compares as a number.)
        switch String(option) {
        case "chdir": command.folder = enter(value.text, from: command.folder)
        case "backend": if value.text == "false" { command.usesBackend = false }
        case "backend-config": assign(value, to: &command.settings, orFile: &command.files)
        case "var":
            var none: [TerraformStateFacts.Setting] = []
            assign(value, to: &command.variables, orFile: &none)
            if !none.isEmpty { command.isOpen = true }
        case "var-file": command.variableFiles.append(.init(name: "", value: value.text, range: value.range))
        case "out": command.plan = value.text
        default: break
        }
    }
}
