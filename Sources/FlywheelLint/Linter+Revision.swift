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

    /// Checks a state from git's objects; the work tree is neither read nor touched.
    ///
    /// `only`: paths (relative to the root) that are looked at; `nil` for all, and only then there are KPIs.
    public func check(_ state: State, git: Git, only: Set<String>? = nil) throws(LintFailure) -> Outcome {
        do throws(GitError) {
            let entries =
                switch state {
                case .revision(let commit): try git.tree(commit)
                case .index: try git.index()
                }
            let files = inRoot(entries, git: git).filter { only?.contains($0.path) ?? true }
            return try check(files, git: git, isWhole: only == nil)
        } catch { throw LintFailure("git: \(error)") }
    }

    /// Regular files below the root that are not excluded, their paths relative to it, in the walker's order.
    private func inRoot(_ entries: [TreeEntry], git: Git) -> [TreeEntry] {
        let prefix = settings.root == git.root ? "" : String(settings.root.dropFirst(git.root.count + 1)) + "/"
        return entries.compactMap { entry in
            guard entry.mode.isRegular, entry.path.hasPrefix(prefix) else { return nil }
            var entry = entry
            entry.path.removeFirst(prefix.count)
            return isExcluded(entry.path) ? nil : entry
        }.sorted { PathOrder.precedes($0.path, $1.path) }
    }

    /// Whether the configuration excludes a path, or a folder above it.
    func isExcluded(_ path: String) -> Bool {
        guard !settings.exclude.isEmpty else { return false }
        var at = path.startIndex
        while let slash = path[at...].firstIndex(of: "/") {
            let folder = String(path[..<slash])
            if settings.exclude.contains(where: { $0.matches(folder) }) { return true }
            at = path.index(after: slash)
        }
        return settings.exclude.contains { $0.matches(path) }
    }

    private func check(_ files: [TreeEntry], git: Git, isWhole: Bool) throws(GitError) -> Outcome {
        let interest = PathInterest(settings.rules)
        var worker = Worker(settings.rules, limit: settings.findingsLimit)
        var outputs: [FileOutput] = []
        var skipped: [Report.Skipped] = []
        var read = 0
        var missing: [String] = []
        try git.blobs(files.map(\.id), limit: settings.fileSizeLimit) { index, blob in
            let path = files[index].path
            switch blob {
            case .bytes(let bytes):
                read += 1
                guard TextCheck(bytes) != .binary else {
                    skipped.append(Report.Skipped(path: path, reason: .binary))
                    return
                }
                let output = Array(path.utf8).withByteView { pathBytes in
                    worker.check(pathBytes, bytes, paths: interest, hashes: options.codeScanningHashes) { path }
                }
                if let output { outputs.append(output) }
            case .tooLarge: skipped.append(Report.Skipped(path: path, reason: .tooLarge))
            case .missing:
                skipped.append(Report.Skipped(path: path, reason: .unreadable))
                missing.append("\(path): its content is not in this repository; fetch it first")
            }
        }
        var outcome = fold(outputs, paths: files.map(\.path), filesRead: read, isWhole: isWhole)
        outcome.report.skipped = skipped
        outcome.report.skippedCount = skipped.count
        outcome.failures = missing
        return outcome
    }
}
