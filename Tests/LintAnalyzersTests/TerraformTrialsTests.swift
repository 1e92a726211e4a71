import LintAnalyzers
import Testing

/// What tests and pull requests make for the while is beside a stack's state.
struct TerraformTrialsTests {
    private func authority(_ files: [(path: String, text: String)]) -> [String] {
        let block = "terraform {\n  backend \"s3\" {\n    bucket = \"b\"\n  }\n}\n"
        let all = [("net/main.tf", block)] + files
        return stacks(of: all.sorted { $0.0 < $1.0 }).stacks.map { "\($0.path): \($0.authority.rawValue)" }
    }

    private func script(_ key: String) -> String { "cd net\nterraform init -backend-config=key=\(key)\n" }

    private func workflow(on: String, _ key: String) -> String {
        """
        on: \(on)
        jobs:
          a:
            steps:
              - run: cd net && terraform init -backend-config=key=\(key)

        """
    }

    @Test(arguments: ["test", "e2e-net", "pr-1/net", "sandbox.tfstate"])
    func `a test has a state of its own`(key: String) {
        #expect(authority([("go.sh", script("net")), ("tests/up.sh", script(key))]) == ["net: clear"])
        #expect(authority([("go.sh", script("net")), ("up.sh", script(key))]) == ["net: conflicting"])
    }

    @Test(arguments: ["v1", "testimony", "prefix"])
    func `a test that names another state does not agree`(key: String) {
        #expect(authority([("go.sh", script("net")), ("tests/up.sh", script(key))]) == ["net: conflicting"])
    }

    @Test func `a test alone has the one state that is known`() {
        #expect(authority([("tests/up.sh", script("test"))]) == ["net: clear"])
    }

    @Test(arguments: ["pull_request", "[pull_request]", "{pull_request: {branches: [main]}}"])
    func `pull requests have states of their own`(on: String) {
        let deploy = (".github/workflows/deploy.yml", workflow(on: "push", "net"))
        #expect(authority([deploy, (".github/workflows/pr.yml", workflow(on: on, "e2e"))]) == ["net: clear"])
    }

    @Test func `a number of a pull request says so itself`() {
        let deploy = (".github/workflows/deploy.yml", workflow(on: "push", "net"))
        let key = "pr-${{ github.event.number }}"
        #expect(authority([deploy, (".github/workflows/a.yml", workflow(on: "push", key))]) == ["net: clear"])
        let other = "pr-${{ github.run_id }}"
        #expect(authority([deploy, (".github/workflows/a.yml", workflow(on: "push", other))]) == ["net: conflicting"])
    }

    @Test func `what pushes start too is no trial`() {
        let deploy = (".github/workflows/deploy.yml", workflow(on: "push", "net"))
        let both = (".github/workflows/e2e.yml", workflow(on: "[push, pull_request]", "e2e"))
        #expect(authority([deploy, both]) == ["net: conflicting"])
    }
}
