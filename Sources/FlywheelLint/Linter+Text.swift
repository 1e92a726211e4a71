import LintRules
import LintFindings
import LintSource

extension Linter {
    /// Checks one text under a name, as editors and hooks do: the file itself is not read.
    public func checkText(_ bytes: [UInt8], as path: String) -> Outcome {
        let excluded = settings.exclude.contains { $0.matches(path) }
        let files = excluded ? [] : [SourceFile(path: path, bytes: bytes)]
        let findings = Linter.check(files, rules: settings.rules, today: options.today)
        let report = Report(
            toolVersion: Version.text, rules: settings.rules.rules.map(\.facts), findings: findings,
            filesChecked: files.count)
        return Outcome(report: report, failures: [], filesRead: 1)
    }
}
