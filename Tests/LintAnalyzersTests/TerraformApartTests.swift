import LintAnalyzers
import LintSource
import LintSyntax
import Testing

/// History and what others do is no word on the stacks of today.
struct TerraformApartTests {
    private static let block = "terraform {\n  backend \"s3\" {\n    bucket = \"b\"\n  }\n}\n"
    private static let script = "cd net\nterraform init -backend-config=key=net\n"

    private func authority(_ files: [(path: String, text: String)]) -> [String] {
        let facts = files.sorted { PathOrder.precedes($0.path, $1.path) }.compactMap { file in
            Array(file.text.utf8).withByteView { TerraformState.read(ParsedFile(path: file.path, bytes: $0)) }
        }
        let paths = PathList(files.map(\.path).sorted { PathOrder.precedes($0, $1) })
        let apart: @Sendable (String) -> Bool = {
            $0 == "CHANGELOG.md" || $0.hasPrefix("old/") || $0.hasPrefix("vendor/")
        }
        return TerraformStacks(facts, paths: paths, apart: apart).stacks.map { "\($0.path): \($0.authority.rawValue)" }
    }

    private func page(_ arguments: String) -> String { "```sh\ncd net\nterraform init \(arguments)\n```\n" }

    @Test(arguments: ["-backend-config=key=v1", "", "-backend-config=old.hcl", "-backend-config=key=$OLD"])
    func `a page of history says nothing against a script`(arguments: String) {
        let files = [("CHANGELOG.md", page(arguments)), ("go.sh", Self.script), ("net/main.tf", Self.block)]
        #expect(authority(files) == ["net: clear"])
    }

    @Test func `what history alone initialized nobody initializes`() {
        let files = [("CHANGELOG.md", page("-backend-config=key=net")), ("net/main.tf", Self.block)]
        #expect(authority(files) == ["net: none"])
    }

    @Test func `a page of today counts`() {
        let files = [("README.md", page("-backend-config=key=net")), ("net/main.tf", Self.block)]
        #expect(authority(files) == ["net: clear"])
    }

    @Test func `a script of others may be run by whoever calls it`() {
        let files = [
            ("net/main.tf", Self.block), ("vendor/x/go.sh", "cd ../../net\nterraform init -backend-config=key=net\n"),
        ]
        #expect(authority(files) == ["net: unknown"])
    }

    @Test func `what is apart has rows of its own`() {
        let files = [("old/net/go.sh", "terraform init -backend-config=key=net\n"), ("old/net/main.tf", Self.block)]
        #expect(authority(files) == ["old/net: clear"])
    }

    @Test func `a proof of concept that calls a stack makes no module of it`() {
        let whole = Self.block.replacing("bucket", with: "key = \"net\"\n    bucket")
        let caller = "module \"net\" {\n  source = \"../../net\"\n}\n"
        #expect(authority([("net/main.tf", whole), ("old/poc/main.tf", caller)]) == ["net: clear"])
        #expect(authority([("net/main.tf", whole), ("new/poc/main.tf", caller)]) == ["net: none"])
    }

    @Test func `two stacks on one address, of which one is history`() {
        let whole = Self.block.replacing("bucket", with: "key = \"net\"\n    bucket")
        #expect(authority([("net/main.tf", whole), ("old/net/main.tf", whole)]) == ["net: clear", "old/net: clear"])
        #expect(
            authority([("dns/main.tf", whole), ("net/main.tf", whole)]) == ["dns: conflicting", "net: conflicting"])
    }
}
