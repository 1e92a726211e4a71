import LintAnalyzers
import LintFindings
import LintSource
import LintSyntax
import Testing

/// Symbolic links: Terraform reads what they lead to, in the folder that they lie in.
@Suite struct TerraformLinkTests {
    private typealias Link = (path: String, target: String)

    private func facts(
        _ files: [(path: String, text: String)], _ links: [Link]
    ) -> [any FileFacts] {
        var told: [any FileFacts] = files.compactMap { file in
            Array(file.text.utf8).withByteView { bytes in
                TerraformState.facts(of: ParsedFile(path: file.path, bytes: bytes))
            }
        }
        for link in links {
            if let facts = TerraformState.facts(ofLink: link.path, to: link.target) { told.append(facts) }
        }
        return told.sorted { $0.path < $1.path }
    }

    private func stacks(_ files: [(path: String, text: String)], _ links: [Link]) -> [TerraformStack] {
        TerraformStacks(
            facts(files, links).compactMap { $0 as? TerraformFile }, paths: PathList(files.map(\.path))
        ).stacks
    }

    private let block =
        "variable \"a\" {}\nterraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n    prefix = var.a\n  }\n}\n"

    @Test func `a folder has the backend that a link in it leads to, and the folder it leads to is no stack`() {
        let found = stacks(
            [("s/main.tf", "resource \"x\" \"y\" {}\n"), ("shared/root.tf", block)],
            [("s/root.tf", "../shared/root.tf"), ("t/root.tf", "../s/root.tf")])
        #expect(found.map(\.path) == ["s", "t"])
        #expect(found.map(\.backend) == ["gcs", "gcs"])
    }

    @Test func `a folder that an init names is a stack, whoever links to it`() {
        let found = stacks(
            [("run.sh", "cd shared\ntofu init\n"), ("shared/root.tf", block)], [("s/root.tf", "../shared/root.tf")])
        #expect(found.map(\.path) == ["s", "shared"])
    }

    @Test(arguments: ["backend.conf", "state.json", "prod.backend", "backend", "s3.ini"])
    func `a file of arguments may lie behind a link`(name: String) {
        let isWanted = Array("s/\(name)".utf8).withByteView { TerraformState.wantsLink(path: $0) }
        #expect(isWanted)
        let found = stacks(
            [
                ("all.conf", "bucket = \"b\"\nkey = \"k\"\n"),
                ("run.sh", "terraform -chdir=s init -backend-config=\(name)\n"),
                ("s/main.tf", "terraform {\n  backend \"s3\" {}\n}\n"),
            ], [("s/\(name)", "../all.conf")])
        #expect(found.map(\.authority) == [.clear])
        #expect(found.map(\.address) == ["s3://b/k"])
    }

    @Test(arguments: ["/etc/root.tf", "../../root.tf", "gone.tf", "root.tf"])
    func `a link that leads nowhere in the repository says nothing`(target: String) {
        #expect(stacks([("shared/main.tf", block)], [("s/root.tf", target)]).map(\.path) == ["shared"])
    }

    @Test func `modules are where the link's folder has them`() {
        let files = [
            ("a/x/main.tf", block), ("m/main.tf", block),
            ("shared/deep/use.tf", "module \"m\" {\n  source = \"../x\"\n}\n"),
        ]
        let found = stacks(files, [("a/use/use.tf", "../../shared/deep/use.tf")])
        #expect(found.first { $0.path == "a/x" }?.why.contains("child module of a/use") == true)
    }

    @Test func `what is wrong behind links is said once, where it is written`() {
        let wrong = "terraform {\n  backend \"gcs\" {\n    nonsense = 1\n  }\n}\n"
        let told = facts(
            [("shared/root.tf", wrong)], [("s/root.tf", "../shared/root.tf"), ("t/root.tf", "../shared/root.tf")])
        let findings = TerraformState.answer(told, paths: ["shared/root.tf"]).findings
            .filter { $0.rule == "tofu/unknown-argument" }
        #expect(findings.map(\.anchor.location.path) == ["shared/root.tf"])
    }

    @Test func `variables and files of values behind links are there`() {
        let told = facts(
            [
                ("run.sh", "cd s\ntofu init\ntofu plan -var a=1 -var-file=dev.tfvars -var-file=no.tfvars\n"),
                ("shared/dev.tfvars", "a = 1\n"), ("shared/root.tf", block),
            ], [("s/dev.tfvars", "../shared/dev.tfvars"), ("s/root.tf", "../shared/root.tf")])
        let rules = TerraformState.answer(told, paths: ["run.sh", "shared/dev.tfvars", "shared/root.tf"]).findings
            .filter { $0.rule != "tofu/variable-in-backend" }
        #expect(rules.map(\.rule) == ["tofu/missing-var-file"])
        #expect(rules.first?.values["path"] == "s/no.tfvars")
    }

    @Test func `a value that several folders have by links is for any of them`() {
        let told = facts(
            [
                ("a/v.tf", "variable \"x\" {}\n"), ("b/v.tf", "variable \"y\" {}\n"),
                ("common/all.tfvars", "x = 1\ny = 2\nz = 3\n"),
            ], [("a/all.tfvars", "../common/all.tfvars"), ("b/all.tfvars", "../common/all.tfvars")])
        let found = TerraformState.answer(told, paths: ["a/v.tf", "b/v.tf", "common/all.tfvars"]).findings
        #expect(found.map(\.anchor.location.text) == ["z"])
    }
}
