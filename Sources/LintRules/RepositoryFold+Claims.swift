import LintFindings
import LintSource

/// Measures what a claim counts on an earlier day (`YYYY-MM-DD`) or at a commit.
public protocol ClaimPast: Sendable {
    func measure(_ claim: Claim, _ moment: String) -> Claim.Measurement
}

extension RepositoryFold {
    /// The finding of a candidate; `nil` when what it claims is so.
    func judge(_ candidate: FileResult.Candidate, _ facts: RepositoryFacts) -> Finding? {
        guard let use = candidate.claim, let claim = rules.rules[candidate.rule].claim else { return candidate.finding }
        var finding = candidate.finding
        switch measure(claim, rule: candidate.rule, use.moment, facts) {
        case .unknown(let why):
            let kind = finding.kind
            finding.kind = FindingKind(
                rule: EngineFinding.Kind.claim.rawValue, language: kind.language, context: kind.context,
                route: kind.route, surface: kind.surface)
            finding.level = .note
            finding.message = "\(candidate.finding.rule): the claim was not judged: \(why)"
            finding.fix = nil
            return finding
        case .number(let number):
            if number == use.number { return nil }
            let measured = Claim.text(number)
            func text(_ name: String) -> String? { name == "measured" ? measured : use.captures[name] }
            finding.message = rules.rules[candidate.rule].message.fill { text($0).map(RuleRun.onOneLine) }
            if var fix = finding.fix, let change = rules.rules[candidate.rule].fix?.change {
                switch change {
                case .replace(let template), .replacePart(_, let template):
                    for i in fix.edits.indices { fix.edits[i].text = template.fill(text) }
                case .delete: break
                }
                finding.fix = fix
            }
            return finding
        }
    }

    private func measure(
        _ claim: Claim, rule: Int, _ moment: String?, _ facts: RepositoryFacts
    ) -> Claim.Measurement {
        guard let moment else { return .number(facts.count(ofClaim: rule)) }
        return past?.measure(claim, moment) ?? .unknown("there is no history here to look it up in")
    }
}
