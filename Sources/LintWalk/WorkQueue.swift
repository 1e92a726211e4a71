/// A piece of work: a folder to list, or names of a listed folder to look at.
struct WalkTask: Sendable {
    /// The folder's path from the repository's root, without a slash at the end; empty for that root itself.
    var folder: [UInt8]
    /// What the folders above ignore (for `names`: the folder's own rules too).
    var scope: IgnoreScope?
    /// The index of the repository that the folder is in.
    var tracked: TrackedPaths?
    /// The folder is ignored, but there are tracked files in it: only those are walked.
    var onlyTracked = false
    /// Nil for a folder that is yet to be listed.
    var names: FolderListing?
    /// The user named these files: ignore rules do not hold for them.
    var explicit = false
}

/// Work that any worker may take: a stack, so that a deep tree is finished before a wide one is begun.
final class WorkQueue: @unchecked Sendable {
    // Every access to the state below happens with its lock held.
    private let monitor = Monitor()
    private var tasks: [WalkTask]
    private var working = 0
    private var waiting = 0

    init(_ tasks: [WalkTask]) { self.tasks = tasks }

    /// Adds all of `found`, which is then empty.
    func push(_ found: inout [WalkTask]) {
        if found.isEmpty { return }
        monitor.withLock {
            tasks += found
            if waiting > 0 { monitor.wakeAll() }
        }
        found.removeAll(keepingCapacity: true)
    }

    /// Every worker says so before its first `next()`: a thread that could not be started is waited for by nobody.
    func enter() {
        monitor.withLock { working += 1 }
    }

    /// The next piece of work; waits while others may still find some. Nil when all is done.
    func next() -> WalkTask? {
        monitor.withLock {
            while true {
                if let task = tasks.popLast() { return task }
                working -= 1
                if working == 0 {
                    monitor.wakeAll()
                    return nil
                }
                waiting += 1
                while tasks.isEmpty, working > 0 { monitor.wait() }
                waiting -= 1
                if tasks.isEmpty { return nil }
                working += 1
            }
        }
    }
}
