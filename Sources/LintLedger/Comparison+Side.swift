public import LintFindings

extension Comparison {
    /// What matching needs to know of a finding.
    public struct Entry: Sendable, Hashable {
        public var path: String
        public var rule: String
        public var fingerprint: Fingerprint
        public var count: Int
        /// `nil` where the side does not record it (a baseline).
        public var level: Level?
        public var message: String?
        public var isSuppressed: Bool

        public init(
            path: String, rule: String, fingerprint: Fingerprint, count: Int = 1, level: Level? = nil,
            message: String? = nil, isSuppressed: Bool = false
        ) {
            self.path = path
            self.rule = rule
            self.fingerprint = fingerprint
            self.count = count
            self.level = level
            self.message = message
            self.isSuppressed = isSuppressed
        }
    }

    /// One state of a repository: a run's findings, a baseline, or a report of an earlier run.
    public struct Side: Sendable {
        public let entries: [Entry]
        /// The rules that ran; `nil` where that is not known, and then no finding is called `new (rule added)`.
        public let rules: Set<String>?
        /// The findings that the entries were made of, one for one; none for a baseline.
        private let findings: [Finding]

        /// `rules`: the ids of all rules that ran, not only of those that found something.
        public init(_ findings: [Finding], rules: Set<String>?) {
            entries = findings.map {
                Entry(
                    path: $0.path, rule: $0.rule, fingerprint: $0.fingerprint, level: $0.level, message: $0.message,
                    isSuppressed: $0.suppressed != nil)
            }
            self.rules = rules
            self.findings = findings
        }

        public init(_ baseline: Baseline) {
            self.init(baseline.entries)
        }

        init(_ entries: [Baseline.Entry]) {
            self.entries = entries.map {
                Entry(path: $0.path, rule: $0.rule, fingerprint: $0.fingerprint, count: $0.count)
            }
            rules = nil
            findings = []
        }

        /// The findings of all entries, as ``finding(_:)`` has them.
        public var allFindings: [Finding] { entries.indices.map(finding) }

        /// The finding of an entry; from a baseline, one that knows its file, its rule and its fingerprint only.
        public func finding(_ index: Int) -> Finding {
            if index < findings.count { return findings[index] }
            let entry = entries[index]
            return Finding(
                rule: entry.rule, level: entry.level ?? .warning, location: Location(path: entry.path), language: "",
                context: "", route: "", surface: "", message: entry.message ?? "", fingerprint: entry.fingerprint)
        }
    }
}
