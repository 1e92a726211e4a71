import LintAnalyzers
import LintSource
import LintSyntax
import LintWalk
import Testing

/// What arguments come to, by the backend and by the order that they are given in.
@Suite struct TerraformAddressTests {
    private static func stacks(_ files: [(path: String, text: String)]) -> [TerraformStack] {
        LintAnalyzersTests.stacks(of: files.sorted { PathOrder.precedes($0.path, $1.path) }).stacks
    }

    @Test(arguments: [
        ("-backend-config=dev.hcl -backend-config=key=own", "s3://b/own"),
        ("-backend-config=key=own -backend-config=dev.hcl", "s3://b/file"),
        ("-backend-config=key=own -backend-config=dev.hcl -backend-config=bucket=c", "s3://c/file"),
        ("-backend-config=dev.hcl -backend-config=prod.hcl", "s3://b/prod"),
    ])
    func `of two arguments the later counts, whether a file or a flag gives it`(_ arguments: String, _ address: String)
    {
        let found = Self.stacks([
            ("a/main.tf", "terraform {\n  backend \"s3\" {\n    region = \"r\"\n  }\n}\n"),
            ("a/dev.hcl", "bucket = \"b\"\nkey    = \"file\"\n"), ("a/prod.hcl", "key = \"prod\"\n"),
            ("init.sh", "terraform -chdir=a init \(arguments)\n"),
        ])
        #expect(found.map(\.address) == [address])
    }

    @Test(arguments: [
        "cloud {\n    workspaces {\n      name = \"w\"\n    }\n  }",
        "backend \"remote\" {\n    workspaces {\n      name = \"w\"\n    }\n  }",
    ])
    func `a workspace without its organization is no whole address`(_ block: String) {
        #expect(Self.stacks([("a/main.tf", "terraform {\n  \(block)\n}\n")]).map(\.address) == [nil])
        let whole = block.replacing("workspaces {", with: "organization = \"o\"\n    workspaces {")
        #expect(Self.stacks([("a/main.tf", "terraform {\n  \(whole)\n}\n")]).first?.address?.hasSuffix("/o/w") == true)
    }

    @Test func `the environment gives the organization`() {
        let job = """
            on: push
            jobs:
              t:
                runs-on: ubuntu-latest
                env:
                  TF_CLOUD_ORGANIZATION: o
                steps:
                  - run: terraform init
                    working-directory: a
            """
        let found = Self.stacks([
            ("a/main.tf", "terraform {\n  cloud {\n    workspaces {\n      name = \"w\"\n    }\n  }\n}\n"),
            (".github/workflows/x.yml", job),
        ])
        #expect(found.first?.address == "cloud:///o/w")
    }

    @Test(arguments: [".github", ".forgejo", ".gitea"])
    func `a workflow's steps run at the root`(_ forge: String) {
        let job = "on: push\njobs:\n  t:\n    runs-on: docker\n    steps:\n      - run: terraform init\n"
        let found = Self.stacks([
            ("main.tf", "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n    prefix = \"p\"\n  }\n}\n"),
            (forge + "/workflows/x.yml", job),
        ])
        #expect(found.map { $0.feeders.count } == [1])
    }
}
