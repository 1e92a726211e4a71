import Foundation
import Testing

/// `rules explain` and `rules test`.
@Suite struct RulesCommandTests {
    static let pack = """
        pack: own
        kpis: [{id: own/count, title: Count, count: {findings: own/*}}]
        rules:
          - id: own/word
            title: A word
            why: It is old since May.
            kpi: own/count
            match: {url: {host: old.example.org}}
            message: "'{match}' is old"
            fix: {replace-part: host, with: new.example.org, safety: safe}
            tests:
              - {lang: yaml, bad: "x: ⟦old.example.org/y⟧", fixed: "x: new.example.org/y"}
              - {lang: yaml, good: "x: new.example.org/z"}
        """

    @Test("a rule is explained with why, examples, fix, KPI and how to suppress it", arguments: ["text", "markdown"])
    func explain(_ format: String) throws {
        let tree = try TemporaryTree(["own.yml": RulesCommandTests.pack])
        let answer = try LinterProcess.run(
            ["rules", "explain", "own/word", "--no-config", "--pack", "own.yml", "--output", format], in: tree.folder)
        #expect(answer.status == 0, "\(answer.errors)")
        for text in [
            "It is old since May.", "x: old.example.org/y", "x: new.example.org/y", "x: new.example.org/z", "own/count",
            "Safe, applied by `--fix`: `host` becomes `new.example.org`.", "flywheel-lint: ignore own/word -- reason",
            "own/word: off",
        ] { #expect(answer.output.contains(text), "\(text)") }
        #expect(answer.output.contains("```") == (format == "markdown"))
    }

    @Test func `the outcomes of cases are told apart, as text and as JSON`() throws {
        let wrong =
            RulesCommandTests.pack
                + """

                      - {lang: yaml, good: "x: old.example.org"}
                      - {lang: yaml, bad: "x: ⟦other.example.org⟧"}
                      - {lang: yaml, bad: "x: ⟦other.example.org⟧ old.example.org"}
                      - {lang: yaml, bad: "x: ⟦old.example.org⟧", fixed: "x: gone"}
                """
        let tree = try TemporaryTree(["own.yml": wrong])
        let text = try LinterProcess.run(["rules", "test", "own.yml", "--no-config"], in: tree.folder)
        #expect(text.status == 1)
        for outcome in ["noisy", "missing", "misplaced", "wrong fix"] {
            #expect(text.output.contains(": \(outcome): own/word: "), "\(text.output)")
        }
        #expect(text.output.hasSuffix("1 rules, 6 cases: 2 validated, 4 failed\n"), "\(text.output)")
        let json = try LinterProcess.run(
            ["rules", "test", "own.yml", "--no-config", "--output", "json"], in: tree.folder)
        #expect(json.status == 1)
        let report = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
        #expect(report["schema"] as? String == "flywheel-lint/rule-tests/1")
        #expect(report["failed"] as? Int == 4)
        let cases = try #require(report["cases"] as? [[String: Any]])
        #expect(
            cases.map { $0["outcome"] as? String } == [
                "validated", "validated", "noisy", "missing", "misplaced", "wrong fix",
            ])
    }

    @Test func `a rule that no case fires fails`() throws {
        let dead = RulesCommandTests.pack.replacingOccurrences(
            of: "{host: old.example.org}", with: "{host: never.example.org}")
        let tree = try TemporaryTree(["own.yml": dead])
        let answer = try LinterProcess.run(["rules", "test", "own.yml", "--no-config"], in: tree.folder)
        #expect(answer.status == 1)
        #expect(answer.output.contains("missing: own/word: not reported"))
    }
}
