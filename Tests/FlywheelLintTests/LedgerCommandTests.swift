import Foundation
import Testing

/// Baselines, diffs and staged runs as a user meets them; they need git.
@Suite struct LedgerCommandTests {
    static func git(_ arguments: [String], in folder: URL) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments =
            [
                "git", "-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "init.defaultBranch=main", "-c",
                "commit.gpgsign=false",
            ]
            + arguments
        process.currentDirectoryURL = folder
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "git \(arguments)")
    }

    static func write(_ text: String, _ path: String, in folder: URL) throws {
        try Data(text.utf8).write(to: folder.appendingPathComponent(path))
    }

    @Test func `accepted findings do not fail, new ones do, lines that move stay known`() throws {
        let tree = try TemporaryTree(["a.md": "Intro\n\nDeploy attic-iac today.\n"])
        #expect(try LinterProcess.run(["--fail-on", "warning"], in: tree.folder).status == 1)
        #expect(try LinterProcess.run(["baseline", "write"], in: tree.folder).status == 0)
        #expect(try LinterProcess.run(["--fail-on", "warning"], in: tree.folder).status == 0)
        try LedgerCommandTests.write("More\n\nIntro\n\nDeploy attic-iac today.\n", "a.md", in: tree.folder)
        #expect(try LinterProcess.run(["--fail-on", "warning"], in: tree.folder).status == 0)
        try LedgerCommandTests.write(
            "Intro\n\nDeploy attic-iac today.\n\nRemove attic-iac soon.\n", "a.md", in: tree.folder)
        let answer = try LinterProcess.run(["--fail-on", "warning", "--output", "concise", "--quiet"], in: tree.folder)
        #expect(answer.status == 1)
        #expect(answer.output.contains("a.md:5"))
        #expect(!answer.output.contains("a.md:3"))
        #expect(
            try LinterProcess.run(["--no-baseline", "--fail-on", "never", "--output", "concise"], in: tree.folder)
                .output.contains("a.md:3"))
    }

    @Test func `writing a baseline twice gives the same bytes, and prune drops what is gone`() throws {
        let tree = try TemporaryTree(["a.md": "Deploy attic-iac.\n", "b.md": "See attic-iac.\n"])
        _ = try LinterProcess.run(["baseline", "write"], in: tree.folder)
        let file = tree.folder.appendingPathComponent(".flywheel-lint.baseline")
        let first = try Data(contentsOf: file)
        _ = try LinterProcess.run(["baseline", "update"], in: tree.folder)
        #expect(try Data(contentsOf: file) == first)
        try LedgerCommandTests.write("Nothing.\n", "b.md", in: tree.folder)
        #expect(try LinterProcess.run(["baseline", "check"], in: tree.folder).status == 1)
        _ = try LinterProcess.run(["baseline", "prune"], in: tree.folder)
        #expect(try LinterProcess.run(["baseline", "check"], in: tree.folder).status == 0)
        #expect(!(try String(contentsOf: file, encoding: .utf8)).contains("b.md"))
    }

    @Test func `a broken baseline is an error, never a clean run`() throws {
        let tree = try TemporaryTree(["a.md": "x\n"])
        for text in ["<<<<<<< ours\n", "[a.md]\nidentity/stale-name zzz\n", "\u{0}\u{1}", "{\"schema\": 1}\n"] {
            try LedgerCommandTests.write(text, ".flywheel-lint.baseline", in: tree.folder)
            let answer = try LinterProcess.run([], in: tree.folder)
            #expect(answer.status == 2)
            #expect(answer.errors.contains(".flywheel-lint.baseline"), "\(answer.errors)")
        }
    }

    @Test func `diff tells new, fixed and known findings of two revisions and of the work tree`() throws {
        let tree = try TemporaryTree(["a.md": "Deploy attic-iac.\n", "b.md": "See attic-iac.\n"])
        try LedgerCommandTests.git(["init", "-q"], in: tree.folder)
        try LedgerCommandTests.git(["add", "."], in: tree.folder)
        try LedgerCommandTests.git(["commit", "-qm", "one"], in: tree.folder)
        try LedgerCommandTests.write("Nothing.\n", "b.md", in: tree.folder)
        try LedgerCommandTests.write("Deploy attic-iac.\n\nAnd Attic IaC.\n", "a.md", in: tree.folder)
        try LedgerCommandTests.git(["commit", "-qam", "two"], in: tree.folder)
        for arguments in [["diff", "HEAD~1", "HEAD"], ["diff", "HEAD~1"]] {
            let answer = try LinterProcess.run(arguments + ["--output", "json"], in: tree.folder)
            #expect(answer.status == 1)
            let report = try #require(
                try JSONSerialization.jsonObject(with: Data(answer.output.utf8)) as? [String: Any])
            let findings = try #require(report["findings"] as? [[String: Any]])
            #expect(findings.compactMap { $0["state"] as? String }.sorted() == ["new", "unchanged"])
            let fixed = try #require(report["fixed"] as? [[String: Any]])
            #expect(fixed.count == 1)
        }
        #expect(try LinterProcess.run(["diff", "HEAD", "HEAD"], in: tree.folder).status == 0)
        #expect(try LinterProcess.run(["diff", "--output=/etc/passwd"], in: tree.folder).status == 2)
        #expect(try LinterProcess.run(["diff", "nothing-of-that-name"], in: tree.folder).status == 2)
    }

    @Test func `a staged run lints what is staged, not what lies in the work tree`() throws {
        let tree = try TemporaryTree(["a.md": "Clean.\n"])
        try LedgerCommandTests.git(["init", "-q"], in: tree.folder)
        try LedgerCommandTests.git(["add", "."], in: tree.folder)
        try LedgerCommandTests.git(["commit", "-qm", "one"], in: tree.folder)
        #expect(try LinterProcess.run(["--staged"], in: tree.folder).status == 0)
        try LedgerCommandTests.write("Deploy attic-iac.\n", "a.md", in: tree.folder)
        try LedgerCommandTests.git(["add", "a.md"], in: tree.folder)
        try LedgerCommandTests.write("Clean again.\n", "a.md", in: tree.folder)
        #expect(try LinterProcess.run(["--staged", "--fail-on", "warning"], in: tree.folder).status == 1)
        #expect(try LinterProcess.run(["--fail-on", "warning"], in: tree.folder).status == 0)
    }

    /// Values of `kpis` in a JSON text's list.
    private static func values(_ list: Any?) throws -> [String: Double] {
        var values: [String: Double] = [:]
        for kpi in try #require(list as? [[String: Any]]) {
            if let id = kpi["id"] as? String, let value = kpi["value"] as? Double { values[id] = value }
        }
        return values
    }

    @Test func `the history of KPIs says of each commit what a check says of its checkout`() throws {
        let tree = try TemporaryTree(["a.md": "Deploy attic-iac.\n", "tofu/stacks/x/main.tf": "locals {}\n"])
        try LedgerCommandTests.git(["init", "-q"], in: tree.folder)
        var checked: [[String: Double]] = []
        func commit() throws {
            try LedgerCommandTests.git(["add", "-A"], in: tree.folder)
            try LedgerCommandTests.git(["commit", "-qm", "state \(checked.count)"], in: tree.folder)
            let answer = try LinterProcess.run(["--fail-on", "never", "--output", "json"], in: tree.folder)
            let report = try #require(
                try JSONSerialization.jsonObject(with: Data(answer.output.utf8)) as? [String: Any])
            checked.append(try LedgerCommandTests.values(report["kpis"]))
        }
        try commit()
        try LedgerCommandTests.write("See attic-iac, and Attic IaC.\n", "b.md", in: tree.folder)
        try commit()
        try LedgerCommandTests.write("uses: ./github/actions/setup\n", "w.yml", in: tree.folder)
        try FileManager.default.moveItem(
            at: tree.folder.appendingPathComponent("b.md"), to: tree.folder.appendingPathComponent("c.md"))
        try commit()
        try LedgerCommandTests.write("Nothing.\n", "a.md", in: tree.folder)
        try FileManager.default.removeItem(at: tree.folder.appendingPathComponent("tofu"))
        try commit()
        // Of a file that stays as it is an analyzer says another thing.
        let calls = "plan:\n  script:\n    - cd net\n    - gitlab-terraform plan\n"
        try LedgerCommandTests.write(calls, ".gitlab-ci.yml", in: tree.folder)
        try FileManager.default.createDirectory(
            at: tree.folder.appendingPathComponent("net"), withIntermediateDirectories: true)
        for block in ["\"http\" {}", "\"gcs\" { bucket = \"b\" }", "\"http\" {}"] {
            try LedgerCommandTests.write("terraform {\n  backend \(block)\n}\n", "net/main.tf", in: tree.folder)
            try commit()
        }
        #expect(checked.suffix(3).map { $0["truth/gitlab-state"] } == [2, 0, 2])
        // Of all files, those among them that tell it nothing.
        try FileManager.default.removeItem(at: tree.folder.appendingPathComponent(".gitlab-ci.yml"))
        let environment = "services:\n  a:\n    environment:\n      - TF_HTTP_USERNAME=me\n"
        try LedgerCommandTests.write(environment, "compose.yml", in: tree.folder)
        for address in ["", "address = \"https://states.example.org/net\"", ""] {
            let block = "terraform {\n  backend \"http\" {\n    \(address)\n  }\n}\n"
            try LedgerCommandTests.write(block, "net/main.tf", in: tree.folder)
            try commit()
        }
        #expect(checked.suffix(3).map { $0["truth/gitlab-state"] } == [2, 0, 2])
        for jobs in ["1", "2"] {
            let answer = try LinterProcess.run(
                ["kpi", "--history", "--output", "json", "--jobs", jobs], in: tree.folder)
            let history = try #require(
                try JSONSerialization.jsonObject(with: Data(answer.output.utf8)) as? [String: Any])
            let commits = try #require(history["commits"] as? [[String: Any]])
            #expect(try commits.map { try LedgerCommandTests.values($0["kpis"]) } == checked)
        }
        #expect(checked.compactMap { $0["truth/identity"] }.count == 10)
        let since = try LinterProcess.run(
            ["kpi", "--history", "--since", "HEAD~2", "--output", "csv"], in: tree.folder)
        #expect(since.output.split(separator: "\n").count == 3)
        let page = try LinterProcess.run(["kpi", "--history", "--output", "html"], in: tree.folder).output
        #expect(page.contains("<svg role=\"img\"") && !page.contains("<script"))
    }

    @Test func `a budget that is broken fails with its numbers, one with room is lowered`() throws {
        let tree = try TemporaryTree([
            "a.md": "Deploy attic-iac.\n\nSee attic-iac.\n",
            ".flywheel-lint.yml": "budgets:\n  truth/identity: {max: 1, goal: 0} # ours\n",
        ])
        let over = try LinterProcess.run([], in: tree.folder)
        #expect(over.status == 1)
        #expect(over.errors.contains("truth/identity 2, budget 1"))
        try LedgerCommandTests.write("Deploy.\n", "a.md", in: tree.folder)
        #expect(try LinterProcess.run(["kpi", "--ratchet"], in: tree.folder).status == 0)
        let configuration = try String(
            contentsOf: tree.folder.appendingPathComponent(".flywheel-lint.yml"), encoding: .utf8)
        #expect(configuration == "budgets:\n  truth/identity: {max: 0, goal: 0} # ours\n")
    }
    @Test(arguments: ["HEAD", "refs/heads/main"])
    func `a name that a bare repository has as a file of git's is a revision`(name: String) throws {
        let tree = try TemporaryTree(["a.md": "Deploy attic-iac.\n"])
        try LedgerCommandTests.git(["init", "-q"], in: tree.folder)
        try LedgerCommandTests.git(["add", "-A"], in: tree.folder)
        try LedgerCommandTests.git(["commit", "-q", "-m", "one"], in: tree.folder)
        try LedgerCommandTests.git(["init", "-q", "--bare", "bare.git"], in: tree.folder)
        try LedgerCommandTests.git(["push", "-q", "bare.git", "HEAD:refs/heads/main"], in: tree.folder)
        let bare = tree.folder.appendingPathComponent("bare.git")
        let answer = try LinterProcess.run(["diff", name, name, "--fail-on", "never"], in: bare)
        #expect(
            answer.status == 0 && (answer.output + answer.errors).contains("1 finding that was there before"),
            "\(answer.output)\(answer.errors)")
    }
    @Test func `a diff in which nothing is left tells what went with its file`() throws {
        let tree = try TemporaryTree(["a.md": "Deploy attic-iac.\n", "b.md": "Nothing.\n"])
        try LedgerCommandTests.git(["init", "-q"], in: tree.folder)
        try LedgerCommandTests.git(["add", "-A"], in: tree.folder)
        try LedgerCommandTests.git(["commit", "-q", "-m", "one"], in: tree.folder)
        let none = try LinterProcess.run(["diff", "HEAD", "--output", "json", "--rule", "cache/*"], in: tree.folder)
        #expect(none.output.contains("\"fixed\": []"), "\(none.output)")
        try FileManager.default.removeItem(at: tree.folder.appendingPathComponent("a.md"))
        let gone = try LinterProcess.run(["diff", "HEAD", "--output", "json"], in: tree.folder)
        #expect(gone.output.contains("\"fixedByDeletion\": [\n{"), "\(gone.output)")
    }
}
