/// What went wrong between this program and git.
public enum GitError: Error, Sendable, Hashable, CustomStringConvertible {
    /// No `git` on PATH.
    case notInstalled
    /// There is no repository at or above the folder.
    case notARepository(folder: String)
    /// git refuses to read a repository that belongs to another user.
    case foreignOwner(folder: String)
    /// A name that is no commit of the repository.
    case unknownRevision(String)
    /// A name that could be taken for an option, or holds control characters.
    case unsafeRevision(String)
    /// The two have no common ancestor (in a shallow clone: none that is here).
    case noMergeBase(String, String, shallow: Bool)
    /// A pipe or a device in the place of one of git's own files.
    case special(file: String)
    /// A partial clone has not got what is asked for, and nothing is fetched for it.
    case notFetched(command: String)
    /// git ended with a status other than 0; `message` is its last line on standard error.
    case failed(command: String, status: Int32, message: String)
    /// git was ended by a signal.
    case signalled(command: String, signal: Int32)
    /// git wrote more than `limit` bytes.
    case tooMuchOutput(command: String, limit: Int)
    /// git wrote nothing for so long that it was ended.
    case silent(command: String, seconds: Int)
    /// git's answer is not what its manual promises.
    case malformed(command: String)
    /// A call of the system failed with this `errno`.
    case system(command: String, errno: Int32)

    public var description: String {
        switch self {
        case .notInstalled: "git: not found on PATH; install git"
        case .notARepository(let folder): "\(folder): not in a git repository"
        case .foreignOwner(let folder):
            "\(folder): the repository belongs to another user, and git refuses to read it; "
                + "if you trust it, run: git config --global --add safe.directory '\(folder)'"
        case .unknownRevision(let name):
            "'\(name)': no such commit in this repository; a shallow clone may need: git fetch --unshallow"
        case .unsafeRevision(let name): "'\(name)': not the name of a revision"
        case .noMergeBase(let a, let b, let shallow):
            "'\(a)' and '\(b)' have no common ancestor"
                + (shallow ? " in this shallow clone; run: git fetch --unshallow" : "")
        case .special(let file):
            "\(file): not a file, but a pipe or a device, which git would wait for; remove it"
        case .notFetched(let command):
            "git \(command): an object is not in this repository; a partial clone may need: git fetch --refetch --no-filter"
        case .failed(let command, let status, let message):
            "git \(command): failed with status \(status)" + (message.isEmpty ? "" : ": \(message)")
        case .signalled(let command, let signal): "git \(command): ended by signal \(signal)"
        case .tooMuchOutput(let command, let limit):
            "git \(command): more than \(limit) bytes of output, which is the limit; it was ended"
        case .silent(let command, let seconds):
            "git \(command): no output for \(seconds) seconds, which is the limit; it was ended"
        case .malformed(let command): "git \(command): unexpected output"
        case .system(let command, let number): "git \(command): system error \(number)"
        }
    }
}
