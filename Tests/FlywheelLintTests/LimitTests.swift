import FlywheelLint
import Foundation
import LintRules
import Testing

/// Every limit is hit, is a finding at its place, and costs nothing else.
@Suite struct LimitTests {
    struct Case: Sendable {
        var name: String
        var limit: String
        var text: String
        var says: String
        var line: Int
        /// Findings that are still reported, by line.
        var kept: [Int]
        /// An expression of a rule `a/slow`, which is tried first.
        var slow: String?

        func files(_ head: String = "") -> [String: String] {
            var files = [name: head + text]
            files[".flywheel-lint.yml"] = "limits: {\(limit)}\n"
            if let slow {
                files["slow.yml"] = """
                    pack: a
                    rules:
                      - id: a/slow
                        title: T
                        why: W
                        message: M
                        lang: markdown
                        match: {re: '\(slow)'}
                        tests: [{lang: markdown, bad: ⟦found⟧}, {lang: markdown, good: x}]
                    """
                files[".flywheel-lint.yml"] = "extends: [builtin:glorious-flywheel, slow.yml]\nlimits: {\(limit)}\n"
            }
            return files
        }
    }

    static let name = "attic-iac"

    static let cases: [Case] = [
        Case(
            name: "a.md", limit: "file-size: 30", text: "the \(name) project, again and again\n",
            says: "larger than 30 bytes", line: 1, kept: []),
        Case(
            name: "a.md", limit: "line-length: 40",
            text: "the \(name)\n\(String(repeating: "long ", count: 9))\(name)\nthe \(name)\n",
            says: "limits.line-length",
            line: 2, kept: [1, 3]),
        Case(
            name: "a.md", limit: "tokens: 3",
            text: "the \(name)\n\n\(String(repeating: "a `b` ", count: 9))\n\n\(name)\n",
            says: "more than 3 tokens", line: 3, kept: [1]),
        Case(
            name: "a.yml", limit: "nesting-depth: 3", text: "a: \(name)\nb:\n  c:\n    d:\n      e: \(name)\n",
            says: "nested deeper than 3", line: 4, kept: [1]),
        Case(
            name: "a.md", limit: "findings-per-rule: 2", text: String(repeating: "the \(name)\n", count: 4),
            says: "more than 2 findings", line: 3, kept: [1, 2, 3]),
        Case(
            name: "a.md", limit: "match-steps: 5000", text: "found\n\(name)\n\nb\(runaway)\n\nfound\n",
            says: "a/slow: the expression gave up at a match limit", line: 4, kept: [1, 2, 6],
            slow: "(?:a+)+[c]|found"),
        // An expression that PCRE2 compiles keeps its way back on a stack of its own.
        Case(
            name: "a.md", limit: "match-memory: 4", text: "found\n\(name)\n\n\(many)c\n\nfound\n",
            says: "a/slow: the expression gave up at a match limit", line: 4, kept: [1, 2, 6],
            slow: "(?:(a|[ab])(b|[ab]))*[c]|found"),
        Case(
            name: "a.md", limit: "match-memory: 64", text: "found\n\(name)\n\n\(many)c\n\nfound\n",
            says: "a/slow: the expression gave up at a match limit", line: 4, kept: [1, 2, 6],
            slow: "(*NO_JIT)(?:(a|[ab])(b|[ab]))*[c]|found"),
        Case(
            name: "a.md", limit: "match-depth: 500", text: "found\n\(name)\n\n\(many)c\n\nfound\n",
            says: "a/slow: the expression gave up at a match limit", line: 4, kept: [1, 2, 6],
            slow: "(*NO_JIT)(?:(a|[ab])(b|[ab]))*[c]|found"),
        // What was found by then stays.
        Case(
            name: "a.md", limit: "file-time: 1500",
            text: "found\n\n" + String(repeating: String(repeating: "a", count: 100_000) + "cdyx\n", count: 60),
            says: "'a/slow' was not tried behind this place", line: 3, kept: [1], slow: "(?:a|b)+cd[e-x]|[f]ound"),
    ]

    @Test func `more findings of an analyzer in one file than a rule may have are cut, and the cut is said`() throws {
        let blocks = String(repeating: "  backend \"s3\" {}\n", count: 12)
        let tree = try TemporaryTree([
            "a.tf": "terraform {\n\(blocks)}\n", "b/a.tf": "terraform {\n\(blocks)}\n",
            ".flywheel-lint.yml": "limits: {findings-per-rule: 5}\n",
        ])
        let answer = try LinterProcess.run(
            ["check", "--quiet", "--fail-on", "never", "--rule", "tofu/two-backends", "--output", "concise"],
            in: tree.folder)
        let lines = answer.output.split(separator: "\n").map(String.init)
        for file in ["a.tf", "b/a.tf"] {
            #expect(lines.count { $0.hasPrefix(file) && $0.contains("second backend block") } == 5, "\(answer)")
            let limit = lines.first { $0.hasPrefix("\(file):8:") && $0.contains("engine/limit") }
            #expect(limit?.contains("tofu/two-backends: more than 5 findings in this file") == true, "\(answer)")
        }
    }

    @Test func `commands for each of many folders, many times, are placed so far and no further, and that is said`()
        throws
    {
        var files: [String: String] = [:]
        for number in 0..<260 { files["stacks/s\(number)/a.tf"] = "terraform {\n  backend \"s3\" {}\n}\n" }
        files["Justfile"] = (0..<260).map { "r\($0) stack:\n    cd stacks/{{stack}} && terraform init\n" }.joined()
        let tree = try TemporaryTree(files)
        let answer = try LinterProcess.run(
            ["check", "--quiet", "--fail-on", "never", "--output", "concise"], in: tree.folder)
        // The 193rd begins with 80 places left.
        let limits = answer.output.split(separator: "\n").filter { $0.contains("engine/limit") }
        #expect(limits.count == 1, "\(limits)")
        #expect(limits.first?.hasPrefix("Justfile:388:") == true, "\(limits)")
    }

    @Test func `variables of a Dockerfile are handed over to its steps so often and no oftener, and that is said`()
        throws
    {
        let variables = (0..<500).map { "ENV A\($0)=b\n" }.joined()
        let tree = try TemporaryTree([
            "Dockerfile": variables + String(repeating: "RUN terraform init\n", count: 210)
        ])
        let answer = try LinterProcess.run(
            ["check", "--quiet", "--fail-on", "never", "--output", "concise"], in: tree.folder)
        // 200 steps have 500 each.
        let limits = answer.output.split(separator: "\n").filter { $0.contains("engine/limit") }
        #expect(limits.count == 1, "\(answer)")
        #expect(limits.first?.hasPrefix("Dockerfile:701:1:") == true, "\(limits)")
    }

    @Test(
        .timeLimit(.minutes(1)),
        arguments: [
            (
                // 50 arguments of 25 words for each project.
                "atlantis.yaml",
                "projects:\n" + String(repeating: "- dir: a\n", count: 4_000)
                    + "workflows:\n  default:\n    plan:\n      steps:\n      - init:\n          extra_args:\n"
                    + String(
                        repeating: "          - \"\(String(repeating: "-upgrade ", count: 25))\"\n", count: 50)
            ),
            (
                ".drone.yml",
                "environment:\n" + (0..<500).map { "  V\($0): x\n" }.joined() + "steps:\n"
                    + String(repeating: "- commands: [terraform init]\n", count: 2_000)
            ),
        ])
    func `what a file gives each of its steps is handed over so often and no oftener, and that is said`(
        _ path: String, _ text: String
    ) throws {
        let tree = try TemporaryTree(["a/main.tf": "terraform {\n  backend \"s3\" {}\n}\n", path: text])
        let answer = try LinterProcess.run(
            ["check", "--quiet", "--fail-on", "never", "--output", "concise"], in: tree.folder)
        let limits = answer.output.split(separator: "\n").filter { $0.contains("engine/limit") }
        #expect(limits.count == 1, "\(answer)")
        #expect(limits.first?.hasPrefix(path) == true, "\(limits)")
    }

    @Test(
        .timeLimit(.minutes(5)),
        arguments: [
            (".gitlab-ci.yml", (0..<10_100).map { "a\($0): {script: terraform init}\n" }.joined(), 10_001, "scripts"),
            ("Dockerfile", String(repeating: "RUN terraform init\n", count: 10_100), 10_001, "scripts"),
            (
                "a.tf", String(repeating: "terraform {\n  backend \"s3\" {}\n}\n", count: 10_100), 29_999,
                "backend blocks"
            ),
        ])
    func `of the scripts and backend blocks of one file so many are read, and that is said`(
        _ path: String, _ text: String, _ line: Int, _ what: String
    ) throws {
        let tree = try TemporaryTree(["b/main.tf": "terraform {\n  backend \"s3\" {}\n}\n", path: text])
        let answer = try LinterProcess.run(
            ["check", "--quiet", "--fail-on", "never", "--output", "concise"], in: tree.folder)
        let limits = answer.output.split(separator: "\n").filter { $0.contains("engine/limit") && $0.contains(what) }
        #expect(limits.count == 1, "\(answer.output.suffix(500))")
        #expect(limits.first?.hasPrefix("\(path):\(line):") == true, "\(limits)")
    }

    @Test func `arguments of one file for a backend past those that any takes are left out, and that is said`() throws {
        let tree = try TemporaryTree([
            "a.tf": "terraform {\n  backend \"s3\" {}\n}\n",
            "a.tfbackend": (0..<300).map { "a\($0) = \"b\"\n" }.joined(),
            "a.sh": String(repeating: "terraform init -backend-config=a.tfbackend\n", count: 3),
        ])
        let answer = try LinterProcess.run(
            ["check", "--quiet", "--fail-on", "never", "--output", "concise"], in: tree.folder)
        let limits = answer.output.split(separator: "\n").filter { $0.contains("engine/limit") }
        #expect(limits.count == 1, "\(answer)")
        #expect(limits.first?.hasPrefix("a.tfbackend:257:1:") == true, "\(limits)")
    }

    static let runaway = String(repeating: "a", count: 40)
    static let many = String(repeating: "ab", count: 9_000)

    @Test(arguments: cases)
    func `a limit that is hit is a finding at its place, and nothing else is lost`(one: Case) throws {
        let tree = try TemporaryTree(one.files().merging(["other.md": "\(LimitTests.name)\n"]) { $1 })
        let answer = try LinterProcess.run(
            ["check", "--quiet", "--fail-on", "never", "--output", "concise"], in: tree.folder)
        let lines = answer.output.split(separator: "\n").map(String.init)
        let limit = lines.filter { $0.contains("engine/limit") }
        #expect(limit.count == 1, "\(answer.output) \(answer.errors)")
        #expect(limit.first?.hasPrefix("\(one.name):\(one.line):") == true, "\(limit)")
        #expect(limit.first?.contains(one.says) == true, "\(limit)")
        #expect(lines.contains { $0.hasPrefix("other.md:1:") })
        let kept = lines.filter { $0.hasPrefix(one.name) && !$0.contains("engine/limit") }
            .compactMap { $0.split(separator: ":").dropFirst().first.flatMap { Int($0) } }
        #expect(Set(kept) == Set(one.kept), "\(answer.output)")
    }

    @Test func `documents past those that a file may have are said to be text`() throws {
        let fences = String(repeating: "```sh\na\n```\n", count: 65_600)
        let tree = try TemporaryTree([
            "a.md": "the \(LimitTests.name)\n\(fences)the \(LimitTests.name)\n",
            ".flywheel-lint.yml": "limits: {file-time: 120000}\n",
        ])
        let answer = try LinterProcess.run(
            ["check", "--quiet", "--fail-on", "never", "--output", "concise"], in: tree.folder)
        let lines = answer.output.split(separator: "\n")
        // The file is a document too; each fence has three lines, and ends on the last of them.
        #expect(lines.contains { $0.hasPrefix("a.md:\(65_534 * 3 + 1):") && $0.contains("more than 65534 documents") })
        #expect(lines.count { $0.contains("engine/limit") } == 1, "\(answer.output) \(answer.errors)")
        #expect(lines.count { $0.contains("identity/") } == 2, "\(answer.output)")
    }

    @Test(arguments: cases)
    func `a limit is the same finding when lines are put above it`(one: Case) throws {
        func names(head: String) throws -> [String] {
            let tree = try TemporaryTree(one.files(head))
            let answer = try LinterProcess.run(
                ["check", "--fail-on", "never", "--output", "json"], in: tree.folder)
            let report = try #require(
                try JSONSerialization.jsonObject(with: Data(answer.output.utf8)) as? [String: Any])
            let limits = try #require(report["findings"] as? [[String: Any]])
                .filter { $0["rule"] as? String == "engine/limit" }
            return try limits.map { limit in
                let text = try #require(limit["fingerprint"] as? String)
                return String(try #require(text.split(separator: ":").last))
            }
        }
        let before = try names(head: "")
        #expect(before.count == 1)
        #expect(try names(head: "# x\n\n# y\n") == before)
    }

    /// A word that is excused on lines with a certain number.
    private static let excusing = """
        pack: a
        rules:
          - id: a/word
            title: T
            why: W
            message: M
            match: {text: old}
            unless: {match: {re: '[0-9]{3}[a-f]'}, reach: line}
            tests: [{lang: text, bad: ⟦old⟧}, {lang: text, good: old 123a}]
        """

    /// An excuse looks at the line, which is one and the same for all.
    @Test func `many matches on one line are excused by one look at it`() throws {
        let line = String(repeating: "old ", count: Rounds.share(of: 9_000)) + "123a\n"
        let tree = try TemporaryTree(["p.yml": Self.excusing, "a.md": line + "old\n"])
        let answer = try LinterProcess.run(
            [
                "check", "a.md", "--pack", "p.yml", "--rule", "a/word", "--fail-on", "never", "--output", "concise",
                "--quiet",
            ],
            in: tree.folder)
        #expect(answer.output == "a.md:2:1: warning a/word: M\n", "\(answer)")
    }

    @Test func `a search that ends because it found enough says so, though nothing of it is reported`() throws {
        let tree = try TemporaryTree([
            "p.yml": Self.excusing, "a.md": String(repeating: "old 123a\n", count: 10_100) + "old\n",
        ])
        let answer = try LinterProcess.run(
            ["check", "a.md", "--pack", "p.yml", "--fail-on", "never", "--output", "concise", "--quiet"],
            in: tree.folder)
        #expect(answer.output.hasPrefix("a.md:10000:1: "), "\(answer)")
        #expect(answer.output.contains("engine/limit"), "\(answer)")
    }

    @Test(arguments: [(10_000, false), (10_001, true)])
    func `a search that found all that there is says nothing`(count: Int, isCut: Bool) throws {
        let tree = try TemporaryTree(["p.yml": Self.excusing, "a.md": String(repeating: "old 123a\n", count: count)])
        let answer = try LinterProcess.run(
            ["check", "a.md", "--pack", "p.yml", "--fail-on", "never", "--output", "concise", "--quiet"],
            in: tree.folder)
        #expect(answer.output.contains("engine/limit") == isCut, "\(answer)")
    }

    /// What stands before each host looks like the end of a place for a value, whose beginning is looked for.
    @Test func `a search for a host ends when the time of the file is over`() throws {
        let pack = """
            pack: a
            rules:
              - id: a/host
                title: T
                why: W
                message: M
                match: {url: {host: old.example.com}}
                tests: [{lang: text, bad: ⟦https://old.example.com⟧}, {lang: text, good: x}]
            """
        let line = String(repeating: "{", count: 250) + "}old.example.com.\n"
        let tree = try TemporaryTree([
            "p.yml": pack, "a.txt": String(repeating: line, count: 40_000),
            ".flywheel-lint.yml": "limits: {file-time: 300}\n",
        ])
        let answer = try LinterProcess.run(
            ["check", "a.txt", "--pack", "p.yml", "--fail-on", "never", "--output", "concise", "--quiet"],
            in: tree.folder)
        #expect(answer.output.contains("'a/host' was not tried behind this place"), "\(answer)")
    }

    @Test func `every limit is in the documentation with its default`() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let text = try String(contentsOf: root.appendingPathComponent("docs/configuration.md"), encoding: .utf8)
        for kind in CheckLimits.Kind.allCases {
            let row = text.split(separator: "\n").first { $0.hasPrefix("| `\(kind.rawValue)` |") }
            #expect(row?.hasSuffix("| \(kind.standard) |") == true, "\(kind.rawValue)")
        }
    }
}
