import LintSource

/// States that are made for a test or for a pull request, and go with it: no second owner of a stack's.
extension TerraformStacks {
    // (An environment may be called `test`.)
    private static let tests: Set<Substring> = ["tests", "e2e", "e2e-tests", "integration-tests"]
    private static let names: [StaticString] = [
        "test", "tests", "e2e", "ci", "pr", "mr", "review", "preview", "sandbox", "ephemeral", "temp", "tmp",
    ]
    /// What there is of a pull request alone.
    private static let changes: [StaticString] = [
        "github.event.number", "github.event.pull_request.", "github.head_ref", "GITHUB_HEAD_REF",
        "CI_MERGE_REQUEST_IID", "BITBUCKET_PR_ID", "System.PullRequest.", "env.CHANGE_ID",
    ]

    /// Whether a file is one of tests, or a workflow that pull requests alone start.
    func isOfTrials(_ number: Int) -> Bool {
        files[number].facts.isOfChanges
            || files[number].path.pathParts.dropLast().contains { TerraformStacks.tests.contains($0) }
    }

    /// Whether a state is called for a pull request's number, or, where tests run, for these.
    func isTrial(_ name: String, _ run: Run) -> Bool {
        guard run.kind != .documentation else { return false }
        if name.holds(0x24) || name.holds("{{"), TerraformStacks.changes.contains(where: name.holds) { return true }
        return trials.contains(run.file) && name.pathParts.contains { TerraformStacks.isTrial($0) }
    }

    /// `e2e`, `pr-12`, `test.tfstate`
    private static func isTrial(_ part: Substring) -> Bool {
        names.contains { name in
            guard part.begins(name) else { return false }
            let next = part.utf8.dropFirst(name.utf8CodeUnitCount).first
            return next.map { !$0.isLetter } ?? true
        }
    }
}
