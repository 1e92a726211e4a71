import LintSource
import LintSyntax

/// Scripts that no tokenizer has made documents of: a fence without a language whose lines are commands, and what a
/// Dockerfile runs.
extension ScriptReading {
    /// Whether there were any.
    mutating func readInnerScripts() -> Bool {
        let count = scripts.count
        switch file.language {
        case .markdown: readPlainFences()
        case .dockerfile: readDockerfile()
        case .yaml: if TerraformProjects.isList(file.path) { readProjects() } else { readTasks() }
        case .json: readPackage()
        case .toml: readMise()
        case .c where ScriptReading.isJenkinsfile(file.path): readJenkinsfile()
        default: break
        }
        return scripts.count > count
    }

    /// A fence without an info string counts where a line of it begins with a command of tofu or terraform.
    private mutating func readPlainFences() {
        for fence in file.fences where fence.content.count <= 65_536 {
            let isMake =
                fence.info.count <= 8 && ["makefile", "make"].contains(file.bytes.text(fence.info).lowercased())
            func holds(_ word: StaticString) -> Bool {
                file.bytes.first(word, from: Int(fence.content.start), to: Int(fence.content.end)) != nil
            }
            let mayRun = holds("tofu ") || holds("terraform ")
            // One that only makes a file of values, which a later fence's command reads. (A tree of folders makes none.)
            let mayWrite = holds(".tfvars") && !holds("\u{2500}") && (holds("> ") || holds("cp ") || holds("mv "))
            guard fence.info.isEmpty || isMake, mayRun || mayWrite else { continue }
            var text = fence.map.innerText(of: file.bytes)
            let isWanted = isMake ? ScriptReading.keepRecipes(&text) : ScriptReading.blankPrompts(&text)
            guard isWanted || !mayRun else { continue }
            reader = TerraformScriptReader(kind: kind, folder: nil, home: home)
            feed(text) { fence.map.host(of: $0) }
            keep()
        }
    }

    /// Whether a fence without an info string may have a command: one stands somewhere.
    static func mayHoldCommands(_ bytes: ByteView) -> Bool {
        for program in ["tofu", "terraform"] as [StaticString] {
            var from = 0
            while let found = bytes.first(program, from: from) {
                from = found + program.utf8CodeUnitCount
                if isVerb(bytes, at: from + 1) { return true }
            }
        }
        return false
    }

    /// Takes `$ ` away from the start of lines. Whether a line begins with a command that is looked for; in a session
    /// with prompts only such lines are commands, with those that these are joined to, and an init that goes on or says
    /// where the state is: what Terraform itself tells to run is indented, and short.
    private static func blankPrompts(_ text: inout [UInt8]) -> Bool {
        var isWanted = false
        var hasPrompts = false
        var outputs: [Range<Int>] = []
        // Whether the line before is a command, and joined to this one.
        var continues = false
        var start = 0
        while start < text.count {
            let end = text[start...].firstIndex(of: 0x0A) ?? text.count
            var at = start
            while at < end, text[at].isBlank { at += 1 }
            var isOutput = !continues
            if at + 1 < end, text[at] == .ascii("$"), text[at + 1] == .ascii(" ") {
                hasPrompts = true
                text[at] = .ascii(" ")
                while at < end, text[at].isBlank { at += 1 }
                isOutput = false
            }
            var last = end
            while last > start, text[last - 1] == 0x0D { last -= 1 }
            let goesOn = last > start && text[last - 1] == .ascii("\\")
            text.withByteView { view in
                for program in ["tofu", "terraform"] as [StaticString] where view.has(program, at: at) {
                    let verb = at + program.utf8CodeUnitCount + 1
                    guard isVerb(view, at: verb) else { continue }
                    isWanted = true
                    if at == start, goesOn || view.first("-backend-config", from: at, to: end) != nil {
                        isOutput = false
                    }
                }
            }
            if isOutput { outputs.append(start..<end) }
            continues = !isOutput && goesOn
            start = end + 1
        }
        if hasPrompts {
            for output in outputs { for at in output { text[at] = .ascii(" ") } }
        }
        return isWanted
    }

    /// Keeps the recipes of a Makefile, `$(NAME)` as `${NAME}`. Whether a line begins with a command that is looked for.
    private static func keepRecipes(_ text: inout [UInt8]) -> Bool {
        var isWanted = false
        var continues = false
        var start = 0
        while start < text.count {
            let end = text[start...].firstIndex(of: 0x0A) ?? text.count
            let isRecipe = start < end && text[start] == 0x09 || continues
            continues = isRecipe && end > start && text[end - 1] == .ascii("\\")
            var at = start
            while at < end, text[at].isBlank || text[at] == .ascii("@") {
                text[at] = .ascii(" ")
                at += 1
            }
            if isRecipe {
                text.withByteView { view in
                    for program in ["tofu", "terraform"] as [StaticString] where view.has(program, at: at) {
                        isWanted = isWanted || isVerb(view, at: at + program.utf8CodeUnitCount + 1)
                    }
                }
                nameVariables(&text, at, end)
            } else {
                while at < end {
                    text[at] = .ascii(" ")
                    at += 1
                }
            }
            start = end + 1
        }
        return isWanted
    }

    private static func nameVariables(_ text: inout [UInt8], _ start: Int, _ end: Int) {
        var at = start
        while at + 2 < end {
            defer { at += 1 }
            guard text[at] == .ascii("$"), text[at + 1] == .ascii("(") else { continue }
            var close = at + 2
            while close < end, text[close].isWord { close += 1 }
            guard close < end, close > at + 2, text[close] == .ascii(")") else { continue }
            text[at + 1] = .ascii("{")
            text[close] = .ascii("}")
            at = close
        }
    }

    /// An option or a verb: `Terraform plans …` is a sentence.
    private static func isVerb(_ bytes: ByteView, at start: Int) -> Bool {
        if bytes[start] == .ascii("-") { return true }
        var end = start
        while bytes[end].isLetter { end += 1 }
        let next = bytes[end]
        guard next == 0 || next.isWhiteSpace else { return false }
        return TerraformScriptReader.verbs.contains(where: ByteView(bytes[start..<end]).equals)
    }

    /// Variables and arguments that one file hands over to its steps, all of them together.
    static let mostHandedOver = 100_000

    /// Scripts of one file: jobs of a pipeline, fences, steps.
    static let mostScripts = 10_000

    /// What of this file is too much.
    var excess: String {
        scripts.count < ScriptReading.mostScripts
            ? "what this file sets is handed over to its steps more than \(ScriptReading.mostHandedOver) times"
            : "this file holds more than \(ScriptReading.mostScripts) scripts"
    }

    /// Whether one more script may be read; from the first that may not, none is.
    mutating func mayRead(_ place: ByteRange) -> Bool {
        if limit == nil, scripts.count >= ScriptReading.mostScripts { limit = place }
        return limit == nil
    }

    /// Whether a step may be given so many more; from the first that may not, nothing is read for commands.
    mutating func handOver(_ count: Int, at place: ByteRange) -> Bool {
        guard mayRead(place) else { return false }
        handedOver += count
        guard handedOver > ScriptReading.mostHandedOver else { return true }
        limit = place
        return false
    }

    /// `RUN …`, each in a shell of its own, with what `ENV` has set before.
    private mutating func readDockerfile() {
        var environment: [TerraformStateFacts.Setting] = []
        let bytes = file.bytes
        var start = bytes.has("\u{FEFF}", at: 0) ? 3 : 0
        while start < bytes.count {
            var at = start
            while bytes[at].isBlank { at += 1 }
            let end = instructionEnd(at)
            let word = bytes.text(ByteRange(at, min(at + 4, bytes.count))).uppercased()
            if word == "RUN " || word == "RUN\t" {
                guard handOver(environment.count, at: ByteRange(at, min(at + 3, bytes.count))) else { return }
                var new = TerraformScriptReader(kind: kind, folder: nil, home: home)
                new.script.environment = environment
                reader = consume new
                let first = at + 4
                feed(Array(bytes[first..<end])) { $0 + first }
                keep()
            } else if word == "ENV " || word == "ENV\t" {
                environment += variables(from: at + 4, to: end)
            }
            start = end + 1
        }
    }

    /// Where an instruction ends: the first line end that no `\` joins to the next line, comments between left out.
    private func instructionEnd(_ start: Int) -> Int {
        var at = start
        while at < file.bytes.count {
            if file.bytes[at] == 0x0A {
                var last = at - 1
                while last > start, file.bytes[last].isBlank || file.bytes[last] == 0x0D { last -= 1 }
                if file.bytes[last] != .ascii("\\") { return at }
            }
            at += 1
        }
        return at
    }

    /// `NAME=value NAME="value"`, or the old `NAME value`.
    private func variables(from start: Int, to end: Int) -> [TerraformStateFacts.Setting] {
        var result: [TerraformStateFacts.Setting] = []
        var at = start
        while at < end {
            while at < end, file.bytes[at].isWhiteSpace || file.bytes[at] == .ascii("\\") { at += 1 }
            let first = at
            while at < end, file.bytes[at].isWord { at += 1 }
            let name = ByteRange(first, at)
            guard !name.isEmpty, file.bytes[at] == .ascii("=") || file.bytes[at].isBlank && result.isEmpty else {
                break
            }
            let isOld = file.bytes[at] != .ascii("=")
            at += 1
            var value = ""
            var quote: UInt8 = 0
            let from = at
            while at < end, isOld || quote != 0 || !file.bytes[at].isWhiteSpace {
                let byte = file.bytes[at]
                if byte == .ascii("\"") || byte == .ascii("'") { quote = quote == 0 ? byte : quote == byte ? 0 : quote }
                at += 1
            }
            value = file.bytes.text(ByteRange(from, at)).filter { $0 != "\"" && $0 != "'" }
            result.append(.init(name: file.bytes.text(name), value: value, range: name))
        }
        return result
    }

    /// Hands a script's tokens to the reader, at the places that `host` gives them in the file.
    mutating func feed(_ text: [UInt8], _ host: (Int) -> Int) {
        let file = file
        reader?.feed(text) { token, _ in
            let range = ByteRange(host(Int(token.start)), host(Int(token.end) - 1) + 1)
            return (range, file.lines.line(at: Int(range.start)))
        }
    }
}
