public import LintFindings
public import LintPattern
public import LintSource
public import LintSyntax
public import LintYAML

/// One rule as it was read from a pack: data only.
public struct Rule: Sendable {
    public var facts: RuleFacts
    /// Where it was written, for messages.
    public var path: String
    public var mark: YAMLNode.Mark

    /// `nil`: every language.
    public var languages: Set<Language>?
    public var files = FileFilter()
    public var surfaces = SurfaceLevels()
    /// Bits of ``Context/bit``.
    public var contexts: UInt32 = .max
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
    public var analyzer: String?
    public var tests: [RuleTest] = []
    /// What was worked out when the rule was recorded; `nil`: it is worked out when it is asked for.
    var recorded: Needs?

    public var id: String { facts.id }
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
