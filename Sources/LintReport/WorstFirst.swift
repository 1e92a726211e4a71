import LintFindings

/// The order of formats that show only some: by level, else as the report has it.
enum WorstFirst {
    static func order(_ findings: [Finding]) -> [Finding] {
        [Level.error, .warning, .note, .off].flatMap { level in findings.filter { $0.level == level } }
    }
}
