import LintSource

/// Which of a folder's backend blocks are read.
extension TerraformStacks {
    /// A folder of blocks to choose from is no stack: each block is of another type and in a file that is called after it
    /// (`s3.tf`, `backend-gcs.tf`), nothing is made there but in these files, and no init names it.
    mutating func dropChoices() {
        for folder in Array(blocks.folders) {
            guard let found = blocks[folder], found.count > 1, Set(found.map(\.type)).count == found.count,
                found.allSatisfy({ block in block.type.map { isNamed(block, $0) } ?? false }),
                !runs.contains(where: { $0.verb == "init" && $0.folderNumber == folder })
            else { continue }
            let all = paths(in: folder).count(where: TerraformState.isConfiguration)
            let own = found.count { !files[Int($0.site.file)].facts.makesNothing }
            guard all - (silent[folder] ?? 0) == own else { continue }
            stackFolders.remove(folder)
        }
    }

    private func isNamed(_ block: TerraformStack.Answer, _ type: String) -> Bool {
        path(Int(block.site.file)).lastPart.split { "-_.".contains($0) }.contains { $0 == type }
    }

    /// Whether a folder's configuration has neither resources nor modules.
    func makesNothing(_ folder: Int) -> Bool {
        let silent = silent[folder] ?? 0
        return silent > 0 && paths(in: folder).count(where: TerraformState.isConfiguration) == silent
    }

    /// The paths of the files that lie in a folder itself.
    func paths(in folder: Int) -> [String] { paths.files(in: name(folder)) }

    /// A block of an override file takes the place of all others; of `main.tf` and `main.tofu`, which OpenTofu reads in its
    /// place, one is enough where both say the same.
    func effective(_ blocks: [TerraformStack.Answer]) -> [TerraformStack.Answer] {
        let overrides = blocks.filter { TerraformStacks.isOverride(path(Int($0.site.file))) }
        if let last = overrides.last { return overrides.filter { $0.site.file == last.site.file } }
        let paths = Set(blocks.map { path(Int($0.site.file)) })
        return blocks.filter { block in
            guard let twin = TerraformStacks.twin(of: path(Int(block.site.file))), paths.contains(twin),
                let other = blocks.first(where: { path(Int($0.site.file)) == twin })
            else { return true }
            return other.type != block.type || other.address != block.address
        }
    }

    /// The file that OpenTofu reads in the place of a file of Terraform's.
    static func twin(of path: String) -> String? {
        if path.ends(".tf") { return path.dropLast(2) + "tofu" }
        return path.ends(".tf.json") ? path.dropLast(7) + "tofu.json" : nil
    }

    /// `override.tf`, `dev_override.tf.json`
    static func isOverride(_ path: String) -> Bool {
        let name = path.lastPart
        return overrides.contains { ending in
            let before = name.dropLast(ending.utf8CodeUnitCount)
            return name.ends(ending) && (before.isEmpty || before.ends("_"))
        }
    }

    private static let overrides: [StaticString] = [
        "override.tf", "override.tofu", "override.tf.json", "override.tofu.json",
    ]
}
