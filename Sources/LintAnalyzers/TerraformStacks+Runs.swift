import LintSource

extension TerraformStacks {
    /// What a recipe's parameters and a loop's variables are.
    typealias Bindings = [(name: String, value: String)]

    /// A command with the variables of one job that runs it.
    struct Run: Sendable {
        /// A stack it was found to run in.
        struct Place: Sendable {
            var folder: Int
            var bound: Bindings
            /// Of an init, what it hands over: index among the answers of the stack.
            var answer: Int?
        }

        /// By number.
        var file: Int
        var script: Kept<TerraformStateFacts.Script>
        /// Of the command in its script.
        var index: Int
        var context: TerraformJobs.Context?
        /// The Justfile that its recipe is a part of, where that is not its file alone.
        var module: Kept<TerraformJustfiles.Module>?
        /// What a call of its workflow gives.
        var given: Bindings = []
        /// As far as it is resolved, and its number where it is known.
        var folder: String?
        var folderNumber: Int?
        /// The folder with variables that have their defaults in it: whoever sets these runs it elsewhere.
        var unset: String?
        /// Whether the command names the folder itself.
        var isNamed = false
        /// Whether the folder has holes.
        var isOpen = false
        var places: [Place] = []

        init(file: Int, script: Kept<TerraformStateFacts.Script>, index: Int, context: TerraformJobs.Context?) {
            self.file = file
            self.script = script
            self.index = index
            self.context = context
        }

        var command: TerraformStateFacts.Command { _read { yield script.value.commands[index] } }
        var verb: String { script.value.commands[index].verb }
        var kind: TerraformStateFacts.Script.Kind { script.value.kind }
        /// The GitLab job that runs it.
        var job: String? { context?.job }
        /// Whether it is an init with a state in mind: what it hands over, or what was written before it, tells of one.
        var saysOfState: Bool {
            verb == "init"
                && (!command.settings.isEmpty || !command.files.isEmpty || command.followsWriting || command.isOpen)
        }
        /// Whether it is an init that a wrapper with variables of its own runs.
        var isWrappedInit: Bool {
            guard let wrapper = command.wrapper, verb == "init", !isOff else { return false }
            return TerraformWrapper.all[wrapper] != nil
        }
        /// Whether it never runs: it says nothing of any stack.
        var isOff: Bool { script.value.isOff || context?.isOff == true }
        var site: Site { Site(file, script.value.commands[index].range) }

        /// A variable around the script.
        func variable(_ name: String) -> String? {
            script.value.environment.last { $0.name == name }?.value
                ?? context?.value(name.nameHash) { $0 == name }
        }
    }

    /// Whether a job runs an init in a Terraform below 1.6.
    func runsOld(_ index: Int) -> Bool {
        let run = runs[index]
        guard run.kind == .job, run.verb == "init", run.command.program == "terraform", !run.isOff else { return false }
        if let context = run.context { return jobs.isOld(context) }
        guard !files[run.file].facts.oldJobs.isEmpty, let job = run.script.value.workflowJob else { return false }
        return files[run.file].facts.oldJobs.contains(job)
    }

    /// What an init hands over: the block beats the environment, `-backend-config` beats the block, the later one the
    /// earlier.
    /// - Parameter known: the file of arguments that the command's is, where its name is not resolved.
    func answer(of run: Run, folder: Int?, bound: Bindings, file known: Int? = nil) -> TerraformStack.Answer {
        // Filled in where it will stay: a draft is large.
        TerraformStack.Answer(site: run.site) { answer in
            fill(&answer, with: run, folder: folder, bound: bound, file: known)
            if let name = answer.stateName { answer.isTrial = isTrial(name, run) }
            if folder != nil, let address = answer.address, TerraformTemplate.isOpen(address) {
                // What the block itself leaves open is the same for all.
                var isGiven = false
                _ = answer.backend?.address { name in
                    let supplied = answer[name]
                    if let supplied, supplied.origin != .block, TerraformTemplate.isOpen(supplied.value) {
                        isGiven = true
                    }
                    return supplied?.value
                }
                if isGiven { answer.scope = scope(of: address, run) }
            }
        }
    }

    private func fill(
        _ answer: inout TerraformStack.Draft, with run: Run, folder: Int?, bound: Bindings, file known: Int?
    ) {
        let before = run.command.assignments
        let block = folder.flatMap { blocks[$0]?.first }
        answer.take(run)
        if folder != nil { answer.type = block?.type ?? "local" }
        // What a script writes is there for all that come after it, what a pipeline writes for itself.
        let writers = folder.flatMap { rewrittenBlocks[$0] }
        let isRewritten = writers?.contains { !$0.isPipeline || $0.number == run.file } ?? false
        answer.isOpen = run.command.isOpen || isRewritten || folder.flatMap { lacksBlock(run, $0) ?? true } ?? false
        let surroundings = environment(run)
        if let wrapper = run.command.wrapper.flatMap({ TerraformWrapper.all[$0] }) {
            let needsAddress = answer.type.map { TerraformBackend.all[$0]?.ownPrefix != nil } ?? true
            answer.isOpen =
                answer.isOpen || needsAddress && !wrapper.givesAddress(surroundings)
                || surroundings.contains { wrapper.flags.contains($0.name) && $0.supply.value.holds("backend") }
        }
        var resolution = TerraformResolution(run, fileVariables: variables(of: run), bound: bound)
        var given = arguments(in: surroundings, &answer, folder, run, &resolution)
        // In the order that they are written in: the later wins.
        for (setting, isFile) in run.command.arguments {
            let text = resolution.expand(setting.value, before: before)
            guard isFile else {
                // `...` in documents: something is left out.
                if text.holds("...") {
                    answer.isOpen = true
                } else {
                    let supplied = TerraformStack.Answer.Supplied(
                        value: text, origin: .flag, site: Site(run.file, setting.range))
                    given.append(.init(name: setting.name, supplied: supplied))
                }
                continue
            }
            let named = folder.map { path(text, from: $0, run) }
            let read = named.flatMap(settings) ?? folder.flatMap { standardSettings(text, from: $0, run) }
            if let found = read ?? known.flatMap({ settings(path($0)) }) ?? made(setting.value, run) {
                given += found
                continue
            }
            answer.missing.append(text)
            if let named, holds(named) { answer.unread.append(text) }
        }
        if answer.type == nil { answer.type = TerraformStacks.type(of: given.map(\.name)) }
        answer.backend = block.map(\.backend) ?? answer.type.flatMap { TerraformBackend.all[$0] }
        if let backend = answer.backend, backend.readsAddress, run.command.isLoaded || sourcesUnseen(run) {
            answer.isOpen = true
        }
        if !surroundings.isEmpty {
            answer.environment.reserveCapacity(surroundings.count)
            answer.supplied.reserveCapacity(surroundings.count + given.count)
        }
        for item in surroundings {
            guard item.rank >= 0 else { continue }
            if TerraformBackend.areOwn[item.rank], isSaid(item, in: surroundings, run, answer) {
                answer.environment.append((item.name, item.supply.site))
            }
            guard let argument = answer.backend?.argument(ofVariable: item.rank) else { continue }
            var value = resolution.expand(item.supply.value, before: before)
            // (They come in order of their names, and what is whole after its parts.)
            if let word = TerraformBackend.connectionWord(item.name) {
                value = (answer[argument].map { $0.value + " " } ?? "") + word + "=" + value
            }
            answer.supply(argument, .init(value: value, origin: .environment, site: item.supply.site))
        }
        if let block, !isRewritten {
            if answer.supplied.isEmpty {
                answer.supplied = block.supplied
            } else {
                for item in block.supplied { answer.supply(item.name, item.supplied) }
            }
        }
        for item in given { answer.supply(item.name, item.supplied) }
        answer.settle()
        if answer.address == nil, let backend = answer.backend, backend.readsAddress, mayComeUnseen(run, backend) {
            answer.isOpen = true
        }
    }

    /// Whether a variable is one that the repository sets: of a wrapper's the one that it is made of, once, and where nothing
    /// else reads it.
    private func isSaid(
        _ item: TerraformJobs.Variable, in surroundings: Supplies, _ run: Run, _ answer: TerraformStack.Draft
    ) -> Bool {
        guard run.command.wrapper != nil else { return true }
        let site = item.supply.site
        guard site != run.site, !answer.environment.contains(where: { $0.site == site }) else { return false }
        guard let origin = surroundings.first(where: { $0.supply.site == site && TerraformWrapper.reads($0.name) })
        else { return true }
        let name = origin.name.lowercased()
        if files[run.file].facts.usedVariables.contains(name)
            || files[Int(site.file)].facts.usedVariables.contains(name)
        {
            return false
        }
        return !run.script.value.commands.contains { command in
            (command.settings + command.files).contains { $0.value.contains(origin.name) }
        }
    }

    typealias Given = [TerraformStack.Answer.Argument]

    /// A path as a command in a folder means it, from the root.
    func path(_ text: String, from folder: Int, _ run: Run) -> String {
        let rooted = self.rooted(text, run)
        return rooted == text
            ? TerraformTemplate.join(name(folder), text) : TerraformTemplate.join("", String(rooted.drop { $0 == "/" }))
    }

    /// A file of arguments or of ignored paths.
    func facts(at path: String) -> (number: Int, facts: TerraformStateFacts)? {
        fileNumbers[path].map { ($0, files[$0].facts) }
    }

    /// Whether there is such a file, for people.
    private func holds(_ path: String) -> Bool { paths.holds(path) }

    /// No backend takes a tenth of these. (Each init has them all.)
    static let mostArguments = 256

    /// The arguments of a file that an init names; `nil` where the repository does not hold it.
    private func settings(_ path: String) -> Given? {
        guard let found = facts(at: path), let settings = found.facts.namedSettings else { return nil }
        return settings.prefix(TerraformStacks.mostArguments).map {
            .init(
                name: $0.name, supplied: .init(value: $0.value, origin: .file, site: Site(found.number, $0.range)))
        }
    }

    /// The arguments of a file whose whole name somebody may set, `${BACKEND:-env/b.hcl}` or `$(pwd)/${BACKEND:-…}`: those of
    /// its default.
    private func standardSettings(_ text: String, from folder: Int, _ run: Run) -> Given? {
        guard text.holds(":-") else { return nil }
        let pieces = TerraformTemplate.pieces(text)
        guard let last = pieces.last, last.begins("${"), last.holds(":-"), pieces.count < 3 else { return nil }
        if pieces.count == 2, rooted(String(pieces[0]), run) == pieces[0] { return nil }
        return settings(path(TerraformTemplate.withDefaults(text), from: folder, run))
    }

    /// What `TF_CLI_ARGS_init` hands over.
    private func arguments(
        in surroundings: Supplies, _ answer: inout TerraformStack.Draft, _ folder: Int?, _ run: Run,
        _ resolution: inout TerraformResolution
    ) -> Given {
        var given: Given = []
        for item in surroundings where item.name.begins("TF_CLI_ARGS") {
            guard given.count < TerraformStacks.mostArguments else {
                answer.isOpen = true
                break
            }
            let (name, supply) = (item.name, item.supply)
            if name.hasSuffix("?") { answer.isOpen = true }
            guard let argument = TerraformStateFacts.argument(of: name) else { continue }
            let value = resolution.expand(supply.value, before: run.command.assignments)
            if argument.isEmpty {
                let named = folder.map { path(value, from: $0, run) }
                if let found = named.flatMap(settings) {
                    given += found
                } else {
                    answer.missing.append(value)
                    if let named, holds(named) { answer.unread.append(value) }
                }
            } else {
                given.append(
                    .init(
                        name: String(argument), supplied: .init(value: value, origin: .flag, site: supply.site)))
                answer.arguments.append((String(argument), value, supply.site))
            }
        }
        return given
    }

    /// `key=value` of all that an init hands over, secrets hidden.
    func arguments(of run: Run, folder: Int, bound: Bindings) -> [String] {
        let command = run.command
        func resolved(_ text: String) -> String { expand(text, run, bound: bound, before: command.assignments) }
        var arguments = command.settings.map {
            "\($0.name)=\(TerraformStack.shown($0.name, resolved($0.value)))"
        }
        arguments += command.files.map { resolved($0.value) }
        let type = blocks[folder]?.first?.type ?? "local"
        guard TerraformBackend.all[type]?.ownPrefix != nil else { return arguments }
        for item in environment(run) {
            let (name, supply) = (item.name, item.supply)
            guard let argument = TerraformBackend.byVariable[name]?[type] else { continue }
            arguments.append("\(name)=\(TerraformStack.shown(argument, resolved(supply.value)))")
        }
        return arguments
    }

    /// The one type that takes all of these arguments.
    static func type(of arguments: [String]) -> String? {
        guard let first = arguments.first else { return nil }
        let types = (TerraformBackend.byArgument[first] ?? []).filter {
            TerraformBackend.all[$0]?.arguments.isSuperset(of: arguments) ?? false
        }
        return types.count == 1 ? types[0] : nil
    }
}
