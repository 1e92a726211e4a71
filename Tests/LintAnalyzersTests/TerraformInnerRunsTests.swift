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
            "docker run --entrypoint sh img -c \"tofu init\"",
            "tflocal init \(given)",
        ])
    func `what is set up where it runs is not known`(_ command: String) {
        #expect(Self.authority(command) == .unknown)
        #expect(Self.authority("\(command) \(Self.given)") == .unknown)
    }

    @Test(
        arguments: [
            "eval \"\"", "eval ''", "echo run terraform init", "git init terraform", "npm init",
            "docker compose run --rm web init",
            "sh -c \"terraform init -reconfigure\"", "nix-shell --command \"tofu init\"", "su ci -c \"tofu init\"",
            "mkdir terraform init", "docker pull hashicorp/terraform:1.9", "printf \"terraform init\"",
        ])
    func `what runs no init says nothing`(_ command: String) {
        #expect(Self.authority(command) == TerraformStack.Authority.none)
    }

    @Test(
        arguments: [
            "log_info \"Running terraform init\"", "print_error \"terraform init failed\"", "msg \"terraform init\"",
            "read -p \"terraform init\" yn", "trap 'echo \"terraform init failed\"' ERR",
            "gh pr comment 1 --body \"terraform init -upgrade\"", "sed -i \"s/terraform init/tofu init/\" up.md",
            "assert_contains \"$out\" \"terraform init\"", "gum log \"terraform init\"", "rg -c \"terraform init\"",
            "tee -a log <<< \"terraform init\"", "curl -d \"terraform init\" https://hooks.acme.io/x",
            "slack \"terraform init is done\"", "$(ECHO) \"terraform init\"", "Write-Host \"terraform init\"",
            "log_info \"Running terraform init -backend-config=key=x\"", "tar czf x.tgz terraform init",
            "docker logs terraform init", "docker compose build terraform init", "make terraform init",
        ])
    func `what is said to people is no init`(_ command: String) {
        #expect(Self.authority(command) == TerraformStack.Authority.none)
    }

    @Test(
        arguments: [
            "bash -lc \"terraform init\"", "su - ci -c \"terraform init\"", "ssh host \"cd x && terraform init\"",
            "run \"terraform init\"",
            "retry 3 \"cd x && terraform init -upgrade\"",
            "log_and_run \"terraform init\"", "eval \"cd x && terraform init $ARGS\"", "retry 3 terraform init",
            "run_step Init terraform init", "make init ARGS=-backend-config=address=https://state.acme.io/net",
        ])
    func `what a shell is handed may be one`(_ command: String) {
        #expect(Self.authority(command) == .unknown)
    }

    @Test func `a page's words in quotes are no init`() {
        let page = "# terraform\n```sh\nnpx foo \"terraform init\"\nsh -c \"terraform init\"\n```\n"
        let found = stacks(of: [("README.md", page), ("net/main.tf", Self.block)])
        #expect(found.stacks.map(\.authority) == [TerraformStack.Authority.none])
    }

    @Test func `a sentence in a page is no command`() {
        let page = "```sh\nThen we run terraform init here\nterraform plan\n```\n"
        let found = stacks(of: [("net/README.md", page), ("net/main.tf", Self.block)])
        #expect(found.stacks.map(\.feeders.count) == [0])
    }
}

/// Folders that a variable names which has a default.
@Suite struct TerraformDefaultFolderTests {
    @Test(
        arguments: [
            (": \"${DIR:=net}\"\nterraform -chdir=\"$DIR\" init", TerraformStack.Authority.clear),
            ("DIR=\"${DIR:-net}\"\ncd \"$DIR\"\nterraform init", .clear),
            ("cd \"${DIR:-net}\" && terraform init", .clear),
            ("cd \"${1:-net}\" && terraform init", .unknown),
            (": \"${DIR:=other}\"\ncd $DIR\nterraform init", .unknown),
            ("echo \"${DIR:=net}\"\nterraform -chdir=\"$DIR\" init", .unknown),
        ])
    func `where nobody sets it, the default is the folder`(_ script: String, _ authority: TerraformStack.Authority) {
        let given = " -backend-config=bucket=b -backend-config=prefix=p\n"
        let found = stacks(of: [("net/main.tf", "terraform {\n  backend \"gcs\" {}\n}\n"), ("up.sh", script + given)])
        #expect(found.stacks.first?.authority == authority)
    }

    @Test func `whoever sets it has another stack`() {
        let script = "cd envs/${ENV:-dev}\nterraform init -backend-config=bucket=b -backend-config=prefix=p\n"
        let block = "terraform {\n  backend \"gcs\" {}\n}\n"
        let found = stacks(of: [("envs/dev/main.tf", block), ("envs/prod/main.tf", block), ("up.sh", script)])
        #expect(found.stacks.map(\.authority) == [.clear, .unknown])
    }
}

/// Scripts of a `package.json`.
@Suite struct TerraformPackageTests {
    private static func stack(_ package: String, at folder: String = "") -> TerraformStack? {
        stacks(of: [
            ("\(folder)package.json", package),
            ("infra/main.tf", "terraform {\n  backend \"gcs\" {\n    prefix = \"p\"\n  }\n}\n"),
        ]).stacks.first
    }

    @Test(
        arguments: [
            ("", "cd infra && terraform init -backend-config=\\\"bucket=b\\\""),
            ("web/", "terraform -chdir=../infra init -backend-config=bucket=b"),
        ])
    func `each is a shell beside it`(_ folder: String, _ command: String) {
        let stack = Self.stack("{\n\t\"name\": \"x\",\n\t\"scripts\": {\"tf:init\": \"\(command)\"}\n}\n", at: folder)
        #expect(stack?.authority == .clear)
        #expect(stack?.address == "gs://b/p")
    }

    @Test(arguments: [
        "\"description\": \"cd infra && terraform init -backend-config=bucket=b\"", "\"scripts\": {\"tf\": 1}",
    ])
    func `what is no script is none`(_ member: String) {
        #expect(Self.stack("{\(member), \"keywords\": [\"terraform\"]}")?.feeders.isEmpty == true)
    }
}
