import LintAnalyzers
import LintSource
import Testing

/// What must not hang on which file or which job comes first.
@Suite struct TerraformOrderTests {
    @Test(arguments: ["a.tf", "main.tf"])
    func `a folder of arguments belongs to the stack above, whichever file of that comes first`(name: String) throws {
        let files = [
            ("s/" + name, "terraform {\n  backend \"s3\" {}\n}\n"),
            ("s/backend/live.hcl", "bucket = \"b\"\nkey = \"k\"\nuse_lockfile = true\n"),
        ]
        let stack = try #require(stacks(of: files.sorted { $0.0 < $1.0 }).stacks.first)
        #expect(stack.authority == .clear)
        #expect(stack.address == "s3://b/k")
    }

    @Test func `what stands before the scripts of several jobs holds for each of them`() throws {
        let jobs = """
            .base:
              before_script:
                - cd stacks/$STACK
                - tofu init -backend-config=address=https://h/$STACK
            a:
              extends: .base
              variables: {STACK: a}
              script: [tofu plan, tofu apply]
            b:
              extends: .base
              variables: {STACK: b}
              script: [tofu plan]
            c:
              extends: .base
              variables: {STACK: b}
              script: [echo done]

            """
        let block = "terraform {\n  backend \"http\" {}\n}\n"
        let result = stacks(of: [(".gitlab-ci.yml", jobs), ("stacks/a/main.tf", block), ("stacks/b/main.tf", block)])
        #expect(result.stacks.map(\.address) == ["https://h/a", "https://h/b"])
        #expect(result.stacks.map(\.authority) == [.clear, .clear])
    }
}
