import LintAnalyzers
import Testing

/// Stacks that no init is seen of, and inits that leave something to be filled in.
@Suite struct TerraformStandingTests {
    private let keyed = "terraform {\n  backend \"s3\" {\n    key = \"a/terraform.tfstate\"\n  }\n}\n"
    private let partial = "terraform {\n  backend \"azurerm\" {}\n}\n"

    @Test(arguments: ["live", "live/eu"])
    func `a file of arguments in config above a stack may be handed over by a wrapper`(_ above: String) throws {
        let arguments = "bucket = \"states\"\nregion = \"eu-west-1\"\n"
        let found = stacks(of: [("live/eu/a/main.tf", keyed), ("\(above)/config/backend.tfvars", arguments)])
        let stack = try #require(found.stacks.first { $0.path == "live/eu/a" })
        #expect(stack.authority == .unknown)
        #expect(stack.why.contains("\(above)/config/backend.tfvars holds what is lacking"))
    }

    @Test(arguments: ["other/config/backend.tfvars", "live/eu/a/b/config/backend.tfvars", "live/values/backend.tfvars"])
    func `a file of arguments that is not above a stack is none of its`(_ path: String) throws {
        let arguments = "bucket = \"states\"\nregion = \"eu-west-1\"\n"
        let stack = try #require(stacks(of: [("live/eu/a/main.tf", keyed), (path, arguments)]).stacks.first)
        #expect(stack.authority == .none)
    }

    @Test func `a file above that lacks what the block lacks gives it nothing`() throws {
        let found = stacks(of: [("live/a/main.tf", keyed), ("live/config/backend.tfvars", "region = \"eu-west-1\"\n")])
        #expect(found.stacks.first?.authority == TerraformStack.Authority.none)
    }

    @Test(arguments: [
        ("p/stg/terraform.tfstate", "p/stg/stg.tfstate", TerraformStack.Authority.conflicting),
        ("p/stg/terraform.tfstate", "p/prod/terraform.tfstate", .clear),
        ("stg/eu/stg.tfstate", "stg/us/stg.tfstate", .clear), ("stg-app/x", "stg-stg/x", .conflicting),
    ])
    func `names within one environment are not those of two`(
        _ one: String, _ other: String, _ authority: TerraformStack.Authority
    ) throws {
        let page = [one, other].map {
            "```sh\nterraform init -backend-config=bucket=b -backend-config=region=r -backend-config=key=\($0)\n```\n"
        }
        let found = stacks(of: [
            ("a/main.tf", keyed.replacing("key = \"a/terraform.tfstate\"", with: "")),
            ("a/README.md", page.joined(separator: "\n")),
        ])
        #expect(found.stacks.first?.authority == authority)
    }

    @Test func `an ellipsis is no file`() throws {
        let page = "```sh\nterraform init -backend-config=...\n```\n"
        let stack = try #require(stacks(of: [("a/main.tf", partial), ("a/README.md", page)]).stacks.first)
        #expect(stack.authority == .unknown)
        #expect(stack.why == "a/README.md:2 leaves its arguments out")
    }

    @Test func `a variable that is to be filled in is no value`() throws {
        let page = """
            ```sh
            export ACCOUNT=<YOUR ACCOUNT>
            terraform init -backend-config=storage_account_name=$ACCOUNT -backend-config=container_name=c -backend-config=key=k
            ```

            """
        let stack = try #require(stacks(of: [("a/main.tf", partial), ("a/README.md", page)]).stacks.first)
        #expect(stack.authority == .unknown)
        #expect(stack.why.hasPrefix("to be filled in"))
    }

    @Test(arguments: [
        ("your-state-bucket", TerraformStack.Authority.unknown), ("state-bucket", .clear),
        ("states-yourname-2026", .unknown),
    ])
    func `a bucket of yours is to be filled in`(_ bucket: String, _ authority: TerraformStack.Authority) throws {
        let block =
            "terraform {\n  backend \"s3\" {\n    bucket = \"\(bucket)\"\n    key = \"k\"\n    region = \"r\"\n  }\n}\n"
        #expect(stacks(of: [("a/main.tf", block)]).stacks.first?.authority == authority)
    }

    @Test(
        arguments: [
            ("${BUCKET:-states}", TerraformStack.Authority.unknown), ("${OTHER:-states}", .conflicting),
            ("$BUCKET", .unknown),
        ])
    func `a variable is the same with a default and without`(_ other: String, _ authority: TerraformStack.Authority) {
        let run = { (bucket: String) in
            "cd a\nterraform init -backend-config=bucket=\(bucket) -backend-config=key=k -backend-config=region=r\n"
        }
        let block = "terraform {\n  backend \"s3\" {}\n}\n"
        let found = stacks(of: [("a/main.tf", block), ("one.sh", run("${BUCKET}")), ("two.sh", run(other))])
        #expect(found.stacks.first?.authority == authority)
    }

    @Test func `a workflow of a repository inside this one begins where that one does`() throws {
        let block = "terraform {\n  backend \"s3\" {\n    bucket = \"b\"\n    key = \"k\"\n    region = \"r\"\n  }\n}\n"
        let workflow =
            "jobs:\n  a:\n    steps:\n      - run: terraform init -backend-config=key=other\n        working-directory: ./infra\n"
        let found = stacks(of: [
            ("a/.github/workflows/x.yml", workflow), ("a/infra/main.tf", block), ("infra/main.tf", block),
        ])
        #expect(found.stacks.map(\.stateNames) == [["other"], ["k"]])
    }

    @Test(
        arguments: [
            ("<update with your own s3 bucket>", "k", TerraformStack.Authority.unknown), ("b", "<@@name@@>", .unknown),
            ("b2", "k3", .clear),
        ])
    func `what stands in angle brackets is to be filled in`(
        _ bucket: String, _ key: String, _ authority: TerraformStack.Authority
    ) {
        let block =
            "terraform {\n  backend \"s3\" {\n    bucket = \"\(bucket)\"\n    key = \"\(key)\"\n    region = \"r\"\n  }\n}\n"
        #expect(stacks(of: [("a/main.tf", block)]).stacks.first?.authority == authority)
    }

    @Test(arguments: [("<bucket_of_states>", TerraformStack.Authority.unknown), ("\"states\"", .clear)])
    func `what stands in angle brackets without quotes is to be filled in`(
        _ bucket: String, _ authority: TerraformStack.Authority
    ) throws {
        let block =
            "terraform {\n  backend \"s3\" {\n    bucket = \(bucket)\n    key = \"k\"\n    region = \"r\"\n  }\n}\n"
        let stack = try #require(stacks(of: [("a/main.tf", block)]).stacks.first)
        #expect(stack.authority == authority)
        #expect(stack.why.hasPrefix("to be filled in") == (authority == .unknown))
    }

    @Test(arguments: [("ORGANIZATION_NAME", TerraformStack.Authority.unknown), ("ACME", .clear), ("Acme_Org", .clear)])
    func `an organization in capitals and underscores is to be filled in`(
        _ name: String, _ authority: TerraformStack.Authority
    ) {
        let block =
            "terraform {\n  cloud {\n    organization = \"\(name)\"\n    workspaces {\n      name = \"w\"\n    }\n  }\n}\n"
        #expect(stacks(of: [("a/main.tf", block)]).stacks.first?.authority == authority)
    }

    @Test(arguments: [("address=https://s.example.com", TerraformStack.Authority.unknown), ("path=b.tfstate", .clear)])
    func `inits that all stop set nothing up`(_ argument: String, _ authority: TerraformStack.Authority) {
        let block = "terraform {\n  backend \"local\" {\n    path = \"a.tfstate\"\n  }\n}\n"
        let found = stacks(of: [
            ("a/main.tf", block), ("run.sh", "cd a\nterraform init -backend-config=\(argument)\n"),
        ])
        #expect(found.stacks.first?.authority == authority)
    }

    @Test func `what a block leaves open is the same for all of its inits`() {
        let block =
            "terraform {\n  backend \"http\" {\n    address = \"https://s.example.com/${var.name}\"\n  }\n}\n"
        let step = "          export X=1\n          terraform init -backend-config=password=$X\n"
        let job = "jobs:\n  a:\n    steps:\n      - run: |\n\(step)  b:\n    steps:\n      - run: |\n\(step)"
        let found = stacks(of: [(".github/workflows/a.yml", job), ("main.tf", block)])
        #expect(found.stacks.first?.authority != .conflicting)
    }

    @Test func `a file of each environment may name a local state`() {
        let page =
            "```sh\ncd a\nterraform init -backend-config=env/dev.backend.hcl\nterraform init -reconfigure -backend-config=env/prod.backend.hcl\n```\n"
        let found = stacks(of: [
            ("README.md", page), ("a/env/dev.backend.hcl", "path = \"dev.tfstate\"\n"),
            ("a/env/prod.backend.hcl", "path = \"prod.tfstate\"\n"),
            ("a/main.tf", "terraform {\n  backend \"local\" {}\n}\n"),
        ])
        #expect(found.stacks.first?.authority == .clear)
    }

    @Test(
        arguments: [
            ("inner/docs/guide/README.md", "inner/envs/dev"), ("inner/README.md", "inner/envs/dev"),
            ("docs/README.md", "envs/dev"),
        ])
    func `a page of a project inside the repository is read from where that one begins`(_ page: String, _ fed: String) {
        let block = "terraform {\n  backend \"s3\" {}\n}\n"
        let found = stacks(of: [
            (fed + "/main.tf", block), ("other/main.tf", block),
            (page, "```sh\ncd envs/dev\nterraform init -backend-config=bucket=b -backend-config=key=k\n```\n"),
        ])
        #expect(found.stacks.first { $0.path == fed }?.address == "s3://b/k")
    }

    @Test func `a page that may mean two folders feeds neither`() {
        let block = "terraform {\n  backend \"s3\" {}\n}\n"
        let found = stacks(of: [
            ("envs/dev/main.tf", block), ("inner/envs/dev/main.tf", block),
            (
                "inner/docs/README.md",
                "```sh\ncd envs/dev\nterraform init -backend-config=bucket=b -backend-config=key=k\n```\n"
            ),
        ])
        #expect(found.stacks.allSatisfy { $0.address == nil })
    }

    @Test(arguments: ["\n", "\r\n"]) func `tags are told apart whatever ends a line`(_ end: String) {
        let lines = [
            "terraform {", "  cloud {", "    organization = \"o\"", "    workspaces {", "      tags = [",
            "        \"a\",", "        \"b\",", "      ]", "    }", "  }", "}", "",
        ]
        #expect(stacks(of: [("a/main.tf", lines.joined(separator: end))]).stacks.first?.stateNames == ["tags:a,b"])
    }

    @Test(arguments: [
        ("{{.TASKFILE_DIR}}", "a"), ("{{.TASKFILE_DIR}}/b", "a/b"), ("{{.ROOT_DIR}}/c", "c"), ("b", "a/b"),
    ])
    func `a task's folder is told from its Taskfile`(_ folder: String, _ fed: String) {
        let block = "terraform {\n  backend \"gcs\" {}\n}\n"
        let task =
            "version: 3\ntasks:\n  init:\n    dir: '\(folder)'\n    cmds:\n      - terraform init -backend-config=bucket=x -backend-config=prefix=y\n"
        let found = stacks(of: [
            ("a/main.tf", block), ("a/b/main.tf", block), ("c/main.tf", block), ("a/Taskfile.yml", task),
        ])
        #expect(found.stacks.filter { $0.address != nil }.map(\.path) == [fed])
    }

    @Test(arguments: [("inner/.gitlab-ci.yml", "inner/infra"), (".gitlab-ci.yml", nil), ("inner/ci.yml", nil)])
    func `a pipeline of a project inside the repository begins in that one`(_ path: String, _ fed: String?) {
        let block = "terraform {\n  backend \"gcs\" {}\n}\n"
        let job =
            "plan:\n  script:\n    - cd infra\n    - terraform init -backend-config=bucket=x -backend-config=prefix=y\n"
        let found = stacks(of: [("inner/infra/main.tf", block), (path, job)])
        #expect(found.stacks.first { $0.address != nil }?.path == fed)
    }

    @Test(arguments: [
        ("$ENV.tfstate", ["dev.tfstate"], TerraformStack.Authority.unknown),
        ("app.$ENV.tfstate", ["app.dev.tfstate", "app.prod.tfstate"], .unknown),
        ("${{ vars.NAME }}.tfstate", ["dev.tfstate"], .unknown),
        ("$ENV/app.tfstate", ["dev.tfstate"], .conflicting),
        ("app-$ENV", ["app-dev", "hub"], .conflicting),
        ("app-${ENV:-dev}", ["app-prod"], .conflicting),
    ])
    func `a name with a variable may be one that is written out, where it fits`(
        _ open: String, _ names: [String], _ authority: TerraformStack.Authority
    ) {
        let block = "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n  }\n}\n"
        let scripts = ([open] + names).enumerated().map {
            ("run\($0.offset).sh", "cd s\nterraform init -backend-config=\"prefix=\($0.element)\"\n")
        }
        #expect(stacks(of: [("s/main.tf", block)] + scripts).stacks.map(\.authority) == [authority])
    }

    @Test(
        arguments: [
            (".gitlab-ci.yml", "", true), ("ci/tf.yml", "include: ci/tf.yml\n", true),
            ("ci/tf.yml", "include: [{local: '/ci/*.yml'}]\n", true), (".gitlab/ci/tf.yml", "", true),
            ("ci/tf.gitlab-ci.yml", "", true), ("assets/workflow-gitlab.yaml", "", false),
            ("assets/workflow-gitlab.yaml", "include: ci/tf.yml\n", false),
        ])
    func `a pipeline that nothing names may be of another repository`(_ path: String, _ main: String, _ isFed: Bool) {
        let files = [
            (path, "plan:\n  script: [terraform init, terraform plan]\n"),
            ("main.tf", "terraform {\n  backend \"s3\" {}\n}\n"),
        ]
        let found = stacks(of: files + (main.isEmpty ? [] : [(".gitlab-ci.yml", main)]))
        #expect(found.stacks.first?.feeders.isEmpty == !isFed)
        #expect(found.unplaced.isEmpty == isFed)
    }

    @Test(
        arguments: [
            ("main.tf.jinja", "terraform {\n  backend \"s3\" {\n  }\n}\n", true),
            ("net.tf.gotmpl", "terraform {\n  cloud {\n  }\n}\n", true), ("backend.tf.j2", "", true),
            ("main.tf.jinja", "terraform {\n  required_version = \">= 1\"\n}\nlocals { backend = \"x\" }\n", false),
            ("main.tf.disabled", "terraform {\n  backend \"s3\" {\n  }\n}\n", false),
        ])
    func `a template that holds a block may become one`(_ name: String, _ text: String, _ mayBecome: Bool) {
        let found = stacks(of: [
            ("net/" + name, text), ("net/variables.tf", "variable \"a\" {}\n"),
            ("up.sh", "cd net\nterraform init\nterraform apply\n"),
        ])
        #expect(found.stacks.first?.authority == (mayBecome ? .unknown : TerraformStack.Authority.none))
    }

    @Test func `a list of projects in folders is of those beside it`() {
        let list = "version: 3\nprojects:\n  - dir: .\n"
        let found = stacks(of: [("a/b/c/atlantis.yaml", list), ("a/b/c/main.tf", "locals {}\n")])
        #expect(found.stacks.map(\.path) == ["a/b/c"])
    }
}
