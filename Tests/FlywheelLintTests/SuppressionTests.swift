import FlywheelLint
import LintFindings
import LintRules
import LintSource
import Testing

/// What a comment hides, in every language, and what is said of one that is wrong.
@Suite struct SuppressionTests {
    static let pack = """
        pack: tests
        rules:
          - id: tests/word
            title: t
            why: w
            match: {text: old}
            message: m
            tests: [{lang: text, bad: "⟦old⟧"}, {lang: text, good: "new"}]
          - id: tests/other
            title: t
            why: w
            match: {text: stale}
            message: m
            tests: [{lang: text, bad: "⟦stale⟧"}, {lang: text, good: "new"}]
        """

    static func rules() throws -> RuleSet {
        RuleSet(rules: try Pack.decode(file: .init(path: "tests.yml", bytes: Array(pack.utf8))).rules)
    }

    struct Answer: Equatable {
        /// Lines of findings that count, in order.
        var live: [Int] = []
        var hidden: [Int] = []
        /// `line: message` of the engine.
        var complaints: [String] = []
    }

    static func check(_ path: String, _ text: String, rules: RuleSet? = nil) throws -> Answer {
        let findings = Linter.check(
            [SourceFile(path: path, bytes: Array(text.utf8))], rules: try rules ?? Self.rules(), today: "2026-06-15")
        var answer = Answer()
        for finding in findings.sorted(by: { $0.location.range < $1.location.range }) {
            let line = finding.location.start.line
            if finding.rule == "engine/suppression" {
                if finding.suppressed == nil { answer.complaints.append("\(line): \(finding.message)") }
            } else if finding.suppressed == nil {
                answer.live.append(line)
            } else {
                answer.hidden.append(line)
            }
        }
        return answer
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var path: String
        var text: String
        var live: [Int]
        var hidden: [Int]
        var testDescription: String { path + ": " + text.prefix(60) }

        init(_ path: String, _ text: String, live: [Int] = [], hidden: [Int]) {
            self.path = path
            self.text = text
            self.live = live
            self.hidden = hidden
        }
    }

    /// `§` stands for a suppression's text, so that a case shows its language's comments and nothing else.
    static func filled(_ text: String) -> String {
        text.replacing("§", with: "flywheel-lint: ignore tests/word")
    }

    static let languages: [Case] = [
        Case("a.tf", "# §\na = \"old\"\nb = \"old\"\n", live: [3], hidden: [2]),
        Case("a.tf", "// §\na = \"old\"\n", hidden: [2]),
        Case("a.tf", "/* § */\na = \"old\"\n", hidden: [2]),
        Case("a.tf", "/*\n * § -- so\n *    it is\n */\na = \"old\"\nb = \"old\"\n", live: [6], hidden: [5]),
        Case("a.tf", "a = \"old\" # §\nb = \"old\"\n", live: [2], hidden: [1]),
        Case("a.tf", "a = \"old\" /* § */\n", hidden: [1]),
        Case("a.tf", "/* § */ a = \"old\"\nb = \"old\"\n", live: [2], hidden: [1]),
        Case("a.yml", "# §\na: old\nb: old\n", live: [3], hidden: [2]),
        Case("a.yml", "a: old # §\nb: old\n", live: [2], hidden: [1]),
        Case("a.yml", "a:\n  - # §\n    old\n", hidden: [3]),
        Case("a.yml", "# §\r\na: old\r\nb: old\r\n", live: [3], hidden: [2]),
        Case("chart/templates/x.yaml", "{{- if .x }}\n# §\na: {{ old }}\n{{- end }}\nb: old\n", live: [5], hidden: [3]),
        Case(
            "a.nix", "{\n  # §\n  a = \"old\";\n  b = \"old\"; /* § */\n  c = \"old\";\n}\n", live: [5], hidden: [3, 4]),
        Case("a.md", "<!-- § -->\nSome old text.\nAnd old.\n", live: [3], hidden: [2]),
        Case("a.md", "Some old text. <!-- § -->\nAnd old.\n", live: [2], hidden: [1]),
        Case("a.md", "<!--\n§\n-->\nSome old text.\n", hidden: [4]),
        Case("a.md", "> <!-- § -->\n> Some old text.\n\nold\n", live: [4], hidden: [2]),
        Case("a.md", "| a | b |\n|---|---|\n| old | x <!-- § --> |\n| old | y |\n", live: [4], hidden: [3]),
        Case("a.md", "- <!-- § -->\n  old\n- old\n", live: [3], hidden: [2]),
        Case("a.sh", "# §\necho old\necho old # §\necho old\n", live: [4], hidden: [2, 3]),
        Case("Justfile", "# §\na := \"old\"\nb:\n    # §\n    echo old\n    echo old\n", live: [6], hidden: [2, 5]),
        Case("BUILD.bazel", "# §\na = \"old\"\nb = \"old\"  # §\nc = \"old\"\n", live: [4], hidden: [2, 3]),
        Case("a.json", "{\n  // §\n  \"a\": \"old\",\n  \"b\": \"old\" /* § */\n}\n", hidden: [3, 4]),
        Case("a.toml", "# §\na = \"old\"\nb = \"old\" # §\nc = \"old\"\n", live: [4], hidden: [2, 3]),
        Case("Dockerfile", "# §\nFROM old\nFROM old\n", live: [3], hidden: [2]),
        Case("Makefile", "# §\nA := old\nA := old\n", live: [3], hidden: [2]),
        Case("a.ini", "; §\na = old\n# §\nb = old\nc = old\n", live: [5], hidden: [2, 4]),
        Case(".env", "# §\nA=old\nB=old\n", live: [3], hidden: [2]),
        Case("a.ts", "// §\na = \"old\"\nb = `old` /* § */\nc = \"old\"\n", live: [4], hidden: [2, 3]),
        Case("a.html", "<!-- § -->\n<p>old</p>\n<p>old</p>\n", live: [3], hidden: [2]),
        Case("a.svg", "<!-- § — why -->\n<p>old</p>\n", hidden: [2]),
        Case("a.css", "/* § */\na { b: old }\n", hidden: [2]),
        Case("a.py", "# §\na = 'old'\nb = 'old'  # noqa  # §\n", hidden: [2, 3]),
        Case("a.go", "// §\na := \"old\"\n", hidden: [2]),
        Case("a.rs", "// §\nlet a = \"old\";\n", hidden: [2]),
        Case("a.sql", "-- §\nselect 'old';\n", hidden: [2]),
        Case("a.lua", "-- §\na = 'old'\n", hidden: [2]),
        Case("a.tex", "% §\nold text\n", hidden: [2]),
        Case("a.rb", "# §\na = 'old'\n", hidden: [2]),
        Case("Caddyfile", "# §\nold {\n}\n", hidden: [2]),
        Case(".gitignore", "# §\nold\nold # §\n", live: [3], hidden: [2]),
        Case("requirements.txt", "old==1 # §\nold==2\n", live: [2], hidden: [1]),
        Case("a.tpl", "{{/* § */}}\nold\n{{- /* § */ -}}\nold\nold\n", live: [5], hidden: [2, 4]),
        Case("a.swift", "// §\nlet a = \"old\"\n", hidden: [2]),
        Case(
            "a.php", "<?php\n// §\n$a = 'old';\n# §\n$b = 'old'; /* § */\n$c = 'old'; // §\n$d = 'old';\n", live: [7],
            hidden: [3, 5, 6]),
        Case("a.jsonnet", "// §\n{ a: 'old',\n  # §\n  b: 'old',\n  c: 'old' }\n", live: [5], hidden: [2, 4]),
        Case("a.cue", "// §\na: \"old\"\nb: \"old\" // § -- why\nc: \"old\"\n", live: [4], hidden: [2, 3]),
        Case("a.rego", "# §\na := \"old\"\nb := \"old\"\n", live: [3], hidden: [2]),
        Case("a.mdx", "{/* § */}\nSome old text.\n\nAnd old.\n", live: [4], hidden: [2]),
        Case("a.mdx", "Some old text. {/* § */}\nAnd old.\n", live: [2], hidden: [1]),
        Case("a.hs", "-- §\na = \"old\"\nb = \"old\" {- § -}\nc = \"old\"\n", live: [4], hidden: [2, 3]),
        Case("a.clj", ";; §\n(def a \"old\")\n(def b \"old\") ; §\n(def c \"old\")\n", live: [4], hidden: [2, 3]),
        Case("a.ml", "(* § *)\nlet a = \"old\"\nlet b = \"old\"\n", live: [3], hidden: [2]),
        Case("a.erl", "%% §\na() -> old.\nb() -> old.\n", live: [3], hidden: [2]),
        Case("a.vim", "\" §\nlet a = 'old'\nlet b = 'old'\n", live: [3], hidden: [2]),
        Case("a.bat", "REM §\nset A=old\n:: §\nset B=old\nset C=old\n", live: [5], hidden: [2, 4]),
        Case("a.bicep", "// §\nparam a string = 'old'\nparam b string = 'old'\n", live: [3], hidden: [2]),
        Case("a.adoc", "// §\nSome old text.\nAnd old.\n", live: [3], hidden: [2]),
        Case("a.rst", ".. §\nAnd old.\n", hidden: [2]),
        Case("a.txt", "Write\n    # §\nover it: old.\n", live: [3], hidden: []),
        Case("a.php", "$c = 'x#§ old';\n", live: [1], hidden: []),
    ]

    @Test(arguments: languages)
    func `a comment of every language hides what stands on its line or the next`(one: Case) throws {
        let answer = try Self.check(one.path, Self.filled(one.text))
        #expect(answer == Answer(live: one.live, hidden: one.hidden))
    }

    static let texts: [Case] = [
        // Before a text of several lines: all of it.
        Case("a.yml", "# §\nrun: |\n  echo old\n\n  echo old\nb: old\n", live: [6], hidden: [3, 5]),
        Case("a.yml", "run: | # §\n  echo old\nb: old\n", live: [3], hidden: [2]),
        Case("a.yml", "x:\n  # §\n  - |\n    old\n  - old\n", live: [5], hidden: [4]),
        Case("a.yml", "# §\na: >-\n  old\n  old\nb: old\n", live: [5], hidden: [3, 4]),
        Case("a.yml", "# §\na: \"x\n  old\"\nb: old\n", live: [4], hidden: [3]),
        Case("a.yml", "a: \"old\n  x\" # §\nb: old\n", live: [3], hidden: [1]),
        // … but not of a mapping or a block.
        Case("a.yml", "# §\na:\n  b: old\n", live: [3], hidden: []),
        Case("a.tf", "# §\nresource \"a\" \"old\" {\n  b = \"old\"\n}\n", live: [3], hidden: [2]),
        Case("a.tf", "# §\na = <<EOT\nold\n${b} old\nEOT\nc = \"old\"\n", live: [6], hidden: [3, 4]),
        Case("a.nix", "{\n  # §\n  a = ''\n    old ${b} old\n  '';\n  c = \"old\";\n}\n", live: [6], hidden: [4, 4]),
        Case("a.md", "<!-- § -->\n```sh\necho old\n\necho old\n```\nold\n", live: [7], hidden: [3, 5]),
        Case("a.md", "<!-- § -->\n\n~~~\nold\n~~~\n\nold\n", live: [7], hidden: [4]),
        Case("a.sh", "# §\ncat <<EOF\nold\nold\nEOF\necho old\n", live: [6], hidden: [3, 4]),
        Case("a.sh", "# §\nrun \\\n  --a old \\\n  --b old\necho old\n", live: [5], hidden: [3, 4]),
        Case("a.sh", "# §\necho \"a $b\nold\"\necho old\n", live: [4], hidden: [3]),
        Case("Dockerfile", "# §\nRUN a \\\n  && old\nRUN old\n", live: [4], hidden: [3]),
        // Inside embedded code.
        Case("a.yml", "run: |\n  # §\n  echo old\n  echo old\n", live: [4], hidden: [3]),
        Case("a.yml", "run: |\n  echo old # §\n  echo old\n", live: [3], hidden: [2]),
        Case("a.md", "```yaml\n# §\na: old\nb: old\n```\nold\n", live: [4, 6], hidden: [3]),
        Case(
            "a.nix", "{\n  installPhase = ''\n    # §\n    echo old\n    echo old\n  '';\n}\n", live: [5], hidden: [4]),
        // Stacked, and with other comments between.
        Case("a.yml", "# flywheel-lint: ignore tests/other\n# §\na: old stale\n", hidden: [3, 3]),
        Case("a.yml", "# §\n# flywheel-lint: ignore tests/other\na: old stale\n", hidden: [3, 3]),
        Case("a.sh", "# §\n# shellcheck disable=SC2086\necho old\necho old\n", live: [4], hidden: [3]),
        Case("a.sh", "# §\n# the old one\necho old\n", live: [3], hidden: [2]),
        Case("a.md", "<!-- § -->\n\nSome old text.\n\nold\n", live: [5], hidden: [3]),
        Case("a.yml", "# § -- the old one\na: old\n", hidden: [1, 2]),
        // Several rules, globs, file and blocks.
        Case("a.yml", "# flywheel-lint: ignore tests/word, tests/other -- x\na: old stale\n", hidden: [2, 2]),
        Case("a.yml", "# flywheel-lint: ignore tests/* until 2026-06-15\na: old stale\n", hidden: [2, 2]),
        Case("a.yml", "a: old\n# flywheel-lint: ignore-file tests/word\nb: old stale\n", live: [3], hidden: [1, 3]),
        Case(
            "a.md", "---\n# flywheel-lint: ignore-file tests/word\na: old\n---\nold stale\n", live: [5], hidden: [3, 5]),
        Case(
            "a.md", "```sh\n# flywheel-lint: ignore-file tests/word\necho old\n```\nold\n", live: [5], hidden: [3]),
        Case(
            "a.yml", "run: |\n  # flywheel-lint: ignore-file tests/word\n  echo old\nb: old\n", live: [4], hidden: [3]),
        Case(
            "a.yml",
            "a: old\n# flywheel-lint: ignore-start tests/word\nb: old\nc: old\n# flywheel-lint: ignore-end\nd: old\n",
            live: [1, 6], hidden: [3, 4]),
        Case(
            "a.yml",
            "# flywheel-lint: ignore-start tests/word\n# flywheel-lint: ignore-start tests/other\na: old stale\n"
                + "# flywheel-lint: ignore-end tests/word\nb: old stale\n# flywheel-lint: ignore-end tests/other\n",
            live: [5], hidden: [3, 3, 5]),
        // Another rule, or only words about suppressions.
        Case("a.yml", "# see flywheel-lint: ignore tests/word\na: old\n", live: [2], hidden: []),
        Case("a.yml", "a: \"flywheel-lint: ignore tests/word old\"\n", live: [1], hidden: []),
    ]

    @Test(arguments: texts)
    func `it covers the whole of a text that no comment can stand in, and nothing else`(one: Case) throws {
        let answer = try Self.check(one.path, Self.filled(one.text))
        #expect(answer.live == one.live)
        #expect(answer.hidden == one.hidden)
        let isUnused = one.hidden.isEmpty && !one.text.contains("see ") && !one.text.contains("\"flywheel")
        #expect(answer.complaints.isEmpty != isUnused, "\(answer.complaints)")
    }

    static let mistakes: [(String, String)] = [
        ("# flywheel-lint: ignore\na: old\n", "1: a suppression must name its rule; write 'ignore RULE'"),
        ("# flywheel-lint: ignore **\na: old\n", "1: a suppression must name its rule; write 'ignore RULE'"),
        (
            "# flywheel-lint: ignore-file -- why\na: old\n",
            "1: a suppression must name its rule; write 'ignore-file RULE'"
        ),
        (
            "# flywheel-lint: ignore tests/wrod\na: old\n",
            "1: unknown rule 'tests/wrod' in a suppression; did you mean 'tests/word'?"
        ),
        (
            "# flywheel-lint: ignor tests/word\na: old\n",
            "1: unknown suppression 'ignor tests/word'; did you mean 'ignore'?; write 'ignore RULE', 'ignore-file RULE', 'ignore-start RULE' or 'ignore-end'"
        ),
        (
            "# flywheel-lint: ignore tests/word until tomorrow\na: old\n",
            "1: 'until' must be followed by a date YYYY-MM-DD, found 'tomorrow'"
        ),
        (
            "# flywheel-lint: ignore tests/word until 2026-02-30\na: old\n",
            "1: 'until' must be followed by a date YYYY-MM-DD, found '2026-02-30'"
        ),
        (
            "# flywheel-lint: ignore tests/word until 2026-06-14\na: old\n",
            "1: the suppression expired on 2026-06-14; fix what it hides, or give it a new date"
        ),
        ("# flywheel-lint: ignore-end\na: old\n", "1: 'ignore-end' without 'ignore-start' before it"),
    ]

    @Test(arguments: mistakes)
    func `what is wrong with one is a finding, and it hides nothing`(text: String, complaint: String) throws {
        #expect(try Self.check("a.yml", text) == Answer(live: [2], complaints: [complaint]))
    }

    @Test func `one that hides nothing is a finding, unless its rule did not run`() throws {
        let text = "# flywheel-lint: ignore tests/other\na: new\n"
        #expect(try Self.check("a.yml", text).complaints == ["1: the suppression hides nothing; remove it"])
        var rules = try Self.rules()
        rules.idle = ["tests/idle"]
        #expect(
            try Self.check("a.yml", "# flywheel-lint: ignore tests/idle\na: new\n", rules: rules).complaints == [])
        // In a fence it is an example.
        #expect(try Self.check("a.md", "```yaml\n# flywheel-lint: ignore RULE\na: new\n```\n").complaints == [])
    }

    @Test func `of several rules in one the unknown is said and the known holds`() throws {
        let answer = try Self.check("a.yml", "# flywheel-lint: ignore tests/word, tests/zzzzzzzz\na: old\n")
        #expect(answer.hidden == [2])
        #expect(answer.complaints == ["1: unknown rule 'tests/zzzzzzzz' in a suppression"])
    }

    @Test func `a block that is not closed covers the rest, and is said`() throws {
        let answer = try Self.check("a.yml", "a: old\n# flywheel-lint: ignore-start tests/word\nb: old\n")
        #expect(answer.live == [1])
        #expect(answer.hidden == [3])
        #expect(answer.complaints == ["2: 'ignore-start' is not closed; write 'ignore-end'"])
    }

    @Test func `the configuration can require a reason and a date, by rule and surface`() throws {
        let configuration = try Configuration(
            bytes: Array(
                """
                suppressions:
                  - {require: reason, rules: tests/word}
                  - {require: [until], surfaces: [primary]}
                """.utf8), path: "c.yml")
        var rules = try Self.rules()
        rules.suppressionPolicy = configuration.suppressions
        let bare = try Self.check("a.yml", "# flywheel-lint: ignore tests/word\na: old\n", rules: rules)
        #expect(bare.live == [2])
        #expect(
            bare.complaints == [
                "1: the configuration requires a reason ('-- why') and a date ('until YYYY-MM-DD') of a suppression of 'tests/word'; without, it hides nothing"
            ])
        let other = try Self.check(
            "a.yml", "# flywheel-lint: ignore tests/other until 2026-12-31\na: stale\n", rules: rules)
        #expect(other == Answer(hidden: [2]))
        let whole = try Self.check(
            "a.yml", "# flywheel-lint: ignore tests/word until 2026-12-31 -- why\na: old\n", rules: rules)
        #expect(whole == Answer(hidden: [2]))
    }

    @Test func `many suppressions in one file take no time`() throws {
        let line = "# flywheel-lint: ignore tests/word -- x\n"
        let clock = ContinuousClock()
        let time = try clock.measure {
            _ = try Self.check("a.yml", String(repeating: line, count: 4_000) + "a: old\n")
            _ = try Self.check("a.yml", String(repeating: line + "# x\n", count: 4_000) + "a: old\n")
            _ = try Self.check(
                "a.tf", "/*\n" + String(repeating: "flywheel-lint: ignore tests/word -- x\n", count: 4_000) + "*/\n")
        }
        #expect(time < .seconds(30))
    }

    @Test(.timeLimit(.minutes(1)))
    func `thousands of suppressions in one file do not multiply`() throws {
        // Each that ends looked through all that are open.
        let blocks =
            String(repeating: "# flywheel-lint: ignore-start tests/word\n", count: 4_999)
            + String(repeating: "# flywheel-lint: ignore-end tests/other\n", count: 4_999)
        let unmatched = try SuppressionTests.check("a.sh", blocks)
        #expect(unmatched.complaints.count { $0.contains("'ignore-end' without") } == 4_999)
        #expect(unmatched.complaints.count { $0.contains("is not closed") } == 4_999)
        // Each name was looked for among all rules.
        let names = (0..<Rounds.share(of: 20_000)).map { "tests/wort\($0)" }
        let unknown = try SuppressionTests.check(
            "a.sh",
            stride(from: 0, to: names.count, by: 25).map {
                "# flywheel-lint: ignore \(names[$0..<min($0 + 25, names.count)].joined(separator: ", "))\n"
            }.joined())
        #expect(unknown.complaints.count == names.count)
        #expect(
            unknown.complaints.first == "1: unknown rule 'tests/wort0' in a suppression; did you mean 'tests/word'?")
    }

    @Test func `an end without a name closes the last block that is open`() throws {
        let text = """
            # flywheel-lint: ignore-start tests/word
            old
            # flywheel-lint: ignore-start tests/other
            stale old
            # flywheel-lint: ignore-end tests/word
            old stale
            # flywheel-lint: ignore-end
            old stale
            """
        let answer = try SuppressionTests.check("a.sh", text)
        #expect(answer.live == [6, 8, 8] && answer.hidden == [2, 4, 4, 6] && answer.complaints.isEmpty)
    }
}
