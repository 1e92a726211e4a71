/// What a reporter must know beside the report itself. The caller has looked at the terminal and the environment;
/// reporters look at neither.
public struct ReportOptions: Sendable {
    /// What git knows of the tree that was linted.
    public struct VersionControl: Sendable, Hashable {
        /// The remote's address, an absolute URI; without user name or password, which are cut if there are any.
        public var repositoryURI: String?
        /// 40 hex digits.
        public var revision: String?
        public var branch: String?
        public init(repositoryURI: String? = nil, revision: String? = nil, branch: String? = nil) {
            self.repositoryURI = repositoryURI
            self.revision = revision
            self.branch = branch
        }
    }

    public var color = false
    /// Columns that a line of text may take.
    public var width = 120
    /// Links that terminals understand (OSC 8); they need ``root``.
    public var hyperlinks = false
    /// Whether a GitHub Actions runner reads the output, and would execute `::command::` or `##[command]` in it.
    public var underGitHubActions = false
    /// The absolute path of the folder that paths are relative to; only for hyperlinks, it is never printed.
    public var root: String?
    /// Put before paths where people read them (`../` or `sub/`), so that they can be opened from the working directory.
    public var pathPrefix = ""
    /// Findings only: no summary, no KPI table, no notes.
    public var quiet = false
    /// Shows suppressed findings too, where a format leaves them out.
    public var showSuppressed = false
    /// Where files can be looked at (`https://host/owner/name/blob/REVISION/`), to be followed by a path; for Markdown.
    public var fileLink: String?
    /// For SARIF: where the tree comes from, and the category of the run.
    public var versionControl: VersionControl?
    public var category: String?
    /// How many threads may write at once. The bytes are the same for any number.
    public var workers = 1

    public init() {}
}
