public import LintSource

/// What a reader may know of a rule: all that reporters see of it.
public struct RuleFacts: Sendable, Hashable {
    public struct Example: Sendable, Hashable {
        /// The language's name, or a path.
        public var language: String
        /// The text, without marks.
        public var text: String
        public var isBad: Bool
        /// The text after the fix, where the rule has one.
        public var fixed: String?
        public init(language: String, text: String, isBad: Bool, fixed: String? = nil) {
            self.language = language
            self.text = text
            self.isBad = isBad
            self.fixed = fixed
        }
    }

    /// `family/offence`.
    public var id: String
    public var title: String { titleText.text }
    public var why: String { whyText.text }
    private let titleText: RecordedText
    private let whyText: RecordedText
    public var level: Level
    public var tags: [String]
    public var kpi: String?
    public var examples: [Example]
    /// `safe`, `unsafe`, or `nil` where the rule has no fix.
    public var fixSafety: FixSafety?
    /// The pack that holds it.
    public var pack: String

    public init(
        id: String, title: String, why: String, level: Level, tags: [String] = [], kpi: String? = nil,
        examples: [Example] = [], fixSafety: FixSafety? = nil, pack: String = ""
    ) {
        self.id = id
        titleText = RecordedText(title)
        whyText = RecordedText(why)
        self.level = level
        self.tags = tags
        self.kpi = kpi
        self.examples = examples
        self.fixSafety = fixSafety
        self.pack = pack
    }

    /// Facts of a rule that was recorded; `title` and `why` are parts of a `StaticString`.
    public init(
        id: String, standingTitle title: ByteView, standingWhy why: ByteView, level: Level, tags: [String],
        kpi: String?,
        fixSafety: FixSafety?, pack: String
    ) {
        self.id = id
        titleText = RecordedText(standing: title)
        whyText = RecordedText(standing: why)
        self.level = level
        self.tags = tags
        self.kpi = kpi
        examples = []
        self.fixSafety = fixSafety
        self.pack = pack
    }

    /// The part of the id before the slash.
    public var family: String { String(id.prefix { $0 != "/" }) }
}
