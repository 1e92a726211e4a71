import LintSource
import LintSyntax

/// Reads the commands of one shell from its tokens: follows `cd`, keeps assignments and arrays, notes each command of
/// tofu and terraform. What `echo` prints is no command.
///
/// Words are bytes of one buffer, and become texts where they are kept: of most commands nothing is. Never copied: it is
/// large, and there is one for each shell.
struct TerraformScriptReader: ~Copyable {
    /// A word without its quotes, and its bytes with them.
    struct Word {
        /// In the reader's buffer.
        var start: Int
        var end: Int
        var range: ByteRange
    }

    /// A word that is kept beyond its command.
    struct Member {
        var text: String
        var range: ByteRange
    }

    var script: TerraformStateFacts.Script
    var folder: String?
    /// Whether it went somewhere that nothing tells.
    var isLost = false
    /// The folder of the file itself: `cd "$(dirname "$0")"`.
    let home: String
    /// Where each line of a recipe begins.
    let start: String?
    /// As ``TerraformYAMLPlaces/checkouts``.
    var checkouts: [String] = []
    /// What `$(NAME)` of a Makefile is.
    var fileVariables: [String: String]
    /// What it writes.
    var written = Written()
    var asides = TerraformAsides()
    /// Whether something that it has written is configuration.
    var hasWrittenConfiguration = false
    /// The file of configuration that the last command writes, and whether it only adds to it.
    var openedConfiguration: (name: String, isAdded: Bool)?
    /// Names of tfvars files that it speaks of in other commands.
    var asked: Set<String> = []
    var functions = ShellFunctions()
    var texts = ShellTexts()

    /// The command's words, and the text of these and of the commands around it.
    var words: [Word]
    var buffer: [UInt8]
    var isBare = false
    var line = 0
    /// Where its last word begins.
    private(set) var lastLine = 0
    var endsWord = true
    /// Within `{{ … }}`, whose blanks end no word.
    var isInterpolating = false
    /// What is read of a Justfile's.
    var interpolation: [JustExpression.Token]?
    var folders: [String?] = []
    /// Commands around `$( … )`.
    var outer: [Outer] = []
    var cases: [TerraformStateFacts.Arm] = []
    var isPattern = false
    /// The arms of `case` and `if` around, the outermost first.
    var branches: [UInt32] = []
    var branchCount: UInt32 = 0
    var arms: [ShellArms] = []
    var tests = ShellTests()
    var chain = ShellChain()
    /// Whether the command stands behind `||` or `&&`, and whether the last one has ended the shell.
    private(set) var isConditional = false
    var hasLeft = false
    /// Where the assignments begin that are the last command's alone: `DIR=net ./up.sh`.
    var alone: ShellScope?
    /// Where those of a recipe's line begin.
    var shell: ShellScope
    /// `NAME=( … )` that is being read, and those that were.
    var array: String?
    var arrayGrows = false
    var arrays: [String: [Member]] = [:]

    /// - Parameter fileVariables: ``fileVariables``.
    init(
        kind: TerraformStateFacts.Script.Kind, folder: String?, home: String, _ fileVariables: [String: String] = [:]
    ) {
        script = TerraformStateFacts.Script(kind: kind)
        shell = ShellScope(script)
        // As much as most commands need.
        script.commands.reserveCapacity(4)
        buffer = []
        buffer.reserveCapacity(256)
        words = []
        words.reserveCapacity(16)
        self.folder = folder
        start = folder
        self.home = home
        self.fileVariables = fileVariables
    }

    /// Of one script so many assignments and commands are read; more is no script that a person wrote.
    static let limit = 2_000

    /// Takes one token. `gap` tells whether white space is before it.
    mutating func take(_ kind: TokenKind, _ text: ByteView, range: ByteRange, gap: Bool, line: Int) {
        if functions.isReading, takesFunction(kind, text, range, gap: gap, line: line) { return }
        if script.kind == .recipe, takesInterpolation(kind, text, range, gap: gap, line: line) { return }
        if gap, !isInterpolating { endsWord = true }
        noteInterpolation(kind, text)
        if kind == .word, let text = recipeKeyword(text) { return keyword(text, line, range) }
        switch kind {
        case .heredoc: return noteDocument(text, at: range)
        case .comment, .heredocMarker: return
        case .quote:
            if endsWord { begin(line, range, bare: false) }
            extend(to: range)
            return
        case .keyword where array == nil: return keyword(text, line, range)
        case .punct where text[0] == .ascii("\\"):
            endsWord = true
            return
        case .punct where isInterpolating: break
        case .punct, .template:
            if kind == .punct, Self.isSeparator(text), endsWord || text[0] != .ascii("{") && text[0] != .ascii("}") {
                finish()
                noteSeparator(text)
                isConditional = text.count == 2 && (text[0] == .ascii("|") || text[0] == .ascii("&"))
                if text.equals(";;") { isPattern = !cases.isEmpty }
                return
            }
            if text.equals("(") || text.equals("$(") { return open(text, range) }
            if text.equals(")") { return close(range) }
        default: break
        }
        if endsWord { begin(line, range, bare: kind == .word || kind == .ident || kind == .path || kind == .text) }
        // The pieces of one word, quotes left out.
        append(text)
        extend(to: range)
    }

    /// A line ended without `\`.
    mutating func endLine() {
        if functions.isReading, takesLineEnd() { return }
        if interpolation != nil { endInterpolation(isWhole: false) }
        isInterpolating = false
        finish()
        endChain()
        isConditional = false
        endsWord = true
    }

    /// There is no more of the script.
    mutating func end() {
        closeFunctions()
        endLine()
        script.endFolder = folder
        for handler in functions.handlers.prefix(8) { call(handler) }
        endLine()
        if chain.evaluates { noteUnseen(0, 0) }
        noteHandedOver()
    }

    mutating func extend(to range: ByteRange) {
        guard let last = words.indices.last else { return }
        words[last].range.end = max(words[last].range.end, range.end)
    }

    mutating func begin(_ line: Int, _ range: ByteRange, bare: Bool) {
        if words.isEmpty {
            isBare = bare
            chain.goesOn = false
            self.line = line
        }
        lastLine = line
        words.append(Word(start: buffer.count, end: buffer.count, range: range))
        endsWord = false
    }

    /// A word of its own that says what a member does.
    mutating func kept(_ member: Member) -> Word {
        let start = buffer.count
        buffer += member.text.utf8
        return Word(start: start, end: buffer.count, range: member.range)
    }

    /// To the last word.
    mutating func append(_ text: ByteView) {
        let last = words.count - 1
        if words[last].end != buffer.count {
            let start = buffer.count
            buffer += buffer[words[last].start..<words[last].end]
            words[last].start = start
        }
        buffer.append(contentsOf: text.buffer)
        words[last].end = buffer.count
    }

    mutating func dropWords() {
        words.removeAll(keepingCapacity: true)
        buffer.removeSubrange((outer.last?.mark ?? 0)...)
        endsWord = true
    }

    mutating func keyword(_ text: ByteView, _ line: Int, _ range: ByteRange) {
        if text.equals("case") || text.equals("for") {
            finish()
            noteOpener(text)
            begin(line, range, bare: true)
            words[0].start = buffer.count
            buffer.append(contentsOf: text.buffer)
            words[0].end = buffer.count
        } else if text.equals("in") {
            if let first = words.first, equals(first, "case") {
                let subject = words.count > 1 ? told(buffer.text(words[1])) : ""
                cases.append(.init(subject: subject, patterns: [], earlier: []))
                dropWords()
                isPattern = true
                beginBranches(isIf: false)
            } else {
                begin(line, range, bare: true)
                append(text)
            }
        } else if text.equals("esac") {
            finish()
            _ = cases.popLast()
            endBranches()
            isPattern = false
        } else if ["time", "export", "local", "readonly", "declare"].contains(where: text.equals) {
            if endsWord { begin(line, range, bare: true) }
            append(text)
        } else {
            finish()
            noteOpener(text)
            noteBranch(text)
            if text.equals("function") { functions.begin(.keyword) }
        }
        endsWord = true
    }

    mutating func finish() {
        if isPattern || array != nil && outer.isEmpty {
            endsWord = true
            return
        }
        if outer.last?.expands == true, printsRoot { outer[outer.count - 1].printed = Array(Self.root.utf8) }
        if let around = outer.last, around.expands, let first = around.words.first { noteRead(for: first) }
        let (commands, sources) = (script.commands.count, script.sources.count)
        let call = !words.isEmpty && script.assignments.count < Self.limit ? takeCommand() : nil
        dropWords()
        let scope = alone.take()
        if !texts.next.isEmpty { readTexts() }
        if let call { self.call(call) }
        if let scope { end(scope) }
        if chain.setsUnseen { noteUnseen(commands, sources) }
    }

    /// Reads a command, unless it is a function's call.
    private mutating func takeCommand(_ depth: Int = 0) -> ShellFunctions.Call? {
        if !functions.calls.isEmpty { tellWords() }
        guard !words.isEmpty else { return nil }
        noteWritten()
        if takesLoop() { return nil }
        let scope = ShellScope(script)
        let assigned = script.assignments.count
        let declaration = declaration()
        var (first, isCommand) = (0, isBare)
        while first < words.count {
            if isBare, let equals = assignment(words[first]) {
                let word = words[first]
                let name = buffer.text(word.start, equals)
                if declaration?.isLocal == true { noteLocal(name) }
                if declaration?.isPlain == false {
                    choose(name, [])
                } else {
                    assign(name, buffer.text(equals + 1, word.end), cases.last, word.range)
                }
            } else if let declaration {
                // `local DIR`, `declare -r`
                if declaration.isLocal, first > 0 { noteLocal(buffer.text(words[first])) }
            } else if begins(words[first], "$"), isSettings(words[first], before: first + 1) {
                isCommand = true
            } else if !isPrefix(words[first]) {
                break
            }
            first += 1
        }
        if first > 0, first < words.count, areRedirections(from: first) { first = words.count }
        // (Behind `export` other names may stand.)
        let isAlone = first < words.count && script.assignments.count > assigned && !equals(words[0], "export")
        if isAlone, alone == nil { alone = scope }
        if first > 0, isConditional, tests.isTest, !isAlone { chooseBehindTest(from: assigned) }
        noteTest(first)
        guard first < words.count else {
            noteStep(nil)
            return nil
        }
        noteLoads(first)
        let program = words[first]
        var name = program
        while name.start < name.end, buffer[name.start] == .ascii("@") || buffer[name.start] == .ascii("-") {
            name.start += 1
        }
        hasLeft = !isConditional && (equals(name, "exit") || equals(name, "return"))
        if setsUnseen(name, after: first) { chain.setsUnseen = true }
        // (`$(eval X := …)`: make's functions are read as the shell's variables.)
        if script.kind == .recipe, words.contains(where: { begins($0, "${eval") }) { chain.evaluates = true }
        noteStep(name)
        if let found = self.program(name, isBare: isCommand) {
            run(found, program, first + 1)
            return nil
        }
        switch takeHeld(first) {
        case .none: break
        // (`X: $X` of a mapping holds itself.)
        case .expanded: return depth < 16 ? takeCommand(depth + 1) : nil
        case .taken: return nil
        }
        noteCall(first)
        noteRecipeCall(name, first)
        if takesText(name, first) { return nil }
        guard isBare, !takesAddition(name) else { return nil }
        // (A page's shell tells nothing of the variables that these need.)
        if script.kind != .documentation || script.job != nil, let wrapper = view(name, TerraformWrapper.named) {
            run(wrapper: "\(wrapper)", program, first + 1)
            return nil
        }
        if !functions.bodies.isEmpty {
            if let call = call(of: program, first + 1) { return call }
            noteHandler(program, first + 1)
        }
        noteWrapper(program, first + 1)
        if equals(name, "cd") || equals(name, "pushd") {
            folder = words[(first + 1)...].first { !equals($0, "--") }.flatMap { enter(buffer.text($0), from: folder) }
            isLost = folder == nil
        } else if equals(name, "popd") {
            folder = nil
            isLost = true
        } else if equals(name, "source") || equals(name, ".") {
            noteSource(first + 1 < words.count ? words[first + 1] : nil)
        } else if equals(name, "unset") {
            unset(first + 1)
        } else if equals(name, ":") {
            assignDefaults(first + 1)
        } else if equals(name, "shift") {
            shiftArguments(words[(first + 1)...].first)
        } else if let mark = words[(first + 1)...].firstIndex(where: { equals($0, "--") }), mark + 1 < words.count,
            let found = self.program(words[mark + 1], isBare: true), !runsElsewhere(name)
        {
            // `aws-vault exec account -- terraform init`
            let count = script.commands.count
            run(found, words[mark + 1], mark + 2)
            if script.commands.count > count {
                if loads(first, mark) { script.commands[count].isLoaded = true }
                script.commands[count].isElsewhere = true
            }
        } else {
            runInner(name, first + 1)
        }
        return nil
    }
}
