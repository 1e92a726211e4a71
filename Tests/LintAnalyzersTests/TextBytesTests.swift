@testable import LintAnalyzers
import LintSource
import Testing

/// Searches that look at two rare bytes, and at many bytes at once, against ones that look at each.
@Suite struct TextBytesTests {
    private static let texts: [StaticString] = [
        "backend", "state", "tf_http_", "_method", "\"lockid\"", "output \"", "bucket\"", "tofu", " init", "a", "ab",
    ]

    private func plain(_ text: StaticString, _ bytes: [UInt8], from: Int, to: Int) -> Int? {
        let wanted = Array(text.description.utf8)
        var at = from
        while at + wanted.count <= min(to, bytes.count) {
            let same = wanted.indices.allSatisfy { index in
                let byte = bytes[at + index]
                return (byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte) == wanted[index]
            }
            if same { return at }
            at += 1
        }
        return nil
    }

    @Test(arguments: texts.map(\.description))
    func `a text is found where it first stands, whatever its case`(name: String) {
        guard let text = TextBytesTests.texts.first(where: { $0.description == name }) else { return }
        for length in [0, 1, 7, 31, 32, 33, 63, 64, 65, 130] {
            // What is like it stands before and behind it.
            for noise in ["x", "_", "\"", "bkd", "BACKEN", "statE", "tf_httq_"] {
                var bytes = Array(String(repeating: noise, count: length / noise.utf8.count + 1).utf8.prefix(length))
                bytes += (length % 2 == 0 ? name : name.uppercased()).utf8
                bytes += noise.utf8
                bytes += name.utf8
                for (from, to) in [(0, Int.max), (1, Int.max), (length, length + name.utf8.count), (0, length)] {
                    let found = bytes.withByteView { $0.first(text, from: from, to: to) }
                    #expect(found == plain(text, bytes, from: from, to: to), "\(name) in \(noise) \(length) \(from)")
                }
            }
        }
    }

    @Test func `a line of interest is found wherever it begins`() {
        for before in 0..<140 {
            for blanks in [0, 1, 5, 40, 70] {
                for end in ["\n", "\r\n"] {
                    let line = String(repeating: " ", count: blanks) + "variable \"name\" {}"
                    let text = "#" + String(repeating: "x", count: before) + end + line + end + "}" + end
                    let found = Array(text.utf8).withByteView { TerraformLines($0).variables }
                    #expect(found == ["name".nameHash], "\(before) \(blanks)")
                }
            }
        }
    }

    @Test(arguments: [
        ("terraform {\n  backend \"s3\" {}\n}\n", true), ("terraform {\n  cloud {\n  }\n}\n", true),
        ("terraform {\n  backend\"s3\" {}\n}\n", true), ("terraform { backend \"s3\" {} }\n", true),
        ("resource \"a\" \"b\" {\n  backend_service = 1\n}\n", false), ("  cloudwatch_logs = true\n", false),
        ("  backend-port = 1\n", false), ("  cloudfront {\n  }\n", false),
    ])
    func `a block is looked for where its whole name stands`(text: String, expected: Bool) {
        #expect(Array(text.utf8).withByteView { TerraformLines($0).mayHaveBackend } == expected)
    }

    @Test(arguments: [
        ("resource \"aws_s3_bucket\" \"tf_state\" {\n}\n", true),
        ("\u{FEFF}resource \"aws_s3_bucket\" \"tf_state\" {\n}\n", true),
        ("resource \"aws_s3_bucket\" \"logs\" {\n  bucket = \"my-tf-state\"\n}\n", true),
        ("module \"a\" {\n}\nresource \"a\" \"b\" {}\nresource \"azurerm_storage_container\" \"state\" {}\n", true),
        ("output \"a\" {}\noutput \"tf_state_bucket\" {}\n", true),
        ("resource \"aws_dynamodb_table\" \"a\" {\n  hash_key = \"LockID\"\n}\n", true),
        ("  resource \"aws_s3_bucket\" \"tf_state\" {\n}\n", false),
        ("resource \"aws_s3_bucket\" \"logs\" {\n\n\n  bucket = \"my-tf-state\"\n}\n", false),
        ("resource \"aws_s3_bucket\" \"logs\" {}\n\n\n\nlocals {\n  a = \"state\"\n}\n", false),
        ("output \"state\" {}\noutput \"bucket\" {}\n", false), ("  output \"tf_state_bucket\" {}\n", false),
        ("resource \"aws_lambda\" \"state\" {}\n", false), ("locals {\n  a = \"LockID\"\n}\n", false),
    ])
    func `a store for states is told by the line of a resource or an output`(text: String, expected: Bool) {
        #expect(Array(text.utf8).withByteView { TerraformLines($0).makesStateStore } == expected)
    }

    @Test(arguments: [
        ("a = \"x/*\"\nb = \"y/*\"\n", false), ("a = \"x/*\" /* state */\n", true),
        ("a = \"x/*\", b = \"/*\"\n", false),
        ("a = \"x\" /*\" state */\n", true), ("a = \"open\nb = \"x/*\"\n", false), ("# none\na = 1 // state\n", true),
        ("a = \"x/*\"\nb = \"y\" /*\"*/\n", true), ("a = \"https://x/*\"\n", false),
    ])
    func `a star at a string's end begins no comment`(text: String, expected: Bool) {
        #expect(Array(text.utf8).withByteView { TerraformLines($0).commentsMaySay } == expected)
    }

    @Test func `a glance tells whether a whole look tells something`() {
        let lines = [
            "resource \"a\" \"b\" {", "}", "  name = var.name # a name", "module \"m\" {", "  source = \"../m\"",
            "  source = \"github.com/x/y\"", "variable \"v\" {}", "provider \"aws\" {}", "# the state", "/* none */",
            "  resources = [\"${a.arn}/*\"]", "output \"state_bucket\" {", "  backend \"s3\" {", "data \"a\" \"b\" {",
            "resource \"aws_dynamodb_table\" \"t\" {", "  hash_key = \"LockID\"", "resource \"local_file\" \"f\" {",
        ]
        var state: UInt64 = 7
        for _ in 0..<4_000 {
            var text = ""
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            // Most have a few kinds of line only.
            let first = Int(state >> 40) % lines.count
            for _ in 0..<Int(state >> 33) % 60 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                text += lines[(first + Int(state >> 60) / 4) % lines.count] + "\n"
            }
            Array(text.utf8).withByteView { bytes in
                #expect(
                    TerraformLines(bytes, isGlance: true).tellNothing == TerraformLines(bytes).tellNothing, "\(text)")
            }
        }
    }

    @Test(arguments: [
        ("main.tf", true), ("a/main.tofu", true), ("a.tf.json", true), ("prod.tfvars", true), ("a.tfbackend", true),
        (".env", true), ("justfile", true), ("x/atlantis.yaml", true), (".gitlab-ci.yml", true), ("f", false),
        ("values.yaml", false), ("README.md", false), ("main.tfx", false), ("", false),
    ])
    func `files say something by their names alone`(path: String, expected: Bool) {
        #expect(Array(path.utf8).withByteView { TerraformState.wants(path: $0) } == expected)
    }
}
