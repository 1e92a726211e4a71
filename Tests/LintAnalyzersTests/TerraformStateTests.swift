import LintAnalyzers
import LintSource
import Testing

@Suite struct TerraformStateTests {
    private let partial = "terraform {\n  backend \"http\" {}\n}\n"

    @Test func `a literal backend block is a clear authority`() throws {
        let block =
            "terraform {\n  backend \"s3\" {\n    bucket = \"b\"\n    key = \"k\"\n    use_lockfile = true\n  }\n}\n"
        let stack = try #require(stacks(of: [("s/main.tf", block)]).stacks.first)
        #expect(stack.authority == .clear)
        #expect(stack.address == "s3://b/k")
        #expect(stack.lock == "use_lockfile")
    }

    @Test func `an argument that is no literal stays symbolic`() throws {
        let block = "terraform {\n  backend \"s3\" {\n    bucket = \"b\"\n    key = var.k\n  }\n}\n"
        let stack = try #require(stacks(of: [("s/main.tf", block)]).stacks.first)
        #expect(stack.authority == .unknown)
        #expect(stack.stateNames.isEmpty)
    }

    @Test func `a partial backend that nothing feeds has no authority, whatever comments, prose and echo say`() throws {
        let script =
            "cd s\n# tofu init -backend-config=address=http://a/x\necho tofu init -backend-config=address=http://a/x\necho \"tofu init\"\n"
        let result = stacks(of: [("s/main.tf", partial), ("x.sh", script), ("README.md", "Run `cd s && tofu init`.\n")])
        let stack = try #require(result.stacks.first)
        #expect(stack.authority == .none)
        #expect(stack.feeders.isEmpty)
        #expect(result.unplaced.isEmpty)
    }

    @Test func `operators and CI with two names are in conflict, and both places are named`() throws {
        let just = """
            env := env_var_or_default("ENV", "dev")
            name := "s-" + env

            init:
                #!/usr/bin/env bash
                tofu init \\
                    -backend-config="address=https://h/terraform/state/{{name}}" \\
                    -backend-config="password=hunter2"

            """
        let pipeline = """
            .base:
              script:
                - cd s
                - export TF_HTTP_ADDRESS="https://h/terraform/state/${NAME}"
                - tofu init
            deploy:
              extends: .base
              variables:
                NAME: s-production

            """
        let stack = try #require(
            stacks(of: [(".gitlab-ci.yml", pipeline), ("s/Justfile", just), ("s/main.tf", partial)]).stacks.first)
        #expect(stack.authority == .conflicting)
        #expect(stack.stateNames == ["s-production", "s-${ENV:-dev}"])
        #expect(stack.why.contains(".gitlab-ci.yml:5") && stack.why.contains("s/Justfile:6"))
        #expect(stack.credentials == "password=***")
    }

    @Test func `a recipe's parameter reaches each stack, and decides the case on it`() {
        let just = """
            init stack:
                #!/usr/bin/env bash
                cd stacks/{{stack}}
                case "{{stack}}" in
                    a)
                        NAME="first"
                        ;;
                    *)
                        NAME="other-{{stack}}"
                        ;;
                esac
                tofu init -backend-config="address=https://h/terraform/state/${NAME}"

            """
        let stacks = stacks(of: [("Justfile", just), ("stacks/a/m.tf", partial), ("stacks/b/m.tf", partial)]).stacks
        #expect(stacks.map(\.stateNames) == [["first"], ["other-b"]])
        #expect(stacks.map(\.authority) == [.clear, .clear])
    }

    @Test func `a plain recipe's cd ends with its line`() {
        let just =
            "x:\n    cd s\n    tofu init -backend-config=address=http://a/one\n\ny:\n    cd s && tofu init -backend-config=address=http://a/two\n"
        let stacks = stacks(of: [("Justfile", just), ("s/m.tf", partial)]).stacks
        #expect(stacks.map(\.address) == ["http://a/two"])
    }

    @Test func `the folder comes from -chdir, and a subshell's cd ends with it`() {
        let script =
            "(cd a && tofu init -backend-config=address=http://h/a)\ntofu -chdir=b init -backend-config=address=http://h/b\n"
        let stacks = stacks(of: [("a/m.tf", partial), ("b/m.tf", partial), ("run.sh", script)]).stacks
        #expect(stacks.map(\.address) == ["http://h/a", "http://h/b"])
    }

    @Test func `a folder nothing tells is never guessed`() {
        let result = stacks(of: [
            ("s/m.tf", partial), ("s/run.sh", "cd $WHERE\ntofu init -backend-config=address=http://h/x\n"),
        ])
        #expect(result.stacks.map(\.authority) == [.unknown])
        #expect(result.stacks.map(\.address) == [nil])
        #expect(result.unplaced == ["s/run.sh:2"])
    }

    @Test func `-backend=false supplies nothing and a fence's bare init leaves the answer open`() throws {
        let script = "cd s\ntofu init -backend=false\ntofu init -backend-config=address=http://h/x\n"
        let fence = "```bash\ncd s\ntofu init\n```\n"
        let clear = try #require(stacks(of: [("run.sh", script), ("s/m.tf", partial)]).stacks.first)
        #expect(clear.authority == .clear)
        #expect(clear.feeders.count == 2)
        let open = try #require(stacks(of: [("doc.md", fence), ("run.sh", script), ("s/m.tf", partial)]).stacks.first)
        #expect(open.authority == .unknown)
        #expect(open.why.contains("doc.md:3"))
    }

    @Test(arguments: [true, false])
    func `a file of arguments answers only when it is there`(isThere: Bool) throws {
        var files = [("run.sh", "cd s\ntofu init -backend-config=x.tfbackend\n"), ("s/m.tf", partial)]
        if isThere { files.append(("s/x.tfbackend", "address = \"http://h/x\"\n")) }
        let stack = try #require(stacks(of: files).stacks.first)
        #expect(stack.authority == (isThere ? .clear : .unknown))
        #expect(stack.address == (isThere ? "http://h/x" : nil))
    }

    @Test func `an init in a folder of modules without a backend block is local state`() throws {
        let stack = try #require(
            stacks(of: [("run.sh", "cd s\nterraform init\n"), ("s/m.tf", "locals {}\n")]).stacks.first)
        #expect(stack.authority == .none)
        #expect(stack.why.contains("local"))
    }

    @Test func `an unresolved text is equal only to itself`() {
        let just = "x := `cat x`\ninit:\n    cd s && tofu init -backend-config=address=http://h/{{x}}\n"
        let both = stacks(of: [
            ("Justfile", just), ("s/Justfile", just.replacing("cd s", with: "cd .")), ("s/m.tf", partial),
        ])
        #expect(both.stacks.map(\.authority) == [.unknown])
        #expect(stacks(of: [("Justfile", just), ("s/m.tf", partial)]).stacks.map(\.authority) == [.clear])
    }

    @Test func `a workflow step runs in its working-directory, else in the job's default, else in the root`() {
        let flow = """
            jobs:
              one:
                defaults:
                  run:
                    working-directory: a
                steps:
                  - run: tofu init -backend-config=address=http://h/a
                  - working-directory: b
                    run: tofu init -backend-config=address=http://h/b
              two:
                steps:
                  - run: cd c
                  - run: tofu init -backend-config=address=http://h/c

            """
        let files = ["a", "b", "c"].map { (path: "\($0)/m.tf", text: partial) }
        let result = stacks(of: [(".github/workflows/x.yml", flow)] + files)
        #expect(result.stacks.map(\.address) == ["http://h/a", "http://h/b", nil])
        #expect(result.unplaced == [".github/workflows/x.yml:13"])
    }

    @Test func `definitions that multiply end, and deep brackets do too`() {
        var script = "X0=a\n"
        for i in 1...40 { script += "X\(i)=" + String(repeating: "$X\(i - 1)", count: 40) + "\n" }
        script += "cd s\ntofu init -backend-config=address=http://h/$X40\n"
        script += "y=" + String(repeating: "$(a ", count: 20_000) + "\n"
        let stacks = stacks(of: [("run.sh", script), ("s/m.tf", partial)]).stacks
        #expect(stacks.map(\.path) == ["s"])
        #expect(stacks.map(\.stateNames) == [[]])
    }

    @Test func `two stacks on one address are in conflict`() {
        let script = "for x in a b; do\n(cd $x && tofu init -backend-config=address=http://h/one)\ndone\n"
        let files = ["a", "b", "c"].map { (path: "\($0)/m.tf", text: partial) }
        let stacks = stacks(of: files + [("run.sh", script)]).stacks
        #expect(stacks.map(\.authority) == [.conflicting, .conflicting, .none])
        #expect(stacks[0].why.contains("shares its address with b"))
    }

    @Test func `a backend block in a child module owns nothing, and the root that a recipe names is a stack`() {
        let block = "terraform {\n  backend \"s3\" {\n    bucket = \"b\"\n    key = \"k\"\n  }\n}\n"
        let root = "module \"m\" {\n  source = \"../..\"\n}\n"
        let just = "init env:\n    cd t/env/{{env}} && tofu init\n"
        let result = stacks(of: [("Justfile", just), ("t/env/one/m.tf", root), ("t/m.tf", block)])
        #expect(result.stacks.map(\.path) == ["t", "t/env/one"])
        #expect(result.stacks.map(\.authority) == [.none, .none])
        #expect(result.stacks[0].why.contains("child module of t/env/one"))
        #expect(result.unplaced.isEmpty)
    }

    @Test func `texts whose fixed parts are the same may be one name, spelled in two ways`() throws {
        let block = "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n  }\n}\n"
        let one = ("x.sh", "cd s\ntofu init -backend-config=prefix=$1-ws\n")
        let same = try #require(
            stacks(of: [("s/main.tf", block), one, ("y.sh", "cd s\ntofu init -backend-config=prefix=${ID}-ws\n")])
                .stacks
                .first)
        #expect(same.authority == .unknown)
        let other = try #require(
            stacks(of: [("s/main.tf", block), one, ("y.sh", "cd s\ntofu init -backend-config=prefix=${ID}-hub\n")])
                .stacks
                .first)
        #expect(other.authority == .conflicting)
    }

    @Test func `an init whose folder is not known may feed a partial block, so the answer is unknown`() throws {
        let wrapper = "cd \"$1\"\ntofu init -backend-config=\"address=$2\"\n"
        let stack = try #require(stacks(of: [("s/main.tf", partial), ("tf.sh", wrapper)]).stacks.first)
        #expect(stack.authority == .unknown)
        #expect(stack.why.contains("tf.sh:2"))
        // One that gives nothing away does not.
        let bare = try #require(stacks(of: [("s/main.tf", partial), ("tf.sh", "cd \"$1\"\ntofu init\n")]).stacks.first)
        #expect(bare.authority == .none)
    }

    @Test func `a file of arguments for each environment is one answer each, named by an init or not`() throws {
        let files = [
            ("s/dev.s3.tfbackend", "bucket = \"b\"\nkey = \"s/dev\"\n"),
            ("s/main.tf", "terraform {\n  backend \"s3\" {}\n}\n"),
            ("s/prod.s3.tfbackend", "bucket = \"b\"\nkey = \"s/prod\"\n"),
        ]
        for more in [[], [("x.sh", "tofu -chdir=s init -backend-config=\"$1.s3.tfbackend\"\n")]] {
            let stack = try #require(stacks(of: files + more).stacks.first)
            #expect(stack.stateNames == ["s/dev", "s/prod"])
            #expect(stack.authority == .clear)
        }
    }

    @Test func `a folder for each environment is one answer each, where an init is told which`() throws {
        let stack = try #require(
            stacks(of: [
                ("s/env/dev/backend.tfvars", "bucket = \"b\"\nkey = \"s/dev\"\n"),
                ("s/env/prod/backend.tfvars", "bucket = \"b\"\nkey = \"s/prod\"\n"),
                ("s/main.tf", "terraform {\n  backend \"s3\" {}\n}\n"),
                ("s/x.sh", "terraform init -backend-config=\"./env/$1/backend.tfvars\"\n"),
            ]).stacks.first)
        #expect(stack.stateNames == ["s/dev", "s/prod"])
        #expect(stack.authority == .clear)
    }

    @Test func `a file that an init names is never said not to be there`() throws {
        let stack = try #require(
            stacks(of: [
                ("s/dev.yaml", "bucket: b\n"), ("s/main.tf", "terraform {\n  backend \"s3\" {}\n}\n"),
                ("s/x.sh", "terraform init -backend-config=dev.yaml -backend-config=gone.hcl\n"),
                ("s/y.sh", "terraform init -backend-config=dev.yaml\n"),
            ]).stacks.first)
        #expect(stack.authority == .unknown)
        #expect(stack.why.contains("s/x.sh:1 reads gone.hcl, which is not in the repository"))
        #expect(stack.why.contains("s/y.sh:1 reads dev.yaml, whose arguments are not read"))
    }

    @Test(arguments: [
        #"export TF_CLI_ARGS_init="-backend-config=\"assume_role={role_arn=\\\"arn:aws:iam::1:role/op\\\"}\" -reconfigure""#,
        #"export TF_CLI_ARGS_init='-backend-config="assume_role={role_arn = \"arn:aws:iam::1:role/op\"}"'"#,
        #"export TF_CLI_ARGS_init="-backend-config='bucket=b' -backend-config=\"key=k\"""#,
    ])
    func `what TF_CLI_ARGS_init hands over may stand in quotes within quotes`(line: String) throws {
        let block =
            "terraform {\n  backend \"s3\" {\n    bucket = \"b\"\n    key = \"k\"\n    use_lockfile = true\n  }\n}\n"
        let stack = try #require(
            stacks(of: [(".envrc", line + "\n"), ("main.tf", block), ("x.sh", "terraform init\n")]).stacks.first)
        #expect(stack.authority == .clear)
        #expect(stack.address == "s3://b/k")
    }

    @Test(arguments: [
        "DIR=\"$(cd -- \"$(dirname -- \"${BASH_SOURCE[0]}\")\" &> /dev/null && pwd)\"\ncd \"$DIR/../s\"",
        "SELF=$(readlink -f \"$0\")\nDIR=$(dirname \"$SELF\")\ncd \"$(dirname \"$DIR\")/s\"",
        "ROOT=$(git rev-parse --show-toplevel 2> /dev/null || pwd)\npushd \"${ROOT}/s\"",
        "cd \"${0%/*}/..\"\nROOT=\"$PWD\"\ncd t\ncd \"$ROOT/s\"", "cd \"$(realpath \"$(dirname \"$0\")/../s\")\"",
        "HERE=$(cd \"$(dirname \"$0\")\"; pwd)\nROOT=$(realpath \"$HERE/..\")\ngo() {\n  cd \"$ROOT/$1\"\n}\ngo s",
    ])
    func `a script knows where it lies by many ways`(way: String) throws {
        let block = "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n  }\n}\n"
        let files = [("bin/x.sh", way + "\nterraform init -backend-config=prefix=p\n"), ("s/main.tf", block)]
        let result = stacks(of: files)
        #expect(result.unplaced.isEmpty)
        #expect(result.stacks.first?.address == "gs://b/p")
    }

    @Test(arguments: ["ROOT := $(shell git rev-parse --show-toplevel)", "ROOT = $(shell pwd)/.."])
    func `a Makefile knows where the checkout is`(line: String) throws {
        let make = line + "\ninit:\n\tcd $(ROOT)/s && terraform init -backend-config=prefix=p\n"
        let block = "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n  }\n}\n"
        #expect(stacks(of: [("bin/Makefile", make), ("s/main.tf", block)]).stacks.first?.address == "gs://b/p")
    }

    @Test func `a variable that is emptied before a file is sourced is not known`() throws {
        let block = "terraform {\n  backend \"gcs\" {\n    prefix = \"p\"\n  }\n}\n"
        let script = "B=\"\"\nsource \"env/$1.ini\"\nterraform init -backend-config=bucket=$B\n"
        let stack = try #require(stacks(of: [("s/main.tf", block), ("s/x.sh", script)]).stacks.first)
        #expect(stack.address == "gs://$B/p")
        let own = "source x.ini\nB=\"\"\nterraform init -backend-config=bucket=$B\n"
        #expect(try #require(stacks(of: [("s/main.tf", block), ("s/x.sh", own)]).stacks.first).authority == .none)
    }

    @Test func `a name to be filled in is no answer, and workspaces are one`() throws {
        let blank = "terraform {\n  backend \"gcs\" {\n    bucket = \"UPDATE_ME\"\n    prefix = \"p\"\n  }\n}\n"
        #expect(try #require(stacks(of: [("s/main.tf", blank)]).stacks.first).authority == .unknown)
        let empty = "terraform {\n  backend \"remote\" {}\n}\n"
        #expect(try #require(stacks(of: [("s/main.tf", empty)]).stacks.first).authority == .none)
        let cloud =
            "terraform {\n  cloud {\n    organization = \"o\"\n    workspaces {\n      tags = [\"a\", \"b\"]\n    }\n  }\n}\n"
        let stack = try #require(stacks(of: [("s/main.tf", cloud)]).stacks.first)
        #expect(stack.address == "cloud:///o/tags:a,b")
        #expect(stack.authority == .clear)
    }

    @Test func `what a page leaves to be filled in contradicts nothing`() throws {
        let block = "terraform {\n  backend \"gcs\" {\n    prefix = \"p\"\n  }\n}\n"
        let page = "```sh\nterraform init -backend-config=bucket=YOUR_BUCKET\n```\n"
        let script = "terraform init -backend-config=bucket=b\n"
        let stack = try #require(
            stacks(of: [("s/README.md", page), ("s/main.tf", block), ("s/x.sh", script)]).stacks.first)
        #expect(stack.authority == .unknown)
        #expect(stack.address == "gs://b/p")
    }

    @Test(
        arguments: [
            ("${{ secrets.B }}", TerraformStack.Authority.clear), ("${{ vars.B }}", .clear),
            ("${{ inputs.b }}", .clear),
            ("${{ steps.x.outputs.b }}", .unknown), ("${{ hashFiles('a') }}", .unknown),
        ])
    func `what a repository or a workflow sets is the same in all steps`(
        value: String, authority: TerraformStack.Authority
    ) throws {
        let block = "terraform {\n  backend \"gcs\" {\n    prefix = \"p\"\n  }\n}\n"
        let step = "      - working-directory: s\n        run: terraform init -backend-config=\"bucket=\(value)\"\n"
        let workflow = "jobs:\n  a:\n    steps:\n\(step)  b:\n    steps:\n\(step)"
        let stack = try #require(
            stacks(of: [(".github/workflows/x.yml", workflow), ("s/main.tf", block)]).stacks.first)
        #expect(stack.authority == authority)
    }

    @Test(
        arguments: [
            ("key=other", TerraformStack.Authority.unknown), ("key=k", .clear), ("region=r", .clear),
            ("key=$1", .unknown),
        ])
    func `an init that may be a stack's and says something else leaves it unknown`(
        argument: String, authority: TerraformStack.Authority
    ) throws {
        let block = "terraform {\n  backend \"s3\" {\n    bucket = \"b\"\n    key = \"k\"\n  }\n}\n"
        let script = "cd \"$DIR\"\nterraform init -backend-config=\(argument)\n"
        let stack = try #require(stacks(of: [("bin/x.sh", script), ("s/main.tf", block)]).stacks.first)
        #expect(stack.authority == authority)
    }

    @Test func `a bucket in a file for each environment is one state an environment`() throws {
        let block = "terraform {\n  backend \"s3\" {\n    key = \"k\"\n  }\n}\n"
        let make = "init:\n\tterraform init -backend-config=\"env/$(env)/backend.tfvars\"\n"
        let files = ["prod", "test"].map { ("env/\($0)/backend.tfvars", "bucket = \"\($0)\"\n") }
        let stack = try #require(stacks(of: [("Makefile", make)] + files + [("main.tf", block)]).stacks.first)
        #expect(stack.authority == .clear)
    }

    @Test(
        arguments: [
            ("cp environments/$1/backend.tf .\nterraform init\n", TerraformStack.Authority.unknown),
            ("cat > s/backend.tf <<EOF\nterraform {}\nEOF\ncd s\nterraform init\n", .unknown),
            ("terraform init\ncp plan.tf saved.tf\n", .none), ("cp a.txt b.txt\nterraform init\n", .none),
        ])
    func `a script that writes configuration before its init may write the backend`(
        script: String, authority: TerraformStack.Authority
    ) throws {
        let name = script.contains("cd s") ? "x.sh" : "s/x.sh"
        let start = script.contains("cd s") ? "" : "cd s\n"
        let files = [("s/main.tf", "resource \"a\" \"b\" {}\n"), (name, start + script)].sorted { $0.0 < $1.0 }
        #expect(try #require(stacks(of: files).stacks.first).authority == authority)
        // A page that copies says nothing of what runs.
        let page = [("s/README.md", "```sh\ncp backend.tf.example backend.tf\nterraform init\n```\n")] + files
        #expect(try #require(stacks(of: page).stacks.first).authority == authority)
    }

    @Test func `a folder of blocks to choose from is no stack`() {
        let files = ["s3", "gcs"].map { ("b/\($0).tf", "terraform {\n  backend \"\($0)\" {}\n}\n") }
        #expect(stacks(of: files).stacks.isEmpty)
        #expect(stacks(of: files + [("init.sh", "cd b\nterraform init\n")]).stacks.count == 1)
    }

    @Test(arguments: ["live/a/terragrunt.hcl", "stacks.tm.hcl", "atmos.yaml"])
    func `what another program sets up may complete a partial block, so the answer is unknown`(path: String) throws {
        let stack = try #require(stacks(of: [("m/main.tf", partial), (path, "\n")]).stacks.first)
        #expect(stack.authority == .unknown)
        #expect(stack.why.contains(path))
    }

    @Test func `JSON holds a backend as HCL does`() throws {
        let json = "{\"terraform\": [{\"backend\": {\"s3\": {\"bucket\": \"b\", \"key\": \"k\"}}}]}\n"
        let stack = try #require(stacks(of: [("s/backend.tf.json", json)]).stacks.first)
        #expect(stack.address == "s3://b/k")
    }
}
