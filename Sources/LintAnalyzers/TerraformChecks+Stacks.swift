import LintFindings
import LintSource

/// What a whole stack comes to.
extension TerraformChecks {
    mutating func checkStacks() {
        var runsByFolder = FolderTable<[Int]>()
        for (index, run) in model.runs.enumerated() {
            for place in run.places where model.blocks[place.folder] == nil {
                runsByFolder[place.folder, default: []].append(index)
            }
        }
        var tests: Set<Substring>?
        for index in model.stacks.indices {
            let folder = model.stacks[index].folder
            let blocks = model.blocks[folder] ?? []
            // (Where the verdict names what may give an address, nothing is missing for sure.)
            if model.stacks[index].authority != .unknown { checkSupply(folder, blocks) }
            checkTwo(folder, blocks)
            checkModule(folder, blocks, &tests)
            if blocks.isEmpty { checkNone(folder, runsByFolder, silent: model.silent[folder] ?? 0) }
        }
        guard !model.sharing.isEmpty else { return }
        var copies = Copies(files: filesOfShared())
        var known: [Int: [String: Int]] = [:]
        for group in model.sharing { checkShared(group, &copies, &known) }
    }

    /// A http backend that nothing gives an address.
    private mutating func checkSupply(_ folder: Int, _ blocks: [TerraformStack.Answer]) {
        guard let block = blocks.first, block.address == nil, let backend = block.backend, backend.ownPrefix != nil,
            !isGenerated, model.callers[folder] == nil, !isConfigured(folder, in: nil)
        else { return }
        let given = (model.answers[folder] ?? [])
        guard given.allSatisfy({ $0.address == nil && !$0.isOpen && $0.missing.isEmpty }) else { return }
        let needed = backend.required
        if let supplied = beside[folder], supplied.isSuperset(of: needed) { return }
        guard !strangers.areOpen, !needed.contains(where: { strangers.supply($0) || isInLooseEnvironment($0) }),
            !handed.contains(where: { !$0.arguments.isDisjoint(with: needed) })
        else { return }
        if needed.allSatisfy({ model.isSetByPages($0, of: backend, in: [folder]) }) { return }
        // A variable of a job whose init is somewhere that is not read.
        let names = Set(backend.environment.filter { needed.contains($0.value) }.keys)
        guard model.jobs.file(setting: names) == nil else { return }
        // Or something that is not read knows it.
        let isKnownElsewhere = model.files(with: .elsewhere).contains { number in
            let file = model.files[number]
            return file.facts.mayOpen(needed) || file.facts.includesOthers || !file.facts.hints.isDisjoint(with: names)
                || file.facts.exports.contains { names.contains($0.name) }
        }
        guard !isKnownElsewhere else { return }
        report(
            "tofu/address-missing", block.site, identity: "terraform.backend.\(backend.type)",
            values: ["type": backend.type, "argument": needed.joined(separator: ", ")],
            related: given.prefix(3).map { ($0.site, "init without it") })
    }

    private mutating func checkTwo(_ folder: Int, _ blocks: [TerraformStack.Answer]) {
        guard blocks.count > 1 else { return }
        // A .tofu file takes the place of its .tf file.
        let names = Set(blocks.map { model.path(Int($0.site.file)) })
        let counted = blocks.filter { block in
            !(TerraformStacks.twin(of: model.path(Int(block.site.file))).map(names.contains) ?? false)
        }
        guard let first = counted.first else { return }
        for block in counted.dropFirst() {
            report(
                "tofu/two-backends", block.site, identity: "terraform.backend",
                values: ["stack": shown(folder)], related: [(first.site, "the other block")])
        }
    }

    /// A block in a folder that is only called as a module.
    private mutating func checkModule(
        _ folder: Int, _ blocks: [TerraformStack.Answer], _ tests: inout Set<Substring>?
    ) {
        guard let caller = model.callers[folder], !blocks.isEmpty, !isGenerated, (model.answers[folder] ?? []).isEmpty,
            !lies(model.name(caller), inTests: &tests)
        else { return }
        // With arguments of its own it is a root as well.
        if beside[folder] != nil || model.settingsBelow[model.name(folder)] != nil { return }
        for block in blocks {
            report(
                "tofu/backend-in-module", block.site, identity: "terraform.backend.\(block.type ?? "")",
                values: ["caller": shown(caller)])
        }
    }

    /// Whether a folder lies beside or below tests in Go: what these call may be a root of its own.
    private func lies(_ folder: String, inTests tests: inout Set<Substring>?) -> Bool {
        let known =
            tests
            ?? Set(
                model.paths.numbers(ending: ["_test.go"]).compactMap { number in
                    let path = model.paths[number]
                    return path.utf8.lastIndex(of: 0x2F).map { path[..<$0] }
                })
        tests = known
        var above = folder[...]
        while !above.isEmpty, !known.contains(above) {
            above = above.utf8.lastIndex(of: 0x2F).map { above[..<$0] } ?? ""
        }
        return !above.isEmpty
    }

    /// Something applies here and nothing says where its state is.
    ///
    /// - Parameter silent: how many of its files make nothing: outputs alone are no state that anybody would miss.
    private mutating func checkNone(_ folder: Int, _ runsByFolder: FolderTable<[Int]>, silent: Int) {
        guard !isGenerated else { return }
        let here = (runsByFolder[folder] ?? []).map { model.runs[$0] }.filter {
            $0.kind != .documentation && $0.kind != .comment && !$0.isOff && !isConfigured(folder, in: $0.file)
                && model.bringer(into: folder, for: ($0.file, $0.script.value.workflowJob)) == nil
        }
        guard let apply = here.first(where: { $0.verb == "apply" && !$0.command.isOpen }) else { return }
        let paths = model.paths(in: folder)
        let count = paths.count { $0.ends(".tf") || $0.ends(".tofu") || $0.ends(".tf.json") }
        // From a template a program may make the block.
        guard silent < count, !paths.contains(where: TerraformState.isTemplate) else { return }
        if namesState(apply) { return }
        // What makes the store of all states has nowhere else to keep its own.
        guard !stateStores.contains(folder), !keepsState(folder), !handsState(model.files[apply.file].facts) else {
            return
        }
        // What applies and destroys in one go is a test.
        func destroys(_ command: TerraformStateFacts.Command) -> Bool {
            command.verb == "destroy" || command.verb == "apply" && command.options.contains("destroy")
        }
        // (The steps of an action are one run.)
        let isAction = ["action.yml", "action.yaml"].contains(model.path(apply.file).lastPart)
        let isTest = here.contains { run in
            destroys(run.command) && run.file == apply.file
                && (isAction || run.job != nil && run.job == apply.job
                    || run.script.value.workflowJob != nil
                        && run.script.value.workflowJob == apply.script.value.workflowJob)
                || run.file == apply.file && run.script.value.job == apply.script.value.job
                    && run.script.value.commands.contains { $0.verb == "apply" }
                    && run.script.value.commands.contains(where: destroys)
        }
        // The init that the apply relies on: in its shell, its job, its file, or anywhere.
        let inits = here.filter { $0.verb == "init" && $0.command.usesBackend }
        let start =
            inits.first { $0.script === apply.script }
            ?? inits.first {
                $0.file == apply.file && $0.script.value.workflowJob == apply.script.value.workflowJob
            } ?? inits.first { $0.file == apply.file } ?? inits.first
        guard !isTest, let start, !start.command.isOpen else { return }
        // What runs it makes a block where there is none.
        if start.command.wrapper != nil, start.command.followsWriting { return }
        // There is a state to migrate only where something else brings a block.
        guard !inits.contains(where: { $0.command.options.contains("migrate-state") }) else { return }
        // A block in a folder above is meant for it, perhaps, and does nothing.
        var above = model.name(folder)
        var block: TerraformStack.Answer?
        while block == nil, !above.isEmpty {
            above = above.utf8.lastIndex(of: 0x2F).map { String(above[..<$0]) } ?? ""
            guard let number = model.folders.number(ofKnown: above), (model.answers[number] ?? []).isEmpty else {
                continue
            }
            block = model.blocks[number]?.first
        }
        let given = !start.command.settings.isEmpty || !start.command.files.isEmpty
        let hint =
            block == nil
            ? given ? "; what -backend-config gives is dropped" : ""
            : "; the block in \(TerraformChecks.shown(above)) is not read here"
        report(
            "tofu/no-backend", start.site, identity: shown(folder),
            values: ["stack": shown(folder), "hint": hint],
            related: [(apply.site, "the apply")] + (block.map { [($0.site, "a block that no init reaches")] } ?? []))
    }

    /// Whether an apply is told a file for its state elsewhere: `-state=/data/net.tfstate`, `TF_CLI_ARGS_apply`.
    private func namesState(_ apply: TerraformStacks.Run) -> Bool {
        if apply.command.options.contains("state") { return true }
        func isState(_ name: String, _ value: String) -> Bool {
            guard name == "TF_CLI_ARGS" || name == "TF_CLI_ARGS_apply" else { return false }
            return value.split { " \"'".contains($0) }.contains { word in
                word.begins("-state=") && TerraformScriptReader.leadsAway(word.utf8.dropFirst(7).first ?? 0)
            }
        }
        let script = apply.script.value
        return script.assignments.prefix(apply.command.assignments).contains { isState($0.name, $0.value) }
            || script.environment.contains { isState($0.name, $0.value) }
            || apply.context?.layers.contains { $0.settings.contains { isState($0.name, $0.value) } } ?? false
    }

    /// Whether jobs of a file hand the state's file on to others, as an artifact.
    private func handsState(_ facts: TerraformStateFacts) -> Bool {
        facts.jobs.contains { $0.value.artifacts.contains { $0.value.holds(".tfstate") } }
            || facts.uploads.contains { $0.path.value.holds(".tfstate") }
    }

    /// Whether the state's file is kept in the repository, encrypted or not: the next checkout has it.
    private mutating func keepsState(_ folder: Int) -> Bool {
        let name = model.name(folder)
        let file = (name.isEmpty ? "" : name + "/") + "terraform.tfstate"
        for end in ["", ".enc", ".encrypted", ".gpg", ".asc", ".age", ".sops", ".crypt"] where isKnown(file + end) {
            return true
        }
        return false
    }

    /// What there is in a folder's configuration and values, by name; `nil` where something of it is not read.
    private func configuration(_ folder: Int, _ numbers: [Int]) -> [String: TerraformFile?]? {
        var result: [String: TerraformFile?] = [:]
        for path in model.paths(in: folder) {
            if path.ends(".tf.json") || path.ends(".tfvars.json") { return nil }
            if path.ends(".tf") || path.ends(".tofu") || path.ends(".tfvars") {
                result.updateValue(nil, forKey: String(path.lastPart))
            }
        }
        for number in numbers {
            let name = String(model.files[number].path.lastPart)
            if result[name] != nil { result.updateValue(model.files[number], forKey: name) }
        }
        return result
    }

    /// What is known of folders that share an address: each is read once, however many addresses it shares.
    private struct Copies {
        struct Pair: Hashable { var one: Int, other: Int }

        let files: FolderTable<[Int]>
        var configurations: [Int: [String: TerraformFile?]?] = [:]
        var known: [Pair: Bool] = [:]
    }

    private func isCopy(_ folder: Int, of other: Int, _ copies: inout Copies) -> Bool {
        let pair = Copies.Pair(one: folder, other: other)
        if let known = copies.known[pair] { return known }
        for number in [folder, other] where copies.configurations[number] == nil {
            copies.configurations.updateValue(configuration(number, copies.files[number] ?? []), forKey: number)
        }
        var answer = false
        if let own = copies.configurations[folder] ?? nil, let original = copies.configurations[other] ?? nil {
            answer = TerraformChecks.areCopies(own, original)
        }
        copies.known[pair] = answer
        return answer
    }

    /// Whether folders hold the same, as far as is read. Of one or two files that says little: a block is copied before the
    /// stack is written.
    private static func areCopies(_ one: [String: TerraformFile?], _ other: [String: TerraformFile?]) -> Bool {
        one.count > 2 && one.count == other.count
            && one.allSatisfy { name, file in
                guard let original = other[name] else { return false }
                guard let file, let original else { return file == nil && original == nil }
                return file.isCopy(of: original)
            }
    }

    /// The files of the stacks that share their addresses, by folder.
    private func filesOfShared() -> FolderTable<[Int]> {
        var result = FolderTable<[Int]>()
        for group in model.sharing {
            for index in group.stacks { result[model.stacks[index].folder] = [] }
        }
        for number in model.files.indices {
            result[model.folderOfFile[number]]?.append(number)
        }
        return result
    }

    /// One address with several stacks.
    /// - Parameter known: which of a folder's answers has an address first. (They may have as many as there are groups.)
    private mutating func checkShared(
        _ group: TerraformStacks.Sharing, _ copies: inout Copies, _ known: inout [Int: [String: Int]]
    ) {
        let owners = group.stacks.compactMap { index -> (path: String, site: Site, command: Site, folder: Int)? in
            let stack = model.stacks[index]
            let given =
                model.standings[stack.folder] ?? model.answers[stack.folder] ?? model.blocks[stack.folder] ?? []
            if known[stack.folder] == nil {
                var first: [String: Int] = [:]
                for (number, answer) in given.enumerated() {
                    guard let address = model.address(of: answer, in: stack.folder) else { continue }
                    if first[address] == nil { first[address] = number }
                }
                known[stack.folder] = first
            }
            guard
                let answer = known[stack.folder]?[group.address].map({ given[$0] })
                    ?? (model.standings[stack.folder] ?? model.blocks[stack.folder])?.first
            else { return nil }
            let site = answer.naming?.site ?? (answer.type == "local" ? answer["path"]?.site : nil) ?? answer.site
            return (stack.path, site, answer.site, stack.folder)
        }
        guard let first = owners.first else { return }
        for owner in owners.dropFirst() {
            // Where one variable names the state of both, it is each init that is wrong.
            let (site, other) =
                owner.site == first.site ? (owner.command, first.command) : (owner.site, first.site)
            if site == other { continue }
            var rule = group.mayBeApart ? "tofu/shared-by-workspaces" : "tofu/shared-address"
            if !group.mayBeApart, isCopy(owner.folder, of: first.folder, &copies) { rule = "tofu/shared-by-copies" }
            report(
                rule, site, identity: owner.path,
                values: [
                    "stack": owner.path, "other": first.path, "address": group.address,
                ],
                related: [(other, "the same address for \(first.path)")])
        }
    }
}
