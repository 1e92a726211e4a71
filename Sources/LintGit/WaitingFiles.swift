import Glibc
import LintSource

/// Files of git's own that are none but a pipe or a device: git would wait for them, or read them for ever.
enum WaitingFiles {
    /// What git reads whatever it is asked, and the names that the default branch may have.
    private static let names = [
        "HEAD", "config", "config.worktree", "commondir", "index", "packed-refs", "shallow", "info/attributes",
        "info/exclude", "info/grafts", "info/sparse-checkout", "objects/info/alternates", "objects/info/commit-graph",
        "refs/remotes/origin/HEAD", "refs/remotes/origin/main", "refs/remotes/origin/master", "refs/heads/main",
        "refs/heads/master",
    ]

    /// Looks where git would find a repository for `folder`.
    static func check(around folder: String) throws(GitError) {
        guard let real = realpath(folder, nil) else { return }
        defer { free(real) }
        var top = String(cString: real)
        while true {
            let git = (top == "/" ? "" : top) + "/.git"
            if let mode = mode(git) {
                if isWaiting(mode) { throw .special(file: git) }
                return try check(in: isFolder(mode) ? git : linked(git, from: top))
            }
            // A bare repository, or the inside of a git folder.
            if mode(top + "/objects") != nil, mode(top + "/refs") != nil { return try check(in: top) }
            guard top != "/", let slash = top.lastIndex(of: "/") else { return }
            top = slash == top.startIndex ? "/" : String(top[..<slash])
        }
    }

    /// Looks at the files that a name of a revision may stand for, and those that they point to.
    static func check(_ revision: String, in folders: [String]) throws(GitError) {
        let name = String(revision.prefix { !"^~:@{".contains($0) })
        guard !name.isEmpty, !name.contains("..") else { return }
        for folder in folders {
            for place in ["", "refs/", "refs/tags/", "refs/heads/", "refs/remotes/"] {
                try follow(place + name, in: folder)
            }
            try follow("refs/remotes/" + name + "/HEAD", in: folder)
        }
    }

    private static func check(in folder: String?) throws(GitError) {
        guard let folder else { return }
        for name in names where mode(folder + "/" + name).map(isWaiting) == true {
            throw .special(file: folder + "/" + name)
        }
        try follow("HEAD", in: folder)
        if let common = line(folder + "/commondir", behind: "") {
            let path = common.hasPrefix("/") ? common : folder + "/" + common
            for name in names where mode(path + "/" + name).map(isWaiting) == true {
                throw .special(file: path + "/" + name)
            }
        }
    }

    /// A reference, and the one that it points to.
    private static func follow(_ name: String, in folder: String) throws(GitError) {
        var name = name
        // As far as git goes.
        for _ in 0..<6 {
            let path = folder + "/" + name
            guard let mode = mode(path) else { return }
            if isWaiting(mode) { throw .special(file: path) }
            guard let next = line(path, behind: "ref: "), next.hasPrefix("refs/"), !next.contains("..") else { return }
            name = next
        }
    }

    /// Where a file `.git` says that the git folder is.
    private static func linked(_ file: String, from top: String) -> String? {
        line(file, behind: "gitdir: ").map { $0.hasPrefix("/") ? $0 : top + "/" + $0 }
    }

    /// The first line of a small file, without what it must begin with.
    private static func line(_ path: String, behind start: String) -> String? {
        guard let text = PlainFiles.text(path), text.starts(with: start.utf8) else { return nil }
        return String(validating: text.dropFirst(start.utf8.count).prefix { $0 != 0x0A }, as: UTF8.self)
    }

    /// Links are followed, as git does.
    private static func mode(_ path: String) -> mode_t? {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mode & S_IFMT : nil
    }

    private static func isFolder(_ mode: mode_t) -> Bool { mode == S_IFDIR }

    private static func isWaiting(_ mode: mode_t) -> Bool { mode != S_IFREG && mode != S_IFDIR }
}
