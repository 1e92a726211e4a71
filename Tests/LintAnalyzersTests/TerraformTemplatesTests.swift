import LintAnalyzers
import Testing

/// Jobs that GitLab's templates and components bring.
@Suite struct TerraformTemplatesTests {
    private let partial = "terraform {\n  backend \"http\" {}\n}\n"
    private let project = "${CI_API_V4_URL}/projects/${CI_PROJECT_ID}/terraform/state/"

    private func stack(_ pipeline: String, _ others: [(String, String)] = []) throws -> TerraformStack {
        let all = [(".gitlab-ci.yml", pipeline), ("net/main.tf", partial)] + others
        return try #require(stacks(of: all.sorted { $0.0 < $1.0 }).stacks.first { $0.path == "net" })
    }

    @Test(arguments: [
        "include:\n  - template: Terraform.gitlab-ci.yml\nvariables:\n  TF_ROOT: net\n",
        "include: {template: Terraform.latest.gitlab-ci.yml}\nvariables: {TF_ROOT: '${CI_PROJECT_DIR}/net'}\n",
        "include:\n  - template: Terraform/Base.gitlab-ci.yml\nvariables: {TF_ROOT: net}\nup:\n  extends: .terraform:deploy\n",
        "include:\n  - component: $CI_SERVER_FQDN/components/opentofu/validate-plan-apply@2\n    inputs: {root_dir: net}\n",
        "include:\n  - component: gitlab.com/components/opentofu/job-templates@~latest\n    inputs:\n      root_dir: ./net\nplan:\n  extends: .opentofu:plan\n",
    ])
    func `what is included runs inits of the folder that it is told`(_ pipeline: String) throws {
        let found = try stack(pipeline)
        #expect(found.authority == .clear)
        #expect(found.address == project + "default")
        #expect(found.lock == "POST/DELETE")
        #expect(found.credentials?.contains("username=gitlab-ci-token") == true)
    }

    @Test(arguments: [
        "include:\n  - template: Terraform.gitlab-ci.yml\nvariables: {TF_ROOT: net, TF_STATE_NAME: main}\n",
        "include:\n  - template: Terraform/Base.gitlab-ci.yml\nup:\n  extends: .terraform:deploy\n  variables: {TF_ROOT: net, TF_STATE_NAME: main}\n",
        "include:\n  - component: $CI_SERVER_FQDN/components/opentofu/plan@2\n    inputs: {root_dir: net, state_name: main}\n",
        "include:\n  - component: $CI_SERVER_FQDN/components/opentofu/apply@2\n    inputs: {root_dir: $DIR, state_name: $NAME}\nvariables: {DIR: net, NAME: main, TF_STATE_NAME: other}\n",
        "include:\n  - component: x/components/opentofu/job-templates@2\n    inputs: {root_dir: net}\nup:\n  extends: .opentofu:apply\n  variables: {GITLAB_TOFU_STATE_NAME: main}\n",
    ])
    func `the name of the state is what it is told`(_ pipeline: String) throws {
        let found = try stack(pipeline)
        #expect(found.authority == .clear)
        #expect(found.address == project + "main")
    }

    @Test(arguments: [
        // Nobody extends what the template brings, or what an old one brought.
        "include:\n  - template: Terraform/Base.gitlab-ci.yml\nvariables: {TF_ROOT: net}\nup:\n  extends: .deploy\n",
        // The name is its caller's.
        "include:\n  - component: x/components/opentofu/apply@2\n    inputs: {root_dir: net, state_name: '$[[ inputs.name ]]'}\n",
        // A job of the component's is changed.
        "include:\n  - component: x/components/opentofu/validate-plan-apply@2\n    inputs: {root_dir: net}\napply:\n  variables: {GITLAB_TOFU_STATE_NAME: main}\n",
        "include:\n  - component: x/components/opentofu/custom-command@2\n    inputs: {root_dir: net}\n",
    ])
    func `what it is told is not read`(_ pipeline: String) throws {
        let found = try stack(pipeline)
        #expect(found.authority == .unknown)
        #expect(found.address == nil)
    }

    @Test func `a job with a script of its own does not run what the template brings`() throws {
        let found = try stack(
            "include:\n  - template: Terraform/Base.gitlab-ci.yml\nvariables: {TF_ROOT: net}\nup:\n  extends: .terraform:deploy\n  script:\n    - cd net\n    - terraform init -backend-config=address=https://state/a\n"
        )
        #expect(found.address == "https://state/a")
        #expect(found.feeders.count == 1)
    }

    @Test func `jobs that check configuration have no state`() throws {
        let found = try stack(
            "include:\n  - component: x/components/opentofu/fmt@2\n  - component: x/components/opentofu/validate@2\n    inputs: {root_dir: net}\n"
        )
        #expect(found.authority == .none)
    }

    @Test func `a component makes a block where there is none`() throws {
        func folders(_ inputs: String) -> TerraformStack? {
            stacks(of: [
                (
                    ".gitlab-ci.yml",
                    "include:\n  - component: x/components/opentofu/apply@2\n    inputs: {root_dir: net\(inputs)}\n"
                ), ("net/main.tf", "resource \"x\" \"y\" {}\n"),
            ]).stacks.first
        }
        #expect(folders("")?.authority == .unknown)
        #expect(folders(", auto_define_backend: false")?.authority == TerraformStack.Authority.none)
    }

    @Test func `environments are called so in letters of any size`() throws {
        let found = try stack(
            "include:\n  - template: Terraform/Base.gitlab-ci.yml\nvariables: {TF_ROOT: net}\na:\n  extends: .terraform:deploy\n  variables: {TF_STATE_NAME: Staging}\nb:\n  extends: .terraform:deploy\n  variables: {TF_STATE_NAME: Production}\n"
        )
        #expect(found.authority == .clear)
        #expect(found.stateNames == ["Staging", "Production"])
    }
}
