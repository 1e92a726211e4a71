/// What documents and pipelines say of a stack.
extension TerraformChecks {
    /// A page beside a stack that names another backend than its code.
    mutating func checkDocuments() {
        for number in model.files(with: [.mentions, .backends]) {
            let file = model.files[number].facts
            guard !file.mentions.isEmpty || file.backends.contains(where: \.isDocumentation) else { continue }
            let folder = model.folderOfFile[number]
            guard let block = model.blocks[folder]?.first, let type = block.type else { continue }
            let documented = file.backends.filter { $0.isDocumentation && !$0.isOverride }
            for other in documented
            where other.type != type && !other.isAdvice && !documented.contains(where: { $0.type == type }) {
                report(
                    "tofu/other-backend-in-docs", Site(number, other.range),
                    identity: shown(folder),
                    values: ["type": type, "stack": shown(folder)],
                    related: [(block.site, "the stack's backend")])
            }
            for mention in file.mentions
            where mention.name != type && !file.mentions.contains(where: { $0.name == type }) && documented.isEmpty {
                report(
                    "tofu/other-backend-in-docs", Site(number, mention.range),
                    identity: shown(folder),
                    values: ["type": type, "stack": shown(folder)],
                    related: [(block.site, "the stack's backend")])
            }
        }
    }

    /// A plan, or `.terraform/`, that a job publishes with a credential in it.
    mutating func checkPublished() {
        let published = model.jobs.published
        var byJob: [Int: [TerraformStacks.Run]] = [:]
        for item in published { byJob[item.number] = [] }
        for index in published.isEmpty ? 0..<0 : model.runs.indices {
            if let job = model.runs[index].context?.number { byJob[job]?.append(model.runs[index]) }
        }
        var reported: Set<Site> = []
        for (number, job, file) in published {
            guard let runs = byJob[number], let secret = firstSecret(in: runs) else { continue }
            for artifact in job.value.artifacts where holdsSettings(artifact.value, runs) {
                // (A file may be a part of several pipelines.)
                guard reported.insert(Site(file, artifact.range)).inserted else { continue }
                report(
                    "tofu/published-credential", Site(file, artifact.range), identity: job.value.name,
                    values: ["name": secret.name], related: [(secret.site, "the credential that is written into it")])
            }
        }
        for number in model.files(with: .uploads) {
            let file = model.files[number]
            let here = model.runs.filter { $0.file == number }
            for upload in file.facts.uploads {
                let runs = here.filter { $0.script.value.workflowJob == upload.job }
                guard let secret = firstSecret(in: runs), holdsSettings(upload.path.value, runs) else { continue }
                report(
                    "tofu/published-credential", Site(number, upload.path.range), identity: upload.job,
                    values: ["name": secret.name], related: [(secret.site, "the credential that is written into it")])
            }
        }
    }

    /// Whether what is published is a plan of these commands, the folder of settings, or a folder with these in it.
    private func holdsSettings(_ artifact: String, _ runs: [TerraformStacks.Run]) -> Bool {
        let name = String(artifact.lastPart)
        if name == ".terraform" { return true }
        let home = TerraformTemplate.join("", String(TerraformTemplate.rooted(artifact, home: "").drop { $0 == "/" }))
        return runs.contains { run in
            guard let plan = run.command.plan else { return false }
            let text = model.expand(plan, run, bound: [], before: run.command.assignments)
            if TerraformChecks.matches(String(text.lastPart), name) { return true }
            // All of the folder that the plan is in, or of one above.
            guard let folder = run.folder, !text.begins("/"), !name.holds(".") || artifact.ends("/") || name == "."
            else {
                return false
            }
            return home == folder || home.isEmpty || folder.hasPrefix(home + "/")
        }
    }

    /// A secret that init writes to disk.
    private func firstSecret(in runs: [TerraformStacks.Run]) -> (name: String, site: Site)? {
        for run in runs where run.verb == "init" && run.command.usesBackend {
            // Without a block what the command gives is dropped.
            if !run.places.isEmpty, run.places.allSatisfy({ model.blocks[$0.folder] == nil }),
                !run.places.contains(where: { isConfigured($0.folder, in: run.file) })
            {
                continue
            }
            for setting in run.command.settings
            where TerraformBackend.isSecretAnywhere(setting.name) && !setting.value.isEmpty {
                return (setting.name, Site(run.file, setting.range))
            }
            for place in run.places {
                guard let index = place.answer, let answer = model.answers[place.folder]?[index],
                    let secrets = answer.backend?.secrets
                else { continue }
                let found = answer.supplied.filter {
                    $0.supplied.origin != .environment && secrets.contains($0.name) && !$0.supplied.value.isEmpty
                }
                if let first = found.min(by: { $0.name < $1.name }) { return (first.name, first.supplied.site) }
            }
        }
        return nil
    }

    /// A file's name against one of an artifact, which may hold one `*`.
    private static func matches(_ name: String, _ pattern: String) -> Bool {
        guard let star = pattern.firstIndex(of: "*") else { return name == pattern }
        return name.hasPrefix(pattern[..<star]) && name.hasSuffix(pattern[pattern.index(after: star)...])
            && name.utf8.count >= pattern.utf8.count - 1
    }
}
