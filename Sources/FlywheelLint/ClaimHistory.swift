import LintGit
import LintRules
import LintSource
import LintSyntax
import LintWalk

/// Measures what a claim counts as it was on an earlier day or at a commit, from git's objects.
final class ClaimHistory: ClaimPast {
    private struct State {
        var repository: Git??
        var commits: [String: ObjectID?] = [:]
        var trees: [ObjectID: [TreeEntry]] = [:]
    }

    private let settings: Settings
    private let state = Guarded(State())

    init(settings: Settings) { self.settings = settings }

    func measure(_ claim: Claim, _ moment: String) -> Claim.Measurement {
        state.withLock { measure(claim, moment, &$0) }
    }

    private func measure(_ claim: Claim, _ moment: String, _ state: inout State) -> Claim.Measurement {
        guard let git = git(&state) else { return .unknown("this folder is no git repository that could be read") }
        do throws(GitError) {
            guard let commit = try commit(moment, git, &state) else {
                return .unknown(
                    git.isShallow
                        ? "no commit of \(moment) in this shallow copy; fetch more history"
                        : "no commit that is as old as \(moment)")
            }
            let files = try files(commit, git, &state)
            if let count = Claim.count(claim.count, among: files.map(\.path)) { return .number(count) }
            guard case .nodes(let nodes) = claim.count else { return .unknown("it cannot be counted") }
            return .number(Double(try count(nodes, files, git)))
        } catch { return .unknown("git: \(error)") }
    }

    private func git(_ state: inout State) -> Git? {
        if let repository = state.repository { return repository }
        let found = try? Git(at: settings.root)
        state.repository = .some(found)
        return found
    }

    private func commit(_ moment: String, _ git: Git, _ state: inout State) throws(GitError) -> ObjectID? {
        if let known = state.commits[moment] { return known }
        var found: ObjectID?
        if moment.utf8.contains(.ascii("-")) {
            if let head = try git.head() { found = try git.lastCommit(of: moment, from: head) }
        } else {
            do throws(GitError) { found = try git.resolve(moment) } catch {
                guard case .unknownRevision = error else { throw error }
            }
        }
        state.commits[moment] = .some(found)
        return found
    }

    /// Regular files below the root, with their paths from there.
    private func files(_ commit: ObjectID, _ git: Git, _ state: inout State) throws(GitError) -> [TreeEntry] {
        if let known = state.trees[commit] { return known }
        let linter = Linter(settings: settings)
        let files = try git.tree(commit).compactMap { entry -> TreeEntry? in
            guard entry.mode.isRegular, let path = linter.inRoot(entry.path, git: git) else { return nil }
            var entry = entry
            entry.path = path
            return entry
        }
        state.trees[commit] = files
        return files
    }

    private func count(_ nodes: KPIDeclaration.NodeCount, _ files: [TreeEntry], _ git: Git) throws(GitError) -> Int {
        let wanted = files.filter { nodes.files.matches($0.path) }
        var sum = 0
        try git.blobs(wanted.map(\.id), limit: settings.fileSizeLimit) { index, blob in
            if case .bytes(let bytes) = blob {
                sum += nodes.count(in: ParsedFile(path: wanted[index].path, bytes: bytes))
            }
        }
        return sum
    }
}
