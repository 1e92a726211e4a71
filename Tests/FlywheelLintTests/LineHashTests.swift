import Foundation
import Testing

/// Code scanning knows an alert again by the hash of its line: no result may come without.
@Suite struct LineHashTests {
    @Test(arguments: FixtureReportTests.families + ["platform"])
    func `every result has the hash of its line, whoever found it`(name: String) throws {
        let answer = try LinterProcess.run(
            ["check", "--output", "sarif", "--fail-on", "never"],
            in: FixtureReportTests.fixtures.appendingPathComponent(name))
        let log = try #require(try JSONSerialization.jsonObject(with: Data(answer.output.utf8)) as? [String: Any])
        let run = try #require((log["runs"] as? [[String: Any]])?.first)
        let results = try #require(run["results"] as? [[String: Any]])
        #expect(!results.isEmpty)
        for result in results {
            let prints = result["partialFingerprints"] as? [String: String]
            #expect(prints?["primaryLocationLineHash"] != nil, "\(result["ruleId"] ?? "")")
        }
    }

    @Test func `a fingerprint tells two rules at one place apart`() throws {
        let tree = try TemporaryTree([
            ".github/actions/a/action.yml":
                "runs:\n  using: composite\n  steps:\n    - uses: ./github/actions/b\n"
        ])
        let answer = try LinterProcess.run(
            ["check", "--no-config", "--output", "json", "--fail-on", "never"], in: tree.folder)
        let report = try #require(try JSONSerialization.jsonObject(with: Data(answer.output.utf8)) as? [String: Any])
        let findings = try #require(report["findings"] as? [[String: Any]])
        let prints = Set(findings.compactMap { $0["fingerprint"] as? String })
        #expect(findings.count >= 2)
        #expect(prints.count == Set(findings.compactMap { $0["rule"] as? String }).count)
    }
}
