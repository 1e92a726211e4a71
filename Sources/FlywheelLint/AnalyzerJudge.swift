import LintAnalyzers
import LintFindings
import LintPattern
import LintRules
import LintWalk

/// Gives an analyzer's findings the level and message of each rule that speaks of them.
struct AnalyzerJudge: Sendable {
    /// Behind a pointer: a rule is large.
    private final class Judging: Sendable {
        let rule: Rule
        init(_ rule: Rule) { self.rule = rule }
    }

    private let rules: RuleSet
    private let counts: Bool
    /// Those of the analyzer, in order and by id.
    private let own: [Judging]
    private let byId: [String: Judging]
    /// Many findings lie in one file, one after another.
    private var path: String?
    private var surface = ""

    /// - Parameter counts: whether findings are only counted, and nobody reads them.
    init(_ rules: RuleSet, analyzer: String, counts: Bool = false) {
        self.rules = rules
        self.counts = counts
        own = rules.rules.indices.filter { rules.rules[$0].analyzer == analyzer }.map { Judging(rules.rules[$0]) }
        byId = Dictionary(own.map { ($0.rule.id, $0) }) { first, _ in first }
    }

    /// What the rules say of all of them, in their order; the same for any number of workers.
    func judged(_ found: [AnalyzerFinding], workers: Int = 1) -> [Finding] {
        let parts = max(1, min(workers, found.count / 64))
        return ParallelWork.map(parts) { part in
            var judge = self
            var findings: [Finding] = []
            var scratch: MatchScratch?
            for index in (found.count * part / parts)..<(found.count * (part + 1) / parts) {
                judge.judge(found[index], &scratch, into: &findings)
            }
            return findings
        }.flatMap { $0 }
    }

    private mutating func judge(
        _ found: AnalyzerFinding, _ scratch: inout MatchScratch?, into findings: inout [Finding]
    ) {
        if found.anchor.location.path != path {
            path = found.anchor.location.path
            surface = rules.surfaces.surface(of: found.anchor.location.path)
        }
        if found.rule.isEmpty {
            for judging in own { judge(found, by: judging.rule, &scratch, into: &findings) }
        } else if let judging = byId[found.rule] {
            judge(found, by: judging.rule, &scratch, into: &findings)
        }
    }

    private func judge(
        _ found: AnalyzerFinding, by rule: Rule, _ scratch: inout MatchScratch?, into findings: inout [Finding]
    ) {
        let anchor = found.anchor
        let location = anchor.location
        guard rule.files.matches(location.path) else { return }
        func value(_ name: String) -> String? { found.values[name] ?? (name == "match" ? location.text : nil) }
        for condition in rule.conditions where !condition.holds(value(condition.capture), &scratch) { return }
        let level = rules.level(of: rule, on: surface)
        guard level != .off else { return }
        if counts {
            findings.append(
                Finding(
                    rule: rule.id, level: level, location: location, language: "", context: "", route: "",
                    surface: surface, message: "", kpi: nil, identity: "", fingerprint: Fingerprint(context: 0, line: 0)
                ))
            return
        }
        var finding = Finding(
            rule: rule.id, level: level, location: location, language: anchor.language, context: anchor.context,
            route: anchor.route, surface: surface, message: rule.message.fill(value), kpi: rule.facts.kpi,
            identity: found.identity, fingerprint: anchor.fingerprint(rule: rule.id, identity: found.identity))
        finding.related = found.related
        findings.append(finding)
    }
}
