import LintAnalyzers
import LintFindings
import LintSource
import LintSyntax
import Testing

/// What the per-file half keeps of labels.
@Suite struct RunnerLabelsTests {
    private func answer(_ text: String, reports: ([String: String]) -> Bool) -> AnalyzerAnswer {
        Array(text.utf8).withByteView { bytes in
            let file = ParsedFile(path: ".github/workflows/a.yml", bytes: bytes)
            let facts = RunnerLabels.facts(of: file, codeScanningHashes: false, reports: reports)
            return RunnerLabels.answer(facts.map { [$0] } ?? [], paths: PathList(["a"]))
        }
    }

    @Test func `all labels are counted, and those have a place that a rule may report`() {
        let text = """
            jobs:
              a:
                runs-on: [self-hosted, linux]
                steps:
                  - run: echo
              b:
                runs-on: ${{ inputs.own && 'self-hosted' || 'ubuntu-latest' }}
            """
        let all = answer(text) { _ in true }
        #expect(all.numbers["labels"] == 4)
        let some = answer(text) { $0["label"] == "self-hosted" }
        #expect(some.numbers["labels"] == 4)
        #expect(some.findings.map(\.values) == all.findings.map(\.values).filter { $0["label"] == "self-hosted" })
        let places = all.findings.filter { $0.values["label"] == "self-hosted" }.map(\.anchor)
        #expect(some.findings.map(\.anchor.location.range) == places.map(\.location.range))
        #expect(some.findings.map(\.anchor.route) == places.map(\.route))
        #expect(answer(text) { _ in false }.findings.isEmpty)
    }

    @Test func `eight times the labels of a list take no more than some eight times the time`() {
        func time(_ count: Int) -> Double {
            let labels = repeatElement("a", count: count).joined(separator: ",")
            let text = "jobs:\n  a:\n    runs-on: [\(labels)]\n"
            return ContinuousClock().measure { _ = answer(text) { _ in false } } / .seconds(1)
        }
        var ratio = Double.infinity
        for _ in 0..<4 where ratio > 20 { ratio = min(ratio, time(32_000) / max(time(4_000), 1e-4)) }
        #expect(ratio <= 20)
    }
}
