import LintAnalyzers
import Testing

struct TerraformUnitsTests {
    private static let block = "terraform {\n  backend \"s3\" {\n    bucket = \"b\"\n    key = \"k\"\n  }\n}\n"
    private static let states =
        "remote_state {\n  backend = \"gcs\"\n  generate = {\n    path = \"backend.tf\"\n  }\n  config = {\n    bucket = \"b\"\n  }\n}\n"

    private func authority(_ files: [(String, String)]) -> TerraformStack.Authority? {
        stacks(of: ([("net/main.tf", Self.block)] + files).sorted { $0.0 < $1.0 }).stacks.first?.authority
    }

    @Test(
        arguments: [
            "../../net", "../..//net", "${get_terragrunt_dir()}/../../net", "${get_repo_root()}//net",
            "${path_relative_from_include(\"root\")}/..//net",
        ])
    func `a block that Terragrunt may write anew is not all that there is`(_ source: String) {
        let unit = ("live/dev/terragrunt.hcl", "terraform {\n  source = \"\(source)\"\n}\n")
        #expect(authority([unit, ("live/root.hcl", Self.states)]) == .unknown)
        #expect(authority([unit]) == .clear)
    }

    @Test(
        arguments: [
            "  # source = \"../../net\"", "  source = \"../../dns\"", "  source = \"git::https://a.test/net\"",
        ])
    func `units of other modules leave a block as it is`(_ line: String) {
        let unit = ("live/dev/terragrunt.hcl", "terraform {\n\(line)\n}\n")
        #expect(authority([unit, ("live/root.hcl", Self.states)]) == .clear)
    }

    @Test func `several units have one block's state`() {
        let unit = "terraform {\n  source = \"../../net\"\n}\n"
        let units = ["a", "b"].map { ("live/\($0)/terragrunt.hcl", unit) }
        #expect(authority(units) == .unknown)
    }
}
