import LintSource

/// What a script, or a step of a job, puts into a folder without naming it: another folder's content, an archive's, an
/// artifact's. A backend block may be among it.
struct TerraformBrought: Sendable, Hashable {
    /// The folder whose content it is, from where its script begins; `nil` where nothing tells what comes.
    var source: String?
    /// Where it goes, as ``TerraformStateFacts/configured``.
    var target: String
    /// The name of an artifact; empty for all that there are.
    var artifact: String?
    /// The job of a workflow that does so: another has a checkout of its own.
    var job: String?

    /// Of one file so many are kept; more is nothing that a person wrote.
    static let most = 100
}

extension TerraformStateFacts {
    mutating func keep(_ brought: [TerraformBrought], ofJob job: String?) {
        for item in brought where self.brought.count < TerraformBrought.most {
            self.brought.append(item)
            self.brought[self.brought.count - 1].job = job
        }
    }
}

extension TerraformStacks {
    /// What one file brings where stacks without a block are.
    struct Bringer: Sendable {
        var file: Int
        var job: String?
        /// Whether nobody else sees its checkout, or it shows what is done by hand.
        var isAlone: Bool
        var target: TerraformWrittenFolders
    }

    /// Finds what may bring a block into a folder that has none. Folders that are there to be copied are no stacks.
    mutating func findBringers() {
        let numbers = Array(files(with: .written)).filter { !files[$0].facts.brought.isEmpty }
        guard !numbers.isEmpty else { return }
        let bare = modules.folders.filter { blocks[$0] == nil }
        let owners = Array(blocks.folders)
        let used = Set(runs.lazy.filter { $0.verb == "init" }.compactMap(\.folderNumber))
        // (No person's repository has so many; each with a variable is held against all folders.)
        var left = 200
        for number in numbers {
            let path = files[number].path
            let isAlone = TerraformWrittenFolders.Writer.isPipeline(path) || TerraformWrittenFolders.isPage(path)
            for brought in files[number].facts.brought where left > 0 {
                let target = TerraformWrittenFolders(brought.target, of: path, number: number)
                left -= target.isKnown ? 1 : 10
                guard !held(by: target, among: bare).isEmpty else { continue }
                let sources = sources(of: brought, number, owners)
                if let sources, !sources.contains(where: { !target.holds(name($0), in: nil) }) { continue }
                bringers.append(Bringer(file: number, job: brought.job, isAlone: isAlone, target: target))
                for source in sources ?? [] where !used.contains(source) && makesNothing(source) {
                    if target.isKnown { stackFolders.remove(source) }
                }
            }
        }
    }

    /// Those of some folders, in their order, that are written into.
    private func held(by places: TerraformWrittenFolders, among all: [Int]) -> [Int] {
        guard places.isKnown else { return all.filter { places.holds(name($0), in: nil) } }
        let known = Set(places.folders.compactMap { folders.number(ofKnown: $0) })
        return known.isEmpty ? [] : all.filter(known.contains)
    }

    /// The folders with blocks that may be what is brought; `nil` where nothing tells.
    private func sources(of brought: TerraformBrought, _ number: Int, _ owners: [Int]) -> [Int]? {
        if brought.artifact != nil { return sources(ofArtifact: brought, number, owners) }
        guard let source = brought.source else { return nil }
        return sources(in: source, number, owners)
    }

    private func sources(in folder: String, _ number: Int, _ owners: [Int]) -> [Int]? {
        let source = TerraformWrittenFolders(folder, of: files[number].path, number: number)
        if source.isWide { return nil }
        let found = held(by: source, among: owners)
        if !found.isEmpty { return found }
        // What is there without a block brings none.
        let isThere =
            source.folders.contains { !paths.below($0).isEmpty }
            || !source.isKnown && folders.names.contains { source.holds($0, in: nil) }
        return isThere ? [] : nil
    }

    /// What the workflow uploads that downloads it.
    private func uploads(of item: TerraformBrought, _ number: Int) -> [TerraformStateFacts.Upload] {
        let name = item.artifact ?? ""
        let isAny = name.isEmpty || TerraformTemplate.isOpen(name)
        return files[number].facts.uploads.filter { upload in
            isAny || upload.name == name || TerraformTemplate.isOpen(upload.name)
        }
    }

    /// The folders with blocks that may be in an artifact.
    private func sources(ofArtifact item: TerraformBrought, _ number: Int, _ owners: [Int]) -> [Int]? {
        let uploads = uploads(of: item, number)
        if uploads.isEmpty { return nil }
        var result: [Int] = []
        for upload in uploads {
            let path = upload.path.value
            let last = path.lastPart
            if TerraformState.isConfiguration(path) { return nil }
            // `net/plan.out`, `*.json`
            if let dot = last.lastIndex(of: "."), last.index(after: dot) < last.endIndex,
                !last[dot...].contains(where: { "*}".contains($0) })
            {
                continue
            }
            let isPlan = files[number].facts.scripts.contains { script in
                script.value.commands.contains { $0.plan.map { $0.lastPart == last } ?? false }
            }
            if isPlan { continue }
            let folder = last.hasPrefix("*") ? String(path.dropLast(last.count)) : path
            guard let found = sources(in: folder, number, owners) else { return nil }
            result += found
        }
        return result
    }

    /// What brings something into a folder before an init there, a backend block perhaps.
    func bringer(into folder: Int, for run: (file: Int, job: String?)) -> Bringer? {
        guard !bringers.isEmpty else { return nil }
        let name = name(folder)
        return bringers.first { bringer in
            guard bringer.target.holds(name, in: nil) else { return false }
            if bringer.file == run.file { return bringer.job == nil || run.job == nil || bringer.job == run.job }
            // What writes where it is called is this one's where it lies here.
            return !bringer.isAlone && (bringer.target.isKnown || folderOfFile[bringer.file] == folder)
        }
    }

    /// Of a stack without a block.
    func bringer(into folder: Int, before inits: [TerraformStack.Answer]) -> Bringer? {
        guard !bringers.isEmpty else { return nil }
        for command in inits.lazy.compactMap(\.command) {
            let job = command.script.value.workflowJob
            if let found = bringer(into: folder, for: (command.file, job)) { return found }
        }
        return nil
    }

    /// Whether a step before a command may bring a file, in a folder of its own or below one.
    func mayBring(_ path: String, before run: Run) -> Bool {
        let brought = files[run.file].facts.brought
        guard !brought.isEmpty, let end = path.utf8.lastIndex(of: 0x2F) else { return false }
        let job = run.script.value.workflowJob
        return brought.contains { item in
            guard item.job == nil || job == nil || item.job == job else { return false }
            let target = TerraformWrittenFolders(item.target, of: files[run.file].path, number: run.file)
            // The folders that it lies in, the innermost first.
            var folder = path[..<end]
            while !folder.isEmpty {
                if target.holds(String(folder), in: nil) {
                    return mayHold(item, String(path.dropFirst(folder.count + 1)), run.file)
                }
                folder = folder.utf8.lastIndex(of: 0x2F).map { folder[..<$0] } ?? ""
            }
            return false
        }
    }

    /// Whether a file of this name may be among what is brought.
    private func mayHold(_ item: TerraformBrought, _ name: String, _ number: Int) -> Bool {
        if item.artifact != nil {
            let uploads = uploads(of: item, number)
            return uploads.isEmpty
                || uploads.contains { upload in
                    let last = upload.path.value.lastPart
                    return last == name.lastPart || !last.dropFirst().contains(".") || last.contains("*")
                }
        }
        guard let source = item.source else { return true }
        let folders = TerraformWrittenFolders(source, of: files[number].path, number: number)
        return !folders.isKnown || !folders.folders.contains { !paths.below($0).isEmpty }
            || folders.folders.contains { paths.holds(TerraformTemplate.join($0, name)) }
    }
}
