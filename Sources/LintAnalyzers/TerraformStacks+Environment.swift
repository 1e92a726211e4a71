import LintSource

/// What a command's environment holds of what backends read.
extension TerraformStacks {
    typealias Supplies = [TerraformJobs.Variable]

    /// In order of their names: a job's variables, what a person's shell or the file's own exports hold, what surrounds the
    /// script, what it sources, and its own.
    func environment(_ run: Run) -> Supplies {
        var result = run.context?.environment ?? []
        let around = result.count
        let script = run.script.value
        let facts = files[run.file].facts
        if environmentFiles.isEmpty, facts.exports.isEmpty, script.environment.isEmpty, run.command.assignments == 0 {
            return result
        }
        func set(_ name: String, _ supply: TerraformJobs.Supply) {
            if let known = result.firstIndex(where: { $0.name == name }) {
                result[known].supply = supply
            } else {
                result.append(.init(name: name, supply: supply))
            }
        }
        func setAll(_ number: Int) {
            for setting in files[number].facts.environment {
                set(setting.name, .init(value: setting.value, site: Site(number, setting.range)))
            }
        }
        if !environmentFiles.isEmpty {
            if run.kind != .job {
                for number in shells(above: run.folder ?? folders.names[folderOfFile[run.file]]) { setAll(number) }
            }
            for path in facts.sources { sourced(path, run).map(setAll) }
        }
        for setting in facts.exports {
            set(setting.name, .init(value: setting.value, site: Site(run.file, setting.range)))
        }
        for setting in script.environment where TerraformBackend.isRead(setting.name) {
            set(setting.name, .init(value: setting.value, site: Site(run.file, setting.range)))
        }
        if !environmentFiles.isEmpty {
            for source in script.sources where source.assignments <= run.command.assignments {
                let path = expand(source.path, run, bound: [], before: source.assignments)
                sourced(path, run).map(setAll)
            }
        }
        for assignment in script.assignments.prefix(run.command.assignments)
        where assignment.choices == nil && TerraformBackend.isRead(assignment.name) {
            let isWhole = TerraformStateFacts.argument(of: assignment.name) == nil
            set(
                assignment.name,
                .init(
                    value: isWhole ? "${\(assignment.name)}" : assignment.value, site: Site(run.file, assignment.range))
            )
        }
        if result.count > around { result.sort { $0.name < $1.name } }
        return result
    }

    /// Files of variables that direnv loads in a folder, the outermost first.
    func shells(above folder: String) -> [Int] {
        var result: [Int] = []
        var folder = folder[...]
        while true {
            if let number = environmentFiles[folder.isEmpty ? ".envrc" : folder + "/.envrc"] { result.append(number) }
            guard !folder.isEmpty else { return result.reversed() }
            folder = folder.utf8.lastIndex(of: 0x2F).map { folder[..<$0] } ?? ""
        }
    }

    /// A file of variables that a script sources: from where it begins, or from its own folder.
    private func sourced(_ path: String, _ run: Run) -> Int? {
        environmentFiles[TerraformTemplate.join("", path)]
            ?? environmentFiles[TerraformTemplate.join(folders.names[folderOfFile[run.file]], path)]
    }
}
