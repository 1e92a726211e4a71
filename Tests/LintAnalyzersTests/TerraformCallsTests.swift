import LintAnalyzers
import Testing

/// Workflows that others call with the folder of a stack.
@Suite struct TerraformCallsTests {
    private static func called(_ triggers: String = "", standard: String = "", _ arguments: String = "") -> String {
        """
        on:
        \(triggers)  workflow_call:
            inputs:
              project: {type: string\(standard)}
        jobs:
          tf:
            steps:
              - run: terraform init\(arguments)
                working-directory: stacks/${{ inputs.project }}
        """
    }

    private static func caller(_ with: String, matrix: String = "") -> String {
        "jobs:\n  a:\n\(matrix)    uses: ./.github/workflows/run.yml\n    with: {\(with)}\n"
    }

    private static func fed(_ called: String, by callers: [String]) -> [String] {
        let block = "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n    prefix = \"p\"\n  }\n}\n"
        let files = callers.enumerated().map { (".github/workflows/c\($0).yml", $1) }
        let found = stacks(
            of: files + [
                (".github/workflows/run.yml", called), ("stacks/dns/main.tf", block),
                ("stacks/lab/main.tf", "locals {}\n"),
                ("stacks/mail/main.tf", block),
            ])
        return found.stacks.filter { !$0.feeders.isEmpty }.map(\.path)
    }

    @Test func `callers say which stacks an init is of`() {
        #expect(Self.fed(Self.called(), by: [Self.caller("project: dns")]) == ["stacks/dns"])
        let both = [Self.caller("project: dns"), Self.caller("project: mail")]
        #expect(Self.fed(Self.called(), by: both) == ["stacks/dns", "stacks/mail"])
    }

    @Test func `each item of a matrix is a call`() {
        let caller = Self.caller("project: \"${{ matrix.p }}\"", matrix: "    strategy: {matrix: {p: [dns, mail]}}\n")
        #expect(Self.fed(Self.called(), by: [caller]) == ["stacks/dns", "stacks/mail"])
    }

    @Test func `what a caller leaves out has its default`() {
        #expect(Self.fed(Self.called(standard: ", default: mail"), by: [Self.caller("")]) == ["stacks/mail"])
    }

    @Test func `it may be any where nobody says, or a person does`() {
        let all = ["stacks/dns", "stacks/lab", "stacks/mail"]
        #expect(Self.fed(Self.called(), by: []) == all)
        #expect(Self.fed(Self.called(), by: [Self.caller("project: \"${{ github.ref_name }}\"")]) == all)
        #expect(Self.fed(Self.called("  workflow_dispatch:\n"), by: [Self.caller("project: dns")]) == all)
    }

    @Test func `one state a call is one for each, whatever they are called`() throws {
        let block = "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n  }\n}\n"
        let called = Self.called("", " -backend-config=prefix=${{ inputs.project }}").replacing(
            "stacks/${{ inputs.project }}", with: "stack")
        let found = stacks(of: [
            (".github/workflows/a.yml", Self.caller("project: eu/dev")),
            (".github/workflows/b.yml", Self.caller("project: us/prod")), (".github/workflows/run.yml", called),
            ("stack/main.tf", block),
        ])
        let stack = try #require(found.stacks.first)
        #expect(stack.authority == .clear)
        #expect(stack.stateNames == ["eu/dev", "us/prod"])
    }
}
