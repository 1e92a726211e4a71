import LintFindings
import LintSource
import LintWalk

/// The fold: all files' facts to stacks. Linear in stacks and feeders, but for recipes that take a stack as parameter,
/// which are tried on the stacks that their fixed parts leave.
public struct TerraformStacks: Sendable {
    /// In path order.
    public internal(set) var stacks: [TerraformStack] = []
    /// Feeders that no known stack is proved to be reached by: `path:line`. Known where it explains.
    public private(set) var unplaced: [String] = []

    /// Others in their place may only differ in what the model does not ask them for.
    var files: [TerraformFile]
    /// Folder of each file, by number.
    private(set) var folderOfFile: [Int] = []
    var folders = TerraformFolders()
    /// Whether people will read why: then texts are made that checks never look at.
    let explains: Bool
    private let workers: Int
    /// How many threads checks of all stacks are worth.
    var parts: Int { max(1, min(workers, stacks.count / 64)) }
    /// All commands, each with one job that runs it, and the folder where that is known.
    private(set) var runs: [Run] = []
    /// The number of what a link leads to, by the link's.
    let originals: [Int32: Int32]
    /// By number of their folder: what reaches each stack, and its blocks.
    private(set) var answers = FolderTable<[TerraformStack.Answer]>()
    private(set) var blocks = FolderTable<[TerraformStack.Answer]>()
    /// What inits hand over whose stack is not known.
    private(set) var unplacedAnswers: [TerraformStack.Answer] = []
    /// What inits would hand over that never run.
    private(set) var offAnswers: [TerraformStack.Answer] = []
    /// Folders that are called as modules, and one that calls them.
    private(set) var callers = FolderTable<Int>()
    /// How many configuration files of a folder make nothing.
    private(set) var silent = FolderTable<Int>()
    /// Folders with configuration files.
    private(set) var modules = FolderSet()
    /// Those that matter here are always the same ones.
    var paths: [String] = []
    /// The first file of a program that may supply backends and is not read.
    let generator: String?
    private(set) var jobs = TerraformJobs()
    /// Stacks with one and the same address.
    private(set) var sharing: [Sharing] = []
    /// Blocks that an override file takes the place of.
    private(set) var overridden: Set<Site> = []
    /// For runs whose folder has holes, by index: what folders it may be.
    private var openPlaces: [Int: [(folder: Int, bound: Bindings)]] = [:]
    /// What stacks without any init come to, where that is more than their block.
    private(set) var standings = FolderTable<[TerraformStack.Answer]>()
    /// Inits whose stack is not known that may complete a block, by type.
    var strangers: [String: [TerraformStack.Answer]] = [:]
    private var feeders = FolderTable<[TerraformStack.Feeder]>()
    var stackFolders = FolderSet()
    /// Where a stack's folder comes in their order.
    private var rank = FolderTable<Int>()
    /// Files of arguments, of ignored paths and of environments, by path.
    private(set) var fileNumbers: [String: Int] = [:]
    /// Files of arguments, by folder.
    private(set) var settingsFiles = FolderTable<[Int]>()
    /// Files of arguments, by the folders that they lie in, at most four parts below.
    private(set) var settingsBelow: [String: [Int]] = [:]
    /// Files that set variables, for scripts that source them and for shells that begin beside them, by path.
    private(set) var environmentFiles: [String: Int] = [:]
    /// Those that direnv loads, the outermost first.
    private(set) var shellFiles: [(folder: String, number: Int)] = []

    /// - Parameters:
    ///   - files: in path order.
    ///   - paths: all files that are known.
    ///   - workers: how many threads may share the work; the answer is the same for any number.
    public init(_ files: [TerraformFile], paths: [String], explains: Bool = true, workers: Int = 1) {
        let linked = TerraformLinks(files, paths: paths)
        self.files = linked.files
        self.paths = linked.paths
        originals = linked.originals
        generator = paths.first(where: TerraformState.isGenerator)
        self.explains = explains
        self.workers = workers
        readFiles()
        for path in self.paths where TerraformState.isConfiguration(path) { modules.insert(folderNumber(of: path)) }
        for folder in blocks.folders { stackFolders.insert(folder) }
        makeRuns()
        findFolders()
        dropSources()
        dropChoices()
        var order = stackFolders.folders
        if let places = PathOrder.order(order.map { folders.names[$0] }) { order = places.map { order[$0] } }
        for (place, folder) in order.enumerated() { rank[folder] = place }
        placeRuns()
        if explains { feedFromEnvironment() }
        var types: [String] = []
        for block in blocks.values.joined() {
            if let type = block.backend?.type, !types.contains(type) { types.append(type) }
        }
        for type in types { findStrangers(type) }
        for folder in order where answers[folder] == nil {
            let found = standing(folder)
            if found.count != 1 || found[0].supplied.count != blocks[folder]?.first?.supplied.count {
                standings[folder] = found
            }
        }
        stacks = makeStacks(order)
        sharing = findSharing()
        markShared()
    }

    /// The number of a file's folder; cheap where it is that of the file before.
    private mutating func folderNumber(of path: String) -> Int {
        if let last = lastFolder, TerraformFolders.lies(path, in: last.name) { return last.number }
        let name = path.index(ofLast: 0x2F).map { String(path[..<$0]) } ?? ""
        let number = folders.number(of: name)
        lastFolder = (name, number)
        return number
    }

    private var lastFolder: (name: String, number: Int)?

    private mutating func readFiles() {
        folderOfFile.reserveCapacity(files.count)
        for (number, file) in files.enumerated() {
            let folder = folderNumber(of: file.path)
            folderOfFile.append(folder)
            if file.facts.makesNothing { silent[folder, default: 0] += 1 }
            let (ofFile, scripts) = (file.facts.jobs, file.facts.scripts)
            if !ofFile.isEmpty || !scripts.isEmpty { jobs.add(ofFile, scripts, number) }
            for block in file.facts.backends where !block.isDocumentation {
                blocks[folder, default: []].append(TerraformStacks.answer(of: block, number))
            }
            let arguments = file.facts.namedSettings
            if arguments?.isEmpty == false {
                for folder in served(by: number) { settingsFiles[folder, default: []].append(number) }
                var above = file.path[...]
                for _ in 0..<4 where !above.isEmpty {
                    above = above.utf8.lastIndex(of: 0x2F).map { above[..<$0] } ?? ""
                    settingsBelow[String(above), default: []].append(number)
                }
            }
            if arguments != nil || !file.facts.ignored.isEmpty { fileNumbers[file.path] = number }
            if !file.facts.environment.isEmpty {
                environmentFiles[file.path] = number
                if file.path.lastPart == ".envrc" { shellFiles.append((folders.names[folder], number)) }
            }
        }
        shellFiles.sort { $0.folder.utf8.count < $1.folder.utf8.count }
        for folder in Array(blocks.folders) {
            guard let all = blocks[folder], all.count > 1 else { continue }
            let read = effective(all)
            blocks[folder] = read
            for block in all where !read.contains(where: { $0.site == block.site }) { overridden.insert(block.site) }
        }
        for (number, file) in files.enumerated() where !file.facts.modules.isEmpty {
            let folder = folderOfFile[number]
            for module in file.facts.modules {
                let child = folders.number(of: module)
                if callers[child] == nil { callers[child] = folder }
            }
        }
    }

    /// `body` over the numbers below `count`, cut into a part for each worker; the parts' answers in order. Little work is
    /// not shared.
    func shared<R: Sendable>(_ count: Int, _ body: @escaping @Sendable (Range<Int>) -> R) -> [R] {
        let parts = max(1, min(workers, count / 64))
        return ParallelWork.map(parts) { part in body((count * part / parts)..<(count * (part + 1) / parts)) }
    }

    func name(_ folder: Int) -> String { folders.names[folder] }
    func path(_ file: Int) -> String { files[file].path }

    /// `path:line`, for people.
    func place(_ answer: TerraformStack.Answer) -> String {
        let file = files[Int(answer.site.file)]
        return "\(file.path):\(answer.command?.line ?? file.line(at: answer.site.range.start))"
    }

    private func makeStacks(_ order: [Int]) -> [TerraformStack] {
        Array(shared(order.count) { part in part.map { self.stack(order[$0]) } }.joined())
    }

    private func stack(_ folder: Int) -> TerraformStack {
        let standing = answers[folder] == nil ? standings[folder] ?? blocks[folder] ?? [] : []
        let name = folders.names[folder]
        var stack = TerraformStack(path: name.isEmpty ? "." : name, folder: folder)
        stack.feeders = feeders[folder] ?? (explains ? standing.compactMap { feeder(of: $0, in: folder) } : [])
        let given = answers[folder] ?? []
        let own = blocks[folder] ?? []
        stack.judge(given, standing: standing, blocks: own, explains ? { self.place($0) } : nil)
        if given.isEmpty, let block = own.first, callers[folder] == nil {
            if stack.authority == .none { allowStrangers(&stack, block) }
            if stack.authority == .clear { doubt(&stack, block) }
        }
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
        var answer = TerraformStack.Draft(site: Site(file, block.range))
        answer.type = block.type
        answer.backend = TerraformBackend.all[block.type]
        for setting in block.settings {
            answer.supply(setting.name, .init(value: setting.value, origin: .block, site: Site(file, setting.range)))
        }
        answer.settle()
        return TerraformStack.Answer(answer)
    }

    // MARK: runs

    private mutating func makeRuns() {
        var scripts: [(file: Int, script: Kept<TerraformStateFacts.Script>)] = []
        for (number, file) in files.enumerated() {
            for script in file.facts.scripts { scripts.append((number, script)) }
        }
        let found = shared(scripts.count) { [self, scripts] part in
            var runs: [Run] = []
            var memory = TerraformJobs.Memory()
            for index in part { self.makeRuns(of: scripts[index].script, scripts[index].file, &memory, into: &runs) }
            return runs
        }
        runs = Array(found.joined())
    }

    private func makeRuns(
        of script: Kept<TerraformStateFacts.Script>, _ file: Int, _ memory: inout TerraformJobs.Memory,
        into runs: inout [Run]
    ) {
        var contexts: [TerraformJobs.Context?] = [nil]
        var starts: [String?] = [""]
        if let job = script.value.job {
            let found = jobs.contexts(of: job, &memory)
            contexts = found.map(Optional.some)
            if script.value.startsElsewhere {
                starts = found.map { jobs.start(of: $0, ownScript: job == $0.job) }
            }
        }
        for index in script.value.commands.indices {
            for (number, context) in contexts.enumerated() {
                var run = Run(file: file, script: script, index: index, context: context)
                var folder = run.command.folder
                var isFixed = run.command.isFixed
                var isPlace = false
                if script.value.startsElsewhere, context != nil, let known = folder, !isFixed || starts[number] != "" {
                    folder = starts[number].map { TerraformTemplate.join($0, known) }
                    isFixed = false
                }
                if let folder, isFixed {
                    run.folder = folder
                } else if let folder {
                    run.isOpen = TerraformTemplate.isOpen(folder)
                    // A variable in a path may hold `..` and `.`.
                    let known = run.isOpen ? expand(folder, run, bound: [], before: run.command.assignments) : folder
                    let rooted = TerraformTemplate.rooted(known, home: folders.names[folderOfFile[file]])
                    isPlace = rooted != known && !known.holds("$(pwd)")
                    run.folder = TerraformTemplate.join(
                        "", rooted == known ? known : String(rooted.drop { $0 == "/" }))
                    run.isOpen = run.isOpen && run.folder.map { TerraformTemplate.isOpen($0) } ?? false
                }
                // A place is one whoever runs the script.
                if !isPlace { settle(&run) }
                run.folderNumber = run.folder.flatMap { folders.number(ofKnown: $0) }
                runs.append(run)
            }
        }
    }

    /// People run what documents, comments and scripts say from the root or from where they stand: the one of both that is
    /// there. Without `cd`, it is where they stand, if that is a stack.
    private func settle(_ run: inout Run) {
        let kind = run.kind
        guard kind == .documentation || kind == .comment || kind == .script, run.context == nil else { return }
        let home = folderOfFile[run.file]
        guard let folder = run.folder else {
            if blocks[home] != nil { run.folder = folders.names[home] }
            return
        }
        let name = folders.names[home]
        guard !name.isEmpty, !run.isOpen, !folder.begins("/"), !folder.begins("~") else { return }
        if run.command.isFixed, !folder.isEmpty, folders.number(of: folder, in: home) == nil { return }
        let fromHome = TerraformTemplate.join(name, folder)
        if isModule(fromHome), fromHome != folder { run.folder = isModule(folder) ? nil : fromHome }
    }

    private func isModule(_ folder: String) -> Bool {
        folders.number(ofKnown: folder).map(modules.contains) ?? false
    }

    /// Folders that an init names are stacks too.
    private mutating func findFolders() {
        for index in runs.indices {
            guard runs[index].isOpen || runs[index].verb == "init" else { continue }
            let run = runs[index]
            if run.isOpen, let folder = run.folder, folder.holds("/") || !folder.holds("{{") {
                openPlaces[index] = bindings(folder, run)
            }
            guard run.verb == "init", run.kind != .comment, run.command.usesBackend, !run.isOff else { continue }
            if let number = run.folderNumber, modules.contains(number) { stackFolders.insert(number) }
            // `stacks/{{stack}}`: each folder of modules there is one that the recipe is for.
            guard run.folder?.holds("/") ?? false else { continue }
            for (module, _) in openPlaces[index] ?? [] where modules.contains(module) { stackFolders.insert(module) }
        }
    }

    /// A folder whose blocks are there for links in others, and which no init names, is no stack.
    private mutating func dropSources() {
        guard !originals.isEmpty else { return }
        let sources = Set(originals.values)
        let used = Set(runs.lazy.filter { $0.verb == "init" }.compactMap(\.folderNumber))
        for folder in Array(blocks.folders) where !used.contains(folder) {
            let isSource = blocks[folder]?.allSatisfy { sources.contains($0.site.file) } ?? false
            if isSource { stackFolders.remove(folder) }
        }
    }

    /// Finds the stacks of each run, and what inits hand over to them.
    private mutating func placeRuns() {
        var inits: [(run: Int, place: Int)] = []
        for index in runs.indices {
            if let number = runs[index].folderNumber, stackFolders.contains(number) {
                runs[index].places = [Run.Place(folder: number, bound: [])]
            } else if let open = openPlaces[index] {
                var found = open.filter { stackFolders.contains($0.folder) }
                found.sort { rank[$0.folder] ?? 0 < rank[$1.folder] ?? 0 }
                runs[index].places = found.map { Run.Place(folder: $0.folder, bound: $0.bound) }
            }
            guard runs[index].verb == "init", runs[index].kind != .comment else { continue }
            if runs[index].isOff {
                offAnswers.append(answer(of: runs[index], folder: nil, bound: []))
                continue
            }
            for place in runs[index].places.indices { inits.append((index, place)) }
            if runs[index].places.isEmpty { inits.append((index, -1)) }
        }
        let found = shared(inits.count) { [self, inits] part in
            part.map { number -> [TerraformStack.Answer] in
                let run = self.runs[inits[number].run]
                guard run.command.usesBackend else { return [] }
                guard inits[number].place >= 0 else { return [self.answer(of: run, folder: nil, bound: [])] }
                let place = run.places[inits[number].place]
                return self.answers(of: run, folder: place.folder, bound: place.bound)
            }
        }
        for ((index, place), answer) in zip(inits, found.joined()) {
            guard place >= 0 else {
                noteUnplaced(runs[index])
                unplacedAnswers += answer
                continue
            }
            let folder = runs[index].places[place].folder
            if explains { note(folder, runs[index], runs[index].places[place].bound) }
            guard !answer.isEmpty else { continue }
            runs[index].places[place].answer = answers[folder]?.count ?? 0
            answers[folder, default: []] += answer
        }
    }

    private mutating func noteUnplaced(_ run: Run) {
        guard explains else { return }
        let place = "\(files[run.file].path):\(run.command.line)"
        if unplaced.last != place { unplaced.append(place) }
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
            let text = expand(file.value, run, bound: bound, before: run.command.assignments)
            let path = path(text, from: folder, run)
            guard let settings = facts(at: path)?.facts.namedSettings else { continue }
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
