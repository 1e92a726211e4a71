import Glibc
import LintSource

/// Finds the git repository around a folder without running git.
public enum RepositoryRoot {
    /// The nearest folder at or above `folder` that holds `.git` (a folder, or the file of a submodule or worktree).
    ///
    /// - Returns: an absolute path without links in it, or nil when there is no repository, or no such folder.
    public static func find(from folder: String) -> String? {
        guard var path = canonicalPath(folder) else { return nil }
        while true {
            if holdsGit(path) { return path }
            guard path != "/", let slash = path.lastIndex(of: "/") else { return nil }
            path = slash == path.startIndex ? "/" : String(path[..<slash])
        }
    }

    /// The absolute path without links, `.` and `..`; nil when it does not exist.
    public static func canonicalPath(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    static func holdsGit(_ folder: String) -> Bool {
        var status = stat()
        guard lstat(folder + "/.git", &status) == 0 else { return false }
        return status.st_mode & S_IFMT == S_IFDIR || status.st_mode & S_IFMT == S_IFREG
    }

    /// The rules of `info/exclude` of the repository whose top is `folder`; they lie in the folder that a linked
    /// worktree shares with the others.
    static func excludeRules(_ folder: String) -> IgnoreRules? {
        var gitFolder = gitFolder(of: folder)
        if let common = firstLine(gitFolder + "/commondir") { gitFolder = join(gitFolder, common) }
        guard let bytes = try? FileReader.bytes(of: gitFolder + "/info/exclude") else { return nil }
        let rules = bytes.withByteView { IgnoreRules($0) }
        return rules.isEmpty ? nil : rules
    }

    /// Where the git folder of the repository (or worktree, or submodule) is whose top is `folder`.
    static func gitFolder(of folder: String) -> String {
        let usual = folder + "/.git"
        // `gitdir: PATH`, in submodules and linked worktrees.
        guard let line = firstLine(usual), line.hasPrefix("gitdir: ") else { return usual }
        return join(folder, String(line.dropFirst(8)))
    }

    private static func firstLine(_ path: String) -> String? {
        guard let bytes = try? FileReader.bytes(of: path, limit: 64 << 10) else { return nil }
        return String(decoding: bytes.prefix { $0 != 0x0A && $0 != 0x0D && $0 != 0 }, as: UTF8.self)
    }

    private static func join(_ folder: String, _ path: String) -> String {
        path.hasPrefix("/") ? path : folder + "/" + path
    }
}
