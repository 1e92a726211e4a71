import LintSource

extension Git {
    /// The commit that a name stands for.
    ///
    /// - Throws: ``GitError/unknownRevision(_:)``, and ``GitError/unsafeRevision(_:)`` for what git could take for an option.
    public func resolve(_ revision: String) throws(GitError) -> ObjectID {
        guard !revision.isEmpty, !revision.hasPrefix("-"), revision.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
            throw .unsafeRevision(revision)
        }
        let arguments = ["rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}"]
        guard let answer = try run(arguments, nilOn: [1, 128]), let line = Git.lines(answer).first,
            let id = ObjectID(line)
        else { throw .unknownRevision(revision) }
        return id
    }

    /// The commit that HEAD stands for; nil before the first commit.
    public func head() throws(GitError) -> ObjectID? {
        try run(["rev-parse", "--verify", "--quiet", "HEAD^{commit}"], nilOn: [1, 128])
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

    /// The last commit on the first-parent line of `head` up to the end of a day (`YYYY-MM-DD`, UTC); nil when there was
    /// none yet, or when this copy does not reach that far back.
    public func lastCommit(of day: String, from head: ObjectID) throws(GitError) -> ObjectID? {
        guard day.utf8.allSatisfy({ $0.isDigit || $0 == .ascii("-") }) else { return nil }
        let answer = try run([
            "rev-list", "-1", "--first-parent", "--before=\(day)T23:59:59+00:00", head.description, "--",
        ])
        return Git.lines(answer).first.flatMap { ObjectID($0) }
    }

    /// The best common ancestor.
    ///
    /// - Throws: ``GitError/noMergeBase(_:_:shallow:)``, and as ``resolve(_:)``.
    public func mergeBase(_ a: String, _ b: String) throws(GitError) -> ObjectID {
        let first = try resolve(a)
        let second = try resolve(b)
        let answer = try run(["merge-base", first.description, second.description], nilOn: [1])
        guard let id = answer.flatMap({ Git.lines($0).first }).flatMap({ ObjectID($0) }) else {
            throw .noMergeBase(a, b, shallow: isShallow)
        }
        return id
    }

    /// Where `origin` is, as an address with a scheme; nil when there is none or it is a folder of this machine. It may
    /// hold a user's name and password.
    public func originAddress() throws(GitError) -> String? {
        guard let bytes = try run(["config", "--get", "remote.origin.url"], nilOn: [1]),
            let address = Git.lines(bytes).first
        else { return nil }
        if address.contains("://") { return address.hasPrefix("file:") ? nil : address }
        // As scp has it, `user@host:path`; a colon behind a slash belongs to the path of a folder.
        guard let colon = address.firstIndex(of: ":"), !address[..<colon].contains("/"),
            address.index(after: colon) != address.endIndex
        else { return nil }
        let path = address[address.index(after: colon)...]
        return "ssh://\(address[..<colon])/\(path.hasPrefix("/") ? path.dropFirst() : path)"
    }

    /// The full name of the branch that others are merged into: what `origin/HEAD` points to, or the first of
    /// `origin/main`, `origin/master`, `main`, `master` that exists; nil when none does.
    public func defaultBranch() throws(GitError) -> String? {
        let remote = try run(["symbolic-ref", "--quiet", "refs/remotes/origin/HEAD"], nilOn: [1, 128])
        var candidates = remote.flatMap { Git.lines($0).first }.map { [$0] } ?? []
        candidates += [
            "refs/remotes/origin/main", "refs/remotes/origin/master", "refs/heads/main", "refs/heads/master",
        ]
        for name in candidates
        where try run(["rev-parse", "--verify", "--quiet", "--end-of-options", name + "^{commit}"], nilOn: [1, 128])
            != nil
        {
            return name
        }
        return nil
    }
}
