import LintRules
import LintSource
import LintSyntax
import Testing

/// JSONPath over the trees of three languages.
@Suite struct SelectorTests {
    static func select(_ path: String, _ language: Language, _ text: String) throws -> [String] {
        let bytes = Array(text.utf8)
        return try bytes.withByteView { view in
            let tree = try #require(language.tokenize(view).tree)
            return try Selector(path).select(in: tree).map { view.text(tree.nodes[$0].valueRange) }
        }
    }

    static let hcl =
        "terraform {\n  backend \"http\" {\n    address = \"a\"\n  }\n}\nresource \"x\" \"y\" {\n  n = [1, 2, 3]\n}\n"
    static let yaml =
        "jobs:\n  a: {steps: [{uses: one}, {uses: two}]}\n  b:\n    steps:\n      - uses: three\n'x-y': z\n"
    static let nix = "{ a.b = \"1\"; c = { d = [ \"e\" \"f\" ]; }; }\n"

    static let cases: [(String, Language, String, [String])] = [
        ("$.terraform.backend.http.address", .hcl, hcl, ["\"a\""]),
        ("$..address", .hcl, hcl, ["\"a\""]),
        ("$.resource.x.y.n[0]", .hcl, hcl, ["1"]),
        ("$.resource.*.*.n[-1]", .hcl, hcl, ["3"]),
        ("$..n[0:2]", .hcl, hcl, ["1", "2"]),
        ("$..n[0,2]", .hcl, hcl, ["1", "3"]),
        ("$.jobs.*.steps[*].uses", .yaml, yaml, ["one", "two", "three"]),
        ("$..uses", .yaml, yaml, ["one", "two", "three"]),
        ("$['x-y']", .yaml, yaml, ["z"]),
        ("$['jobs','x-y']", .yaml, "jobs: 1\nx-y: 2\n", ["1", "2"]),
        ("$.a.b", .nix, nix, ["\"1\""]),
        ("$.c.d[1]", .nix, nix, ["\"f\""]),
        ("$.nothing", .nix, nix, []),
        ("$..n[2,0,0]", .hcl, hcl, ["1", "3"]),
        ("$..n[::-1]", .hcl, hcl, ["1", "2", "3"]),
        ("$..n[-1:0:-1]", .hcl, hcl, ["2", "3"]),
        ("$..n[1:2:0]", .hcl, hcl, []),
        ("$..n[5:-9]", .hcl, hcl, []),
        ("$['x-y', 'jobs'].a.steps[0, 1].uses", .yaml, yaml, ["one", "two"]),
        ("$ ['x\\u002dy']", .yaml, yaml, ["z"]),
        ("$.x-y", .yaml, yaml, ["z"]),
        ("terraform.backend", .hcl, "terraform {\n  backend = 1\n}\n", ["1"]),
    ]

    @Test("a selector gives the nodes it names, in order", arguments: cases)
    func select(_ path: String, _ language: Language, _ text: String, _ expected: [String]) throws {
        #expect(try SelectorTests.select(path, language, text) == expected)
    }

    @Test(
        "what is no selector is an error",
        arguments: [
            "$.", "$.a[", "$[?@.a]", "$['a", "$.a b", "$ ", "$..", "$.1", "$[01]", "$[-0]", "$[1:2:3:4]", "$['a' 'b']",
            "$['\\x']", "$['\\ud800']", "$[,]", "$[]", "$.[0]", "$[9007199254740992]",
        ])
    func failure(_ path: String) {
        #expect(throws: Selector.Failure.self) { try Selector(path) }
    }
}
