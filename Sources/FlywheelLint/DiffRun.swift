import LintFindings
import LintGit
import LintLedger
import LintRules
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

    /// The head's report: every finding with its state, what is fixed, KPIs with the base's values.
    ///
    /// A side is a git revision, ``workTree``, ``index``, a baseline or a JSON report; `base` nil is the merge base of the
    /// head with the default branch, `head` nil is the work tree.
    public func report(base: String?, head: String?) throws(LintFailure) -> Linter.Outcome {
        let states = try DiffStates(linter, base: base, head: head)
        let (baseSide, headSide) = linter.both({ judged(states.base) }, { judged(states.head) })
        let comparison = Comparison(
            base: baseSide.side, head: headSide.side, renames: states.renames, isDeleted: headSide.isMissing)
        var outcome =
            headSide.outcome
            ?? Linter.Outcome(
                report: Report(toolVersion: Version.text, rules: [], findings: []), failures: [], filesRead: 1)
        if headSide.outcome == nil { outcome.report.findings = headSide.side.allFindings }
        comparison.mark(&outcome.report.findings)
        outcome.report.isComparison = true
        outcome.report.fixed = comparison.gone(.fixed)
        outcome.report.fixedByDeletion = comparison.gone(.fixedByDeletion)
        for i in outcome.report.kpis.indices {
            outcome.report.kpis[i].baseline = baseSide.kpis[outcome.report.kpis[i].id]
        }
        outcome.failures += baseSide.outcome?.failures ?? []
        outcome.remains += baseSide.outcome?.remains ?? []
        outcome.remains += [states, comparison] as [any Sendable]
        return outcome
    }

    /// One side, with the KPI values it has.
    private struct Side: Sendable {
        var side: Comparison.Side
        var outcome: Linter.Outcome?
        var kpis: [String: Double] = [:]
        /// Whether it is known that there is no such file.
        var isMissing: @Sendable (String) -> Bool = { _ in false }
    }

    private func judged(_ state: DiffStates.State) -> Side {
        switch state {
        case .recorded(let side, let kpis): return Side(side: side, kpis: kpis)
        case .linted(let state, let isWorkTree):
            let outcome = linter.fold(state, isWhole: true)
            var kpis: [String: Double] = [:]
            for kpi in outcome.report.kpis { kpis[kpi.id] = kpi.value }
            let rules = Set(outcome.report.rules.map(\.id))
            let paths = state.paths
            let linter = linter
            return Side(
                side: Comparison.Side(outcome.report.findings, rules: rules), outcome: outcome, kpis: kpis,
                isMissing: { path in
                    !paths.holds(path) && !(isWorkTree && linter.isExcluded(path) && linter.holds(path))
                })
        }
    }
}
