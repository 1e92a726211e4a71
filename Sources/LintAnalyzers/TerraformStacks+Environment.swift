import LintSource

/// What a command's environment holds of what backends read.
extension TerraformStacks {
    typealias Supplies = [TerraformJobs.Variable]

    /// What surrounds a command, and what its wrapper makes of that.
    func environment(_ run: Run) -> Supplies {
        var result = surroundings(run)
        guard let wrapper = run.command.wrapper.flatMap({ TerraformWrapper.all[$0] }) else { return result }
        for variable in wrapper.environment where !result.contains(where: { $0.name == variable.name }) {
            for text in variable.texts {
                let needed = text.needs.map { need in
                    result.first { $0.name == need && !$0.supply.value.isEmpty }?.supply.site
                }
                guard needed.allSatisfy({ $0 != nil }) else { continue }
                let supply = TerraformJobs.Supply(value: text.text, site: (needed.first ?? nil) ?? run.site)
                TerraformJobs.Variable.set(variable.name, variable.hash, supply, in: &result)
                break
            }
        }
        return result
    }

    /// In order of their names: a job's variables, what a person's shell or the file's own exports hold, what surrounds the
    /// script, what it sources, and its own.
    private func surroundings(_ run: Run) -> Supplies {
        var result = run.context?.environment ?? []
        let script = run.script.value
        let facts = files[run.file].facts
        let module = run.module?.value
        let exportsNothing = module?.exports.isEmpty ?? facts.exports.isEmpty
        if environmentFiles.isEmpty, exportsNothing, script.environment.isEmpty, run.command.assignments == 0 {
            return result
        }
        if !environmentFiles.isEmpty {
            if run.kind != .job {
                for number in shells(above: run.folder ?? folders.names[folderOfFile[run.file]]) {
                    set(readVariables[number] ?? [], of: number, in: &result)
                }
            }
            for path in module?.sources ?? facts.sources {
                guard let number = sourced(path, run) else { continue }
                set(readVariables[number] ?? [], of: number, in: &result)
            }
        }
        if let module {
            for item in module.exports { set([item.setting], of: item.file, in: &result) }
        } else {
            set(facts.exports, of: run.file, in: &result)
        }
        for setting in script.environment where TerraformBackend.isRead(setting.name) {
            let supply = TerraformJobs.Supply(value: setting.value, site: Site(run.file, setting.range))
            TerraformJobs.Variable.set(setting.name, setting.hash, supply, in: &result)
        }
        if !environmentFiles.isEmpty {
            for source in script.sources where source.assignments <= run.command.assignments {
                let path = expand(source.path, run, bound: [], before: source.assignments)
                guard let number = sourced(path, run) else { continue }
                set(readVariables[number] ?? [], of: number, in: &result)
            }
        }
        let ended = script.ended(before: run.command.assignments)
        for index in 0..<min(run.command.assignments, script.assignments.count) {
            guard let value = script.assignments[index].supplied, !ended.contains(index) else { continue }
            let supply = TerraformJobs.Supply(value: value, site: Site(run.file, script.assignments[index].range))
            TerraformJobs.Variable.set(
                script.assignments[index].name, script.assignments[index].hash, supply, in: &result)
        }
        return result
    }

    /// Those of a file that backends or commands read, the last of each name: every command asks for them again.
    static func read(_ settings: [TerraformStateFacts.Setting]) -> [TerraformStateFacts.Setting] {
        var seen: Set<String> = []
        return settings.reversed().filter { TerraformBackend.isRead($0.name) && seen.insert($0.name).inserted }
            .reversed()
    }

    private func set(_ settings: [TerraformStateFacts.Setting], of file: Int, in result: inout Supplies) {
        for setting in settings {
            let supply = TerraformJobs.Supply(value: setting.value, site: Site(file, setting.range))
            TerraformJobs.Variable.set(setting.name, setting.hash, supply, in: &result)
        }
    }

    /// Files of variables that direnv loads in a folder, the outermost first.
    func shells(above folder: String) -> [Int] {
        // Few repositories have more than some of them.
        if shellFiles.count <= 8 {
            return shellFiles.compactMap { shell in
                TerraformStacks.lies(folder, in: shell.folder) ? shell.number : nil
            }
        }
        var result: [Int] = []
        var folder = folder[...]
        while true {
            if let number = environmentFiles[folder.isEmpty ? ".envrc" : folder + "/.envrc"] { result.append(number) }
            guard !folder.isEmpty else { return result.reversed() }
            folder = folder.utf8.lastIndex(of: 0x2F).map { folder[..<$0] } ?? ""
        }
    }

    /// Whether a folder is another, or below it.
    private static func lies(_ folder: String, in other: String) -> Bool {
        other.isEmpty
            || folder.hasPrefix(other)
                && (folder.utf8.count == other.utf8.count || folder.utf8.dropFirst(other.utf8.count).first == 0x2F)
    }

    /// Whether a script has sourced, before a command, what the repository does not hold: it may set anything.
    func sourcesUnseen(_ run: Run) -> Bool {
        let script = run.script.value
        guard !script.sources.isEmpty else { return false }
        let home = folders.names[folderOfFile[run.file]]
        return script.sources.contains { source in
            guard source.assignments <= run.command.assignments else { return false }
            let path = rooted(expand(source.path, run, bound: [], before: source.assignments), run)
            if TerraformTemplate.isOpen(path) { return true }
            let inside = String(path.drop { $0 == "/" })
            return !paths.holds(TerraformTemplate.join("", inside))
                && !paths.holds(TerraformTemplate.join(home, inside))
        }
    }

    /// A file of variables that a script sources: from where it begins, or from its own folder.
    private func sourced(_ path: String, _ run: Run) -> Int? {
        if path.hasPrefix(TerraformTemplate.start) {
            let place = rooted(path, run)
            return environmentFiles[TerraformTemplate.join("", String(place.drop { $0 == "/" }))]
        }
        return environmentFiles[TerraformTemplate.join("", path)]
            ?? environmentFiles[TerraformTemplate.join(folders.names[folderOfFile[run.file]], path)]
    }
}
