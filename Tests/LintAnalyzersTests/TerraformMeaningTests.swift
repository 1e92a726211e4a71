import LintAnalyzers
import LintFindings
import LintSource
import LintSyntax
import Testing

/// What facts mean, wherever in a file they stand: a history asks an analyzer again only where that changes.
@Suite struct TerraformMeaningTests {
    private struct NoMeaning: Error {}

    private func meaning(_ text: String, of path: String = "run.sh") throws -> AnyHashable {
        let facts = Array(text.utf8).withByteView { bytes in
            TerraformState.facts(of: ParsedFile(path: path, bytes: bytes))
        }
        let known = try #require(facts)
        guard let meaning = TerraformState.meaning(of: known) else { throw NoMeaning() }
        return AnyHashable(meaning)
    }

    private let script =
        "cd s\ntofu init -backend-config=address=$A -backend=true\ntofu plan -var-file=x.tfvars -out=p\n"

    @Test func `what moves means the same`() throws {
        #expect(try meaning(script) == meaning("# One line more.\n\n" + script))
        let block = "terraform {\n  backend \"http\" {\n    address = \"https://x/y\"\n  }\n}\n"
        #expect(try meaning(block, of: "a.tf") == meaning("# x\n" + block, of: "a.tf"))
        let job = "build:\n  script:\n    - tofu init\n  artifacts:\n    paths: [plan]\n"
        #expect(try meaning(job, of: ".gitlab-ci.yml") == meaning("# x\n" + job, of: ".gitlab-ci.yml"))
        #expect(try meaning("a = 1\n", of: "x.tfvars") == meaning("\na = 2\n", of: "x.tfvars"))
    }

    @Test(arguments: [
        ("$A", "$B"), ("cd s", "cd t"), ("x.tfvars", "y.tfvars"), ("-out=p", "-out=q"),
        ("-backend=true", "-backend=false"),
        ("plan", "apply"), ("\ntofu plan", " && tofu plan"), ("cd s\n", "cd s\nA=b\n"),
        (" -backend=true", " -reconfigure"),
    ])
    func `what says something else means something else`(old: String, new: String) throws {
        let other = script.split(separator: old, omittingEmptySubsequences: false).joined(separator: new)
        #expect(other != script)
        #expect(try meaning(script) != meaning(other))
    }

    @Test func `an answer tells which paths it asked for, and counts without places`() throws {
        let told = [
            "main.tf": "terraform {\n  backend \"local\" {}\n}\nvariable \"a\" {}\n",
            "run.sh": "tofu init\ntofu plan -var-file=x.tfvars\n",
        ]
        .sorted { $0.key < $1.key }
        .compactMap { path, text in
            Array(text.utf8).withByteView { TerraformState.facts(of: ParsedFile(path: path, bytes: $0)) }
        }
        let all = TerraformState.answer(told, paths: ["main.tf", "run.sh"])
        let counted = TerraformState.answer(
            told, paths: ["main.tf", "run.sh"], workers: 1, places: .of([]), earlier: nil)
        #expect(all.findings.map(\.rule).contains("tofu/missing-var-file"))
        #expect(all.findings.map(\.rule).sorted() == counted.findings.map(\.rule).sorted())
        #expect(
            all.findings.map(\.anchor.location.path).sorted() == counted.findings.map(\.anchor.location.path).sorted())
        #expect(counted.asked.contains("x.tfvars"))
        #expect(TerraformState.minds(path: "s/main.tf") && !TerraformState.minds(path: "README.md"))
    }
}
