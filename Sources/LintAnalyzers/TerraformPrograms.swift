import LintSource

/// Which of the two programs the commands of a repository name: counted once for all blocks that ask.
struct TerraformPrograms: Sendable {
    struct Count: Sendable {
        private var tofu = 0
        private var terraform = 0
        mutating func add(_ isTofu: Bool) { if isTofu { tofu += 1 } else { terraform += 1 } }
        mutating func add(_ other: Count) {
            tofu += other.tofu
            terraform += other.terraform
        }
        var isSome: Bool { tofu + terraform > 0 }
        var balance: Int { tofu - terraform }
        /// Whether all are OpenTofu's; `nil` for both, and for none.
        var only: Bool? { (tofu > 0) == (terraform > 0) ? nil : tofu > 0 }
    }

    /// What runs, and what pages and comments tell people to run.
    private(set) var runs = Count()
    private(set) var says = Count()
    /// What runs where nothing tells.
    private(set) var runsSomewhere = Count()
    private var runsByFolder: [Int: Count] = [:]
    private var saysByFolder: [Int: Count] = [:]
    private var byFile: [Int: Count] = [:]
    /// Of a file the folders in which links lead to it.
    private var linked: [Int32: [Int]] = [:]
    /// By folder, whether OpenTofu wrote the lock file there.
    private var locks: [Int: Bool] = [:]
    /// By folder, whether a file for all tools pins a version of OpenTofu there.
    private var pins: [Int: Bool] = [:]
    /// Whether something names either program.
    private(set) var isNamed = false

    init(_ model: TerraformStacks) {
        for run in model.runs where !run.command.program.isEmpty && !run.isOff {
            let isTofu = run.command.program == "tofu"
            byFile[run.file, default: Count()].add(isTofu)
            if !model.mayFeed(run) { continue }
            if run.kind == .documentation || run.kind == .comment {
                says.add(isTofu)
                for place in run.places { saysByFolder[place.folder, default: Count()].add(isTofu) }
            } else {
                runs.add(isTofu)
                if run.places.isEmpty { runsSomewhere.add(isTofu) }
                for place in run.places { runsByFolder[place.folder, default: Count()].add(isTofu) }
            }
        }
        for number in model.files(with: .lock) {
            let (facts, folder) = (model.files[number].facts, model.folderOfFile[number])
            if let isTofu = facts.lockIsTofu { locks[folder] = isTofu }
            if let isTofu = facts.pinsTofu { pins[folder] = isTofu }
        }
        isNamed = runs.isSome || says.isSome || !locks.isEmpty
        for (link, original) in model.originals {
            linked[original, default: []].append(model.folderOfFile[Int(link)])
        }
    }

    /// Everything that a file says itself.
    func said(in file: Int) -> Count { byFile[file] ?? Count() }
    func run(in folders: Set<Int>) -> Count { sum(runsByFolder, folders) }
    func said(of folders: Set<Int>) -> Count { sum(saysByFolder, folders) }

    /// Whether OpenTofu wrote all lock files in some folders; `nil` where there are none.
    func locked(in folders: Set<Int>) -> Bool? {
        let known = folders.compactMap { locks[$0] }
        return known.isEmpty ? nil : known.allSatisfy { $0 }
    }

    /// Which program's init wrote a `.terraform.lock.hcl`: each names its own registry.
    static func wroteLock(_ bytes: ByteView) -> Bool? {
        if bytes.first("registry.opentofu.org/") != nil { return true }
        return bytes.first("registry.terraform.io/") != nil ? false : nil
    }

    /// What asdf and mise read: `opentofu 1.10.2`, `opentofu = "1.10"`.
    static let pinners: Set<String> = [".tool-versions", "mise.toml", ".mise.toml"]

    /// Which of the two programs such a file has in a line of its own.
    static func pinned(_ bytes: ByteView) -> Bool? {
        func isPinned(_ program: StaticString) -> Bool {
            var from = 0
            while let found = bytes.first(program, from: from) {
                from = found + program.utf8CodeUnitCount
                var before = found
                while before > 0, bytes[before - 1].isBlank || bytes[before - 1] == .ascii("\"") { before -= 1 }
                let isFirst = before == 0 || bytes[before - 1].isLineEnd
                if isFirst, bytes[from].isBlank || bytes[from] == .ascii("=") || bytes[from] == .ascii("\"") {
                    return true
                }
            }
            return false
        }
        let isTofu = isPinned("opentofu")
        return isTofu == isPinned("terraform") ? nil : isTofu
    }

    /// What a file for all tools pins in a folder.
    func pin(in folder: Int) -> Bool? { pins[folder] }

    private func sum(_ counts: [Int: Count], _ folders: Set<Int>) -> Count {
        var result = Count()
        for folder in folders { if let count = counts[folder] { result.add(count) } }
        return result
    }

    /// The folders in which a file is read: its own, and those of the links that lead to it.
    func folders(reading file: Int, _ model: TerraformStacks) -> Set<Int> {
        let original = model.originals[Int32(file)] ?? Int32(file)
        return Set([model.folderOfFile[Int(original)]] + (linked[original] ?? []))
    }
}
