import LintAnalyzers
import Testing

/// What Terramate generates and runs.
@Suite struct TerraformTerramateTests {
    private let generator =
        "generate_hcl \"_backend.tf\" {\n  content {\n    terraform {\n      backend \"s3\" {\n        bucket = \"b\"\n      }\n    }\n  }\n}\n"
    private let resource = "resource \"x\" \"y\" {}\n"
    private let run = ("up.sh", "cd stacks/net\nterraform init\nterraform apply\n")

    private func stack(_ files: [(String, String)]) -> TerraformStack? {
        stacks(of: files.sorted { $0.0 < $1.0 }).stacks.first { $0.path == "stacks/net" }
    }

    @Test(arguments: ["terramate.tm.hcl", "stacks/backend.tm.hcl", "imports/mixins/backend.tm.hcl"])
    func `a stack may have the block that is generated for it`(_ path: String) {
        let found = stack([
            (path, generator), ("stacks/net/main.tf", resource), ("stacks/net/stack.tm.hcl", "stack { id = \"x\" }\n"),
            run,
        ])
        #expect(found?.authority == .unknown)
        #expect(found?.why == "no backend block, but \(path) generates one into _backend.tf")
    }

    @Test(arguments: [
        "generate_hcl \"_backend.tf\" {\n  content {\n    # backend \"s3\" {}\n    terraform {}\n  }\n}\n",
        "generate_hcl \"_main.tf\" {\n  content {\n    module \"backend\" {\n      source = \"./backend\"\n    }\n  }\n}\n",
        "generate_file \"backend.json\" {\n  content = \"backend\"\n}\n",
    ])
    func `what generates no block is none`(_ text: String) {
        let found = stack([
            ("terramate.tm.hcl", text), ("stacks/net/main.tf", resource),
            ("stacks/net/stack.tm.hcl", "stack { id = \"x\" }\n"), run,
        ])
        #expect(found?.authority == TerraformStack.Authority.none)
    }

    @Test func `a folder that is no stack of Terramate's is given none`() {
        let found = stack([("terramate.tm.hcl", generator), ("stacks/net/main.tf", resource), run])
        #expect(found?.authority == TerraformStack.Authority.none)
    }

    @Test func `what is committed for other stacks is not for this one`() {
        let found = stack([
            ("terramate.tm.hcl", generator), ("stacks/net/main.tf", resource),
            ("stacks/net/stack.tm.hcl", "stack { id = \"x\" }\n"), run,
            ("stacks/app/_backend.tf", "terraform {\n  backend \"s3\" {\n    bucket = \"b\"\n  }\n}\n"),
        ])
        #expect(found?.authority == TerraformStack.Authority.none)
    }

    @Test func `what is committed is the block`() {
        let found = stack([
            ("terramate.tm.hcl", generator), ("stacks/net/stack.tm.hcl", "stack { id = \"x\" }\n"),
            (
                "stacks/net/_backend.tf",
                "terraform {\n  backend \"s3\" {\n    bucket = \"b\"\n    key = \"k\"\n  }\n}\n"
            ), run,
        ])
        #expect(found?.authority == .clear)
    }

    @Test func `what a script hands over may complete a block`() {
        func authority(_ command: String) -> TerraformStack.Authority? {
            stack([
                ("scripts.tm.hcl", "script \"init\" {\n  job {\n    commands = [[\(command)]]\n  }\n}\n"),
                ("stacks/net/main.tf", "terraform {\n  backend \"s3\" {\n    bucket = \"b\"\n  }\n}\n"),
            ])?.authority
        }
        #expect(authority("\"terraform\", \"init\", \"-backend-config=key=net\"") == .unknown)
        #expect(authority("\"echo\", \"-backend-config=key=net\"") == authority("\"true\""))
    }
}
