import LintSource

/// Which of a folder's backend blocks are read.
extension TerraformStacks {
    /// A folder of blocks to choose from is no stack: each block is of another type and in a file that is called after it
    /// (`s3.tf`, `backend-gcs.tf`), nothing is made there but in these files, and no init names it. Or nothing is there but
    /// the blocks' files, whose names are one but for a part (`backend.azurerm.tf`, `backend.hcl.tf`).
    mutating func dropChoices() {
        for folder in Array(blocks.folders) {
            guard let found = blocks[folder], found.count > 1 else { continue }
            let isOfTypes =
                Set(found.map(\.type)).count == found.count
                && found.allSatisfy { block in block.type.map { isNamed(block, $0) } ?? false }
            guard isOfTypes || differInAPart(found),
                !runs.contains(where: { $0.verb == "init" && $0.folderNumber == folder && !mayBeElsewhere($0) })
            else { continue }
            let all = paths(in: folder).count(where: TerraformState.isConfiguration)
            let own = found.count { !files[Int($0.site.file)].kinds.contains(.makesNothing) }
            guard all - (silent[folder] ?? 0) == own, isOfTypes || own == 0 && all == found.count else { continue }
            stackFolders.remove(folder)
        }
    }

    /// `terraform init $FOLDER`, beside the script or anywhere.
    private func mayBeElsewhere(_ run: Run) -> Bool {
        run.command.folder == nil && run.command.isOpen
    }

    /// Whether the blocks' files have names of several parts that are the same but for one.
    private func differInAPart(_ blocks: [TerraformStack.Answer]) -> Bool {
        let names = blocks.map { path(Int($0.site.file)).lastPart.split { "-_.".contains($0) } }
        guard let first = names.first, first.count > 2 else { return false }
        var differing: Set<Int> = []
        for name in names.dropFirst() {
            guard name.count == first.count else { return false }
            let parts = first.indices.filter { first[$0] != name[$0] }
            guard parts.count == 1 else { return false }
            differing.formUnion(parts)
        }
        return differing.count == 1 && Set(names).count == names.count
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

    /// Of `main.tf` and `main.tofu` with a block each, the one of the program that the repository runs; where it runs both, or
    /// none is seen, both.
    mutating func chooseTwins() {
        for folder in twins.folders {
            guard let both = blocks[folder], both.count == 2, let program else { continue }
            let isFirstTofus = TerraformStacks.twin(of: path(Int(both[0].site.file))) == nil
            blocks[folder] = [isFirstTofus == program ? both[0] : both[1]]
            twins.remove(folder)
        }
    }

    /// Whether of two blocks one is OpenTofu's in the place of the other.
    func areTwins(_ blocks: [TerraformStack.Answer]) -> Bool {
        guard blocks.count == 2 else { return false }
        let names = blocks.map { path(Int($0.site.file)) }
        return names.contains { TerraformStacks.twin(of: $0).map(names.contains) ?? false }
    }

    /// Whether all commands are OpenTofu's, of those that run, else of those that pages show; `nil` for both, and for none.
    private var program: Bool? {
        var running: Set<String> = []
        var shown: Set<String> = []
        for run in runs where !run.isOff && !run.command.program.isEmpty && mayFeed(run) {
            switch run.kind {
            case .comment: continue
            case .documentation: shown.insert(run.command.program)
            default: running.insert(run.command.program)
            }
        }
        let found = running.isEmpty ? shown : running
        return found.count == 1 ? found.contains("tofu") : nil
    }

    /// Whoever runs the other program has another block.
    func doubtTwins(_ stack: inout TerraformStack) {
        guard twins.contains(stack.folder), let both = blocks[stack.folder] else { return }
        stack.authority = .unknown
        guard explains else { return }
        stack.why =
            "Terraform and OpenTofu read a block each (\(both.map { place($0) }.joined(separator: ", "))); \(stack.why)"
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
