import LintAnalyzers
import Testing

/// Pipelines whose scripts stand under keys of their own.
@Suite struct TerraformRunnerTests {
    private let flags = "-backend-config=bucket=b -backend-config=key=k"
    private let partial = "terraform {\n  backend \"s3\" {\n    region = \"r\"\n  }\n}\n"
    private let whole =
        "terraform {\n  backend \"s3\" {\n    bucket = \"b\"\n    key = \"own\"\n    region = \"r\"\n  }\n}\n"

    private func stack(_ path: String, _ text: String, block: String? = nil) throws -> TerraformStack {
        let pipeline = (path, text.replacing("INIT", with: "terraform init \(flags)"))
        return try #require(
            stacks(of: [(path, pipeline.1), ("tf/live/main.tf", block ?? partial)].sorted { $0.0 < $1.0 }).stacks
                .first { $0.path == "tf/live" })
    }

    @Test(
        arguments: [
            (".drone.yml", "steps:\n  - name: t\n    commands:\n      - cd tf/live\n      - INIT\n"),
            (".woodpecker.yml", "steps:\n  t:\n    commands:\n      - cd tf/live\n      - INIT\n"),
            (".woodpecker/deploy.yaml", "steps:\n  t:\n    commands:\n      - cd tf/live\n      - INIT\n"),
            (".buildkite/pipeline.yml", "steps:\n  - label: t\n    command: |\n      cd tf/live\n      INIT\n"),
            (
                "bitbucket-pipelines.yml",
                "pipelines:\n  default:\n    - step:\n        script:\n          - cd tf/live\n          - INIT\n"
            ),
            (".travis.yml", "before_script: cd tf/live\nscript:\n  - INIT\n"),
            (
                "buildspec.yml",
                "version: 0.2\nphases:\n  build:\n    commands:\n      - INIT\n  pre_build:\n    commands:\n      - cd tf/live\n"
            ),
            (
                "ci/deploy-buildspec.yaml",
                "version: 0.2\nphases:\n  build:\n    commands:\n      - cd $CODEBUILD_SRC_DIR/tf/live\n      - INIT\n"
            ),
            (
                "cloudbuild.yaml",
                "steps:\n  - name: x\n    entrypoint: sh\n    args:\n      - -c\n      - |\n        cd tf/live\n        INIT\n"
            ),
            (
                "buildspec.yml",
                "version: 0.2\nphases:\n  build:\n    commands:\n      - cd /usr/bin\n      - cd \"$CODEBUILD_SRC_DIR\"\n      - cd tf/live\n      - INIT\n"
            ),
            ("cloudbuild.yaml", "steps:\n  - name: x\n    dir: tf/live\n    script: INIT\n"),
            (
                "build/cloudbuild-apply.yaml",
                "steps:\n  - name: hashicorp/terraform:1.9\n    dir: tf/live\n    args: [init, -backend-config=bucket=b, -backend-config=key=k]\n"
            ),
            (
                "azure-pipelines.yml",
                "steps:\n  - task: AzureCLI@2\n    inputs:\n      scriptType: bash\n      workingDirectory: tf/live\n      inlineScript: |\n        INIT\n"
            ),
            (
                "azure-pipelines.yml",
                "steps:\n  - task: TerraformTaskV4@4\n    inputs:\n      command: init\n      workingDirectory: tf/live\n      backendAWSBucketName: b\n      backendAWSKey: k\n"
            ),
        ])
    func `a runner's script is read under its key`(_ path: String, _ text: String) throws {
        let found = try stack(path, text)
        #expect(found.authority == .clear)
        #expect(found.address == "s3://b/k")
    }

    @Test(
        arguments: [
            // A step has a shell of its own.
            (".drone.yml", "steps:\n  - commands: [cd tf/live]\n  - commands: [INIT]\n"),
            (
                "cloudbuild.yaml",
                "steps:\n  - name: x\n    entrypoint: sh\n    args: [-c, cd tf/live]\n  - name: x\n    entrypoint: sh\n    args: [-c, INIT]\n"
            ),
            // An image that is no Terraform.
            (
                "cloudbuild.yaml",
                "steps:\n  - name: alpine\n    dir: tf/live\n    args: [init, -backend-config=bucket=b]\n"
            ),
            // Keys that mean nothing in other files.
            ("values.yml", "steps:\n  - commands:\n      - cd tf/live\n      - INIT\n"),
            // PowerShell is another language.
            (
                "azure-pipelines.yml",
                "steps:\n  - task: AzureCLI@2\n    inputs:\n      scriptType: pscore\n      workingDirectory: tf/live\n      inlineScript: |\n        INIT\n"
            ),
            // A comment is none.
            ("buildspec.yml", "version: 0.2\nphases:\n  build:\n    commands:\n      - cd tf/live\n      # - INIT\n"),
        ])
    func `what a runner does not run there feeds no stack`(_ path: String, _ text: String) throws {
        #expect(try stack(path, text).feeders.isEmpty)
    }

    @Test func `what a runner's environment sets is known in its scripts`() throws {
        let found = try stack(
            ".drone.yml",
            "steps:\n  - environment: {KEY: k}\n    commands:\n      - cd tf/live\n      - terraform init -backend-config=bucket=b -backend-config=key=$KEY\n"
        )
        #expect(found.address == "s3://b/k")
    }

    @Test(
        arguments: [
            ("deploy.py", "run([\"terraform\", \"init\", \"-backend-config=key=k\"], cwd=\"tf/live\")\n"),
            ("deploy.ps1", "terraform init -backend-config=key=k\n"),
        ])
    func `a program that is not read may give a whole block another state`(_ path: String, _ text: String) throws {
        #expect(try stack(path, text, block: whole).authority == .unknown)
    }

    @Test func `a program gives nothing to a block that it is not for`() throws {
        let text = "run([\"terraform\", \"init\", \"-backend-config=key=k\"])\n"
        let found = stacks(of: [
            ("deploy.py", text), ("tf/live/main.tf", whole),
            ("tf/other/main.tf", "terraform {\n  backend \"s3\" {\n    bucket = \"b\"\n  }\n}\n"),
        ])
        #expect(found.stacks.first { $0.path == "tf/live" }?.authority == .clear)
        #expect(
            try stack("deploy.py", "# -backend-config=key=k\nrun(\"terraform init\")\n", block: whole).authority
                == .clear)
        #expect(
            try stack("deploy.py", "run(\"terraform init -backend-config=region=k\")\n", block: whole).authority
                == .clear)
    }

    @Test(arguments: [
        (".github/workflows/a.yml", "jobs:\n  a:\n    steps:\n      - run: "),
        (".gitlab-ci.yml", "a:\n  script:\n    - "),
    ])
    func `a script in double quotes is what its escapes stand for`(_ path: String, _ start: String) {
        let script =
            #""echo a\ntofu init -backend-config=\"address=https://s.lan/a\" -backend-config=\"lock_address=$L\"""#
        let found = stacks(of: [(path, start + script + "\n"), ("m.tf", "terraform {\n  backend \"http\" {}\n}\n")])
        #expect(found.stacks.map(\.address) == ["https://s.lan/a"])
    }

    private func bundle(_ key: String) -> String {
        let step = "  - terraform:\n      backendConfig:\n        bucket: b\n        key: \(key)\n"
        return "mixins:\n  - terraform:\n      workingDir: live\ninstall:\n\(step)uninstall:\n\(step)"
    }

    @Test(arguments: [("tf/porter.yaml", true), ("tf/bundle.yaml", false)])
    func `a bundle of Porter's begins with an init in its folder`(_ path: String, _ isFed: Bool) throws {
        let found = try stack(path, bundle("k"))
        #expect(found.authority == (isFed ? .clear : .none))
        #expect(found.feeders.count == (isFed ? 2 : 0))
    }

    @Test func `what a bundle is told is one and the same in all of it`() throws {
        #expect(try stack("tf/porter.yaml", bundle("${ bundle.parameters.id }-net")).authority == .clear)
        let both = ["a", "b"].flatMap { name in
            [("\(name)/live/main.tf", partial), ("\(name)/porter.yaml", bundle("${ bundle.parameters.id }-net"))]
        }
        #expect(stacks(of: both).stacks.allSatisfy { $0.authority != .conflicting })
    }

    private func pipeline(_ file: String, _ folder: String) -> String {
        "jobs:\n  - plan:\n      - task: plan\n        file: \(file)\n        params: {ACTION: plan, SUBDIR: \(folder)}\n"
    }

    @Test(
        arguments: [
            ("tasks/terraform-apply.yml", "tf/live", true), ("tasks/tofu.yml", "repo/tf/live", true),
            ("tasks/terraform-apply.yml", "tf/other", false), ("tasks/notify.yml", "tf/live", false),
            ("tasks/ci/terraform.yml", "tf/live", false),
        ])
    func `a task of another repository may run an init in the folder that it is told`(
        _ file: String, _ folder: String, _ mayRun: Bool
    ) {
        let own = ("ci/terraform.yml", "run: {path: sh, args: [-c, make]}\n")
        let found = stacks(of: [("ci/pipeline.yml", pipeline(file, folder)), own, ("tf/live/main.tf", partial)])
        #expect(found.stacks.first?.authority == (mayRun ? .unknown : TerraformStack.Authority.none))
    }

    @Test func `thousands of tasks and bundles are read in a moment`() {
        let tasks = String(repeating: pipeline("tasks/terraform.yml", "tf/live").dropFirst(6) + "", count: 4_000)
        let steps = String(
            repeating: "  - terraform:\n      backendConfig: {bucket: b, key: k}\n", count: 4_000)
        let start = ContinuousClock.now
        _ = stacks(of: [
            ("ci/pipeline.yml", "jobs:\n" + tasks), ("tf/live/main.tf", partial),
            ("tf/porter.yaml", "mixins: [terraform]\ninstall:\n" + steps),
        ])
        #expect(ContinuousClock.now - start < .seconds(20))
    }
}
