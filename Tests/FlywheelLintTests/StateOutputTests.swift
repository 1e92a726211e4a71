import Foundation
import Testing

/// What became of each finding between two states, in every format that says it.
@Suite struct StateOutputTests {
    /// One finding of each kind: a report of before, and the work tree of now.
    private static func states() throws -> TemporaryTree {
        let tree = try TemporaryTree([
            "same.md": "Deploy attic-iac.\n", "moved.md": "One\n\nSee attic-iac now.\n",
            "fixed.md": "Uses attic-iac.\n",
            "gone.md": "In attic-iac.\n", "level.md": "Within attic-iac.\n", "rule.md": "With liqo.\n",
        ])
        try LedgerCommandTests.git(["init", "-q"], in: tree.folder)
        try LedgerCommandTests.git(["add", "."], in: tree.folder)
        try LedgerCommandTests.git(["commit", "-qm", "one"], in: tree.folder)
        _ = try LinterProcess.run(["--skip", "topology/liqo", "--output", "json=base.json"], in: tree.folder)
        let files = FileManager.default
        // An archive is history: what is found there is a note.
        for folder in ["docs/research"] {
            try files.createDirectory(
                at: tree.folder.appendingPathComponent(folder), withIntermediateDirectories: true)
        }
        for (old, new) in [("moved.md", "docs/moved.md"), ("level.md", "docs/research/level.md")] {
            try files.moveItem(
                at: tree.folder.appendingPathComponent(old), to: tree.folder.appendingPathComponent(new))
        }
        try files.removeItem(at: tree.folder.appendingPathComponent("gone.md"))
        try LedgerCommandTests.write("Uses it.\n", "fixed.md", in: tree.folder)
        try LedgerCommandTests.write("New attic-iac.\n", "new.md", in: tree.folder)
        try LedgerCommandTests.write("x\n\nDeploy attic-iac.\n\n", "same.md", in: tree.folder)
        return tree
    }

    private static func json(_ arguments: [String], _ tree: borrowing TemporaryTree) throws -> [String: Any] {
        let answer = try LinterProcess.run(arguments, in: tree.folder)
        #expect(answer.status == 1, "\(answer.errors)")
        return try #require(try JSONSerialization.jsonObject(with: Data(answer.output.utf8)) as? [String: Any])
    }

    private static func paths(_ list: Any?) -> [String] {
        (list as? [[String: Any]] ?? []).compactMap { $0["path"] as? String }
    }

    @Test func `JSON says each state, and what is fixed beside them`() throws {
        let tree = try StateOutputTests.states()
        let report = try StateOutputTests.json(["diff", "base.json", "--output", "json"], tree)
        var states: [String: String] = [:]
        var newRules: [String] = []
        for finding in try #require(report["findings"] as? [[String: Any]]) {
            let path = try #require(finding["path"] as? String)
            states[path] = finding["state"] as? String
            if finding["ruleIsNew"] as? Bool == true { newRules.append(path) }
        }
        #expect(
            states == [
                "same.md": "unchanged", "docs/moved.md": "moved", "docs/research/level.md": "updated", "new.md": "new",
                "rule.md": "new",
            ])
        #expect(newRules == ["rule.md"])
        #expect(StateOutputTests.paths(report["fixed"]) == ["fixed.md"])
        #expect(StateOutputTests.paths(report["fixedByDeletion"]) == ["gone.md"])
    }

    @Test func `SARIF has a baselineState of every result, and what is gone is absent`() throws {
        let tree = try StateOutputTests.states()
        let log = try StateOutputTests.json(["diff", "base.json", "--output", "sarif"], tree)
        let run = try #require((log["runs"] as? [[String: Any]])?.first)
        var states: [String: String] = [:]
        for result in try #require(run["results"] as? [[String: Any]]) {
            let location = (result["locations"] as? [[String: Any]])?.first?["physicalLocation"] as? [String: Any]
            let uri = (location?["artifactLocation"] as? [String: Any])?["uri"] as? String
            states[try #require(uri)] = result["baselineState"] as? String
        }
        #expect(
            states == [
                "same.md": "unchanged", "docs/moved.md": "unchanged", "docs/research/level.md": "updated",
                "new.md": "new", "rule.md": "new", "fixed.md": "absent", "gone.md": "absent",
            ])
    }

    @Test func `text shows what is new or updated, and counts the rest`() throws {
        let tree = try StateOutputTests.states()
        let answer = try LinterProcess.run(["diff", "base.json"], in: tree.folder)
        #expect(answer.status == 1)
        let places = answer.output.split(separator: "\n").filter { $0.contains("--> ") }
        #expect(places.map { $0.split(separator: " ").last } == ["docs/research/level.md:1:8", "new.md:1:5"])
        #expect(answer.output.contains("name; write 'GloriousFlywheel' (updated)\n"))
        #expect(answer.output.contains("name; write 'GloriousFlywheel' (new)\n"))
        #expect(answer.output.contains("note: 2 findings that were there before are not shown\n"))
        #expect(answer.output.contains("note: 1 finding of rules that the earlier state did not run is not shown\n"))
        #expect(answer.output.contains("; 1 new, 1 fixed; 1 gone with their files; "))
    }

    @Test func `Markdown lists the new ones, and says what became of the numbers`() throws {
        let tree = try StateOutputTests.states()
        let answer = try LinterProcess.run(["diff", "base.json", "--output", "markdown"], in: tree.folder)
        #expect(answer.status == 1)
        let rows = answer.output.split(separator: "\n").filter {
            $0.hasPrefix("| warning |") || $0.hasPrefix("| note |")
        }
        #expect(rows.count == 1 && rows[0].contains("new.md:1:5"))
        #expect(answer.output.contains("; 1 new, 1 fixed; 1 gone with their files; "))
        #expect(answer.output.contains("| Active primary-surface attic-iac references | 3 | 0 | 5 | ↓ -2 better |"))
        #expect(
            answer.output.contains("| Mixed-era topology on active primary surfaces | 1 | 0 | 0 | ↑ +1 **worse** |"))
        #expect(answer.output.contains("1 finding of rules that the earlier state did not run is not shown"))
    }

    @Test func `a new rule alone does not fail`() throws {
        let tree = try StateOutputTests.states()
        try FileManager.default.removeItem(at: tree.folder.appendingPathComponent("new.md"))
        #expect(try LinterProcess.run(["diff", "base.json"], in: tree.folder).status == 0)
    }

    @Test func `blocks and items in another order are the same findings`() throws {
        func item(_ name: String) -> String { "  - name: \(name)\n    image: attic-iac\n    port: 1\n" }
        func section(_ name: String) -> String { "## \(name)\n\nDeploy attic-iac.\n\n" }
        func module(_ name: String) -> String {
            "module \"\(name)\" {\n  source = \"git::https://github.com/Jesssullivan/attic-iac.git//m\"\n}\n\n"
        }
        func backend(_ name: String) -> String {
            "resource \"null_resource\" \"\(name)\" {\n  triggers = {\n    namespace = \"attic-cache\"\n  }\n}\n"
        }
        func package(_ name: String) -> String {
            "  \(name) = {\n    url = \"http://attic-cache.example.org:8080\";\n  };\n"
        }
        let tree = try TemporaryTree([
            "k8s/list.yml": "items:\n" + item("one") + item("two") + item("three"),
            "list.md": section("One") + section("Two") + section("Three"),
            "main.tf": module("one") + backend("two") + module("three") + backend("four"),
            "flake.nix": "{\n" + package("one") + package("two") + package("three") + "}\n",
        ])
        _ = try LinterProcess.run(["baseline", "write"], in: tree.folder)
        try LedgerCommandTests.write(
            "items:\n" + item("three") + item("one") + item("two"), "k8s/list.yml", in: tree.folder)
        try LedgerCommandTests.write(section("Three") + section("Two") + section("One"), "list.md", in: tree.folder)
        let blocks = backend("four") + module("three") + module("one") + backend("two")
        try LedgerCommandTests.write(blocks, "main.tf", in: tree.folder)
        try LedgerCommandTests.write(
            "{\n" + package("three") + package("one") + package("two") + "}\n", "flake.nix", in: tree.folder)
        let answer = try LinterProcess.run(["baseline", "check"], in: tree.folder)
        #expect(answer.status == 0)
        #expect(answer.output.hasPrefix("0 new, 0 stale, "), "\(answer.output)")
        #expect(!answer.output.contains(" 0 accepted"))
    }
}
