import LintSource
import LintSyntax
import Testing

@Suite struct YAMLTreeTests {
    @Test func `mappings are objects, sequences arrays, scalars text`() {
        let reading = Reading(
            """
            a: 1
            "b c": 'd''e'
            f:
            - g: [h, {i: j}]
            - "\\tk\\u00e9"
            ? [l]
            : m
            <<: *n
            o:
            """, .yaml)
        #expect(
            reading.tree == """
                a scalar "1"
                b c scalar "d\\'e"
                f array
                  [0] object
                    g array
                      [0] scalar "h"
                      [1] object
                        i scalar "j"
                  [1] scalar "\\tké"
                ? scalar "m"
                << expression
                o scalar ""
                """)
    }

    @Test func `ranges are those of the name and of the value`() throws {
        let reading = Reading("# a\n'b': {c: d}  # e\nf:\n  - g\n  - |\n    h\n# i\n", .yaml)
        let tree = try #require(reading.document.tree)
        let names = tree.nodes.map { reading.text($0.nameRange) }
        let values = tree.nodes.map { reading.text($0.valueRange) }
        #expect(names == ["", "'b'", "c", "f", "", ""])
        #expect(Array(values.dropFirst()) == ["{c: d}", "d", "- g\n  - |\n    h", "g", "|\n    h"])
        #expect(reading.text(tree.nodes[1].range) == "'b': {c: d}")
    }

    @Test(arguments: [
        ("a", "a"), ("a\n b\n\n c", "a b\nc"), ("'a\n  b\n\n\n  c '", "a b\n\nc "),
        ("\"a\\\n  b\\n\n  c\\x20\n d\"", "ab\n c  d"),
        ("\"\\U0001F4A9\\ud800\"", "💩\u{FFFD}"), ("|\n a\n  b\n\n c\n\n", "a\n b\n\nc\n"), ("|-\n a\n\n", "a"),
        ("|+\n a\n", "a\n\n"),
        (">\n a\n b\n\n c\n   d\n e\n", "a b\nc\n  d\ne\n"), (">-\n\n a\n b", "\na b"), ("|2\n   a\n", " a\n"),
        ("|\r\n a\r\n b\r\n", "a\nb\n"),
        ("", ""), ("''", ""), ("|\n", ""), (">+\n", "\n"), ("\"a\r\n b\"", "a b"), ("! a", "a"), ("&b !c a # d", "a"),
    ])
    func `a scalar is decoded`(_ source: String, _ expected: String) throws {
        let tree = try #require(Reading("- a\n- " + source + "\n", .yaml).document.tree)
        #expect(tree.nodes.last?.scalar == expected)
    }

    @Test func `the root is the document's value, or holds the entries of all documents`() throws {
        func kind(_ source: String) -> SyntaxTree.Kind? { Reading(source, .yaml).document.tree?.nodes[0].kind }
        #expect(kind("") == .object)
        #expect(kind("a: b") == .object)
        #expect(kind("- a") == .array)
        #expect(kind("a") == .scalar)
        #expect(kind("[a]\n...\n") == .array)
        let reading = Reading("a: b\n---\na: c\nd: {e: f}\n--- !x\n---\ng: h\n", .yaml)
        #expect(kind(String(decoding: reading.source, as: UTF8.self)) == .object)
        #expect(
            reading.document.tree?.nodes.compactMap(\.name) == ["a", "a", "d", "e", "g"])
        #expect(reading.paths == ["/a=b", "#1/a=c", "#1/d/e=f", "#3/g=h"])
    }

    @Test func `paths are JSON pointers`() {
        let reading = Reading("a/b~c:\n- x\n- [y, *z]\n? {d: e}\n: - f\n? *g\n: h\n''  : i\nj:\n", .yaml)
        #expect(
            reading.paths == [
                "/a~1b~0c/0=x", "/a~1b~0c/1/0=y", "/a~1b~0c/1/1=*z", "/?/d=e", "/?/0=f", "/*=h", "/=i",
            ])
        #expect(Reading("a", .yaml).paths == ["/=a"])
        #expect(Reading("---\n--- |\n a\n", .yaml).paths == ["#1=|\n a"])
    }

    @Test func `a broken file gives the part of the tree that could be made`() {
        #expect(
            Reading("a: \"b\nc:\n  d: [e\nf: g\n", .yaml).tree == """
                a scalar "b"
                c object
                  d array
                    [0] scalar "e"
                f scalar "g"
                """)
        #expect(
            Reading("a:\n    b: c\n  d: e\nf: g: h\ni: j\n", .yaml).tree == """
                a object
                  b scalar "c"
                d scalar "e"
                f object
                  g scalar "h"
                i scalar "j"
                """)
    }

    @Test func `deep nesting ends the tree, not the tokens`() throws {
        let depth = 20_000
        for source in [
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth),
            String(repeating: "{a: ", count: depth) + String(repeating: "}", count: depth),
            String(repeating: "- ", count: depth) + "x", String(repeating: "? ", count: depth) + "x",
            (0..<300).map { String(repeating: " ", count: $0) + "a:\n" }.joined(),
        ] {
            let reading = Reading(source, .yaml)
            #expect(reading.document.ok)
            #expect(reading.fault == nil)
            let tree = try #require(reading.document.tree)
            #expect(tree.nodes.count <= 501)
        }
        #expect(Reading(String(repeating: "[", count: depth), .yaml).kinds.count == depth)
    }
}
