/// ``Git/staged()``, asked before it is needed: git looks while whoever asked does something else.
///
/// A class, because a question has one answer; a git whose answer nobody waits for is ended with it.
public final class StagedQuestion {
    public let git: Git
    private var process: GitProcess

    public init(_ git: Git) throws(GitError) {
        self.git = git
        process = try git.start(StagedQuestion.arguments("HEAD"), hasInput: false)
    }

    /// To be called once.
    public func answer() throws(GitError) -> [TreeChange] {
        var (raw, failure) = try process.answer(folder: git.root)
        if let failure {
            // Before the first commit there is no HEAD.
            guard case .failed = failure, try git.head() == nil else { throw failure }
            raw = try git.run(StagedQuestion.arguments(try git.emptyTree()))
        }
        return try RawOutput.changes(raw, command: "diff-index")
    }

    private static func arguments(_ base: String) -> [String] {
        [
            "diff-index", "--cached", "--raw", "-z", "--no-abbrev", "--no-renames", "--ignore-submodules=all",
            "--diff-filter=AMTU", base, "--",
        ]
    }
}
