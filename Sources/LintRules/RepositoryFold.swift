public import LintFindings
import LintSource

/// The per-repository half for rules without an analyzer: settles what other files decide, then what suppressions hide.
public struct RepositoryFold: Sendable {
    let rules: RuleSet
    /// `YYYY-MM-DD`, for `until`; `nil` leaves every suppression in force.
    let today: String?

    public init(rules: RuleSet, today: String? = nil) {
        self.rules = rules
        self.today = today
    }

    /// All findings in report order. `extra` are those of analyzers; `paths` all files of the repository.
    public func findings(_ results: [FileResult], extra: [Finding] = [], paths: [String]) -> [Finding] {
        var findings: [Finding] = extra
        for result in results {
            for candidate in result.candidates where !isExcused(candidate, results, paths) {
                findings.append(candidate.finding)
            }
            findings += result.engine
        }
        apply(results, to: &findings)
        return findings.sorted(by: Finding.inOrder)
    }

    private func isExcused(_ candidate: FileResult.Candidate, _ results: [FileResult], _ paths: [String]) -> Bool {
        let rule = rules.rules[candidate.rule]
        for number in candidate.exists {
            if case .exists(let globs) = rule.unless[number],
                paths.contains(where: { path in globs.contains { $0.matches(path) } })
            {
                return true
            }
        }
        for clause in candidate.evidence {
            let near = rules.evidence[clause].evidence.near
            let hit = results.contains { $0.evidence.contains(clause) && isNear($0.path, candidate.finding.path, near) }
            if hit { return true }
        }
        return false
    }

    private func isNear(_ path: String, _ finding: String, _ near: Evidence.Near) -> Bool {
        func folder(_ path: String) -> Substring { path[..<(path.lastIndex(of: "/") ?? path.startIndex)] }
        switch near {
        case .repo: return true
        case .file: return path == finding
        case .directory: return folder(path) == folder(finding)
        case .stack:
            let stack = folder(finding)
            return folder(path) == stack || path.hasPrefix(stack + "/")
        }
    }

    private func apply(_ results: [FileResult], to findings: inout [Finding]) {
        var byPath: [String: FileResult] = [:]
        for result in results where !result.suppressions.isEmpty { byPath[result.path] = result }
        guard !byPath.isEmpty else { return }
        var used: [String: Set<Int>] = [:]
        for i in findings.indices {
            guard let result = byPath[findings[i].path] else { continue }
            for (number, suppression) in result.suppressions.enumerated()
            where suppression.covers(rule: findings[i].rule, line: findings[i].location.start.line) {
                used[result.path, default: []].insert(number)
                if let today, let until = suppression.until, until < today { continue }
                findings[i].suppressed = .init(kind: .inSource, reason: suppression.reason)
            }
        }
        for (path, result) in byPath {
            for (number, suppression) in result.suppressions.enumerated() {
                if let today, let until = suppression.until, until < today {
                    findings.append(
                        complaint(
                            path, result, suppression,
                            "the suppression expired on \(until); fix what it hides, or give it a new date"))
                } else if used[path]?.contains(number) != true, !suppression.isExample {
                    findings.append(complaint(path, result, suppression, "the suppression hides nothing; remove it"))
                }
            }
        }
    }

    private func complaint(_ path: String, _ result: FileResult, _ suppression: Suppression, _ message: String)
        -> Finding
    {
        Finding(
            rule: EngineFinding.Kind.suppression.rawValue, level: .warning, location: suppression.location,
            language: "",
            context: "comment", route: "comment", surface: result.surface, message: message,
            fingerprint: suppression.fingerprint)
    }
}
