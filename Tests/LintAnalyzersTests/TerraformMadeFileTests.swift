import LintAnalyzers
import Testing

/// Files of arguments that a script makes for an init behind it.
@Suite struct TerraformMadeFileTests {
    private static let block = "terraform {\n  backend \"s3\" {\n    bucket = \"b\"\n  }\n}\n"
    private static let document = "<<EOF\nkey = \"k\"\n\n# a remark\nregion = r // not a word\nEOF\n"
    private static let read = "<<EOF\nkey = \"k\"\n\n# a remark\nregion = \"r\"\nEOF\n"

    private static func address(_ path: String, _ text: String) -> String? {
        let found = stacks(of: [(path, text), ("net/main.tf", block)].sorted { $0.path < $1.path })
        return found.stacks.first?.address
    }

    @Test(arguments: [
        "cat > /tmp/b.hcl \(read)cd net\ntofu init -backend-config=/tmp/b.hcl\n",
        "tee /tmp/b.hcl \(read)cd net\ntofu init -backend-config=/tmp/b.hcl\n",
        "cd net\ncat >b.hcl \(read)tofu init -backend-config=b.hcl\n",
        "cat > net/b.hcl \(read)tofu -chdir=net init -backend-config=b.hcl\n",
        "B=$(mktemp).hcl\ncat > \"$B.hcl\" \(read)cd net\ntofu init -backend-config=\"$B.hcl\"\n",
    ])
    func `what a script writes is what its init reads`(_ script: String) {
        #expect(Self.address("up.sh", script) == "s3://b/k")
    }

    @Test(arguments: [
        // Behind the init, or in a way that is not read.
        "cd net\ntofu init -backend-config=/tmp/b.hcl\ncat > /tmp/b.hcl \(read)",
        "cat >> /tmp/b.hcl \(read)cd net\ntofu init -backend-config=/tmp/b.hcl\n",
        "tee -a /tmp/b.hcl \(read)cd net\ntofu init -backend-config=/tmp/b.hcl\n",
        "echo x > /tmp/b.hcl\ncd net\ntofu init -backend-config=/tmp/b.hcl\n",
        "cat > /tmp/b.hcl \(document)cd net\ntofu init -backend-config=/tmp/b.hcl\n",
        // One of two, or changed.
        "if x; then\ncat > /tmp/b.hcl \(read)else\ncat > /tmp/b.hcl \(read)fi\ncd net\ntofu init -backend-config=/tmp/b.hcl\n",
        "cat > /tmp/b.hcl \(read)sed -i s/k/l/ /tmp/b.hcl\ncd net\ntofu init -backend-config=/tmp/b.hcl\n",
        // Another file.
        "cat > /tmp/b.hcl \(read)cd net\ntofu init -backend-config=b.hcl\n",
    ])
    func `what may be something else is not known`(_ script: String) {
        #expect(Self.address("up.sh", script) == nil)
    }

    private static func workflow(_ first: String, _ second: String, job: String = "") -> String {
        "jobs:\n  a:\n    steps:\n      - run: |\n\(indented(first))\(job)      - run: |\n\(indented(second))"
    }

    private static func indented(_ text: String) -> String {
        text.split(separator: "\n").map { "          \($0)\n" }.joined()
    }

    @Test func `an earlier step of the same job writes it`() {
        let (writes, reads) = ("cat > /tmp/b.hcl \(Self.read)", "cd net\ntofu init -backend-config=/tmp/b.hcl\n")
        let path = ".github/workflows/a.yml"
        #expect(Self.address(path, Self.workflow(writes, reads)) == "s3://b/k")
        #expect(Self.address(path, Self.workflow(reads, writes)) == nil)
        #expect(Self.address(path, Self.workflow(writes, reads, job: "  b:\n    steps:\n")) == nil)
    }
}
