import LintSource
import LintSyntax
import Testing

/// What is Nix and what is not: verdicts, named ranges, the tree, and what is left of a broken file.
@Suite struct NixSyntaxTests {
    @Test(arguments: [
        "1", "a", "a.b.c", "a.b or c", "a.b or c.d or e", "map or [ ]", "a.\"b\".${c}", "{ }", "{ }: a", "{ a }: a",
        "{ a, }: a", "{ a, b ? 1, ... }@c: a", "c@{ ... }: a", "{ ... }: a", "{ }@a: a", "a: b: a", "x:y",
        "{ a = 1; b.c = 2; }",
        "{ or = 1; \"a b\" = 2; ${c} = 3; inherit d; inherit (e) f \"g\"; inherit; }", "rec { a = b; }",
        "let a = 1; in a",
        "let in 1", "let { body = 1; }", "with a; b", "assert a; b", "if a then b else c", "if a then b else c: d",
        "[ ]", "[ a b.c (d e) \"f\" ./g [ ] { } rec { } x:y <n> ~/a 1 ]", "f a.b { } [ ] \"c\" let { }", "-a + !b",
        "a ? b", "a ? b.\"c\"",
        "a ? b ? c", "a == b && c != d || e -> f", "a < b == (c < d)", "a ++ b // c", "1 |> f |> g", "f <| g <| 1",
        "./a/${b}/c", "\"${a}\" + ''${b}''", "{ a = { }: b; }", "(a: a) b", "a // { b = 1; }", "f (x: x)",
    ])
    func `a valid expression is accepted`(_ source: String) {
        #expect(Reading(source, .nix).messages == [])
    }

    @Test(arguments: [
        "", "a b:", "{ a }", "{ a, b }", "{ a, a b }: a", "{ a = 1 }", "{ a; }", "{ = 1; }", "{ a = ; }", "{ 1 = 2; }",
        "{ a b = 1; }",
        "{ ..., a }: a", "{ a ... }: a", "a@b: c", "{ a }@{ b }: c", "a@{ b }@c: d", "rec a", "let a = 1; a",
        "let a = 1 in a",
        "let { } in a", "with a b", "assert a", "if a then b", "if a else b", "[ a", "[ a -b ]", "[ a: b ]",
        "[ a ? b ]", "( a", "a )",
        "f a: b", "1 + a: b", "1 + if a then b else c", "! with a; b", "a ? b c", "a ? 1", "a.", ".a",
        "a == b == c",
        "a < b < c", "a == b != c", "a |> b <| c", "+ a", "a +", "a or or b or", "\"${a\"", "\"${}\"", "\"a", "''a",
        "./a/", "./a/${b}/",
        "a & b", "a | b", "~", "$", "é", "9223372036854775808", "1.0e999", "inherit a;", "{ inherit (a b; }", "/* a",
        "{ a = 1; } b = 2;",
    ])
    func `a broken expression is rejected and its ink covered`(_ source: String) {
        let reading = Reading(source, .nix)
        #expect(!reading.document.ok)
        #expect(reading.fault == nil)
    }

    @Test func `bindings have paths from the outermost one`() {
        let reading = Reading(
            "{ a.\"b.c\".${d} = { e = let f = 1; in x: { g . h = f; }; }; \"${ { i = 1; }.i }\" = 2; }", .nix)
        #expect(
            reading.paths == [
                "a.\"b.c\".${d}=a.\"b.c\".${d} = { e = let f = 1; in x: { g . h = f; }; };",
                "a.\"b.c\".${d}.e=e = let f = 1; in x: { g . h = f; };", "a.\"b.c\".${d}.e.f=f = 1;",
                "a.\"b.c\".${d}.e.g.h=g . h = f;", "\"${ { i = 1; }.i }\".i=i = 1;",
                "\"${ { i = 1; }.i }\"=\"${ { i = 1; }.i }\" = 2;",
            ])
    }

    @Test func `the tree looks through functions, scopes and parentheses`() {
        let source = """
            { pkgs, lib ? { x = 1; } }: let v = "1"; in with lib; assert true; (rec {
              a.b.c = 1;
              "d e" = [ "f" ./g { h = true; } (i "j") ];
              k = ''
                one
                  ''${two}
              '';
              l = "m${n}";
              o = mkIf p { q = -2; };
              r = { s = { }; } // { t = 1; };
              inherit (u) w;
            })
            """
        #expect(
            Reading(source, .nix).tree == """
                x scalar "1"
                let object
                  v scalar "1"
                a object
                  b object
                    c scalar "1"
                d e array
                  [0] scalar "f"
                  [1] scalar "./g"
                  [2] object
                    h scalar "true"
                  [3] expression
                k scalar "one\\n  ${two}\\n"
                l expression
                o expression
                  q scalar "-2"
                r expression
                  s object
                  t scalar "1"
                w expression
                """)
    }

    @Test func `a file that is a list is an array`() {
        let reading = Reading("[ 1 [ 2 ] ]", .nix)
        #expect(reading.document.tree?.nodes[0].kind == .array)
        #expect(reading.tree == "[0] scalar \"1\"\n[1] array\n  [0] scalar \"2\"")
    }

    @Test func `a node knows its name's, its value's and its own range`() throws {
        let reading = Reading("{ a.\"b\" = ( 1 ); }", .nix)
        let nodes = try #require(reading.document.tree?.nodes)
        let texts = nodes.map { [reading.text($0.nameRange), reading.text($0.valueRange), reading.text($0.range)] }
        #expect(
            texts.dropFirst() == [["a", ".\"b\" = ( 1 )", "a.\"b\" = ( 1 )"], ["\"b\"", "( 1 )", "\"b\" = ( 1 )"]])
    }

    @Test(arguments: [
        ("{ a = 1 b = 2; c = 3; }", ["key:a", "key:c"]),
        ("{\n  a = [ 1;\n  b = 2;\n}", ["key:a", "key:b"]),
        ("{\n  a = { b = ); c = 1; };\n  d = 2;\n}", ["key:a", "key:b", "key:c", "key:d"]),
        ("let a = ; b = 1; in { c = 2; }", ["key:a", "key:b", "key:c"]),
    ])
    func `after an error the next binding is read again`(_ source: String, _ keys: [String]) {
        let reading = Reading(source, .nix)
        #expect(!reading.document.ok)
        #expect(reading.texts(.key) == keys)
    }
}
