import Testing

/// Every mistake that a pack can hold, one row for each message of its decoder.
@Suite struct PackMistakeTests {
    typealias Mistake = MistakeTests.Mistake

    /// A line of a rule beside `match: {text: old}`.
    static func line(_ line: String, _ says: String...) -> Mistake { row(line, ["match: {text: old}", line], says) }
    /// The matcher of a rule.
    static func match(_ match: String, _ says: String...) -> Mistake { row(match, ["match: \(match)"], says) }
    /// A rule with these lines.
    static func rule(_ lines: [String], _ says: String...) -> Mistake {
        row(lines.joined(separator: ", "), lines, says)
    }
    /// A rule with one case more. A check passes over the cases of rules, which it does not need.
    static func test(_ test: String, _ says: String...) -> Mistake {
        var mistake = row(test, ["match: {text: old}"], says)
        mistake.files["pack.yml"]? += "\n      - \(test)\n"
        mistake.arguments = ["rules", "test", "pack.yml"]
        return mistake
    }
    static func kpi(_ kpi: String, _ says: String...) -> Mistake {
        pack("pack: own\nkpis:\n  - \(kpi)\n", says)
    }

    private static func row(_ what: String, _ lines: [String], _ says: [String]) -> Mistake {
        let text = MistakeTests.rule(lines.map { "    " + $0 }.joined(separator: "\n"))
        return Mistake(
            what: what, files: ["pack.yml": text, "a.md": "x\n"], arguments: ["--pack", "pack.yml"],
            says: ["pack.yml:"] + says)
    }
    static func pack(_ text: String, _ says: [String]) -> Mistake {
        Mistake(
            what: text, files: ["pack.yml": text, "a.md": "x\n"], arguments: ["--pack", "pack.yml"],
            says: ["pack.yml:"] + says)
    }

    static let matchers: [Mistake] = [
        match("text", "match must be a mapping, found"),
        match("{}", "exactly one of text, re, name, url, path, any, all, not; found none"),
        match("{nmae: old}", "unknown key 'nmae' in match; did you mean 'name'?"),
        match("{text: old, also-in: url}", "'also-in' goes with 'name' only"),
        match("{re: old, spellings: kebab}", "'spellings' goes with 'name' only"),
        match("{name: old, also-in: urls}", "unknown place 'urls'; did you mean 'url'?"),
        match("{name: old, spellings: [kebap]}", "unknown spelling 'kebap'; did you mean 'kebab'?"),
        match("{name: '--'}", "'--' is no name"),
        match("{text: []}", "'text' is an empty list"),
        match("{text: {a: b}}", "'text' must be text or a list of texts"),
        match("{text: [[a]]}", "'text' must be text, found"),
        match("{text: }", "'text' is empty"),
        match("{re: ''}", "'re' is empty; write an expression"),
        match("{re: [a, '(?<x']}", "bad regular expression at its character"),
        match("{any: []}", "'any' is empty; give it matchers"),
        match("{any: old}", "'any' must be a list"),
        match("{any: [{not: {text: a}}]}", "inside 'all' only"),
        match("{all: [{not: {text: a}}, {text: b}]}", "inside 'all' only"),
        match("{url: {hots: a.example.org}}", "unknown key 'hots' in url; did you mean 'host'?"),
        match("{url: {host: ''}}", "'host' is empty; write what the part must be"),
        match("{url: {host: '*.*'}}", "a 'url' needs a literal"),
        match("{url: {userinfo: a}}", "a 'url' needs a literal"),
        match("{path: {}}", "'path' does not say what a path is; give 'rooted'"),
        match("{path: {folders: false}}", "'path' does not say what a path is"),
        match("{path: {rootd: [docs/]}}", "unknown key 'rootd' in path; did you mean 'rooted'?"),
        match("{path: {rooted: [./]}}", "'./' is no folder of the repository"),
        match("{path: {extensions: ['*.md']}}", "'*.md' is no extension of a file's name"),
        match("{path: {extensions: md, exists: maybe}}", "'exists' must be true or false"),
        match("{all: [{text: a}, {path: {folders: true, exists: true}}]}", "'exists' goes with what a rule reports"),
        match("{all: [{text: a}, {not: {path: {folders: true, exists: true}}}]}", "'exists' goes with what"),
        match(
            (0..<17).map { _ in "{any: [" }.joined() + "{text: a}" + (0..<17).map { _ in "]}" }.joined(),
            "'match' is nested deeper than 16 levels"),
    ]

    static let lines: [Mistake] = [
        line("level: eror", "unknown level 'eror'; did you mean 'error'?"),
        line("level: [error]", "'level' must be text"),
        line("tags: {a: b}", "'tags' must be text or a list of texts"),
        line("lang: hlc", "unknown language 'hlc'; did you mean 'hcl'?"),
        line("files: {}", "'files' is empty; give 'include' or 'exclude'"),
        line("files: {inculde: [a]}", "unknown key 'inculde' in files; did you mean 'include'?"),
        line("files: []", "'files' is an empty list"),
        line("surfaces: {}", "'surfaces' is empty; write 'surface: level' lines"),
        line("surfaces: [archiv]", "unknown surface 'archiv'; did you mean 'archive'?"),
        line("surfaces: {archive: of}", "unknown level 'of'; did you mean 'off'?"),
        line("in: []", "'in' is an empty list"),
        line("in: [html-coment]", "unknown context 'html-coment'; did you mean 'html-comment'?"),
        line("in: $reed", "unknown variable '$reed'"),
        line("node: $.a[", "'node' is no selector"),
        line("within: $.a..", "'within' is no selector"),
        line("has: '$[?@.a]'", "'has' is no selector", "use 'where', 'has' or 'lacks'"),
        line("lacks: \"$['\\\\x']\"", "'lacks' is no selector", "unknown escape"),
        line("where: {}", "'where' must be a mapping of captures"),
        line("where: {match: {}}", "'match' asks nothing; give 're', 'one-of' or 'not-in'"),
        line("where: {mathc: {re: a}}", "unknown capture 'mathc'; did you mean 'match'?"),
        line("where: {match: {ones-of: [a]}}", "unknown key 'ones-of' in where; did you mean 'one-of'?"),
        line("where: {match: {re: '['}}", "bad regular expression"),
        line("unless: []", "'unless' is an empty list"),
        line("unless: {}", "'unless' says nothing"),
        line("unless: {wihtin: a}", "unknown key 'wihtin' in unless; did you mean 'within'?"),
        line("unless: {reach: span}", "'reach' says how far 'match' reaches; add 'match'"),
        line("unless: {match: {text: a}, reach: lin}", "unknown reach 'lin'; did you mean 'line'?"),
        line("unless: {match: {path: {folders: true, exists: true}}}", "'exists' goes with what a rule reports"),
        line("unless: {evidence: {near: repo}}", "evidence has no 'match'; add it"),
        line("unless: {evidence: {near: stak, match: {text: a}}}", "unknown near 'stak'; did you mean 'stack'?"),
        line(
            "unless: {evidence: {match: {text: a}, in: strings}}", "unknown context 'strings'; did you mean 'string'?"),
        line(
            "unless: {evidence: {file: a, match: {text: a}}}", "unknown key 'file' in evidence; did you mean 'files'?"),
        line("unless: {evidence: {match: {path: {folders: true, exists: false}}}}", "'exists' goes with what"),
        line("unless: {answer: other-backend}", "'answer' is written analyzer/name, found 'other-backend'"),
        line(
            "unless: {answer: terraform-state/other-backends}", "no analyzer answers 'terraform-state/other-backends'",
            "did you mean 'terraform-state/other-backend'?"),
        line("unless: {refused: yes}", "'refused' must be true or false"),
        line(
            "fix: {replace: a, safety: unsafe, unsafe-beside: {text: b}}",
            "'unsafe-beside' goes with 'safety: safe' only"),
        line(
            "fix: {replace: a, safety: unsafe, unsafe-on-line: {text: b}}",
            "'unsafe-on-line' goes with 'safety: safe' only"),
        line("fix: {safety: safe}", "a fix is one of replace, replace-part, delete; found none"),
        line("fix: {replace: a, delete: line, safety: safe}", "found replace and delete"),
        line("fix: {replace: a, safety: save}", "unknown safety 'save'; did you mean 'safe'?"),
        line("fix: {replace: a, with: b, safety: safe}", "'with' goes with 'replace-part' only"),
        line("fix: {replace-part: match, safety: safe}", "fix has no 'with'; add it"),
        line("fix: {replace-part: hots, with: b, safety: safe}", "unknown capture 'hots'"),
        line("fix: {replace: '{mach}', safety: safe}", "unknown capture 'mach'; did you mean 'match'?"),
        line("fix: {delete: lines, safety: safe}", "unknown delete 'lines'; did you mean 'line'?"),
        line("fix: {delete: node, safety: safe}", "'delete: node' needs a node"),
        line("group: all", "'group' says what is fixed together; give the rule a 'fix'"),
        rule(["match: {text: old}", "fix: {delete: line, safety: safe}", "group: ''"], "'group' is empty"),
        rule(["match: {text: old}", "fix: {delete: line, safety: safe}", "group: '{x}'"], "unknown capture 'x'"),
        line("kpi: own/cuont", "unknown kpi 'own/cuont'", "did you mean 'own/count'?"),
        line("claim: {value: match}", "claim has no 'equals'; add it"),
        line("claim: {value: n, equals: {count: {files: a}}}", "unknown capture 'n'; known: match"),
        line("claim: {value: match, equals: {count: {findings: a}}}", "unknown key 'findings' in count"),
        line("claim: {value: match, equals: {count: {}}}", "'count' is one of files, directories, nodes; found none"),
        line("claim: {value: match, equals: {count: {files: a}}, as-of: day}", "unknown capture 'day'"),
        line("claim: {value: match, equals: {count: {files: a}}, as-of: {re: '('}}", "bad regular expression"),
        line(
            "claim: {value: match, equals: {cuont: {files: a}}}", "unknown key 'cuont' in equals; did you mean 'count'?"
        ),
        line("analyzer: terraform-state", "'match' does not go with 'analyzer'"),
        rule(["analyzer: runner-label"], "unknown analyzer 'runner-label'", "did you mean 'runner-labels'?"),
        rule(
            ["analyzer: runner-labels", "where: {labl: {re: a}}"], "unknown capture 'labl' of analyzer 'runner-labels'",
            "did you mean 'label'?"),
    ]

    static let cases: [Mistake] = [
        test("{lang: markdown}", "a test is one of bad, good, files; found none"),
        test("{lang: markdown, good: a, bad: b}", "found bad and good"),
        test("{lang: markdown, godo: a}", "unknown key 'godo' in test; did you mean 'good'?"),
        test("{good: a}", "a test needs 'lang' or 'path'"),
        test("{lang: markdwon, good: a}", "unknown language 'markdwon'; did you mean 'markdown'?"),
        test("{lang: yaml, path: a.md, good: a}", "'a.md' is read as markdown, not as yaml; remove 'lang'"),
        test("{lang: markdown, good: ⟦a⟧}", "a good case has no ⟦marks⟧"),
        test("{lang: markdown, bad: '⟦⟦a⟧'}", "'⟦' stands inside another mark"),
        test("{lang: markdown, bad: 'a⟧'}", "'⟧' without a '⟦' before it"),
        test("{lang: markdown, good: a, fixed: b}", "nothing is fixed where nothing is reported"),
        test("{files: {}}", "'files' is empty; write 'path: text' lines"),
        test("{files: {a.md: b}, path: c}", "'path' does not go with 'files'"),
        test("{files: {a.md: ⟦old⟧}, fixed: {b.md: c}}", "unknown file 'b.md'"),
        test("{files: {a.md: ⟦old⟧}, fixed: }", "'fixed' is empty; write 'path: text' lines"),
        test("{files: {a.md: ⟦old⟧}, fixed: text}", "'fixed' must be a mapping of paths to texts"),
    ]

    static let packs: [Mistake] = [
        pack("pack: own\nrlues: []\n", ["2:1", "unknown key 'rlues' in pack; did you mean 'rules'?"]),
        pack("pack: ''\n", ["'pack' of pack is empty"]),
        pack("- a\n", ["pack must be a mapping"]),
        pack("pack: own\nvars: {'a b': c}\n", ["'a b' is no name of a variable"]),
        pack("pack: own\nvars: [a]\n", ["'vars' must be a mapping of names to texts"]),
        pack("pack: own\nvars: {a: []}\n", ["'a' is an empty list"]),
        pack("pack: own\nrules: a\n", ["'rules' must be a list"]),
        pack("pack: own\nrules: [a]\n", ["rule must be a mapping"]),
        pack("pack: own\nrules: [{title: T}]\n", ["rule has no 'id'; add it"]),
        pack("pack: own\nrules: [{id: a/b, why: W}]\n", ["rule has no 'title'; add it"]),
        pack("pack: own\nrules: [{id: a/b, title: T, why: ''}]\n", ["'why' of rule is empty"]),
        pack("pack: own\nrules: [{id: a/b/c, title: T}]\n", ["'a/b/c' is no rule id; write 'family/offence'"]),
        pack("pack: own\nsurfaces: {a: {files: b}}\n", ["'a' must be text or a list of texts"]),
        pack("pack: own\nrules: &a [*b]\n", ["no anchor '&b'", "2:"]),
        pack("pack: own\npack: two\n", ["2:1", "duplicate key 'pack'"]),
        kpi("{title: T, count: {files: a}}", "kpi has no 'id'; add it"),
        kpi("{id: own/a, title: T}", "kpi has no 'count'; add it"),
        kpi("{id: own/a, title: T, cuont: {}}", "unknown key 'cuont' in kpi; did you mean 'count'?"),
        kpi("{id: own/a, title: T, count: {files: a, directories: b}}", "found files and directories"),
        kpi("{id: own/a, title: T, count: {files: a, unit: lines}}", "'unit' does not go with 'files'"),
        kpi("{id: own/a, title: T, count: {findings: own/*, unit: nodes}}", "'findings' are counted by occurrences"),
        kpi(
            "{id: own/a, title: T, count: {findings: own/*, unit: line}}", "unknown unit 'line'; did you mean 'lines'?"),
        kpi("{id: own/a, title: T, count: {findings: own/*}}", "counts findings of 'own/*', but no rule is named so"),
        kpi("{id: own/a, title: T, count: {nodes: '$['}}", "'nodes' is no selector"),
        kpi("{id: own/a, title: T, count: {nodes: $.a, value: {}}}", "'value' is one of re, one-of"),
        kpi("{id: own/a, title: T, count: {answers: a}}", "'answers' is written analyzer/name, found 'a'"),
        kpi("{id: own/a, title: T, count: {answers: terraform/x}}", "unknown analyzer 'terraform' in kpi 'own/a'"),
        kpi("{id: own/a, title: T, count: {external: ''}}", "'external' of count is empty"),
        kpi(
            "{id: own/a, title: T, count: {files: a}, better: hihger}",
            "unknown better 'hihger'; did you mean 'higher'?"),
        kpi("{id: own/a, title: T, count: {files: a}, goal: much}", "'goal' must be a number"),
        kpi(
            "{id: own/a, title: T, count: {files: a}}\n  - {id: own/a, title: U, count: {files: b}}",
            "kpi 'own/a' is defined already"),
        Mistake(
            what: "a rule in a file of another name",
            files: [
                "own/pack.yml": "pack: own\n", "a.md": "x\n",
                "own/other.yml":
                    "id: own/word\ntitle: T\nwhy: W\nmessage: M\nmatch: {text: old}\ntests: [{lang: text, bad: ⟦old⟧}, {lang: text, good: new}]\n",
            ], arguments: ["--pack", "own"], says: ["own/other.yml:1", "name the file 'word.yml'"]),
    ]

    static let configurations: [Mistake] = [
        MistakeTests.config("a mapping of extends", "extends: {a: b}\n", "1:10", "'extends' must be text or a list"),
        MistakeTests.config("an empty surface", "surfaces: {a: []}\n", "'a' is an empty list"),
        MistakeTests.config("a surface without files", "surfaces: {a: {level: off}}\n", "surface has no 'files'"),
        MistakeTests.config(
            "a surface's key", "surfaces: {a: {file: b}}\n", "unknown key 'file' in surface; did you mean 'files'?"),
        MistakeTests.config("a surface's level", "surfaces: {a: {files: b, level: noet}}\n", "did you mean 'note'?"),
        MistakeTests.config("a surface without a name", "surfaces: {'': b}\n", "a surface has no name"),
        MistakeTests.config("settings that say nothing", "rules: {identity/*: {}}\n", "'identity/*' says nothing"),
        MistakeTests.config("a setting's key", "rules: {identity/*: {levl: off}}\n", "did you mean 'level'?"),
        MistakeTests.config(
            "a rule in a glob that is none", "rules: {identiy/*: off}\n", "1:9", "unknown rule 'identiy/*'"),
        MistakeTests.config("a budget that says nothing", "budgets: {truth/identity: {}}\n", "the budget says nothing"),
        MistakeTests.config("a budget's key", "budgets: {truth/identity: {maxx: 1}}\n", "did you mean 'max'?"),
        MistakeTests.config(
            "a budget that is no number", "budgets: {truth/identity: {max: few}}\n", "'max' must be a number"),
        MistakeTests.config("an unknown level to fail on", "fail-on: wraning\n", "1:10", "did you mean 'warning'?"),
        MistakeTests.config(
            "a variable that no pack has", "vars: {canonical: x}\n", "no pack has a variable 'canonical'"),
        MistakeTests.config("an unknown limit", "limits: {file-sise: 1}\n", "did you mean 'file-size'?"),
        MistakeTests.config("a limit that is no number", "limits: {file-size: big}\n", "'file-size' must be a number"),
        MistakeTests.config(
            "a KPI that counts nothing known", "kpis: [{id: a, title: A, count: {findings: identiy/*}}]\n",
            "no rule is named so"),
        MistakeTests.config(
            "a KPI on an unknown surface",
            "kpis: [{id: a, title: A, count: {findings: identity/*, surfaces: [primry]}}]\n", "did you mean 'primary'?"),
        MistakeTests.config("external values that are no text", "external: [a]\n", "'external' must be text"),
        MistakeTests.config("text alone", "just text\n", "configuration must be a mapping"),
    ]

    @Test("a mistake in a pack ends with status 2 and its place", arguments: matchers + lines + cases + packs)
    func pack(_ mistake: Mistake) throws { try MistakeTests().mistake(mistake) }

    @Test("a mistake in a configuration ends with status 2 and its place", arguments: configurations)
    func configuration(_ mistake: Mistake) throws { try MistakeTests().mistake(mistake) }

    @Test("a check passes over what a rule's cases say, but asks that there are some, and that they are YAML")
    func casesInACheck() throws {
        func status(_ pack: String) throws -> LinterProcess.Answer {
            let tree = try TemporaryTree(["pack.yml": pack, "a.md": "an old word\n"])
            return try LinterProcess.run(
                ["check", "--pack", "pack.yml", "--rule", "own/word", "--fail-on", "warning", "a.md"], in: tree.folder)
        }
        let sound = MistakeTests.rule("    match: {text: old}")
        let broken = sound + "\n      - {lang: markdown, godo: a}\n"
        #expect(try status(broken).status == 1)
        let nested = sound + "\n      - {files: {a.md: [[a, {b: c}], d]}}\n    tags: [a]\n"
        #expect(try status(nested).status == 1)
        let unclosed = try status(sound + "\n      - {lang: markdown, godo: [a}\n")
        #expect(unclosed.status == 2 && unclosed.errors.contains("not valid YAML"))
        let deep = try status(sound + "\n      - " + String(repeating: "[", count: 80) + "\n")
        #expect(deep.status == 2 && deep.errors.contains("nested deeper"))
        let none = try status(
            "pack: own\nrules:\n  - {id: own/word, title: A, why: B, message: C, match: {text: old}}\n")
        #expect(none.status == 2 && none.errors.contains("at least one bad"))
        // What is written in a case may be used elsewhere.
        let anchored = sound.replacing("an ⟦old⟧ word", with: "⟦old⟧").replacing("bad: ", with: "bad: &word ")
        #expect(try status(anchored + "\n    tags: [*word]\n").status == 1)
    }
}
