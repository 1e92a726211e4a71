import Foundation
import Testing

/// What a user sees of `check`: statuses, places, and that nothing depends on the number of workers.
@Suite struct CheckCommandTests {
    static let stale = "# Attic IaC\n\nDeploy attic-iac today.\n"

    @Test func `a clean folder ends with status 0`() throws {
        let tree = try TemporaryTree(["a.md": "GloriousFlywheel\n"])
        #expect(try LinterProcess.run([], in: tree.folder).status == 0)
    }

    @Test func `findings below the level to fail on end with status 0, at it with 1`() throws {
        let tree = try TemporaryTree(["a.md": CheckCommandTests.stale])
        #expect(try LinterProcess.run([], in: tree.folder).status == 0)
        #expect(try LinterProcess.run(["--fail-on", "warning"], in: tree.folder).status == 1)
        #expect(try LinterProcess.run(["--fail-on", "never"], in: tree.folder).status == 0)
    }

    @Test func `a folder without files ends with status 3`() throws {
        let tree = try TemporaryTree([:])
        #expect(try LinterProcess.run([], in: tree.folder).status == 3)
    }

    @Test func `an excluded file that is named is no error`() throws {
        let tree = try TemporaryTree([".flywheel-lint.yml": "exclude: [old/]\n", "old/a.md": CheckCommandTests.stale])
        let answer = try LinterProcess.run(["old/a.md", "--fail-on", "note"], in: tree.folder)
        #expect(answer.status == 0)
        #expect(!answer.output.contains("identity/"))
    }

    @Test func `every finding gives its text at its bytes, and line and column agree with them`() throws {
        let texts: [String: String] = [
            "crlf.md": "one\r\n\r\nthe attic-iac here\r\nand Attic IaC\r\n",
            "bom.md": "\u{FEFF}attic-iac first\n",
            "tabs.md": "a\tb\tattic-iac\n",
            "emoji.md": "🚀🚀 attic-iac 🚀 attic-iac\n",
            "combining.md": "e\u{301}e\u{301} attic-iac\n",
            "wide.md": "日本語 attic-iac\n",
            "noend.md": "attic-iac",
        ]
        let tree = try TemporaryTree(texts)
        let answer = try LinterProcess.run(["--output", "json"], in: tree.folder)
        let report = try #require(try JSONSerialization.jsonObject(with: Data(answer.output.utf8)) as? [String: Any])
        let findings = try #require(report["findings"] as? [[String: Any]])
        var seen = Set<String>()
        for finding in findings {
            let path = try #require(finding["path"] as? String)
            seen.insert(path)
            let bytes = Array(try #require(texts[path]).utf8)
            let offset = try #require(finding["offset"] as? Int)
            let length = try #require(finding["length"] as? Int)
            let match = try #require(finding["match"] as? String)
            #expect(String(decoding: bytes[offset..<(offset + length)], as: UTF8.self) == match)
            // Independently: count code points from the last line feed, a byte order mark not counted.
            let before = String(decoding: bytes[..<offset], as: UTF8.self).unicodeScalars
            let line = before.count { $0 == "\n" } + 1
            let column =
                (before.split(separator: "\n", omittingEmptySubsequences: false).last?.count { $0 != "\u{FEFF}" } ?? 0)
                + 1
            #expect(finding["line"] as? Int == line)
            #expect(finding["column"] as? Int == column)
        }
        #expect(seen == Set(texts.keys))
    }

    @Test func `two runs give identical bytes, whatever the number of workers`() throws {
        var files: [String: String] = [:]
        for i in 0..<60 {
            files["d\(i % 7)/f\(i).md"] = CheckCommandTests.stale + "https://attic.fuzzy-dev.tinyland.dev/main\n"
        }
        let tree = try TemporaryTree(files)
        for format in ["text", "json", "sarif", "concise"] {
            let one = try LinterProcess.run(["--output", format, "--jobs", "1"], in: tree.folder)
            let four = try LinterProcess.run(["--output", format, "--jobs", "4"], in: tree.folder)
            #expect(!one.output.isEmpty)
            #expect(one.output == four.output)
        }
    }

    @Test func `standard input is linted under a name`() throws {
        let tree = try TemporaryTree(["a.txt": "x"])
        let answer = try LinterProcess.run(
            ["--stdin-path", "docs/a.md", "--output", "concise"], in: tree.folder, input: CheckCommandTests.stale)
        #expect(answer.output.contains("docs/a.md:3:8"))
    }

    @Test func `a suppression hides its finding, and an idle one is reported`() throws {
        let tree = try TemporaryTree([
            "a.md":
                "<!-- flywheel-lint: ignore identity/stale-name -- the old name is the subject -->\nDeploy attic-iac today.\n",
            "b.md": "<!-- flywheel-lint: ignore identity/stale-name -- nothing here -->\nNothing.\n",
        ])
        let answer = try LinterProcess.run(["--output", "concise"], in: tree.folder)
        #expect(!answer.output.contains("a.md"))
        #expect(answer.output.contains("b.md:1"))
        #expect(answer.output.contains("engine/suppression"))
    }

    @Test func `fixes are applied once and for all, and the diff shows them`() throws {
        let tree = try TemporaryTree(["a.md": "Deploy attic-iac today.\r\nNo end"])
        let diff = try LinterProcess.run(["--diff"], in: tree.folder)
        #expect(diff.output.contains("-Deploy attic-iac today."))
        #expect(diff.output.contains("+Deploy GloriousFlywheel today."))
        _ = try LinterProcess.run(["--fix"], in: tree.folder)
        let fixed = try String(contentsOf: tree.folder.appendingPathComponent("a.md"), encoding: .utf8)
        #expect(fixed == "Deploy GloriousFlywheel today.\r\nNo end")
        let again = try LinterProcess.run(["--diff"], in: tree.folder)
        #expect(again.output.isEmpty)
    }
}
