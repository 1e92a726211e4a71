import Glibc

/// Where the time of a run goes, as one worker saw it: made when it is asked for only, one for each worker.
public final class CheckProfile: @unchecked Sendable {
    // One worker's own until all have ended.

    /// Nanoseconds.
    public var prefilter: UInt64 = 0
    public var tokenize: UInt64 = 0
    /// By the rule's index; searching and judging, without what tokenizing took.
    public var rules: [UInt64]
    /// Files on which the rule was tried, by its index.
    public var tried: [Int]
    public var analyzers: UInt64 = 0
    public var files = 0
    public var bytes = 0
    /// Of those, what no rule could have anything to say of after the scan for literals.
    public var skippedFiles = 0
    public var skippedBytes = 0
    public var tokenizedFiles = 0
    public var tokenizedBytes = 0

    public init(rules: Int) {
        self.rules = [UInt64](repeating: 0, count: rules)
        tried = [Int](repeating: 0, count: rules)
    }

    /// Nanoseconds of a clock that only goes forward.
    public static func now() -> UInt64 {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        return UInt64(now.tv_sec) * 1_000_000_000 + UInt64(now.tv_nsec)
    }

    public func add(_ other: CheckProfile) {
        prefilter += other.prefilter
        tokenize += other.tokenize
        for i in rules.indices where other.rules.indices.contains(i) {
            rules[i] += other.rules[i]
            tried[i] += other.tried[i]
        }
        analyzers += other.analyzers
        files += other.files
        bytes += other.bytes
        skippedFiles += other.skippedFiles
        skippedBytes += other.skippedBytes
        tokenizedFiles += other.tokenizedFiles
        tokenizedBytes += other.tokenizedBytes
    }
}
