import LintSource
import LintSyntax

/// The steps of a Jenkins pipeline that run commands: `sh '…'`, `sh(script: "…")`, in the folder that `dir('…') { }`
/// around them names, with what `environment { }` around them sets. Each has a shell of its own.
extension ScriptReading {
    static func isJenkinsfile(_ path: String) -> Bool {
        let name = path.lastPart
        return name.begins("Jenkinsfile") || name.ends(".jenkinsfile") || name.ends(".Jenkinsfile")
            || name.ends(".groovy")
    }

    mutating func readJenkinsfile() {
        var steps = JenkinsSteps(file)
        // One text that a variable holds is read at each step that runs it: of all no more than a few times the file.
        var rest = 4 * file.bytes.count + 4_096
        // Each holds all variables around it: no person's pipeline has so many of both.
        while scripts.count < JenkinsSteps.limit, let step = steps.next() {
            guard step.script.text.count <= min(65_536, rest) else { continue }
            rest -= step.script.text.count
            var new = TerraformScriptReader(kind: kind, folder: step.folder, home: home)
            new.script.workflowJob = "Jenkinsfile"
            new.script.environment = step.environment
            new.script.assignments = step.choices
            if !steps.written.isEmpty {
                new.written.names.formUnion(steps.written)
                steps.written = []
            }
            reader = consume new
            feed(step.script.text) { step.script.places[$0] }
            keep()
        }
    }
}

/// Goes through a Jenkinsfile's tokens, step by step.
private struct JenkinsSteps {
    struct Step {
        var script: GroovyText
        /// From the root; `nil` where nothing tells.
        var folder: String?
        var environment: [TerraformStateFacts.Setting]
        /// Of parameters with a list of values.
        var choices: [TerraformStateFacts.Assignment]
    }

    /// Of steps, and of variables.
    static let limit = 500

    private let file: ParsedFile
    private let tokens: [FlattenedTokens.Entry]
    private var at = 0
    private var depth = 0
    /// Of `dir(…) {`, with the depth of what is in it.
    private var folders: [(depth: Int, folder: String)] = []
    private var settings: [(depth: Int, setting: TerraformStateFacts.Setting)] = []
    private var choices: [TerraformStateFacts.Assignment] = []
    /// Texts that variables hold: `String command = """…"""`.
    private var variables: [String: GroovyText] = [:]
    /// The folder that the next `{` opens.
    private var opened: String?
    /// Names of files that `writeFile` has made since the last step.
    var written: Set<String> = []

    init(_ file: ParsedFile) {
        self.file = file
        tokens = file.flat.entries.filter { $0.document == 0 && $0.kind != .comment }
    }

    mutating func next() -> Step? {
        while at < tokens.count {
            let word = at
            at += 1
            if isPunct(word, "{") {
                depth += 1
                if let folder = opened.take() { folders.append((depth, folder)) }
            } else if isPunct(word, "}") {
                while let last = folders.last, last.depth >= depth { folders.removeLast() }
                if !settings.isEmpty { settings.removeAll { $0.depth >= depth } }
                depth -= 1
            } else if tokens[word].kind == .ident, !isPunct(word - 1, ".") {
                if text(word).equals("sh") {
                    guard let script = argument(after: word, named: "script") else { continue }
                    return Step(
                        script: script, folder: folders.last?.folder, environment: settings.map(\.setting),
                        choices: choices)
                } else if text(word).equals("dir") {
                    guard isPunct(at, "(") else { continue }
                    let folder = TerraformTemplate.join(folders.last?.folder ?? "", folder(after: word))
                    // No repository has longer paths: what it is, is not known.
                    opened = folder.utf8.count <= 1_024 ? folder : "$"
                } else if text(word).equals("environment"), isPunct(at, "{") {
                    readEnvironment()
                } else if text(word).equals("string") || text(word).equals("choice") {
                    readParameter(word)
                } else if text(word).equals("writeFile"), let name = argument(after: word, named: "file") {
                    written.insert(String(String(decoding: name.text, as: UTF8.self).lastPart))
                } else if isPunct(at, "=") || isPunct(at, "+=") || isPunct(at, "+") && isPunct(at + 1, "=") {
                    readVariable(word)
                }
            }
        }
        return nil
    }

    /// `command = "…"`, `command += "…"`.
    private mutating func readVariable(_ word: Int) {
        let name = file.bytes.text(tokens[word].range)
        let value = GroovyText(tokens, at: isPunct(at, "+") ? at + 2 : at + 1, file.bytes)
        if isPunct(at, "=") {
            variables[name] = variables.count < JenkinsSteps.limit ? value : nil
        } else if let value {
            variables[name]?.add(value)
        } else {
            variables[name] = nil
        }
    }

    /// The text of a variable that is handed over as a whole.
    private func variable(_ index: Int) -> GroovyText? {
        guard tokens.indices.contains(index), tokens[index].kind == .ident, !isPunct(index + 1, ":") else { return nil }
        return variables.isEmpty ? nil : variables[file.bytes.text(tokens[index].range)]
    }

    private func folder(after word: Int) -> String {
        guard let name = argument(after: word, named: "path") else { return "$" }
        return String(decoding: name.text, as: UTF8.self)
    }

    /// `string(name: 'NAME', defaultValue: 'value')`, `choice(name: 'NAME', choices: ['a', 'b'])`.
    private mutating func readParameter(_ word: Int) {
        guard settings.count + choices.count < JenkinsSteps.limit, let name = argument(after: word, named: "name")
        else { return }
        let own = String(decoding: name.text, as: UTF8.self)
        if let value = argument(after: word, named: "defaultValue") {
            let text = String(decoding: value.text, as: UTF8.self)
            guard !text.isEmpty else { return }
            // They hold for all of the pipeline.
            settings.append((0, .init(name: own, value: text, range: tokens[word].range)))
            return
        }
        var next = word + 1
        while next < tokens.count, !isPunct(next, "]"), !isPunct(next, "{"), next < word + 256 {
            if text(next).equals("choices"), isPunct(next + 1, ":"), isPunct(next + 2, "[") { break }
            next += 1
        }
        var values: [String] = []
        next += 3
        while next < tokens.count, !isPunct(next, "]"), next < word + 1_024 {
            guard let value = GroovyText(tokens, at: next, file.bytes) else {
                next += 1
                continue
            }
            values.append(String(decoding: value.text, as: UTF8.self))
            next += 1
            while next < tokens.count, tokens[next].kind != .quote { next += 1 }
            next += 1
        }
        guard !values.isEmpty, values.count <= 64 else { return }
        choices.append(.init(name: own, value: "", choices: values))
    }

    /// `NAME = 'value'`, `NAME = credentials('id')`.
    private mutating func readEnvironment() {
        at += 1
        var inner = depth
        // Of the block around it.
        while at < tokens.count {
            if isPunct(at, "{") { inner += 1 }
            if isPunct(at, "}") {
                if inner == depth { break }
                inner -= 1
            }
            if settings.count < JenkinsSteps.limit, tokens[at].kind == .ident, isPunct(at + 1, "=") {
                let name = file.bytes.text(tokens[at].range)
                let value = GroovyText(tokens, at: at + 2, file.bytes)
                let setting = TerraformStateFacts.Setting(
                    name: name,
                    value: value.map { String(decoding: $0.text, as: UTF8.self) } ?? "${\(name)}",
                    range: tokens[at].range)
                var given = [setting]
                TerraformStateFacts.appendArguments(of: setting, to: &given, file.bytes)
                settings += given.map { (depth, $0) }
                at += 1
            }
            at += 1
        }
        at += 1
    }

    /// The text that a step takes, alone or by name: `sh 'x'`, `sh('x')`, `sh(returnStdout: true, script: 'x')`.
    private func argument(after word: Int, named name: StaticString) -> GroovyText? {
        var next = word + 1
        let isBracketed = isPunct(next, "(")
        if isBracketed { next += 1 }
        if let alone = GroovyText(tokens, at: next, file.bytes) ?? variable(next) { return alone }
        var level = 0
        let last = min(tokens.count, next + 256)
        while next < last {
            if isPunct(next, "(") || isPunct(next, "[") { level += 1 }
            if isPunct(next, ")") || isPunct(next, "]") {
                level -= 1
                if level < 0 { return nil }
            }
            if isPunct(next, "{") || isPunct(next, "}") { return nil }
            if level == 0, text(next).equals(name), isPunct(next + 1, ":") {
                return GroovyText(tokens, at: next + 2, file.bytes) ?? variable(next + 2)
            }
            next += 1
        }
        return nil
    }

    private func text(_ index: Int) -> ByteView { ByteView(file.bytes[tokens[index].range]) }

    private func isPunct(_ index: Int, _ wanted: StaticString) -> Bool {
        tokens.indices.contains(index) && tokens[index].kind == .punct && text(index).equals(wanted)
    }
}

/// A string of Groovy without its quotes and escapes, and where each of its bytes stands in the file. What is added to it
/// (`"a" + b`) is `$more`.
struct GroovyText {
    private(set) var text: [UInt8] = []
    /// One more than there are bytes.
    private(set) var places: [Int] = []

    /// `nil` where the token is no quote.
    fileprivate init?(_ tokens: [FlattenedTokens.Entry], at first: Int, _ bytes: ByteView) {
        guard first < tokens.count, tokens[first].kind == .quote else { return nil }
        var last = first + 1
        while last < tokens.count, tokens[last].kind != .quote { last += 1 }
        guard last < tokens.count else { return nil }
        var at = Int(tokens[first].end)
        let end = Int(tokens[last].start)
        let isTemplate = bytes[Int(tokens[first].start)] == .ascii("\"")
        while at < end {
            let place = at
            if bytes[at] == .ascii("\\"), at + 1 < end {
                at += 2
                switch bytes[at - 1] {
                case .ascii("n"): append(0x0A, place)
                case .ascii("t"): append(0x09, place)
                // Joined to the next line.
                case 0x0A: continue
                case .ascii("$") where isTemplate:
                    // The shell's own variable.
                    append(.ascii("$"), place)
                default: append(bytes[at - 1], place)
                }
            } else {
                append(bytes[at], place)
                at += 1
                // `${params.NAME}`, `${env.NAME}`: Jenkins hands both to the shell as `NAME`.
                guard isTemplate, bytes[at - 1] == .ascii("{"), text.count > 1, text[text.count - 2] == .ascii("$")
                else { continue }
                for object in ["params.", "env."] as [StaticString] where bytes.has(object, at: at) {
                    at += object.utf8CodeUnitCount
                    break
                }
            }
        }
        if last + 1 < tokens.count, tokens[last + 1].kind == .punct,
            bytes[Int(tokens[last + 1].start)] == .ascii("+")
        {
            for byte in "$more".utf8 { append(byte, end - 1) }
        }
        places.append(end)
    }

    fileprivate mutating func add(_ other: GroovyText) {
        text += other.text
        places.removeLast()
        places += other.places
    }

    private mutating func append(_ byte: UInt8, _ place: Int) {
        text.append(byte)
        places.append(place)
    }
}
