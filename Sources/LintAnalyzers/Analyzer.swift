public import LintFindings
public import LintSource
public import LintSyntax

/// A check whose meaning lies across files. Everything that is data (level, message, why, tests) stays in the rules that
/// name it; here is only what a rule cannot say.
///
/// The per-file half, ``facts(of:codeScanningHashes:)``, is a pure function of one file; the per-repository half, ``answer(_:paths:workers:)``, folds
/// the facts of all files. Neither reads a file or runs anything.
public protocol Analyzer: Sendable {
    /// The name rules use: `analyzer: terraform-state`.
    static var name: String { get }
    /// ASCII literals, case ignored, one of which every file of interest holds, unless ``wants(path:)`` says so.
    static var literals: [String] { get }
    /// Whether a file is of interest by its path alone. Called for every file: cheap.
    static func wants(path: ByteView) -> Bool
    /// Whether a file of interest may tell something: asked before it is known what the file is. Cheaper than its facts.
    static func mayTell(path: ByteView, _ bytes: ByteView) -> Bool
    /// What of the rest of a repository has a say in what is found in a file.
    static var reach: AnalyzerReach { get }
    /// What of it has a say in what is found in the file that told these facts.
    static func reach(of facts: any FileFacts) -> AnalyzerReach
    /// Names that a rule's `where` may ask of a finding, beside `match`.
    static var captures: [String] { get }
    /// Names of what it may answer of whole files, for rules that such an answer excuses.
    static var fileAnswers: [String] { get }
    /// What one file tells, with the hashes of code scanning at its places when they are asked for; `nil` for nothing.
    static func facts(of file: ParsedFile, codeScanningHashes: Bool) -> (any FileFacts)?
    /// The same for who reports only some of its findings: of others no place need be known. `reports` is asked for a
    /// finding's values.
    static func facts(
        of file: ParsedFile, codeScanningHashes: Bool, reports: (_ values: [String: String]) -> Bool
    ) -> (any FileFacts)?
    /// Whether a symbolic link of such a path is of interest: what it leads to lies there too, for those who follow it.
    static func wantsLink(path: ByteView) -> Bool
    /// What a symbolic link tells, by its target as it is written; `nil` for nothing.
    static func facts(ofLink path: String, to target: String) -> (any FileFacts)?
    /// What all files tell together. `facts` are in path order; `paths` are all files that are known, in order. The answer
    /// is the same for any number of `workers`, which is how many threads may share the work, and whatever an `earlier`
    /// answer has left: ``AnalyzerAnswer/remains`` of one for other facts, from which some of it may be taken. No path may
    /// have come or gone since that the analyzer ``minds(path:)`` or has ``AnalyzerAnswer/asked`` for. What files say that
    /// are `apart`, history and what others do, is said of themselves alone.
    static func answer(
        _ facts: [any FileFacts], paths: PathList, workers: Int, places: AnalyzerPlaces,
        earlier: (any Sendable)?, apart: @escaping @Sendable (_ path: String) -> Bool
    ) -> AnalyzerAnswer
    /// What facts say, wherever in the file they say it: other facts of the same path that mean the same lead to the same
    /// answer, but for places in that file. `nil` where that is not known.
    static func meaning(of facts: any FileFacts) -> (any Hashable & Sendable)?
    /// Whether the answer may change when a file of this path comes or goes, whatever it holds; of other paths only those
    /// that an answer has ``AnalyzerAnswer/asked`` for.
    static func minds(path: String) -> Bool
}

/// What an analyzer learnt of one file. (A reference: a value of any type would be copied by what its type says at run time,
/// for each of a repository's files.)
public protocol FileFacts: AnyObject, Sendable {
    /// The file's, from the root; of a symbolic link the link's own.
    var path: String { get }
}

/// Facts of a type that does not know whose they are.
final class Told<Value: Sendable>: FileFacts {
    let path: String
    let value: Value

    init(_ value: Value, of file: ParsedFile) {
        path = file.path
        self.value = value
    }
}

/// Which findings need a place in their file. Who only counts needs few.
public enum AnalyzerPlaces: Sendable {
    case all
    /// Those in some files; of others the file is enough.
    case of(Set<String>)

    func holds(_ path: String) -> Bool {
        switch self {
        case .all: true
        case .of(let paths): paths.contains(path)
        }
    }
}

extension Analyzer {
    public static func reach(of facts: any FileFacts) -> AnalyzerReach { reach }
    public static func mayTell(path: ByteView, _ bytes: ByteView) -> Bool { true }
    public static var captures: [String] { [] }
    public static var fileAnswers: [String] { [] }
    public static func wantsLink(path: ByteView) -> Bool { false }
    public static func facts(ofLink path: String, to target: String) -> (any FileFacts)? { nil }
    public static func facts(
        of file: ParsedFile, codeScanningHashes: Bool, reports: (_ values: [String: String]) -> Bool
    ) -> (any FileFacts)? { facts(of: file, codeScanningHashes: codeScanningHashes) }
    public static func facts(of file: ParsedFile) -> (any FileFacts)? { facts(of: file, codeScanningHashes: false) }
    public static func answer(
        _ facts: [any FileFacts], paths: PathList, workers: Int = 1,
        apart: @escaping @Sendable (_ path: String) -> Bool = { _ in false }
    ) -> AnalyzerAnswer {
        answer(facts, paths: paths, workers: workers, places: .all, earlier: nil, apart: apart)
    }
    public static func meaning(of facts: any FileFacts) -> (any Hashable & Sendable)? { nil }
    public static func minds(path: String) -> Bool { true }
}

/// What an analyzer must know beyond one file's facts to say what it finds there. It finds nothing in files that told it
/// nothing.
public enum AnalyzerReach: Sendable {
    case file
    /// Which files there are.
    case paths
    /// The facts of all files.
    case files
}

/// What an analyzer has found out.
public struct AnalyzerAnswer: Sendable {
    public var findings: [AnalyzerFinding] = []
    /// Numbers for KPIs (`count: {answers: terraform-state/stacks}`), by name.
    public var numbers: [String: Double] = [:]
    /// Files of which something holds (`unless: {answer: terraform-state/other-backend}`), by name.
    public var files: [String: Set<String>] = [:]
    /// What of these holds of every file.
    public var everywhere: Set<String> = []
    /// Paths of which it was asked whether there is such a file.
    public var asked: Set<String> = []
    /// What it was found out with: large, and of use only to the next answer. Whoever has this one says when it goes.
    public var remains: (any Sendable)?
    public init() {}
}

/// A finding before its rule has had its say: the rule gives level and message.
public struct AnalyzerFinding: Sendable {
    /// Id of the rule; without a rule of that id in the packs the finding is dropped. Empty: every rule of this analyzer
    /// whose `where` holds.
    public var rule: String
    public var anchor: Anchor
    /// The stable subject, for the fingerprint.
    public var identity: String
    /// What the message's `{name}` stand for.
    public var values: [String: String]
    public var related: [Finding.Related]

    /// In place of a rule: its `message` says what was too much, and what is left out.
    public static let limit = "engine/limit"

    public init(
        rule: String = "", at anchor: Anchor, identity: String, values: [String: String] = [:],
        related: [Finding.Related] = []
    ) {
        self.rule = rule
        self.anchor = anchor
        self.identity = identity
        self.values = values
        self.related = related
    }
}

/// The analyzers there are: to add one is its file and a place in this list.
public enum Analyzers {
    public static let all: [any Analyzer.Type] = [
        RunnerLabels.self, LocalUses.self, CompositeUses.self, TerraformState.self,
    ]
}
