import Foundation
import Testing

/// The recorded report of the example platform: what changes in it is seen in review.
@Suite struct FixtureReportTests {
    static let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Fixtures")

    @Test func `the example platform gives its recorded report`() throws {
        let answer = try LinterProcess.run(
            ["check", "--output", "concise", "--quiet"],
            in: FixtureReportTests.fixtures.appendingPathComponent("platform"))
        let recorded = try String(
            contentsOf: FixtureReportTests.fixtures.appendingPathComponent("platform.report.txt"), encoding: .utf8)
        #expect(answer.status == 1)
        #expect(answer.output == recorded, "run 'make record'")
    }

    @Test func `every family has findings in the example platform`() throws {
        let recorded = try String(
            contentsOf: FixtureReportTests.fixtures.appendingPathComponent("platform.report.txt"), encoding: .utf8)
        for family in ["identity", "cache", "gitlab", "tofu", "topology", "actions"] {
            #expect(recorded.contains(" \(family)/"))
        }
    }
}
