import Glibc
import LintSource

/// The index, read without git.
public struct IndexFiles: Sendable {
    typealias Time = (seconds: UInt32, nanoseconds: UInt32)

    let index: GitIndex
    /// When the file was written.
    let written: Time

    /// `nil` where only git can tell: an index that is split, sparse, in conflict, damaged, or not there.
    public init?(_ git: Git) {
        guard let (bytes, written) = IndexFiles.read(git.indexFile), let index = GitIndex(bytes), index.isWhole,
            !index.entries.contains(where: { $0.stage != 0 })
        else { return nil }
        self.index = index
        self.written = written
    }

    /// As `git ls-files` has them; `nil` when a file was added in name only, or a name is none of git's.
    public var entries: [TreeEntry]? {
        if index.entries.contains(where: index.isIntent) { return nil }
        var entries: [TreeEntry] = []
        entries.reserveCapacity(index.entries.count)
        forEach { file, _ in entries.append(file) }
        return entries.count == index.entries.count ? entries : nil
    }

    func forEach(_ body: (TreeEntry, GitIndex.Entry) -> Void) {
        for entry in index.entries {
            guard let id = ObjectID(bytes: index.hash(entry)) else { continue }
            let path = RawOutput.path(index.text[entry.name])
            body(TreeEntry(path: path, mode: FileMode(bits: index.status(entry).mode), id: id), entry)
        }
    }

    /// The file, and when it was written.
    private static func read(_ path: String) -> ([UInt8], Time)? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
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
