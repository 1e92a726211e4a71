import LintSource
import LintSyntax
import Testing

@Suite struct ShellTokenizerTests {
    @Test(
        arguments: [
            ("", []),
            ("# a\nb#c # d", ["comment:# a", "word:b#c", "comment:# d"]),
            ("a;#b", ["word:a", "punct:;", "comment:#b"]),
            ("$#", ["word:$#"]),
            ("x='a # b'", ["ident:x", "punct:=", "quote:'", "string:a # b", "quote:'"]),
            ("$'a\\'b'", ["quote:$'", "string:a\\'b", "quote:'"]),
            ("\"a\\\"$b\"", ["quote:\"", "string:a\\\"$b", "quote:\""]),
            ("a\"\"#b", ["word:a", "quote:\"", "quote:\"", "word:#b"]),
            (
                "\"$(a \"b\")\"",
                ["quote:\"", "template:$(", "word:a", "quote:\"", "string:b", "quote:\"", "template:)", "quote:\""]
            ),
            (
                "\"${a:-it's}\"",
                ["quote:\"", "template:${", "ident:a", "punct::-", "string:it's", "template:}", "quote:\""]
            ),
            ("${a#'}'}", ["template:${", "ident:a", "punct:#", "quote:'", "string:}", "quote:'", "template:}"]),
            ("`a # b`c", ["template:`", "word:a", "comment:# b", "template:`", "word:c"]),
            ("$((1 << 2))x", ["template:$((", "number:1", "punct:<", "punct:<", "number:2", "template:))", "word:x"]),
            ("a=(b #c\nd)", ["ident:a", "punct:=", "punct:(", "word:b", "comment:#c", "word:d", "punct:)"]),
            ("x+=1 y z=2", ["ident:x", "punct:+=", "word:1", "word:y", "word:z=2"]),
            ("export A=1", ["word:export", "ident:A", "punct:=", "word:1"]),
            ("f() { :; }", ["ident:f", "punct:(", "punct:)", "keyword:{", "word::", "punct:;", "keyword:}"]),
            ("a {b} 2>&1", ["word:a", "word:{b}", "punct:2", "punct:>&", "word:1"]),
            ("a \\\n b", ["word:a", "punct:\\", "word:b"]),
            ("a \\\n#b", ["word:a", "punct:\\", "comment:#b"]),
            ("a\\\n#b", ["word:a", "punct:\\", "word:#b"]),
            ("a <(b)", ["word:a", "template:<(", "word:b", "template:)"]),
            ("a <<<\"b\"", ["word:a", "punct:<<<", "quote:\"", "string:b", "quote:\""]),
            (
                "[[ a =~ ^(b|c#)$ ]]",
                [
                    "keyword:[[", "word:a", "word:=~", "word:^", "punct:(", "word:b", "punct:|", "word:c#", "punct:)",
                    "word:$", "keyword:]]",
                ]
            ),
            ("${{ a.b }}-x", ["expression:${{ a.b }}", "word:-x"]),
            ("'${{ 'x}}' }}'", ["quote:'", "expression:${{ 'x}}' }}", "quote:'"]),
            ("((a); b)", ["punct:((", "ident:a", "punct:)", "punct:;", "word:b", "punct:)"]),
        ] as [(String, [String])])
    func `a script is read as its shell reads it`(_ text: String, _ expected: [String]) {
        #expect(dump(text, .shell) == expected)
        #expect(complaint(text, .shell) == nil)
    }

    @Test func `a case pattern's parenthesis closes nothing else`() {
        let text = "x=$(case $y in a|b) c;; (d) e;; esac)#z"
        #expect(
            dump(text, .shell) == [
                "ident:x", "punct:=", "template:$(", "keyword:case", "word:$y", "keyword:in", "word:a", "punct:|",
                "word:b",
                "punct:)", "word:c", "punct:;;", "punct:(", "word:d", "punct:)", "word:e", "punct:;;", "keyword:esac",
                "template:)", "word:#z",
            ])
    }

    @Test func `here-documents follow their line, quoted ones without expansions`() {
        let text = "cat <<A <<-'B' # c\n$x ${y} `z`\nA\n\t${y} ${{ e }}\n\tB\nd"
        #expect(
            dump(text, .shell) == [
                "word:cat", "heredoc.marker:<<A", "heredoc.marker:<<-'B'", "comment:# c", "heredoc:$x ", "template:${",
                "ident:y", "template:}", "heredoc: ", "template:`", "word:z", "template:`", "heredoc:\n",
                "heredoc.marker:A", "heredoc:\t${y} ", "expression:${{ e }}", "heredoc:\n", "heredoc.marker:B",
                "word:d",
            ])
    }

    @Test func `a here-document inside a substitution ends before its parenthesis`() {
        let text = "a=\"$(cat <<E\n) \" # x\nE\n)\" # y"
        #expect(
            dump(text, .shell) == [
                "ident:a", "punct:=", "quote:\"", "template:$(", "word:cat", "heredoc.marker:<<E", "heredoc:) \" # x\n",
                "heredoc.marker:E", "template:)", "quote:\"", "comment:# y",
            ])
    }

    @Test func `an assignment's name is a key and a command's word is shell`() {
        #expect(dump("A=b c", .shell, contexts: true) == ["key:A", "other:=", "shell:b", "shell:c"])
    }

    @Test(arguments: ["'a", "\"a", "$(a", "`a", "${a", "((a", "(a", "case a in b) c", "[[ a", "a <<E\nb", "a)"])
    func `what is left open is an error, and its tokens are there`(_ text: String) {
        let ok = Array(text.utf8).withByteView { Language.shell.tokenize($0).ok }
        #expect(!ok)
        #expect(complaint(text, .shell) == nil)
    }

    @Test(arguments: [
        "$(", "${a:-", "\"$(", "`", "((", "(", "[[ ( ", "case a in (", "<<A\n$(cat ", "'${{ ", "\"", "${{", "a=(", "@(",
        "<<'A'\nA\n${{ ", "<<A ",
    ])
    func `depth costs no stack and time stays linear`(_ unit: String) {
        func time(_ count: Int) -> Duration {
            let text = Array(String(repeating: unit, count: count).utf8)
            return ContinuousClock().measure { text.withByteView { _ = Language.shell.tokenize($0) } }
        }
        _ = time(1_000)
        #expect(time(100_000) < .seconds(4))
    }

    @Test func `a file with CR LF has the same kinds, one with a byte order mark the same tokens moved by 3`() {
        let text = "#!/bin/sh\n# a\nb='c\nd' \\\n e <<F\nx ${y}\nF\ncase a in\n b) c ;;\nesac\n"
        let kinds = dump(text, .shell).map { $0.prefix { $0 != ":" } }
        #expect(dump(text.replacing("\n", with: "\r\n"), .shell).map { $0.prefix { $0 != ":" } } == kinds)
        #expect(dump("\u{FEFF}" + text, .shell) == dump(text, .shell))
    }

    @Test func `any cut of a script keeps the invariants`() {
        let text = Array("a=\"$(b `c` ${d:-'e'} <<F\n$((1+(2)))\nF\n)\" # g\ncase x in y) z;; esac\n".utf8)
        for end in 0...text.count {
            let part = Array(text[..<end])
            let ranges = part.withByteView { Language.shell.tokenize($0).tokens.map(\.range) }
            #expect(complaint(ranges, part) == nil)
        }
    }
}
