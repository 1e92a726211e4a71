import FlywheelLint
import Foundation
import Testing

/// What commands print, held against the schemas that are shipped. They need git.
@Suite struct SchemaTests {
    static let commands = [
        ("report", ["check"]), ("report", ["diff", "HEAD~1"]), ("report", ["diff", "HEAD~1", "HEAD"]),
        ("report", ["check", "--no-baseline", "a.md"]), ("stacks", ["stacks"]), ("suppressions", ["suppressions"]),
        ("kpis", ["kpi"]), ("kpis", ["kpi", "--against", "HEAD~1"]), ("history", ["kpi", "--history"]),
        ("history", ["kpi", "--history", "--weekly"]),
    ]

    private static func repository() throws -> TemporaryTree {
        let tree = try TemporaryTree([
            "a.md":
                "Deploy attic-iac.\n\n<!-- flywheel-lint: ignore identity/stale-name until 2031-01-01 -- why -->\nSee attic-iac.\n",
            "main.tf": "terraform {\n  backend \"http\" {\n    lock_address = \"https://x.example.org/lock\"\n  }\n}\n",
            "b.yml": "image: ghcr.io/jesssullivan/x:latest\nurl: http://attic.nix-cache.svc.cluster.local:8080\n",
            ".flywheel-lint.yml": "budgets:\n  truth/identity: {max: 9, goal: 0, by: 2031-12-31}\n",
        ])
        try LedgerCommandTests.git(["init", "-q"], in: tree.folder)
        for text in ["x\n", "Deploy attic-iac.\n"] {
            try LedgerCommandTests.write(text, "c.md", in: tree.folder)
            try LedgerCommandTests.git(["add", "-A"], in: tree.folder)
            try LedgerCommandTests.git(["commit", "-qm", "state"], in: tree.folder)
        }
        try LedgerCommandTests.write("Nothing.\n", "a.md", in: tree.folder)
        return tree
    }

    @Test(arguments: commands)
    func `what a command prints as JSON is what its schema says`(schema: String, arguments: [String]) throws {
        let tree = try SchemaTests.repository()
        let answer = try LinterProcess.run(arguments + ["--output", "json"], in: tree.folder)
        let check = try SchemaCheck(try #require(Schemas.text(schema)))
        #expect(try check.faults(in: answer.output) == [], "\(answer.errors)")
        // The check finds faults.
        #expect(try !check.faults(in: "{\"schema\": \"flywheel-lint/other/1\"}").isEmpty)
        let printed = try LinterProcess.run(["schema", schema], in: tree.folder)
        #expect(printed.status == 0 && printed.output == (Schemas.text(schema) ?? "") + "\n")
    }

    @Test(arguments: ["kpis", "history"])
    func `the schemas of numbers see a wrong kind, a missing key and a word that is none`(schema: String) throws {
        let tree = try SchemaTests.repository()
        let arguments = schema == "kpis" ? ["kpi"] : ["kpi", "--history"]
        let text = try LinterProcess.run(arguments + ["--output", "json"], in: tree.folder).output
        let check = try SchemaCheck(try #require(Schemas.text(schema)))
        for (was, becomes) in [
            ("\"value\":", "\"valu\":"), ("\"better\":\"lower\"", "\"better\":\"worse\""),
            ("\"unit\":\"files\"", "\"unit\":3"), ("\"goal\":0", "\"goal\":\"0\""), ("/1\"", "/2\""),
            ("\"by\":\"2031", "\"by\":\"31"),
        ] {
            let changed = text.replacingOccurrences(of: was, with: becomes)
            #expect(changed != text, "\(was)")
            #expect(try !check.faults(in: changed).isEmpty, "\(was)")
        }
    }
}
