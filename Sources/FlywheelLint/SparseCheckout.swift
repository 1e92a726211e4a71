import LintGit
import LintWalk

/// What git tracks and a sparse checkout leaves out: nobody can tell here what has become of it, so its accepted findings
/// are neither gone nor touched.
final class SparseCheckout: Sendable {
    private let linter: Linter
    /// Looked up by the first who asks: mostly nobody does.
    private let files = Guarded<Set<String>?>(nil)

    init(_ linter: Linter) { self.linter = linter }

    /// Whether it leaves nothing out.
    var isWhole: Bool { known.isEmpty }

    func leavesOut(_ path: String) -> Bool { known.contains(path) }

    private var known: Set<String> {
        files.withLock { files in
            let known = files ?? all
            files = known
            return known
        }
    }

    private var all: Set<String> {
        // Without a repository, or git, nothing says that a file should be there.
        guard let git = try? Git(at: linter.settings.root), let files = try? git.leftOut() else { return [] }
        return Set(files.lazy.compactMap { self.linter.inRoot($0, git: git) }.filter { !self.linter.holds($0) })
    }
}
