import LintFindings
import LintRules
import LintSource
import Testing

/// Matchers against texts, through rules of one line each.
@Suite struct MatcherTests {
    static func matches(_ match: String, _ text: String) throws -> [String] {
        let yaml = """
            pack: t
            rules:
              - id: t/x
                title: T
                why: W
                message: M
                match: \(match)
                tests: [{lang: text, bad: "⟦x⟧"}, {lang: text, good: y}]
            """
        let pack = try Pack.decode(file: .init(path: "t.yml", bytes: Array(yaml.utf8)))
        var checker = try #require(FileChecker(RuleSet(rules: pack.rules)))
        let result = Array(text.utf8).withByteView { checker.check(path: "example.md", bytes: $0) }
        return result.candidates.map(\.finding.location.text)
    }

    static let names: [(String, [String])] = [
        (
            "attic-iac, attic_iac, AtticIac, Attic IaC, ATTIC_IAC, atticiac",
            ["attic-iac", "attic_iac", "AtticIac", "Attic IaC", "ATTIC_IAC", "atticiac"]
        ),
        ("the Attic\nIaC project", ["Attic\nIaC"]),
        ("(attic-iac). **attic-iac**! attic-iac: 'attic-iac'", ["attic-iac", "attic-iac", "attic-iac", "attic-iac"]),
        ("fantastic-attic-iac attic-iac-x attic_iac_y xattic-iac attic-iacs attic-iac2", []),
        ("https://x.y/attic-iac git@h:o/attic-iac ./attic-iac docs/attic-iac/a attic-iac.example.com attic-iac.md", []),
        ("attic--iac attic iac-x attic-_iac", []),
        ("Ends with attic-iac.", ["attic-iac"]),
    ]

    @Test("a name matches in all spellings, as a word of its own", arguments: names)
    func name(_ text: String, _ expected: [String]) throws {
        #expect(try MatcherTests.matches("{name: attic-iac}", text) == expected)
    }

    static let urls: [(String, String, [String])] = [
        (
            "{url: {host: '*.fuzzy-dev.tinyland.dev'}}",
            "see https://a.fuzzy-dev.tinyland.dev/x, b.c.fuzzy-dev.tinyland.dev.",
            ["https://a.fuzzy-dev.tinyland.dev/x", "b.c.fuzzy-dev.tinyland.dev"]
        ),
        ("{url: {host: '*.fuzzy-dev.tinyland.dev'}}", "svc.fuzzy-dev.svc.cluster.local fuzzy-dev.tinyland.dev", []),
        (
            "{url: {host: 'attic.*.svc.cluster.local', port: '8080'}}",
            "http://attic.nix-cache.svc.cluster.local:8080/x http://attic.nix-cache.svc.cluster.local/x",
            ["http://attic.nix-cache.svc.cluster.local:8080/x"]
        ),
        (
            "{url: {host: 'attic.*.svc.cluster.local'}}", "url=http://attic.${NS}.svc.cluster.local:80",
            ["http://attic.${NS}.svc.cluster.local:80"]
        ),
        (
            "{url: {host: github.com, owner: someone}}",
            "git@github.com:someone/r.git https://github.com/Someone/r github:someone/r https://github.com/else/someone",
            ["git@github.com:someone/r.git", "https://github.com/Someone/r", "github:someone/r"]
        ),
        (
            "{url: {host: someone.github.io}}", "'^https://someone\\\\.github\\\\.io/x' and someone\\.github\\.io",
            ["https://someone\\\\.github\\\\.io/x", "someone\\.github\\.io"]
        ),
        (
            "{url: {scheme: http, host: '*.example.com'}}", "http://a.example.com https://a.example.com",
            ["http://a.example.com"]
        ),
        (
            "{url: {host: a.example.com, path: /v1/**}}", "https://a.example.com/v1/x https://a.example.com/v2/x",
            ["https://a.example.com/v1/x"]
        ),
    ]

    @Test("a URL matches by its parts", arguments: urls)
    func url(_ matcher: String, _ text: String, _ expected: [String]) throws {
        #expect(try MatcherTests.matches(matcher, text) == expected)
    }

    @Test func `all holds when the others are on the line, not when one that must not be is`() throws {
        let matcher = "{all: [{text: state}, {re: '(?i)gitlab'}, {not: {text: runner}}]}"
        #expect(try MatcherTests.matches(matcher, "GitLab state\nGitLab runner state\nstate\n") == ["state"])
    }
}
