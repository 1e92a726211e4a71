import LintFindings
public import LintGit
import LintSource
import LintSyntax
import LintWalk

extension Linter {
    /// A state of the repository that is not the work tree.
    public enum State: Sendable, Hashable {
        case revision(ObjectID)
        case index
    }

    /// Checks some files of a state of the repository; the others are looked at where they have a say in what these hold.
    /// What the work tree holds of them, byte for byte, is read there.
    func check(_ files: [TreeEntry], of state: State, git: Git) throws(LintFailure) -> Outcome {
        var part = try read(files, git: git, triesWorkTree: true)
        let questions = part.questions(settings.rules)
        if questions.isEmpty { return fold(part, isWhole: false) }
        let all = try self.files(of: state, git: git)
        part.paths = PathList(all.lazy.filter(\.mode.isRegular).map(\.path))
        if !questions.reads { return fold(part, isWhole: false) }
        let own = Set(files.map(\.path))
        let others = all.filter { !own.contains($0.path) }
        let rest = try read(others, git: git, triesWorkTree: true, asked: questions)
        var outcome = fold(rest.replacing(own.contains, by: part), isWhole: false)
        outcome.report.findings.removeAll { !own.contains($0.path) }
        outcome.take(part)
        return outcome
    }

    /// Regular files of a state below the root that are not excluded, and the links that analyzers ask for; their paths
    /// relative to it, in order.
    func files(of state: State, git: Git) throws(LintFailure) -> [TreeEntry] {
        try orFail("git") {
            let entries =
                switch state {
                case .revision(let commit): try git.tree(commit)
                case .index: try git.index()
                }
            return inRoot(entries, git: git)
        }
    }

    /// Regular files below the root that are not excluded, and the links that analyzers ask for, of files of the
    /// repository; their paths relative to it, in order.
    func inRoot(_ entries: [TreeEntry], git: Git) -> [TreeEntry] {
        let prefix = prefix(in: git)
        var files: [TreeEntry] = []
        files.reserveCapacity(entries.count)
        var isSorted = true
        var exclusion = Exclusion(globs: settings.exclude)
        for var entry in entries where entry.mode.isRegular || Linter.isLink(entry) {
            guard let path = below(prefix, entry.path) else { continue }
            if exclusion.holds(path) { continue }
            entry.path = path
            isSorted = isSorted && files.last.map { PathOrder.precedes($0.path, path) } ?? true
            files.append(entry)
        }
        if !isSorted { files.sort { PathOrder.precedes($0.path, $1.path) } }
        return files
    }

    /// What the configuration excludes, of many paths in order: of each folder is asked once.
    private struct Exclusion {
        let globs: [PathGlob]
        private var folder: [UInt8] = []
        private var isFolderExcluded = false

        init(globs: [PathGlob]) { self.globs = globs }

        mutating func holds(_ path: String) -> Bool {
            if globs.isEmpty { return false }
            var path = path
            return path.withUTF8 { bytes in
                var end = bytes.count
                while end > 0, bytes[end - 1] != 0x2F { end -= 1 }
                enter(UnsafeBufferPointer(rebasing: bytes[..<max(0, end - 1)]))
                return isFolderExcluded || isExcluded(bytes)
            }
        }

        private mutating func enter(_ next: UnsafeBufferPointer<UInt8>) {
            var common = 0
            while common < min(next.count, folder.count), next[common] == folder[common] { common += 1 }
            if common == next.count, common == folder.count { return }
            // Folders above that both have are not excluded where the one before was not.
            var at = isFolderExcluded ? 0 : common
            isFolderExcluded = false
            while at <= next.count, !isFolderExcluded {
                if at > 0, at == next.count || next[at] == 0x2F {
                    isFolderExcluded = isExcluded(UnsafeBufferPointer(rebasing: next[..<at]))
                }
                at += 1
            }
            folder = Array(next)
        }

        private func isExcluded(_ path: UnsafeBufferPointer<UInt8>) -> Bool {
            let path = ByteView(path)
            return globs.contains { $0.matches(path) }
        }
    }

    /// Whether it is a symbolic link that an analyzer asks for.
    static func isLink(_ entry: TreeEntry) -> Bool {
        entry.mode == .symlink && Array(entry.path.utf8).withByteView(Linter.wantsLink)
    }

    /// A path of the repository as one of the root; `nil` for what lies outside it or is excluded.
    func inRoot(_ path: String, git: Git) -> String? { inRoot(path, prefix: prefix(in: git)) }

    private func inRoot(_ path: String, prefix: String) -> String? {
        below(prefix, path).flatMap { isExcluded($0) ? nil : $0 }
    }

    private func below(_ prefix: String, _ path: String) -> String? {
        if prefix.isEmpty { return path }
        // Bytes: names that look the same are not.
        guard path.utf8.starts(with: prefix.utf8) else { return nil }
        return String(decoding: path.utf8.dropFirst(prefix.utf8.count), as: UTF8.self)
    }

    /// Whether the work tree holds such a file.
    func holds(_ path: String) -> Bool { FolderContents.isFile(settings.root + "/" + path) }

    /// The root's path in the repository, with a slash at the end unless empty.
    func prefix(in git: Git) -> String {
        settings.root == git.root ? "" : String(settings.root.dropFirst(git.root.count + 1)) + "/"
    }

    /// Whether the configuration excludes a path, or a folder above it.
    func isExcluded(_ path: String) -> Bool {
        guard !settings.exclude.isEmpty else { return false }
        var at = path.startIndex
        while let slash = path.utf8[at...].firstIndex(of: 0x2F) {
            let folder = String(path[..<slash])
            if settings.exclude.contains(where: { $0.matches(folder) }) { return true }
            at = path.index(after: slash)
        }
        return settings.exclude.contains { $0.matches(path) }
    }
}
