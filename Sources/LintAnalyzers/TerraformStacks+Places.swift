import LintSource
import LintWalk

/// Commands, the folders that they run in, and the stacks that these are.
extension TerraformStacks {
    mutating func makeRuns() {
        var scripts: [(file: Int, script: Kept<TerraformStateFacts.Script>)] = []
        for number in files(with: .scripts) {
            for script in files[number].facts.scripts { scripts.append((number, script)) }
        }
        let most = limitMatrices(scripts)
        let found = shared(scripts.count) { [self, scripts] part in
            var runs: [Run] = []
            var memory = TerraformJobs.Memory()
            for index in part {
                let (file, script) = scripts[index]
                self.makeRuns(of: script, file, most[index] ?? Int.max, &memory, into: &runs)
            }
            return runs
        }
        runs = found.inOne()
        makeRunsOfCalls()
    }

    /// How many commands of scripts run once for each job of their matrices, by number of the script, where not all do: each
    /// run is one of so many for all.
    private mutating func limitMatrices(_ scripts: [(file: Int, script: Kept<TerraformStateFacts.Script>)]) -> [Int:
        Int]
    {
        var result: [Int: Int] = [:]
        for (number, (file, script)) in scripts.enumerated() where !script.value.matrix.isEmpty {
            let called = script.value.job == nil ? calls.given[file]?.count ?? 0 : 0
            let jobs = called == 0 ? script.value.matrix.count : min(called, 64) * min(script.value.matrix.count, 64)
            let commands = script.value.commands.count
            let followed = min(commands, max(0, placesLeft) / jobs)
            placesLeft -= followed * jobs
            guard followed < commands else { continue }
            // What is left is nobody's: a part of the jobs is no answer.
            placesLeft = 0
            result[number] = followed
            noteManyPlaces(Run(file: file, script: script, index: followed, context: nil))
        }
        return result
    }

    private func makeRuns(
        of script: Kept<TerraformStateFacts.Script>, _ file: Int, _ most: Int, _ memory: inout TerraformJobs.Memory,
        into runs: inout [Run]
    ) {
        var contexts: [TerraformJobs.Context?] = [nil]
        var starts: [String?] = [""]
        if let job = script.value.job {
            contexts = []
            starts = script.value.startsElsewhere ? [] : [""]
            let known = pipelines.pipelines(of: file)
            for pipeline in known.isEmpty ? [0] : known {
                let name = pipelines.all[pipeline].scope + job
                let found = jobs.contexts(of: name, &memory)
                contexts += found.map(Optional.some)
                if script.value.startsElsewhere {
                    starts += found.map { jobs.start(of: $0, ownScript: name == $0.job) }
                }
            }
        }
        var called = calls.given[file] ?? []
        // (What is called more often is not followed.)
        if called.count * contexts.count > 256, script.value.job != nil { called = [] }
        var whole = called
        if !script.value.matrix.isEmpty, most > 0 {
            let jobs: [Bindings] = script.value.matrix.map { job in job.map { ($0.name, $0.value) } }
            whole = called.isEmpty ? jobs : called.prefix(64).flatMap { call in jobs.prefix(64).map { call + $0 } }
        }
        for index in script.value.commands.indices {
            let given = index < most ? whole : called
            for given in given {
                for (number, context) in contexts.enumerated() {
                    runs.append(Run(file: file, script: script, index: index, context: context))
                    runs[runs.count - 1].given = given
                    place(&runs[runs.count - 1], startingIn: number < starts.count ? starts[number] : "")
                }
            }
            if makeRuns(ofRecipe: script, file, index, into: &runs) { continue }
            for (number, context) in contexts.enumerated() where given.isEmpty {
                // Made where it is kept: a run is large.
                runs.append(Run(file: file, script: script, index: index, context: context))
                // (Only where something else leaves its shell is there a start for each job.)
                place(&runs[runs.count - 1], startingIn: number < starts.count ? starts[number] : "")
                guard script.value.kind == .script, context == nil else { continue }
                let own = runs.count - 1
                makeRuns(handing: runs[own], into: &runs)
                if let given = scriptCalls.given[file] { makeRuns(of: runs[own], given, into: &runs) }
            }
        }
    }

    /// A command whose folder its script is told, once more for each way in which the script is run. (Who else runs it,
    /// nobody knows.)
    private func makeRuns(of run: Run, _ given: [Bindings], into runs: inout [Run]) {
        guard run.isOpen, run.folder.map(TerraformTemplate.isTold) ?? false else { return }
        for given in given {
            var told = run
            told.given = given
            place(&told, startingIn: "")
            if let folder = told.folderNumber, modules.contains(folder) { runs.append(told) }
        }
    }

    /// Finds a run's folder, from where something else leaves its shell.
    func place(_ run: inout Run, startingIn start: String?) {
        var folder = run.command.folder
        var isFixed = run.command.isFixed
        var isPlace = false
        if run.command.wrapper != nil, takesOthersVariables(run) { return }
        if let told = wrappersFolder(run) {
            folder = told
            isFixed = false
        } else if run.script.value.startsElsewhere, run.context != nil, let known = folder, !isFixed || start != "" {
            folder = start.map { TerraformTemplate.join($0, known) }
            isFixed = false
        }
        // (A Justfile that another imports has read where its recipes begin from its own folder.)
        if run.module?.value.isUnknown == true, TerraformStateFacts.isJustfile(files[run.file].path) {
            folder = TerraformTemplate.caller
            isFixed = false
        }
        if let folder, isFixed {
            run.folder = folder
        } else if let folder {
            run.isOpen = TerraformTemplate.isOpen(folder)
            // A variable in a path may hold `..` and `.`.
            var known = run.isOpen ? expand(folder, run, bound: [], before: run.command.assignments) : folder
            // What a script is told, whoever calls it tells; a variable nobody sets has its default.
            if run.isOpen, known.holds(":-"), !TerraformTemplate.isTold(known) {
                run.unset = known
                known = TerraformTemplate.withDefaults(known)
                if TerraformTemplate.isOpen(known) {
                    known = expand(known, run, bound: [], before: run.command.assignments)
                }
            }
            let rooted = self.rooted(known, run)
            isPlace = rooted != known && !known.holds("$(pwd)")
            run.folder = TerraformTemplate.join("", rooted == known ? known : String(rooted.drop { $0 == "/" }))
            if run.isOpen { run.isOpen = run.folder.map { TerraformTemplate.isOpen($0) } ?? false }
        }
        if enter(&run) { return }
        if run.kind == .job, run.folder?.isEmpty == true, aside.contains(run.file) {
            run.folder = nil
            return
        }
        // A place is one whoever runs the script.
        if run.kind == .job { settleInside(&run) } else if !isPlace { settle(&run) }
        run.folderNumber = run.folder.flatMap { folders.number(ofKnown: $0) }
    }

    /// Whether variables of a job may be those of another project's that is kept here: each has a pipeline of its own.
    private func takesOthersVariables(_ run: Run) -> Bool {
        guard let context = run.context, files[run.file].path.hasSuffix("/.gitlab-ci.yml") else { return false }
        return context.layers.contains { $0.file != run.file && files[$0.file].path.hasSuffix("/.gitlab-ci.yml") }
    }

    /// The variable that tells a wrapper where to go, from the checkout, wherever its shell stands.
    private func wrappersFolder(_ run: Run) -> String? {
        guard let wrapper = run.command.wrapper.flatMap({ TerraformWrapper.all[$0] }) else { return nil }
        for name in wrapper.folder {
            let text = "${\(name)}"
            let known = expand(text, run, bound: [], before: run.command.assignments)
            if known != text, !known.isEmpty { return text }
        }
        return nil
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
        if !run.command.isFixed || folder.isEmpty || folders.number(of: folder, in: home) != nil {
            let fromHome = TerraformTemplate.join(name, folder)
            if isModule(fromHome), fromHome != folder {
                run.folder = isModule(folder) ? nil : fromHome
                return
            }
        }
        // A page of a project inside the repository is read from where that one begins.
        guard kind == .documentation, !folder.isEmpty,
            let inside = folders.number(of: folder, above: home, where: modules.contains)
        else { return }
        run.folder = isModule(folder) ? nil : folders.names[inside]
    }

    /// The jobs of a `.gitlab-ci.yml` further below are those of a project that is kept there, unless what they name is
    /// there from the root.
    private func settleInside(_ run: inout Run) {
        let path = files[run.file].path
        let name = path.lastPart
        if name.begins("Taskfile.") || name.begins("taskfile.") { return settleTask(&run) }
        guard path.ends(".yml") || path.ends(".yaml"), !run.isOpen,
            path.hasSuffix("/.gitlab-ci.yml") || TerraformRunner(path) != nil || TerraformProjects.isList(path)
        else { return }
        let folder = run.folder ?? ""
        let inside = TerraformTemplate.join(folders.names[folderOfFile[run.file]], folder)
        if inside != folder, isModule(inside), !isModule(folder) { run.folder = inside }
    }

    /// The tasks of a Taskfile that another includes by its path alone begin in the other's folder, that of the root.
    private func settleTask(_ run: inout Run) {
        let home = folders.names[folderOfFile[run.file]]
        guard let folder = run.folder, !run.isOpen, !home.isEmpty, folder.hasPrefix(home), !isModule(folder) else {
            return
        }
        let rest = String(folder.dropFirst(home.count).drop { $0 == "/" })
        if isModule(rest) { run.folder = rest }
    }

    func isModule(_ folder: String) -> Bool {
        folders.number(ofKnown: folder).map(modules.contains) ?? false
    }

    /// Where a command has more places than are followed.
    mutating func noteManyPlaces(_ run: Run) {
        if firstUnplaced != nil { return }
        firstUnplaced = (
            run.site, "commands whose folders have holes have more than 50000 places together; this one"
        )
    }

    /// Folders that an init names are stacks too.
    mutating func findFolders() {
        let (checked, used) = findChecked()
        for index in runs.indices {
            guard runs[index].isOpen || runs[index].verb == "init" else { continue }
            // (A run is large, and copied only where its folder is open.)
            if runs[index].isOpen, let folder = runs[index].folder,
                folder.holds("/") || !folder.holds("{{") || folder.begins("${{ matrix.")
                    || !files[runs[index].file].facts.choices.isEmpty
            {
                if placesLeft > 0 {
                    openPlaces[index] = bindings(folder, runs[index]) + chosen(folder, runs[index])
                } else {
                    noteManyPlaces(runs[index])
                }
            }
            guard runs[index].verb == "init", runs[index].kind != .comment, runs[index].command.usesBackend,
                !runs[index].isOff, mayFeed(runs[index])
            else { continue }
            // A workflow of its own may run another program there, which makes the block.
            if runs[index].command.isOpen, runs[index].command.wrapper == TerraformProjects.mark { continue }
            let isChecked = checked.contains(runs[index].file)
            if let number = runs[index].folderNumber, modules.contains(number) {
                if isChecked, blocks[number] == nil, !used.contains(number) {
                    checking.insert(index)
                } else {
                    stackFolders.insert(number)
                }
            }
            // `stacks/{{stack}}`: each folder of modules there is one that the recipe is for.
            guard runs[index].folder?.holds("/") ?? false else { continue }
            // (What others call as a module is none.)
            for (module, _) in openPlaces[index] ?? []
            where modules.contains(module) && (callers[module] == nil || blocks[module] != nil) {
                if isChecked, blocks[module] == nil, !used.contains(module) {
                    checking.insert(index)
                } else {
                    stackFolders.insert(module)
                }
            }
        }
    }

    /// Commands without which no state comes to be.
    private static let checks: Set<String> = ["init", "validate", "test"]

    /// Files whose commands check configuration, and do nothing else with it: what they install there keeps no state. And
    /// folders in which something else is done.
    private func findChecked() -> (files: Set<Int>, used: Set<Int>) {
        var checked: Set<Int> = []
        var others: Set<Int> = []
        var used: Set<Int> = []
        for run in runs where run.kind != .comment && mayFeed(run) {
            let isCheck = TerraformStacks.checks.contains(run.verb)
            if !isCheck, let folder = run.folderNumber { used.insert(folder) }
            if !isCheck || run.saysOfState || run.script.value.hasOpenVerb {
                others.insert(run.file)
            } else if run.verb != "init", !run.command.isOpen {
                checked.insert(run.file)
            }
        }
        return (checked.subtracting(others), used)
    }

    /// A folder whose blocks are there for links in others, and which no init names, is no stack.
    mutating func dropSources() {
        guard !originals.isEmpty else { return }
        let sources = Set(originals.values)
        let used = Set(runs.lazy.filter { $0.verb == "init" }.compactMap(\.folderNumber))
        for folder in Array(blocks.folders) where !used.contains(folder) {
            let isSource = blocks[folder]?.allSatisfy { sources.contains($0.site.file) } ?? false
            if isSource { stackFolders.remove(folder) }
        }
    }

    /// Finds the stacks of each run, and what inits hand over to them.
    mutating func placeRuns() {
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
            if !mayFeed(runs[index]) {
                noteApart(runs[index])
                continue
            }
            if let unset = runs[index].unset, !runs[index].places.isEmpty, runs[index].command.usesBackend {
                var elsewhere = runs[index]
                elsewhere.folder = unset
                elsewhere.isOpen = true
                noteOpenInit(elsewhere)
                unplacedAnswers.append(answer(of: elsewhere, folder: nil, bound: []))
            }
            if !runs[index].places.isEmpty { noteWide(runs[index]) }
            for place in runs[index].places.indices { inits.append((index, place)) }
            if runs[index].places.isEmpty, !checking.contains(index) { inits.append((index, -1)) }
        }
        // Files of arguments that one init may stand for, and those among which they are looked for.
        let most = (found: max(16, 50_000 / max(1, inits.count)), beside: max(64, 250_000 / max(1, inits.count)))
        let found = shared(inits.count) { [self, inits] part in
            part.map { number -> (answers: [TerraformStack.Answer], isCut: Bool) in
                let index = inits[number].run
                guard self.runs[index].command.usesBackend else { return ([], false) }
                guard inits[number].place >= 0 else {
                    return ([self.answer(of: self.runs[index], folder: nil, bound: [])], false)
                }
                let place = self.runs[index].places[inits[number].place]
                if self.lacksBlock(self.runs[index], place.folder) == true { return ([], false) }
                return self.answers(of: self.runs[index], folder: place.folder, bound: place.bound, most)
            }
        }
        for ((index, place), (answer, isCut)) in zip(inits, found.joined()) {
            if isCut, firstUnplaced == nil {
                firstUnplaced = (
                    runs[index].site, "inits may be given more than 50000 files of arguments together; this one"
                )
            }
            guard place >= 0 else {
                noteUnplaced(runs[index])
                noteOpenInit(runs[index])
                unplacedAnswers += answer
                continue
            }
            let folder = runs[index].places[place].folder
            if lacksBlock(runs[index], folder) == true { continue }
            if explains { note(folder, runs[index], runs[index].places[place].bound) }
            guard !answer.isEmpty else { continue }
            // The server that runs a list of projects may give what a block leaves open.
            if runs[index].command.wrapper == TerraformProjects.mark, answer.allSatisfy({ $0.address == nil }) {
                continue
            }
            runs[index].places[place].answer = answers[folder]?.count ?? 0
            answers[folder, default: []] += answer
        }
    }
}
