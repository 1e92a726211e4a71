/// Commands in the wrong order, or without what they need.
extension TerraformChecks {
    mutating func checkCommands() {
        var initialized: Set<String> = []
        var document = ""
        for run in model.runs {
            if run.path != document {
                document = run.path
                initialized = []
            }
            let command = run.command
            if command.verb == "init" {
                checkBare(run, initialized)
                if command.usesBackend {
                    initialized.insert("")
                    // Bare, it is only complete where the block is.
                    for stack in run.stacks where !command.settings.isEmpty || !command.files.isEmpty || command.isOpen
                    {
                        initialized.insert(stack)
                    }
                }
            }
            if run.script.kind == .documentation, ["plan", "apply", "destroy", "refresh"].contains(command.verb),
                !initialized.contains(""), run.script.job == nil
            {
                checkOrder(run, later: nil)
                // Once a page is enough.
                if !run.stacks.isEmpty { initialized.insert("") }
            }
            // Whoever lists workspaces has initialized.
            if ["workspace", "state", TerraformScriptReader.wrapper].contains(command.verb) { initialized.insert("") }
            if command.verb == "workspace", ["new", "select"].contains(command.operands.first) { checkWorkspace(run) }
        }
        checkScripts()
    }

    /// A bare init of a block that needs more.
    private mutating func checkBare(_ run: TerraformStacks.Run, _ initialized: Set<String>) {
        let command = run.command
        guard command.usesBackend, command.settings.isEmpty, command.files.isEmpty, !command.isOpen,
            command.options.isDisjoint(with: ["upgrade", "help", "h"]), !isGenerated, !writesConfiguration
        else { return }
        for stack in run.stacks where !initialized.contains(stack) {
            guard let block = model.blocks[stack]?.first, let backend = block.backend, model.callers[stack] == nil
            else { continue }
            let answer = model.answer(of: run, folder: stack, bound: [:]).answer
            guard answer.address == nil, !answer.isOpen else { continue }
            let missing = backend.required.filter { (answer.value($0) ?? "").isEmpty && !isInLooseEnvironment($0) }
            guard !missing.isEmpty else { continue }
            // A project's settings may hold what a pipeline needs.
            if run.script.kind == .job, run.script.job != nil { continue }
            if run.script.kind == .job, model.files[run.path]?.written.contains("$GITHUB_ENV") == true { continue }
            report(
                "tofu/bare-init", run.site, identity: "init",
                values: [
                    "stack": TerraformChecks.shown(stack), "type": backend.type,
                    "argument": missing.joined(separator: ", "),
                ], related: [(block.site, "the block that leaves it open")])
        }
    }

    private mutating func checkOrder(_ run: TerraformStacks.Run, later: TerraformStacks.Run?) {
        for stack in run.stacks {
            guard let block = model.blocks[stack]?.first, model.callers[stack] == nil else { continue }
            // In a page, an init that needs no more than its name goes without saying.
            if later == nil, block.backend == nil || block.address != nil { continue }
            report(
                "tofu/plan-before-init", run.site, identity: TerraformChecks.shown(stack),
                values: ["stack": TerraformChecks.shown(stack), "verb": run.command.verb],
                related: [(later?.site ?? block.site, later == nil ? "the backend that init sets up" : "the init")])
        }
    }

    /// In one shell, an init that comes after the plan it was for.
    private mutating func checkScripts() {
        var index = 0
        while index < model.runs.count {
            let first = model.runs[index]
            var end = index
            while end < model.runs.count, model.runs[end].path == first.path,
                model.runs[end].script.commands.first?.range == first.script.commands.first?.range
            {
                end += 1
            }
            let shell = model.runs[index..<end]
            index = end
            guard first.script.kind == .script || first.script.kind == .job else { continue }
            for (position, run) in zip(shell.indices, shell)
            where ["plan", "apply", "refresh"].contains(run.command.verb) && !run.stacks.isEmpty {
                let isInitialized = shell[..<position].contains { $0.command.verb == "init" }
                guard !isInitialized,
                    let later = shell[position...].first(where: {
                        $0.command.verb == "init" && $0.stacks == run.stacks && $0.job == run.job
                            && $0.command.options.isDisjoint(with: ["migrate-state", "upgrade", "reconfigure"])
                    })
                else { continue }
                checkOrder(run, later: later)
                break
            }
        }
    }

    private mutating func checkWorkspace(_ run: TerraformStacks.Run) {
        for stack in run.stacks {
            guard let block = model.blocks[stack]?.first, let backend = block.backend, !backend.hasWorkspaces else {
                continue
            }
            report(
                "tofu/workspace-on-http", run.site, identity: TerraformChecks.shown(stack),
                values: ["stack": TerraformChecks.shown(stack), "type": backend.type],
                related: [(block.site, "the backend without workspaces")])
        }
    }
}
