public import LintFindings
import LintSource

/// The per-repository half for rules without an analyzer: settles what other files decide, then what suppressions hide.
public struct RepositoryFold: Sendable {
    let rules: RuleSet
    /// `YYYY-MM-DD`, for `until`; `nil` leaves every suppression in force.
    let today: String?
    /// Measures what claims about other days speak of.
    let past: (any ClaimPast)?

    public init(rules: RuleSet, today: String? = nil, past: (any ClaimPast)? = nil) {
        self.rules = rules
        self.today = today
        self.past = past
    }

    /// All findings in report order. `extra` are those of analyzers; `paths` all files of the repository.
    public func findings(_ results: [FileResult], extra: [Finding] = [], paths: [String]) -> [Finding] {
        var facts = RepositoryFacts(rules, asking: results)
        for result in results { facts.add(result) }
        for path in paths { facts.count(path: path) }
        var others = extra.isEmpty ? [:] : Dictionary(grouping: extra, by: \.path)
        var findings: [Finding] = []
        // Findings are large: files come in order, so that only what is in one file is sorted.
        var isInOrder = true
        var last = ""
        for result in results {
            let own = others.isEmpty ? [] : others.removeValue(forKey: result.path) ?? []
            var found = self.findings(of: result, extra: own, facts)
            if found.isEmpty { continue }
            if found.count > 1 { found.sort(by: Finding.inOrder) }
            isInOrder = isInOrder && (findings.isEmpty || last.utf8.lexicographicallyPrecedes(result.path.utf8))
            last = result.path
            findings += found
        }
        for var rest in others.values {
            judgeEngine(&rest)
            findings += rest
            isInOrder = false
        }
        if !isInOrder { findings.sort(by: Finding.inOrder) }
        FindingGroups.relate(&findings)
        return findings
    }

    /// What is found in one file, in no order: a sum over files, so that one file's change is one file's work.
    public func findings(of result: FileResult, extra: [Finding], _ facts: RepositoryFacts) -> [Finding] {
        var findings = extra
        for candidate in result.candidates where !facts.excuses(candidate) {
            if let finding = judge(candidate, facts) { findings.append(finding) }
        }
        findings += result.engine
        judgeEngine(&findings)
        if !result.suppressions.isEmpty { apply(result, to: &findings) }
        return findings
    }
}
