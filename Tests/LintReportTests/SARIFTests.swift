import Foundation
import LintFindings
@testable import LintReport
import LintSource
import Testing

@Suite struct SARIFTests {
    private typealias Object = [String: Any]

    private func run(_ report: Report, _ format: OutputFormat = .sarifGitHub) throws -> [String: Any] {
        let log = try JSONSerialization.jsonObject(with: Data(report.written(format))) as? Object
        return try #require((log?["runs"] as? [Object])?.first)
    }

    private func results(_ report: Report, _ format: OutputFormat = .sarifGitHub) throws -> [[String: Any]] {
        try #require(try run(report, format)["results"] as? [Object])
    }

    @Test func `findings of one rule on one line are one result that says how many`() throws {
        let file = Sample.File("a.md", "x x x\nx\n")
        let all = try results(Report(toolVersion: "1", rules: [], findings: file.findings(of: "x")))
        #expect(all.map { $0["occurrenceCount"] as? Int } == [3, nil])
        #expect((all[0]["relatedLocations"] as? [Object])?.count == 2)
        #expect((all[0]["locations"] as? [Object])?.count == 1)
    }

    @Test func `only a built-in rule points to a page of its own`() throws {
        let rules = [
            RuleFacts(id: "identity/a", title: "A", why: "", level: .note, pack: "glorious-flywheel/identity"),
            RuleFacts(id: "identity/b", title: "B", why: "", level: .note, pack: "mine"),
            RuleFacts(id: "engine/limit", title: "L", why: "", level: .note, pack: "engine"),
        ]
        let tool = try run(Report(toolVersion: "1", rules: rules, findings: []))["tool"] as? Object
        let declared = (tool?["driver"] as? Object)?["rules"] as? [Object]
        let pages = declared?.map { ($0["helpUri"] as? String)?.split(separator: "/").last.map(String.init) }
        #expect(pages == ["identity-a.md", "rule-language.md", "configuration.md"])
    }

    @Test func `results with equal surroundings have fingerprints of their own`() throws {
        let file = Sample.File("a.md", String(repeating: "x\n", count: 9))
        let other = Sample.File("b.md", String(repeating: "x\n", count: 9))
        let report = Report(toolVersion: "1", rules: [], findings: file.findings(of: "x") + other.findings(of: "x"))
        let marks = try results(report).compactMap {
            ($0["partialFingerprints"] as? [String: String])?["flywheelContext/v1"]
        }
        #expect(marks.count == 18)
        #expect(Set(marks).count == 18)
    }

    @Test func `suppressed findings stay out of what GitHub gets, and are marked in the full log`() throws {
        #expect(try results(Sample.everyday).count == 4)
        let full = try results(Sample.everyday, .sarif)
        #expect(full.count == 5)
        #expect(full.allSatisfy { $0["suppressions"] is [Object] })
        #expect(full.filter { ($0["suppressions"] as? [Object])?.isEmpty == false }.count == 1)
    }

    @Test func `a comparison has a baseline state on every result, absent ones too`() throws {
        let states = try results(Sample.comparison, .sarif).compactMap { $0["baselineState"] as? String }
        #expect(states.count == 6)
        #expect(Set(states) == ["new", "unchanged", "updated", "absent"])
        #expect(try results(Sample.comparison).allSatisfy { $0["baselineState"] == nil })
    }

    @Test func `a finding in a file that is no UTF-8 becomes a notification, not nothing`() throws {
        let file = Sample.File("latin1.md", bytes: [0xE9, 0x20] + Array("attic-iac\n".utf8))
        let run = try run(Report(toolVersion: "1", rules: [], findings: file.findings(of: "attic-iac")))
        #expect((run["results"] as? [Object])?.isEmpty == true)
        let notifications = (run["invocations"] as? [Object])?.first?["toolExecutionNotifications"] as? [Object]
        #expect(notifications?.count == 1)
        #expect((notifications?.first?["associatedRule"] as? Object)?["id"] as? String == "identity/stale-name")
    }

    @Test func `more results than code scanning takes are cut, worst first, and counted`() throws {
        let one = Sample.File("a.md", "attic-iac\n").findings(of: "attic-iac")[0]
        let findings = (0..<25_010).map { number in
            var finding = one
            finding.location.path = "f\(number).md"
            finding.level = number < 25_000 ? .note : .error
            return finding
        }
        let run = try run(Report(toolVersion: "1", rules: [], findings: findings))
        let results = try #require(run["results"] as? [Object])
        #expect(results.count == 25_000)
        #expect(results.prefix(10).allSatisfy { $0["level"] as? String == "error" })
        #expect(results.dropFirst(10).allSatisfy { $0["level"] as? String == "note" })
        let note = ((run["invocations"] as? [Object])?.first?["toolExecutionNotifications"] as? [Object])?.first
        #expect(((note?["message"] as? Object)?["text"] as? String)?.hasPrefix("10 results are left out") == true)
    }

    @Test func `a log that would be too large gzipped is cut before the limit`() throws {
        var state: UInt64 = 1
        func noise() -> String {
            // Text that no compressor makes much smaller.
            (0..<200).map { _ in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return String(state >> 16, radix: 36)
            }.joined()
        }
        let one = Sample.File("a.md", "attic-iac\n").findings(of: "attic-iac")[0]
        let findings = (0..<600).map { number in
            var finding = one
            finding.location.path = "f\(number).md"
            finding.message = noise()
            return finding
        }
        var log = SARIFLog(
            Report(toolVersion: "1", rules: [], findings: findings), options: ReportOptions(), profile: .gitHub)
        log.compressedLimit = 200_000
        var sink = MemorySink()
        log.write(to: &sink)
        let written = sink.text.split(separator: "\n").filter { $0.hasPrefix("{\"ruleId\"") }.count
        // 36 signs carry 5.17 bits each, and 1,000 of a message are shown.
        #expect(Double(written) * 1_000 * 5.17 / 8 < 210_000)
        #expect(written > 100)
        #expect(sink.text.contains("\(600 - written) results are left out"))
    }

    @Test(arguments: [
        ("https://user:secret@example.com/a/b.git", "https://example.com/a/b.git"),
        ("ssh://git@example.com:22/a", "ssh://example.com:22/a"), ("git@example.com:a/b", "urn:git:unpublished"),
        ("https://example.com/a b", "https://example.com/a%20b"),
    ])
    func `the address of a repository is a URI and holds no credentials`(address: String, written: String) throws {
        var options = ReportOptions()
        options.versionControl = .init(repositoryURI: address)
        #expect(Sample.everyday.text(.sarif, options).contains("\"repositoryUri\":\"\(written)\""))
    }
}
