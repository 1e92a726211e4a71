import LintSource

/// A commit seen from another state: all its files, and which of them are not the same there.
public struct Difference: Sendable {
    /// The files of the commit in path order; of links and submodules those that a change names may be missing.
    public var base: [TreeEntry]
    /// Paths, of either state, whose content may differ. Untracked files of a working tree are not among them.
    public var differing: Set<String>
    /// Old path to new, of files that moved with at least half of their content.
    public var renames: [String: String]

    public init(base: [TreeEntry], differing: Set<String>, renames: [String: String]) {
        self.base = base
        self.differing = differing
        self.renames = renames
    }

    /// - Parameters:
    ///   - changes: from the commit to a state.
    ///   - state: the files of that state, in path order.
    init(_ changes: [TreeChange], to state: [TreeEntry]) {
        base = []
        differing = []
        renames = [:]
        var changed: Set<String> = []
        var before: [TreeEntry] = []
        for change in changes {
            var old = change.path
            if case .renamed(let from) = change.status {
                old = from
                renames[from] = change.path
                differing.insert(from)
            }
            differing.insert(change.path)
            changed.insert(change.path)
            if change.oldMode.isRegular { before.append(TreeEntry(path: old, mode: change.oldMode, id: change.oldID)) }
        }
        base = state
        if !changed.isEmpty { base.removeAll { changed.contains($0.path) } }
        // A file that moved away, where another one is now.
        base.removeAll { renames[$0.path] != nil && !changed.contains($0.path) }
        base += before
        base.sort { TreeEntry.precede($0.path, $1.path) }
    }
}

extension Git {
    /// A commit seen from the working tree.
    public func differenceToWorkingTree(from base: ObjectID) throws(GitError) -> Difference {
        var process = try start(Git.rawDifference("diff-index", ["--cached", base.description]), hasInput: false)
        let tracked = TrackedFiles(self)
        let raw = try process.output(folder: root)
        guard let tracked else { return try slowDifference(from: base) }
        var difference = Difference(try RawOutput.changes(raw, command: "diff-index"), to: tracked.files)
        difference.differing.formUnion(tracked.touched)
        return difference
    }

    /// A commit seen from the index, whose files are given.
    public func differenceToIndex(from base: ObjectID, files: [TreeEntry]) throws(GitError) -> Difference {
        let raw = try run(Git.rawDifference("diff-index", ["--cached", base.description]))
        return Difference(try RawOutput.changes(raw, command: "diff-index"), to: files)
    }

    /// A commit seen from another one, with the files of that one.
    public func difference(
        from base: ObjectID, to head: ObjectID
    ) throws(GitError) -> (difference: Difference, head: [TreeEntry]) {
        // Both at once.
        var listing = try start(Git.listing(head), hasInput: false)
        let raw = try run(Git.rawDifference("diff-tree", ["-r", base.description, head.description]))
        let files = try Git.entries(ofTree: try listing.output(folder: root))
        return (Difference(try RawOutput.changes(raw, command: "diff-tree"), to: files), files)
    }

    /// By git alone, which knows every kind of index.
    private func slowDifference(from base: ObjectID) throws(GitError) -> Difference {
        var renames: [String: String] = [:]
        let raw = try run(Git.rawDifference("diff-index", ["--cached", base.description]))
        for change in try RawOutput.changes(raw, command: "diff-index") {
            if case .renamed(let from) = change.status { renames[from] = change.path }
        }
        return Difference(
            base: try tree(base), differing: Set(try changed(since: base).map(\.path)), renames: renames)
    }

    private static func rawDifference(_ command: String, _ arguments: [String]) -> [String] {
        [command, "--raw", "-z", "--no-abbrev", "--no-ext-diff", "--no-textconv", "--find-renames=50%", "-l4000"]
            + ["--ignore-submodules=all"] + arguments + ["--"]
    }
}
