import LintSource

/// Commands in the wrong order, or without what they need.
extension TerraformChecks {
    mutating func checkCommands() {
        // Folders, and -1 for any.
        var initialized: Set<Int> = []
        var document = -1
        for index in model.runs.indices {
            if model.runs[index].file != document {
                document = model.runs[index].file
                if !initialized.isEmpty { initialized.removeAll(keepingCapacity: true) }
            }
            switch model.runs[index].verb {
            case "init":
                let run = model.runs[index]
                checkBare(run, initialized)
                guard run.command.usesBackend else { break }
                initialized.insert(-1)
                // Bare, it is only complete where the block is.
                if !run.command.settings.isEmpty || !run.command.files.isEmpty || run.command.isOpen {
                    for place in run.places { initialized.insert(place.folder) }
                }
            case "plan", "apply", "refresh":
                guard model.runs[index].kind == .documentation, !initialized.contains(-1) else { break }
                let run = model.runs[index]
                // Who destroys has applied there before.
                guard run.job == nil, !run.script.value.isExcerpt, !run.command.options.contains("destroy"),
                    !run.command.operands.contains("...")
                else { break }
                checkOrder(run, later: nil)
                // Once a page is enough.
                if !run.places.isEmpty { initialized.insert(-1) }
            case "workspace":
                // Whoever lists workspaces or reads outputs has initialized.
                initialized.insert(-1)
                let run = model.runs[index]
                if ["new", "select"].contains(run.command.operands.first) { checkWorkspace(run) }
            case "state", "output", "show", TerraformScriptReader.wrapper: initialized.insert(-1)
            default: break
            }
        }
        checkScripts()
    }

    /// A bare init of a block that needs more.
    private mutating func checkBare(_ run: TerraformStacks.Run, _ initialized: Set<Int>) {
        guard !isGenerated, !run.isOff, run.command.usesBackend, !run.command.isOpen, run.command.wrapper == nil,
            run.command.options.isEmpty || run.command.options.isDisjoint(with: ["upgrade", "help", "h"])
        else { return }
        for place in run.places where !initialized.contains(place.folder) {
            let stack = place.folder
            guard let block = model.blocks[stack]?.first, let backend = block.backend, model.callers[stack] == nil,
                block.address == nil, !isConfigured(stack, in: run.file), model.lacksBlock(run, stack) != true
            else { continue }
            let known = place.answer.flatMap { model.answers[stack]?[$0] }
            let answer = known ?? model.answer(of: run, folder: stack, bound: place.bound)
            guard answer.address == nil, !answer.isOpen, answer.missing.isEmpty else { continue }
            if run.kind == .documentation, isShownWhole(backend.type, before: run) || isForProviders(run) { continue }
            let told = model.files[run.file].facts.pageAnswers
            let homes = run.kind == .job ? [] : [stack, model.folderOfFile[run.file]]
            let missing = backend.required.filter {
                (answer.value($0) ?? "").isEmpty && !isInLooseEnvironment($0)
                    && !model.isSetByPages($0, of: backend, in: homes)
                    && !told.contains($0) && !told.contains("backend")
                    && !TerraformStateFacts.arguments(looseVariables, give: $0)
            }
            guard !missing.isEmpty else { continue }
            // Whatever calls a script may set it.
            if run.kind == .script || run.kind == .recipe, model.givers[backend.type] != nil { continue }
            // What an action sets for the steps behind it.
            if run.kind == .job, let giver = model.givers[backend.type], model.path(giver).lastPart.begins("action.y") {
                continue
            }
            // A project's settings may hold what a pipeline needs.
            if run.kind == .job, run.job != nil || model.files[run.file].facts.written.contains("$GITHUB_ENV") {
                continue
            }
            report(
                "tofu/bare-init", run.site, identity: "init",
                values: [
                    "stack": shown(stack), "type": backend.type,
                    "argument": missing.map { name in
                        backend.defaults[name].map { "\(name), so \($0) is dialled" } ?? name
                    }.joined(separator: ", "),
                ], related: [(block.site, "the block that leaves it open")])
        }
    }

    /// Whether what comes after an init writes the lock file of its providers, and nothing else: the clone is in use.
    private func isForProviders(_ run: TerraformStacks.Run) -> Bool {
        let later = run.script.value.commands[run.index...].dropFirst()
        return later.first?.verb == "providers" && later.allSatisfy { ["providers", "init"].contains($0.verb) }
    }

    /// Whether a page has shown, before a command, a block to write that needs no more: of the type, or of the kind that
    /// takes its place.
    private func isShownWhole(_ type: String, before run: TerraformStacks.Run) -> Bool {
        model.files[run.file].facts.backends.contains { block in
            block.isDocumentation && block.range.start < run.command.range.start
                && (block.type == type || block.type == "local")
                && TerraformStacks.answer(of: block, run.file).address != nil
        }
    }

    private mutating func checkOrder(_ run: TerraformStacks.Run, later: TerraformStacks.Run?) {
        for stack in run.places.lazy.map(\.folder) {
            guard let block = model.blocks[stack]?.first, model.callers[stack] == nil else { continue }
            // In a page, an init that needs no more than its name goes without saying.
            if later == nil, block.backend == nil || block.address != nil || isTold(stack, beside: run) { continue }
            report(
                "tofu/plan-before-init", run.site, identity: shown(stack),
                values: ["stack": shown(stack), "verb": run.verb],
                related: [(later?.site ?? block.site, later == nil ? "the backend that init sets up" : "the init")])
        }
    }

    /// Whether another page tells how a stack with one state is initialized: whoever sets it up reads that one first.
    private func isTold(_ stack: Int, beside run: TerraformStacks.Run) -> Bool {
        guard let known = model.rank[stack].map({ model.stacks[$0] }), known.stateNames.count == 1 else { return false }
        let isTold = (model.answers[stack] ?? []).prefix(1_000).contains { answer in
            answer.kind == .documentation && answer.command?.file != run.file && answer.address != nil
                && answer.missing.isEmpty && answer.isNamed && !answer.isToBeFilledIn
        }
        // Or the page names a file of arguments that people make from an example, in no folder.
        return isTold
            || (known.authority == .clear || model.standings[stack] != nil)
                && model.unplacedAnswers.prefix(1_000).contains { answer in
                    answer.kind == .documentation && !(answer.missing.isEmpty && answer.supplied.isEmpty)
                }
    }

    /// In one shell, an init that comes after the plan it was for.
    private mutating func checkScripts() {
        var index = 0
        while index < model.runs.count {
            let script = model.runs[index].script
            var end = index
            while end < model.runs.count, model.runs[end].script === script {
                end += 1
            }
            let shell = model.runs[index..<end]
            index = end
            guard script.value.kind == .script || script.value.kind == .job else { continue }
            for position in shell.indices {
                switch shell[position].verb {
                case "plan", "apply", "refresh": break
                default: continue
                }
                if shell[position].places.isEmpty { continue }
                let isInitialized = shell[..<position].contains { $0.verb == "init" }
                let run = shell[position]
                guard !isInitialized,
                    let later = shell[position...].first(where: {
                        $0.verb == "init" && $0.job == run.job && !$0.command.excludes(run.command)
                            && $0.places.lazy.map(\.folder).elementsEqual(run.places.lazy.map(\.folder))
                            && $0.command.options.isDisjoint(with: ["migrate-state", "upgrade", "reconfigure"])
                    })
                else { continue }
                checkOrder(run, later: later)
                break
            }
        }
    }

    private mutating func checkWorkspace(_ run: TerraformStacks.Run) {
        for stack in run.places.lazy.map(\.folder) {
            guard let block = model.blocks[stack]?.first, let backend = block.backend, !backend.hasWorkspaces else {
                continue
            }
            report(
                "tofu/workspace-on-http", run.site, identity: shown(stack),
                values: ["stack": shown(stack), "type": backend.type],
                related: [(block.site, "the backend without workspaces")])
        }
    }
}
