import LintSource
import LintSyntax
import Testing

@Suite struct TextTokenizerTests {
    @Test(
        arguments: [
            (
                .json, "{\"a\": \"b\", c: 1} // d",
                [
                    "other:{", "key:\"", "key:a", "key:\"", "other::", "string:\"", "string:b", "string:\"", "other:,",
                    "key:c", "other::", "number:1", "other:}", "comment:// d",
                ]
            ),
            (
                .toml, "[a.\"b\"] # c\nd.e = 'f\\' # g\nh = { i = 1 }",
                [
                    "other:[", "key:a", "other:.", "key:\"", "key:b", "key:\"", "other:]", "comment:# c", "key:d",
                    "other:.", "key:e", "other:=", "string:'", "string:f\\", "string:'", "comment:# g", "key:h",
                    "other:=", "other:{", "key:i", "other:=", "number:1", "other:}",
                ]
            ),
            (
                .toml, "a = \"\"\"\nb # c\"\"\"",
                ["key:a", "other:=", "string:\"\"\"", "string:\nb # c", "string:\"\"\""]
            ),
            (
                .ini, "; a\n[b c]\nd = e f # g\nh: i#j",
                [
                    "comment:; a", "other:[", "key:b c", "other:]", "key:d", "other:=", "string:e f", "comment:# g",
                    "key:h", "other::", "string:i#j",
                ]
            ),
            (
                .dotenv, "# a\nexport B=\"c # d\"\nE=f#g # h\nI=",
                [
                    "comment:# a", "other:export", "key:B", "other:=", "string:\"", "string:c # d", "string:\"",
                    "key:E", "other:=", "string:f#g", "comment:# h", "key:I", "other:=",
                ]
            ),
            (
                .python, "\"\"\"a\"\"\"\nb = rf\"c\" # d",
                [
                    "comment:\"\"\"", "comment:a", "comment:\"\"\"", "ident:b", "other:=", "string:rf\"", "string:c",
                    "string:\"", "comment:# d",
                ]
            ),
            (
                .rust, "/* a /* b */ c */ r#\"d\"e\"# 'f 'g'",
                [
                    "comment:/* a /* b */ c */", "string:r#\"", "string:d\"e", "string:\"#", "other:'", "ident:f",
                    "string:'", "string:g", "string:'",
                ]
            ),
            // Groovy's text over several lines, which may hold what looks like a comment.
            (
                .c, "sh '''\ncurl http://h/a 'b'\n''' // c\nd = '\\'' + ''",
                [
                    "ident:sh", "string:'''", "string:\ncurl http://h/a 'b'\n", "string:'''", "comment:// c",
                    "ident:d", "other:=", "string:'", "string:\\'", "string:'", "other:+", "string:'", "string:'",
                ]
            ),
            // git reads `#` as a comment only at the start of a line.
            (
                .ignore, "# a\nb # c\n # d\r\n#e\r\n\\#f#",
                ["comment:# a", "other:b # c", "other:# d", "comment:#e", "other:\\#f#"]
            ),
            (.ignore, "\u{FEFF}# a\nb", ["comment:# a", "other:b"]),
            (.list, "a # b", ["other:a", "comment:# b"]),
            (.go, "`a\n//b` // c", ["string:`", "string:a\n//b", "string:`", "comment:// c"]),
            (
                .javascript, "a = /'[/]\\//g; `b${c + `d`}e` // f",
                [
                    "ident:a", "other:=", "string:/'[/]\\//g", "other:;", "string:`", "string:b", "other:${", "ident:c",
                    "other:+", "string:`", "string:d", "string:`", "other:}", "string:e", "string:`", "comment:// f",
                ]
            ),
            (
                .javascript, "/\\\n'a'/b",
                ["other:/", "other:\\", "string:'", "string:a", "string:'", "other:/", "ident:b"]
            ),
            (.javascript, "a / b / c", ["ident:a", "other:/", "ident:b", "other:/", "ident:c"]),
            (.javascript, "it's\n'x'", ["ident:it", "other:'", "ident:s", "string:'", "string:x", "string:'"]),
            (
                .css, "a-b { c: url(//d) } /* e */ // f",
                [
                    "ident:a-b", "other:{", "ident:c", "other::", "string:url(", "string://d", "string:)", "other:}",
                    "comment:/* e */", "comment:// f",
                ]
            ),
            (
                .html, "<p title=\"a\">b {c} <!-- d --></p>",
                [
                    "other:<p", "other:title", "other:=", "string:\"", "string:a", "string:\"", "other:>", "prose:b",
                    "other:{", "ident:c", "other:}", "html-comment:<!-- d -->", "other:</p", "other:>",
                ]
            ),
            (
                .html, "<script>// a\nb='</p>'</SCRIPT>c",
                [
                    "other:<script", "other:>", "comment:// a", "ident:b", "other:=", "string:'", "string:</p>",
                    "string:'", "other:</SCRIPT", "other:>", "prose:c",
                ]
            ),
            (
                .html, "{% a = b // c %}d {# e #}{#if f}",
                [
                    "other:{% a = b // c %}", "prose:d", "html-comment:{# e #}", "other:{", "other:#", "ident:if",
                    "ident:f", "other:}",
                ]
            ),
            (.html, "<a href=b>c", ["other:<a", "other:href", "other:=", "link-url:b", "other:>", "prose:c"]),
            (
                .justfile, "a:\n    {{\"\\\nb:",
                ["ident:a", "other::", "other:{{", "string:\"", "string:\\", "ident:b", "other::"]
            ),
            (
                .justfile, "a := \"b\"\nc d: # e\n    @f {{a}} '{{g(\"h\")}}' # i\nj:",
                [
                    "key:a", "other::", "other:=", "string:\"", "string:b", "string:\"", "ident:c", "ident:d",
                    "other::", "comment:# e", "shell:@f", "other:{{", "ident:a", "other:}}", "string:'", "other:{{",
                    "ident:g", "other:(", "string:\"", "string:h", "string:\"", "other:)", "other:}}", "string:'",
                    "comment:# i", "ident:j", "other::",
                ]
            ),
            (
                .makefile, "A := b # c\nd: e\n\tf $$x # g\nh:",
                [
                    "key:A", "other::=", "other:b", "comment:# c", "other:d: e", "shell:f", "shell:$$x", "comment:# g",
                    "other:h:",
                ]
            ),
            (
                .dockerfile, "# a\nFROM b\nRUN c \\\n # d\n && e # f\nCMD [\"g\"]",
                [
                    "comment:# a", "other:FROM", "shell:b", "other:RUN", "shell:c", "other:\\", "comment:# d",
                    "other:&&", "shell:e", "comment:# f", "other:CMD", "shell:[", "string:\"", "string:g", "string:\"",
                    "shell:]",
                ]
            ),
            (
                .tex, "a \\textbf{b} 5\\% c % d",
                [
                    "prose:a", "other:\\textbf", "other:{", "prose:b", "other:}", "prose:5", "other:\\%", "prose:c",
                    "comment:% d",
                ]
            ),
            (.list, "# a\n*.b # c\n#d", ["comment:# a", "other:*.b", "comment:# c", "comment:#d"]),
            (
                .bazelrc, "build --a=\"b\" # c",
                ["shell:build", "shell:--a=", "string:\"", "string:b", "string:\"", "comment:# c"]
            ),
            (
                .caddyfile, "a {\n b \"c\" # d\n}",
                ["other:a {", "other:b", "string:\"", "string:c", "string:\"", "comment:# d", "other:}"]
            ),
            (.template, "{{- /* a */ -}}\nb", ["comment:{{- /* a */ -}}", "other:b"]),
            (.sql, "a 'b''c' -- d", ["ident:a", "string:'", "string:b''c", "string:'", "comment:-- d"]),
            (.text, "a # b", ["prose:a # b"]),
        ] as [(Language, String, [String])])
    func `a language is read by its row of the table`(_ language: Language, _ text: String, _ expected: [String]) {
        #expect(dump(text, language, contexts: true) == expected)
        #expect(complaint(text, language) == nil)
    }

    @Test(arguments: Language.allCases.filter(\.isGenericText))
    func `any text at all is covered, in order, by any language`(_ language: Language) {
        let pieces = [
            "\"", "'", "`", "${", "}", "{{", "}}", "/*", "*/", "//", "#", "\\", "\n", "\r\n", "\t", " ", "a", "=", ":",
            "[",
            "]", "(", ")", "<", "<!--", "-->", "</", ">", "\"\"\"", "'''", "r#\"", "\\\n", "é", "%", ";", "--[[", "<<E",
            "1e+5", ",", "@",
        ]
        var state: UInt64 = 42
        for _ in 0..<Rounds.share(of: 400) {
            var text = ""
            for _ in 0..<40 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                text += pieces[Int(state >> 33) % pieces.count]
            }
            #expect(complaint(text, language) == nil, "\(text.debugDescription)")
        }
    }

    @Test(arguments: Language.allCases.filter(\.isGenericText))
    func `no repetition costs more than linear time`(_ language: Language) {
        for unit in [
            "`${", "{", "'\\", "\"\\", "/", "r#\"", "/*", "<a ", "<script>", "{{", "\\", "[", "a=", "\t\\\n", "<<E ",
            "=:",
        ] {
            let text = Array(String(repeating: unit, count: 30_000).utf8)
            let time = ContinuousClock().measure { text.withByteView { _ = language.tokenize($0) } }
            #expect(time < .seconds(4), "\(unit)")
        }
    }
}
