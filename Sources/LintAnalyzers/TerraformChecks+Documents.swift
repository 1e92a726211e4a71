/// What documents and pipelines say of a stack.
extension TerraformChecks {
    /// A page beside a stack that names another backend than its code.
    mutating func checkDocuments() {
        for (number, kept) in model.files.enumerated() {
            let file = kept.facts
            guard !file.mentions.isEmpty || file.backends.contains(where: \.isDocumentation) else { continue }
            let folder = model.folderOfFile[number]
            guard let block = model.blocks[folder]?.first, let type = block.type else { continue }
            let documented = file.backends.filter(\.isDocumentation)
            for other in documented where other.type != type && !documented.contains(where: { $0.type == type }) {
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
        var byJob: [String: [TerraformStacks.Run]] = [:]
        for run in model.runs { if let job = run.job { byJob[job, default: []].append(run) } }
        for (job, file) in model.jobs.all where !job.artifacts.isEmpty {
            guard let runs = byJob[job.name] else { continue }
            guard let secret = firstSecret(in: runs) else { continue }
            let plans = runs.compactMap { run in
                run.command.plan.map { model.expand($0, run, bound: [], before: run.command.assignments) }
            }
            for artifact in job.artifacts {
                let name = String(artifact.value.lastPart)
                let isPlan = plans.contains { plan in
                    TerraformChecks.matches(String(plan.lastPart), name)
                }
                guard isPlan || name == ".terraform" else { continue }
                report(
                    "tofu/published-credential", Site(file, artifact.range), identity: job.name,
                    values: ["name": secret.name], related: [(secret.site, "the credential that is written into it")])
            }
        }
    }

    /// A secret that init writes to disk.
    private func firstSecret(in runs: [TerraformStacks.Run]) -> (name: String, site: Site)? {
        for run in runs where run.verb == "init" && run.command.usesBackend {
            for setting in run.command.settings
            where TerraformBackend.isSecretAnywhere(setting.name) && !setting.value.isEmpty {
                return (setting.name, Site(run.file, setting.range))
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
