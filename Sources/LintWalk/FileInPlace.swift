import CSystem
import Glibc
import LintSource

/// A file of the repository that is read and written again, found by its open folder: whoever puts a link into its way in
/// between must not choose what is written instead.
public struct FileInPlace: ~Copyable {
    private let fullPath: String
    private let folder: Int32
    private let name: String

    /// - Parameter path: relative to the root. No part of it may be a link.
    public init(_ path: String, below root: String) throws(ReadError) {
        fullPath = (root == "/" ? "" : root) + "/" + path
        var parts = path.split(separator: "/").map(String.init)
        name = parts.popLast() ?? ""
        let flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC
        var open = flywheel_openat(AT_FDCWD, root, flags, 0)
        for part in parts where open >= 0 {
            let next = flywheel_openat(open, part, flags | O_NOFOLLOW, 0)
            let code = errno
            close(open)
            open = next
            errno = code
        }
        folder = open
        if open < 0 { throw .system(errno) }
    }

    deinit { if folder >= 0 { close(folder) } }

    /// The name in the open folder, wherever that lies by now.
    public var place: String {
        let open = "/proc/self/fd/\(folder)/"
        return access(open, X_OK) == 0 ? open + name : fullPath
    }

    public func bytes(limit: Int) throws(ReadError) -> [UInt8] {
        var reader = FileReader(limit: limit)
        return Array(try reader.read(place).buffer)
    }
}
