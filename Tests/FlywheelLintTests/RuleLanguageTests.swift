import FlywheelLint
import LintFindings
import LintRules
import LintSource
import Testing

/// Each element of the rule language by a rule that uses it: its cases hold when the element does what the language says,
/// and at least one of them does not when it is left out.
@Suite struct RuleLanguageTests {
    struct Element: CustomTestStringConvertible, Sendable {
        var what: String
        /// The element's own lines, without which a case must fail.
        var lines: [String]
        /// The other lines of the rule.
        var rest: [String] = []
        var cases: [String]
        var testDescription: String { what }

        func pack(without isLeftOut: Bool = false) throws -> Pack {
            var text =
                "pack: t\nvars: {old: [alpha, beta], new: gamma}\nrules:\n  - id: t/x\n    title: T\n    why: W\n"
            let all = (isLeftOut ? [] : lines) + rest
            if !all.contains(where: { $0.hasPrefix("message:") }) { text += "    message: M\n" }
            for line in all { text += "    \(line)\n" }
            text += "    tests:\n"
            for test in cases { text += "      - \(test)\n" }
            return try Pack.decode(file: .init(path: "t.yml", bytes: Array(text.utf8)))
        }

        func failures(_ pack: Pack) -> [String] {
            let surfaces = SurfaceMap([("old", [PathGlob("old/")])])
            return pack.rules.flatMap { RuleTester(surfaces: surfaces).run($0) }.filter { $0.outcome != .validated }
                .map { "\($0.line): \($0.outcome.rawValue): \($0.detail)" }
        }
    }

    static let text = "match: {text: alpha}"

    static let elements: [Element] = questions + structure + excuses

    static let questions: [Element] = [
        Element(
            what: "lang is the innermost document's", lines: ["lang: hcl"], rest: [text],
            cases: [
                ##"{lang: markdown, bad: "alpha\n\n```hcl\nx = \"⟦alpha⟧\"\n```\n"}"##,
                ##"{lang: yaml, good: "x: alpha"}"##,
            ]),
        Element(
            what: "lang may be a list", lines: ["lang: [yaml, nix]"], rest: [text],
            cases: [
                ##"{lang: yaml, bad: "x: ⟦alpha⟧"}"##, ##"{lang: nix, bad: "{ x = \"⟦alpha⟧\"; }"}"##,
                ##"{lang: hcl, good: "x = \"alpha\""}"##,
            ]),
        Element(
            what: "lang text is every language that is comments, strings and the rest", lines: ["lang: text"],
            rest: [text],
            cases: [
                ##"{lang: toml, bad: "x = \"⟦alpha⟧\""}"##, ##"{lang: python, bad: "# ⟦alpha⟧"}"##,
                ##"{lang: markdown, good: alpha}"##, ##"{lang: shell, good: "echo alpha"}"##,
            ]),
        Element(
            what: "files are globs", lines: ["files: ['docs/', '*.txt']"], rest: [text],
            cases: [
                ##"{path: docs/a/b.md, bad: "⟦alpha⟧"}"##, ##"{path: x/b.txt, bad: "⟦alpha⟧"}"##,
                ##"{path: src/a.md, good: alpha}"##,
            ]),
        Element(
            what: "files are included and excluded", lines: ["files: {include: [docs/], exclude: ['docs/old/**']}"],
            rest: [text],
            cases: [
                ##"{path: docs/a.md, bad: "⟦alpha⟧"}"##, ##"{path: docs/old/a.md, good: alpha}"##,
                ##"{path: a.md, good: alpha}"##,
            ]),
        Element(
            what: "surfaces that are listed are the only ones", lines: ["surfaces: [primary]"], rest: [text],
            cases: [##"{path: a.md, bad: "⟦alpha⟧"}"##, ##"{path: old/a.md, good: alpha}"##]),
        Element(
            what: "surfaces have levels of their own", lines: ["surfaces: {old: off}"], rest: [text],
            cases: [##"{path: a.md, bad: "⟦alpha⟧"}"##, ##"{path: old/a.md, good: alpha}"##]),
        Element(
            what: "in names contexts", lines: ["in: [prose, comment]"], rest: [text],
            cases: [
                ##"{lang: markdown, bad: "⟦alpha⟧ and `alpha`\n\n# alpha\n"}"##,
                ##"{lang: hcl, bad: "# ⟦alpha⟧\nalpha = \"alpha\""}"##,
                ##"{lang: yaml, good: "alpha: alpha"}"##,
            ]),
        Element(
            what: "in file-name looks at the path, and at nothing else", lines: ["in: file-name"], rest: [text],
            cases: [##"{path: "⟦docs/alpha.md⟧", bad: "alpha"}"##, ##"{path: docs/beta.md, good: "alpha"}"##]),
        Element(
            what: "a text has its case", lines: ["match: {text: [alpha, Beta]}"], rest: ["node: $.x"],
            cases: [##"{lang: yaml, bad: "x: ⟦alpha⟧ Alpha ⟦Beta⟧"}"##, ##"{lang: yaml, good: "y: alpha"}"##]),
        Element(
            what: "an expression reports what is called at", lines: [#"match: {re: 'x(?<at>\d+)(?<tail>y)?'}"#],
            rest: ["where: {tail: {re: y}}"],
            cases: [##"{lang: text, bad: "x⟦12⟧y x34"}"##, ##"{lang: text, good: "12y"}"##]),
        Element(
            what: "expressions may be several, and their lines end at CR LF too",
            lines: ["match: {re: ['^a$', '^b$']}"],
            rest: ["in: [other, prose, string]"],
            cases: [##"{lang: text, bad: "⟦a⟧\n⟦b⟧\nab\n"}"##, ##"{lang: text, good: "ab\n"}"##]),
        Element(
            what: "a name keeps to spellings", lines: ["match: {name: old-name, spellings: [kebab, snake]}"],
            rest: ["node: $.x"],
            cases: [
                ##"{lang: yaml, bad: "x: ⟦old-name⟧ ⟦old_name⟧ ⟦OLD_NAME⟧ Old Name OldName"}"##,
                ##"{lang: yaml, good: "x: oldname"}"##,
            ]),
        Element(
            what: "a name is found in a URL when it may be", lines: ["match: {name: old-name, also-in: url}"],
            rest: ["node: $.x"],
            cases: [
                ##"{lang: yaml, bad: "x: https://h.org/⟦old-name⟧/y"}"##,
                ##"{lang: yaml, good: "x: a/old-name/y old-name.example.org"}"##,
            ]),
        Element(
            what: "a name is found in hosts, paths and identifiers when it may be",
            lines: ["match: {name: old-name, also-in: [host, path, identifier]}"], rest: ["node: $.x"],
            cases: [
                ##"{lang: yaml, bad: "x: a/⟦old-name⟧/y ⟦old-name⟧.example.org my_⟦old_name⟧_x"}"##,
                ##"{lang: yaml, good: "x: https://h.org/old-name"}"##,
            ]),
        Element(
            what: "any takes what one of its matchers takes",
            lines: ["match: {any: [{text: alpha}, {name: old-name}]}"],
            rest: ["node: $.x"],
            cases: [##"{lang: yaml, bad: "x: ⟦alpha⟧ ⟦Old Name⟧"}"##, ##"{lang: yaml, good: "x: beta"}"##]),
        Element(
            what: "all reports the first when the others are on its line",
            lines: ["match: {all: [{text: alpha}, {any: [{text: one}, {text: two}]}, {not: {text: three}}]}"],
            rest: ["lang: markdown"],
            cases: [
                ##"{lang: markdown, bad: "one ⟦alpha⟧\n⟦alpha⟧ two\nalpha\nalpha two three\n"}"##,
                ##"{lang: markdown, good: "alpha"}"##,
            ]),
        Element(
            what: "where limits captures by expression and by lists",
            lines: ["where: {a: {re: '^x'}, b: {one-of: [$old, z]}, c: {not-in: [no]}}"],
            rest: [#"match: {re: '(?<a>\w+)-(?<b>\w+)-(?<c>\w+)'}"#],
            cases: [
                ##"{lang: text, bad: "⟦xa-beta-c⟧ ya-beta-c xa-delta-c xa-beta-no ⟦x-z-y⟧"}"##,
                ##"{lang: text, good: "a-b-c"}"##,
            ]),
        Element(
            what: "where limits parts of a URL, and the whole",
            lines: ["where: {port: {not-in: ['80']}, match: {re: 'https?:'}}"],
            rest: ["match: {url: {host: h.example.org}}"],
            cases: [
                ##"{lang: yaml, bad: "x: ⟦http://h.example.org:8080⟧ http://h.example.org:80 h.example.org:8080"}"##,
                ##"{lang: yaml, good: "x: 1"}"##,
            ]),
    ]

    static let structure: [Element] = [
        Element(
            what: "node selects what a file writes with escapes", lines: [##"node: $['a\tb']"##], rest: [text],
            cases: [
                ##"{lang: yaml, bad: "{\"a\\tb\": \"⟦alpha⟧\", \"c\": \"alpha\"}"}"##,
                ##"{lang: yaml, good: "{\"atb\": \"alpha\"}"}"##,
            ]),
        Element(
            what: "node alone reports the name", lines: ["node: $.a.b"],
            cases: [##"{lang: yaml, bad: "a: {⟦b⟧: 1}\nb: 2"}"##, ##"{lang: yaml, good: "b: 1"}"##]),
        Element(
            what: "node and match look at the value, whose ends are those of the expression",
            lines: ["node: $.*.b", "match: {re: '^x$'}"],
            cases: [
                ##"{lang: yaml, bad: "a: {b: ⟦x⟧}\nc: {b: \"⟦x⟧\"}\nd: {b: xy}\n"}"##,
                ##"{lang: hcl, good: "a = \"x\""}"##,
            ]),
        Element(
            what: "within takes a selector, a bare name anywhere, and any of several", lines: ["within: [$.a, c]"],
            rest: [text],
            cases: [
                ##"{lang: yaml, bad: "a: {b: ⟦alpha⟧}\nb: {c: {d: ⟦alpha⟧}}\ne: alpha\n"}"##,
                ##"{lang: yaml, good: "b: alpha"}"##,
            ]),
        Element(
            what: "has asks the node", lines: ["has: [x, y.z]"], rest: ["node: $.*"],
            cases: [
                ##"{lang: yaml, bad: "⟦a⟧: {x: 1, y: {z: 1}}\nb: {x: 1}\n"}"##,
                ##"{lang: yaml, good: "a: {y: {z: 1}}"}"##,
            ]),
        Element(
            what: "lacks asks the node", lines: ["lacks: [x, y]"], rest: ["node: $.*"],
            cases: [
                ##"{lang: yaml, bad: "⟦a⟧: {z: 1}\nb: {x: 1}\nc: {y: 1}\n"}"##, ##"{lang: yaml, good: "a: {x: 1}"}"##,
            ]),
        Element(
            what: "has asks the node of within", lines: ["has: ok"], rest: ["within: job", text],
            cases: [
                ##"{lang: yaml, bad: "job: {ok: 1, deep: {x: ⟦alpha⟧}}"}"##,
                ##"{lang: yaml, good: "job: {deep: {ok: 1, x: alpha}}"}"##,
            ]),
        Element(
            what: "lacks asks the innermost object around the match", lines: ["lacks: ok"], rest: [text],
            cases: [
                ##"{lang: yaml, bad: "a: {x: ⟦alpha⟧}\nb: {ok: 1, x: alpha}"}"##,
                ##"{lang: yaml, good: "a: {ok: 1, x: alpha}"}"##,
            ]),
        Element(
            what: "node reaches labels of blocks", lines: ["node: $.terraform.backend.http", "lacks: lock_address"],
            cases: [
                ##"{lang: hcl, bad: "terraform {\n  backend ⟦\"http\"⟧ {\n  }\n}\n"}"##,
                ##"{lang: hcl, good: "terraform {\n  backend \"http\" {\n    lock_address = \"x\"\n  }\n}\n"}"##,
            ]),
        Element(
            what: "node reaches dotted attribute paths",
            lines: ["node: \"$..['extra-substituters'][*]\"", "match: {text: alpha}"],
            cases: [
                ##"{lang: markdown, bad: "```nix\n{ nix.settings.extra-substituters = [ \"⟦alpha⟧\" \"beta\" ]; }\n```\n"}"##,
                ##"{lang: nix, good: "{ other = [ \"alpha\" ]; }"}"##,
            ]),
        Element(
            what: "node reaches front matter", lines: ["node: $.kind"],
            cases: [
                ##"{lang: markdown, bad: "---\n⟦kind⟧: x\n---\n\nkind: y\n"}"##,
                ##"{lang: markdown, good: "kind: y\n"}"##,
            ]),
        Element(
            what: "a path that is not there",
            lines: ["match: {path: {rooted: [docs/], extensions: [md], exists: false}}"],
            cases: [
                ##"{files: {docs/a.md: "docs/a.md b.md c/d.md ../e.md ⟦docs/no.md⟧ ⟦docs/no/⟧ docs/${x}.md docs/*.md ⟦gone.md⟧", docs/b.md: x, docs/c/d.md: x, e.md: x}}"##,
                ##"{files: {a.md: "docs/b and docs/ and ../../x.md", docs/b/c.txt: x}}"##,
            ]),
        Element(
            what: "a path that is there", lines: ["match: {path: {rooted: [docs/], exists: true}}"],
            cases: [
                ##"{files: {a.md: "⟦docs/b.md⟧ docs/c.md ⟦docs/⟧", docs/b.md: x}}"##,
                ##"{files: {a.md: "docs/c.md"}}"##,
            ]),
    ]

    static let excuses: [Element] = [
        Element(
            what: "unless match excuses the line", lines: ["unless: {match: {text: ok}}"], rest: [text],
            cases: [##"{lang: markdown, bad: "⟦alpha⟧\nok\n"}"##, ##"{lang: markdown, good: "alpha ok"}"##]),
        Element(
            what: "unless match may reach the token", lines: ["unless: {match: {text: ok}, reach: span}"], rest: [text],
            cases: [
                ##"{lang: yaml, bad: "x: ⟦alpha⟧ # ok\n"}"##, ##"{lang: hcl, good: "x = <<EOT\nok\nalpha\nEOT\n"}"##,
                ##"{lang: yaml, good: "x: alpha ok"}"##,
            ]),
        Element(
            what: "unless within excuses a place in the tree", lines: ["unless: {within: [$.a, c]}"], rest: [text],
            cases: [##"{lang: yaml, bad: "b: ⟦alpha⟧"}"##, ##"{lang: yaml, good: "a: {b: alpha}\nx: {c: alpha}"}"##]),
        Element(
            what: "unless in excuses a context", lines: ["unless: {in: [comment]}"], rest: [text],
            cases: [##"{lang: yaml, bad: "b: ⟦alpha⟧ # alpha"}"##, ##"{lang: yaml, good: "# alpha"}"##]),
        Element(
            what: "unless files excuses paths", lines: ["unless: {files: [docs/, '*.txt']}"], rest: [text],
            cases: [
                ##"{path: a.md, bad: "⟦alpha⟧"}"##, ##"{path: docs/a.md, good: alpha}"##,
                ##"{path: x/a.txt, good: alpha}"##,
            ]),
        Element(
            what: "unless exists excuses where such a file is", lines: ["unless: {exists: ['*.lock', x/y.z]}"],
            rest: [text],
            cases: [
                ##"{files: {a.md: "⟦alpha⟧", y.z: x}}"##, ##"{files: {a.md: alpha, deep/flake.lock: x}}"##,
                ##"{files: {a.md: alpha, x/y.z: x}}"##,
            ]),
        Element(
            what: "any of several excuses will do", lines: ["unless: [{match: {text: one}}, {match: {text: two}}]"],
            rest: [text],
            cases: [##"{lang: markdown, bad: "⟦alpha⟧"}"##, ##"{lang: markdown, good: "alpha one\nalpha two"}"##]),
        Element(
            what: "evidence in the file", lines: ["unless: {evidence: {near: file, match: {text: ok}}}"], rest: [text],
            cases: [##"{files: {a/x.md: "⟦alpha⟧", a/y.md: ok}}"##, ##"{files: {a/x.md: "alpha\n\nok"}}"##]),
        Element(
            what: "evidence in the directory", lines: ["unless: {evidence: {near: directory, match: {text: ok}}}"],
            rest: [text],
            cases: [
                ##"{files: {a/x.md: "⟦alpha⟧", y.md: ok, a/b/z.md: ok}}"##, ##"{files: {a/x.md: alpha, a/y.md: ok}}"##,
            ]),
        Element(
            what: "evidence in the repository", lines: ["unless: {evidence: {near: repo, match: {text: ok}}}"],
            rest: [text],
            cases: [##"{files: {a/x.md: "⟦alpha⟧"}}"##, ##"{files: {a/x.md: alpha, b/c/y.md: ok}}"##]),
        Element(
            what: "evidence near a stack lies in it, names it, or lies above and names no other",
            lines: ["unless: {evidence: {near: stack, match: {text: ok}}}"], rest: [text, "lang: hcl"],
            cases: [
                ##"{files: {tofu/a/x.tf: "# ⟦alpha⟧", tofu/b/y.tf: "# ok"}}"##,
                ##"{files: {tofu/a/x.tf: "# ⟦alpha⟧", tofu/b/x.tf: "# alpha", Justfile: "run:\n  tofu -chdir=tofu/b init # ok\n"}}"##,
                ##"{files: {tofu/a/x.tf: "# alpha", tofu/a/b.md: ok}}"##,
                ##"{files: {tofu/a/x.tf: "# alpha", Justfile: "# ok\n"}}"##,
                ##"{files: {tofu/a/x.tf: "# alpha", scripts/x.sh: "cd ../tofu/a && ok\n"}}"##,
                ##"{files: {tofu/a/x.tf: "# alpha", scripts/x.sh: "cd tofu/${stack} && ok\n"}}"##,
            ]),
        Element(
            what: "evidence stands in some files and contexts only",
            lines: [
                "unless: {evidence: {near: repo, files: ['**/*.sh', Justfile], in: [shell, string], match: {text: ok}}}"
            ],
            rest: [text],
            cases: [
                ##"{files: {x.md: "⟦alpha⟧ ok"}}"##, ##"{files: {x.md: "⟦alpha⟧", a.sh: "# ok\n"}}"##,
                ##"{files: {x.md: "alpha", a.sh: "ok\n"}}"##,
            ]),
        Element(
            what: "unless refused excuses what a check refuses", lines: ["unless: {refused: true}"], rest: [text],
            cases: [
                ##"{lang: python, bad: "USED = ['⟦alpha⟧']\n"}"##, ##"{lang: python, good: "RETIRED = ['alpha']\n"}"##,
                ##"{lang: yaml, good: "forbidden:\n  - alpha\n"}"##,
                ##"{lang: python, bad: "assert '⟦alpha⟧' in text\n"}"##,
                ##"{lang: python, good: "assert 'alpha' not in text\n"}"##,
            ]),
        Element(
            what: "an analyzer's answer for the whole file", lines: ["unless: {answer: terraform-state/other-backend}"],
            rest: [text],
            cases: [
                ##"{files: {.gitlab-ci.yml: "a: {script: [gitlab-tofu plan]}\nb: ⟦alpha⟧", a.tf: "terraform {\n  backend \"http\" {}\n}"}}"##,
                ##"{files: {.gitlab-ci.yml: "a: {script: [gitlab-tofu plan]}\nb: alpha", a.tf: "terraform {\n  backend \"gcs\" {}\n}"}}"##,
                ##"{files: {x.md: "⟦alpha⟧", a.tf: "terraform {\n  backend \"gcs\" {}\n}"}}"##,
            ]),
    ]

    @Test("an element of the language does what it says", arguments: elements)
    func element(_ element: Element) throws {
        let failures = element.failures(try element.pack())
        #expect(failures == [], "\(failures)")
    }

    /// A rule that looks for nothing is no rule, so these have nothing to compare with.
    static let separable = elements.filter { element in
        (element.rest + element.cases).contains { $0.hasPrefix("match:") || $0.hasPrefix("node:") }
    }

    @Test("without the element a case fails", arguments: separable)
    func without(_ element: Element) throws {
        #expect(element.failures(try element.pack(without: true)) != [])
    }
}
