import LintAnalyzers
import Testing

/// `backend.tf` and `backend.tofu`: OpenTofu reads the second in the place of the first, Terraform the first alone.
@Suite struct TerraformTwinsTests {
    private func block(_ key: String) -> String {
        "terraform {\n  backend \"s3\" {\n    bucket = \"b\"\n    key = \"\(key)\"\n  }\n}\n"
    }

    private func stack(_ others: [(String, String)]) throws -> TerraformStack {
        let all = [("net/backend.tf", block("one")), ("net/backend.tofu", block("two"))] + others
        return try #require(stacks(of: all.sorted { $0.0 < $1.0 }).stacks.first { $0.path == "net" })
    }

    @Test(arguments: [("terraform", "s3://b/one"), ("tofu", "s3://b/two")])
    func `the program that runs has its own block`(_ program: String, _ address: String) throws {
        let found = try stack([("up.sh", "cd net\n\(program) init\n\(program) apply\n")])
        #expect(found.authority == .clear)
        #expect(found.address == address)
        // What runs outweighs pages.
        let other = program == "tofu" ? "terraform" : "tofu"
        let beside = try stack([
            ("up.sh", "cd net\n\(program) init\n"), ("README.md", "```sh\ncd net\n\(other) init\n```\n"),
        ])
        #expect(beside.address == address)
        #expect(try stack([("README.md", "```sh\ncd net\n\(program) init\n```\n")]).address == address)
    }

    @Test func `where both run, or none is seen, it is not known which block is meant`() throws {
        let both = try stack([("a.sh", "cd net\ntofu init\n"), ("b.sh", "cd net\nterraform init\n")])
        #expect(both.authority == .unknown)
        #expect(both.why.contains("net/backend.tf:2, net/backend.tofu:2"))
        #expect(try stack([]).authority == .unknown)
    }

    @Test func `a third block is one too many for both`() throws {
        #expect(try stack([("net/main.tf", block("three"))]).authority == .conflicting)
    }
}
