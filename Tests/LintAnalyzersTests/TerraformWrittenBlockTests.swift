import LintAnalyzers
import Testing

/// Backend blocks that a script writes before its init.
@Suite struct TerraformWrittenBlockTests {
    private let whole = "terraform {\n  backend \"s3\" {\n    bucket = \"b\"\n    key = \"k\"\n  }\n}\n"
    private let none = "resource \"x\" \"y\" {}\n"

    private func verdict(_ main: String, _ path: String, _ script: String) -> TerraformStack? {
        stacks(of: [("a/main.tf", main), (path, script)].sorted { $0.0 < $1.0 }).stacks.first { $0.path == "a" }
    }

    @Test(
        arguments: [
            "cat > main.tf <<EOF\nterraform {\n  backend \"s3\" {}\n}\nEOF",
            "cat <<'EOF' >main.tf\nterraform {\n  backend \"s3\" {}\n}\nEOF",
            "tee main.tf <<EOF\nterraform {\n  backend \"s3\" {}\n}\nEOF",
            "echo 'terraform { backend \"s3\" {} }' > main.tf", "sed s/B/$B/ backend.tf.tmpl > main.tf",
        ])
    func `a block that a script writes anew is not what was committed`(_ command: String) throws {
        let stack = try #require(verdict(whole, "run.sh", "cd a\n\(command)\nterraform init\n"))
        #expect(stack.authority == .unknown)
        #expect(stack.address == nil)
        #expect(stack.why.hasSuffix("run.sh writes its block anew"))
    }

    @Test(
        arguments: [
            "cat > main.tf <<EOF\nlocals {}\nEOF", "cat >> main.tf <<EOF\n# backend\nEOF", "cat main.tf | grep backend",
            "cat > other.tf <<EOF\nterraform {\n  backend \"s3\" {}\n}\nEOF", "tee -a main.tf <<EOF\n# backend\nEOF",
        ])
    func `a block that no script writes anew is what was committed`(_ command: String) throws {
        let stack = try #require(verdict(whole, "run.sh", "cd a\n\(command)\nterraform init\n"))
        #expect(stack.address == "s3://b/k")
    }

    @Test(
        arguments: [
            "cat <<EOF >> backend.tf\nterraform {\n  backend \"s3\" {}\n}\nEOF", "envsubst < t.txt | tee backend.tf",
            "echo 'terraform { backend \"s3\" {} }' > backend.tf",
        ])
    func `a stack may have its block from a script beside it`(_ command: String) throws {
        let files = [("a/block.sh", command), ("a/main.tf", none), ("run.sh", "cd a\n./block.sh\nterraform init\n")]
        let stack = try #require(stacks(of: files).stacks.first)
        #expect(stack.authority == .unknown)
        #expect(stack.why == "no backend block, but a/block.sh writes one into backend.tf")
    }

    @Test func `a script that writes a block where it is called says nothing of others`() throws {
        let files = [
            ("a/main.tf", none), ("b/block.sh", "echo 'backend' > backend.tf"), ("run.sh", "cd a\nterraform init\n"),
        ]
        #expect(stacks(of: files).stacks.first?.authority == TerraformStack.Authority.none)
    }

    @Test func `what a pipeline writes anew is there for itself alone`() throws {
        let job =
            "jobs:\n  a:\n    steps:\n      - run: |\n          cat > a/main.tf <<EOF\n          terraform {\n            backend \"s3\" {}\n          }\n          EOF\n          terraform -chdir=a init\n"
        let page = "```sh\ncd a\nterraform init\n```\n"
        let other = "jobs:\n  a:\n    steps:\n      - run: terraform -chdir=a init\n"
        let both = [
            (".github/workflows/a.yml", job), (".github/workflows/b.yml", other), ("README.md", page),
            ("a/main.tf", whole),
        ]
        let stack = try #require(stacks(of: both).stacks.first)
        #expect(stack.address == "s3://b/k")
        #expect(stack.authority == .unknown)
        #expect(stacks(of: [both[0], both[3]]).stacks.first?.address == nil)
    }

    @Test func `a template beside a stack may become its block`() throws {
        let files = [("a/backend.tf.j2", "terraform {}\n"), ("a/main.tf", none), ("run.sh", "cd a\nterraform init\n")]
        let stack = try #require(stacks(of: files).stacks.first)
        #expect(stack.authority == .unknown)
        #expect(stack.why == "no backend block, but a/backend.tf.j2 may become one")
    }

    @Test func `a template that is not called for a block becomes none`() throws {
        let files = [("a/main.tf", none), ("a/names.tf.j2", "locals {}\n"), ("run.sh", "cd a\nterraform init\n")]
        #expect(stacks(of: files).stacks.first?.authority == TerraformStack.Authority.none)
    }

    @Test(
        arguments: [
            ("include: a/backend.tf", TerraformStack.Authority.unknown), ("include: ./a/backend.tf", .unknown),
            ("include: b/backend.tf", .clear), ("include: a/", .clear), ("find: backend", .clear),
        ])
    func `a step that is given a file with a block changes it`(
        _ input: String, _ authority: TerraformStack.Authority
    ) throws {
        let job =
            "jobs:\n  a:\n    steps:\n      - uses: someone/find-and-replace@v1\n        with:\n          \(input)\n      - run: terraform -chdir=a init\n"
        let block = "terraform {\n  backend \"s3\" {\n    bucket = \"b\"\n    key = \"k\"\n    region = \"r\"\n  }\n}\n"
        let found = stacks(of: [(".github/workflows/a.yml", job), ("a/backend.tf", block)])
        #expect(found.stacks.first?.authority == authority)
    }
}
