import LintSource

extension Git {
    /// The commit that a name stands for.
    ///
    /// - Throws: ``GitError/unknownRevision(_:)``, and ``GitError/unsafeRevision(_:)`` for what git could take for an option.
    public func resolve(_ revision: String) throws(GitError) -> ObjectID {
        guard Git.isSafe(revision) else { throw .unsafeRevision(revision) }
        try WaitingFiles.check(revision, in: folders)
        let arguments = ["rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}"]
        guard let answer = try run(arguments, nilOn: [1, 128]), let line = Git.lines(answer).first,
            let id = ObjectID(line)
        else { throw .unknownRevision(revision) }
        return id
    }

    /// Where its references may be.
    var folders: [String] { gitFolder == commonFolder ? [gitFolder] : [gitFolder, commonFolder] }

    /// Whether a name can be no option, and no two lines.
    static func isSafe(_ revision: String) -> Bool {
        !revision.isEmpty && !revision.hasPrefix("-") && revision.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
    }

    /// The commit that HEAD stands for; nil before the first commit.
    public func head() throws(GitError) -> ObjectID? {
        if gitFolder == commonFolder, let id = PlainFiles.head(of: gitFolder) { return id }
        return try run(["rev-parse", "--verify", "--quiet", "HEAD^{commit}"], nilOn: [1, 128])
            .flatMap { Git.lines($0).first }.flatMap { ObjectID($0) }
    }

    /// The first parent of a commit; nil for one that has none here.
    public func parent(of commit: ObjectID) throws(GitError) -> ObjectID? {
        try run(["rev-parse", "--verify", "--quiet", commit.description + "^1^{commit}"], nilOn: [1, 128])
            .flatMap { Git.lines($0).first }.flatMap { ObjectID($0) }
    }

    /// Where `origin` is fetched from, as the configuration has it; nil when there is no such remote.
    public func remoteURL() throws(GitError) -> String? {
        try run(["config", "--get", "remote.origin.url"], nilOn: [1]).flatMap { Git.lines($0).first }
    }

    /// The same, where the repository's own configuration settles it.
    private var plainOriginURL: String? {
        // A linked worktree may have settings of its own, and so may who started this process.
        guard gitFolder == commonFolder, GitEnvironment.value("GIT_CONFIG_COUNT") == nil,
            let configuration = PlainFiles.text(gitFolder + "/config"),
            !String(decoding: configuration.map(\.lowered), as: UTF8.self).contains("worktreeconfig")
        else { return nil }
        return PlainFiles.originURL(configuration)
    }

    /// The last commit on the first-parent line of `head` up to the end of a day (`YYYY-MM-DD`, UTC); nil when there was
    /// none yet, or when this copy does not reach that far back.
    public func lastCommit(of day: String, from head: ObjectID) throws(GitError) -> ObjectID? {
        guard day.utf8.allSatisfy({ $0.isDigit || $0 == .ascii("-") }) else { return nil }
        let answer = try run([
            "rev-list", "-1", "--first-parent", "--before=\(day)T23:59:59+00:00", head.description, "--",
        ])
        return Git.lines(answer).first.flatMap { ObjectID($0) }
    }

    /// The best common ancestor of two commits that go by these names.
    ///
    /// - Throws: ``GitError/noMergeBase(_:_:shallow:)``.
    public func mergeBase(
        _ a: (name: String, id: ObjectID), _ b: (name: String, id: ObjectID)
    ) throws(GitError) -> ObjectID {
        let answer = try run(["merge-base", a.id.description, b.id.description], nilOn: [1])
        guard let id = answer.flatMap({ Git.lines($0).first }).flatMap({ ObjectID($0) }) else {
            throw .noMergeBase(a.name, b.name, shallow: isShallow)
        }
        return id
    }

    /// Where `origin` is, as an address with a scheme; nil when there is none or it is a folder of this machine. It may
    /// hold a user's name and password.
    public func originAddress() throws(GitError) -> String? {
        let plain = plainOriginURL
        guard let address = plain == nil ? try remoteURL() : plain else { return nil }
        if address.contains("://") { return address.hasPrefix("file:") ? nil : address }
        // As scp has it, `user@host:path`; a colon behind a slash belongs to the path of a folder.
        guard let colon = address.firstIndex(of: ":"), !address[..<colon].contains("/"),
            address.index(after: colon) != address.endIndex
        else { return nil }
        let path = address[address.index(after: colon)...]
        return "ssh://\(address[..<colon])/\(path.hasPrefix("/") ? path.dropFirst() : path)"
    }
}
