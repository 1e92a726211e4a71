import Foundation
import Testing

/// Every mistake a user can make ends with status 2 and one line that names place and mend.
@Suite struct MistakeTests {
    struct Mistake: CustomTestStringConvertible, Sendable {
        var what: String
        var files: [String: String] = [:]
        var arguments: [String] = []
        /// Texts the line on standard error must hold.
        var says: [String]
        var testDescription: String { what }
    }

    static func rule(_ more: String) -> String {
        """
        pack: own
        kpis:
          - {id: own/count, title: Count, count: {findings: own/*}}
        rules:
          - id: own/word
            title: A word
            why: It is old.
            message: "'{match}' is old"
        \(more)
            tests:
              - {lang: markdown, bad: "an ⟦old⟧ word"}
              - {lang: markdown, good: "a new word"}
        """
    }
    static func pack(_ what: String, _ text: String, _ says: String...) -> Mistake {
        Mistake(what: what, files: ["pack.yml": text, "a.md": "x\n"], arguments: ["--pack", "pack.yml"], says: says)
    }
    /// What only the cases of a rule can tell.
    static func cases(_ what: String, _ text: String, _ says: String...) -> Mistake {
        Mistake(what: what, files: ["pack.yml": text], arguments: ["rules", "test", "pack.yml"], says: says)
    }
    static func config(_ what: String, _ text: String, _ says: String...) -> Mistake {
        Mistake(what: what, files: [".flywheel-lint.yml": text, "a.md": "x\n"], says: [".flywheel-lint.yml:"] + says)
    }

    static let mistakes: [Mistake] = [
        Mistake(what: "an unknown flag", arguments: ["--jbos", "2"], says: ["--jbos"]),
        Mistake(what: "a number that is none", arguments: ["--jobs", "many"], says: ["many"]),
        Mistake(what: "a number out of range", arguments: ["--jobs=-3"], says: ["-3", "out of range"]),
        Mistake(
            what: "a path that is not there", files: ["a.md": "x"], arguments: ["gone.md"],
            says: ["gone.md", "no such file"]),
        Mistake(
            what: "an unknown output format", arguments: ["--output", "jsn"],
            says: ["unknown format 'jsn'", "did you mean 'json'"]),
        Mistake(what: "an output file that is empty", arguments: ["--output", "json="], says: ["write json=FILE"]),
        Mistake(
            what: "two formats for standard output", arguments: ["--output", "json", "--output", "text"],
            says: ["two formats"]),
        Mistake(
            what: "two formats for one file", files: ["a.md": "x"],
            arguments: ["--output", "json=out", "--output", "sarif=out"], says: ["two formats for one file: 'out'"]),
        Mistake(
            what: "a flag without its value, in our own style", arguments: ["--fail-on"],
            says: ["flywheel-lint: missing value", "--help"]),
        Mistake(
            what: "an output folder that is not there", files: ["a.md": "x"],
            arguments: ["--output", "json=no/such/file"], says: ["no/such/file"]),
        Mistake(what: "an unknown level to fail on", arguments: ["--fail-on", "eror"], says: ["did you mean 'error'"]),
        Mistake(
            what: "an unknown rule on the command line", arguments: ["--rule", "identity/stale-nam"],
            says: ["did you mean 'identity/stale-name'"]),
        Mistake(
            what: "an unknown rule to skip", arguments: ["--skip", "nothing/here"],
            says: ["unknown rule 'nothing/here'"]),
        Mistake(
            what: "a configuration that is not there", arguments: ["--config", "no.yml"],
            says: ["no.yml", "no such configuration"]),
        Mistake(what: "configuration and none", arguments: ["--config", "a.yml", "--no-config"], says: ["contradict"]),
        Mistake(what: "a pack that is not there", arguments: ["--pack", "no-pack"], says: ["no pack at 'no-pack'"]),
        Mistake(
            what: "an unknown built-in pack", arguments: ["--pack", "builtin:glorious-flywhel"],
            says: ["did you mean 'glorious-flywheel'"]),
        Mistake(
            what: "a pack from the network", arguments: ["--pack", "https://example.com/pack.yml"],
            says: ["never uses the network"]),
        Mistake(
            what: "an unknown command's rule", arguments: ["rules", "explain", "identity/stale"], says: ["unknown rule"]
        ),
        Mistake(what: "an unknown schema", arguments: ["schema", "pak"], says: ["did you mean 'pack'"]),
        Mistake(what: "tokens without a file", arguments: ["tokens"], says: ["no file was given"]),
        Mistake(
            what: "an unknown mode for tokens", arguments: ["tokens", "--mode", "expression", "a.tf"],
            says: ["unknown mode"]),
        config("an unknown key", "exlude: [a]\n", "1:1", "unknown key 'exlude'", "did you mean 'exclude'"),
        config("YAML that is none", "exclude: [a\n", "not valid YAML"),
        config("a duplicate key", "exclude: [a]\nexclude: [b]\n", "2:1", "duplicate key 'exclude'", "line 1"),
        config("a list where text belongs", "fail-on: [error]\n", "1:10", "must be text"),
        config("an unknown level", "rules:\n  identity/*: eror\n", "2:15", "did you mean 'error'"),
        config("an unknown rule", "rules:\n  identity/stale-nme: off\n", "2:3", "did you mean 'identity/stale-name'"),
        config("an unknown pack", "extends: builtin:glorious\n", ".flywheel-lint.yml:1", "unknown built-in pack"),
        config(
            "a budget for an unknown KPI", "budgets:\n  truth/identiy: {max: 3}\n", "2:3",
            "did you mean 'truth/identity'"),
        config("a date that is none", "budgets:\n  truth/identity: {max: 3, by: soon}\n", "YYYY-MM-DD", "soon"),
        config(
            "an unknown surface", "rules:\n  identity/*: {surfaces: {archiv: off}}\n", "unknown surface 'archiv'",
            "did you mean 'archive'"),
        config("a limit of nothing", "limits: {file-size: 0}\n", "whole number above 0"),
        config("a second document", "exclude: [a]\n---\nexclude: [b]\n", "only one document"),
        config("a rules list", "rules: [a]\n", "must be a mapping"),
        pack("a pack without a name", "rules: []\n", "pack.yml:1:1", "has no 'pack'"),
        pack("an unknown key in a rule", rule("    mach: {text: old}"), "pack.yml:9:5", "did you mean 'match'"),
        pack("a bad expression", rule("    match: {re: 'a(b'}"), "pack.yml:9:17", "bad regular expression"),
        pack("two matchers at once", rule("    match: {text: old, re: old}"), "exactly one", "text and re"),
        pack("a rule that looks for nothing", rule("    level: error"), "looks for nothing"),
        pack(
            "an unknown context", rule("    match: {text: old}\n    in: [comments]"), "unknown context 'comments'",
            "did you mean 'comment'"),
        pack("an unknown language", rule("    match: {text: old}\n    lang: yml"), "unknown language 'yml'"),
        pack("an unknown variable", rule("    match: {text: old}\n    in: $reed"), "unknown variable '$reed'"),
        pack("an unknown KPI", rule("    match: {text: old}\n    kpi: own/cuont"), "did you mean 'own/count'"),
        pack("a bad selector", rule("    node: $.a[?x]"), "no selector", "filter expressions"),
        pack("a fix without safety", rule("    match: {text: old}\n    fix: {replace: new}"), "no 'safety'"),
        pack(
            "an unknown capture", rule("    match: {re: '(?<word>old)'}\n    where: {wrod: {re: o}}"),
            "did you mean 'word'"),
        pack("not outside all", rule("    match: {not: {text: old}}"), "inside 'all' only"),
        pack("an unknown analyzer", rule("    analyzer: terafrom"), "unknown analyzer 'terafrom'"),
        pack("an empty text", rule("    match: {text: ''}"), "is empty"),
        cases(
            "a mark that is not closed", rule("    match: {text: old}").replacingOccurrences(of: "⟦old⟧", with: "⟦old"),
            "is not closed"),
        cases(
            "a bad case without a mark", rule("    match: {text: old}").replacingOccurrences(of: "⟦old⟧", with: "old"),
            "marks what must be reported"),
        pack(
            "a rule without cases",
            "pack: own\nrules:\n  - {id: own/a, title: A, why: B, message: C, match: {text: x}}\n", "at least one bad"),
        pack(
            "an id without a family",
            "pack: own\nrules:\n  - {id: word, title: A, why: B, message: C, match: {text: x}}\n", "family/offence"),
        pack(
            "a rule twice",
            rule("    match: {text: old}")
                + "\n  - {id: own/word, title: A, why: B, message: C, match: {text: old}, tests: [{lang: markdown, bad: \"⟦old⟧\"}, {lang: markdown, good: new}]}",
            "defined already"),
    ]

    @Test("a mistake ends with status 2 and one line that names place and mend", arguments: mistakes)
    func mistake(_ mistake: Mistake) throws {
        let tree = try TemporaryTree(mistake.files)
        let answer = try LinterProcess.run(mistake.arguments, in: tree.folder)
        #expect(answer.status == 2)
        #expect(answer.errors.split(separator: "\n").count == 1, "\(answer.errors)")
        for text in mistake.says { #expect(answer.errors.contains(text), "\(answer.errors)") }
    }

    @Test func `a complaint that quotes a name of any length is short, with its place and its mend, and hides nothing`()
        throws
    {
        let name = "a\u{202E}b" + String(repeating: "x", count: 100_000)
        let tree = try TemporaryTree([".flywheel-lint.yml": "extends: \(name)\n", "a.md": "x\n"])
        let answer = try LinterProcess.run([], in: tree.folder)
        #expect(answer.status == 2)
        #expect(answer.errors.hasPrefix("flywheel-lint: .flywheel-lint.yml:1: no pack at 'a\u{FFFD}bxxx"))
        #expect(answer.errors.contains("xxx … xxx"))
        #expect(answer.errors.utf8.count < 5_000)
    }
}
