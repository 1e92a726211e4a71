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
        for result in results {
            let own = others.isEmpty ? [] : others.removeValue(forKey: result.path) ?? []
            findings += self.findings(of: result, extra: own, facts)
        }
        for rest in others.values { findings += rest }
        findings.sort(by: Finding.inOrder)
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
        if !result.suppressions.isEmpty { apply(result, to: &findings) }
        return findings
    }

    private func apply(_ result: FileResult, to findings: inout [Finding]) {
        var used: Set<Int> = []
        for i in findings.indices {
            for (number, suppression) in result.suppressions.enumerated()
            where suppression.covers(rule: findings[i].rule, line: findings[i].location.start.line) {
                used.insert(number)
                if suppression.isExpired(today) { continue }
                findings[i].suppressed = .init(kind: .inSource, reason: suppression.reason)
            }
        }
        for (number, suppression) in result.suppressions.enumerated() {
            if suppression.isExpired(today) {
                findings.append(
                    complaint(
                        result, suppression,
                        "the suppression expired on \(suppression.until ?? ""); fix what it hides, or give it a new date"
                    ))
            } else if !used.contains(number), !suppression.isExample {
                findings.append(complaint(result, suppression, "the suppression hides nothing; remove it"))
            }
        }
    }

    private func complaint(_ result: FileResult, _ suppression: Suppression, _ message: String) -> Finding {
        Finding(
            rule: EngineFinding.Kind.suppression.rawValue, level: .warning, location: suppression.location,
            language: "", context: "comment", route: "comment", surface: result.surface, message: message,
            fingerprint: suppression.fingerprint)
    }
}
