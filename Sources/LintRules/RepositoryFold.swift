import Glibc
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

    /// What rules without an analyzer find in each file, which waits for nothing that analyzers find.
    public struct Own: Sendable {
        fileprivate var findings: [[Finding]]
    }

    /// - Parameter paths: all files of the repository.
    public func own(_ results: [FileResult], paths: [String]) -> Own {
        var facts = RepositoryFacts(rules, asking: results)
        for result in results { facts.add(result) }
        for path in paths { facts.count(path: path) }
        return Own(findings: results.map { own(of: $0, facts) })
    }

    /// All findings in report order. `extra` are those of analyzers; `paths` all files of the repository.
    public func findings(_ results: [FileResult], extra: [Finding] = [], paths: [String]) -> [Finding] {
        findings(results, extra: extra, own: own(results, paths: paths))
    }

    /// - Parameter own: of the same results.
    public func findings(_ results: [FileResult], extra: [Finding], own: consuming Own) -> [Finding] {
        // By their numbers: findings are large.
        var others: [String: [Int]] = [:]
        for number in extra.indices { others[extra[number].path, default: []].append(number) }
        // Findings are large: files come in order, so that only what is in one file is sorted.
        var ofFiles: [(path: String, findings: [Finding])] = []
        for (index, result) in results.enumerated() {
            var found: [Finding] = []
            swap(&found, &own.findings[index])
            if !others.isEmpty, let more = others.removeValue(forKey: result.path) {
                found = more.map { extra[$0] } + found
            }
            settle(result, &found)
            if !found.isEmpty { ofFiles.append((result.path, found)) }
        }
        for (path, numbers) in others {
            var rest = numbers.map { extra[$0] }
            judgeEngine(&rest)
            ofFiles.append((path, rest))
        }
        let isInOrder = ofFiles.indices.dropFirst().allSatisfy { ofFiles[$0 - 1].path.precedes(ofFiles[$0].path) }
        if !isInOrder { ofFiles.sort { $0.path.precedes($1.path) } }
        var findings: [Finding] = []
        findings.reserveCapacity(ofFiles.reduce(0) { $0 + $1.findings.count })
        for index in ofFiles.indices {
            let found = ofFiles[index].findings
            if found.count == 1 {
                findings.append(found[0])
                continue
            }
            // By place: a finding is large, and few are at one place.
            let places = found.indices.map { (range: found[$0].location.range, number: $0) }.sorted { a, b in
                a.range == b.range ? Finding.inOrder(found[a.number], found[b.number]) : a.range < b.range
            }
            for place in places { findings.append(found[place.number]) }
        }
        FindingGroups.relate(&findings)
        return findings
    }

    /// What is found in one file, in no order: a sum over files, so that one file's change is one file's work.
    public func findings(of result: FileResult, extra: [Finding], _ facts: RepositoryFacts) -> [Finding] {
        var findings = extra + own(of: result, facts)
        settle(result, &findings)
        return findings
    }

    private func own(of result: FileResult, _ facts: RepositoryFacts) -> [Finding] {
        var findings: [Finding] = []
        for candidate in result.candidates where !facts.excuses(candidate) {
            if let finding = judge(candidate, facts) { findings.append(finding) }
        }
        return findings
    }

    private func settle(_ result: FileResult, _ findings: inout [Finding]) {
        if !result.engine.isEmpty { findings += result.engine }
        judgeEngine(&findings)
        if !result.suppressions.isEmpty { apply(result, to: &findings) }
    }
}

extension String {
    /// In the order of their bytes.
    fileprivate func precedes(_ other: String) -> Bool {
        let ordered = utf8.withContiguousStorageIfAvailable { a in
            other.utf8.withContiguousStorageIfAvailable { b in
                guard let left = a.baseAddress, let right = b.baseAddress else { return a.count < b.count }
                let order = memcmp(left, right, min(a.count, b.count))
                return order != 0 ? order < 0 : a.count < b.count
            }
        }
        return (ordered ?? nil) ?? utf8.lexicographicallyPrecedes(other.utf8)
    }
}
