import Glibc
import LintSource
import LintSyntax

extension TerraformStateFacts {
    /// Scripts with a command of tofu or terraform in them: shell documents at any depth, and the recipes of a Justfile
    /// or Makefile.
    mutating func readScripts(_ file: ParsedFile, _ recipes: [Int: JustRecipe] = [:]) {
        var reading = ScriptReading(file, variables: fileVariables)
        reading.recipes = (just, recipes)
        reading.run()
        asked = reading.asked
        if reading.opensInit { opensInit = true }
        if let place = reading.limit {
            let message =
                "\(reading.excess); what stands behind this place is not read for commands"
            claims.append(Claim(rule: AnalyzerFinding.limit, range: place, values: ["message": message]))
        }
        let maySet = file.language == .shell && file.path.lastPart != ".envrc"
        let read = maySet ? reading.scripts : []
        // Nobody else holds what is kept: it is changed where it is.
        var script = Script(kind: .script)
        var written = TerraformScriptReader.Written()
        while reading.takeScript(&script, &written) { keep(&script, written, file) }
        if file.language == .markdown {
            readMade(file)
            if !scripts.isEmpty { readPrompts(file) }
        }
        if maySet, !scripts.isEmpty { shiftsParameters = TerraformStateFacts.mayShift(file.bytes) }
        // What only sets variables is there to be sourced.
        guard maySet, scripts.isEmpty else { return }
        for script in read {
            for assignment in script.script.lasting(before: Int.max)
            where assignment.choices == nil && TerraformBackend.isRead(assignment.name) {
                let range =
                    TerraformStateFacts.argument(of: assignment.name) != nil
                    ? TerraformStateFacts.place(of: assignment.name, assignment.value, in: assignment.range, file.bytes)
                    : ScriptReading.find(assignment.name, in: assignment.range, file.bytes)
                environment.append(Setting(name: assignment.name, value: assignment.value, range: range))
            }
        }
    }

    /// Makes the places that may be reported.
    mutating func keep(_ script: inout Script, _ written: TerraformScriptReader.Written, _ file: ParsedFile) {
        if written.opensInit { opensInit = true }
        if !written.calls.isEmpty, script.kind != .documentation, script.kind != .comment {
            scriptCalls += written.calls.prefix(max(0, TerraformStateFacts.mostScriptCalls - scriptCalls.count))
        }
        if !written.recipeCalls.isEmpty, script.kind != .comment { keep(written.recipeCalls) }
        if script.kind == .documentation { clones.formUnion(written.clones) }
        if !written.names.isEmpty { self.written.formUnion(written.names) }
        if !written.folders.isEmpty { configured.formUnion(written.folders) }
        if !written.blocks.isEmpty { rewritten.formUnion(written.blocks) }
        if !written.added.isEmpty { addedTo.formUnion(written.added) }
        if !written.brought.isEmpty { keep(written.brought, ofJob: script.workflowJob) }
        if !written.made.isEmpty, script.kind != .documentation, script.kind != .comment {
            let job = script.kind == .job ? script.workflowJob ?? script.job : nil
            let made = written.made.map { TerraformMadeFile($0, job: job ?? "", in: file) }
            if job == nil || script.startsElsewhere {
                script.made = made
            } else {
                self.made += made.prefix(max(0, TerraformMadeFile.most - self.made.count))
            }
        }
        // Every page of a provider's reference shows an import: kept for nothing, its text is most of what a run remembers.
        if script.kind == .documentation {
            // (What an init is for tells whether it makes a state.)
            let hasInit = script.commands.contains { $0.verb == "init" }
            script.commands.removeAll {
                ($0.verb == "import" || $0.verb == "validate") && !hasInit && $0.variables.isEmpty
                    && $0.variableFiles.isEmpty
            }
        }
        if script.kind == .documentation {
            for assignment in script.assignments where TerraformBackend.isOfBackend(assignment.name) {
                pageVariables.insert(assignment.name)
            }
        }
        guard !script.commands.isEmpty || script.beforeFolder != nil || (script.beforeAssignments ?? 0) > 0 else {
            return
        }
        script.narrowMatrix()
        if !targetExports.isEmpty { addTargetExports(to: &script) }
        for index in script.commands.indices {
            place(&script.commands[index].settings, file)
            place(&script.commands[index].files, file)
            place(&script.commands[index].variables, file)
            place(&script.commands[index].variableFiles, file)
        }
        for index in script.assignments.indices {
            let name = script.assignments[index].name
            let range = script.assignments[index].range
            let isRead = TerraformBackend.isNamed(name)
            script.assignments[index].range =
                TerraformStateFacts.argument(of: name) != nil
                ? TerraformStateFacts.place(of: name, script.assignments[index].value, in: range, file.bytes)
                : isRead ? ScriptReading.find(name, in: range, file.bytes) : ByteRange(0, 0)
            script.assignments[index].supplied = TerraformStateFacts.supplied(by: script.assignments[index])
        }
        for index in script.environment.indices
        where !TerraformBackend.isNamed(script.environment[index].name)
            && TerraformStateFacts.argument(of: script.environment[index].name) == nil
        {
            script.environment[index].range = ByteRange(0, 0)
        }
        scripts.append(Kept(Script(kind: script.kind)) { swap(&$0, &script) })
    }

    /// What an assignment gives backends: what its name comes to where a command runs, or a part of `TF_CLI_ARGS`.
    private static func supplied(by assignment: Assignment) -> String? {
        guard assignment.choices == nil, TerraformBackend.isRead(assignment.name) else { return nil }
        return argument(of: assignment.name) == nil ? "${\(assignment.name)}" : assignment.value
    }

    /// Of a word `name=value` the place is its name, of a file's word the file.
    private func place(_ settings: inout [Setting], _ file: ParsedFile) {
        for index in settings.indices {
            let text = settings[index].name.isEmpty ? settings[index].value : settings[index].name
            settings[index].range = ScriptReading.find(text, in: settings[index].range, file.bytes)
        }
    }
}

/// One file's way through its tokens, a reader a shell.
struct ScriptReading: ~Copyable {
    let file: ParsedFile
    let home: String
    /// Where the line begins that names the recipe.
    private var header = 0
    /// What a Justfile says before its recipes, and of all of them.
    var recipes: (file: TerraformStateFacts.JustFile?, found: [Int: TerraformStateFacts.JustRecipe]) = (nil, [:])
    private let fileVariables: [String: String]
    var places: TerraformYAMLPlaces
    /// Changed by its own methods, or before it is put here: an assignment to a part of it, `reader?.folder = home`, would
    /// never release what that part was before (Swift 6.3, of an optional that a noncopyable value holds).
    var reader: TerraformScriptReader?
    /// What a shell did, and the names of files that it wrote.
    struct Read {
        var script: TerraformStateFacts.Script
        var written: TerraformScriptReader.Written
        var asked: Set<String> = []
    }

    var scripts: [Read] = []
    /// Behind this place nothing was read, because it was too much.
    var limit: ByteRange?
    /// What the mappings of a pipeline set for the scripts below them, by node.
    var surroundings: [Int: [TerraformStateFacts.Setting]] = [:]
    /// Whether it takes a group of variables that is kept elsewhere.
    var takingGroups: [Int: Bool] = [:]
    /// Variables and words that scripts below were given, each time that they were.
    var handedOver = 0
    /// So many of them were taken.
    private var taken = 0
    private(set) var asked: Set<String> = []
    /// Whether it runs an init in a way that is not read.
    var opensInit = false
    /// Files whose variables the steps of a job give those behind them, by job.
    var handedOn: [String: [String]] = [:]

    init(_ file: ParsedFile, variables: [String: String]) {
        self.file = file
        fileVariables = variables
        home = file.path.index(ofLast: 0x2F).map { String(file.path[..<$0]) } ?? ""
        places = TerraformYAMLPlaces(file)
    }

    /// Gives the next script away. Whether there is one.
    mutating func takeScript(_ script: inout TerraformStateFacts.Script, _ written: inout TerraformScriptReader.Written)
        -> Bool
    {
        guard taken < scripts.count else { return false }
        swap(&script, &scripts[taken].script)
        swap(&written, &scripts[taken].written)
        handOn(&script, written)
        taken += 1
        return true
    }

    /// The first place of `text` in `range`; all of it where it is not written in one piece.
    static func find(_ text: String, in range: ByteRange, _ bytes: ByteView) -> ByteRange {
        var text = text
        return text.withUTF8 { wanted in
            guard let first = wanted.first, wanted.count <= range.count, range.count <= 65_536 else { return range }
            var at = Int(range.start)
            while at + wanted.count <= Int(range.end) {
                if bytes[at] == first, bytes[at..<(at + wanted.count)].elementsEqual(wanted) {
                    return ByteRange(at, at + wanted.count)
                }
                at += 1
            }
            return range
        }
    }

    /// Whose recipes are lines, and what begins one.
    private enum Recipes { case none, just, make }

    mutating func run() {
        if file.language == .yaml, let runner = TerraformRunner(file.path) { return readRunner(runner) }
        let recipes: Recipes =
            switch file.language {
            case .justfile: .just
            case .makefile: .make
            default: .none
            }
        // What the reader reads: a document, or a recipe by its header's line.
        var unit = -1
        // Whether it was handed over as a whole.
        var isFed = false
        // Whether its line ends are spaces, and the column of its first line.
        var folds = false
        var indent = 0
        var isLinewise = false
        let isOneShell = recipes == .make && file.bytes.first(".oneshell") != nil
        var recipe = 0
        var previousEnd = 0
        var previousLine = 0
        var continues = false
        var cursor = LineCursor(file.bytes)
        let flat = places.flat
        let isShell = flat.documents.map { $0.language == .shell }
        for entry in flat.entries {
            let start = Int(entry.start)
            let document = Int(entry.document)
            let isRecipe = recipes != .none && document == 0
            guard isRecipe || isShell[document] else { continue }
            cursor.move(to: start, file.bytes)
            let line = cursor.line
            if isRecipe {
                let first = cursor.lineStart
                // A line that another joins to itself is a part of that one, however it begins.
                let isHeader =
                    recipes == .make
                    ? line != previousLine && file.bytes[first] != 0x09 && !continues : start == first
                if isHeader, entry.kind != .comment { (recipe, header) = (line, first) }
                if line == recipe || recipe == 0 {
                    continues = false
                    continue
                }
            }
            let next = isRecipe ? recipe : document
            if next == unit, isFed { continue }
            if next != unit {
                begin(at: start, document: document, recipe: isRecipe ? recipe : nil)
                unit = next
                isFed = !isRecipe && feedEscaped(document)
                if isFed { continue }
                let folding = isRecipe ? .none : self.folding(document)
                folds = folding != .none
                indent = folding == .all ? Int.max : start - cursor.lineStart
                isLinewise = isRecipe
                let isScript = file.bytes.has("#!", at: start) || self.recipes.found[recipe]?.isScript == true
                if isRecipe, recipes == .just, isScript { isLinewise = false }
            } else if line != previousLine, !continues,
                !(folds && line == previousLine + 1 && start - cursor.lineStart <= indent)
            {
                reader?.endLine()
                // Each line of a plain recipe has a shell of its own.
                if isLinewise, !isOneShell { reader?.goHome() }
            }
            if entry.kind == .comment {
                // A comment ends its line; the gap after it is a line's end.
                continues = false
            } else {
                let text = ByteView(file.bytes[entry.range])
                let gap = start != previousEnd
                if recipes == .make, isRecipe {
                    TerraformScriptReader.shellText(text, entry.kind).withByteView {
                        reader?.take(entry.kind, $0, range: entry.range, gap: gap, line: line)
                    }
                } else {
                    reader?.take(entry.kind, text, range: entry.range, gap: gap, line: line)
                }
                continues = entry.kind == .punct && text[0] == .ascii("\\")
            }
            previousEnd = Int(entry.end)
            cursor.move(to: max(start, previousEnd - 1), file.bytes)
            previousLine = cursor.line
        }
        keep()
        guard readInnerScripts() else { return }
        // In the order that they are read in.
        scripts.sort { $0.script.commands.first?.line ?? 0 < $1.script.commands.first?.line ?? 0 }
    }

    /// Which line ends of a script are spaces: none, as in a scalar that begins with `|`; those between lines that are
    /// not indented further, `>`; all, in a plain or quoted scalar.
    enum Folding { case none, level, all }

    func folding(_ document: Int) -> Folding {
        let holder = places.flat.documents[document].parent
        guard holder >= 0, places.flat.documents[holder].language == .yaml else { return .none }
        var at = Int(places.flat.documents[document].range.start) - 1
        while at >= 0, file.bytes[at].isWhiteSpace { at -= 1 }
        var lineStart = at
        while lineStart > 0, file.bytes[lineStart - 1] != 0x0A { lineStart -= 1 }
        // `|`, `|-`, `|2+`, `>-`, perhaps with a comment after it.
        while lineStart <= at, file.bytes[lineStart] != .ascii("#") {
            if file.bytes[lineStart - 1].isBlank {
                if file.bytes[lineStart] == .ascii("|") { return .none }
                if file.bytes[lineStart] == .ascii(">") { return .level }
            }
            lineStart += 1
        }
        return .all
    }

    private mutating func begin(at start: Int, document: Int, recipe: Int?) {
        reader?.endLine()
        let place = recipe == nil ? places.place(of: start, in: document) : TerraformYAMLPlaces.Place()
        // Items of one GitLab job's script share a shell.
        if let job = place.job, reader?.script.job == job,
            (place.part == "after_script") == (reader?.script.part == "after_script")
        {
            if reader?.script.part == "before_script", place.part != "before_script" {
                reader?.endBeforeScript(next: place.part)
            }
            return
        }
        keep()
        guard mayRead(ByteRange(start, min(start + 1, file.bytes.count))) else { return }
        var folder = place.folder
        if let recipe { folder = self.start(of: recipe) }
        var new = TerraformScriptReader(kind: kind, folder: folder, home: home, fileVariables)
        if let recipe, let found = recipes.found[recipe] { new.script.parameters = found.parameters }
        if recipe != nil { new.script.recipes = RecipeCall.names(at: header, file) }
        new.checkouts = places.checkouts
        new.script.job = place.job
        new.script.part = place.part
        new.script.workflowJob = place.workflowJob
        new.script.isOff = place.isOff
        new.script.isExcerpt = place.isExcerpt
        new.script.startsElsewhere = place.job != nil && place.part != "before_script" && place.part != "after_script"
        new.script.environment = place.environment
        new.script.sources = place.sources.map { .init(path: $0, assignments: 0) }
        new.script.assignments = place.matrix
        new.script.matrix = place.combinations
        reader = consume new
    }

    mutating func keep() {
        // Taken out, because a reader is large and nobody else needs it any more.
        guard var reader = self.reader.take() else { return }
        reader.end()
        let uncalled = reader.uncalledFunctions()
        if reader.script.part == "before_script" || reader.script.job?.hasSuffix("before_script") == true {
            reader.script.beforeFolder = reader.script.endFolder
            reader.script.beforeAssignments = reader.script.assignments.count
        }
        scripts.append(Read(script: TerraformStateFacts.Script(kind: kind), written: reader.written))
        swap(&scripts[scripts.count - 1].script, &reader.script)
        if !reader.asked.isEmpty { asked.formUnion(reader.asked) }
        for function in uncalled {
            scripts.append(function)
            asked.formUnion(function.asked)
        }
    }

    var kind: TerraformStateFacts.Script.Kind {
        switch file.language {
        case .justfile, .makefile: .recipe
        case .yaml: .job
        case .markdown: .documentation
        default: .script
        }
    }
}
