/// The formats of `--output`, by the name that is typed.
public enum OutputFormat: String, Sendable, CaseIterable {
    case text, concise, json, jsonl, sarif
    case sarifGitHub = "sarif-github"
    case github, gitlab, junit, checkstyle, rdjson, markdown

    /// The one place where a format meets its reporter.
    public var reporter: any Reporter.Type {
        switch self {
        case .text: TextReporter.self
        case .concise: ConciseReporter.self
        case .json: JSONReporter.self
        case .jsonl: JSONLinesReporter.self
        case .sarif: SARIFReporter.self
        case .sarifGitHub: SARIFGitHubReporter.self
        case .github: GitHubReporter.self
        case .gitlab: GitLabReporter.self
        case .junit: JUnitReporter.self
        case .checkstyle: CheckstyleReporter.self
        case .rdjson: RDJSONReporter.self
        case .markdown: MarkdownReporter.self
        }
    }

    /// Whether it needs ``Location/lineHash``.
    public var needsCodeScanningHashes: Bool { self == .sarif || self == .sarifGitHub }
    /// Whether it shows the cases of the rules.
    public var showsExamples: Bool { self == .sarif || self == .sarifGitHub }
}
