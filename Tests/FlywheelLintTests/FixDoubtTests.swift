import FlywheelLint
import LintFindings
import LintRules
import LintSource
import Testing

/// A safe fix is not safe where it would write what is not true, or what does not run.
@Suite struct FixDoubtTests {
    static let pack = """
        pack: tests
        rules:
          - id: tests/name
            title: t
            why: w
            match: {name: old-name}
            message: m
            fix: {replace: NewName, safety: safe}
            tests: [{lang: text, bad: "⟦old-name⟧"}, {lang: text, good: "new"}]
          - id: tests/address
            title: t
            why: w
            match: {re: '(?<head>https://)a\\.example/(?<tail>[\\w/]*)'}
            message: m
            fix: {replace: "{head}b.example/{tail}", safety: safe}
            tests: [{lang: text, bad: "⟦https://a.example/x⟧"}, {lang: text, good: "new"}]
          - id: tests/line
            title: t
            why: w
            match: {text: DROP}
            message: m
            fix: {delete: line, safety: safe}
            tests: [{lang: text, bad: "⟦DROP⟧"}, {lang: text, good: "new"}]
        """

    @Test func `what is looked at is cut off inside of no word`() throws {
        // (At every place of a long paragraph, `old` begins the name beside it, and ends `cold`.)
        for word in ["the old-name", "nothing old-name", "cold old-name x", "cold/never old-name"] {
            let found = try FixDoubtTests.safety("a.md", String(repeating: word + "\n", count: 200))
            #expect(found.count >= 200 && found.allSatisfy { $0 }, "\(word)")
        }
    }

    /// Whether the fix of each finding is safe, in order.
    static func safety(_ path: String, _ text: String) throws -> [Bool] {
        let rules = RuleSet(rules: try Pack.decode(file: .init(path: "tests.yml", bytes: Array(pack.utf8))).rules)
        return Linter.check([SourceFile(path: path, bytes: Array(text.utf8))], rules: rules)
            .sorted { $0.location.range < $1.location.range }
            .map { $0.fixSafety == .safe }
    }

    @Test(
        arguments: [
            ("a.md", "Use old-name today.\n", [true]),
            ("a.md", "OLD-NAME, which they\nrenamed last year, is good. Use old-name.\n", [false, true]),
            ("a.md", "It is **not** old-name. It’s old-name. They don’t say old-name.\n", [false, true, false]),
            ("a.md", "It is not, e.g. at home, old-name. It is by J. Doe, never old-name.\n", [false, false]),
            ("a.md", "Gone!\n\nUse old-name\n\nGone!\n", [true]),
            ("a.md", "# Gone\nUse old-name\n# Gone\n", [true]),
            ("a.md", "| gone | x |\n|---|---|\n| old-name | x |\n| old-name | gone |\n", [true, false]),
            ("a.md", "- gone\n- old-name\n  is\n- gone\n- old-name\n  is gone\n", [true, false]),
            ("a.md", "> It was\n> old-name and\n> was renamed\n", [false]),
            ("a.md", "The cold-name is old-name. A/old/b has old-name.\n", [true, true]),
            ("a.md", "```\nold-name\nx [\"old-name core\"]\n```\n", [false, true]),
            ("a.md", "See https://a.example/x and https://a.example/y.\n", [true, true]),
            ("a.md", "See https://a.example/x and http://b.example/y.\n", [false]),
            ("a.md", "See https://a.example/x and http://b.example.org/y, bb.example.\n", [true]),
            ("a.md", "DROP this.\nWe do not DROP this.\n", [true, false]),
            ("a.md", "Clone x/NewName.git for old-name, or x/NewName.x, or NewNames.\n", [false]),
            ("a.md", "The Old Name project is old-name: it has old-name, and x/NewName.x.\n", [true, true, true]),
            ("a.md", "DROP this.\n\nNewName is DROP.\n", [true, true]),
        ] as [(String, String, [Bool])])
    func `a sentence of Markdown`(path: String, text: String, safe: [Bool]) throws {
        #expect(try FixDoubtTests.safety(path, text) == safe)
        let lines = text.replacing("\n", with: "\r\n")
        #expect(try FixDoubtTests.safety(path, lines) == safe)
    }

    @Test(
        arguments: [
            ("a.py", "# It is gone.\n# It is old-name.\n#\n# Gone\nx = 1\n", [true]),
            ("a.py", "# It is gone,\n# old-name.\nx = 1  # gone\n# old-name\n", [false, true]),
            (
                "a.py", "def old_name(a):\n    return old_name(\"See old-name\", f\"{old_name}\")\n",
                [false, false, true, false]
            ),
            ("a.ts", "/*\n * It is\n * not\n * old-name\n */\nf(`old-name is ${old_name}`);\n", [false, true, false]),
            ("a.sh", "x=\"https://a.example/x\" # gone\n", [false]),
            ("a.sh", "gone https://a.example/x \"is gone\"\n", [true]),
            ("a.sh", "sed 's|https://a.example/|https://b.example/|' x\n", [false]),
            ("a.sh", "git clone https://x.example/NewName.git\ncd old-name\n", [true]),
            ("a.sh", "git clone https://x.example/NewName.git && cd old-name && make old-name\n", [true, false]),
            ("a.sh", "git clone https://x.example/NewName.git other\ncd old-name\n", [false]),
            ("a.sh", "git clone https://x.example/other.git\ncd old-name\n", [false]),
            (
                "a.sh", "cd old-name\nmake --name=old-name\necho \"${old_name} and $old_name\"\n",
                [false, false, false, false]
            ),
            (
                "a.yml", "a: Notes on old-name\nb: [old-name, x]\nold-name:\n  c: old-name\n",
                [true, false, false, false]
            ),
            (
                "a.yml", "a: the module old-name\nb: old-name git_override here\nc: The old-name module\n",
                [false, false, true]
            ),
        ] as [(String, String, [Bool])])
    func `a program, and what it says`(path: String, text: String, safe: [Bool]) throws {
        #expect(try FixDoubtTests.safety(path, text) == safe)
    }

    /// Far away is no part of the sentence: what is looked at has a bound.
    @Test func `a long line`() throws {
        let far = String(repeating: "words and more of them ", count: 100)
        #expect(try FixDoubtTests.safety("a.md", "gone \(far) old-name \(far) gone\n") == [true])
        #expect(try FixDoubtTests.safety("a.md", String(repeating: "old-name ", count: 900)).count == 900)
    }
}
