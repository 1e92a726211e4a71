import LintFindings
public import LintSource
import LintWalk

/// The fold: all files' facts to stacks. Linear in stacks and feeders, but for recipes that take a stack as parameter,
/// which are tried on the stacks that their fixed parts leave.
public struct TerraformStacks: Sendable {
    /// In path order.
    public internal(set) var stacks: [TerraformStack] = []
    /// Feeders that no known stack is proved to be reached by: `path:line`. Known where it explains.
    public internal(set) var unplaced: [String] = []

    /// Others in their place may only differ in what the model does not ask them for.
    var files: [TerraformFile]
    /// What there is in each file, by number.
    var kinds: [TerraformFileKinds] = []
    /// Folder of each file, by number.
    private(set) var folderOfFile: [Int] = []
    var folders = TerraformFolders()
    /// Whether people will read why: then texts are made that checks never look at.
    let explains: Bool
    let workers: Int
    /// What is told of files that are apart, and what inits in them hand over.
    let isApart: @Sendable (_ path: String) -> Bool
    var apart: Set<Int> = []
    /// Files whose commands are tests, or are run for pull requests alone.
    var trials: Set<Int> = []
    var apartAnswers: [(folder: Int?, answer: TerraformStack.Answer)] = []
    /// How many threads checks of all stacks are worth.
    var parts: Int { max(1, min(workers, stacks.count / 64)) }
    /// All commands, each with one job that runs it, and the folder where that is known.
    var runs: [Run] = []
    /// The number of what a link leads to, by the link's.
    let originals: [Int32: Int32]
    /// By number of their folder: what reaches each stack, and its blocks.
    var answers = FolderTable<[TerraformStack.Answer]>()
    var blocks = FolderTable<[TerraformStack.Answer]>()
    /// What inits hand over whose stack is not known.
    var unplacedAnswers: [TerraformStack.Answer] = []
    /// What inits would hand over that never run.
    var offAnswers: [TerraformStack.Answer] = []
    /// Folders that are called as modules, and one that calls them.
    private(set) var callers = FolderTable<Int>()
    /// How many configuration files of a folder make nothing.
    private(set) var silent = FolderTable<Int>()
    /// Folders with configuration files.
    private(set) var modules = FolderSet()
    /// Those that matter here are always the same ones.
    var paths = PathList()
    /// The first file of a program that may supply backends and is not read.
    let generator: String?
    /// Units of Terragrunt's that run a folder's module in a copy, in which they may write another block.
    var units = FolderTable<[Int]>()
    var unitsWriteBlocks = false
    private(set) var jobs = TerraformJobs()
    private(set) var pipelines = TerraformPipelines([], [])
    private(set) var calls = TerraformCalls([], [])
    private(set) var scriptCalls = TerraformScriptCalls([], [])
    private(set) var justfiles = TerraformJustfiles([], [])
    /// Inits whose folders are not known, for people.
    var openInits: [OpenInit] = []
    /// Folders with a block in a file that is written anew, and who does so.
    var rewrittenBlocks = FolderTable<[TerraformWrittenFolders.Writer]>()
    /// Files that write a backend block somewhere. (Of many it is none in particular.)
    private(set) var blockWriters: [TerraformWrittenFolders.Writer] = []
    /// What may bring a block into folders that have none.
    var bringers: [Bringer] = []
    /// Files from which Terramate generates a backend block.
    private(set) var blockGenerators: [Int] = []
    /// Stacks with one and the same address.
    private(set) var sharing: [Sharing] = []
    /// Blocks that an override file takes the place of.
    private(set) var overridden: Set<Site> = []
    /// Folders in which each of both programs reads a block of its own.
    var twins = FolderSet()
    /// For runs whose folder has holes, by index: what folders it may be.
    var openPlaces: [Int: [(folder: Int, bound: Bindings)]] = [:]
    /// Inits, by index, that only checks of modules without a backend need.
    var checking: Set<Int> = []
    /// So many more folders commands may be placed in by what holes there are in theirs: a command for each of many folders,
    /// many times, is more than anybody reads. And the first command that was not placed for that.
    var placesLeft = 50_000
    var firstUnplaced: (site: Site, what: String)?
    /// What stacks without any init come to, where that is more than their block; and what those do whose inits are pages' own
    /// that give nothing.
    private(set) var standings = FolderTable<[TerraformStack.Answer]>()
    /// Inits whose stack is not known that may complete a block, by type.
    var strangers: [String: [TerraformStack.Answer]] = [:]
    /// Inits of recipes that may be a stack's besides those that are placed in it.
    var defaulted = FolderTable<[Defaulted]>()
    /// Inits that are placed, and may be of more folders: a parameter in theirs may hold several.
    var wideInits = WideInits()
    /// A file that sets variables which tell a backend where its state is, for scripts that are called somewhere, by type.
    private(set) var givers: [String: Int] = [:]
    /// A program that gives what all blocks of a type give, by type.
    private(set) var unreadGivers: [String: Int] = [:]
    /// The first program that runs inits in a way that is not read, and may give what a block of a type lacks; the first that
    /// runs what another repository holds.
    private(set) var openers: [String: Int] = [:]
    private(set) var includer: Int?
    /// Templates of configuration with a block, by the folder that they lie in.
    private(set) var blockTemplates = FolderTable<Int>()
    /// Pipelines that may be kept here for another repository.
    private(set) var aside: Set<Int> = []
    /// Pipelines that tell tasks of another repository a folder.
    private(set) var taskFolders = FolderTable<Int>()
    var feeders = FolderTable<[TerraformStack.Feeder]>()
    var stackFolders = FolderSet()
    /// Variables that pages set in their shells, by the folders that the pages lie in.
    var pageVariables = FolderTable<Set<String>>()
    /// Where a stack's folder comes in their order.
    var rank = FolderTable<Int>()
    /// Files of arguments, of ignored paths and of environments, by path.
    private(set) var fileNumbers: [String: Int] = [:]
    /// Files of arguments, by folder.
    private(set) var settingsFiles = FolderTable<[Int]>()
    /// Files of arguments, by the folders that they lie in, at most four parts below.
    private(set) var settingsBelow: [String: [Int]] = [:]
    /// Files that set variables, for scripts that source them and for shells that begin beside them, by path.
    private(set) var environmentFiles: [String: Int] = [:]
    /// What backends read of it, by number of the file.
    private(set) var readVariables: [Int: [TerraformStateFacts.Setting]] = [:]
    /// Those that hand arguments to every init, with the names of what they set for it. (Of many it is none in particular.)
    private(set) var loaders: [(file: Int, arguments: Set<String>)] = []
    /// Those that direnv loads, the outermost first.
    private(set) var shellFiles: [(folder: String, number: Int)] = []

    /// - Parameters:
    ///   - files: in path order.
    ///   - paths: all files that are known.
    ///   - apart: whether a file is one of history or of others, which feeds no stack and owns no address.
    ///   - workers: how many threads may share the work; the answer is the same for any number.
    public init(
        _ files: [TerraformFile], paths: PathList, apart: @escaping @Sendable (_ path: String) -> Bool = { _ in false },
        explains: Bool = true, workers: Int = 1
    ) {
        let linked = TerraformLinks(files, paths: paths)
        self.files = linked.files
        self.paths = linked.paths
        originals = linked.originals
        generator = paths.numbers(ending: TerraformState.generatorEnds).first.map { paths[$0] }
        self.explains = explains
        self.workers = workers
        isApart = apart
        readFiles()
        for folder in self.paths.folders(ofNamesEnding: TerraformState.configurationEnds) {
            modules.insert(folders.number(of: folder))
        }
        for folder in blocks.folders { stackFolders.insert(folder) }
        makeRuns()
        chooseTwins()
        findFolders()
        dropSources()
        dropChoices()
        findBringers()
        dropOverrides()
        var order = stackFolders.folders
        if let places = PathOrder.order(order.map { folders.names[$0] }) { order = places.map { order[$0] } }
        for (place, folder) in order.enumerated() { rank[folder] = place }
        placeRuns()
        findDefaulted()
        if explains { feedFromEnvironment() }
        var types: [String] = []
        for block in blocks.values.joined() {
            if let type = block.backend?.type, !types.contains(type) { types.append(type) }
        }
        for type in types {
            findStrangers(type)
            givers[type] = giver(of: type)
            unreadGivers[type] = unreadGiver(of: type)
            let required = TerraformBackend.all[type]?.required ?? []
            openers[type] = self.files(with: .elsewhere).first { self.files[$0].facts.mayOpen(required) }
        }
        taskFolders = toldFolders()
        includer = self.files(with: .elsewhere).first { self.files[$0].facts.includesOthers }
        for folder in order {
            if let given = answers[folder] {
                // What pages leave out, files beside the block may hold.
                guard given.allSatisfy({ $0.kind == .documentation && $0.isBare }) else { continue }
                let found = standing(folder).filter { $0.site.file != blocks[folder]?.first?.site.file }
                if !found.isEmpty { standings[folder] = found }
                continue
            }
            if standsAlone(folder), blocks[folder]?.first?.isOpen == false { continue }
            let found = standing(folder)
            let isBlock = found.count == 1 && !found[0].isOpen
            if !isBlock || found[0].supplied.count != blocks[folder]?.first?.supplied.count {
                standings[folder] = found
            }
        }
        stacks = makeStacks(order)
        markNames()
        sharing = findSharing()
        markShared()
        markAlike()
        markUnresolved()
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
        kinds.reserveCapacity(files.count)
        for number in files.indices {
            folderOfFile.append(folderNumber(of: files[number].path))
            kinds.append(files[number].kinds)
        }
        findApart()
        pipelines = TerraformPipelines(files, Array(self.files(with: [.jobs, .includes])))
        for pipeline in pipelines.all.dropFirst() { jobs.add(pipeline) }
        calls = TerraformCalls(files, Array(self.files(with: .calls)))
        if kinds.contains(where: { $0.contains(.scriptCalls) }) {
            scriptCalls = TerraformScriptCalls(files, Array(self.files(with: [.scripts, .scriptCalls])))
        }
        aside = findAside()
        justfiles = TerraformJustfiles(files, Array(self.files(with: .recipes)))
        for number in files(with: .templates) { blockTemplates[folderOfFile[number]] = number }
        if generator != nil { blockGenerators = Array(self.files(with: .generates).prefix(100)) }
        for number in files(with: .written) where blockWriters.count < 100 {
            if let writer = TerraformWrittenFolders.Writer(files[number], number: number) {
                blockWriters.append(writer)
            }
        }
        for number in files(with: [.makesNothing, .jobs, .scripts, .backends, .settings, .ignored, .environment]) {
            let file = files[number]
            let folder = folderOfFile[number]
            if kinds[number].contains(.makesNothing) { silent[folder, default: 0] += 1 }
            if kinds[number] == .makesNothing { continue }
            let (ofFile, scripts) = (file.facts.jobs, file.facts.scripts)
            if !ofFile.isEmpty || !scripts.isEmpty {
                let known = pipelines.pipelines(of: number)
                if known.isEmpty { jobs.add([], scripts, number, scope: "") }
                for pipeline in known { jobs.add(ofFile, scripts, number, scope: pipelines.all[pipeline].scope) }
            }
            if !file.facts.pageVariables.isEmpty, !apart.contains(number) {
                pageVariables[folder, default: []].formUnion(file.facts.pageVariables)
            }
            for block in file.facts.backends where !block.isDocumentation {
                // What was committed of a generator's is of its last run, and perhaps of another folder.
                var block = block
                if block.isGenerated, generator != nil { block.settings = [] }
                let answer = TerraformStacks.answer(of: block, number)
                if !blockWriters.isEmpty { noteWriters(folder, of: answer) }
                blocks[folder, default: []].append(answer)
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
                readVariables[number] = TerraformStacks.read(file.facts.environment)
                let arguments = file.facts.environment.lazy.map(\.name).filter { $0.begins("TF_CLI_ARGS") }
                if loaders.count < 16, !apart.contains(number), arguments.first != nil {
                    loaders.append((number, Set(arguments)))
                }
                if file.path.lastPart == ".envrc" { shellFiles.append((folders.names[folder], number)) }
            }
        }
        shellFiles.sort { $0.folder.utf8.count < $1.folder.utf8.count }
        for folder in Array(blocks.folders) {
            guard let all = blocks[folder], all.count > 1 else { continue }
            let read = effective(all)
            blocks[folder] = read
            if areTwins(read) { twins.insert(folder) }
            let sites = Set(read.map(\.site))
            for block in all where !sites.contains(block.site) { overridden.insert(block.site) }
        }
        readUnits()
        for number in files(with: .modules) {
            let folder = folderOfFile[number]
            for module in files[number].modules {
                let child = folders.number(of: module)
                // Tests call a root as one.
                if blocks[child] != nil {
                    if isOfTests(folder) || isApart(files[number].path) && !liesApart(child) { continue }
                }
                if callers[child] == nil { callers[child] = folder }
            }
        }
    }

    private func isOfTests(_ folder: Int) -> Bool {
        folders.names[folder].pathParts.contains { ["test", "tests", "fixtures"].contains($0) }
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
        shared(order.count) { part in part.map { self.stack(order[$0]) } }.inOne()
    }

    private func stack(_ folder: Int) -> TerraformStack {
        let standing = standings[folder] ?? (answers[folder] == nil ? blocks[folder] ?? [] : [])
        let name = folders.names[folder]
        var stack = TerraformStack(path: name.isEmpty ? "." : name, folder: folder)
        stack.feeders = (feeders[folder] ?? []) + (explains ? standing.compactMap { feeder(of: $0, in: folder) } : [])
        let given = answers[folder] ?? []
        let own = blocks[folder] ?? []
        let judged = twins.contains(folder) ? Array(own.prefix(1)) : own
        stack.judge(given, standing: standing, blocks: judged, explains ? { self.place($0) } : nil)
        let isBare = given.allSatisfy { $0.kind == .documentation && $0.isBare }
        if isBare, let block = own.first, callers[folder] == nil {
            // What a page leaves out, an init may give whose stack is not known.
            if stack.authority == .none { allowStrangers(&stack, block) }
        }
        if given.isEmpty, let block = own.first, callers[folder] == nil {
            if stack.authority == .none { allowFiles(&stack, block) }
            if stack.authority == .clear { doubt(&stack, block) }
            if defaulted[folder] != nil { doubtDefaulted(&stack, block) }
        }
        if stack.authority == .none, let block = own.first, callers[folder] == nil {
            allowPages(&stack, block)
            if stack.authority == .none { allowArguments(&stack, block) }
            // What pages leave out, a file that stands there may hold.
            if stack.authority == .none, given.allSatisfy({ $0.kind == .documentation }) { allowFiles(&stack, block) }
        }
        if stack.authority == .none, let type = own.first?.type, callers[folder] == nil, let giver = givers[type] {
            stack.authority = .unknown
            stack.why += "; \(files[giver].path) sets it for what it calls"
        }
        allowWriters(&stack)
        doubtUnits(&stack)
        doubtPages(&stack, given, own)
        doubtExamples(&stack, given, own.first)
        allowStops(&stack, given)
        allowMade(&stack, given)
        allowOpenInits(&stack)
        doubtTwins(&stack)
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
        TerraformStack.Answer(site: Site(file, block.range)) { answer in
            answer.type = block.type
            answer.backend = TerraformBackend.all[block.type]
            answer.supplied.reserveCapacity(block.settings.count)
            for setting in block.settings {
                answer.supply(
                    setting.name, .init(value: setting.value, origin: .block, site: Site(file, setting.range)))
            }
            answer.settle()
        }
    }
}
