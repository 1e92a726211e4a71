import FlywheelLint
import Foundation
import Testing

/// `flywheel-lint suppressions`, and what a check says of them, as a user meets them.
@Suite struct SuppressionCommandTests {
    @Test func `all suppressions are listed with what they hide and since when`() throws {
        let tree = try TemporaryTree([
            "a.md": """
            <!-- flywheel-lint: ignore identity/stale-name until 2999-01-01 -- the guide names it -->
            Deploy attic-iac.

            <!-- flywheel-lint: ignore cache/stale-port -->
            Nothing.

            ```yaml
            # flywheel-lint: ignore identity/stale-name
            a: b
            ```

            """,
            "b.yml":
                "run: |\n  # flywheel-lint: ignore-file identity/* until 2020-01-01\n  echo attic-iac # attic-iac\n",
        ])
        try LedgerCommandTests.git(["init", "-q"], in: tree.folder)
        try LedgerCommandTests.git(["add", "."], in: tree.folder)
        try LedgerCommandTests.git(["commit", "-qm", "one"], in: tree.folder)
        try LedgerCommandTests.write("# flywheel-lint: ignore identity/stale-name\na: 1\n", "c.yml", in: tree.folder)
        let answer = try LinterProcess.run(["suppressions", "--output", "json"], in: tree.folder)
        #expect(answer.status == 0, "\(answer.errors)")
        let listing = try #require(
            try JSONSerialization.jsonObject(with: Data(answer.output.utf8)) as? [String: Any])
        let all = try #require(listing["suppressions"] as? [[String: Any]])
        #expect(all.map { $0["state"] as? String } == ["used", "unused", "example", "expired", "unused"])
        #expect(all.map { $0["line"] as? Int } == [1, 4, 8, 2, 1])
        #expect(all[0]["reason"] as? String == "the guide names it")
        #expect(all[0]["until"] as? String == "2999-01-01")
        #expect(all[0]["hides"] as? Int == 1)
        #expect(all[3]["scope"] as? String == "file")
        #expect((all[0]["commit"] as? String)?.count == 40)
        #expect((all[0]["age"] as? Int).map { $0 <= 1 } == true)
        #expect(all[4]["commit"] is NSNull && all[4]["age"] is NSNull)
        let table = try LinterProcess.run(["suppressions", "a.md", "--no-age"], in: tree.folder).output
        #expect(table.contains("a.md:1"))
        #expect(!table.contains("b.yml"))
        #expect(table.hasSuffix("3 suppressions: 1 used, 1 unused, 1 example\n"))
    }

    @Test func `the configuration's level holds for complaints, and its requirements are checked`() throws {
        let tree = try TemporaryTree([
            "a.yml": "# flywheel-lint: ignore identity/stale-name\na: 1\n",
            ".flywheel-lint.yml": "rules: {engine/suppression: error}\nsuppressions: [{require: reason}]\n",
        ])
        let failing = try LinterProcess.run(["--output", "concise", "--quiet"], in: tree.folder)
        #expect(failing.status == 1)
        #expect(failing.output.contains("a.yml:1:3: error engine/suppression: the configuration requires a reason"))
        try LedgerCommandTests.write("rules: {engine/suppression: off}\n", ".flywheel-lint.yml", in: tree.folder)
        #expect(try LinterProcess.run(["--output", "concise", "--quiet"], in: tree.folder).output == "")
        for (text, complaint) in [
            ("suppressions: [{require: raeson}]\n", "unknown requirement 'raeson'; did you mean 'reason'?"),
            ("suppressions: [{require: reason, rules: tofu/x}]\n", "unknown rule 'tofu/x'"),
            ("suppressions: [{require: reason, surfaces: [primry]}]\n", "unknown surface 'primry'"),
            ("suppressions: [{rules: tofu/*}]\n", "has no 'require'"),
        ] {
            try LedgerCommandTests.write(text, ".flywheel-lint.yml", in: tree.folder)
            let answer = try LinterProcess.run([], in: tree.folder)
            #expect(answer.status == 2)
            #expect(answer.errors.contains(complaint), "\(answer.errors)")
        }
    }

    @Test func `a part of the rules does not make the suppressions of the others unknown or unused`() throws {
        let tree = try TemporaryTree([
            "a.md": "<!-- flywheel-lint: ignore identity/stale-name -->\nDeploy attic-iac.\n"
        ])
        for arguments in [["--rule", "cache/*"], ["--skip", "identity/*"], ["--scope", "repository"]] {
            let answer = try LinterProcess.run(arguments + ["--output", "concise", "--quiet"], in: tree.folder)
            #expect(answer.output == "", "\(arguments)")
        }
    }

    @Test func `fixes leave suppressions and what they hide alone`() throws {
        let text = "# flywheel-lint: ignore identity/stale-name\na: x # attic-iac\n# attic-iac\n"
        let tree = try TemporaryTree(["a.yml": text])
        #expect(try LinterProcess.run(["--fix"], in: tree.folder).status == 0)
        let after = try String(contentsOf: tree.folder.appendingPathComponent("a.yml"), encoding: .utf8)
        #expect(after == "# flywheel-lint: ignore identity/stale-name\na: x # attic-iac\n# GloriousFlywheel\n")
    }
}
