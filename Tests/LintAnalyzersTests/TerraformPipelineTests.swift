import LintAnalyzers
import Testing

/// What GitLab reads beside the files that are named for it, and what it does before each job.
@Suite struct TerraformPipelineTests {
    private let stack = "terraform {\n  backend \"http\" {}\n}\n"
    private let job = "plan:\n  script:\n    - cd s\n    - tofu init\n"
    private let variables = "variables:\n  TF_HTTP_ADDRESS: https://h/x\n"

    private func only(_ files: [(path: String, text: String)]) throws -> TerraformStack {
        try #require(stacks(of: files + [("s/main.tf", stack)]).stacks.first)
    }

    @Test(
        arguments: [
            ("include: ci/vars.yml\n", "ci/vars.yml"),
            ("include: /ci/vars.yml\n", "ci/vars.yml"),
            ("include:\n  local: ci/vars.yml\n", "ci/vars.yml"),
            (
                "include:\n  - project: other\n    file: x.yml\n  - local: '/ci/vars.yml'\n    rules: []\n",
                "ci/vars.yml"
            ),
            ("include: [ci/**.yml]\n", "ci/a/b/vars.yml"),
            ("include:\n  - local: ci/*.yml\n", "ci/vars.yml"),
        ])
    func `variables of a file that the pipeline includes are its own`(include: String, path: String) throws {
        let stack = try only([(".gitlab-ci.yml", include + job), (path, variables)])
        #expect(stack.authority == .clear)
        #expect(stack.address == "https://h/x")
    }

    @Test func `a file that an included one includes is part of the pipeline, and circles end`() throws {
        let stack = try only([
            (".gitlab-ci.yml", "include: ci/all.yml\n" + job),
            ("ci/all.yml", "# terraform\ninclude: [ci/all.yml, ci/more.yml]\n"),
            ("ci/more.yml", "# terraform\ninclude: {local: ci/vars.yml}\n"), ("ci/vars.yml", variables),
        ])
        #expect(stack.address == "https://h/x")
    }

    @Test(
        arguments: [
            ("", "ci/vars.yml"), ("include: ci/*.yml\n", "ci/a/vars.yml"),
            ("include: https://h/ci/vars.yml\n", "ci/vars.yml"),
            ("include:\n  - project: other\n    file: ci/vars.yml\n", "ci/vars.yml"),
            ("child:\n  trigger:\n    include:\n      - local: ci/vars.yml\n", "ci/vars.yml"),
        ])
    func `a file that nothing includes is none, and whether it is meant is not known`(include: String, path: String)
        throws
    {
        let stack = try only([(".gitlab-ci.yml", include + job), (path, variables)])
        #expect(stack.authority == .unknown)
        #expect(stack.address == nil)
        #expect(stack.why.contains(path))
    }

    @Test func `jobs that are extended may lie in an included file without a script`() throws {
        let base = ".state:\n  variables:\n    TF_HTTP_ADDRESS: https://h/base\n"
        let pipeline = "include: ci/base.yml\nplan:\n  extends: .state\n  script:\n    - cd s\n    - tofu init\n"
        #expect(try only([(".gitlab-ci.yml", pipeline), ("ci/base.yml", base)]).address == "https://h/base")
    }

    @Test func `a script that the pipeline may call has what it sets, perhaps`() throws {
        let pipeline = "plan:\n  script: [./run.sh]\n" + variables
        let script = "cd s\ntofu init\n"
        #expect(try only([(".gitlab-ci.yml", pipeline), ("run.sh", script)]).authority == .unknown)
        #expect(try only([(".gitlab-ci.yml", "plan:\n  script: [./run.sh]\n"), ("run.sh", script)]).authority == .none)
    }

    @Test(arguments: ["before_script:", "default:\n  before_script:"])
    func `an init before every job is run with what each job sets`(key: String) throws {
        let pipeline = """
            \(key)
                - cd $TF_ROOT
                - tofu init -backend-config=address=https://h/$NAME
            plan:
              variables: {TF_ROOT: s, NAME: one}
              script: [tofu plan]
            own:
              before_script: []
              variables: {TF_ROOT: s, NAME: two}
              script: [true]
            .base:
              before_script: [echo]
            extends:
              extends: .base
              variables: {TF_ROOT: s, NAME: three}
              script: [true]
            closed:
              inherit: {default: false}
              variables: {TF_ROOT: s, NAME: four}
              script: [true]
            other:
              inherit: {default: [image]}
              variables: {TF_ROOT: s, NAME: five}
              script: [true]
            trigger:
              variables: {TF_ROOT: s, NAME: six}
              trigger: other/project

            """
        let stack = try only([(".gitlab-ci.yml", pipeline)])
        #expect(stack.authority == .clear)
        #expect(stack.address == "https://h/one")
    }

    @Test func `a job that says it takes the before_script does`() throws {
        let pipeline = """
            default:
              before_script:
                - cd s
                - tofu init -backend-config=address=https://h/$NAME
            a:
              inherit: {default: [before_script]}
              variables: {NAME: a-one}
              script: [tofu plan]
            b:
              inherit: {default: true}
              variables: {NAME: b-two}
              script: [tofu plan]

            """
        let stack = try only([(".gitlab-ci.yml", pipeline)])
        #expect(stack.authority == .conflicting)
        #expect(stack.why.contains("https://h/a-one") && stack.why.contains("https://h/b-two"))
    }

    @Test func `what a before_script sets after its init does not reach that`() throws {
        let pipeline = """
            before_script:
              - cd s
              - tofu init
              - export TF_HTTP_ADDRESS=https://h/late
            plan:
              script: [tofu plan]

            """
        #expect(try only([(".gitlab-ci.yml", pipeline)]).address == nil)
    }

    @Test func `an init somewhere that has an address from its environment may be any stack's`() throws {
        let pipeline = """
            plan:
              script:
                - export TF_HTTP_ADDRESS=https://h/x
                - cd "$SOMEWHERE"
                - tofu init

            """
        #expect(try only([(".gitlab-ci.yml", pipeline)]).authority == .unknown)
        let other = pipeline.replacing("TF_HTTP_ADDRESS", with: "TF_HTTP_USERNAME")
        #expect(try only([(".gitlab-ci.yml", other)]).authority == .none)
    }

    @Test func `a stack without an init may be another repository's job to set up`() throws {
        let workflow = "jobs:\n  x:\n    uses: o/r/.github/workflows/x.yml@main\n"
        #expect(try only([(".github/workflows/x.yml", workflow)]).authority == .unknown)
        let scan = workflow.replacing("x.yml", with: "spell-check.yml")
        #expect(try only([(".github/workflows/x.yml", scan)]).authority == .none)
        let own = workflow.replacing("o/r/", with: "./")
        #expect(try only([(".github/workflows/x.yml", own)]).authority == .none)
    }

    @Test(
        arguments: [
            ("${{ vars.HOST }}/x", "https://h/x", TerraformStack.Authority.unknown),
            ("https://${{ secrets.HOST }}/x", "https://h/x", .unknown),
            ("https://${{ vars.HOST }}/y", "https://h/x", .conflicting),
            ("https://other/x", "https://h/x", .conflicting),
        ])
    func `what a project's settings hold may be what is written elsewhere`(
        setting: String, written: String, authority: TerraformStack.Authority
    ) throws {
        let workflow =
            "jobs:\n  x:\n    steps:\n      - working-directory: s\n        run: tofu init -backend-config=address=\(setting)\n"
        let script = "cd s\ntofu init -backend-config=address=\(written)\n"
        #expect(try only([(".github/workflows/x.yml", workflow), ("run.sh", script)]).authority == authority)
    }

    private let child = """
        variables: {NAME: own}
        init:
          script:
            - cd $TF_ROOT
            - tofu init -backend-config=address=https://h/$NAME

        """

    private func two(_ files: [(path: String, text: String)]) -> [String: String?] {
        let all = stacks(of: files + [("dev/main.tf", stack), ("prd/main.tf", stack)]).stacks
        return Dictionary(uniqueKeysWithValues: all.map { ($0.path, $0.address) })
    }

    @Test func `a pipeline that a job starts has its own variables and jobs`() {
        let root = """
            dev:
              trigger: {include: dev/.gitlab-ci.yml}
            prd:
              trigger:
                include:
                  - local: /prd/.gitlab-ci.yml

            """
        func own(_ name: String) -> String {
            "variables: {TF_ROOT: \(name), NAME: \(name)}\ninit:\n  extends: .init\n"
                + ".init:\n  script:\n    - cd $TF_ROOT\n    - tofu init -backend-config=address=https://h/$NAME\n"
        }
        let found = two([
            (".gitlab-ci.yml", root), ("dev/.gitlab-ci.yml", own("dev")), ("prd/.gitlab-ci.yml", own("prd")),
        ])
        #expect(found == ["dev": "https://h/dev", "prd": "https://h/prd"])
    }

    @Test(
        arguments: [
            "dev:\n  variables: {TF_ROOT: dev, NAME: d}\n  trigger: {include: ci/child.yml}\n"
                + "prd:\n  variables: {TF_ROOT: prd, NAME: p}\n  trigger: {include: ci/child.yml}\n",
            ".start:\n  trigger: {include: ci/child.yml}\n"
                + "dev:\n  extends: .start\n  variables: {TF_ROOT: dev, NAME: d}\n"
                + "prd:\n  extends: .start\n  variables: {TF_ROOT: prd, NAME: p}\n",
            "start:\n  trigger: {include: ci/*.yml}\n  parallel:\n    matrix:\n"
                + "      - {TF_ROOT: dev, NAME: d}\n      - {TF_ROOT: prd, NAME: p}\n",
        ])
    func `what a job hands to the pipeline that it starts beats that one's own`(root: String) {
        #expect(
            two([(".gitlab-ci.yml", root), ("ci/child.yml", child)]) == ["dev": "https://h/d", "prd": "https://h/p"])
    }

    @Test func `what several pipelines include is a part of each`() {
        let root = "dev:\n  trigger: {include: dev/a.yml}\nprd:\n  trigger: {include: prd/a.yml}\n"
        func own(_ name: String) -> String {
            "# tofu\ninclude: ci/child.yml\nvariables: {TF_ROOT: \(name), NAME: \(name)}\n"
        }
        let part = child.split(separator: "\n").dropFirst().joined(separator: "\n") + "\n"
        let found = two([
            (".gitlab-ci.yml", root), ("dev/a.yml", own("dev")), ("prd/a.yml", own("prd")), ("ci/child.yml", part),
        ])
        #expect(found == ["dev": "https://h/dev", "prd": "https://h/prd"])
    }

    @Test func `pipelines that start each other or themselves come to an end`() {
        let root = "a:\n  trigger: {include: x/.gitlab-ci.yml}\nb:\n  trigger: {include: .gitlab-ci.yml}\n"
        let other =
            "variables: {TF_ROOT: dev}\nc:\n  trigger: {include: x/.gitlab-ci.yml}\n"
            + "d:\n  trigger: {include: /.gitlab-ci.yml}\n" + child
        #expect(two([(".gitlab-ci.yml", root), ("x/.gitlab-ci.yml", other)])["prd"] == .some(nil))
    }

    @Test(
        arguments: [
            (".base: &base\n  variables: {TF_ROOT: s, NAME: one}\n", "  <<: *base\n", "https://h/one"),
            // A key of its own takes the place of the whole.
            (
                ".base: &base\n  variables: {NAME: one}\n  before_script: [cd s]\n",
                "  <<: *base\n  variables: {OTHER: x}\n", "https://h/$NAME"
            ),
            (
                ".a: &a\n  variables: {NAME: one}\n.b: &b\n  before_script: [cd s]\n  variables: {NAME: two}\n",
                "  <<: [*a, *b]\n", "https://h/one"
            ),
            (
                ".a: &a\n  variables: {NAME: one}\n.b: &b\n  <<: *a\n  before_script: [cd s]\n", "  <<: *b\n",
                "https://h/one"
            ),
            (
                ".a: &a\n  variables: {NAME: one, OTHER: y}\n.b:\n  before_script: [cd s]\n"
                    + "  variables: {NAME: two}\n", "  extends: .b\n  <<: *a\n", "https://h/one"
            ),
        ])
    func `a job has the keys that it merges`(bases: String, own: String, address: String) throws {
        let script = "  script:\n    - cd ./$TF_ROOT\n    - tofu init -backend-config=address=https://h/$NAME\n"
        let stack = try only([
            (".gitlab-ci.yml", "variables: {TF_ROOT: .}\n" + bases + "plan:\n" + own + script)
        ])
        #expect(stack.address == address)
    }

    @Test(arguments: ["inputs.environment", "github.event.inputs.environment"])
    func `what a workflow is told names a folder as a recipe's parameter does`(_ input: String) {
        let block = "terraform {\n  backend \"gcs\" {}\n}\n"
        let workflow = """
            on: {workflow_dispatch: {inputs: {environment: {}}}}
            jobs:
              a:
                steps:
                  - working-directory: live/${{ \(input) }}
                    run: terraform init -backend-config=../../of/${{ inputs.environment }}.hcl

            """
        let found = stacks(of: [
            (".github/workflows/a.yml", workflow), ("live/dev/m.tf", block), ("live/prod/m.tf", block),
            ("of/dev.hcl", "bucket = \"b\"\nprefix = \"d\"\n"), ("of/prod.hcl", "bucket = \"b\"\nprefix = \"p\"\n"),
        ])
        #expect(found.stacks.map(\.address) == ["gs://b/d", "gs://b/p"])
        #expect(found.unplaced.isEmpty)
    }
}
