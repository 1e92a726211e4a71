import LintSource
import LintSyntax
import Testing

/// What is HCL and what is not: verdicts, named ranges, the tree, and what is left of a broken file.
@Suite struct HCLSyntaxTests {
    @Test(arguments: [
        "", "\n", "a = 1", "a = 1 # x", "a = 1 /* x */\n", "b {}\n", "b {\n}\n", "b { a = 1 }\n",
        "b l \"m\" {\n  a = 1\n}",
        "a = -1", "a = !b", "a = b ? c : d ? e : f", "a = 1 + 2 * 3 == 7 && b || !c", "a = (\n1\n)",
        "a = [\n1,\n2,\n]", "a = []", "a = {}", "a = { b = 1, c : 2 }", "a = {\n\n b = 1\n c = 2,\n\n}",
        "a = { (b) = 1, \"c\" = 2, d.e = 3 }", "a = b[0].c[\"d\"]", "a = b.*.c.0", "a = b[*].c[0]", "a = b.0",
        "a = b[\n0\n]",
        "a = f()", "a = f(1, 2,)", "a = f(b...)", "a = n::m::f(1)", "a = f(\n1\n)", "a = \"b\".c",
        "a = [for b in c : b]", "a = [for b, c in d : b if c]", "a = { for b, c in d : b => c... if c }",
        "a = {\nfor b in c : b => b\n}", "a = \"${b}\"", "a = \"${\nb\n}\"", "a = \"%{ if b }c%{ else }d%{ endif }\"",
        "a = \"%{ for b, c in d }${b}%{ endfor }\"", "a = <<E\n${b}\nE\n",
        "a = <<-E\n  %{ if b ~}\n  c\n  %{ endif ~}\n  E\n",
        "a = f(<<E\nb\nE\n, 1)", "a = \"\\n\\t\\\"\\\\\\u00e9\\U0001F600\"", "a = 1\r\nb = 2\r\n",
        "a = true\nnull = for", "a = 1.5e-3",
    ])
    func `a valid file is accepted`(_ source: String) {
        #expect(Reading(source, .hcl).messages == [])
    }

    @Test(arguments: [
        "a", "a =", "a = \n", "= 1", "a = 1 b = 2", "a = 1, b = 2", "\"a\" = 1", "a = 1\na = 2\n", "a.b = 1", "1",
        "b {", "b }", "}", "b {\n", "b { a = 1\n}\n", "b { a = 1, c = 2 }", "b { c {} }", "b {} c {}", "b = {",
        "b \"${l}\" {}\n",
        "b\n{\n}\n", "b l = 1", "b \"l {}\n",
        "a = 1 +", "a = 1 +\n2", "a = b ? c", "a = b ? c :", "a = (1", "a = (1\n", "a = [1", "a = [1 2]", "a = [,]",
        "a = { b }", "a = { b = 1 c = 2 }", "a = { b = 1,, }", "a = { for = 1 }", "a = b[", "a = b[*", "a = b[*\n]",
        "a = b.",
        "a = b.*.c.*", "a = b.0.1", "a = f(", "a = f(,)", "a = f(b... , c)", "a = n::", "a = n::f", "a = 1.2.3",
        "a = [for b in c]", "a = [for b in c : b => b]", "a = { for b in c : b }", "a = [for b in c : b...]",
        "a = [for in c : b]",
        "a = \"", "a = \"b\nc\"", "a = \"${b\"", "a = \"${}\"", "a = \"${b c}\"", "a = \"\\q\"", "a = \"\\u12\"",
        "a = \"\\ud800\"",
        "a = \"%{ if b }c\"", "a = \"%{ endif }\"", "a = \"%{ if b }%{ else }%{ else }%{ endif }\"",
        "a = \"%{ for b in c }%{ endif }\"",
        "a = \"%{ foo }\"", "a = \"%{ }\"", "a = <<E\nb\n", "a = <<E\nb\nE", "a = 'b'", "a = `b`", "a = 1;",
        "a = b & c", "a = b | c",
        "a = ~b", "a = b ^ c", "a = “b”", "a = /* b", "a = 1\rb = 2", "a = 1 ~}",
    ])
    func `a broken file is rejected and its ink covered`(_ source: String) {
        let reading = Reading(source, .hcl)
        #expect(!reading.document.ok)
        #expect(reading.fault == nil)
    }

    @Test(arguments: ["a", "\n a +\n b \n", "\"${a}\"", "{ a = 1 }", "<<E\nx\nE\n"])
    func `an expression stands alone and ignores line ends`(_ source: String) {
        #expect(Reading(source, .hcl, mode: .expr).messages == [])
    }

    @Test(arguments: ["", "a b", "a = 1"])
    func `an expression is all there is`(_ source: String) {
        #expect(!Reading(source, .hcl, mode: .expr).document.ok)
    }

    @Test func `many attributes of one body are still told apart`() {
        let distinct = (0..<100).map { "a\($0) = 1\n" }.joined()
        #expect(Reading(distinct, .hcl).document.ok)
        #expect(Reading("b {\n\(distinct)}\n\(distinct)", .hcl).document.ok)
        #expect(Reading(distinct + "a5 = 1\n", .hcl).messages.count == 1)
        #expect(Reading(distinct + "a99 = 1\n", .hcl).messages.count == 1)
    }

    @Test func `blocks and attributes have paths`() {
        let reading = Reading("a = [\n  1\n]\nb \"c/d\" e {\n  f = <<E\nx\nE\n  g {\n    h = 1 # i\n  }\n}\n", .hcl)
        #expect(
            reading.paths == [
                "a=a = [\n  1\n]",
                "b/c/d/e{}=b \"c/d\" e {\n  f = <<E\nx\nE\n  g {\n    h = 1 # i\n  }\n}",
                "b/c/d/e/f=f = <<E\nx\nE", "b/c/d/e/g{}=g {\n    h = 1 # i\n  }", "b/c/d/e/g/h=h = 1",
            ])
    }

    @Test func `the tree has labels as levels and values decoded`() {
        let source = """
            terraform {
              backend "http" {
                address = "a\\tb$${c}"
                retry   = -3
              }
            }
            r "x" "y" {}
            r "x" "z" { on = true }
            list = ["a", { k = v, "l m" = [1] }, "${d}", f([2]), <<-E
                one
                  two
                E
            ]
            n = { a = 1 }.a

            """
        #expect(
            Reading(source, .hcl).tree == """
                terraform object
                  backend object
                    http object
                      address scalar "a\\tb${c}"
                      retry scalar "-3"
                r object
                  x object
                    y object
                r object
                  x object
                    z object
                      on scalar "true"
                list array
                  [0] scalar "a"
                  [1] object
                    k scalar "v"
                    l m array
                      [0] scalar "1"
                  [2] expression
                  [3] expression
                  [4] scalar "one\\n  two\\n"
                n expression
                  a scalar "1"
                """)
    }

    @Test func `a node knows its name's, its value's and its own range`() throws {
        let reading = Reading("b \"l\" {\n  a = \"x\"\n}\n", .hcl)
        let nodes = try #require(reading.document.tree?.nodes)
        let texts = nodes.map { [reading.text($0.nameRange), reading.text($0.valueRange), reading.text($0.range)] }
        let block = "{\n  a = \"x\"\n}"
        #expect(
            texts.dropFirst() == [
                ["b", "\"l\" \(block)", "b \"l\" \(block)"], ["\"l\"", block, "\"l\" \(block)"],
                ["a", "\"x\"", "a = \"x\""],
            ])
    }

    @Test(arguments: [
        ("a = [1, 2\nb {\n  c = 1\n}\n", ["key:a", "key:b", "key:c"]),
        ("a = )\nb = 1\n", ["key:a", "key:b"]),
        ("b {\n  a = (1\n  c = 2\n}\nd = 3\n", ["key:b", "key:a", "key:c", "key:d"]),
        ("a = f(\n  b\n  c = d\n)\ne = 1\n", ["key:a", "key:e"]),
        ("b {\n  x y\n  c = 1\n}\nd = 1\n", ["key:b", "key:x", "key:c", "key:d"]),
        ("}\na = 1\n", ["key:a"]),
    ])
    func `after an error the next item is read again`(_ source: String, _ keys: [String]) {
        let reading = Reading(source, .hcl)
        #expect(!reading.document.ok)
        #expect(reading.texts(.key) == keys)
    }
}
