import LintSource

/// A file or folder that was not read, and why.
public struct SkippedFile: Sendable, Hashable {
    public enum Reason: Sendable, Hashable {
        /// Not UTF-8 text.
        case binary
        /// Larger than the limit; its size in bytes.
        case tooLarge(size: Int)
        /// By ``Walker/Options/exclude``. A folder (its path ends in a slash) stands for all that is in it.
        case excluded
        /// Links are not followed: what they lead to is read at its own place, or lies outside the tree.
        case symlink
        /// FIFO, socket or device.
        case special
        /// A call of the system failed with this `errno`: no permission, gone while the walk went on.
        case unreadable(errno: Int32)
        /// The user named it, and it is not there.
        case missing
        /// The user named it, and it lies outside the walk's root.
        case outside
    }

    /// Relative to the walk's root, as ``WalkedFile/path``; a folder's ends in a slash.
    public var path: String
    public var reason: Reason

    public init(path: String, reason: Reason) {
        self.path = path
        self.reason = reason
    }
}

/// What was skipped: counted in full, listed up to a bound.
public struct SkipLog: Sendable {
    /// Most entries that are listed: the first ones in path order, for unreadable, missing and outside ones and for
    /// all others each.
    public static let listed = 1000

    /// In path order. A run that could not read something it was asked to read must say so.
    public private(set) var failures: [SkippedFile] = []
    /// In path order.
    public private(set) var others: [SkippedFile] = []
    public private(set) var failureCount = 0
    public private(set) var otherCount = 0

    public var count: Int { failureCount + otherCount }

    mutating func add(_ path: String, _ reason: SkippedFile.Reason) {
        let skipped = SkippedFile(path: path, reason: reason)
        switch reason {
        case .unreadable, .missing, .outside:
            failureCount += 1
            failures.append(skipped)
            SkipLog.cut(&failures, whenOver: 2 * SkipLog.listed)
        default:
            otherCount += 1
            others.append(skipped)
            SkipLog.cut(&others, whenOver: 2 * SkipLog.listed)
        }
    }

    /// The same entries are kept, however the files fell to the workers: the first of all are among the first of each.
    mutating func merge(_ other: SkipLog) {
        failureCount += other.failureCount
        otherCount += other.otherCount
        failures += other.failures
        others += other.others
    }

    mutating func finish() {
        SkipLog.cut(&failures, whenOver: 0)
        SkipLog.cut(&others, whenOver: 0)
    }

    private static func cut(_ list: inout [SkippedFile], whenOver bound: Int) {
        guard list.count > bound else { return }
        list.sort { PathOrder.precedes($0.path, $1.path) }
        if list.count > listed { list.removeLast(list.count - listed) }
    }
}
