import CSystem
import Glibc
import LintSource

/// What all workers of one walk share; nothing in it changes but the queue.
final class WalkPlan: Sendable {
    let options: Walker.Options
    let queue: WorkQueue
    let workers: Int
    /// Open on the walk's root.
    let root: Int32
    /// Bytes of a full path (from the repository's root) that lie before the walk's root, a slash included.
    let prefixLength: Int
    /// Full paths of the files and folders that the user named: a walk that comes by them leaves them to their own task.
    let named: Set<[UInt8]>

    init(
        options: Walker.Options, tasks: [WalkTask], root: Int32, prefixLength: Int, named: Set<[UInt8]>
    ) {
        self.options = options
        self.root = root
        self.prefixLength = prefixLength
        self.named = named
        queue = WorkQueue(tasks)
        let onlyFew = tasks.reduce(0) { $0 + ($1.names?.entries.count ?? 1000) } <= 16
        workers = onlyFew ? 1 : options.jobs > 0 ? options.jobs : Int(flywheel_processor_count())
    }

    deinit { close(root) }

    /// Opens the folder at a full path; -1 with `errno` set when that fails.
    func open(_ folder: [UInt8]) -> Int32 {
        var path = folder.count < prefixLength ? [] : Array(folder[prefixLength...])
        if path.isEmpty { path = [.ascii(".")] }
        // The system takes paths of up to 4,095 bytes; deeper folders are reached in strides.
        let stride = 4000
        var start = 0
        var from = root
        while true {
            var end = path.count
            if end - start > stride {
                end = start + stride
                while end > start, path[end] != .ascii("/") { end -= 1 }
            }
            let piece = path[start..<end] + [0]
            let descriptor = piece.withUnsafeBytes { piece in
                flywheel_openat(
                    from, piece.assumingMemoryBound(to: CChar.self).baseAddress,
                    O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK, 0)
            }
            let failure = errno
            if from != root { close(from) }
            if descriptor < 0 {
                if failure == EINTR, from == root { continue }
                errno = failure
                return -1
            }
            if end >= path.count { return descriptor }
            from = descriptor
            start = end + 1
        }
    }
}
