public import LintFindings

extension Baseline {
    /// The findings against the ledger: a ``Comparison`` whose base is what the scope holds of it, and what it has of files
    /// that are gone, which may have moved into the scope; and whose head is the findings in their order.
    public func check(
        _ findings: [Finding], renames: [String: String] = [:], scope: LedgerScope = .everything,
        isDeleted: (String) -> Bool = { _ in false }
    ) -> Comparison {
        Comparison(
            base: Comparison.Side(entries.filter { scope.holds($0) || scope.holdsRule($0.rule) && isDeleted($0.path) }),
            head: Comparison.Side(findings, rules: nil), renames: renames, isDeleted: isDeleted)
    }

    /// The entries that any of the findings may answer to: of all others a check says nothing. A hostile ledger has half a
    /// million of them, and each asks whether its file is there.
    public func answering(_ findings: [Finding]) -> Baseline {
        let hashes = Fingerprint.hashes(findings.lazy.map(\.fingerprint))
        return Baseline(entries.filter { $0.fingerprint.isAny(of: hashes) })
    }

    /// Entries, with how many of each, that no finding answers to any more.
    public func stale(
        _ findings: [Finding], renames: [String: String] = [:], scope: LedgerScope = .everything,
        isDeleted: (String) -> Bool = { _ in false }
    ) -> [Entry] {
        var held = entries.filter(scope.holds)
        var matching = StagedMatching(
            base: Comparison.Side(held).entries,
            head: Comparison.Side(findings.filter { $0.suppressed == nil }, rules: nil).entries, renames: renames)
        matching.run(isDeleted: isDeleted)
        for (index, left) in matching.baseLeft.enumerated() { held[index].count = left }
        held.removeAll { $0.count == 0 }
        return held
    }

    /// The ledger of the state as it is: every finding is in it, what is gone is not, reasons stay with their findings.
    public func updated(
        _ findings: [Finding], renames: [String: String] = [:], scope: LedgerScope = .everything,
        isDeleted: (String) -> Bool = { _ in false }
    ) -> Baseline {
        rewritten(findings, renames: renames, scope: scope, isDeleted: isDeleted, addsNew: true)
    }

    /// The ledger without what is gone. What stays is brought up to date (its file, its hashes); nothing is added.
    public func pruned(
        _ findings: [Finding], renames: [String: String] = [:], scope: LedgerScope = .everything,
        isDeleted: (String) -> Bool = { _ in false }
    ) -> Baseline {
        rewritten(findings, renames: renames, scope: scope, isDeleted: isDeleted, addsNew: false)
    }

    private func rewritten(
        _ findings: [Finding], renames: [String: String], scope: LedgerScope, isDeleted: (String) -> Bool, addsNew: Bool
    ) -> Baseline {
        let live = findings.filter { $0.suppressed == nil }
        let held = entries.filter(scope.holds)
        let comparison = Comparison(
            base: Comparison.Side(held), head: Comparison.Side(live, rules: nil), renames: renames,
            isDeleted: isDeleted)
        var result = entries.filter { !scope.holds($0) }
        result.reserveCapacity(result.count + live.count)
        for change in comparison.changes {
            guard let index = change.head, addsNew || change.base != nil else { continue }
            let finding = live[index]
            result.append(
                Entry(
                    path: finding.path, rule: finding.rule, fingerprint: finding.fingerprint, count: change.count,
                    reason: change.base.flatMap { held[$0].reason }))
        }
        return Baseline(result, folding: .sum)
    }
}
