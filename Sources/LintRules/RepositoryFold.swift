public import LintFindings
public import LintSource

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
    public func own(_ results: [FileResult], paths: PathList) -> Own {
        var facts = RepositoryFacts(rules, asking: results)
        for result in results { facts.add(result) }
        facts.count(paths)
        return Own(findings: results.map { own(of: $0, facts) })
    }

    /// All findings in report order. `extra` are those of analyzers; `paths` all files of the repository.
    public func findings(
        _ results: [FileResult], extra: [Finding] = [], paths: PathList, answers: FileAnswers = FileAnswers()
    ) -> [Finding] {
        findings(results, extra: extra, own: own(results, paths: paths), answers: answers)
    }

    /// - Parameters:
    ///   - own: of the same results.
    ///   - answers: what analyzers say of whole files.
    public func findings(
        _ results: [FileResult], extra: [Finding], own: consuming Own, answers: FileAnswers = FileAnswers()
    ) -> [Finding] {
        var others = extra.isEmpty ? [:] : Dictionary(grouping: extra, by: \.path)
        // Files come in order, so that only what is in one file is sorted.
        var ofFiles: [(path: String, findings: [Finding])] = []
        for (index, result) in results.enumerated() {
            var found: [Finding] = []
            swap(&found, &own.findings[index])
            answers.excuse(&found, in: result.path, rules)
            if !others.isEmpty, let more = others.removeValue(forKey: result.path) {
                if found.isEmpty { found = more } else { found = more + found }
            }
            settle(result, &found)
            if !found.isEmpty { ofFiles.append((result.path, found)) }
        }
        for (path, var rest) in others {
            judgeEngine(&rest)
            ofFiles.append((path, rest))
        }
        if let order = PathOrder.order(ofFiles.map(\.path)) { ofFiles = order.map { ofFiles[$0] } }
        var findings: [Finding] = []
        findings.reserveCapacity(ofFiles.reduce(0) { $0 + $1.findings.count })
        for index in ofFiles.indices {
            let found = ofFiles[index].findings
            if found.count == 1 {
                findings.append(found[0])
                continue
            }
            // By place, which few share.
            let places = found.indices.map { (range: found[$0].location.range, number: $0) }.sorted { a, b in
                a.range == b.range ? Finding.inOrder(found[a.number], found[b.number]) : a.range < b.range
            }
            for place in places { findings.append(found[place.number]) }
        }
        FindingGroups.relate(&findings)
        return findings
    }

    /// What is found in one file, in no order: a sum over files, so that one file's change is one file's work.
    public func findings(
        of result: FileResult, extra: [Finding], _ facts: RepositoryFacts, answers: FileAnswers = FileAnswers()
    ) -> [Finding] {
        var findings = own(of: result, facts)
        answers.excuse(&findings, in: result.path, rules)
        findings = extra + findings
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
