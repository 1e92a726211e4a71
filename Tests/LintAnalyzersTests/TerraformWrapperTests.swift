import LintAnalyzers
import Testing

/// GitLab's programs that set up state before they run anything.
@Suite struct TerraformWrapperTests {
    private let partial = "terraform {\n  backend \"http\" {}\n}\n"
    private let project = "${CI_API_V4_URL}/projects/${CI_PROJECT_ID}/terraform/state/"

    private func stack(_ pipeline: String, at path: String = "infra/main.tf", block: String? = nil) throws
        -> TerraformStack
    {
        try #require(
            stacks(of: [(".gitlab-ci.yml", pipeline), (path, block ?? partial)]).stacks.first {
                $0.path == "infra" || $0.path == "."
            })
    }

    @Test(arguments: ["gitlab-terraform init", "gitlab-terraform plan", "gitlab-terraform apply", "gitlab-tofu plan"])
    func `a wrapper's command is an init of the state that it is told the name of`(_ command: String) throws {
        let found = try stack(
            "variables:\n  TF_ROOT: ${CI_PROJECT_DIR}/infra\n  TF_STATE_NAME: main\na:\n  script:\n    - \(command)\n")
        #expect(found.authority == .clear)
        #expect(found.address == project + "main")
        #expect(found.lock == "POST/DELETE")
        #expect(found.credentials?.contains("username=gitlab-ci-token") == true)
    }

    @Test(arguments: ["cd infra", "cd ${CI_PROJECT_DIR}/infra"])
    func `without a folder of its own a wrapper runs where its shell stands`(_ move: String) throws {
        let found = try stack(
            "a:\n  variables:\n    TF_ADDRESS: https://state/a\n  before_script:\n    - \(move)\n  script:\n    - gitlab-terraform init\n"
        )
        #expect(found.authority == .clear)
        #expect(found.address == "https://state/a")
    }

    @Test func `a wrapper's folder is from the checkout, wherever its shell stands`() throws {
        let found = try stack(
            "a:\n  variables: {TF_ROOT: infra, TF_STATE_NAME: main}\n  script:\n    - cd infra\n    - gitlab-terraform init\n"
        )
        #expect(found.authority == .clear)
    }

    @Test func `what a job exports tells a wrapper as well`() throws {
        let found = try stack(
            "a:\n  script:\n    - export TF_STATE_NAME=main\n    - cd infra\n    - gitlab-terraform init\n")
        #expect(found.address == project + "main")
    }

    @Test func `an argument beats what a wrapper sets`() throws {
        let found = try stack(
            "a:\n  variables: {TF_ROOT: infra, TF_STATE_NAME: main}\n  script:\n    - gitlab-terraform init -backend-config=address=https://other/a\n"
        )
        #expect(found.address == "https://other/a")
    }

    @Test func `gitlab-tofu has a name for the state that nothing names, gitlab-terraform has none`() throws {
        let tofu = try stack("a:\n  variables: {GITLAB_TOFU_ROOT_DIR: infra}\n  script:\n    - gitlab-tofu init\n")
        #expect(tofu.address == project + "default")
        let terraform = try stack("a:\n  variables: {TF_ROOT: infra}\n  script:\n    - gitlab-terraform init\n")
        #expect(terraform.authority == .unknown)
    }

    @Test func `validate looks at no state`() throws {
        let found = try stack(
            "a:\n  variables: {TF_ROOT: infra, TF_STATE_NAME: main}\n  script:\n    - gitlab-terraform validate\n")
        #expect(found.authority != .clear)
    }

    @Test func `two names are two states`() throws {
        let job = "  variables: {TF_ROOT: infra, TF_STATE_NAME: CALLED}\n  script:\n    - gitlab-terraform init\n"
        let found = try stack(
            "a:\n\(job.replacing("CALLED", with: "one"))b:\n\(job.replacing("CALLED", with: "other"))")
        #expect(found.authority == .conflicting)
    }

    @Test func `a backend of another type is not given an address`() throws {
        let block = "terraform {\n  backend \"s3\" {\n    bucket = \"b\"\n    key = \"k\"\n    region = \"r\"\n  }\n}\n"
        let found = try stack(
            "a:\n  variables: {TF_ROOT: infra}\n  script:\n    - gitlab-terraform init\n", block: block)
        #expect(found.authority == .clear)
        #expect(found.address == "s3://b/k")
    }

    @Test func `a job that copies configuration into its folder may bring the block`() throws {
        let pipeline =
            ".infra:\n  before_script:\n    - cd $TF_ROOT\n    - cp $BACKEND backend.tf\na:\n  extends: .infra\n  variables: {TF_ROOT: infra, TF_STATE_NAME: main}\n  script:\n    - gitlab-terraform init\n"
        #expect(try stack(pipeline, block: "resource \"x\" \"y\" {}\n").authority == .unknown)
        let without = pipeline.replacing("    - cp $BACKEND backend.tf\n", with: "")
        #expect(try stack(without, block: "resource \"x\" \"y\" {}\n").authority == .none)
    }

    @Test func `projects that are kept side by side are told apart, and none is said to be of the other`() {
        let pipeline =
            "variables: {TF_ROOT: NAME/infra, TF_STATE_NAME: NAME}\nplan:\n  script:\n    - gitlab-terraform plan\n"
        let found = stacks(of: [
            ("one/.gitlab-ci.yml", pipeline.replacing("NAME/", with: "one/").replacing("NAME}", with: "one}")),
            ("one/infra/main.tf", partial),
            ("other/.gitlab-ci.yml", pipeline.replacing("NAME/", with: "other/").replacing("NAME}", with: "other}")),
            ("other/infra/main.tf", partial),
        ])
        #expect(found.stacks.map(\.authority) == [.clear, .clear])
        #expect(found.stacks.allSatisfy { $0.address?.hasSuffix("/" + $0.path.prefix { $0 != "/" }) == true })
    }
}
