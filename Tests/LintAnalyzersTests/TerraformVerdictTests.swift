import LintAnalyzers
import Testing

/// What answers that do not agree amount to.
@Suite struct TerraformVerdictTests {
    private static func block(_ type: String, _ settings: String = "") -> String {
        "terraform {\n  backend \"\(type)\" {\n\(settings)  }\n}\n"
    }

    private static let stored = block("s3", "bucket = \"b\"\nregion = \"r\"\n")
    private static let whole = block("s3", "bucket = \"b\"\nregion = \"r\"\nkey = \"own\"\n")

    private static func page(_ arguments: String) -> String { "```sh\nterraform init\(arguments)\n```\n" }

    @Test(
        arguments: [
            ("a/backend-prod.hcl", "bucket = \"b\"\nkey = \"k\"\nregion = \"r\"\n", TerraformStack.Authority.unknown),
            ("a/prod.tfbackend", "bucket = \"b\"\nkey = \"k\"\nregion = \"r\"\n", .unknown),
            ("a/backend-prod.hcl", "bucket = \"b\"\n", .none),
            ("other/backend-prod.hcl", "bucket = \"b\"\nkey = \"k\"\nregion = \"r\"\n", .none),
        ])
    func `a page's bare init hides no file of arguments`(
        _ path: String, _ arguments: String, _ authority: TerraformStack.Authority
    ) {
        let found = stacks(of: [
            ("a/README.md", Self.page("")), ("a/main.tf", Self.block("s3")), (path, arguments),
        ])
        #expect(found.stacks.first?.authority == authority)
    }

    @Test func `what files beside a page's bare init hold is the stack's`() throws {
        let found = stacks(of: [
            ("a/README.md", Self.page("")), ("a/backend-prod.hcl", "bucket = \"b\"\nkey = \"k\"\nregion = \"r\"\n"),
            ("a/main.tf", Self.block("s3")),
        ])
        let stack = try #require(found.stacks.first)
        #expect(stack.address == "s3://b/k")
        #expect(stack.feeders.map(\.path) == ["a/README.md", "a/backend-prod.hcl"])
        #expect(stack.why.contains("init without a whole address at a/README.md:2"))
    }

    @Test func `a job's bare init takes no file`() {
        let found = stacks(of: [
            (".gitlab-ci.yml", "a:\n  script:\n    - cd a\n    - terraform init\n"), ("a/main.tf", Self.block("s3")),
            ("a/backend.hcl", "bucket = \"b\"\nkey = \"k\"\nregion = \"r\"\n"),
        ])
        #expect(found.stacks.first?.authority == TerraformStack.Authority.none)
    }

    @Test(
        arguments: [
            (whole, "key = \"page\"\n", TerraformStack.Authority.unknown), (whole, "key = \"own\"\n", .clear),
            (stored, "key = \"page\"\n", .clear),
        ])
    func `a page that names a file does not take a block's answer away`(
        _ block: String, _ arguments: String, _ authority: TerraformStack.Authority
    ) {
        let found = stacks(of: [
            ("a/README.md", Self.page(" -backend-config=x.hcl")), ("a/main.tf", block), ("a/x.hcl", arguments),
        ])
        #expect(found.stacks.first?.authority == authority)
    }

    @Test(arguments: [("$BUCKET", TerraformStack.Authority.clear), ("page-$BUCKET", .unknown)])
    func `what a page's variable may come to is the block's answer`(
        _ bucket: String, _ authority: TerraformStack.Authority
    ) {
        let found = stacks(of: [
            ("a/README.md", Self.page(" -backend-config=bucket=\(bucket)")), ("a/main.tf", Self.whole),
        ])
        #expect(found.stacks.first?.authority == authority)
    }

    @Test func `what a job gives is the answer, whatever the block says`() {
        let job = "a:\n  script:\n    - cd a\n    - terraform init -backend-config=key=ci\n"
        let found = stacks(of: [(".gitlab-ci.yml", job), ("a/main.tf", Self.whole)])
        #expect(found.stacks.first?.authority == .clear)
    }

    @Test(
        arguments: [
            ("a-$ONE-b", "a-$TWO-b", TerraformStack.Authority.unknown),
            ("a-$ONE-b", "a-$TWO-c", .conflicting), ("a-${ONE:-x}-b", "a-${TWO:-y}-b", .conflicting),
            ("$1/a", "$TWO/a", .unknown), ("a-$(one)-b", "a-$(two)-b", .unknown),
            ("a-$(one)-b", "a-$(two)-c", .conflicting), ("$(jq .id x)/a", "$(jq .id x)/a", .unknown),
        ])
    func `variables may be called otherwise in another script`(
        _ one: String, _ other: String, _ authority: TerraformStack.Authority
    ) {
        let run = { (name: String) in "cd a\nterraform init -backend-config=\"key=\(name)\"\n" }
        let found = stacks(of: [("a/main.tf", Self.stored), ("one.sh", run(one)), ("two.sh", run(other))])
        #expect(found.stacks.first?.authority == authority)
    }

    @Test(arguments: [("$*/infra", TerraformStack.Authority.unknown), ("$*/other", .conflicting)])
    func `the stem of a pattern rule is a variable`(_ name: String, _ authority: TerraformStack.Authority) {
        let rule = "init-%:\n\tcd a && terraform init -backend-config=\"key=\(name)\"\n"
        let script = "cd a\nterraform init -backend-config=\"key=dev/infra\"\n"
        let found = stacks(of: [("Makefile", rule), ("a/main.tf", Self.stored), ("run.sh", script)])
        #expect(found.stacks.first?.authority == authority)
    }

    @Test(
        arguments: [
            ("git.example.com", "/x", TerraformStack.Authority.clear), ("state.example", "/x", .clear),
            ("<host>", "/x", .unknown), ("git.example.com", "/y", .conflicting), ("git.other.io", "/x", .conflicting),
            ("example.acme.io", "/x", .conflicting),
        ])
    func `an example's host is no other one`(_ host: String, _ path: String, _ authority: TerraformStack.Authority) {
        let address = { (host: String, path: String) in " -backend-config=\"address=https://\(host)/state\(path)\"" }
        let found = stacks(of: [
            ("a/README.md", Self.page(address(host, path))), ("a/main.tf", Self.block("http")),
            ("a/run.sh", "terraform init\(address("git.acme.io", "/x"))\n"),
        ])
        #expect(found.stacks.first?.authority == authority)
    }

    @Test(
        arguments: [
            ("acme-dev", "acme-prod", TerraformStack.Authority.clear),
            ("acme.staging.tf", "acme.production.tf", .clear),
            ("acme-one", "acme-two", .conflicting), ("acme-dev-a", "acme-prod-b", .conflicting),
            ("dev", "acme-prod", .conflicting),
        ])
    func `an environment may have a store of its own`(
        _ one: String, _ other: String, _ authority: TerraformStack.Authority
    ) {
        let run = { (bucket: String) in "cd a\nterraform init -backend-config=bucket=\(bucket) -backend-config=key=k\n"
        }
        let found = stacks(of: [("a/main.tf", Self.block("s3")), ("one.sh", run(one)), ("two.sh", run(other))])
        #expect(found.stacks.first?.authority == authority)
    }

    @Test func `one host is an address, be it an example's`() {
        let given = " -backend-config=address=https://git.example.com/x"
        let found = stacks(of: [("a/README.md", Self.page(given)), ("a/main.tf", Self.block("http"))])
        #expect(found.stacks.first?.authority == .clear)
    }

    @Test(arguments: [("a/.terraform/modules/m", 1), ("a/.terragrunt-cache/m", 1), ("a/terraform/m", 2)])
    func `what an init copied is no stack`(_ folder: String, _ count: Int) {
        let found = stacks(of: [("\(folder)/main.tf", Self.whole), ("a/main.tf", Self.whole)].sorted { $0.0 < $1.0 })
        #expect(found.stacks.count == count)
    }

    @Test(
        arguments: [
            ("/dev/null", TerraformStack.Authority.clear), ("/tmp/x.tfstate", .clear), ("/var/tmp/x.tfstate", .clear),
            ("/srv/states/x.tfstate", .conflicting), ("../x.tfstate", .conflicting),
        ])
    func `what is thrown away is nobody's state`(_ path: String, _ authority: TerraformStack.Authority) {
        let block = Self.block("local", "path = \"\(path)\"\n")
        let found = stacks(of: [("a/main.tf", block), ("b/main.tf", block)])
        #expect(found.stacks.map(\.authority) == [authority, authority])
    }

    @Test(arguments: [("/srv/x.tfstate", TerraformStack.Authority.clear), ("../x.tfstate", .conflicting)])
    func `each job has a disk of its own`(_ path: String, _ authority: TerraformStack.Authority) {
        func job(_ folder: String) -> String {
            "\(folder):\n  script:\n    - cd \(folder)\n    - terraform init -backend-config=path=\(path)\n"
        }
        let found = stacks(of: [
            (".gitlab-ci.yml", job("a") + job("b")), ("a/main.tf", Self.block("local")),
            ("b/main.tf", Self.block("local")),
        ])
        #expect(found.stacks.map(\.authority) == [authority, authority])
    }

    @Test(arguments: [(true, TerraformStack.Authority.unknown), (false, .none)])
    func `what a page leaves out, an init may give whose stack is not known`(
        _ gives: Bool, _ authority: TerraformStack.Authority
    ) {
        let argument = gives ? "-backend-config=address=https://s.acme.test/a" : ""
        let found = stacks(of: [
            (".gitlab-ci.yml", "up:\n  script:\n    - cd $WHERE\n    - terraform init \(argument)\n"),
            ("a/README.md", Self.page("")), ("a/main.tf", Self.block("http")),
        ])
        #expect(found.stacks.map(\.authority) == [authority])
    }

    private static func bucket(_ name: String, in environment: String = "") -> String {
        "on: push\njobs:\n  a:\n    steps:\n      - working-directory: a\n        env: {E: \"\(environment)\"}\n"
            + "        run: terraform init -backend-config=bucket=\(name) -backend-config=prefix=p\n"
    }

    @Test(arguments: [
        "${P:-$(gcloud config get-value project)}", "${P:-$Q}", "$P",
    ])
    func `a default that nobody knows is no value`(_ name: String) {
        let script = "P=\(name)\ncd a\nterraform init -backend-config=bucket=\(name)-state -backend-config=prefix=p\n"
        let found = stacks(of: [
            (".github/workflows/a.yml", Self.bucket("${{ secrets.P }}-state")), ("a/main.tf", Self.block("gcs")),
            ("init.sh", script),
        ])
        #expect(found.stacks.first?.authority == .unknown)
        #expect(found.stacks.first?.why.hasPrefix("not resolved whether these are one") == true)
    }

    @Test func `a default that is written out is one`() {
        let found = stacks(of: [
            (".github/workflows/a.yml", Self.bucket("${{ secrets.P }}-state")), ("a/main.tf", Self.block("gcs")),
            ("init.sh", "cd a\nterraform init -backend-config=bucket=${P:-mine}-state -backend-config=prefix=p\n"),
        ])
        #expect(found.stacks.first?.authority == .conflicting)
    }

    @Test(
        arguments: [
            ("${{ github.ref == 'refs/heads/prod' && 'production' || 'development' }}", TerraformStack.Authority.clear),
            ("${{ startsWith(github.ref, 'refs/tags/') && secrets.A || vars.B }}", .clear),
            ("${{ github.ref_name }}", .clear), ("${{ inputs.a == 'b' && 'c' || 'd' }}", .unknown),
            ("${{ needs.a.outputs.b || 'c' }}", .unknown), ("${{ fromJSON(vars.A).b }}", .unknown),
            ("${{ github.workflow }}", .unknown),
        ])
    func `an expression is one where the whole repository knows what is in it`(
        _ expression: String, _ authority: TerraformStack.Authority
    ) {
        let workflow = Self.bucket("b-$E", in: expression)
        let found = stacks(of: [
            (".github/workflows/a.yml", workflow), (".github/workflows/b.yml", workflow),
            ("a/main.tf", Self.block("gcs")),
        ])
        #expect(found.stacks.first?.authority == authority)
    }

    @Test(
        arguments: [
            ("env/${{ inputs.e }}", "[dev, prod]", ["env/dev", "env/prod"]),
            ("env/${{ github.event.inputs.e }}", "[dev, prod]", ["env/dev", "env/prod"]),
            ("${{ inputs.e }}", "[env/dev, env/prod]", ["env/dev", "env/prod"]),
            ("${{ inputs.e }}", "[net, dns]", ["net"]), ("env/${{ inputs.e }}", "[x]", []),
        ])
    func `a person chooses one of the options`(_ folder: String, _ options: String, _ fed: [String]) {
        let workflow =
            "on:\n  workflow_dispatch:\n    inputs:\n      e: {type: choice, options: \(options)}\njobs:\n  a:\n    steps:\n"
            + "      - working-directory: \(folder)\n        run: terraform init -backend-config=key=k\n"
        var files = ["env/boot", "env/dev", "env/prod", "net"].map { ($0 + "/main.tf", Self.stored) }
        files.insert((".github/workflows/a.yml", workflow), at: 0)
        let found = stacks(of: files)
        #expect(found.stacks.filter { !$0.feeders.isEmpty }.map(\.path) == fed)
    }
}
