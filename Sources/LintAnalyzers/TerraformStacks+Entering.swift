import LintSource

/// Folders that commands name in other ways than by where their shell stands.
extension TerraformStacks {
    /// Finds the folder of a command that names it itself, or by a variable or a clone that is the checkout. Whether it is found.
    func enter(_ run: inout Run) -> Bool {
        let told = named(run)
        run.isNamed = told != nil
        guard let found = told ?? rooted(run) ?? cloned(run) else { return false }
        run.folder = found
        run.isOpen = false
        run.folderNumber = folders.number(ofKnown: found)
        return true
    }

    /// `terraform init infra`, up to Terraform 0.14.
    private func named(_ run: Run) -> String? {
        let command = run.command
        guard command.operands.count == 1, command.wrapper == nil,
            ["init", "plan", "apply", "destroy", "refresh", "validate"].contains(command.verb)
        else { return nil }
        let operand = expand(command.operands[0], run, bound: [], before: command.assignments)
        if TerraformTemplate.isOpen(operand) || operand == "." || run.isOpen { return nil }
        let inside = TerraformTemplate.join(run.folder ?? "", operand)
        if isModule(inside) { return inside }
        guard run.kind != .job, run.folder == nil else { return nil }
        let beside = TerraformTemplate.join(folders.names[folderOfFile[run.file]], operand)
        return isModule(beside) ? beside : nil
    }

    /// `cd "$PROJECT_ROOT/infra"`: a variable that nobody sets and that is called so is the checkout, or a project in it, where
    /// there is one such folder.
    private func rooted(_ run: Run) -> String? {
        guard run.isOpen, let folder = run.folder, folder.begins("$"), let slash = folder.utf8.firstIndex(of: 0x2F),
            let name = TerraformTemplate.variable(folder[..<slash])?.name,
            ["ROOT", "REPO", "PROJECT"].contains(where: name.uppercased().contains)
        else { return nil }
        let tail = String(folder[folder.utf8.index(after: slash)...])
        guard !tail.isEmpty, !TerraformTemplate.isOpen(tail) else { return nil }
        var found: [String] = []
        var above = folders.names[folderOfFile[run.file]][...]
        while true {
            let place = TerraformTemplate.join(String(above), tail)
            if isModule(place) { found.append(place) }
            if above.isEmpty { break }
            above = above.utf8.lastIndex(of: 0x2F).map { above[..<$0] } ?? ""
        }
        return found.count == 1 ? found[0] : nil
    }

    /// What a page clones before, `git clone https://…/lab.git && cd lab/infra`, is this repository where it has such a folder.
    private func cloned(_ run: Run) -> String? {
        guard run.kind == .documentation, !run.isOpen, let folder = run.folder else { return nil }
        let clones = files[run.file].facts.clones
        guard !clones.isEmpty, let first = folder.pathParts.first, clones.contains(String(first)),
            folders.number(ofKnown: String(first)) == nil
        else { return nil }
        let rest = String(folder.utf8.dropFirst(first.utf8.count).drop { $0 == 0x2F }) ?? ""
        // (Of the root nothing tells that it is this one's.)
        return !rest.isEmpty && isModule(rest) ? rest : nil
    }
}
