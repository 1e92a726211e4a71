import LintSource

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

    public var level: Level
    public var state: State?
    private var suppression: SuppressionBox?
    /// Behind a pointer, and shared by all copies: findings are passed on from stage to stage.
    private var contents: FindingContents

    private final class SuppressionBox: Sendable {
        let suppression: Suppression
        init(_ suppression: Suppression) { self.suppression = suppression }
    }

    public init(
        kind: FindingKind, level: Level, location: Location, message: String, fix: Fix? = nil, identity: String = "",
        fingerprint: Fingerprint
    ) {
        self.level = level
        contents = FindingContents(kind: kind, location: location, message: message, fingerprint: fingerprint)
        if fix != nil { contents.fix = fix }
        if !identity.isEmpty { contents.identity = identity }
    }

    public init(
        rule: String, level: Level, location: Location, language: String, context: String, route: String,
        surface: String, message: String, kpi: String? = nil, fix: Fix? = nil, identity: String = "",
        fingerprint: Fingerprint
    ) {
        let kind = FindingKind(
            rule: rule, language: language, context: context, route: route, surface: surface, kpi: kpi)
        self.init(
            kind: kind, level: level, location: location, message: message, fix: fix, identity: identity,
            fingerprint: fingerprint)
    }

    public var kind: FindingKind {
        get { contents.kind }
        set { own().kind = newValue }
    }
    public var rule: String { contents.kind.rule }
    /// The innermost language's and context's names; the whole way as `route`.
    public var language: String { contents.kind.language }
    public var context: String { contents.kind.context }
    public var route: String { contents.kind.route }
    public var surface: String { contents.kind.surface }
    public var kpi: String? { contents.kind.kpi }
    public var path: String { contents.location.path }
    public var fingerprint: Fingerprint { contents.fingerprint }

    public var location: Location {
        _read { yield contents.location }
        _modify { yield &own().location }
    }
    public var message: String {
        get { contents.message }
        set { own().message = newValue }
    }
    public var fix: Fix? {
        get { contents.fix }
        set { own().fix = newValue }
    }
    /// That of the fix, without the fix.
    public var fixSafety: FixSafety? {
        contents.replacement == nil ? contents.rest?.fix?.safety : contents.replacementSafety
    }
    public var related: [Related] {
        get { contents.related }
        set { own().related = newValue }
    }
    /// Findings of one group are fixed together or not at all.
    public var group: String? {
        get { contents.group }
        set { own().group = newValue }
    }
    /// The stable subject that the rule names (`terraform.backend.http`), for the fingerprint.
    public var identity: String {
        get { contents.identity }
        set { own().identity = newValue }
    }
    public var suppressed: Suppression? {
        get { suppression?.suppression }
        set { suppression = newValue.map(SuppressionBox.init) }
    }

    /// The contents, which no other finding holds.
    private mutating func own() -> FindingContents {
        if !isKnownUniquelyReferenced(&contents) { contents = contents.copy() }
        return contents
    }

    public static func == (one: Finding, other: Finding) -> Bool {
        one.level == other.level && one.state == other.state && one.suppressed == other.suppressed
            && one.contents == other.contents
    }

    public func hash(into hasher: inout Hasher) { hasher.combine(contents) }

    /// Leaves what judging and counting need: rule, level, surface and lines.
    public mutating func dropTexts() {
        let contents = own()
        contents.message = ""
        contents.fix = nil
        contents.related = []
        contents.identity = ""
        contents.location.dropTexts()
    }

    /// Fills in the lines and columns of its fix.
    mutating func anchorFix(lines: LineIndex, bytes: ByteView) {
        // (Those of its own range are known.)
        guard contents.replacement == nil, var fix = contents.rest?.fix else { return }
        fix.anchor(lines: lines, bytes: bytes)
        own().fix = fix
    }

    /// By path, offset, rule: the order of every report.
    public static func inOrder(_ a: Finding, _ b: Finding) -> Bool {
        if a.path != b.path { return PathOrder.precedes(a.path, b.path) }
        if a.location.range != b.location.range { return a.location.range < b.location.range }
        if a.rule != b.rule { return a.rule < b.rule }
        return a.message < b.message
    }
}
