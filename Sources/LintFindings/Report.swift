/// The whole answer of a run: what every reporter writes.
public struct Report: Sendable {
    /// What was not read, and why.
    public struct Skipped: Sendable, Hashable {
        public enum Reason: String, Sendable, CaseIterable {
            case binary, tooLarge = "too-large", excluded, unreadable, symlink, special
        }
        public var path: String
        public var reason: Reason
        public init(path: String, reason: Reason) {
            self.path = path
            self.reason = reason
        }
    }

    /// What the run has to say beside findings: a limit that was hit, a stale baseline entry.
    public struct Note: Sendable, Hashable {
        public var path: String?
        public var message: String
        public init(path: String? = nil, message: String) {
            self.path = path
            self.message = message
        }
    }

    public var toolVersion: String
    /// The rules that ran, by id.
    public var rules: [RuleFacts]
    /// Sorted by ``Finding/inOrder(_:_:)``; suppressed ones are among them.
    public var findings: [Finding]
    /// Whether two states were compared, even where neither has a finding.
    public var isComparison = false
    /// Findings of the earlier state that are gone (`diff`).
    public var fixed: [Finding] = []
    /// Among the fixed, those whose file was deleted.
    public var fixedByDeletion: [Finding] = []
    public var kpis: [KPIValue]
    /// Counted in full, listed up to a bound.
    public var skipped: [Skipped]
    public var skippedCount: Int
    public var notes: [Note]
    public var filesChecked: Int

    public init(
        toolVersion: String, rules: [RuleFacts], findings: [Finding], kpis: [KPIValue] = [], skipped: [Skipped] = [],
        skippedCount: Int? = nil, notes: [Note] = [], filesChecked: Int = 0
    ) {
        self.toolVersion = toolVersion
        self.rules = rules
        self.findings = findings
        self.kpis = kpis
        self.skipped = skipped
        self.skippedCount = skippedCount ?? skipped.count
        self.notes = notes
        self.filesChecked = filesChecked
    }

    /// Findings that count: not suppressed.
    public var live: [Finding] { findings.filter { $0.suppressed == nil } }
}
