import LintRules
import LintFindings
import LintGit
import LintLedger
import LintWalk

/// Runs over parts of a repository that git knows to have changed.
public struct ChangedFiles: Sendable {
    let linter: Linter

    public init(linter: Linter) { self.linter = linter }

    /// Checks staged files below the targets, with the content that is staged.
    public func staged(targets: [String]) throws(LintFailure) -> Linter.Outcome {
        try orFail("--staged") {
            let git = try Git(at: linter.settings.root)
            let changed = Set(inRoot(try git.staged().map(\.path), git))
            return try linter.check(.index, git: git, only: below(targets, changed))
        }
    }

    /// Checks files of the work tree that differ from a revision, untracked ones too.
    public func since(_ revision: String, targets: [String]) throws(LintFailure) -> Linter.Outcome {
        try orFail("--since") {
            let git = try Git(at: linter.settings.root)
            let commit = try git.resolve(revision)
            let present = try git.changed(since: commit).filter { $0.status != .deleted }.map(\.path)
            let changed = below(targets, Set(inRoot(present, git)))
            if changed.isEmpty {
                let rules = linter.settings.rules.rules.map(\.facts)
                let nothing = Report(toolVersion: Version.text, rules: rules, findings: [])
                return Linter.Outcome(report: nothing, failures: [], filesRead: 0)
            }
            return try linter.check(changed.sorted().map { linter.settings.root + "/" + $0 })
        }
    }

    private func inRoot(_ paths: [String], _ git: Git) -> [String] {
        let root = linter.settings.root
        guard root != git.root else { return paths }
        let prefix = String(root.dropFirst(git.root.count + 1)) + "/"
        return paths.compactMap { $0.hasPrefix(prefix) ? String($0.dropFirst(prefix.count)) : nil }
    }

    private func below(_ targets: [String], _ paths: Set<String>) -> Set<String> {
        let scope = LedgerUse.scope(linter, targets: targets)
        return paths.filter { scope.holdsPath($0) }
    }
}
