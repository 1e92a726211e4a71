import LintFindings

/// What analyzers say of whole files, for rules that it excuses: `unless: {answer: analyzer/name}`.
public struct FileAnswers: Sendable {
    /// Paths, by analyzer and name.
    private var files: [String: [String: Set<String>]] = [:]

    public init() {}

    /// Takes the place of what the analyzer said before.
    public mutating func take(_ answers: [String: Set<String>], of analyzer: String) {
        files[analyzer] = answers.isEmpty ? nil : answers
    }

    /// Takes away what is none: of most files there is no answer.
    func excuse(_ findings: inout [Finding], in path: String, _ rules: RuleSet) {
        if files.isEmpty || findings.isEmpty { return }
        guard files.values.contains(where: { $0.values.contains { $0.contains(path) } }) else { return }
        let excused = rules.rules.filter { rule in
            rule.excusingAnswers.contains { files[$0.analyzer]?[$0.name]?.contains(path) ?? false }
        }.map(\.id)
        if excused.isEmpty { return }
        findings.removeAll { excused.contains($0.rule) }
    }
}
