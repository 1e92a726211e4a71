import LintRules
import LintFindings
public import LintGit
import LintLedger
import LintSource
import LintWalk

/// Runs over parts of a repository that git knows to have changed.
public struct ChangedFiles: Sendable {
    let linter: Linter

    public init(linter: Linter) { self.linter = linter }

    /// Git's search for what is staged around a folder, so that it runs while settings are read; `nil` where it cannot
    /// be asked, which ``staged(targets:asked:)`` will say.
    public static func ask(around folder: String) -> StagedQuestion? {
        (try? Git(at: folder)).flatMap { try? StagedQuestion($0) }
    }

    /// Checks staged files below the targets, with the content that is staged.
    ///
    /// - Parameter question: of this repository, or it is asked anew.
    public func staged(targets: [String], asked question: StagedQuestion? = nil) throws(LintFailure) -> Linter.Outcome {
        try orFail("--staged") {
            // (Where the root is the top of the work tree, the question has looked for the repository already.)
            let git =
                if let question, question.git.root == linter.settings.root { question.git } else {
                    try Git(at: linter.settings.root)
                }
            let asked = question.flatMap { $0.git.root == git.root ? $0 : nil }
            let staged = try (asked ?? StagedQuestion(git)).answer()
            let present = staged.filter { $0.status != .other }
            let changed = below(targets, Set(inRoot(present.map(\.path), git)))
            let unmerged = below(targets, Set(inRoot(staged.filter { $0.status == .other }.map(\.path), git)))
                .subtracting(changed)
            let entries = present.map { TreeEntry(path: $0.path, mode: $0.newMode, id: $0.newID) }
            let files = linter.inRoot(entries, git: git).filter { changed.contains($0.path) }
            var outcome = try linter.check(files, of: .index, git: git)
            // There is nothing staged of them that could be called clean.
            outcome.failures += unmerged.sorted(by: PathOrder.precedes).map {
                "\($0): a merge conflict that is not resolved; resolve it and 'git add' the file"
            }
            outcome.looked = changed
            return outcome
        }
    }

    /// Checks files of the work tree that differ from a revision, untracked ones too; and in all other files below the
    /// targets, what the change brings there: findings that they would not have beside the files as they were.
    public func since(_ revision: String, targets: [String]) throws(LintFailure) -> Linter.Outcome {
        try orFail("--since") {
            let git = try Git(at: linter.settings.root)
            let commit = try git.resolve(revision)
            let changes = try git.changed(since: commit)
            let all = Set(inRoot(changes.map(\.path), git))
            let present = below(targets, Set(inRoot(changes.filter { $0.status != .deleted }.map(\.path), git)))
                .filter { FolderContents.isFile(linter.settings.root + "/" + $0) }
            let now = present.isEmpty ? LintedState() : try linter.walk(present.sorted().map(path))
            let old = try linter.files(of: .revision(commit), git: git).filter { all.contains($0.path) }
            let before = try linter.read(old, git: git)
            var outcome: Linter.Outcome
            if !now.questions(linter.settings.rules).isEmpty || now.speaksForOthers || before.speaksForOthers
                || old.count != all.count
            {
                let whole = try linter.walk([linter.settings.root])
                outcome = linter.fold(whole, isWhole: false)
                var known: [Known: Int] = [:]
                for finding in linter.fold(whole.replacing(all.contains, by: before), isWhole: false).report.findings {
                    known[Known(finding), default: 0] += 1
                }
                let scope = LedgerUse.scope(linter, targets: targets)
                outcome.report.findings.removeAll { finding in
                    if present.contains(finding.path) { return false }
                    if all.contains(finding.path) || !scope.holdsPath(finding.path) { return true }
                    known[Known(finding), default: 0] -= 1
                    return known[Known(finding), default: 0] >= 0
                }
                outcome.take(now)
            } else {
                outcome = linter.fold(now, isWhole: false)
            }
            outcome.looked = present
            return outcome
        }
    }

    /// What is the same finding in a file that did not change.
    private struct Known: Hashable {
        var path: String
        var rule: String
        var fingerprint: Fingerprint
        var isSuppressed: Bool

        init(_ finding: Finding) {
            path = finding.path
            rule = finding.rule
            fingerprint = finding.fingerprint
            isSuppressed = finding.suppressed != nil
        }
    }

    private func path(_ path: String) -> String { linter.settings.root + "/" + path }

    private func inRoot(_ paths: [String], _ git: Git) -> [String] {
        let root = linter.settings.root
        guard root != git.root else { return paths }
        let prefix = String(root.dropFirst(git.root.count + 1)) + "/"
        return paths.compactMap { $0.hasPrefix(prefix) ? String($0.dropFirst(prefix.count)) : nil }
    }

    private func below(_ targets: [String], _ paths: Set<String>) -> Set<String> {
        paths.filter(LedgerUse.paths(linter, targets: targets))
    }
}
