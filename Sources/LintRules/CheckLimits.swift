/// Bounds for hostile input. Whatever is hit is reported as `engine/limit` at its place, and nothing else is lost.
public struct CheckLimits: Sendable, Hashable {
    /// By the name that a configuration uses under `limits`.
    public enum Kind: String, Sendable, CaseIterable {
        /// Bytes; a larger file is not read.
        case fileSize = "file-size"
        /// Bytes; what stands in a longer line is not reported.
        case lineLength = "line-length"
        /// Levels of a tree; deeper nodes are not reported.
        case nestingDepth = "nesting-depth"
        /// What stands behind so many tokens of a file is not reported.
        case tokens
        /// Findings of one rule in one file.
        case findingsPerRule = "findings-per-rule"
        /// PCRE2's match limit: steps of one search at one place.
        case matchSteps = "match-steps"
        /// PCRE2's depth limit, for nested backtracking.
        case matchDepth = "match-depth"
        /// PCRE2's heap limit, in KiB.
        case matchMemory = "match-memory"
        /// Milliseconds; rules that were not tried on a file by then are not tried.
        case fileTime = "file-time"

        public var standard: Int {
            switch self {
            case .fileSize: 16 << 20
            case .lineLength: 1_000_000
            case .nestingDepth: 400
            case .tokens: 4_000_000
            case .findingsPerRule: 1_000
            case .matchSteps: 2_000_000
            case .matchDepth: 50_000
            case .matchMemory: 32 * 1_024
            case .fileTime: 10_000
            }
        }
    }

    private var given: [Kind: Int] = [:]

    public init() {}

    public subscript(kind: Kind) -> Int {
        get { given[kind] ?? kind.standard }
        set { given[kind] = newValue }
    }
}
