import LintRules
import LintFindings
import LintGit
import LintLedger
import LintSource
import LintWalk

/// Two states of a repository side by side: `flywheel-lint diff BASE [HEAD]`.
///
/// The head is linted whole; of the base only the files that differ from it, the others are the same on both sides.
public struct DiffRun: Sendable {
    /// Names of states that no commit can have.
    public static let workTree = ":worktree"
    public static let index = ":index"

    let linter: Linter

    public init(linter: Linter) { self.linter = linter }

    /// What a side's name stands for.
    private enum Source: Equatable {
        case workTree, index
        case revision(ObjectID)
        /// A baseline or a JSON report.
        case file(String)
    }

    /// One side, with the KPI values it has.
    private struct Side {
        var side: Comparison.Side
        var outcome: Linter.Outcome?
        var kpis: [String: Double] = [:]
        /// Paths of its files; `nil` where that cannot be told.
        var paths: Set<String>?
    }

    /// The head's report: every finding with its state, what is fixed, KPIs with the base's values.
    ///
    /// A side is a git revision, ``workTree``, ``index``, a baseline or a JSON report; `base` nil is the merge base of the
    /// head with the default branch, `head` nil is the work tree.
    public func report(base: String?, head: String?) throws(LintFailure) -> Linter.Outcome {
        let git = try? Git(at: linter.settings.root)
        let headSource = try source(head ?? DiffRun.workTree, git)
        let baseSource =
            if let base { try source(base, git) } else { try defaultBase(headSource, git) }
        var headState: LintedState?
        let headSide: Side
        if case .file(let name) = headSource {
            headSide = try recorded(name)
        } else {
            let state = try lint(headSource, git)
            headState = state
            headSide = judged(state)
        }
        let baseSide: Side
        if case .file(let name) = baseSource {
            baseSide = try recorded(name)
        } else {
            baseSide = judged(try lint(baseSource, git, like: headState, of: headSource))
        }
        let comparison = Comparison(
            base: baseSide.side, head: headSide.side, renames: try renames(baseSource, headSource, git),
            isDeleted: { path in headSide.paths.map { !$0.contains(path) } ?? false })
        var outcome =
            headSide.outcome
            ?? Linter.Outcome(
                report: Report(toolVersion: Version.text, rules: [], findings: []), failures: [], filesRead: 1)
        if headSide.outcome == nil { outcome.report.findings = headSide.side.allFindings }
        comparison.mark(&outcome.report.findings)
        outcome.report.fixed = comparison.gone(.fixed)
        outcome.report.fixedByDeletion = comparison.gone(.fixedByDeletion)
        for i in outcome.report.kpis.indices {
            outcome.report.kpis[i].baseline = baseSide.kpis[outcome.report.kpis[i].id]
        }
        outcome.failures += baseSide.outcome?.failures ?? []
        return outcome
    }

    private func source(_ name: String, _ git: Git?) throws(LintFailure) -> Source {
        if name == DiffRun.workTree { return .workTree }
        if name != DiffRun.index, FolderContents.isFile(name) { return .file(name) }
        guard let git else {
            let what = FolderContents.exists(name) ? "not a file but \(FolderContents.kind(name))" : "no such file"
            throw LintFailure("\(name): \(what), and this is no git repository; give a baseline or a JSON report")
        }
        if name == DiffRun.index { return .index }
        do throws(GitError) { return .revision(try git.resolve(name)) } catch {
            if FolderContents.exists(name) {
                throw LintFailure(
                    "\(name): neither a revision nor a file, but \(FolderContents.kind(name)); give a revision, a baseline or a JSON report"
                )
            }
            throw LintFailure("diff: \(error)")
        }
    }

    private func defaultBase(_ head: Source, _ git: Git?) throws(LintFailure) -> Source {
        guard let git else {
            throw LintFailure("diff: this is no git repository; give a base: a baseline or a JSON report")
        }
        let tip = if case .revision(let commit) = head { commit.description } else { "HEAD" }
        return try orFail("diff") {
            guard let branch = try git.defaultBranch() else {
                throw LintFailure("diff: no default branch was found; give a base revision")
            }
            return .revision(try git.mergeBase(branch, tip))
        }
    }

    // MARK: Sides

    /// A report is a JSON object, which no baseline can begin like.
    private func recorded(_ name: String) throws(LintFailure) -> Side {
        let bytes = try LedgerUse.bytes(of: name, name)
        let first = bytes.first { $0 != 0xEF && $0 != 0xBB && $0 != 0xBF && !$0.isWhiteSpace }
        do throws(LedgerError) {
            if name.hasSuffix(".json") || first == .ascii("{") {
                let recorded = try RecordedReport.parse(bytes, path: name)
                return Side(side: recorded.side, kpis: recorded.kpis)
            }
            return Side(side: Comparison.Side(try Baseline.parse(bytes, path: name)))
        } catch { throw LintFailure(error.description) }
    }

    private func judged(_ state: LintedState) -> Side {
        let outcome = linter.fold(state, isWhole: true)
        var kpis: [String: Double] = [:]
        for kpi in outcome.report.kpis { kpis[kpi.id] = kpi.value }
        let rules = Set(outcome.report.rules.map(\.id))
        return Side(
            side: Comparison.Side(outcome.report.findings, rules: rules), outcome: outcome, kpis: kpis,
            paths: state.all.map(Set.init))
    }

    private func lint(_ source: Source, _ git: Git?) throws(LintFailure) -> LintedState {
        guard let git, let state = state(source) else {
            var state = try linter.walk([linter.settings.root])
            state.all = try orFail("diff") { try Walker(root: linter.settings.root).list().files.map(\.path) }
            return state
        }
        let files = try linter.files(of: state, git: git)
        var linted = try linter.read(files, git: git)
        linted.all = files.map(\.path)
        return linted
    }

    private func state(_ source: Source) -> Linter.State? {
        switch source {
        case .revision(let commit): .revision(commit)
        case .index: .index
        case .workTree, .file: nil
        }
    }

    /// The base's state, by what differs from the head's where that is known.
    private func lint(
        _ source: Source, _ git: Git?, like head: LintedState?, of headSource: Source
    ) throws(LintFailure) -> LintedState {
        guard let git, let head, let state = state(source) else { return try lint(source, git) }
        let files = try linter.files(of: state, git: git)
        let differing: Set<String>
        if let other = self.state(headSource) {
            var ids: [String: ObjectID] = [:]
            for file in try linter.files(of: other, git: git) { ids[file.path] = file.id }
            differing = Set(files.lazy.filter { ids[$0.path] != $0.id }.map(\.path))
        } else if case .revision(let commit) = source {
            let changes = try orFail("diff") { try git.changed(since: commit) }
            differing = Set(changes.compactMap { linter.inRoot($0.path, git: git) })
        } else {
            return try lint(source, git)
        }
        let read = try linter.read(files.filter { differing.contains($0.path) }, git: git)
        let there = Set(files.map(\.path))
        var result = head.replacing({ differing.contains($0) || !there.contains($0) }, by: read)
        result.paths = files.map(\.path)
        result.all = result.paths
        result.failures = read.failures
        return result
    }

    private func renames(_ base: Source, _ head: Source, _ git: Git?) throws(LintFailure) -> [String: String] {
        guard let git, case .revision(let old) = base else { return [:] }
        return try orFail("diff") {
            let new: ObjectID? = if case .revision(let commit) = head { commit } else { try git.head() }
            guard let new, new != old else { return [:] }
            var result: [String: String] = [:]
            for change in try git.changes(from: old, to: new, renames: true) {
                if case .renamed(let from) = change.status, let before = linter.inRoot(from, git: git),
                    let after = linter.inRoot(change.path, git: git)
                {
                    result[before] = after
                }
            }
            return result
        }
    }
}
