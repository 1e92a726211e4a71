import LintAnalyzers
import LintFindings
import LintSource
import LintSyntax
import Testing

@Suite struct TerraformWorkersTests {
    /// So many stacks that every worker has a part of them; a page, a job and a recipe for each.
    private func files(_ count: Int) -> [any FileFacts] {
        var texts: [(path: String, text: String)] = [
            ("Justfile", "init team app:\n    cd stacks/{{team}}/{{app}} && tofu init\n")
        ]
        var jobs = ""
        for number in 0..<count {
            let stack = "stacks/t\(number % 7)/a\(number)"
            let backend =
                number % 2 == 0 ? "\"http\" {}" : "\"s3\" {\n    bucket = \"b\"\n    key    = \"k\(number % 90)\"\n  }"
            texts.append((stack + "/main.tf", "variable \"a\" {}\nterraform {\n  backend \(backend)\n}\n"))
            texts.append((stack + "/x.tfvars", "a = 1\nb = 2\n"))
            texts.append(
                (
                    stack + "/README.md",
                    "```bash\ncd \(stack)\ntofu init -backend-config=\"address=http://h/\(number)\"\n```\n"
                ))
            jobs +=
                "job\(number):\n  variables:\n    TF_HTTP_ADDRESS: https://h/\(number)\n  script:\n    - cd \(stack)\n    - tofu init\n"
        }
        texts.append((".gitlab-ci.yml", jobs))
        return texts.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }.compactMap { file in
            Array(file.text.utf8).withByteView { bytes in
                TerraformState.facts(of: ParsedFile(path: file.path, bytes: bytes))
            }
        }
    }

    private func text(_ answer: AnalyzerAnswer) -> [String] {
        answer.findings.map { found in
            let place = found.anchor.location
            let related = found.related.map { "\($0.location.path):\($0.location.range.start)" }
            let values = found.values.sorted { $0.key < $1.key }
            return "\(found.rule) \(place.path):\(place.range.start) \(values) \(related)"
        } + answer.numbers.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
    }

    @Test func `what is found is the same for any number of workers`() {
        let facts = files(300)
        let paths = PathList(facts.map(\.path))
        let alone = text(TerraformState.answer(facts, paths: paths, workers: 1))
        #expect(alone.count > 900)
        for workers in [2, 3, 8] {
            #expect(text(TerraformState.answer(facts, paths: paths, workers: workers)) == alone)
        }
    }
}
