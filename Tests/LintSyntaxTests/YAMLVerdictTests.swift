import LintSource
import LintSyntax
import Testing

/// What is YAML 1.2 and what is not, where parsers are known to differ.
@Suite struct YAMLVerdictTests {
    @Test(arguments: [
        "...\n", "--- # a\n", "---\n---\n", "%FOO\n---\n", "%YAML 1.3\n---\na", "a: b\n...\n%YAML 1.2\n---\nc",
        "a: *b", "a: &b\nc: d", "a: !!b\nc: d", "a: &b !c\n  d: e", "&a\n&b c: d", "a: &b\n- c", "a: 1\na: 2",
        "a:\n \tb", "a: b\n\t\nc: d", "\t[]", "- [\n a\n ]", "{a: [b\n]}", "[[[a]: b]: c]: d", "[a, b]: c",
        "{\"a\":b, 'c' :d, \"e\"\n:f}", "[\"a\":b]", "{a:}", "[: a]", "{: a}", ": a", "? a\n? b",
        "? |\n a\n: - b\n  - c",
        "a: |\n\n\n  b\n", "a: |1\n  b", "a: >\n\n", "a: 'b\n\n c'", "\"\\x41\\u0041\\U00000041\\/\\\t\"",
        "a: b\n  - c",
        "a: b # c\n\n # d\ne: f", "- - - a\n    - b\n  - c\n- d", "--- |\n%a\n", "a:\n  -\n  - b\n", "\u{FEFF}a: b",
        "a: |\n b\n# c\nd: e", "- !a\n- &b\n- !c &d\n", "!<tag:a,b> c", "a: ! b", "\"a\": b\n? c\n: d\n", "- a\n -b",
    ])
    func `this is YAML`(_ source: String) {
        #expect(Reading(source, .yaml).messages == [])
    }

    @Test(arguments: [
        "%YAML 1.2\n", "%YAML 1.2\na", "%YAML 2.0\n---\na", "%YAML 1.2 a\n---\n", "%YAML 1.2\n%YAML 1.2\n---\n",
        "%TAG a b\n---\n", "... a", "--- a: b", "--- - a", "a: b: c", "a: - b", "a\nb: c", "a: b\n c: d",
        "a:\n- b\n c: d", "a: |\n  b\n c\n", "a: |\n\tb", "a: |0\n b", "a: |x\n b", "a: |\n   \n  b", "a:\n\tb: c",
        "-\t- a", "- \t- a", "?\ta: b", "a: @b", "a: `b`", "a: %b", "[a", "{a", "[a, , b]", "[, a]", "[a]]", "[a}",
        "[-]",
        "{a: b c: d}", "[a]b", "[a\n: b]", "a: [\nb\n]", "a: \"b\nc\"", "a: 'b\n---\nc'", "\"a\\qb\"", "\"\\x4\"",
        "\"a",
        "\"a\"b", "\"a\":1", "a: \"b\"#c", "[a,#b\n c]", "a: |#b\n c", "&a &b c", "!a !b c", "&a *b", "& a", "a: !b,",
        "!a!b c",
        "!<a b", "&a - b", "\"a\n b\": c", "[a,\n b]: c", "a: ]", "- a\nb: c", "a: b\n- c", "a: {b: c} d", "*a: b",
        "a: x\n# c\n  y",
    ])
    func `this is not`(_ source: String) {
        #expect(Reading(source, .yaml).messages != [])
    }

    @Test func `a key may have 1024 characters`() {
        let key = String(repeating: "é", count: 1024)
        #expect(Reading(key + ": a", .yaml).document.ok)
        #expect(!Reading(key + "x: a", .yaml).document.ok)
        #expect(Reading("? " + key + "xxx\n: a", .yaml).document.ok)
        #expect(!Reading("[\(key)x: a]", .yaml).document.ok)
    }
}
