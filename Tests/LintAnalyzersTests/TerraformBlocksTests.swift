import LintSource
import LintSyntax
import Testing

@testable import LintAnalyzers

@Suite struct TerraformBlocksTests {
    private static let block = "terraform {\n  backend \"s3\" {\n    bucket = \"b\"\n    encrypt = true\n  }\n}\n"

    private static func backends(_ text: String) -> [String] {
        Array(text.utf8).withByteView { bytes in
            let file = ParsedFile(path: "s/main.tf", bytes: bytes)
            // Parsed, whatever it is.
            _ = file.document
            let facts = TerraformState.read(file)?.facts
            return (facts?.backends ?? []).map(describe)
        }
    }

    private static func describe(_ backend: TerraformStateFacts.Backend) -> String {
        "\(backend.type)@\(backend.range) "
            + backend.settings.map { "\($0.name)=\($0.value)@\($0.range)" }.sorted().joined(separator: " ")
    }

    private static func plain(_ text: String) -> [String]? {
        Array(text.utf8).withByteView { bytes in TerraformBlocks(bytes)?.backends.map(describe) }
    }

    @Test(arguments: [
        "", block, block + block, "# nothing\n\n" + block, "variable \"a\" {}\n" + block,
        "provider \"aws\" {\n  region = \"x\"\n  default_tags {\n    tags = { a = var.a, b = [1, (2 + 3)] }\n  }\n}\n"
            + block,
        "locals {\n  a = \"${var.x}-{ \\\" $${no %%{no ${\"in ${1}\"}\" # } \"\n  // }\n  b = 4 / 2\n}\n" + block,
        "terraform {\n  required_version = \">= 1\"\n  required_providers {\n    aws = { source = \"a/b\" }\n  }\n"
            + "  backend \"gcs\" {}\n}\nresource \"a\" \"b\" { c = 1 }\n",
        // Behind the last block of that name the rest may be written as it likes.
        block + "locals {\n  a = <<EOT\n}\nEOT\n}\n", block + "locals {\n  a = (1]\n",
        "a {}\n" + block + "b = \"c\n\u{0}",
        block + "locals {\n  a = \"terraform\"\n}\n" + block, block + "/* */\nlocals {\n  a = \"x\n}\n",
        "terraform {\n  required_version = \">= 1\"\n}\nmodule x {\r\n  y = \"e\" == 1 ? a[0] : b[*].c\r\n}\n",
    ])
    func `blocks that are passed over change nothing of the backends`(text: String) throws {
        #expect(try #require(Self.plain(text)) == Self.backends(text))
    }

    @Test(arguments: [
        "a = 1\n" + block, "locals {\n  a = <<EOT\n}\nEOT\n}\n" + block, "locals {\n  /* } */\n}\n" + block,
        "locals {\n  a = \"x\n}\n" + block, "locals {\n  a = (1]\n}\n" + block, "locals {\n" + block,
        "terraform {\n  cloud {\n    organization = \"o\"\n  }\n}\n", "locals {\n  a = \"${\n}\"\n}\n" + block,
        "terraform {\n  backend \"s3\" {\n    key = var.k\n  }\n}\n", "x {}} y\n" + block,
    ])
    func `what is not so plain is left to the parser`(text: String) {
        #expect(Self.plain(text) == nil)
    }
}
