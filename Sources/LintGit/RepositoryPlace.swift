import Glibc
import LintSource

/// Where a repository lies: what `git rev-parse` says of it, without its process where there is only one answer.
struct RepositoryPlace: Equatable {
    /// The top of the working tree, or the git folder of a bare repository.
    var root: String
    /// `.git`, or a linked worktree's own part of it.
    var gitFolder: String
    var commonFolder: String
    var isBare: Bool
    var isShallow: Bool

    /// Finds the usual kind: a folder `.git` of our own at the top of its work tree.
    ///
    /// - Returns: `nil` where only git can tell: linked worktrees, submodules, bare repositories, a top that is set in the
    ///   configuration, limits to the search, another owner, and where there is no repository.
    init?(around folder: String) {
        for limit in ["GIT_CEILING_DIRECTORIES", "GIT_DISCOVERY_ACROSS_FILESYSTEM", "GIT_CONFIG_COUNT"]
        where GitEnvironment.value(limit) != nil { return nil }
        guard let real = realpath(folder, nil) else { return nil }
        defer { free(real) }
        var top = String(cString: real)
        guard let start = RepositoryPlace.status(top) else { return nil }
        while true {
            guard let here = RepositoryPlace.status(top), here.st_dev == start.st_dev else { return nil }
            let git = (top == "/" ? "" : top) + "/.git"
            if let status = RepositoryPlace.status(git) {
                guard status.st_mode & S_IFMT == S_IFDIR, status.st_dev == start.st_dev, status.st_uid == geteuid(),
                    here.st_uid == geteuid(), RepositoryPlace.isUsual(git)
                else { return nil }
                self.init(
                    root: top, gitFolder: git, commonFolder: git, isBare: false,
                    isShallow: access(git + "/shallow", F_OK) == 0)
                return
            }
            // A bare repository's own folder, or the inside of a git folder.
            guard access(top + "/HEAD", F_OK) != 0, top != "/", let slash = top.lastIndex(of: "/") else { return nil }
            top = slash == top.startIndex ? "/" : String(top[..<slash])
        }
    }

    private init(root: String, gitFolder: String, commonFolder: String, isBare: Bool, isShallow: Bool) {
        self.root = root
        self.gitFolder = gitFolder
        self.commonFolder = commonFolder
        self.isBare = isBare
        self.isShallow = isShallow
    }

    /// Reads the answer of ``question``; `nil` for one that is too short.
    init?(answer lines: [String]) {
        guard lines.count >= 4 else { return nil }
        let isBare = lines[0] == "true"
        guard isBare || lines.count >= 5 else { return nil }
        self.init(
            root: isBare ? lines[3] : lines[4], gitFolder: lines[3], commonFolder: lines[2], isBare: isBare,
            isShallow: lines[1] == "true")
    }

    /// In a bare repository, or in the git folder, the last question has no answer, and the others have been given.
    static let question = [
        "rev-parse", "--is-bare-repository", "--is-shallow-repository", "--path-format=absolute", "--git-common-dir",
        "--git-dir", "--show-toplevel",
    ]

    /// Whether git would take a folder for a repository's, and its parent for the top of the work tree.
    private static func isUsual(_ git: String) -> Bool {
        guard access(git + "/objects", X_OK) == 0, access(git + "/refs", X_OK) == 0,
            access(git + "/commondir", F_OK) != 0, let head = PlainFiles.text(git + "/HEAD"),
            let settings = PlainFiles.text(git + "/config")
        else { return false }
        let name = head.prefix { $0 != 0x0A }
        guard name.starts(with: "ref: refs/".utf8) || ObjectID(hex: name[...]) != nil else { return false }
        var rest = settings.filter { $0 > 0x20 }.map { $0.isUpper ? $0 | 0x20 : $0 }[...]
        // `core.worktree`, `extensions.worktreeConfig`, and `core.bare` unless it is plainly off.
        while let next = rest.firstIndex(where: { $0 == .ascii("w") || $0 == .ascii("b") }) {
            rest = rest[next...]
            if rest.starts(with: "worktree".utf8) { return false }
            if rest.starts(with: "bare".utf8), !rest.starts(with: "bare=false".utf8) { return false }
            rest = rest.dropFirst()
        }
        return true
    }

    private static func status(_ path: String) -> stat? {
        var status = stat()
        return lstat(path, &status) == 0 ? status : nil
    }
}
