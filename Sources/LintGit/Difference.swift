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
            if change.oldMode.isRegular || change.oldMode == .symlink {
                before.append(TreeEntry(path: old, mode: change.oldMode, id: change.oldID))
            }
        }
        // Few differ: what lies between two of them is taken as it is. A file that moved away may be where another one is.
        var rest: [TreeEntry] = []
        rest.reserveCapacity(state.count)
        var at = 0
        for path in changed.union(renames.keys).sorted(by: TreeEntry.precede) {
            let end = Difference.place(of: path, in: state, from: at)
            rest += state[at..<end]
            at = end
            while at < state.count, state[at].path == path { at += 1 }
        }
        rest += state[at...]
        if before.isEmpty {
            base = rest
            return
        }
        base.reserveCapacity(rest.count + before.count)
        at = 0
        for entry in before.sorted(by: { TreeEntry.precede($0.path, $1.path) }) {
            let end = Difference.place(of: entry.path, in: rest, from: at)
            base += rest[at..<end]
            base.append(entry)
            at = end
        }
        base += rest[at...]
    }

    /// The first of some files in path order that does not come before a path.
    private static func place(of path: String, in files: [TreeEntry], from start: Int) -> Int {
        var (low, high) = (start, files.count)
        while low < high {
            let middle = (low + high) / 2
            if TreeEntry.precede(files[middle].path, path) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

extension Git {
    /// A commit seen from the working tree.
    public func differenceToWorkingTree(
        from base: ObjectID, _ objects: inout ObjectReader
    ) throws(GitError) -> Difference {
        guard let tracked = TrackedFiles(self) else { return try slowDifference(from: base) }
        var difference = Difference(try changes(from: base, to: tracked.index, &objects), to: tracked.files)
        difference.differing.formUnion(tracked.touched)
        return difference
    }

    /// A commit seen from the index, whose files are given.
    public func differenceToIndex(
        from base: ObjectID, files: [TreeEntry], _ objects: inout ObjectReader
    ) throws(GitError) -> Difference {
        guard let index = IndexFiles(self), index.entries == files else {
            return Difference(try changesToIndex(from: base), to: files)
        }
        return Difference(try changes(from: base, to: index, &objects), to: files)
    }

    /// A commit seen from another one, with the files of that one.
    public func difference(
        from base: ObjectID, to head: ObjectID
    ) throws(GitError) -> (difference: Difference, head: [TreeEntry]) {
        // Both at once.
        var listing = try start(Git.listing(head), hasInput: false)
        let changes = try changes(from: base, to: head)
        let files = try Git.entries(ofTree: try listing.output(folder: root, limit: listingLimit))
        return (Difference(changes, to: files), files)
    }

    /// The same of two commits that have most files as an index has them.
    public func difference(
        from base: ObjectID, to head: ObjectID, beside index: IndexFiles, _ objects: inout ObjectReader
    ) throws(GitError) -> (difference: Difference, head: [TreeEntry]) {
        guard let files = index.entries,
            let before = try TreeComparison(index.index, commit: base, limit: listingLimit, &objects),
            let after = try TreeComparison(index.index, commit: head, limit: listingLimit, &objects)
        else { return try difference(from: base, to: head) }
        let headFiles = after.changes.isEmpty ? files : Difference(after.changes, to: files).base
        var difference = Difference(before.changes, to: files)
        let changed = Set((before.changes + after.changes).map(\.path))
        let old = Git.files(difference.base, changed)
        let new = Git.files(headFiles, changed)
        difference.differing = changed.filter { old[$0] != new[$0] }
        if difference.differing.contains(where: { old[$0] == nil }),
            difference.differing.contains(where: { new[$0] == nil })
        {
            return (Difference(try changes(from: base, to: head), to: headFiles), headFiles)
        }
        return (difference, headFiles)
    }

    private static func files(_ files: [TreeEntry], _ wanted: Set<String>) -> [String: TreeEntry] {
        if wanted.isEmpty { return [:] }
        return Dictionary(files.lazy.filter { wanted.contains($0.path) }.map { ($0.path, $0) }) { $1 }
    }

    /// By the trees that differ; git itself is asked where a file may have been renamed.
    private func changes(
        from base: ObjectID, to index: IndexFiles, _ objects: inout ObjectReader
    ) throws(GitError) -> [TreeChange] {
        if let found = try TreeComparison(index.index, commit: base, limit: listingLimit, &objects)?.changes,
            !found.contains(where: { $0.status == .added }) || !found.contains(where: { $0.status == .deleted })
        {
            return found
        }
        return try changesToIndex(from: base)
    }

    private func changesToIndex(from base: ObjectID) throws(GitError) -> [TreeChange] {
        let raw = try run(Git.rawDifference("diff-index", ["--cached", base.description]), limit: listingLimit)
        return try RawOutput.changes(raw, command: "diff-index")
    }

    private func changes(from base: ObjectID, to head: ObjectID) throws(GitError) -> [TreeChange] {
        let question = Git.rawDifference("diff-tree", ["-r", base.description, head.description])
        let raw = try run(question, limit: listingLimit)
        return try RawOutput.changes(raw, command: "diff-tree")
    }

    /// By git alone, which knows every kind of index.
    private func slowDifference(from base: ObjectID) throws(GitError) -> Difference {
        var renames: [String: String] = [:]
        for change in try changesToIndex(from: base) {
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
