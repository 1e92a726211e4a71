import LintSource

/// Units of Terragrunt's, which run a module of the repository in a copy: `terraform { source = "../../net" }`. What
/// `remote_state` generates there takes the place of the module's own block.
extension TerraformStacks {
    mutating func readUnits() {
        unitsWriteBlocks = files(with: .backends).contains { number in
            files[number].path.ends(".hcl") && files[number].facts.backends.contains { $0.isDocumentation }
        }
        for number in files(with: .units) {
            for unit in files[number].facts.units {
                guard let folder = folder(of: unit, from: name(folderOfFile[number])), blocks[folder] != nil else {
                    continue
                }
                units[folder, default: []].append(number)
            }
        }
    }

    /// A folder as a unit names it; of `^/…` the nearest one above that has it.
    private func folder(of unit: String, from home: String) -> Int? {
        guard unit.begins("^/") else { return folders.number(ofKnown: unit) }
        var above = home
        while true {
            let place = TerraformTemplate.join(above, String(unit.dropFirst(2)))
            if let folder = folders.number(ofKnown: place), blocks[folder] != nil { return folder }
            if above.isEmpty { return nil }
            above = above.utf8.lastIndex(of: 0x2F).map { String(above[..<$0]) } ?? ""
        }
    }

    /// A block that an init here reads, and that Terragrunt writes anew elsewhere, is one of several; so is one that several
    /// units run as it is.
    func doubtUnits(_ stack: inout TerraformStack) {
        guard stack.authority == .clear, let all = units[stack.folder], let first = all.first,
            all.count > 1 || unitsWriteBlocks
        else { return }
        stack.authority = .unknown
        guard explains else { return }
        let path = files[first].path
        let what = unitsWriteBlocks ? "may write another block for it" : "runs it too, and so do others"
        stack.why += "; \(path) \(what)"
    }
}
