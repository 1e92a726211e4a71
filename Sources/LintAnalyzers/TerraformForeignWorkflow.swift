import LintSource
import LintSyntax

/// A job that is another repository's workflow: `uses: owner/repository/.github/workflows/x.yml@main`. What it runs is not
/// known; one that scans for mistakes in spelling is no init.
enum TerraformForeignWorkflow {
    /// What words begin with that are about setting things up.
    private static let works = [
        "terraform", "tofu", "opentofu", "terragrunt", "infra", "iac", "deploy", "provision", "environment", "director",
    ]
    private static let wholeWorks: Set<String> = [
        "tf", "hcl", "state", "backend", "plan", "apply", "stack", "stacks", "destroy", "rollout", "promote", "env",
        "aws", "gcp", "azure", "arm", "cloud", "folder", "folders", "dir", "workdir", "path", "paths", "workspace",
        "bucket",
    ]
    /// What does all that a repository needs.
    private static let pipelines: Set<String> = ["ci", "cd", "cicd", "pipeline", "pipelines"]
    /// What looks at a repository, or keeps its issues, without setting anything up. (Whatever else it is called, another
    /// repository's workflow may do.)
    // swift-format-ignore
    private static let looks: Set<String> = [
        "lint", "linter", "linting", "scan", "scanner", "todo", "issue", "issues", "label", "labels", "labeler",
        "stale", "review", "reviews", "guard", "guards", "commit", "commits", "commitlint", "renovate",
        "dependabot", "changelog", "codeql", "zizmor", "trivy", "gitleaks", "checkov", "tfsec", "tflint",
        "actionlint", "shellcheck", "styleguide", "spell", "spelling", "typos", "markdown", "docs", "fmt",
        "format", "pr", "triage", "assign", "welcome", "cla", "dco", "license", "scorecard", "semgrep", "sonar",
    ]

    /// Whether a job may be an init: what it calls, how it is called itself, or what it hands over speaks of one.
    static func mayInit(_ job: Int, _ tree: SyntaxTree) -> Bool {
        var uses: String?
        var texts = [tree.nodes[job].name ?? ""]
        for child in tree.children(of: job) {
            switch tree.nodes[child].name {
            case "uses": uses = tree.nodes[child].scalar
            case "name": texts.append(tree.nodes[child].scalar ?? "")
            case "with", "secrets":
                for item in tree.children(of: child) {
                    texts.append(tree.nodes[item].name ?? "")
                    texts.append(tree.nodes[item].scalar ?? "")
                }
            default: break
            }
        }
        guard let uses, !uses.begins(".") else { return false }
        let parts = uses.prefix { $0 != "@" }.split(separator: "/")
        guard let file = parts.last, parts.count > 2 else { return true }
        let name = words(of: file.prefix { $0 != "." })
        guard name.contains(where: looks.contains), !name.contains(where: { speaks($0) || pipelines.contains($0) })
        else { return true }
        return words(of: parts[1]).contains(where: speaks)
            || texts.contains { words(of: $0[...]).contains(where: speaks) }
    }

    private static func speaks(_ word: String) -> Bool {
        wholeWorks.contains(word) || works.contains(where: word.hasPrefix)
    }

    /// In small letters, at most 64.
    private static func words(of text: Substring) -> [String] {
        text.prefix(1_000).split(maxSplits: 64) { !$0.isLetter }.map { $0.lowercased() }
    }
}
