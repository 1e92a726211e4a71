import LintAnalyzers
import Testing

/// Scripts that are a word of a command, and commands that variables hold.
@Suite struct TerraformTextsTests {
    private static let given = "-backend-config=bucket=acme -backend-config=key=net.tfstate"

    private static func stack(_ script: String, path: String = "up.sh", type: String = "s3") -> TerraformStack? {
        let found = stacks(of: [("net/main.tf", "terraform {\n  backend \"\(type)\" {}\n}\n"), (path, script + "\n")])
        return found.stacks.first { $0.path == "net" }
    }

    @Test(
        arguments: [
            "doppler run -- sh -c 'TOKEN=$T terraform -chdir=net init \(given)'",
            "bash -c 'cd net && terraform init \(given)'", "/bin/bash -euo pipefail -c \"cd net; tofu init \(given)\"",
            "sops exec-env secrets.yaml 'tofu -chdir=net init \(given)'", "sg ci -c \"tofu -chdir=net init \(given)\"",
            "nix develop .#ci --command bash -c 'tofu -chdir=net init \(given)'",
            "env -C net sh -c 'terraform init \(given)'", "cd net && sudo sh -c \"terraform init \(given)\"",
            "docker run -v \"$PWD:/w\" -w /w acme/t bash -lc \"tofu -chdir=net init \(given)\"",
            "docker run -v $(pwd):/w:z --workdir=/w/net acme/t sh -c \"tofu init \(given)\"",
            "docker run --mount type=bind,source=\"$PWD\",target=/w -w /w acme/t sh -c \"cd /w/net && tofu init \(given)\"",
            "bash -c \"sh -c 'cd net && terraform init \(given)'\"",
            "bash -c 'cd net && terraform init -backend-config=\"bucket=acme\" -backend-config=\"key=net.tfstate\"'",
            "bash -c \"cd net && terraform init -backend-config=\\\"bucket=acme\\\" -backend-config=key=net.tfstate\"",
        ])
    func `a script in quotes is read where it runs`(_ script: String) {
        let stack = Self.stack(script)
        #expect(stack?.authority == .clear)
        #expect(stack?.address == "s3://acme/net.tfstate")
        #expect(stack?.feeders.count == 1)
    }

    @Test(
        arguments: [
            "docker run acme/t bash -c \"cd /w/net && tofu init \(given)\"",
            "docker run -v \"$X:/w\" -w /w/net acme/t bash -c \"tofu init \(given)\"",
            "ssh ci sh -c 'cd net && tofu init \(given)'", "kubectl exec pod -- sh -c 'tofu -chdir=net init \(given)'",
            "ls | xargs -I{} sh -c 'cd {} && tofu init \(given)'",
            "find . -name net -execdir sh -c 'tofu init \(given)' ';'",
            "sh -c 'cd \"$1\" && tofu init \(given)' _ net", "sudo -i bash -c 'tofu -chdir=net init \(given)'",
            "su - ci -c 'tofu -chdir=net init \(given)'", "env -C \"$D\" sh -c 'tofu init \(given)'",
            "sh -c 'sh -c \"sh -c \\\"sh -c \\\\\\\"sh -c tofu init -backend-config=bucket=a\\\\\\\"\\\"\"'",
        ])
    func `one whose place nothing tells may be of any stack`(_ script: String) {
        #expect(Self.stack(script)?.authority == .unknown)
    }

    @Test(arguments: [
        "echo sh -c 'tofu -chdir=net init \(given)'", "sh -c 'echo tofu -chdir=net init \(given)'",
        "A=\"tofu $A\"\nB=\"$A $B\"\nA=\"$B init $A\"\n$A\nretry \"$A\"",
        "sh -c 'tofu -chdir=net plan'", "CMD=\"tofu -chdir=net plan\"\neval \"$CMD\"",
        "CMD=\"tofu -chdir=net init \(given)\"\necho \"$CMD\"", "docker run acme/t bash -c \"tofu version\"",
    ])
    func `what runs no init says nothing`(_ script: String) {
        #expect(Self.stack(script)?.authority == TerraformStack.Authority.none)
    }

    @Test(
        arguments: [
            "cd net\nCMD=\"tofu init \(given)\"\neval $CMD", "CMD=\"tofu -chdir=net init \(given)\"\n$CMD",
            "cd net\nCMD=\"tofu init\"\nCMD=\"$CMD \(given)\"\neval \"${CMD}\"",
            "cd net\nCMD='tofu init'\nCMD+=\" \(given)\"\n$CMD", "TF=\"tofu -chdir=net\"\n$TF init \(given)",
            "cd net\nCMD=(tofu init \(given))\n\"${CMD[@]}\"", "CMD=\"cd net && tofu init \(given)\"\neval \"$CMD\"",
            "cd net\nif [ -n \"$X\" ]; then CMD=\"tofu init \\\n  -backend-config=\\\"bucket=acme\\\" "
                + "-backend-config=key=net.tfstate\"\nelse\n  CMD=\"tofu init -backend=false\"\nfi\neval $CMD",
            "cd net\nCMD=\"tofu init \(given)\"\nbash -c \"$CMD\"",
        ])
    func `a command in a variable is read where it is run`(_ script: String) {
        #expect(Self.stack(script)?.address == "s3://acme/net.tfstate")
        #expect(Self.stack(script)?.authority == .clear)
    }

    @Test(
        arguments: [
            "cd net\nCMD=\"tofu init\"\nif [ \"$X\" ]; then CMD=\"$CMD \(given)\"; fi\neval $CMD",
            "CMD=\"tofu -chdir=net init \(given)\"\nretry 3 \"$CMD\"",
        ])
    func `of one that is not known all through nothing is said`(_ script: String) {
        #expect(Self.stack(script)?.authority == .unknown)
    }

    @Test(
        arguments: [
            ("pg", "doppler run -- terraform init", TerraformStack.Authority.unknown),
            ("http", "op run --env-file=.env -- terraform init", .unknown),
            ("s3", "doppler run -- terraform init", .none),
            ("http", "aws-vault exec x -- terraform init", .none),
            ("http", "sops exec-env s.yaml 'tofu init'", .unknown),
            ("http", "set -a && . ./.env && set +a && terraform init", .unknown),
        ])
    func `what brings variables may give what they are read for`(
        _ type: String, _ command: String, _ authority: TerraformStack.Authority
    ) {
        #expect(Self.stack("init:\n\tcd net && \(command)", path: "Makefile", type: type)?.authority == authority)
    }

    @Test func `texts in functions cost what they are, not what they are called`() {
        let text = String(repeating: "tofu -chdir=x init; ", count: 700)
        let script = "f() { sh -c '\(text)'; }\n" + String(repeating: "f; f; f; f\n", count: 2_000)
        let found = stacks(of: [("net/main.tf", "terraform {\n  backend \"s3\" {}\n}\n"), ("up.sh", script)])
        #expect(found.stacks.first { $0.path == "net" }?.authority == .unknown)
    }
}
