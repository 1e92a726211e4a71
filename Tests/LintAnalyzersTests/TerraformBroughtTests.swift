import LintAnalyzers
import Testing

/// Backend blocks that a script or a step brings from elsewhere before an init.
@Suite struct TerraformBroughtTests {
    private static let none = "resource \"x\" \"y\" {}\n"
    private static let block = "terraform {\n  backend \"s3\" {\n    bucket = \"b\"\n    key = \"k\"\n  }\n}\n"

    private static func stacks(_ steps: String) -> [TerraformStack] {
        let files = [
            (
                ".github/workflows/a.yml",
                "jobs:\n  a:\n    steps:\n\(steps)      - run: terraform init\n        working-directory: net\n"
            ), ("live/backend.tf", block), ("live/x.auto.tfvars", "size = 1\n"), ("net/main.tf", none),
            ("plain/x.auto.tfvars", "size = 1\n"),
        ]
        return LintAnalyzersTests.stacks(of: files).stacks
    }

    @Test(
        arguments: [
            "cp -r live/* net/", "cp -a live/. net", "cp live/* ./net", "cp live/backend.tf net/backend.tf",
            "cp live/*.tf net", "mv live/* net/", "rsync -a --exclude x live/ net/", "cp -rt net live/*",
            "D=live; cp -R $D/. net/",
        ])
    func `a block that is copied from a folder`(_ command: String) throws {
        let found = Self.stacks("      - run: \(command)\n")
        #expect(found.map(\.path) == ["net"])
        #expect(found.first?.authority == .unknown)
    }

    @Test(
        arguments: [
            "unzip -o x.zip -d net", "tar -xzf x.tgz -C net", "tar xf x.tar --directory=net", "cd net; unzip x.zip",
            "aws s3 sync s3://b/net net", "aws s3 cp s3://b/net/backend.tf net/", "rsync -a me@host:net/ net/",
            "cp -r \"$RENDERED\"/* net/", "cp -r made/. net", "gsutil -m cp -r gs://b/net net",
        ])
    func `what nothing tells may hold a block`(_ command: String) throws {
        let found = Self.stacks("      - run: \(command)\n")
        #expect(found.first { $0.path == "net" }?.authority == .unknown)
    }

    @Test(
        arguments: [
            "cp -r plain/* net/", "cp -r live net/", "cp live/x.auto.tfvars net/", "cp -r live/* dns/",
            "tar czf net.tgz -C net .", "unzip -l x.zip -d net", "unzip x.zip a.txt -d net",
            "rsync -a net/ me@host:net/",
            "aws s3 cp net s3://b/net --recursive", "aws s3 cp s3://b/x.zip net/", "cp -r live/* /tmp/net/",
            "unzip terraform.zip; mv terraform /usr/local/bin/", "unzip -o made.zip -d /opt/bin",
            "curl -sL https://h/x.tgz | tar xz", "'' live net; \"\"", "cp", "cp -r", "tar", "unzip -d", "tar -C",
            "curl -sLo x.zip https://h/y.zip; cd net; unzip x.zip",
        ])
    func `what brings no block there`(_ command: String) throws {
        let found = Self.stacks("      - run: |\n          \(command)\n")
        #expect(found.first { $0.path == "net" }?.authority == TerraformStack.Authority.none)
    }

    @Test(
        arguments: [
            ("rendered/", TerraformStack.Authority.unknown), ("plain", .none), ("net/tfplan", .none),
            ("net/*.json", .none), ("live", .unknown), ("net/made/backend.tf", .unknown),
        ])
    func `an artifact holds what was uploaded`(_ path: String, _ authority: TerraformStack.Authority) throws {
        let found = Self.stacks(
            "      - run: terraform -chdir=net plan -out tfplan\n"
                + "      - uses: actions/upload-artifact@v4\n        with: {name: a, path: \(path)}\n"
                + "      - uses: actions/download-artifact@v4\n        with: {name: a, path: net}\n")
        #expect(found.first { $0.path == "net" }?.authority == authority)
    }

    @Test func `a folder with a stack of its own stays one where its block is copied`() throws {
        let files = [
            ("live/main.tf", Self.block + Self.none), ("net/main.tf", Self.none),
            ("up.sh", "cp live/*.tf net/\ncd net\nterraform init\n"),
        ]
        #expect(LintAnalyzersTests.stacks(of: files).stacks.map(\.path) == ["live", "net"])
    }
}

/// Backend blocks that resources of other stacks write.
@Suite struct TerraformMadeBlockTests {
    @Test(
        arguments: [
            ("\"../app/backend.tf\"", "\"terraform {\\n  backend \\\"s3\\\" {}\\n}\"", ["app"]),
            ("\"${path.module}/../app/state.tf\"", "<<EOT\nterraform {\n  backend \"s3\" {}\n}\nEOT", ["app"]),
            ("\"../app/backend.tf\"", "templatefile(\"x.tpl\", {})", ["app"]),
            ("\"../${each.key}/backend.tf\"", "local.block", ["app", "dns"]),
            ("\"${path.module}/backend.tf\"", "local.block", ["net"]),
            ("\"../app/backend.tf\"", "\"locals {}\"", []), ("\"../app/backend.json\"", "local.block", []),
            ("\"${var.place}/backend.tf\"", "local.block", []), ("\"/tmp/backend.tf\"", "local.block", []),
        ])
    func `a stack makes the block of another`(_ name: String, _ content: String, _ folders: [String]) {
        let main =
            "resource \"local_file\" \"b\" {\n  for_each = toset([\"app\", \"dns\"])\n  filename = \(name)\n  content = \(content)\n}\n"
        let other = "resource \"x\" \"y\" {}\n"
        let script = ["app", "dns", "net"].map { "terraform -chdir=\($0) init\n" }.joined()
        let found = stacks(
            of: [("app/main.tf", other), ("dns/main.tf", other), ("net/main.tf", main), ("up.sh", script)]
        ).stacks
        #expect(found.filter { $0.authority == .unknown }.map(\.path) == folders)
        #expect(found.count == 3)
    }

    @Test(
        arguments: [
            ("override.tf", "terraform { backend \"s3\" { bucket = \"b\" } }", TerraformStack.Authority.unknown),
            ("x_override.tf", "terraform { backend \"s3\" { bucket = \"b\" } }", .unknown),
            ("override.tf", "locals {}", .none), ("over.tf", "locals {}", .none),
        ])
    func `an override file that a script writes completes a block`(
        _ name: String, _ text: String, _ authority: TerraformStack.Authority
    ) {
        let block = "terraform {\n  backend \"s3\" {}\n}\n"
        let script = "cd net\ncat > \(name) <<EOF\n\(text)\nEOF\nterraform init\n"
        #expect(stacks(of: [("net/main.tf", block), ("up.sh", script)]).stacks.first?.authority == authority)
    }
}
