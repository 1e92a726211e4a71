import LintSource

/// `-var`, `-var-file` and tfvars files against what the stack declares and what is there.
extension TerraformChecks {
    mutating func checkVariables() {
        let isAsked =
            model.files(with: .values).first { _ in true } != nil
            || model.runs.indices.contains {
                !model.runs[$0].command.variableFiles.isEmpty || !model.runs[$0].command.variables.isEmpty
            }
        guard isAsked else { return }
        let declared = declaredVariables()
        // What folders declare that make something, once it is asked for.
        var made: Set<UInt64>?
        var beside = FolderTable<[Int]>()
        let tested = testedVariables()
        var linked: [Int: [Int]] = [:]
        for (link, file) in model.originals.sorted(by: { $0.key < $1.key }) {
            linked[Int(file), default: []].append(model.folderOfFile[Int(link)])
        }
        // A folder without declarations beside values is no module of these.
        for number in model.files(with: .values) {
            let file = model.files[number]
            guard let values = file.facts.values else { continue }
            let folder = model.folderOfFile[number]
            beside[folder, default: []].append(number)
            guard file.facts.settings == nil, !mayBeSettings(number), !values.isEmpty,
                model.originals[Int32(number)] == nil
            else { continue }
            if let others = linked[number] {
                checkShared(values, number, [folder] + others, declared)
                continue
            }
            guard let known = declared[folder], !known.isEmpty else { continue }
            let tested = tested[folder] ?? []
            let isOwn = loadsItself(file.path)
            for value in values where !TerraformChecks.holds(known, value.hash) && !tested.contains(value.hash) {
                // An example beside a module is copied to who calls it.
                if file.path.ends(".example"), let caller = model.callers[folder], model.blocks[folder] == nil,
                    TerraformChecks.holds(declared[caller] ?? [], value.hash)
                {
                    continue
                }
                if !isOwn, model.makesNothing(folder) {
                    // Declarations alone are no stack: the values are for one that is given them by name.
                    let known = made ?? declaredByMakers(declared)
                    made = known
                    if known.contains(value.hash) { continue }
                }
                report(
                    "tofu/undeclared-tfvars-key", Site(number, value.range), identity: shown(folder),
                    values: ["stack": shown(folder)])
            }
        }
        checkNamedValues(declared)
        for index in model.runs.indices {
            let hasFiles = !model.runs[index].command.variableFiles.isEmpty
            guard hasFiles || !model.runs[index].command.variables.isEmpty, model.runs[index].kind != .comment,
                !model.runs[index].places.isEmpty
            else { continue }
            let run = model.runs[index]
            // Terraform's init reads no values, OpenTofu's reads those of files: its backend may be made of them. Of a test
            // only some run declares what it is told.
            let isInit = run.verb == "init"
            if hasFiles, !isInit || run.command.program == "tofu" { checkFiles(run, beside) }
            if isInit || run.verb == "test" { continue }
            if run.command.variables.isEmpty || run.places.contains(where: { isConfigured($0.folder, in: run.file) }) {
                continue
            }
            // A recipe for several stacks is wrong where none of them has it.
            let known = run.places.compactMap { declared[$0.folder] }
            guard known.count == run.places.count else { continue }
            for variable in run.command.variables
            where !known.contains(where: { TerraformChecks.holds($0, variable.hash) })
                && !TerraformTemplate.isOpen(variable.name)
            {
                report(
                    "tofu/undeclared-variable", Site(run.file, variable.range), identity: "-var",
                    values: ["stack": shown(run.places[0].folder), "name": variable.name])
            }
        }
    }

    /// Whether a file of values is rather one of a backend's arguments: an init names it, or it says where a state is, by
    /// the arguments of one backend alone. What Terraform itself reads as values is not.
    func mayBeSettings(_ number: Int) -> Bool {
        guard let settings = model.files[number].facts.possibleSettings else { return false }
        if named.contains(number) { return true }
        if loadsItself(model.files[number].path) { return false }
        let names = settings.lazy.map(\.name).filter { !$0.holds(".") }
        return TerraformBackend.all.values.contains { backend in
            names.allSatisfy(backend.arguments.contains)
                && names.contains { $0 == backend.required.first || $0 == "key" && backend.name == "key" }
        }
    }

    /// Whether Terraform reads a file of values without being told to.
    private func loadsItself(_ path: String) -> Bool {
        path.ends(".auto.tfvars") || path.ends("terraform.tfvars") && path.lastPart == "terraform.tfvars"
    }

    /// Hashes of all names that folders declare which make something.
    private func declaredByMakers(_ declared: FolderTable<[[UInt64]]>) -> Set<UInt64> {
        var result: Set<UInt64> = []
        for folder in declared.folders where !model.makesNothing(folder) {
            for names in declared[folder] ?? [] { result.formUnion(names) }
        }
        return result
    }

    /// Hashes of declared names, those of each file in order, by folder; of a folder whose declarations are not all seen
    /// nothing.
    private func declaredVariables() -> FolderTable<[[UInt64]]> {
        var declared = FolderTable<[[UInt64]]>()
        guard !isGenerated else { return declared }
        for folder in model.modules.folders { declared[folder] = [] }
        for number in model.files(with: .variables) {
            let folder = model.folderOfFile[number]
            if model.modules.contains(folder) {
                declared[folder, default: []].append(model.files[number].variables)
            }
        }
        for number in model.paths.numbers(ending: [".tf.json", ".tofu.json"]) {
            let path = model.paths[number]
            let folder = path.utf8.lastIndex(of: 0x2F).map { String(path[..<$0]) } ?? ""
            if let number = model.folders.number(ofKnown: folder) { declared[number] = nil }
        }
        return declared
    }

    /// Values that several folders have by links: one that any of them declares does something.
    mutating func checkShared(
        _ values: [TerraformStateFacts.Key], _ number: Int, _ all: [Int], _ declared: FolderTable<[[UInt64]]>
    ) {
        let readers = all.filter { declared[$0]?.isEmpty == false }
        guard let first = readers.first else { return }
        for value in values {
            let isKnown = readers.contains { TerraformChecks.holds(declared[$0] ?? [], value.hash) }
            guard !isKnown else { continue }
            report(
                "tofu/undeclared-tfvars-key", Site(number, value.range), identity: shown(first),
                values: ["stack": shown(first)])
        }
    }

    /// Hashes of names that tests of a folder read, which lie in it or in its `tests`.
    private func testedVariables() -> [Int: Set<UInt64>] {
        var tested: [Int: Set<UInt64>] = [:]
        for number in model.files(with: .testedVariables) {
            let file = model.files[number]
            var folder = model.folderOfFile[number]
            let name = model.name(folder)
            if name.lastPart == "tests" {
                folder = model.folders.number(ofKnown: String(name.dropLast(name == "tests" ? 5 : 6))) ?? folder
            }
            tested[folder, default: []].formUnion(file.facts.testedVariables)
        }
        return tested
    }

    private static func holds(_ files: [[UInt64]], _ hash: UInt64) -> Bool {
        for sorted in files where holds(sorted, hash) { return true }
        return false
    }

    private static func holds(_ sorted: [UInt64], _ hash: UInt64) -> Bool {
        var low = 0
        var high = sorted.count
        while low < high {
            let middle = (low + high) / 2
            if sorted[middle] < hash { low = middle + 1 } else { high = middle }
        }
        return low < sorted.count && sorted[low] == hash
    }

    /// A `-var-file` that is not there for any stack of the command, is not made by a script, and is nobody's own.
    /// - Parameter beside: the files of values in each folder, where most of them lie.
    private mutating func checkFiles(_ run: TerraformStacks.Run, _ beside: FolderTable<[Int]>) {
        let isPipeline = isPipeline(run)
        let (asked, own) = (model.files[run.file].facts.asked, model.files[run.file].facts.written)
        // As the script that writes it calls it: `cp $F made-$F`
        for file in run.command.variableFiles
        where !asked.contains(file.value) && !own.contains(String(file.value.lastPart)) {
            var missing: [String] = []
            for place in run.places {
                let text = model.expand(file.value, run, bound: place.bound, before: run.command.assignments)
                guard !text.isEmpty, !text.begins("/"), !text.begins("~") else { break }
                if let here = beside[place.folder], !text.begins("."), !text.holds(0x2F),
                    here.contains(where: { TerraformChecks.isCalled(model.files[$0].path, text) })
                {
                    break
                }
                let path = TerraformTemplate.join(model.name(place.folder), text)
                if isKnown(path) || path.begins("..") || TerraformChecks.isMade(path) { break }
                if TerraformTemplate.isPlaceholder(text) || text.holds("*") { break }
                let name = String(text.lastPart)
                if isWritten(name) || asked.contains(name) || model.mayBring(path, before: run) { break }
                if !isPipeline, ignores(path) || isKnown(path + ".example") { break }
                // What a command before it is told to write.
                let isWritten = run.script.value.commands[..<run.index].suffix(64).contains { command in
                    command.variables.contains { $0.value.contains(text) }
                }
                if isWritten { break }
                missing.append(path)
            }
            guard let path = missing.first, missing.count == run.places.count else { continue }
            report(
                "tofu/missing-var-file", Site(run.file, file.range), identity: "-var-file",
                values: [
                    "path": path,
                    "why": ignores(path)
                        ? "git ignores it, so a pipeline never has it" : "it is not in the repository",
                ])
        }
    }

    /// Whether it lies where init keeps what it fetches: nothing there is anybody's to commit.
    static func isMade(_ path: String) -> Bool {
        path.holds(".terraform") && path.pathParts.contains(".terraform")
    }

    /// Whether the last part of a path is such a name, without `/`.
    private static func isCalled(_ path: String, _ name: String) -> Bool {
        let before = path.utf8.count - name.utf8.count
        return path.hasSuffix(name) && (before == 0 || path.utf8.dropLast(name.utf8.count).last == 0x2F)
    }

    /// Whether git leaves a path out, by the `.gitignore` files on its way.
    func ignores(_ path: String) -> Bool {
        var path = path
        return path.withUTF8 { bytes in
            let whole = ByteView(bytes)
            // Each folder on its way ends at one of these, the path itself at the last.
            var ends: [Int] = []
            for end in 1...max(1, whole.count) where end == whole.count || whole[end] == .ascii("/") {
                ends.append(end)
            }
            var answer = false
            var start = 0
            for end in [0] + ends.dropLast() {
                // The folder that begins the path, the root first.
                let folder = String(decoding: whole[0..<end], as: UTF8.self)
                if end > 0 { start = end + 1 }
                guard let lines = model.facts(at: folder.isEmpty ? ".gitignore" : folder + "/.gitignore")?.facts.ignored
                else { continue }
                let inner = ByteView(whole[min(start, whole.count)..<whole.count])
                let own = ends.filter { $0 > start }.map { $0 - start }
                for line in lines {
                    if let verdict = line.ignores(inner, ends: own) { answer = verdict }
                }
            }
            return answer
        }
    }
}
