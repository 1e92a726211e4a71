import LintAnalyzers
import LintFindings
import LintSource
import LintSyntax
import Testing

/// Who counts from commit to commit hands over what the last answer left.
@Suite struct TerraformEarlierTests {

    /// Versions of the same files: declarations, values, claims, blocks, commands and jobs differ between them.
    private static let versions: [(path: String, texts: [String])] = [
        (
            ".gitlab-ci.yml",
            [
                "init:\n  script:\n    - cd app\n    - tofu init\n",
                "init:\n  script:\n    - cd app\n    - tofu init -reconfigure\n",
            ]
        ),
        (
            "README.md",
            [
                "```bash\ncd app\ntofu plan -var zone=1 -var-file=prod.tfvars\ntofu init\n```\n",
                "Locking uses POST by default (`lock_method`) of the http backend.\n\n```bash\ncd app\ntofu plan -var zone=1 -var-file=prod.tfvars\ntofu init\n```\n",
            ]
        ),
        (
            "app/backend.tf",
            [
                "terraform {\n  backend \"http\" {}\n}\n",
                "# init -backend=false\n\nterraform {\n  backend \"http\" {}\n}\n",
                "terraform {\n  backend \"s3\" {\n    bucket = \"b\"\n    key = \"k\"\n  }\n}\n",
            ]
        ),
        ("app/prod.tfvars", ["a = 1\n", "a = 1\nb = 2\n", "\n\na = 1\nc = 3\n"]),
        (
            "app/variables.tf",
            ["variable \"a\" {}\n", "variable \"b\" {}\nvariable \"zone\" {}\n", "variable \"c\" {}\n"]
        ),
        ("lib/variables.tf", ["variable \"x\" {}\n", "variable \"y\" {}\n"]),
    ]

    private func told(_ choice: [Int]) -> [any FileFacts] {
        zip(Self.versions, choice).compactMap { file, number in
            Array(file.texts[number].utf8).withByteView { bytes in
                TerraformState.facts(of: ParsedFile(path: file.path, bytes: bytes))
            }
        }
    }

    /// Rules, files, subjects and texts, and the numbers: all that is counted.
    private func text(_ answer: AnalyzerAnswer) -> [String] {
        answer.findings.map { found in
            "\(found.rule) \(found.anchor.location.path) \(found.identity) \(found.values.sorted { $0.key < $1.key })"
        } + answer.numbers.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" } + answer.asked.sorted()
    }

    @Test func `an answer that goes on from an earlier one is the one that begins anew`() {
        var random = SystemRandomNumberGenerator()
        let paths = PathList(Self.versions.map(\.path))
        var choice = Self.versions.map { _ in 0 }
        var facts = told(choice)
        var earlier: (any Sendable)?
        var seen: Set<[String]> = []
        for _ in 0..<300 {
            let changed = Int.random(in: Self.versions.indices, using: &random)
            choice[changed] = Int.random(in: Self.versions[changed].texts.indices, using: &random)
            // Files that stay are the same objects, as they are in a history.
            let fresh = told(choice)
            for index in facts.indices where fresh.count == facts.count && index == changed {
                facts[index] = fresh[index]
            }
            if fresh.count != facts.count { facts = fresh }
            let anew = TerraformState.answer(facts, paths: paths, workers: 1, places: .of([]), earlier: nil)
            let onward = TerraformState.answer(facts, paths: paths, workers: 1, places: .of([]), earlier: earlier)
            #expect(text(onward) == text(anew), "\(choice)")
            earlier = onward.remains
            seen.insert(text(anew))
        }
        // They do differ.
        #expect(seen.count > 4)
    }
}
