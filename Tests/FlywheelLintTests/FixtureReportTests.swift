import Foundation
import Testing

/// The recorded reports of the example repositories: what changes in them is seen in review.
@Suite struct FixtureReportTests {
    static let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Fixtures")

    static let families = ["actions", "cache", "gitlab", "identity", "topology"]

    static func recorded(_ name: String) throws -> String {
        try String(contentsOf: fixtures.appendingPathComponent("\(name).report.txt"), encoding: .utf8)
    }

    @Test(arguments: families + ["platform"])
    func `an example repository gives its recorded report`(name: String) throws {
        let answer = try LinterProcess.run(
            ["check", "--output", "concise", "--quiet", "--fail-on", "note"],
            in: FixtureReportTests.fixtures.appendingPathComponent(name))
        #expect(answer.status == 1)
        #expect(answer.output == (try FixtureReportTests.recorded(name)), "run 'make record'")
    }

    @Test(arguments: families)
    func `the repository of a family shows every rule of it`(family: String) throws {
        let report = try FixtureReportTests.recorded(family)
        let rules = FixtureReportTests.fixtures.deletingLastPathComponent().appendingPathComponent("Rules/\(family)")
        let names = try FileManager.default.contentsOfDirectory(atPath: rules.path).filter { $0 != "pack.yml" }
        #expect(names.count > 5)
        for name in names { #expect(report.contains(" \(family)/\(name.dropLast(4)): "), "\(name)") }
    }

    @Test(arguments: families)
    func `what is called right in a family's repository is left alone`(family: String) throws {
        let lines = try FixtureReportTests.recorded(family).split(separator: "\n")
        let paths = try #require(
            FileManager.default.enumerator(atPath: FixtureReportTests.fixtures.appendingPathComponent(family).path))
        let right = paths.compactMap { $0 as? String }.filter {
            $0.split(separator: "/").last?.hasPrefix("right.") == true
        }
        #expect(!right.isEmpty)
        for path in right { #expect(!lines.contains { $0.hasPrefix("\(path):") }, "\(path)") }
    }

    @Test func `every family has findings in the example platform`() throws {
        let recorded = try String(
            contentsOf: FixtureReportTests.fixtures.appendingPathComponent("platform.report.txt"), encoding: .utf8)
        for family in ["identity", "cache", "gitlab", "tofu", "topology", "actions"] {
            #expect(recorded.contains(" \(family)/"))
        }
    }
}
