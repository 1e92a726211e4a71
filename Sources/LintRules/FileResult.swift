public import LintFindings
public import LintSource

/// What the per-file half hands over: it depends on path, bytes and rules only, so it may be cached or made elsewhere.
public struct FileResult: Sendable {
    /// A finding that other files may yet excuse.
    public struct Candidate: Sendable {
        public var finding: Finding
        /// Index of the rule in the set.
        public var rule: Int
        /// `nil` for most: nobody else has a say in them.
        private var questions: Questions?

        private final class Questions: Sendable {
            let evidence: [Int]
            let exists: [Int]
            let claim: ClaimUse?
            let path: PathClaim?

            init(evidence: [Int], exists: [Int], claim: ClaimUse?, path: PathClaim?) {
                self.evidence = evidence
                self.exists = exists
                self.claim = claim
                self.path = path
            }
        }

        init(
            finding: Finding, rule: Int, evidence: [Int] = [], exists: [Int] = [], claim: ClaimUse? = nil,
            path: PathClaim? = nil
        ) {
            self.finding = finding
            self.rule = rule
            if !evidence.isEmpty || !exists.isEmpty || claim != nil || path != nil {
                questions = Questions(evidence: evidence, exists: exists, claim: claim, path: path)
            }
        }

        /// Numbers of evidence clauses, any of which excuses it.
        var evidence: [Int] { questions?.evidence ?? [] }
        /// Index of the rule's excuses that ask whether a file exists.
        var exists: [Int] { questions?.exists ?? [] }
        /// What it says of the repository, when its rule makes a claim.
        var claim: ClaimUse? { questions?.claim }
        /// The path whose being there, or not, is reported.
        var path: PathClaim? { questions?.path }
        /// Whether other files have a say in it.
        public var isOpen: Bool { questions != nil }

        /// Whether it asks which other files there are, and whether what rules say of them: evidence, nodes that are
        /// counted, places that change together with this one.
        public func asks(_ rules: RuleSet) -> (paths: Bool, results: Bool) {
            var asks = (paths: !exists.isEmpty || path != nil, results: finding.group != nil)
            if claim != nil {
                switch rules.rules[rule].claim?.count {
                case .files?, .directories?: asks.paths = true
                default: asks.results = true
                }
            }
            if evidence.contains(where: { rules.evidence[$0].evidence.near != .file }) { asks.results = true }
            return asks
        }
    }

    /// A claim as it stands in the file, and the captures that the message and the fix will want once it is measured.
    struct ClaimUse: Sendable, Hashable {
        var number: Double
        /// A day or a commit; `nil` for now.
        var moment: String?
        var captures: [String: String]
    }

    public var path: String
    public var surface: String
    public var candidates: [Candidate] = []
    /// Numbers of the evidence clauses that this file satisfies.
    public var evidence: Set<Int> = []
    /// Paths that the file names, when it satisfies a clause that asks for what is near a stack.
    var mentions: [String] = []
    /// Nodes that claims count, by the rule's index.
    var nodes: [Int: Int] = [:]
    public var suppressions: [Suppression] = []
    /// Whether the file was read by a tokenizer.
    public var isTokenized = false
    /// Lines that are too long for what stands in them to be reported, until ``FileBounds`` says so.
    var longLines: [ByteRange] = []
    /// Findings of the engine itself: a limit, a broken suppression.
    public var engine: [Finding] = []

    public init(path: String, surface: String) {
        self.path = path
        self.surface = surface
    }

    /// Whether it has a say in what is found in other files.
    public var speaksForOthers: Bool { !evidence.isEmpty || !nodes.isEmpty }

    /// Whether it says nothing that the per-repository half needs.
    public var isEmpty: Bool {
        candidates.isEmpty && evidence.isEmpty && nodes.isEmpty && suppressions.isEmpty && engine.isEmpty
    }

    /// Leaves of its findings what judging and counting need: rule, level, surface and lines.
    public mutating func dropTexts() {
        for i in candidates.indices { candidates[i].finding.dropTexts() }
        for i in engine.indices { engine[i].dropTexts() }
    }

    /// Fills in what formats for programs want of every finding beyond its place; `bytes` are the file's. A
    /// file whose name is not UTF-8 has no address that a program could use.
    public mutating func anchor(
        _ bytes: ByteView, lines: LineIndex? = nil, pathIsUTF8: Bool = true, codeScanningHashes: Bool
    ) {
        guard !candidates.isEmpty || !engine.isEmpty else { return }
        var hashed: Set<Int> = []
        if codeScanningHashes {
            for candidate in candidates { hashed.insert(candidate.finding.location.start.line) }
            for finding in engine { hashed.insert(finding.location.start.line) }
        }
        let anchors = FindingAnchors(
            lines: lines ?? LineIndex(bytes), bytes: bytes, nameIsUTF8: pathIsUTF8, hashed: hashed)
        for i in candidates.indices { anchors.anchor(&candidates[i].finding) }
        for i in engine.indices { anchors.anchor(&engine[i]) }
    }
}
