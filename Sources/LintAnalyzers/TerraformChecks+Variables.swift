import LintSource

/// `-var`, `-var-file` and tfvars files against what the stack declares and what is there.
extension TerraformChecks {
    mutating func checkVariables() {
        var declared: [String: Set<String>] = [:]
        var json: Set<String> = []
        for path in model.order {
            guard let names = model.files[path]?.variables, !names.isEmpty else { continue }
            declared[TerraformStacks.folder(of: path), default: []].formUnion(names)
        }
        for path in model.paths where path.hasSuffix(".tf.json") || path.hasSuffix(".tofu.json") {
            json.insert(TerraformStacks.folder(of: path))
        }
        func names(in folder: String) -> Set<String>? {
            json.contains(folder) || isGenerated || !model.modules.contains(folder) ? nil : declared[folder] ?? []
        }
        for run in model.runs where run.script.kind != .comment && !run.stacks.isEmpty {
            checkFiles(run)
            guard !writesConfiguration else { continue }
            // A recipe for several stacks is wrong where none of them has it.
            let known = run.stacks.map(names)
            for variable in run.command.variables where !TerraformTemplate.isOpen(variable.name) {
                guard known.allSatisfy({ $0.map { !$0.contains(variable.name) } ?? false }) else { continue }
                report(
                    "tofu/undeclared-variable", Site(path: run.path, anchor: variable.anchor), identity: "-var",
                    values: ["stack": TerraformChecks.shown(run.stacks[0]), "name": variable.name])
            }
        }
        for path in model.order {
            guard let values = model.files[path]?.values else { continue }
            let folder = TerraformStacks.folder(of: path)
            guard let known = names(in: folder), !known.isEmpty else { continue }
            for value in values where !known.contains(value.name) {
                report(
                    "tofu/undeclared-tfvars-key", Site(path: path, anchor: value.anchor),
                    identity: TerraformChecks.shown(folder), values: ["stack": TerraformChecks.shown(folder)])
            }
        }
    }

    /// A `-var-file` that is not there for any stack of the command, is not made by a script, and is nobody's own.
    private mutating func checkFiles(_ run: TerraformStacks.Run) {
        let isJob = run.script.kind == .job
        let asked = model.files[run.path]?.asked ?? []
        for file in run.command.variableFiles where !asked.contains(file.value) {
            var missing: [String] = []
            for (stack, bound) in zip(run.stacks, run.bound) {
                let text = model.expand(file.value, run, bound: bound, before: run.command.assignments)
                guard !text.isEmpty, !TerraformTemplate.isPlaceholder(text), !text.contains("*"), !text.hasPrefix("/"),
                    !text.hasPrefix("~")
                else { break }
                let path = TerraformTemplate.join(stack, text)
                let name = String(text.split(separator: "/").last ?? "")
                if path.hasPrefix("..") || model.paths.contains(path) || written.contains(name) { break }
                if asked.contains(name) { break }
                if !isJob, ignores(path) || model.paths.contains(path + ".example") { break }
                missing.append(path)
            }
            guard let path = missing.first, missing.count == run.stacks.count else { continue }
            report(
                "tofu/missing-var-file", Site(path: run.path, anchor: file.anchor), identity: "-var-file",
                values: [
                    "path": path,
                    "why": ignores(path)
                        ? "git ignores it, so a pipeline never has it" : "it is not in the repository",
                ])
        }
    }

    /// Whether git leaves a path out, by the `.gitignore` files on its way.
    private func ignores(_ path: String) -> Bool {
        var folder = ""
        var answer = false
        let parts = path.split(separator: "/")
        for depth in 0..<parts.count {
            let file = folder.isEmpty ? ".gitignore" : folder + "/.gitignore"
            if let lines = model.files[file]?.ignored {
                let inner = parts[depth...].joined(separator: "/")
                for line in lines {
                    if let verdict = TerraformChecks.verdict(line, on: inner) { answer = verdict }
                }
            }
            folder = parts[...depth].joined(separator: "/")
        }
        return answer
    }

    /// What one line of a `.gitignore` says of a path below it; `nil` where it says nothing.
    private static func verdict(_ line: String, on path: String) -> Bool? {
        var pattern = line[...]
        while let last = pattern.last, last == " " || last == "\r" { pattern.removeLast() }
        guard !pattern.isEmpty, !pattern.hasPrefix("#") else { return nil }
        let isNegated = pattern.hasPrefix("!")
        if isNegated { pattern.removeFirst() }
        let isFolder = pattern.hasSuffix("/")
        if isFolder { pattern.removeLast() }
        let isRooted = pattern.contains("/")
        if pattern.hasPrefix("/") { pattern.removeFirst() }
        let glob = PathGlob((isRooted ? "" : "**/") + pattern)
        let parts = path.split(separator: "/")
        for depth in parts.indices where !isFolder || depth < parts.count - 1 {
            if glob.matches(parts[...depth].joined(separator: "/")) { return !isNegated }
        }
        return nil
    }
}
