import LintSource

/// What an init names that it cannot have: files that are not there, arguments for HCP Terraform.
extension TerraformChecks {
    mutating func checkArguments() {
        for run in model.runs
        where run.verb == "init" && run.kind != .comment && run.command.usesBackend && !run.places.isEmpty && !run.isOff
        {
            checkCloud(run)
            if run.kind != .documentation, !run.command.files.isEmpty { checkSettingsFiles(run) }
        }
    }

    /// `-backend-config` beside a `cloud` block, which init refuses.
    private mutating func checkCloud(_ run: TerraformStacks.Run) {
        guard let given = run.command.settings.first ?? run.command.files.first else { return }
        let blocks = run.places.compactMap { model.blocks[$0.folder]?.first }
        // A recipe for several stacks is wrong where none of them takes it.
        guard blocks.count == run.places.count, let block = blocks.first, blocks.allSatisfy({ $0.type == "cloud" })
        else { return }
        report(
            "tofu/backend-config-on-cloud", Site(run.file, given.range), identity: "-backend-config",
            values: ["stack": shown(run.places[0].folder)], related: [(block.site, "the cloud block")])
    }

    /// A file of arguments that is not there for any stack of the command, is not made by a script, and is nobody's own.
    private mutating func checkSettingsFiles(_ run: TerraformStacks.Run) {
        let (asked, own) = (model.files[run.file].facts.asked, model.files[run.file].facts.written)
        let isPipeline = isPipeline(run)
        // As the script that writes it calls it: `cp $F made-$F`
        for file in run.command.files where !own.contains(String(file.value.lastPart)) {
            var missing: [String] = []
            for place in run.places {
                let text = model.expand(file.value, run, bound: place.bound, before: run.command.assignments)
                guard !text.isEmpty, !text.begins("/"), !text.begins("~"), !TerraformTemplate.isPlaceholder(text),
                    !text.holds("*")
                else { break }
                let path = TerraformTemplate.join(model.name(place.folder), text)
                let name = String(text.lastPart)
                if isKnown(path) || path.begins("..") || TerraformChecks.isMade(path) || isWritten(name)
                    || asked.contains(name)
                {
                    break
                }
                if !isPipeline, ignores(path) || isBegun(path) { break }
                missing.append(path)
            }
            guard let path = missing.first, missing.count == run.places.count else { continue }
            report(
                "tofu/missing-backend-file", Site(run.file, file.range), identity: "-backend-config",
                values: [
                    "path": path,
                    "why": ignores(path)
                        ? "git ignores it, so a pipeline never has it" : "it is not in the repository",
                ])
        }
    }

    /// Whether a checkout is all that the command ever has.
    func isPipeline(_ run: TerraformStacks.Run) -> Bool {
        run.kind == .job && WorkflowPlace(model.files[run.file].path) != .putAside
    }

    /// Whether there is something to make the file from: `backend.hcl.example`, `backend.hcl.tpl`.
    private mutating func isBegun(_ path: String) -> Bool {
        for end in TerraformState.templateEnds where isKnown(path + "." + end) { return true }
        return false
    }
}
