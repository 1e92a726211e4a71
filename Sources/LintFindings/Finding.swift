/// One occurrence of what a rule forbids, at its exact bytes.
public struct Finding: Sendable, Hashable {
    /// What became of a finding between two states of a repository.
    public enum State: String, Sendable, Hashable {
        case new, unchanged, moved, updated
        /// New because its rule is: does not fail a pull request.
        case newRule = "new (rule added)"
    }

    /// Another place that explains this one.
    public struct Related: Sendable, Hashable {
        public var location: Location
        public var message: String
        public init(location: Location, message: String) {
            self.location = location
            self.message = message
        }
    }

    /// Why a finding does not count.
    public struct Suppression: Sendable, Hashable {
        public enum Kind: String, Sendable { case inSource, external }
        public var kind: Kind
        public var reason: String?
        public init(kind: Kind, reason: String?) {
            self.kind = kind
            self.reason = reason
        }
    }

    public var rule: String
    public var level: Level
    public var location: Location
    /// The innermost language's and context's names; the whole way as `route`.
    public var language: String
    public var context: String
    public var route: String
    public var surface: String
    public var message: String
    public var kpi: String?
    public var fix: Fix?
    public var related: [Related] = []
    /// Findings of one group are fixed together or not at all.
    public var group: String?
    /// The stable subject that the rule names (`terraform.backend.http`), for the fingerprint.
    public var identity: String = ""
    public var fingerprint: Fingerprint
    public var state: State?
    public var suppressed: Suppression?

    public init(
        rule: String, level: Level, location: Location, language: String, context: String, route: String,
        surface: String, message: String, kpi: String? = nil, fix: Fix? = nil, identity: String = "",
        fingerprint: Fingerprint
    ) {
        self.rule = rule
        self.level = level
        self.location = location
        self.language = language
        self.context = context
        self.route = route
        self.surface = surface
        self.message = message
        self.kpi = kpi
        self.fix = fix
        self.identity = identity
        self.fingerprint = fingerprint
    }

    public var path: String { location.path }

    /// By path, offset, rule: the order of every report.
    public static func inOrder(_ a: Finding, _ b: Finding) -> Bool {
        if a.location.path != b.location.path {
            return a.location.path.utf8.lexicographicallyPrecedes(b.location.path.utf8)
        }
        if a.location.range != b.location.range { return a.location.range < b.location.range }
        if a.rule != b.rule { return a.rule < b.rule }
        return a.message < b.message
    }
}
