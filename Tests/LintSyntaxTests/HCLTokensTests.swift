import LintSource
import LintSyntax
import Testing

/// Tokens from the empty input up; each expected answer is hclsyntax's own.
@Suite struct HCLTokensTests {
    @Test(arguments: [
        ("", ""),
        (" \t\n", ""),
        ("a", "ident:a"),
        ("a-b_1", "ident:a-b_1"),
        ("é1", "ident:é1"),
        ("_x", "ident:_x"),
        ("1", "number:1"),
        ("1.5e-3", "number:1.5e-3"),
        ("1.", "number:1 punct:."),
        ("1.2.3", "number:1.2.3"),
        ("1e", "number:1 ident:e"),
        (".5", "punct:. number:5"),
        ("a.0", "ident:a punct:. number:0"),
        ("a...", "ident:a punct:..."),
        ("a::b", "ident:a punct::: ident:b"),
        ("=>==!=>=<=", "punct:=> punct:== punct:!= punct:>= punct:<="),
        ("&&||&|", "punct:&& punct:|| invalid:& invalid:|"),
        ("~^;'`@$", "invalid:~ invalid:^ invalid:; invalid:' invalid:` invalid:@ invalid:$"),
        ("“", "invalid:“"),
        ("{ } ~}", "punct:{ punct:} template:~}"),
        ("# a", "comment:# a"),
        ("# a\r\n// b\n", "comment:# a comment:// b"),
        ("# a\rb", "comment:# a\rb"),
        ("/* a */b", "comment:/* a */ ident:b"),
        ("/* a", "punct:/ punct:* ident:a"),
        ("/*/", "punct:/ punct:* punct:/"),
        ("\"\"", "quote:\" quote:\""),
        ("\"a\"", "quote:\" string:a quote:\""),
        ("\"$ $$ % %% 5$\"", "quote:\" string:$ $$ % %% 5$ quote:\""),
        ("\"$${a} %%{b}\"", "quote:\" string:$${a} %%{b} quote:\""),
        ("\"$$${a}\"", "quote:\" string:$$${a} quote:\""),
        ("\"\\\" # \\\\\" # b", "quote:\" string:\\\" # \\\\ quote:\" comment:# b"),
        ("\"\\${a}\"", "quote:\" string:\\${a} quote:\""),
        ("\"a${b}c\"", "quote:\" string:a template:${ ident:b template:} string:c quote:\""),
        ("\"${~ a ~}\"", "quote:\" template:${~ ident:a template:~} quote:\""),
        (
            "\"%{if a}b%{endif}\"",
            "quote:\" template:%{ ident:if ident:a template:} string:b template:%{ ident:endif template:} quote:\""
        ),
        ("\"${{}}\"", "quote:\" template:${ punct:{ punct:} template:} quote:\""),
        (
            "\"${\"${a}\"}\"",
            "quote:\" template:${ quote:\" template:${ ident:a template:} quote:\" template:} quote:\""
        ),
        ("\"${/* } */a}\"", "quote:\" template:${ comment:/* } */ ident:a template:} quote:\""),
        ("\"a", "quote:\" string:a"),
        ("\"a$", "quote:\" string:a invalid:$"),
        ("\"a\nb\"", "quote:\" string:a invalid:\n string:b quote:\""),
        ("<<A\na\nA\n", "heredoc.marker:<<A heredoc:a\n heredoc.marker:A"),
        ("<<-A\n  a\n  A\n", "heredoc.marker:<<-A heredoc:  a\n heredoc.marker:A"),
        ("<<A\n a\n  A \t\nb", "heredoc.marker:<<A heredoc: a\n heredoc.marker:A ident:b"),
        ("<<A\nA\n", "heredoc.marker:<<A heredoc.marker:A"),
        ("<<A\nAB\nA", "heredoc.marker:<<A heredoc:AB\nA"),
        ("<<A\n${b}A\nA\n", "heredoc.marker:<<A template:${ ident:b template:} heredoc:A\n heredoc.marker:A"),
        ("<<A\n\\n $${b} $\nA\n", "heredoc.marker:<<A heredoc:\\n $${b} $\n heredoc.marker:A"),
        ("<<A\r\na\r\nA\r\n", "heredoc.marker:<<A heredoc:a\r\n heredoc.marker:A"),
        ("<<A\na\rb\nA\n", "heredoc.marker:<<A heredoc:a invalid:\rb\nA\n"),
        ("<<A b\n", "punct:< punct:< ident:A ident:b"),
        ("<<\"A\"", "punct:< punct:< quote:\" string:A quote:\""),
        ("<<A", "punct:< punct:< ident:A"),
    ])
    func `a file is cut as hclsyntax cuts it`(_ source: String, _ tokens: String) {
        #expect(Reading(source, .hcl).tokens == tokens)
    }

    @Test(arguments: [
        ("", ""),
        ("a\n b", "heredoc:a\n b"),
        ("# a ${b} c", "heredoc:# a  template:${ ident:b template:} heredoc: c"),
        ("$", "heredoc:$"),
        ("$$", "heredoc:$$"),
        (
            "%{ if a ~}\nb\n%{ endif }",
            "template:%{ ident:if ident:a template:~} heredoc:\nb\n template:%{ ident:endif template:}"
        ),
        ("\"a\" \\", "heredoc:\"a\" \\"),
        ("a\rb", "heredoc:a\rb"),
    ])
    func `a template is text with sequences`(_ source: String, _ tokens: String) {
        let reading = Reading(source, .hcl, mode: .template)
        #expect(reading.tokens == tokens)
        #expect(reading.messages == [])
    }

    @Test func `broken bytes are one token each and do not end a string`() {
        let reading = Reading([0x22, 0x61, 0xFF, 0xFE, 0x62, 0x22, 0x20, 0x23, 0xFF], .hcl)
        #expect(reading.kinds == [.quote, .string, .invalid, .invalid, .string, .quote, .comment])
    }

    @Test func `a byte order mark belongs to no token`() {
        let reading = Reading("\u{FEFF}a = 1\n", .hcl)
        #expect(reading.document.tokens.map(\.start) == [3, 5, 7])
        #expect(reading.document.ok)
    }

    @Test func `names are keys and labels are labels`() {
        let reading = Reading(
            """
            resource "aws_x" main {
              a = { b = 1, "c" : d, (e) = f, "${g}" = 2 }
            }

            """, .hcl)
        #expect(
            reading.texts(.key, .label) == [
                "key:resource", "label:\"", "label:aws_x", "label:\"", "label:main", "key:a", "key:b", "key:\"",
                "key:c",
                "key:\"",
            ])
        #expect(reading.document.ok)
    }
}
