import LintSource
import LintSyntax
import Testing

/// Tokens from the empty input up; each expected answer is that of Nix's own lexer.
@Suite struct NixTokensTests {
    @Test(arguments: [
        ("", ""),
        (" \t\r\n", ""),
        ("a", "ident:a"),
        ("a'-b_1", "ident:a'-b_1"),
        ("a.b.c", "ident:a punct:. ident:b punct:. ident:c"),
        ("if x then y else z", "keyword:if ident:x keyword:then ident:y keyword:else ident:z"),
        ("letx let", "ident:letx keyword:let"),
        ("or null __curPos", "keyword:or ident:null ident:__curPos"),
        ("1 1.5 .5 1. 01 01.5", "number:1 number:1.5 number:.5 number:1. number:01 number:01 number:.5"),
        ("1e3 1.e5 0.1e-3 0.", "number:1 ident:e3 number:1.e5 number:0.1e-3 number:0 punct:."),
        ("a/b a / b a /b a//b", "path:a/b ident:a punct:/ ident:b ident:a path:/b ident:a punct:// ident:b"),
        ("./a ../b/c ~/d /.", "path:./a path:../b/c path:~/d path:/."),
        ("a/b//c", "path:a/b//c"),
        ("./a${b}c", "path:./a template:${ ident:b template:} path:c"),
        ("./${b}/c${d}", "path:./ template:${ ident:b template:} path:/c template:${ ident:d template:}"),
        ("./a/", "invalid:./a/"),
        ("<a/b.c> <a>b < a", "path:<a/b.c> path:<a> ident:b punct:< ident:a"),
        ("x:y x: y a_b:c a:_", "uri:x:y ident:x punct:: ident:y ident:a_b punct:: ident:c uri:a:_"),
        ("http://a.b/c?d=e#f", "uri:http://a.b/c?d=e comment:#f"),
        ("a.b:c", "uri:a.b:c"),
        ("-1 - 2 a-b a -b", "punct:- number:1 punct:- number:2 ident:a-b ident:a punct:- ident:b"),
        (
            "== != <= >= && || -> ++ // + - * < > ! ?",
            "punct:== punct:!= punct:<= punct:>= punct:&& punct:|| punct:-> punct:++ punct:// punct:+ punct:- punct:* punct:< punct:> punct:! punct:?"
        ),
        ("|> <| ... = : ; , @", "punct:|> punct:<| punct:... punct:= punct:: punct:; punct:, punct:@"),
        ("+/a ++/b", "path:+/a path:++/b"),
        ("# a\rb", "comment:# a ident:b"),
        ("/* a */b/***/", "comment:/* a */ ident:b comment:/***/"),
        ("1 /* x", "number:1 punct:/ punct:* ident:x"),
        ("\"\"", "quote:\" quote:\""),
        ("\"a ${b} c\"", "quote:\" string:a  template:${ ident:b template:} string: c quote:\""),
        ("\"$${a} $$${b} a$\"", "quote:\" string:$${a} $$ template:${ ident:b template:} string: a$ quote:\""),
        ("\"\\${a} $\\${b} \\\"\"", "quote:\" string:\\${a} $\\${b} \\\" quote:\""),
        ("\"${\"}\"}\"", "quote:\" template:${ quote:\" string:} quote:\" template:} quote:\""),
        (
            "\"${{a=1;}.a}\"",
            "quote:\" template:${ punct:{ ident:a punct:= number:1 punct:; punct:} punct:. ident:a template:} quote:\""
        ),
        ("\"a", "quote:\" string:a"),
        ("''''", "quote.indented:'' quote.indented:''"),
        ("'' \n a''", "quote.indented:'' string.indented: \n a quote.indented:''"),
        (
            "''a ''${b} ''$c ''' ''\\n ''\\'' ''",
            "quote.indented:'' string.indented:a ''${b} ''$c ''' ''\\n ''\\''  quote.indented:''"
        ),
        ("'''${a}''", "quote.indented:'' string.indented:' template:${ ident:a template:} quote.indented:''"),
        (
            "'' '${a} $${b} $'' ''",
            "quote.indented:'' string.indented: ' template:${ ident:a template:} string.indented: $${b} $ quote.indented:'' quote.indented:''"
        ),
        ("{ a }: a", "punct:{ ident:a punct:} punct:: ident:a"),
        ("é", "invalid:\u{FFFD} invalid:\u{FFFD}"),
    ])
    func `a file is cut as Nix cuts it`(_ source: String, _ tokens: String) {
        #expect(Reading(source, .nix).tokens == tokens)
    }

    @Test func `a byte order mark is no part of the language`() {
        let reading = Reading("\u{FEFF}1", .nix)
        #expect(reading.document.tokens.last == Token(3, 4, .number))
        #expect(!reading.document.ok)
        #expect(reading.fault == nil)
    }

    @Test func `names that are defined are keys and names that are selected are not`() {
        let reading = Reading("{ a.\"b c\".${d} = e.f; inherit (g) h \"i\"; or = { j ? k, l }: m ? n; }", .nix)
        #expect(
            reading.texts(.key) == [
                "key:a", "key:\"", "key:b c", "key:\"", "key:h", "key:\"", "key:i", "key:\"", "key:or",
            ])
        #expect(reading.messages == [])
    }
}
