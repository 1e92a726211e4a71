import Glibc
import LintSource

/// The files of the index, and those that may have changed since in the working tree: what `git diff-files` would tell,
/// without its process.
struct TrackedFiles {
    /// Regular files and symbolic links, in path order.
    private(set) var files: [TreeEntry] = []
    /// Paths of files that are gone, or not as git last saw them; one that was only touched may be among them.
    private(set) var touched: Set<String> = []
    let index: IndexFiles

    /// `nil` where ``IndexFiles`` is.
    init?(_ git: Git) {
        let folder = open(git.root, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { return nil }
        defer { close(folder) }
        guard let index = IndexFiles(git) else { return nil }
        self.index = index
        files.reserveCapacity(index.index.entries.count)
        var name: [CChar] = []
        index.forEach { file, entry in
            guard file.mode.isRegular || file.mode == .symlink, !index.index.isIntent(entry) else { return }
            files.append(file)
            if index.index.isOutsideCheckout(entry) { return }
            name.removeAll(keepingCapacity: true)
            for byte in index.index.text[entry.name] { name.append(CChar(bitPattern: byte)) }
            name.append(0)
            let then = index.index.status(entry)
            if TrackedFiles.isTouched(then, in: folder, name, written: index.written) { touched.insert(file.path) }
        }
    }

    private typealias Time = IndexFiles.Time

    private static func isTouched(_ then: GitIndex.Status, in folder: Int32, _ name: [CChar], written: Time) -> Bool {
        var status = stat()
        guard fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { return true }
        let now = GitIndex.Status(
            changed: (UInt32(truncatingIfNeeded: status.st_ctim.tv_sec), nanoseconds(status.st_ctim, then.changed)),
            modified: (UInt32(truncatingIfNeeded: status.st_mtim.tv_sec), nanoseconds(status.st_mtim, then.modified)),
            inode: UInt32(truncatingIfNeeded: status.st_ino),
            // git keeps of the permissions whether it can be run.
            mode: TrackedFiles.mode(status.st_mode),
            size: UInt32(truncatingIfNeeded: status.st_size))
        // git writes 0 as the size of a file that it could not be sure of.
        if now != then || then.size == 0 { return true }
        // Written at the same time as the index or later: it may have changed again without a sign (git's racy-git.txt).
        if then.modified.nanoseconds == 0 || written.nanoseconds == 0 {
            return then.modified.seconds >= written.seconds
        }
        return then.modified >= written
    }

    /// As the index has it; 0 for what it does not keep.
    private static func mode(_ mode: mode_t) -> UInt32 {
        switch mode & S_IFMT {
        case S_IFREG: mode & 0o100 != 0 ? 0o100755 : 0o100644
        case S_IFLNK: 0o120000
        default: 0
        }
    }

    /// Programs that know no nanoseconds write 0.
    private static func nanoseconds(_ time: timespec, _ then: Time) -> UInt32 {
        then.nanoseconds == 0 ? 0 : UInt32(truncatingIfNeeded: time.tv_nsec)
    }
}
