import LintAnalyzers
import LintSource
import LintWalk
import Testing

/// Two stacks whose addresses are the same text with something open in it.
@Suite struct TerraformLikenessTests {
    private static let block = "terraform {\n  backend \"s3\" {\n    key = \"state\"\n  }\n}\n"

    private static func verdicts(_ path: String, _ text: String) -> Set<TerraformStack.Authority> {
        let files = [("acct/main.tf", block), ("mesh/main.tf", block), (path, text)]
        return Set(
            stacks(of: files.sorted { PathOrder.precedes($0.0, $1.0) }).stacks.map(\.authority))
    }

    private static func inits(_ bucket: String, between: String = "") -> String {
        "terraform -chdir=acct init -backend-config=bucket=\(bucket)\n\(between)"
            + "terraform -chdir=mesh init -backend-config=bucket=\(bucket)\n"
    }

    @Test(
        arguments: [
            ("$BUCKET", "", .conflicting), ("${BUCKET:-acme}", "", .conflicting), ("b-$BUCKET", "", .conflicting),
            ("$BUCKET", "read BUCKET\n", .unknown), ("$BUCKET", ". ./env.sh\n", .unknown),
            ("$BUCKET", "eval \"$(cat env)\"\n", .unknown), ("$BUCKET", "export $(xargs < .env)\n", .unknown),
            ("$1", "", .unknown), ("$1", "shift\n", .unknown), ("b-$(git branch --show-current)", "", .unknown),
            ("${PWD##*/}", "", .clear), ("$(basename $PWD)", "", .clear), ("$(jq -r .b x.json)", "", .clear),
        ] as [(String, String, TerraformStack.Authority)])
    func `of a script`(_ bucket: String, _ between: String, _ verdict: TerraformStack.Authority) {
        #expect(Self.verdicts("up.sh", Self.inits(bucket, between: between)) == [verdict])
    }

    @Test(
        arguments: [
            ("$CI_PROJECT_ID", .conflicting), ("$CI_JOB_NAME", .clear), ("$CI_ENVIRONMENT_NAME", .unknown),
            ("$BUCKET", .unknown),
        ] as [(String, TerraformStack.Authority)])
    func `of two jobs of a pipeline`(_ bucket: String, _ verdict: TerraformStack.Authority) {
        let jobs = ["acct", "mesh"].map { name in
            "\(name):\n  script:\n    - terraform -chdir=\(name) init -backend-config=bucket=b-\(bucket)\n"
        }
        #expect(Self.verdicts(".gitlab-ci.yml", jobs.joined()) == [verdict])
    }

    @Test(
        arguments: [
            ("$SPACE-state-$ID", "acme-state-$ID", .unknown), ("$BUCKET", "acme-state-$ID", .unknown),
            ("$SPACE-state", "acme-state", .unknown), ("$SPACE-state-$ID", "acme-states-$ID", .conflicting),
            ("acme-$ENV", "acme-$ENV-2", .conflicting), ("${SPACE:-a}-$ID", "acme-$ID", .conflicting),
            ("$A-one", "$B-two", .conflicting),
        ] as [(String, String, TerraformStack.Authority)])
    func `two addresses of one stack, of which one may become the other`(
        _ one: String, _ other: String, _ verdict: TerraformStack.Authority
    ) {
        let files = [
            ("a.sh", "terraform -chdir=net init -backend-config=bucket=\(one)\n"),
            ("b.sh", "terraform -chdir=net init -backend-config=bucket=\(other)\n"), ("net/main.tf", Self.block),
        ]
        #expect(stacks(of: files).stacks.map(\.authority) == [verdict])
    }

    @Test(
        arguments: [
            (
                "plan.sh", "for d in $LIST; do\n  cd $d\n  terraform init -backend-config=../b/$ENV.hcl\ndone\n",
                .unknown
            ),
            ("plan.sh", "for d in $LIST; do\n  cd $d\n  terraform init -backend-config=bucket=$B\ndone\n", .unknown),
            ("plan.sh", "for d in $LIST; do\n  cd $d\n  terraform init\ndone\n", .clear),
            ("plan.sh", "for d in $LIST; do\n  cd live/$d\n  terraform init -backend-config=bucket=$B\ndone\n", .clear),
            ("plan.md", "```sh\ncd $DIR\nterraform init -backend-config=bucket=$B\n```\n", .clear),
            ("net/plan.sh", "terraform init -backend-config=../b/dev.hcl\n", .clear),
        ] as [(String, String, TerraformStack.Authority)])
    func `a page's example beside an init whose stack is not known`(
        _ path: String, _ text: String, _ verdict: TerraformStack.Authority
    ) {
        let page = "Such as:\n\n```sh\nterraform init -backend-config=../b/dev.hcl\n```\n"
        let files = [
            ("b/dev.hcl", "bucket = \"acme-dev\"\n"), ("b/prod.hcl", "bucket = \"acme-prod\"\n"),
            ("net/README.md", page), ("net/main.tf", Self.block), (path, text),
        ]
        let found = stacks(of: files.sorted { PathOrder.precedes($0.0, $1.0) }).stacks
        #expect(found.first { $0.path == "net" }?.authority == verdict)
    }

    @Test(
        arguments: [
            ("$(if $(filter dev,$(ENV)),a,b)", .clear), ("$(firstword $(LIST))", .clear),
            ("$(call pick,$(ENV))", .unknown),
        ] as [(String, TerraformStack.Authority)])
    func `what a function of Make's gives in two recipes`(_ bucket: String, _ verdict: TerraformStack.Authority) {
        let command = "\tterraform init -backend-config=\"bucket=$(bucket)\""
        let text = "bucket = b-\(bucket)\na:\n\(command) -upgrade\nb:\n\(command) -reconfigure\n"
        #expect(stacks(of: [("net/Makefile", text), ("net/main.tf", Self.block)]).stacks.map(\.authority) == [verdict])
    }

    @Test(
        arguments: [
            ("s3", "hashicorp/terraform:1.9 init", .none), ("s3", "ghcr.io/opentofu/opentofu init", .none),
            ("s3", "-e TF_CLI_ARGS_init=$ARGS hashicorp/terraform init", .unknown),
            ("s3", "$OPTIONS hashicorp/terraform init", .unknown), ("s3", "acme/terraform init", .unknown),
            ("s3", "hashicorp/terraform init $ARGS", .unknown), ("http", "hashicorp/terraform init", .unknown),
            ("s3", "hashicorp/terraform init -backend-config=bucket=b", .unknown),
        ] as [(String, String, TerraformStack.Authority)])
    func `a container's init gives what it says, and variables`(
        _ type: String, _ arguments: String, _ verdict: TerraformStack.Authority
    ) {
        let files = [
            ("ci.sh", "docker run --rm -v $(pwd):/w -w /w \(arguments)\n"),
            ("net/main.tf", "terraform {\n  backend \"\(type)\" {}\n}\n"),
        ]
        #expect(stacks(of: files).stacks.map(\.authority) == [verdict])
    }

    @Test func `a script of thousands of such inits is gone through once`() {
        var files = (0..<2_000).map { ("s\($0)/main.tf", Self.block) }
        let lines = (0..<2_000).map { "terraform -chdir=s\($0) init -backend-config=bucket=$BUCKET\n" }
        files.append(("up.sh", lines.joined()))
        let found = stacks(of: files.sorted { PathOrder.precedes($0.0, $1.0) }).stacks
        #expect(found.count(where: { $0.authority == .conflicting }) > 400)
    }
}
