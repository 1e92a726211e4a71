import Glibc
import LintSource

/// The files of the index, and those that may have changed since in the working tree: what `git diff-files` would tell,
/// without its process.
struct TrackedFiles {
    /// Regular files in path order.
    private(set) var files: [TreeEntry] = []
    /// Paths of files that are gone, or not as git last saw them; one that was only touched may be among them.
    private(set) var touched: Set<String> = []

    /// `nil` where only git can tell: an index that is split, sparse, in conflict, damaged, or not there.
    init?(_ git: Git) {
        let folder = open(git.root, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { return nil }
        defer { close(folder) }
        guard let (bytes, written) = TrackedFiles.read(git.indexFile), let index = GitIndex(bytes), index.isWhole,
            !index.entries.contains(where: { $0.stage != 0 })
        else { return nil }
        files.reserveCapacity(index.entries.count)
        var name: [CChar] = []
        for entry in index.entries {
            let then = index.status(entry)
            let mode = FileMode(bits: then.mode)
            guard mode.isRegular, !index.isIntent(entry), let id = ObjectID(bytes: index.hash(entry)) else { continue }
            let text = index.text[entry.name]
            let path = RawOutput.path(text)
            files.append(TreeEntry(path: path, mode: mode, id: id))
            if index.isOutsideCheckout(entry) { continue }
            name.removeAll(keepingCapacity: true)
            for byte in text { name.append(CChar(bitPattern: byte)) }
            name.append(0)
            if TrackedFiles.isTouched(then, in: folder, name, written: written) { touched.insert(path) }
        }
    }

    private typealias Time = (seconds: UInt32, nanoseconds: UInt32)

    private static func isTouched(_ then: GitIndex.Status, in folder: Int32, _ name: [CChar], written: Time) -> Bool {
        var status = stat()
        guard fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { return true }
        let now = GitIndex.Status(
            changed: (UInt32(truncatingIfNeeded: status.st_ctim.tv_sec), nanoseconds(status.st_ctim, then.changed)),
            modified: (UInt32(truncatingIfNeeded: status.st_mtim.tv_sec), nanoseconds(status.st_mtim, then.modified)),
            inode: UInt32(truncatingIfNeeded: status.st_ino),
            // git keeps of the permissions whether it can be run.
            mode: status.st_mode & S_IFMT == S_IFREG ? (status.st_mode & 0o100 != 0 ? 0o100755 : 0o100644) : 0,
            size: UInt32(truncatingIfNeeded: status.st_size))
        // git writes 0 as the size of a file that it could not be sure of.
        if now != then || then.size == 0 { return true }
        // Written at the same time as the index or later: it may have changed again without a sign (git's racy-git.txt).
        if then.modified.nanoseconds == 0 || written.nanoseconds == 0 {
            return then.modified.seconds >= written.seconds
        }
        return then.modified >= written
    }

    /// Programs that know no nanoseconds write 0.
    private static func nanoseconds(_ time: timespec, _ then: Time) -> UInt32 {
        then.nanoseconds == 0 ? 0 : UInt32(truncatingIfNeeded: time.tv_nsec)
    }

    /// The file, and when it was written.
    private static func read(_ path: String) -> ([UInt8], Time)? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size <= Git.outputLimit
        else { return nil }
        var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
        var count = 0
        while count < bytes.count {
            let got = bytes.withUnsafeMutableBytes { buffer in
                buffer.baseAddress.map { Glibc.read(descriptor, $0 + count, buffer.count - count) } ?? 0
            }
            if got < 0, errno == EINTR { continue }
            // git writes a new file and renames it: one that is shorter than it was is none of git's.
            guard got > 0 else { return nil }
            count += got
        }
        let time = status.st_mtim
        return (bytes, (UInt32(truncatingIfNeeded: time.tv_sec), UInt32(truncatingIfNeeded: time.tv_nsec)))
    }
}
