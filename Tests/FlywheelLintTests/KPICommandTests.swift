import Foundation
import Testing

/// The numbers as a user asks for them.
@Suite struct KPICommandTests {
    private func kpis(_ arguments: [String], _ folder: URL) throws -> [String: JSONValue] {
        let answer = try LinterProcess.run(["kpi"] + arguments + ["--output", "json"], in: folder)
        #expect(answer.status == 0, "\(answer.errors)")
        let list = try JSONValue(answer.output)["kpis"]?.items ?? []
        return Dictionary(list.map { ($0["id"]?.string ?? "", $0) }) { first, _ in first }
    }

    @Test func `against a baseline the numbers of its findings are compared, those it cannot know are not`() throws {
        let tree = try TemporaryTree([
            "a.md": "Deploy attic-iac.\n\nSee attic-iac.\n", "b.md": "And attic-iac.\n",
            "stale.yml": "uses: ./github/actions/setup\n", "tofu/stacks/x/main.tf": "locals {}\n",
            ".github/workflows/a.yml": "jobs:\n  a:\n    runs-on: self-hosted\n",
        ])
        _ = try LinterProcess.run(["baseline", "write", "--baseline", "old.baseline"], in: tree.folder)
        try LedgerCommandTests.write("Nothing.\n", "b.md", in: tree.folder)
        let now = try kpis(["--against", "old.baseline"], tree.folder)
        #expect(now["truth/identity"]?["value"] == .number(2) && now["truth/identity"]?["baseline"] == .number(3))
        let files = try #require(now["inventory/identity-files"])
        #expect(files["value"] == .number(1) && files["baseline"] == .number(2))
        #expect(now["adoption/stale-repositories"]?["baseline"] == .number(1))
        // Lines, folders, nodes and answers are not in a baseline.
        for id in ["adoption/stale-labels", "inventory/stacks", "adoption/jobs"] {
            #expect(now[id]?["value"] != .null && now[id]?["baseline"] == .null, "\(id)")
        }
        let table = try LinterProcess.run(["kpi", "--against", "old.baseline"], in: tree.folder).output
        #expect(table.contains("before") && table.contains("-1"))
    }

    @Test func `against a report and a revision all numbers are compared`() throws {
        let tree = try TemporaryTree(["a.md": "Deploy attic-iac.\n", "tofu/stacks/x/main.tf": "locals {}\n"])
        try LedgerCommandTests.git(["init", "-q"], in: tree.folder)
        try LedgerCommandTests.git(["add", "."], in: tree.folder)
        try LedgerCommandTests.git(["commit", "-qm", "one"], in: tree.folder)
        _ = try LinterProcess.run(["--output", "json=old.json"], in: tree.folder)
        try LedgerCommandTests.write("Nothing.\n", "a.md", in: tree.folder)
        for side in ["old.json", "HEAD"] {
            let now = try kpis(["--against", side], tree.folder)
            #expect(now["truth/identity"]?["value"] == .number(0) && now["truth/identity"]?["baseline"] == .number(1))
            #expect(now["inventory/stacks"]?["baseline"] == .number(1), "\(side)")
            // A report that is not named as one is a file like others.
            try? FileManager.default.removeItem(at: tree.folder.appendingPathComponent("old.json"))
        }
    }

    @Test func `external values come from a file, and one that is broken is an error`() throws {
        let tree = try TemporaryTree([
            "a.md": "x\n", "m.json": "{\"cache-warm\": 12.5, \"cache-restore\": null, \"other\": 1}\n",
            ".flywheel-lint.yml": "external: measured.json\nbudgets:\n  benchmark/cache-warm: {max: 10}\n",
            "measured.json": "{\"cache-warm\": 9}\n",
        ])
        let given = try kpis(["--external", "m.json"], tree.folder)
        #expect(given["benchmark/cache-warm"]?["value"] == .number(12.5))
        #expect(given["benchmark/cache-restore"]?["value"] == .null)
        #expect(try kpis([], tree.folder)["benchmark/cache-warm"]?["value"] == .number(9))
        #expect(try LinterProcess.run([], in: tree.folder).status == 0)
        try LedgerCommandTests.write("{\"cache-warm\": 10.5}\n", "measured.json", in: tree.folder)
        let over = try LinterProcess.run([], in: tree.folder)
        #expect(over.status == 1 && over.errors.contains("over budget: benchmark/cache-warm 10.5, budget 10"))
        for text in [
            "{\"cache-warm\": \"9\"}", "{\"cache-warm\": 9", "[9]", "", "{\"cache-warm\": 9} x", "\u{0}",
            "{\"a\": NaN}",
        ] {
            try LedgerCommandTests.write(text, "measured.json", in: tree.folder)
            for arguments in [["check"], ["kpi"], ["kpi", "--external", "measured.json"]] {
                let answer = try LinterProcess.run(arguments, in: tree.folder)
                #expect(answer.status == 2 && answer.errors.contains("measured.json"), "\(text): \(answer.errors)")
            }
        }
        #expect(try LinterProcess.run(["kpi", "--external", "none.json"], in: tree.folder).status == 2)
    }

    @Test func `the history takes external values from each commit`() throws {
        let tree = try TemporaryTree([
            "a.md": "x\n", ".flywheel-lint.yml": "external: measured.json\n", "measured.json": "{\"cache-warm\": 9}\n",
        ])
        try LedgerCommandTests.git(["init", "-q"], in: tree.folder)
        for text in ["{\"cache-warm\": 9}\n", "{\"cache-warm\": 7}\n", "{\"cache-warm\"\n"] {
            try LedgerCommandTests.write(text, "measured.json", in: tree.folder)
            try LedgerCommandTests.git(["add", "."], in: tree.folder)
            try LedgerCommandTests.git(["commit", "-qm", "one"], in: tree.folder)
        }
        let answer = try LinterProcess.run(["kpi", "--history", "--output", "json"], in: tree.folder)
        let values = try JSONValue(answer.output)["commits"]?.items.map { commit in
            commit["kpis"]?.items.first { $0["id"] == .text("benchmark/cache-warm") }?["value"]
        }
        #expect(values == [.number(9), .number(7), .null])
    }

    @Test func `a goal that is late is said, one in time is not`() throws {
        let tree = try TemporaryTree(["a.md": "Deploy attic-iac.\n"])
        for (date, isLate) in [("2020-02-29", true), ("2999-12-31", false)] {
            try LedgerCommandTests.write(
                "budgets:\n  truth/identity: {max: 5, goal: 0, by: \(date)}\n", ".flywheel-lint.yml", in: tree.folder)
            let answer = try LinterProcess.run([], in: tree.folder)
            #expect(answer.status == 0)
            let said = (answer.output + answer.errors).contains("late: truth/identity 1, goal 0 was due by 2020-02-29")
            #expect(said == isLate)
        }
        for date in ["soon", "2026-02-30", "2026-13-01"] {
            try LedgerCommandTests.write(
                "budgets:\n  truth/identity: {max: 5, goal: 0, by: \(date)}\n", ".flywheel-lint.yml", in: tree.folder)
            #expect(try LinterProcess.run([], in: tree.folder).status == 2, "\(date)")
        }
    }

    @Test func `where neither way is better a change is told without a judgement`() throws {
        let tree = try TemporaryTree([
            "a.md": "one two\n",
            "mine.yml": "pack: mine\nkpis:\n  - {id: mine/pages, title: Pages, count: {files: \"*.md\"}}\n"
                + "  - {id: mine/more, title: More, count: {files: \"*.md\"}, better: higher}\n"
                + "  - {id: mine/size, title: Size, count: {files: \"*.md\"}, better: neither, goal: 2}\n",
            ".flywheel-lint.yml": "extends: [mine.yml]\n",
        ])
        try LedgerCommandTests.git(["init", "-q"], in: tree.folder)
        try LedgerCommandTests.git(["add", "."], in: tree.folder)
        try LedgerCommandTests.git(["commit", "-qm", "one"], in: tree.folder)
        try LedgerCommandTests.write("three\n", "b.md", in: tree.folder)
        let now = try kpis(["--against", "HEAD"], tree.folder)
        #expect(now["mine/pages"]?["better"] == .text("neither") && now["mine/more"]?["better"] == .text("higher"))
        let page = try LinterProcess.run(["diff", "HEAD", "--output", "markdown"], in: tree.folder).output
        #expect(page.contains("↑ +1 |") && page.contains("↑ +1 better |"), "\(page)")
        #expect(page.contains("| Size | 2 ✓ |"))
        let answer = try LinterProcess.run(["kpi"], in: tree.folder)
        #expect(answer.status == 0)
        try LedgerCommandTests.write(
            "pack: mine\nkpis:\n  - {id: mine/pages, title: Pages, count: {files: \"*.md\"}, better: less}\n",
            "mine.yml",
            in: tree.folder)
        let wrong = try LinterProcess.run(["kpi"], in: tree.folder)
        #expect(wrong.status == 2 && wrong.errors.contains("mine.yml:3:"), "\(wrong.errors)")
    }

    @Test func `budgets follow what is reached, each its own way, and never up`() throws {
        let tree = try TemporaryTree([
            "a.md": "Deploy attic-iac.\n", "tofu/stacks/x/README.md": "x\n", "tofu/stacks/y/README.md": "x\n",
            ".flywheel-lint.yml":
                "budgets:\n  truth/identity: {max: 3}\n  deployment/documented-stacks: {max: 1}\n  truth/cache: {max: 0}\n",
        ])
        #expect(try LinterProcess.run(["kpi", "--ratchet"], in: tree.folder).status == 0)
        let file = tree.folder.appendingPathComponent(".flywheel-lint.yml")
        let lowered =
            "budgets:\n  truth/identity: {max: 1}\n  deployment/documented-stacks: {max: 2}\n  truth/cache: {max: 0}\n"
        #expect(try String(contentsOf: file, encoding: .utf8) == lowered)
        try LedgerCommandTests.write("Deploy attic-iac.\n\nSee attic-iac.\n", "a.md", in: tree.folder)
        let over = try LinterProcess.run(["kpi", "--ratchet"], in: tree.folder)
        #expect(over.status == 1 && over.errors.contains("over budget: truth/identity 2, budget 1"))
        #expect(try String(contentsOf: file, encoding: .utf8) == lowered)
    }
    @Test func `budgets are not lowered through a link out of the repository`() throws {
        let outside = try TemporaryTree(["lint.yml": "budgets:\n  truth/identity: {max: 3}\n"])
        let tree = try TemporaryTree([
            "a.md": "Deploy attic-iac.\n", "own.yml": "budgets:\n  truth/identity: {max: 3}\n",
        ])
        try LedgerCommandTests.git(["init", "-q"], in: tree.folder)
        let link = tree.folder.appendingPathComponent(".flywheel-lint.yml")
        let target = outside.folder.appendingPathComponent("lint.yml")
        try FileManager.default.createSymbolicLink(at: link, withDestinationURL: target)
        let refused = try LinterProcess.run(["kpi", "--ratchet"], in: tree.folder)
        #expect(refused.status == 2 && refused.errors.contains("a symbolic link out of the repository"))
        #expect(try String(contentsOf: target, encoding: .utf8).contains("max: 3"))
        try FileManager.default.removeItem(at: link)
        try FileManager.default.createSymbolicLink(atPath: link.path, withDestinationPath: "own.yml")
        #expect(try LinterProcess.run(["kpi", "--ratchet"], in: tree.folder).status == 0)
        let own = tree.folder.appendingPathComponent("own.yml")
        #expect(try String(contentsOf: own, encoding: .utf8).contains("max: 1"))
    }

    /// Whoever writes a file must not be able to take it out of what is checked by what it begins with.
    @Test func `a file is linted though it begins as a report of the tool does`() throws {
        let tree = try TemporaryTree([
            "a.json": "{\"schema\": \"flywheel-lint/report/1\", \"name\": \"attic-iac\"}\n"
        ])
        let answer = try LinterProcess.run(["check", "--output", "concise", "--quiet"], in: tree.folder)
        #expect(answer.output.hasPrefix("a.json:1:"), "\(answer)")
    }
}
