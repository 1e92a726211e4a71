import Glibc
import LintSource

extension Git {
    /// The files of a commit (links and submodules too, see ``TreeEntry/mode``), in the order of their paths' bytes.
    ///
    /// - Parameter sizes: whether git shall say the sizes of blobs; it has to look each up.
    public func tree(_ commit: ObjectID, sizes: Bool = false) throws(GitError) -> [TreeEntry] {
        try Git.entries(ofTree: try run(Git.listing(commit, sizes: sizes), limit: listingLimit))
    }

    static func listing(_ commit: ObjectID, sizes: Bool = false) -> [String] {
        ["ls-tree", "-r", "-z", "--full-tree"] + (sizes ? ["-l"] : []) + [commit.description]
    }

    static func entries(ofTree bytes: [UInt8]) throws(GitError) -> [TreeEntry] {
        var fields = RawFields(bytes)
        var entries: [TreeEntry] = []
        while let field = fields.field() {
            // MODE TYPE ID[ SIZE]<tab>PATH
            guard let tab = field.firstIndex(of: 0x09) else { throw .malformed(command: "ls-tree") }
            let words = field[..<tab].split(separator: 0x20)
            guard words.count >= 3, let id = ObjectID(hex: words[2]) else { throw .malformed(command: "ls-tree") }
            entries.append(
                TreeEntry(
                    path: RawOutput.path(field[(tab + 1)...]), mode: FileMode(octal: words[0]), id: id,
                    size: words.count > 3 ? Int(String(decoding: words[3], as: UTF8.self)) : nil))
        }
        return entries
    }

    /// The files of the index in path order; of one in conflict, our side (or the base, or theirs).
    public func index() throws(GitError) -> [TreeEntry] {
        if let files = IndexFiles(self)?.entries { return files }
        return try listedIndex()
    }

    /// ``index()`` by git, which knows every kind of index.
    func listedIndex() throws(GitError) -> [TreeEntry] {
        var fields = RawFields(try run(["ls-files", "-z", "--stage", "--full-name"]))
        var entries: [TreeEntry] = []
        while let field = fields.field() {
            // MODE ID STAGE<tab>PATH
            guard let tab = field.firstIndex(of: 0x09) else { throw .malformed(command: "ls-files") }
            let words = field[..<tab].split(separator: 0x20)
            guard words.count == 3, let id = ObjectID(hex: words[1]) else { throw .malformed(command: "ls-files") }
            let entry = TreeEntry(path: RawOutput.path(field[(tab + 1)...]), mode: FileMode(octal: words[0]), id: id)
            if entries.last?.path == entry.path {
                if words[2] == [.ascii("2")] { entries[entries.count - 1] = entry }
            } else {
                entries.append(entry)
            }
        }
        return entries
    }

    /// What a commit would change: files added, modified or of another type in the index, with the blobs that lie
    /// there. Deleted ones are left out, renames are added files; one in conflict has no blob and the status `other`.
    public func staged() throws(GitError) -> [TreeChange] { try StagedQuestion(self).answer() }

    /// What differs between a commit and the working tree: tracked files first (those that are gone too), then
    /// untracked ones that are not ignored, as added; each in path order. A file that was only touched, or that a filter
    /// (LFS) stores in another form, may be among them.
    public func changed(since commit: ObjectID) throws(GitError) -> [TreeChange] {
        // A file as young as the index is compared by content, and for that git would run the repository's filters.
        let raw = try withoutFilters().run(
            [
                "diff-index", "--raw", "-z", "--no-abbrev", "--no-renames", "--ignore-submodules=all",
                commit.description, "--",
            ])
        var changes = try RawOutput.changes(raw, command: "diff-index")
        var fields = RawFields(try run(["ls-files", "-z", "--others", "--exclude-standard", "--full-name"]))
        guard let zero = ObjectID(String(repeating: "0", count: commit.byteCount * 2)) else { return changes }
        while let field = fields.field() {
            // A repository in the repository ends in a slash.
            if field.last == .ascii("/") { continue }
            changes.append(
                TreeChange(
                    path: RawOutput.path(field), status: .added, oldMode: .other, oldID: zero, newMode: .file,
                    newID: zero))
        }
        return changes
    }

    /// Pathnames that git tracks, in path order.
    public func trackedFiles() throws(GitError) -> [String] {
        var fields = RawFields(try run(["ls-files", "-z", "--full-name"]))
        var paths: [String] = []
        while let field = fields.field() { paths.append(RawOutput.path(field)) }
        return paths
    }

    /// Files of the index that a sparse checkout leaves out (some may lie there all the same); none where there is no such
    /// checkout.
    public func leftOut() throws(GitError) -> [String] {
        guard access(gitFolder + "/info/sparse-checkout", F_OK) == 0 else { return [] }
        var fields = RawFields(try run(["ls-files", "-z", "-t", "--full-name"]))
        var paths: [String] = []
        while let field = fields.field() {
            if field.starts(with: "S ".utf8) { paths.append(RawOutput.path(field.dropFirst(2))) }
        }
        return paths
    }

    /// The tree without files, in the repository's hash.
    func emptyTree() throws(GitError) -> String {
        guard let line = Git.lines(try run(["hash-object", "-t", "tree", "/dev/null"])).first else {
            throw .malformed(command: "hash-object")
        }
        return line
    }
}
