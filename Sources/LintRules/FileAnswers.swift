import LintFindings

/// What analyzers say of whole files, for rules that it excuses: `unless: {answer: analyzer/name}`.
public struct FileAnswers: Sendable {
    /// Paths, by analyzer and name.
    private var files: [String: [String: Set<String>]] = [:]
    /// Names of what holds of every file, by analyzer.
    private var everywhere: [String: Set<String>] = [:]

    public init() {}

    /// Takes the place of what the analyzer said before.
    public mutating func take(_ answers: [String: Set<String>], everywhere: Set<String>, of analyzer: String) {
        files[analyzer] = answers.isEmpty ? nil : answers
        self.everywhere[analyzer] = everywhere.isEmpty ? nil : everywhere
    }

    /// Takes away what is none: of most files there is no answer.
    func excuse(_ findings: inout [Finding], in path: String, _ rules: RuleSet) {
        if findings.isEmpty || files.isEmpty && everywhere.isEmpty { return }
        guard !everywhere.isEmpty || files.values.contains(where: { $0.values.contains { $0.contains(path) } }) else {
            return
        }
        let excused = rules.rules.filter { rule in
            rule.excusingAnswers.contains { holds($0.analyzer, $0.name, of: path) }
        }.map(\.id)
        if excused.isEmpty { return }
        findings.removeAll { excused.contains($0.rule) }
    }

    private func holds(_ analyzer: String, _ name: String, of path: String) -> Bool {
        everywhere[analyzer]?.contains(name) ?? false || files[analyzer]?[name]?.contains(path) ?? false
    }
}
