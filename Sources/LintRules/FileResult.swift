public import LintFindings
public import LintSource

/// What the per-file half hands over: it depends on path, bytes and rules only, so it may be cached or made elsewhere.
public struct FileResult: Sendable {
    /// A finding that other files may yet excuse.
    public struct Candidate: Sendable {
        public var finding: Finding
        /// Index of the rule in the set.
        public var rule: Int
        /// Numbers of evidence clauses, any of which excuses it.
        var evidence: [Int]
        /// Index of the rule's excuses that ask whether a file exists.
        var exists: [Int]
    }

    public var path: String
    public var surface: String
    public var candidates: [Candidate] = []
    /// Numbers of the evidence clauses that this file satisfies.
    public var evidence: Set<Int> = []
    public var suppressions: [Suppression] = []
    /// Whether the file was read by a tokenizer.
    public var isTokenized = false
    /// Findings of the engine itself: a limit, a broken suppression.
    public var engine: [Finding] = []

    public init(path: String, surface: String) {
        self.path = path
        self.surface = surface
    }

    /// Whether it says nothing that the per-repository half needs.
    public var isEmpty: Bool { candidates.isEmpty && evidence.isEmpty && suppressions.isEmpty && engine.isEmpty }

    /// Fills in code scanning's line hash of every finding; `bytes` are the file's.
    public mutating func addCodeScanningHashes(_ bytes: ByteView) {
    }
}
