import LintRules
import LintFindings
import LintGit
import LintLedger
import LintWalk

/// Two states of a repository side by side: `flywheel-lint diff BASE [HEAD]`.
public struct DiffRun: Sendable {
    let linter: Linter

    public init(linter: Linter) { self.linter = linter }

    /// One side, with the KPI values it has.
    private struct Side {
        var side: Comparison.Side
        var report: Report?
        var kpis: [String: Double]
        /// The commit, where it is one.
        var commit: ObjectID?
        var paths: Set<String>?
        var name: String
    }

    /// The head's report: every finding with its state, what is fixed, KPIs with the base's values.
    ///
    /// A side is a baseline, a JSON report, or a git revision; `base` nil is the merge base of the head with the default
    /// branch, `head` nil is the work tree.
    public func report(base: String?, head: String?) throws(LintFailure) -> Linter.Outcome {
        let git = try? Git(at: linter.settings.root)
        var outcome = Linter.Outcome(
            report: Report(toolVersion: Version.text, rules: [], findings: []), failures: [], filesRead: 1)
        let headSide: Side
        if let head {
            headSide = try side(head, git)
        } else {
            outcome = try linter.check(["."])
            headSide = Side(
                side: Comparison.Side(outcome.report.findings, rules: ruleIDs), report: outcome.report, kpis: [:],
                commit: nil,
                paths: nil, name: "work tree")
        }
        let baseSide = if let base { try side(base, git) } else { try defaultBase(head, git) }
        var report = headSide.report ?? outcome.report
        let renames = try renames(from: baseSide, to: headSide, git)
        let present = try paths(of: headSide, git)
        let comparison = Comparison(
            base: baseSide.side, head: headSide.side, renames: renames,
            isDeleted: { path in present.map { !$0.contains(path) } ?? false })
        comparison.mark(&report.findings)
        report.fixed = comparison.gone(.fixed)
        report.fixedByDeletion = comparison.gone(.fixedByDeletion)
        for i in report.kpis.indices { report.kpis[i].baseline = baseSide.kpis[report.kpis[i].id] }
        outcome.report = report
        return outcome
    }

    private var ruleIDs: Set<String> { Set(linter.settings.rules.rules.map(\.id)) }

    private func side(_ name: String, _ git: Git?) throws(LintFailure) -> Side {
        if FolderContents.isFile(name) {
            if name.hasSuffix(".json") {
                return try orFail("diff") {
                    let recorded = try RecordedReport.parse(try FileReader.bytes(of: name, limit: 1 << 30), path: name)
                    return Side(side: recorded.side, kpis: recorded.kpis, name: name)
                }
            }
            return Side(side: Comparison.Side(try LedgerUse.read(name)), kpis: [:], name: name)
        }
        guard let git else { throw LintFailure("\(name): no such file, and this is no git repository") }
        return try revision(try orFail("diff") { try git.resolve(name) }, name, git)
    }

    private func revision(_ commit: ObjectID, _ name: String, _ git: Git) throws(LintFailure) -> Side {
        let outcome = try linter.check(.revision(commit), git: git)
        var kpis: [String: Double] = [:]
        for kpi in outcome.report.kpis { kpis[kpi.id] = kpi.value }
        return Side(
            side: Comparison.Side(outcome.report.findings, rules: ruleIDs), report: outcome.report, kpis: kpis,
            commit: commit,
            name: name)
    }

    private func defaultBase(_ head: String?, _ git: Git?) throws(LintFailure) -> Side {
        guard let git else {
            throw LintFailure("diff: this is no git repository; give a base: a baseline or a JSON report")
        }
        return try orFail("diff") {
            guard let branch = try git.defaultBranch() else {
                throw LintFailure("diff: no default branch was found; give a base revision")
            }
            return try revision(try git.mergeBase(branch, head ?? "HEAD"), branch, git)
        }
    }

    private func renames(from base: Side, to head: Side, _ git: Git?) throws(LintFailure) -> [String: String] {
        guard let git, let old = base.commit else { return [:] }
        return try orFail("diff") {
            guard let new = try head.commit ?? git.head() else { return [:] }
            var result: [String: String] = [:]
            let prefix =
                linter.settings.root == git.root ? "" : String(linter.settings.root.dropFirst(git.root.count + 1)) + "/"
            for change in try git.changes(from: old, to: new, renames: true) {
                if case .renamed(let from) = change.status, from.hasPrefix(prefix), change.path.hasPrefix(prefix) {
                    result[String(from.dropFirst(prefix.count))] = String(change.path.dropFirst(prefix.count))
                }
            }
            return result
        }
    }

    /// Paths that are files at the head; `nil` when that cannot be told.
    private func paths(of head: Side, _ git: Git?) throws(LintFailure) -> Set<String>? {
        if let commit = head.commit, let git {
            return try orFail("diff") {
                let prefix =
                    linter.settings.root == git.root
                    ? "" : String(linter.settings.root.dropFirst(git.root.count + 1)) + "/"
                return Set(
                    try git.tree(commit).compactMap {
                        $0.path.hasPrefix(prefix) ? String($0.path.dropFirst(prefix.count)) : nil
                    })
            }
        }
        guard head.name == "work tree" else { return nil }
        return try orFail("diff") { Set(try Walker(root: linter.settings.root).list().files.map(\.path)) }
    }
}
