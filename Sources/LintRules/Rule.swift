public import LintFindings
public import LintPattern
public import LintSource
public import LintSyntax
public import LintYAML

/// One rule as it was read from a pack: data only. What every run asks of it stands here, the rest is in its details.
@dynamicMemberLookup
public struct Rule: Sendable {
    public var facts: RuleFacts
    /// Bits of ``Context/bit``.
    public var contexts: UInt32 = .max
    public var analyzer: String?
    private var details: RuleDetailsSource
    /// What was worked out when the rule was recorded; `nil`: it is worked out when it is asked for.
    private let recorded: (needs: Needs, asks: RuleAsks)?

    init(facts: RuleFacts, details: RuleDetails) {
        self.facts = facts
        self.details = RuleDetailsSource(details)
        recorded = nil
    }

    /// A rule that was recorded.
    init(
        facts: RuleFacts, contexts: UInt32, analyzer: String?, details: RuleDetailsSource, needs: Needs, asks: RuleAsks
    ) {
        self.facts = facts
        self.contexts = contexts
        self.analyzer = analyzer
        self.details = details
        recorded = (needs, asks)
    }

    func writeDetails(to writer: inout CompactWriter) { details.value.write(to: &writer) }

    public subscript<Value>(dynamicMember key: KeyPath<RuleDetails, Value>) -> Value {
        details.box.details[keyPath: key]
    }

    /// All of them, for whoever asks often.
    var box: RuleDetailsSource.Box { details.box }

    public subscript<Value>(dynamicMember key: WritableKeyPath<RuleDetails, Value>) -> Value {
        get { details.value[keyPath: key] }
        set {
            var value = details.value
            value[keyPath: key] = newValue
            details = RuleDetailsSource(value)
        }
    }

    public var id: String { facts.id }

    /// ``needs``, looked up where they were recorded.
    var knownNeeds: Needs {
        if let recorded { return recorded.needs }
        let all = needs?.map { $0.stemmed(besides: $0.rarestNumber ?? 0) }
        return Needs(all: all?.map(\.clauses), rarest: all?.map(\.lead) ?? [])
    }

    /// What it asks of a run before it is tried.
    public var asks: RuleAsks { recorded?.asks ?? RuleAsks(of: details.value) }

    /// Answers of analyzers that excuse what it finds in a file.
    public var excusingAnswers: [(analyzer: String, name: String)] {
        guard asks.contains(.answer) else { return [] }
        return self.unless.compactMap {
            if case .answer(let analyzer, let name) = $0 { (analyzer, name) } else { nil }
        }
    }

    /// Whether it is of no use without some analyzer, or may be wrong.
    public var asksAnalyzers: Bool { analyzer != nil || asks.contains(.answer) }

    /// The same of one of them.
    public func asks(analyzer name: String) -> Bool {
        analyzer == name || excusingAnswers.contains { $0.analyzer == name }
    }
}

/// What of a rule a run need not know before the rule is tried on a file.
public struct RuleDetails: Sendable {
    /// Where it was written, for messages.
    public var path: String
    public var mark: YAMLNode.Mark

    /// `nil`: every language.
    public var languages: Set<Language>?
    public var files = FileFilter()
    public var surfaces = SurfaceLevels()
    public var node: Selector?
    public var matcher: Matcher?
    public var conditions: [CaptureCondition] = []
    public var within: [Selector] = []
    public var has: [Selector] = []
    public var lacks: [Selector] = []
    public var unless: [Excuse] = []
    public var claim: Claim?
    public var fix: FixTemplate?
    /// The name of what is fixed together or not at all.
    public var group: Template?
    public var message: Template
    public var tests: [RuleTest] = []
}

/// Which of a rule's details concern a run as a whole, so that the others need not be looked at.
public struct RuleAsks: OptionSet, Sendable {
    public let rawValue: Int
    public init(rawValue: Int) { self.rawValue = rawValue }

    /// Its matcher asks which files there are.
    public static let files = RuleAsks(rawValue: 1)
    /// It looks at some files only.
    public static let paths = RuleAsks(rawValue: 2)
    /// Something elsewhere may excuse it.
    public static let elsewhere = RuleAsks(rawValue: 4)
    /// It holds a claim against a count.
    public static let claim = RuleAsks(rawValue: 8)
    /// What an analyzer answers may excuse it.
    public static let answer = RuleAsks(rawValue: 16)

    init(of rule: RuleDetails) {
        var asks: RuleAsks = []
        if rule.matcher?.asksForFiles ?? false { asks.insert(.files) }
        if !rule.files.include.isEmpty || !rule.files.exclude.isEmpty { asks.insert(.paths) }
        if rule.unless.contains(where: \.isElsewhere) { asks.insert(.elsewhere) }
        if rule.claim != nil { asks.insert(.claim) }
        if rule.unless.contains(where: \.isAnswer) { asks.insert(.answer) }
        self = asks
    }
}

/// Which paths a rule looks at.
public struct FileFilter: Sendable, Hashable {
    public var include: [PathGlob] = []
    public var exclude: [PathGlob] = []

    public init(include: [PathGlob] = [], exclude: [PathGlob] = []) {
        self.include = include
        self.exclude = exclude
    }

    public func matches(_ path: ByteView) -> Bool {
        (include.isEmpty || include.contains { $0.matches(path) }) && !exclude.contains { $0.matches(path) }
    }

    public func matches(_ path: String) -> Bool {
        if include.isEmpty, exclude.isEmpty { return true }
        var path = path
        return path.withUTF8 { bytes in
            let path = ByteView(bytes)
            return (include.isEmpty || include.contains { $0.matches(path) }) && !exclude.contains { $0.matches(path) }
        }
    }
}

/// What a rule says on which surface.
public struct SurfaceLevels: Sendable, Hashable {
    /// `nil`: every surface.
    public var only: Set<String>?
    public var levels: [String: Level] = [:]
    public init() {}
}

/// A limit on a capture or a part of a URL.
public struct CaptureCondition: Sendable {
    public enum Test: Sendable {
        case pattern(Pattern)
        case oneOf([String])
        case notIn([String])
    }
    public var capture: String
    public var test: Test

    /// Whether `text` is what is asked for; without a text only `not-in` is content. `scratch` is made when it is needed.
    public func holds(_ text: String?, _ scratch: inout MatchScratch?) -> Bool {
        switch test {
        case .oneOf(let texts): return text.map(texts.contains) ?? false
        case .notIn(let texts): return text.map { !texts.contains($0) } ?? true
        case .pattern(let pattern):
            scratch = scratch ?? MatchScratch()
            guard let text, let scratch else { return false }
            var hit = false
            _ = Array(text.utf8).withByteView { bytes in
                pattern.search(bytes, in: ByteRange(0, bytes.count), scratch: scratch) { _ in
                    hit = true
                    return false
                }
            }
            return hit
        }
    }
}

/// A condition that is asked of one finding after another: those of one list have the same text, as long as all of it.
public struct AskedCondition: Sendable {
    public let condition: CaptureCondition
    private var last: (text: String, holds: Bool)?

    public init(_ condition: CaptureCondition) { self.condition = condition }

    public mutating func holds(_ text: String?, _ scratch: inout MatchScratch?) -> Bool {
        guard let text else { return condition.holds(nil, &scratch) }
        if let last, last.text == text { return last.holds }
        let holds = condition.holds(text, &scratch)
        last = (text, holds)
        return holds
    }
}

/// What makes a match no finding.
public enum Excuse: Sendable {
    public enum Reach: String, Sendable, CaseIterable { case line, span }
    case match(Matcher, on: Reach)
    case within(Selector)
    case context(UInt32)
    case files([PathGlob])
    /// A file that matches is in the repository.
    case exists([PathGlob])
    case evidence(Evidence)
    /// An analyzer has such an answer for the whole file.
    case answer(analyzer: String, name: String)
    /// It is refused there: ``Refusal``.
    case refusal

    /// Whether another file may settle it.
    var isElsewhere: Bool {
        switch self {
        case .exists, .evidence: true
        case .match, .within, .context, .files, .answer, .refusal: false
        }
    }

    var isAnswer: Bool { if case .answer = self { true } else { false } }
}

/// Something elsewhere that supplies what is missing here.
public struct Evidence: Sendable {
    public enum Near: String, Sendable, CaseIterable { case file, directory, stack, repo }
    public var near: Near
    public var files: [PathGlob]
    public var contexts: UInt32
    public var matcher: Matcher
}

public struct FixTemplate: Sendable {
    public enum Change: Sendable {
        case replace(Template)
        case replacePart(String, Template)
        case delete(Extent)
    }
    public enum Extent: String, Sendable, CaseIterable { case match, line, node }
    public var change: Change
    public var safety: FixSafety
    /// What makes it unsafe, wherever it stands in the file: what has to be changed together with it.
    public var unsafeBeside: Matcher?
    /// What makes it unsafe on its own line: what is there under the old name alone.
    public var unsafeOnLine: Matcher?
}

/// A case that a rule is tested with.
public struct RuleTest: Sendable {
    /// Files with their marks taken out.
    public var files: [SourceFile]
    /// Exact ranges that must be reported, by file.
    public var marks: [String: [ByteRange]]
    /// Files whose name itself must be reported.
    public var markedNames: Set<String> = []
    /// Texts of files after the fix.
    public var fixed: [String: String]
    public var name: String?
    public var place: YAMLNode.Mark
    public var isBad: Bool { !markedNames.isEmpty || marks.values.contains { !$0.isEmpty } }
}
