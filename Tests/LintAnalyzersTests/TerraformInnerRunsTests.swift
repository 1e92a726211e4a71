import LintAnalyzers
import Testing

/// Commands of Terraform that another program runs.
@Suite struct TerraformInnerRunsTests {
    private static let block = "terraform {\n  backend \"http\" {}\n}\n"
    private static let given = "-backend-config=address=https://state.acme.io/net"

    private static func authority(_ command: String, path: String = "up.sh") -> TerraformStack.Authority? {
        stacks(of: [("net/main.tf", block), (path, "cd net\n\(command)\n")]).stacks.first?.authority
    }

    @Test(
        arguments: [
            "timeout 60 terraform init", "nohup tofu init", "nix develop -c tofu init", "eval terraform init",
            "poetry run terraform init", "sudo timeout 60 terraform init",
        ])
    func `a program that only runs it is read through`(_ command: String) {
        #expect(Self.authority("\(command) \(Self.given)") == .clear)
    }

    @Test(
        arguments: [
            "docker compose run --rm terraform init", "docker run -v .:/w -w /w hashicorp/terraform:1.9 init",
            "podman run ghcr.io/opentofu/opentofu:1.8 init",
            "docker compose exec tf terraform init",
            "sh -c \"terraform init -reconfigure\"", "docker run --entrypoint sh img -c \"tofu init\"",
            "tflocal init \(given)",
        ])
    func `what is set up where it runs is not known`(_ command: String) {
        #expect(Self.authority(command) == .unknown)
        #expect(Self.authority("\(command) \(Self.given)") == .unknown)
    }

    @Test(
        arguments: [
            "echo run terraform init", "git init terraform", "npm init", "docker compose run --rm web init",
            "mkdir terraform init", "docker pull hashicorp/terraform:1.9", "printf \"terraform init\"",
        ])
    func `what runs no init says nothing`(_ command: String) {
        #expect(Self.authority(command) == TerraformStack.Authority.none)
    }

    @Test func `a sentence in a page is no command`() {
        let page = "```sh\nThen we run terraform init here\nterraform plan\n```\n"
        let found = stacks(of: [("net/README.md", page), ("net/main.tf", Self.block)])
        #expect(found.stacks.map(\.feeders.count) == [0])
    }
}
