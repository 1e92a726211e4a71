import LintSource

extension Git {
    /// Who wrote a line.
    public struct Blame: Sendable, Hashable {
        public var commit: ObjectID
        /// Of the committer, in seconds since 1970.
        public var time: Int
        /// The history that is here ends with the commit: the line may be older.
        public var isBoundary = false
    }

    /// The commits that last changed lines of a file, other than in their white space, as it is at a commit. Nothing but
    /// objects is read: the working tree would go through the repository's filters.
    ///
    /// - Parameter lines: 1-based, of that state of the file.
    public func blame(_ path: String, at commit: ObjectID, lines: [Int]) throws(GitError) -> [Int: Blame] {
        if lines.isEmpty { return [:] }
        var arguments = ["-c", "blame.ignoreRevsFile=", "blame", "--porcelain", "-w", "--no-textconv"]
        for line in lines { arguments += ["-L", "\(line),\(line)"] }
        let bytes = try run(arguments + [commit.description, "--", path])
        var commits: [ObjectID: Blame] = [:]
        var result: [Int: ObjectID] = [:]
        var current: ObjectID?
        for line in bytes.split(separator: 0x0A) {
            // A line of the file itself.
            if line.first == 0x09 {
                current = nil
                continue
            }
            let words = RawOutput.words(line)
            if let commit = current {
                if words.first == "committer-time", words.count == 2 { commits[commit]?.time = Int(words[1]) ?? 0 }
                if words.first == "boundary" { commits[commit]?.isBoundary = true }
            } else if words.count >= 3, let commit = ObjectID(String(words[0])), let number = Int(words[2]) {
                current = commit
                result[number] = commit
                if commits[commit] == nil { commits[commit] = Blame(commit: commit, time: 0) }
            }
        }
        return result.compactMapValues { commits[$0] }
    }
}
