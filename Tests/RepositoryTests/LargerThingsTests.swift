import FlywheelLint
import Foundation
import LintFindings
import LintRules
import LintSource
import Testing

/// A name that is a part of something larger — a link, a path, an identifier — is no finding unless its rule is about that.
@Suite struct LargerThingsTests {
    static let names = [
        "attic-iac", "attic_iac", "AtticIac", "ATTIC_IAC", "attic-cache", "Attic-Cache", "bates", "Bates", "fuzzy-dev",
        "attic-api", "beehive", "rigel", "trident", "sting", "bumble", "liqo", "civo", "tinyland-civo-dev", "flakehub",
        "jesssullivan", "self-hosted", "honey", "STATE_NAME", "TF_HTTP_ADDRESS", "CI_JOB_TOKEN", "glab",
    ]
    static let links = [
        "https://example.org/pages/NAME/read", "https://example.org/find?q=NAME", "https://example.org/read#NAME",
        "https://example.org/a/xNAMEy.html", "http://example.org:8443/NAME-notes/NAME/",
    ]
    static let others = [
        "notes/NAME/read.txt", "notes/xNAMEy.txt", "my_NAME_x", "xNAMEy", "pkg.NAME.Kind", "lib-NAME-x",
    ]

    /// Rules about paths, or about names of things that other names are made of: contexts, clusters, variables.
    static let aboutThem: Set<String> = [
        "identity/checkout-directory", "topology/former-cluster", "topology/liqo", "topology/transitional-context",
        "gitlab/state-variable",
    ]

    static let languages: [(path: String, head: String, line: String, tail: String)] = [
        (
            "a.md", "# T\n\n",
            "See TEXT there.\n\n- [text](TEXT) and `TEXT`, <b>TEXT</b>\n\n| TEXT | b |\n|---|---|\n\n", ""
        ),
        ("a.yml", "a:\n", "  - 'TEXT' # see TEXT\n  - TEXT\n", ""),
        ("a.tf", "locals {\n  a = [\n", "    \"TEXT\", # see TEXT\n", "  ]\n}\n"),
        ("a.nix", "{\n  a = [\n", "    \"TEXT\" # see TEXT\n", "  ];\n}\n"),
        ("a.sh", "", "echo 'TEXT' # see TEXT\ncat \"TEXT\"\n", ""), ("a.py", "", "print('TEXT')  # see TEXT\n", ""),
        ("Justfile", "a:\n", "    echo TEXT # see TEXT\n", ""), ("a.ts", "", "f(\"TEXT\"); // see TEXT\n", ""),
        ("a.tex", "", "See \\texttt{TEXT}. % TEXT\n", ""),
    ]

    /// Rules that report the text, in any language, with one of the places.
    func reported(_ form: String) throws -> [String: String] {
        let settings = try Settings(startingAt: RepositoryTests.root.path, arguments: Settings.Arguments())
        var result: [String: String] = [:]
        for name in LargerThingsTests.names {
            let text = form.replacing("NAME", with: name)
            let files = LargerThingsTests.languages.map { language in
                SourceFile(
                    path: language.path,
                    bytes: Array(
                        (language.head + language.line.replacing("TEXT", with: text) + language.tail).utf8))
            }
            for finding in Linter.check(files, rules: settings.rules) where !finding.rule.hasPrefix("engine/") {
                result[finding.rule] = "\(finding.path): \(text)"
            }
        }
        return result
    }

    @Test("nothing is found behind the host of a link elsewhere", arguments: links)
    func link(_ form: String) throws { #expect(try reported(form) == [:]) }

    @Test("in paths and identifiers only rules about them find something", arguments: others)
    func other(_ form: String) throws {
        #expect(try reported(form).filter { !LargerThingsTests.aboutThem.contains($0.key) } == [:])
    }

    /// What the whole file lacks is asked of it once, in steps that do not grow beyond a limit.
    @Test(arguments: [
        ("let a = 1;\n", []), ("const ci = gc(CI_PIPELINE);\n", []), ("// GitLab\n", ["gitlab/state-variable"]),
    ])
    func `a large program that speaks of the http backend needs no limit`(line: String, rules: [String]) throws {
        let settings = try Settings(startingAt: RepositoryTests.root.path, arguments: Settings.Arguments())
        let text = "f(\"TF_HTTP_ADDRESS\");\n" + String(repeating: line, count: 3_000_000 / line.utf8.count)
        let found = Linter.check([SourceFile(path: "a.js", bytes: Array(text.utf8))], rules: settings.rules)
        #expect(found.map(\.rule) == rules)
    }
}
