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
        let files = try files(of: state, git: git)
        guard let only else { return fold(try read(files, git: git), isWhole: true) }
        var part = try read(files.filter { only.contains($0.path) }, git: git)
        part.paths = files.map(\.path)
        if !part.isOpen { return fold(part, isWhole: false) }
        // Other files have a say in what these hold.
        let rest = try read(files.filter { !only.contains($0.path) }, git: git)
        var outcome = fold(rest.replacing(only.contains, by: part), isWhole: false)
        outcome.report.findings.removeAll { !only.contains($0.path) }
        outcome.take(part)
        return outcome
    }

    /// Regular files of a state below the root that are not excluded, their paths relative to it, in order.
    func files(of state: State, git: Git) throws(LintFailure) -> [TreeEntry] {
        try orFail("git") {
            let entries =
                switch state {
                case .revision(let commit): try git.tree(commit)
                case .index: try git.index()
                }
            return entries.compactMap { entry in
                guard entry.mode.isRegular, let path = inRoot(entry.path, git: git) else { return nil }
                var entry = entry
                entry.path = path
                return entry
            }.sorted { PathOrder.precedes($0.path, $1.path) }
        }
    }

    /// A path of the repository as one of the root; `nil` for what lies outside it or is excluded.
    func inRoot(_ path: String, git: Git) -> String? {
        let prefix = prefix(in: git)
        guard path.hasPrefix(prefix) else { return nil }
        let path = prefix.isEmpty ? path : String(path.dropFirst(prefix.count))
        return isExcluded(path) ? nil : path
    }

    /// The root's path in the repository, with a slash at the end unless empty.
    func prefix(in git: Git) -> String {
        settings.root == git.root ? "" : String(settings.root.dropFirst(git.root.count + 1)) + "/"
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

    /// The per-file half over blobs, which are read by one git a worker.
    func read(_ files: [TreeEntry], git: Git) throws(LintFailure) -> LintedState {
        let workers = min(ParallelWork.workers(options.jobs), 1 + files.count / 64)
        let parts = ParallelWork.map(workers) { number in
            let part = files[(files.count * number / workers)..<(files.count * (number + 1) / workers)]
            return Result { () throws(LintFailure) in try readPart(Array(part), git: git) }
        }
        var state = LintedState()
        for part in parts { state.append(try part.get()) }
        return state
    }

    private func readPart(_ files: [TreeEntry], git: Git) throws(LintFailure) -> LintedState {
        let interest = PathInterest(settings.rules)
        var worker = Worker(settings)
        var state = LintedState(paths: files.map(\.path))
        do throws(GitError) {
            try git.blobs(files.map(\.id), limit: settings.fileSizeLimit) { index, blob in
                let path = files[index].path
                switch blob {
                case .bytes(let bytes):
                    state.filesRead += 1
                    guard TextCheck(bytes) == .text else { return state.skip(path, .binary) }
                    let output = Array(path.utf8).withByteView { pathBytes in
                        worker.check(pathBytes, bytes, paths: interest, hashes: options.codeScanningHashes) { path }
                    }
                    guard let output else { return }
                    state.external.merge(output.external) { $1 }
                    state.outputs.append(output)
                case .tooLarge: state.skip(path, .tooLarge)
                case .missing:
                    state.skip(path, .unreadable)
                    state.failures.append("\(path): its content is not in this repository; fetch it first")
                }
            }
        } catch { throw LintFailure("git: \(error)") }
        return state
    }
}

extension LintedState {
    fileprivate mutating func skip(_ path: String, _ reason: Report.Skipped.Reason) {
        skipped.append(Report.Skipped(path: path, reason: reason))
        skippedCount += 1
    }

    /// Adds what comes behind it in path order.
    fileprivate mutating func append(_ other: LintedState) {
        outputs += other.outputs
        paths += other.paths
        filesRead += other.filesRead
        skipped += other.skipped
        skippedCount += other.skippedCount
        failures += other.failures
        external.merge(other.external) { $1 }
    }
}
