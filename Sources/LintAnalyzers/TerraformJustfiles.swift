import LintSource

/// Justfiles that import others: the recipes and variables of what is imported are the importer's own, and run where its
/// own do (just.systems/man/en/imports.html, …/working-directory.html). A file whose name is none that Just looks for is run
/// by those alone, unless it is a module or nobody imports it.
struct TerraformJustfiles: Sendable {
    /// A Justfile that is run, with all that it imports.
    struct Module: Sendable {
        /// Where it lies.
        var home: String
        /// Where that Justfile lies whose module it is: `justfile_directory()`.
        var top: String
        /// Where its recipes begin.
        var start: String
        var variables: [String: String]
        /// What it exports, and the files of variables that it loads, with the file that says so.
        var exports: [(file: Int, setting: TerraformStateFacts.Setting)]
        var sources: [String]
        /// Whether nothing tells where a file's recipes run in it.
        var isUnknown = false
    }

    /// By number of the file; where a file is run as it lies, alone, there is none.
    private(set) var given: [Int: [Kept<Module>]] = [:]
    /// By number of a module: the file whose it is; -1 for several.
    private var parents: [Int: Int] = [:]
    private var imported: Set<Int> = []

    /// So many files and variables are gone through for all, and commands run so many times more.
    private static let most = (files: 20_000, variables: 50_000, runs: 20_000)

    init(_ files: [TerraformFile], _ numbers: [Int]) {
        guard !numbers.isEmpty else { return }
        var byPath: [String: Int] = [:]
        for number in files.indices where TerraformJustfiles.mayBeImported(files[number].path) {
            byPath[files[number].path] = number
        }
        var imports: [Int: [Int]] = [:]
        for number in numbers {
            guard let just = files[number].facts.just else { continue }
            let found = just.imports.compactMap { byPath[$0] }
            if !found.isEmpty { imports[number] = found }
            imported.formUnion(found)
            for module in just.modules.compactMap({ byPath[$0] }) where module != number {
                parents[module] = parents[module] == nil ? number : -1
            }
        }
        var left = TerraformJustfiles.most
        for root in Set(numbers).union(imported).union(parents.keys).sorted() {
            let isRun = TerraformStateFacts.isJustfile(files[root].path) || parents[root] != nil
            guard isRun || !imported.contains(root) else { continue }
            add(root, files, imports, &left)
        }
        // What imports itself, and what is too much: somebody runs it somewhere.
        for number in left.files < 0 ? imported.union(imports.keys) : imported {
            let commands = files[number].facts.scripts.reduce(0) { $0 + $1.value.commands.count }
            left.runs -= commands * (given[number]?.count ?? 0)
            if left.files < 0 || left.runs < 0 || given[number] == nil {
                given[number] = [Kept(TerraformJustfiles.unknown)]
            }
        }
    }

    private static func mayBeImported(_ path: String) -> Bool {
        path.ends("just") || path.ends("file") || path.ends("JUSTFILE")
    }

    private static let unknown = Module(
        home: "", top: TerraformTemplate.caller, start: TerraformTemplate.caller, variables: [:], exports: [],
        sources: [], isUnknown: true)

    /// What a file is that is run, for itself and all that it imports, the nearest first.
    private mutating func add(
        _ root: Int, _ files: [TerraformFile], _ imports: [Int: [Int]],
        _ left: inout (files: Int, variables: Int, runs: Int)
    ) {
        var all = [root]
        var seen: Set<Int> = [root]
        var next = 0
        while next < all.count, next <= left.files {
            for other in imports[all[next]] ?? [] where seen.insert(other).inserted { all.append(other) }
            next += 1
        }
        left.files -= all.count
        guard left.files >= 0 else { return }
        func home(_ number: Int) -> String { TerraformJustfiles.home(of: files[number].path) }
        let setters = all.filter { files[$0].facts.just.map { $0.folder != nil || $0.stays } ?? false }
        // What a Justfile says of itself alone its own reading knows.
        let isNamed = TerraformStateFacts.isJustfile(files[root].path)
        if all.count == 1, !imported.contains(root), isNamed || setters.isEmpty && parents[root] == nil { return }
        var module = Module(
            home: home(root), top: top(of: root, files), start: home(root), variables: [:], exports: [], sources: [])
        if let setter = setters.first, let just = files[setter].facts.just {
            module.start = TerraformJustfiles.start(from: module.home, just, isOnly: setters.count == 1)
        }
        for number in all {
            let facts = files[number].facts
            // (A long value is as dear as many.)
            left.variables -= facts.fileVariables.values.reduce(0) { $0 + 1 + $1.utf8.count / 64 }
            if left.variables < 0 { module.isUnknown = true }
            guard !module.isUnknown else { break }
            for (name, value) in facts.fileVariables where module.variables[name] == nil {
                module.variables[name] = number == root ? value : TerraformJustfiles.located(value, in: home(number))
            }
            if module.exports.count < 256 { module.exports += facts.exports.prefix(256).map { (number, $0) } }
            if module.sources.count < 16 {
                module.sources += facts.sources.prefix(16).map { TerraformTemplate.join(module.home, $0) }
            }
        }
        let kept = Kept(module)
        var unknown = module
        unknown.isUnknown = true
        let keptUnknown = Kept(unknown)
        for number in all {
            // A file that is run by its name too has read where it begins from there.
            let isNamed = TerraformStateFacts.isJustfile(files[number].path)
            let isElsewhere = isNamed && (number != root || setters.contains { $0 != root })
            given[number, default: []].append(isElsewhere ? keptUnknown : kept)
        }
    }

    /// Where the Justfile lies that is run. One that Just finds by its name is, whoever has it as a module.
    private func top(of number: Int, _ files: [TerraformFile]) -> String {
        var top = number
        for _ in 0..<16 {
            if TerraformStateFacts.isJustfile(files[top].path) { return TerraformJustfiles.home(of: files[top].path) }
            guard let parent = parents[top] else {
                return imported.contains(top) ? TerraformTemplate.caller : TerraformJustfiles.home(of: files[top].path)
            }
            guard parent >= 0 else { break }
            top = parent
        }
        return TerraformTemplate.caller
    }

    private static func home(of path: String) -> String {
        path.index(ofLast: 0x2F).map { String(path[..<$0]) } ?? ""
    }

    private static func start(from home: String, _ just: TerraformStateFacts.JustFile, isOnly: Bool) -> String {
        guard isOnly, !just.stays, let folder = just.folder, !TerraformTemplate.isOpen(folder), !folder.begins("/"),
            !folder.begins("~")
        else { return TerraformTemplate.caller }
        return TerraformTemplate.join(home, folder)
    }

    /// The value of a variable that another file imports.
    private static func located(_ value: String, in home: String) -> String {
        guard value.holds("{{source_directory()}}") else { return value }
        let place = home.isEmpty ? TerraformScriptReader.root : TerraformScriptReader.root + "/" + home
        return value.replacing("{{source_directory()}}", with: place)
    }
}

extension TerraformStacks {
    /// A command of a recipe once more for each Justfile that it is a part of. Whether it is a part of any.
    func makeRuns(ofRecipe script: Kept<TerraformStateFacts.Script>, _ file: Int, _ index: Int, into runs: inout [Run])
        -> Bool
    {
        guard script.value.kind == .recipe, let modules = justfiles.given[file] else { return false }
        for module in modules {
            runs.append(Run(file: file, script: script, index: index, context: nil))
            runs[runs.count - 1].module = module
            place(&runs[runs.count - 1], startingIn: "")
        }
        return true
    }

    /// The variables of a run's file, or of the Justfile that it is a part of.
    func variables(of run: Run) -> [String: String] {
        run.module?.value.variables ?? files[run.file].facts.fileVariables
    }

    /// A folder without what stands for the checkout, or for that of the file or who imports it.
    func rooted(_ folder: String, _ run: Run) -> String {
        let source = folders.names[folderOfFile[run.file]]
        guard let module = run.module?.value else { return TerraformTemplate.rooted(folder, home: source) }
        if module.isUnknown {
            let caller = TerraformTemplate.caller
            return TerraformTemplate.rooted(folder, home: caller, source: source, module: caller, start: caller)
        }
        return TerraformTemplate.rooted(
            folder, home: module.top, source: source, module: module.home, start: module.start)
    }
}
