public import LintRules

/// Which rules run, by how much of a repository they must have read. pre-commit hands a hook the files of a commit in
/// parts, in any order: rules that judge a file by others would be wrong there, and run once for all of them instead.
public enum RuleScope: String, Sendable, CaseIterable {
    case all
    /// Rules that a file alone decides.
    case file
    /// Rules that other files can decide.
    case repository

    public func holds(_ rule: Rule) -> Bool {
        switch self {
        case .all: true
        case .file: !rule.readsOtherFiles
        case .repository: rule.readsOtherFiles
        }
    }
}

extension Rule {
    /// Whether the answer for one file can lie in another. (That a file exists is asked of the folder, not of what was
    /// read.)
    public var readsOtherFiles: Bool {
        asksAnalyzers
            || self.unless.contains { excuse in
                if case .evidence(let evidence) = excuse { return evidence.near != .file }
                return false
            }
    }
}
