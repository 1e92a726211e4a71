import LintAnalyzers
import LintSource
import Testing

/// Stacks whose state has several names: environments, or no one answer.
@Suite struct TerraformNamingsTests {
    private static func verdict(_ files: [(path: String, text: String)]) -> (TerraformStack.Authority, String)? {
        let block = "terraform {\n  backend \"s3\" {\n    bucket = \"b\"\n  }\n}\n"
        let all = (files + [("net/main.tf", block)]).sorted { PathOrder.precedes($0.path, $1.path) }
        return LintAnalyzersTests.stacks(of: all).stacks.first.map { ($0.authority, $0.why) }
    }

    private static func job(_ key: String) -> String {
        "on: push\njobs:\n  a:\n    steps:\n      - run: terraform -chdir=net init -backend-config=key=\(key)\n"
    }

    private static func script(_ key: String) -> String { "terraform -chdir=net init -backend-config=key=\(key)\n" }

    @Test func `what CI and people call by names that are no environments is not clear`() {
        let found = Self.verdict([
            (".github/workflows/a.yml", Self.job("old.tfstate")), ("init.sh", Self.script("net.tfstate")),
        ])
        #expect(found?.0 == .conflicting)
        #expect(found?.1 == "2 state names: `net.tfstate` (init.sh:1), `old.tfstate` (.github/workflows/a.yml:5)")
    }

    @Test func `what they say of two environments is one an environment`() {
        let found = Self.verdict([
            (".github/workflows/a.yml", Self.job("net-prod.tfstate")), ("init.sh", Self.script("net-dev.tfstate")),
        ])
        #expect(found?.0 == .clear)
        #expect(found?.1.hasPrefix("one state an environment: net-prod.tfstate, net-dev.tfstate") == true)
    }

    @Test(arguments: [
        ".github/workflows/a.yml.example", ".github/workflows-off/a.yml", ".github/workflows/old/a.yml",
        ".forgejo/workflows/a.yml.off",
    ])
    func `a workflow that no forge finds says nothing`(_ path: String) {
        let found = Self.verdict([(path, Self.job("old.tfstate")), ("init.sh", Self.script("net.tfstate"))])
        #expect(found?.0 == .clear)
        #expect(found?.1 == "one answer: s3://b/net.tfstate (init.sh:1)")
    }

    @Test(arguments: [".forgejo/workflows/a.yml", ".gitea/workflows/a.yaml", "ci/a.yml", ".github/README.md"])
    func `others do`(_ path: String) {
        let text = path.hasSuffix(".md") ? "```yaml\n\(Self.job("old.tfstate"))```\n" : Self.job("old.tfstate")
        let found = Self.verdict([(path, text), ("init.sh", Self.script("net.tfstate"))])
        #expect(found?.1.contains(path) == true || found?.0 == .conflicting)
    }
}
