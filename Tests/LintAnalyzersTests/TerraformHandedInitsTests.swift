@testable import LintAnalyzers
import LintSource
import LintWalk
import Testing

/// Scripts that hand all that they are told to an init.
@Suite struct TerraformHandedInitsTests {
    private static let all = "#!/bin/bash\nset -e\ntofu init \"$@\"\n"

    private static func model(_ callers: [(path: String, text: String)], _ script: String) -> TerraformStacks {
        let files = [
            ("infra/tofu/main.tf", "terraform {\n  backend \"s3\" {}\n}\n"),
            ("infra/tofu/net.hcl", "bucket = \"b\"\nkey = \"net\"\nregion = \"r\"\n"), ("scripts/init.sh", script),
        ]
        return LintAnalyzersTests.stacks(of: (files + callers).sorted { PathOrder.precedes($0.0, $1.0) })
    }

    private static func step(_ run: String, in folder: String = "infra/tofu") -> [(path: String, text: String)] {
        let text =
            "jobs:\n  a:\n    defaults:\n      run:\n        working-directory: \(folder)\n    steps:\n      - run: \(run) # tofu\n"
        return [(".github/workflows/a.yml", text)]
    }

    @Test(arguments: [
        all, "tofu init -input=false ${@}\n", "run() {\n  tofu init \"$@\" 2>&1 | tee -a log\n}\nrun \"$@\"\n",
        "a=(\"$@\")\nrun() { tofu init \"$@\"; }\nb=(\"${a[@]}\")\nif x; then b=(-reconfigure \"${b[@]}\"); fi\nrun \"${b[@]}\"\n",
    ])
    func `such an init is of its callers' stacks`(_ script: String) {
        for call in [
            "-backend-config=net.hcl", "-backend-config net.hcl -upgrade",
            "-backend-config=bucket=b -backend-config=key=net",
        ] {
            let stack = Self.model(Self.step("../../scripts/init.sh \(call)"), script).stacks.first
            #expect(stack?.authority == .clear, "\(call)")
            #expect(stack?.address == "s3://b/net", "\(call)")
        }
    }

    @Test func `a recipe calls it where it stands`() {
        let just = "up:\n    cd infra/tofu && bash ../../scripts/init.sh -backend-config=net.hcl # tofu\n"
        #expect(Self.model([("Justfile", just)], Self.all).stacks.map(\.authority) == [.clear])
    }

    @Test(arguments: [
        ("../../scripts/init.sh -backend-config=net.hcl", "shift\ntofu init \"$@\"\n"),
        ("../../scripts/init.sh -backend-config=net.hcl", "cd other\ntofu init \"$@\"\n"),
        ("../../scripts/init.sh -backend-config=net.hcl", "tofu init \"$@\" $MORE\n"),
        ("../../scripts/init.sh -backend-config=$FILE", all), ("../../scripts/init.sh net", all),
        ("cd \"$X\" && ../../scripts/init.sh -backend-config=net.hcl", all),
        ("scripts/init.sh -backend-config=net.hcl", all),
    ])
    func `what is not told is not known`(_ call: String, _ script: String) {
        let stack = Self.model(Self.step(call), script).stacks.first
        #expect(stack?.authority == .unknown)
        #expect(stack?.feeders.isEmpty == true)
    }
}
