public import LintFindings
public import LintSource

/// A comment that says which findings do not count: `flywheel-lint: ignore RULE[, RULE] [until DATE] [-- reason]`.
public struct Suppression: Sendable, Hashable {
    public typealias Scope = SuppressionRecord.Scope

    public var rules: [PathGlob]
    public var scope: Scope
    /// 1-based lines it covers, both included.
    public var firstLine: Int
    public var lastLine: Int
    /// The last line of the comment itself.
    public var commentEnd: Int
    /// Lines it covers when there is nothing to hide directly below it: behind other comments, and behind blank lines
    /// in Markdown.
    public var spareLines: ClosedRange<Int>?
    /// `YYYY-MM-DD`; the last day on which it holds.
    public var until: String?
    public var reason: String?
    /// What the configuration requires and it does not give.
    public var missing: [SuppressionPolicy.Part] = []
    /// Shown in a fence of a document: it holds for what the fence holds, and nobody asks whether it hides anything.
    public var isExample: Bool
    /// Where the comment stands, and on which surface.
    public var location: Location
    public var surface: String
    public var fingerprint: Fingerprint

    /// The rules' ids and globs, as they are written.
    public var ruleNames: [String] { rules.map { String($0.source.dropFirst()) } }

    public func names(_ rule: String) -> Bool { rules.contains { $0.matches(rule) } }

    /// `today` nil: nothing expires.
    public func isExpired(_ today: String?) -> Bool {
        guard let today, let until else { return false }
        return until < today
    }

    /// What one hides in a run.
    public struct Use: Sendable, Hashable {
        public var suppression: Suppression
        /// Findings that it hides, or would if it held.
        public var hides: Int
        /// Whether it holds: neither expired nor short of what is required.
        public var holds: Bool
        /// Whether all that it could hide was looked for.
        public var isJudged: Bool
    }
}
