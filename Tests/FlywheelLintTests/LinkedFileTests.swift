import Foundation
import Testing

/// Symbolic links of a repository mean the same in its work tree, its index and its history.
@Suite struct LinkedFileTests {
    private func json(_ arguments: [String], in folder: URL) throws -> [String: Any] {
        let output = try LinterProcess.run(arguments + ["--output", "json"], in: folder).output
        return try #require(try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any])
    }

    private func values(_ list: Any?) -> [String: Double] {
        var values: [String: Double] = [:]
        for kpi in list as? [[String: Any]] ?? [] {
            if let id = kpi["id"] as? String, let value = kpi["value"] as? Double { values[id] = value }
        }
        return values
    }

    @Test func `a backend behind a link is there in a check, a diff and the history`() throws {
        let block =
            "variable \"a\" {}\nterraform {\n  backend \"http\" {\n    address = \"https://s.example.com/a\"\n  }\n}\n"
        let tree = try TemporaryTree([
            "shared/root.tf": block, "s/main.tf": "resource \"x\" \"y\" {}\n",
            "run.sh": "cd s\nterraform init\nterraform apply -var a=1\n",
        ])
        try LedgerCommandTests.git(["init", "-q"], in: tree.folder)
        try LedgerCommandTests.git(["add", "-A"], in: tree.folder)
        try LedgerCommandTests.git(["commit", "-qm", "without"], in: tree.folder)
        let before = try json(["--fail-on", "never"], in: tree.folder)
        try FileManager.default.createSymbolicLink(
            atPath: tree.folder.appendingPathComponent("s/root.tf").path, withDestinationPath: "../shared/root.tf")
        let work = try json(["--fail-on", "never"], in: tree.folder)
        try LedgerCommandTests.git(["add", "-A"], in: tree.folder)
        try LedgerCommandTests.git(["commit", "-qm", "with"], in: tree.folder)

        func rules(_ report: [String: Any]) -> [String] {
            (report["findings"] as? [[String: Any]] ?? []).compactMap { $0["rule"] as? String }
                .filter { $0.hasPrefix("tofu/") }.sorted()
        }
        #expect(rules(before) == ["tofu/http-without-lock", "tofu/no-backend", "tofu/undeclared-variable"])
        #expect(rules(work) == ["tofu/http-without-lock"])

        // Neither side of a diff sees what the other does not.
        #expect(try LinterProcess.run(["diff", "HEAD"], in: tree.folder).status == 0)
        #expect(try LinterProcess.run(["diff", "HEAD~1", "HEAD"], in: tree.folder).output.contains("0 new, 2 fixed"))

        let history = try json(["kpi", "--history"], in: tree.folder)
        let commits = try #require(history["commits"] as? [[String: Any]])
        #expect(commits.map { values($0["kpis"]) } == [values(before["kpis"]), values(work["kpis"])])
    }
}
