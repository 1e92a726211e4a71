import LintFindings
import LintSource

/// The fold: all files' facts to stacks. Linear in stacks and feeders, but for recipes that take a stack as parameter,
/// which are tried on the stacks that their fixed parts leave.
public struct TerraformStacks: Sendable {
    /// In path order.
    public private(set) var stacks: [TerraformStack] = []
    /// Feeders that no known stack is proved to be reached by: `path:line`. Known where it explains.
    public private(set) var unplaced: [String] = []

    let files: [TerraformFile]
    /// Folder of each file, by number.
    private(set) var folderOfFile: [Int] = []
    var folders = TerraformFolders()
    /// Whether people will read why: then texts are made that checks never look at.
    let explains: Bool
    /// All commands, each with one job that runs it, and the folder where that is known.
    private(set) var runs: [Run] = []
    /// By number of their folder: what reaches each stack, and its blocks.
    private(set) var answers: [Int: [TerraformStack.Answer]] = [:]
    private(set) var blocks: [Int: [TerraformStack.Answer]] = [:]
    /// What inits hand over whose stack is not known.
    private(set) var unplacedAnswers: [TerraformStack.Answer] = []
    /// Folders that are called as modules, and one that calls them.
    private(set) var callers: [Int: Int] = [:]
    /// Folders with configuration files.
    private(set) var modules: Set<Int> = []
    private(set) var paths: [String] = []
    private(set) var jobs = TerraformJobs()
    /// Stacks with one and the same address, by index.
    private(set) var sharing: [[Int]] = []
    private var feeders: [Int: [TerraformStack.Feeder]] = [:]
    private var stackFolders: Set<Int> = []
    /// Where a stack's folder comes in their order.
    private var rank: [Int: Int] = [:]
    /// Files of arguments, of ignored paths and of environments, by path.
    private var fileNumbers: [String: Int] = [:]

    /// - Parameters:
    ///   - files: in path order.
    ///   - paths: all files that are known.
    public init(_ files: [TerraformFile], paths: [String], explains: Bool = true) {
        self.files = files
        self.paths = paths
        self.explains = explains
        readFiles()
        for path in paths where path.ends(".tf") || path.ends(".tofu") { modules.insert(folderNumber(of: path)) }
        stackFolders = Set(blocks.keys)
        var contexts: [String: [TerraformJobs.Context]] = [:]
        for (number, file) in files.enumerated() {
            for script in file.facts.scripts { makeRuns(of: script, number, &contexts) }
        }
        findFolders()
        let order = stackFolders.sorted { folders.names[$0] < folders.names[$1] }
        for (place, folder) in order.enumerated() { rank[folder] = place }
        for index in runs.indices { place(index) }
        if explains { feedFromEnvironment() }
        stacks.reserveCapacity(order.count)
        for folder in order { stacks.append(stack(folder)) }
        sharing = findSharing()
        markShared()
    }

    /// The number of a file's folder; cheap where it is that of the file before.
    private mutating func folderNumber(of path: String) -> Int {
        guard let slash = path.utf8.lastIndex(of: 0x2F) else { return folders.number(of: "") }
        let folder = path[..<slash]
        if let last = lastFolder, folder == last.name { return last.number }
        let name = String(folder)
        lastFolder = (name, folders.number(of: name))
        return lastFolder?.number ?? 0
    }

    private var lastFolder: (name: String, number: Int)?

    private mutating func readFiles() {
        folderOfFile.reserveCapacity(files.count)
        for (number, file) in files.enumerated() {
            let facts = file.facts
            let folder = folderNumber(of: file.path)
            folderOfFile.append(folder)
            if !facts.jobs.isEmpty || !facts.scripts.isEmpty { jobs.add(facts, number) }
            for block in facts.backends where !block.isDocumentation {
                blocks[folder, default: []].append(TerraformStacks.answer(of: block, number))
            }
            if facts.settings != nil || !facts.ignored.isEmpty { fileNumbers[file.path] = number }
        }
        for (number, file) in files.enumerated() where !file.facts.modules.isEmpty {
            let folder = folderOfFile[number]
            for source in file.facts.modules {
                let child = folders.number(of: TerraformTemplate.join(folders.names[folder], source))
                if callers[child] == nil { callers[child] = folder }
            }
        }
    }

    func name(_ folder: Int) -> String { folders.names[folder] }
    func path(_ file: Int) -> String { files[file].path }

    /// A file of arguments or of ignored paths.
    func facts(at path: String) -> (number: Int, facts: TerraformStateFacts)? {
        fileNumbers[path].map { ($0, files[$0].facts) }
    }

    /// `path:line`, for people.
    private func place(_ answer: TerraformStack.Answer) -> String {
        let file = files[Int(answer.site.file)]
        return "\(file.path):\(answer.run?.command.line ?? file.line(at: answer.site.range.start))"
    }

    private func stack(_ folder: Int) -> TerraformStack {
        let name = folders.names[folder]
        var stack = TerraformStack(path: name.isEmpty ? "." : name, folder: folder)
        stack.feeders = feeders[folder] ?? []
        let given = answers[folder] ?? []
        stack.judge(given, blocks: blocks[folder] ?? [], explains ? { self.place($0) } : nil)
        if given.isEmpty, stack.backend != nil, let caller = callers[folder] {
            stack.authority = .none
            if explains {
                let name = folders.names[caller]
                stack.why =
                    "no init runs here; as a child module of \(name.isEmpty ? "." : name) its backend block is ignored"
            }
        }
        return stack
    }

    /// A block as an answer of its own.
    static func answer(of block: TerraformStateFacts.Backend, _ file: Int) -> TerraformStack.Answer {
        var answer = TerraformStack.Answer(type: block.type, site: Site(file, block.range))
        for setting in block.settings {
            answer.supply(setting.name, .init(value: setting.value, origin: .block, site: Site(file, setting.range)))
        }
        answer.settle()
        return answer
    }

    // MARK: one address with several owners

    /// Two stacks on one address: each plans to destroy the other's resources.
    private mutating func markShared() {
        for group in sharing {
            for index in group {
                let other = stacks[group[0] == index ? group[1] : group[0]].path
                stacks[index].authority = .conflicting
                guard explains else { continue }
                stacks[index].why =
                    "shares its address with \(group.count - 1) other, \(other); " + stacks[index].why
            }
        }
    }

    /// Stacks with one and the same closed address, by index.
    private func findSharing() -> [[Int]] {
        var owners: [String: [Int]] = [:]
        for (index, stack) in stacks.enumerated()
        where stack.authority != .none && !["local", "remote", "cloud"].contains(stack.backend) {
            // What is open may differ from stack to stack, unless it comes from outside everywhere.
            guard let address = stack.address, !TerraformTemplate.isOpen(address), !address.holds("{"),
                let answer = (answers[stack.folder] ?? blocks[stack.folder])?.first
            else { continue }
            if TerraformTemplate.isShouted(address) { continue }
            // Another store; or another place for each workspace, which is where such stacks keep their states.
            let endpoint = ["endpoint", "endpoints.s3", "endpoints"].lazy.compactMap(answer.value).first ?? ""
            let prefix = answer.value("workspace_key_prefix") ?? ""
            if endpoint.isEmpty, prefix.isEmpty {
                owners[address, default: []].append(index)
            } else if !TerraformTemplate.isOpen(prefix + endpoint) {
                owners[[address, endpoint, prefix].joined(separator: "\n"), default: []].append(index)
            }
        }
        return owners.values.filter { $0.count > 1 }.sorted { $0[0] < $1[0] }
    }

    // MARK: runs

    private mutating func makeRuns(
        of script: Kept<TerraformStateFacts.Script>, _ file: Int, _ known: inout [String: [TerraformJobs.Context]]
    ) {
        var contexts: [TerraformJobs.Context?] = [nil]
        if let job = script.value.job {
            let found = known[job] ?? jobs.contexts(of: job)
            known[job] = found
            contexts = found.map { $0 }
        }
        for index in script.value.commands.indices {
            for context in contexts {
                var run = Run(file: file, script: script, index: index, context: context)
                var folder = run.command.folder
                if script.value.startsElsewhere, let job = run.job, let known = folder {
                    folder = jobs.start(of: job, ownScript: script.value.job == job).map {
                        TerraformTemplate.join($0, known)
                    }
                }
                run.folder = folder.map {
                    // A variable in a path may hold `..` and `.`.
                    TerraformTemplate.join("", expand($0, run, bound: [], before: run.command.assignments))
                }
                settle(&run)
                runs.append(run)
            }
        }
    }

    /// People run what documents, comments and scripts say from the root or from where they stand: the one of both that is
    /// there. Without `cd`, it is where they stand, if that is a stack.
    private func settle(_ run: inout Run) {
        let kind = run.kind
        guard kind == .documentation || kind == .comment || kind == .script, run.job == nil else { return }
        let home = folderOfFile[run.file]
        guard let folder = run.folder else {
            if blocks[home] != nil { run.folder = folders.names[home] }
            return
        }
        let name = folders.names[home]
        guard !name.isEmpty, !folder.begins("/"), !folder.begins("~"), !TerraformTemplate.isOpen(folder) else {
            return
        }
        let fromHome = TerraformTemplate.join(name, folder)
        if isModule(fromHome), fromHome != folder { run.folder = isModule(folder) ? nil : fromHome }
    }

    private func isModule(_ folder: String) -> Bool {
        folders.number(ofKnown: folder).map(modules.contains) ?? false
    }

    /// Folders that an init names are stacks too.
    private mutating func findFolders() {
        for run in runs where run.verb == "init" && run.kind != .comment && run.command.usesBackend {
            guard let folder = run.folder else { continue }
            if let number = folders.number(ofKnown: folder), modules.contains(number) { stackFolders.insert(number) }
            // `stacks/{{stack}}`: each folder of modules there is one that the recipe is for.
            guard TerraformTemplate.isOpen(folder), folder.holds("/") else { continue }
            for (module, _) in bindings(folder, run) where modules.contains(module) { stackFolders.insert(module) }
        }
    }

    private mutating func place(_ index: Int) {
        let run = runs[index]
        var found: [(folder: Int, bound: Bindings)] = []
        if let folder = run.folder {
            if let number = folders.number(ofKnown: folder), stackFolders.contains(number) {
                found = [(number, [])]
            } else if TerraformTemplate.isOpen(folder), folder.holds("/") || !folder.holds("{{") {
                found = bindings(folder, run).filter { stackFolders.contains($0.folder) }
                found.sort { rank[$0.folder] ?? 0 < rank[$1.folder] ?? 0 }
            }
        }
        runs[index].places = found.map { Run.Place(folder: $0.folder, bound: $0.bound) }
        guard run.verb == "init", run.kind != .comment else { return }
        for (place, (folder, bound)) in found.enumerated() {
            runs[index].places[place].answer = feed(folder, run, bound: bound)
        }
        guard found.isEmpty else { return }
        if explains {
            let place = "\(files[run.file].path):\(run.command.line)"
            if unplaced.last != place { unplaced.append(place) }
        }
        if run.command.usesBackend { unplacedAnswers.append(answer(of: run, folder: nil, bound: [])) }
    }

    /// The folders that a path with holes may be, and what a recipe's parameters or a loop's variables are there; a hole
    /// that is neither of these fits nothing.
    private mutating func bindings(_ pattern: String, _ run: Run) -> [(folder: Int, bound: Bindings)] {
        let parts = pattern.pathParts
        let holes = parts.map { TerraformTemplate.isOpen(String($0)) }
        guard holes.contains(true) else { return [] }
        let variables = parts.map { TerraformTemplate.variable($0) }
        for (variable, isHole) in zip(variables, holes) where isHole {
            guard let variable else { return [] }
            // A name that is no variable of the Justfile is the recipe's parameter.
            if variable.isJust, files[run.file].facts.fileVariables[variable.name] != nil { return [] }
        }
        return folders.candidates(for: parts, holes: holes).compactMap { folder in
            bindings(parts, variables, folders.parts[folder], run).map { (folder, $0) }
        }
    }

    private func bindings(
        _ parts: [Substring], _ variables: [(name: String, isJust: Bool)?], _ segments: [Substring], _ run: Run
    ) -> Bindings? {
        var result: Bindings = []
        for (position, segment) in segments.enumerated() where parts[position] != segment {
            guard let variable = variables[position] else { return nil }
            if !variable.isJust {
                let loop = run.script.value.assignments.last { $0.name == variable.name }
                guard let choices = loop?.choices, choices.contains(String(segment)) else { return nil }
            }
            if let known = result.first(where: { $0.name == variable.name }) {
                if known.value != segment { return nil }
            } else {
                result.append((variable.name, String(segment)))
            }
        }
        return result
    }

    /// Keeps what an init hands over to a stack; gives its index among the stack's answers.
    private mutating func feed(_ folder: Int, _ run: Run, bound: Bindings) -> Int? {
        if explains { note(folder, run, bound) }
        guard run.command.usesBackend else { return nil }
        var answer = answer(of: run, folder: folder, bound: bound)
        answer.scope = scope(of: answer.address ?? "", run)
        answers[folder, default: []].append(answer)
        return (answers[folder]?.count ?? 1) - 1
    }

    /// A Justfile's variable means something in its file, a command's output or a script's own variable in its script;
    /// a variable from outside everywhere.
    private func scope(of text: String, _ run: Run) -> String {
        guard TerraformTemplate.isOpen(text) else { return "" }
        let own = Set(run.script.value.assignments.lazy.map(\.name))
        let isOwn = TerraformTemplate.pieces(text).contains { piece in
            guard piece.begins("$") else { return false }
            if piece.holds(":-") { return false }
            return TerraformTemplate.variable(piece).map { own.contains($0.name) } ?? true
        }
        let path = files[run.file].path
        if isOwn || text.holds("`") { return "\(path):\(run.command.line)" }
        return text.holds("{{") ? path : ""
    }

    // MARK: for people

    private mutating func note(_ folder: Int, _ run: Run, _ bound: Bindings) {
        var arguments = arguments(of: run, folder: folder, bound: bound)
        if !run.command.usesBackend { arguments.append("-backend=false") }
        let feeder = TerraformStack.Feeder(
            path: files[run.file].path, line: run.command.line, kind: run.kind.rawValue, arguments: arguments)
        // Two jobs that hand over the same are one feeder.
        let isKnown = feeders[folder, default: []].last.map {
            $0.path == feeder.path && $0.line == feeder.line && $0.arguments == feeder.arguments
        }
        if isKnown != true { feeders[folder, default: []].append(feeder) }
        for file in run.command.files {
            let path = TerraformTemplate.join(
                folders.names[folder], expand(file.value, run, bound: bound, before: run.command.assignments))
            guard let settings = facts(at: path)?.facts.settings else { continue }
            let shown = settings.map { "\($0.name)=\(TerraformStack.shown($0.name, $0.value))" }
            let known = feeders[folder, default: []].contains { $0.path == path }
            if !known {
                feeders[folder, default: []].append(.init(path: path, line: 1, kind: "file", arguments: shown))
            }
        }
    }

    /// Dotenv files beside a stack; others serve stacks that nothing names.
    private mutating func feedFromEnvironment() {
        for (number, file) in files.enumerated() {
            let settings = file.facts.environment
            guard let first = settings.first(where: { $0.name.begins("TF_HTTP_") }) else { continue }
            let line = file.line(at: first.range.start)
            let folder = folderOfFile[number]
            guard stackFolders.contains(folder) else {
                unplaced.append("\(file.path):\(line)")
                continue
            }
            let arguments = settings.map { "\($0.name)=\(TerraformStack.shown($0.name.lowercased(), $0.value))" }
            feeders[folder, default: []].append(
                .init(path: file.path, line: line, kind: "environment", arguments: arguments))
        }
    }
}
