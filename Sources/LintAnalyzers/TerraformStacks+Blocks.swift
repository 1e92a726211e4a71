import LintSource

/// Which of a folder's backend blocks are read.
extension TerraformStacks {
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
