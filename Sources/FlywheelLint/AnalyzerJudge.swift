import LintAnalyzers
import LintFindings
import LintPattern
import LintRules
import LintSource
import LintWalk

/// Gives an analyzer's findings the level and message of each rule that speaks of them.
struct AnalyzerJudge: Sendable {
    /// What of a rule every finding asks, taken out of it once.
    private final class Judging: Sendable {
        let rule: Rule
        let files: FileFilter
        let message: Template

        init(_ rule: Rule) {
            self.rule = rule
            files = rule.files
            message = rule.message
        }
    }

    private let rules: RuleSet
    private let counts: Bool
    /// Those of the analyzer, and where each is among them, by id.
    private let numbers: [Int]
    private let places: [String: Int]
    /// What of them was asked for, by place, and their levels on the surfaces that were seen.
    private var judgings: [Judging?]
    private var conditions: [[AskedCondition]]
    private var levels: [[(surface: String, level: Level)]]
    /// Of the last finding, by place: that of the next is often the same.
    private var kinds: [FindingKind?]
    /// Many findings lie in one file, one after another.
    private var path: String?
    private var surface = ""
    private var lastFingerprint: (place: Int, path: String, line: Int, identity: String, fingerprint: Fingerprint)?
    /// Who only counts asks of the same files at one commit after another.
    private var surfaces: [String: String] = [:]
    /// Findings of a rule that are told of one file; and how many were judged, where there may be more: a file's own, by
    /// place of the rule.
    private let most: Int
    private var told: [String: [Int]] = [:]
    private var mayBeTooMany = false

    /// - Parameter counts: whether findings are only counted, and nobody reads them.
    init(_ rules: RuleSet, analyzer: String, counts: Bool = false) {
        self.rules = rules
        self.counts = counts
        most = rules.limits[.findingsPerRule]
        numbers = rules.rules.indices.filter { rules.rules[$0].analyzer == analyzer }
        places = Dictionary(numbers.enumerated().map { (rules.rules[$1].id, $0) }) { first, _ in first }
        judgings = Array(repeating: nil, count: numbers.count)
        conditions = Array(repeating: [], count: numbers.count)
        levels = Array(repeating: [], count: numbers.count)
        kinds = Array(repeating: nil, count: numbers.count)
    }

    /// What the rules say of all of them, in their order; the same for any number of workers.
    func judged(_ found: [AnalyzerFinding], workers: Int = 1) -> [Finding] {
        let parts = max(1, min(workers, found.count / 64))
        return bounded(
            ParallelWork.map(parts) { part in
                var judge = self
                return judge.judge(found, (found.count * part / parts)..<(found.count * (part + 1) / parts))
            }.inOne())
    }

    /// As ``judged(_:workers:)``, for who asks again: what was worked out is kept.
    mutating func judge(_ found: [AnalyzerFinding]) -> [Finding] { bounded(judge(found, found.indices)) }

    /// Without those that one file has too many of, of one rule; of these a finding says so.
    private func bounded(_ findings: [Finding]) -> [Finding] {
        guard findings.count > most else { return findings }
        var seen: [String: [String: Int]] = [:]
        var kept: [Finding] = []
        for finding in findings {
            seen[finding.path, default: [:]][finding.rule, default: 0] += 1
            switch seen[finding.path]?[finding.rule] ?? 0 {
            case ...most: kept.append(finding)
            case most + 1: kept.append(EngineFinding.tooMany(most, like: finding))
            default: break
            }
        }
        return kept
    }

    private mutating func judge(_ found: [AnalyzerFinding], _ range: Range<Int>) -> [Finding] {
        var findings: [Finding] = []
        findings.reserveCapacity(range.count)
        var scratch: MatchScratch?
        told = [:]
        mayBeTooMany = range.count > most
        for index in range { judge(found[index], &scratch, into: &findings) }
        return findings
    }

    private mutating func judge(
        _ found: AnalyzerFinding, _ scratch: inout MatchScratch?, into findings: inout [Finding]
    ) {
        if found.anchor.location.path != path {
            path = found.anchor.location.path
            surface = surface(of: found.anchor.location.path)
        }
        if found.rule.isEmpty {
            for place in numbers.indices { judge(found, at: place, &scratch, into: &findings) }
        } else if let place = places[found.rule] {
            judge(found, at: place, &scratch, into: &findings)
        } else if found.rule == AnalyzerFinding.limit {
            findings.append(
                EngineFinding.limit(
                    found.values["message"] ?? "", subject: found.identity, at: found.anchor.location,
                    language: found.anchor.language, surface: surface))
        }
    }

    private mutating func surface(of path: String) -> String {
        guard counts else { return rules.surfaces.surface(of: path) }
        if let known = surfaces[path] { return known }
        let surface = rules.surfaces.surface(of: path)
        surfaces[path] = surface
        return surface
    }

    private mutating func judging(at place: Int) -> Judging {
        if let known = judgings[place] { return known }
        let judging = Judging(rules.rules[numbers[place]])
        judgings[place] = judging
        conditions[place] = judging.rule.conditions.map(AskedCondition.init)
        return judging
    }

    /// The level of a rule on the surface of the file at hand.
    private mutating func level(at place: Int, _ judging: Judging) -> Level {
        for item in levels[place] where item.surface == surface { return item.level }
        let level = rules.level(of: judging.rule, on: surface)
        levels[place].append((surface, level))
        return level
    }

    private mutating func judge(
        _ found: AnalyzerFinding, at place: Int, _ scratch: inout MatchScratch?, into findings: inout [Finding]
    ) {
        let judging = judging(at: place)
        let anchor = found.anchor
        let location = anchor.location
        guard judging.files.matches(location.path) else { return }
        func value(_ name: String) -> String? { found.values[name] ?? (name == "match" ? location.text : nil) }
        for number in conditions[place].indices {
            let text = value(conditions[place][number].condition.capture)
            if !conditions[place][number].holds(text, &scratch) { return }
        }
        let level = level(at: place, judging)
        guard level != .off, !isTooMany(at: place) else { return }
        let id = judging.rule.id
        let kind = kind(at: place, judging, anchor)
        if counts {
            findings.append(
                Finding(
                    kind: kind, level: level, location: location, message: "",
                    fingerprint: Fingerprint(context: 0, line: 0)))
            return
        }
        var finding = Finding(
            kind: kind, level: level, location: location,
            message: judging.message.fill { value($0).map(Redaction.redacted) },
            identity: found.identity, fingerprint: fingerprint(of: found, rule: id, at: place))
        if !found.related.isEmpty { finding.related = found.related }
        findings.append(finding)
    }

    /// On a line that is as long as a file there may be thousands, each of which its bytes would be read for.
    private mutating func fingerprint(of found: AnalyzerFinding, rule: String, at place: Int) -> Fingerprint {
        let location = found.anchor.location
        if let last = lastFingerprint, last.place == place, last.line == location.start.line,
            last.identity == found.identity, last.path == location.path
        {
            return last.fingerprint
        }
        let fingerprint = found.anchor.fingerprint(rule: rule, identity: found.identity)
        lastFingerprint = (place, location.path, location.start.line, found.identity, fingerprint)
        return fingerprint
    }

    /// Whether so many were told of the rule and the file at hand that there is no need for this one; it counts as told.
    private mutating func isTooMany(at place: Int) -> Bool {
        guard let path, mayBeTooMany else { return false }
        told[path, default: Array(repeating: 0, count: numbers.count)][place] += 1
        return (told[path]?[place] ?? 0) > most + 1
    }

    private mutating func kind(at place: Int, _ judging: Judging, _ anchor: Anchor) -> FindingKind {
        if let last = kinds[place], last.surface == surface,
            counts
                || last.route == anchor.route && last.context == anchor.context && last.language == anchor.language
        {
            return last
        }
        let rule = judging.rule
        let kind =
            counts
            ? FindingKind(rule: rule.id, language: "", context: "", route: "", surface: surface)
            : FindingKind(
                rule: rule.id, language: anchor.language, context: anchor.context, route: anchor.route,
                surface: surface, kpi: rule.facts.kpi)
        kinds[place] = kind
        return kind
    }
}
