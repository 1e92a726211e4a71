/// A suppression as it is listed: what it hides, since when, until when and why.
public struct SuppressionRecord: Sendable, Hashable {
    public enum Scope: String, Sendable, CaseIterable { case line, block, file }

    public enum State: String, Sendable, CaseIterable {
        case used
        /// Hides nothing.
        case unused
        /// Its date is over.
        case expired
        /// The configuration requires a reason or a date that it does not give.
        case incomplete
        /// In a fence of a document.
        case example
        /// A rule that it names did not run.
        case unjudged
    }

    public var location: Location
    /// Ids and globs as they are written.
    public var rules: [String]
    public var scope: Scope
    /// 1-based, both included; `nil`: to the end of the file.
    public var firstLine: Int
    public var lastLine: Int?
    /// Findings that it hides, or would hide if it held.
    public var hides: Int
    public var state: State
    public var reason: String?
    /// `YYYY-MM-DD`
    public var until: String?
    /// The commit whose line it is and that commit's day; `nil` where git does not know it.
    public var commit: String?
    public var since: String?
    /// Days since then.
    public var age: Int?

    public init(
        location: Location, rules: [String], scope: Scope, firstLine: Int, lastLine: Int?, hides: Int, state: State,
        reason: String?, until: String?
    ) {
        self.location = location
        self.rules = rules
        self.scope = scope
        self.firstLine = firstLine
        self.lastLine = lastLine
        self.hides = hides
        self.state = state
        self.reason = reason
        self.until = until
    }
}
