import LintFindings
import LintWalk

extension Linter.Outcome {
    /// What a state was read of, and what of it could not be read.
    mutating func take(_ state: LintedState) {
        filesRead = state.filesRead
        report.filesChecked = state.filesRead
        report.skipped = state.skipped
        report.skippedCount = state.skippedCount
        failures = state.failures
    }
}

extension Report.Skipped {
    init(_ skipped: SkippedFile) {
        let reason: Reason =
            switch skipped.reason {
            case .binary: .binary
            case .tooLarge: .tooLarge
            case .excluded: .excluded
            case .symlink: .symlink
            case .special: .special
            case .unreadable, .missing, .outside: .unreadable
            }
        self.init(path: skipped.path, reason: reason)
    }
}
