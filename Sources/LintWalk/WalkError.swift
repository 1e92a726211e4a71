import Glibc

/// Why a walk could not begin.
public enum WalkError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The root cannot be opened, with the system's `errno`.
    case root(path: String, errno: Int32)
    /// The root is a file.
    case notAFolder(path: String)

    public var description: String {
        switch self {
        case .root(let path, let errno): "\(path): cannot open the folder: \(systemMessage(errno))"
        case .notAFolder(let path): "\(path): not a folder"
        }
    }
}

/// What the system says about an error number: `no such file or directory`.
public func systemMessage(_ number: Int32) -> String {
    switch number {
    case ENOENT: "no such file or directory"
    case EACCES: "permission denied"
    case EPERM: "operation not permitted"
    case ELOOP: "too many symbolic links"
    case ENAMETOOLONG: "file name too long"
    case ENOTDIR: "not a directory"
    case EISDIR: "is a directory"
    case EMFILE, ENFILE: "too many open files"
    case EIO: "input/output error"
    case ESTALE: "stale file handle"
    default: "system error \(number)"
    }
}
