import LintAnalyzers
import Testing

/// Inits that other programs run, and inits that only checks need.
@Suite struct TerraformHiddenInitTests {
    private let http = "terraform {\n  backend \"http\" {}\n}\n"

    @Test(arguments: [
        "timeout 60 terraform -chdir=net init -backend-config=address=https://s.acme.org/net",
        "nohup terraform -chdir=net init -backend-config=address=https://s.acme.org/net",
        "nix develop .#ci --command tofu -chdir=net init -backend-config=address=https://s.acme.org/net",
        "nix develop -c tofu -chdir=net init -backend-config=address=https://s.acme.org/net",
        "poetry run terraform -chdir=net init -backend-config=address=https://s.acme.org/net",
        "eval \"terraform -chdir=net init -backend-config=address=https://s.acme.org/net\"",
    ])
    func `an init is read behind what runs it where it stands`(_ command: String) throws {
        let found = LintAnalyzersTests.stacks(of: [("net/main.tf", http), ("up.sh", "#!/bin/sh\n\(command)\n")])
        #expect(try #require(found.stacks.first).address == "https://s.acme.org/net")
    }

    @Test(arguments: [
        "docker compose run --rm terraform init -backend-config=address=https://s.acme.org/net",
        "docker-compose run tf init -backend-config=address=https://s.acme.org/net",
        "docker run -v $PWD:/w hashicorp/terraform:1.9 init", "podman run --rm ghcr.io/opentofu/opentofu:1.9 init",
        "docker run --entrypoint sh img -c \"terraform init && terraform plan\"",
        "kubectl exec pod -- terraform init",
        "tf() { docker run hashicorp/terraform \"$@\"; }\ntf init -backend-config=address=https://s.acme.org/net",
    ])
    func `an init that runs in a place of its own may be of any stack`(_ command: String) throws {
        let found = LintAnalyzersTests.stacks(of: [
            ("net/main.tf", http), ("up.sh", "#!/bin/sh\n\(command)\n# terraform\n"),
        ])
        let stack = try #require(found.stacks.first)
        #expect(stack.authority == .unknown)
    }

    @Test(arguments: [
        "echo run terraform init", "git commit -m terraform init", "docker run terraform plan", "npm init terraform",
        "make init", "grep -r terraform init .", "which terraform init",
    ])
    func `what only says it, or runs something else, is no init`(_ command: String) throws {
        let found = LintAnalyzersTests.stacks(of: [
            ("net/main.tf", http), ("up.sh", "#!/bin/sh\n\(command)\n# terraform\n"),
        ])
        let stack = try #require(found.stacks.first)
        #expect(stack.authority == TerraformStack.Authority.none)
        #expect(found.unplaced.isEmpty)
    }

    @Test(arguments: ["validate", "test"])
    func `an init that only a check needs makes no stack`(_ verb: String) {
        let found = LintAnalyzersTests.stacks(of: [
            ("net/main.tf", "resource \"x\" \"y\" {}\n"),
            ("README.md", "```sh\ncd net\nterraform init\nterraform \(verb)\n```\n"),
        ])
        #expect(found.stacks.isEmpty)
        #expect(found.unplaced.isEmpty)
    }

    @Test(arguments: ["plan", "apply", "validate\nterraform destroy"])
    func `one that is put to use keeps a local state`(_ verb: String) {
        let found = LintAnalyzersTests.stacks(of: [
            ("net/main.tf", "resource \"x\" \"y\" {}\n"),
            ("README.md", "```sh\ncd net\nterraform init\nterraform \(verb)\n```\n"),
        ])
        #expect(found.stacks.map(\.authority) == [TerraformStack.Authority.none])
    }

    @Test func `a checked folder with a backend is a stack all the same`() {
        let found = LintAnalyzersTests.stacks(of: [
            ("main.tf", http), ("README.md", "```sh\nterraform init\nterraform validate\n```\n"),
        ])
        #expect(found.stacks.count == 1)
    }

    @Test(arguments: [
        ("ci.sh", "#!/bin/sh\ncd net\nterraform init\nterraform validate\nterraform \"$@\"\n"),
        ("ci.sh", "#!/bin/sh\ncd net\nterraform init\nterraform validate\nterraform $1 -auto-approve\n"),
        (
            "ci.sh",
            "#!/bin/sh\ncd net\nterraform init -backend-config=address=https://s.acme.org/net\nterraform validate\n"
        ),
        ("ci.sh", "#!/bin/sh\ntflint terraform test\ncd net\nterraform init\n./apply.sh\n"),
        ("README.md", "```sh\ncd net\nterraform init\nterraform validate\nterraform import a.b c\n```\n"),
    ])
    func `one beside which something else may be done makes a stack`(_ path: String, _ script: String) {
        let found = LintAnalyzersTests.stacks(of: [("net/main.tf", "resource \"x\" \"y\" {}\n"), (path, script)])
        #expect(found.stacks.map(\.path) == ["net"])
    }

    @Test func `one whose folder is put to use by another file makes a stack`() {
        let found = LintAnalyzersTests.stacks(of: [
            ("net/main.tf", "resource \"x\" \"y\" {}\n"), ("ci.sh", "cd net\nterraform init\nterraform validate\n"),
            ("Makefile", "plan:\n\tcd net && terraform plan\n"),
        ])
        #expect(found.stacks.map(\.path) == ["net"])
    }

    @Test func `configuration that is written before a check leaves it unknown`() {
        let found = LintAnalyzersTests.stacks(of: [
            ("net/main.tf", "resource \"x\" \"y\" {}\n"),
            (
                "ci.sh",
                "cat > net/backend.tf <<EOF\nterraform {\n  backend \"s3\" {}\n}\nEOF\ncd net\nterraform init\nterraform validate\n"
            ),
        ])
        #expect(found.stacks.map(\.authority) == [.unknown])
    }

    @Test func `of the folders that a matrix checks, those that are put to use are stacks`() {
        let job =
            "on: push\njobs:\n  check:\n    runs-on: x\n    strategy: {matrix: {dir: [dns, mail]}}\n"
            + "    defaults: {run: {working-directory: \"live/${{ matrix.dir }}\"}}\n"
            + "    steps:\n      - run: terraform init\n      - run: terraform validate\n"
        let found = LintAnalyzersTests.stacks(of: [
            (".github/workflows/check.yml", job), ("live/dns/main.tf", "resource \"x\" \"y\" {}\n"),
            ("live/mail/main.tf", "resource \"x\" \"y\" {}\n"),
            ("Makefile", "plan:\n\tcd live/dns && terraform plan\n"),
        ])
        #expect(found.stacks.map(\.path) == ["live/dns"])
    }
}
