import LintSource
import LintSyntax
import Testing

/// Inline markup; each case is a text and the letter of each of its bytes (`markdownLetters`).
@Suite struct MarkdownInlineTests {
    @Test(arguments: [
        ("a `b` c", "p.ccc.p"),
        ("``a`b``", "ccccccc"),
        ("`a", "pp"),
        ("`a ``b`", "cc.cccc"),
        ("`` ` ``", "cc.c.cc"),
        ("\\`a`", "pppp"),
        ("\\\\`a`", "ppccc"),
        ("`a\\`b`", "ccccpp"),
        ("`a\nb`", "cc.cc"),
        ("> `a\n> b`", "m.cc.m.cc"),
        ("# `a` #", "m.ccc.m"),
        ("`<b>` <c `d`>", "ccccc.pp.cccp"),
    ])
    func `code spans go from one run of back-ticks to the next of its length`(text: String, letters: String) {
        #expect(markdownLetters(Array(text.utf8)) == letters)
    }

    @Test(arguments: [
        ("[a](b)", "pppddd"),
        ("[a](b \"c\")", "pppdd.dddd"),
        ("[a](<b c>)", "pppddd.ddd"),
        ("[a](b c)", "ppppp.pp"),
        ("[a]()", "pppdd"),
        ("[a](b(c)d)", "pppddddddd"),
        ("[a](b\n'c'\n)", "pppdd.ddd.d"),
        ("![a](b)", "ppppddd"),
        ("[![a](b)](c)", "pppppdddpddd"),
        ("[a [b](c)](d)", "pp.pppdddpppp"),
        ("![a [b](c)](d)", "ppp.pppdddpddd"),
        ("[a`](b)`](c)", "ppccccccpddd"),
        ("[a\\](b)", "ppppppp"),
        ("\\[a](b)", "ppppppp"),
        ("> [a](b\n> c)", "m.ppppp.m.pp"),
        ("> [a](b\n> 'c')", "m.pppdd.m.dddd"),
        ("[a](b)[c](d)", "pppdddpppddd"),
    ])
    func `links have targets`(text: String, letters: String) {
        #expect(markdownLetters(Array(text.utf8)) == letters)
    }

    @Test(arguments: [
        ("[a][b]\n\n[b]: c", "pppddd..rrrr.r"),
        ("[b][]\n\n[b]: c", "pppdd..rrrr.r"),
        ("[b]\n\n[b]: c", "ppp..rrrr.r"),
        ("[a][b]\n\n[a]: c", "pppppp..rrrr.r"),
        ("[a][B  b]\n\n[b\nB]: c", "pppdd..dd..rr.rrr.r"),
        ("[\u{1E9E}][]\n\n[SS]: c", "pppppdd..rrrrr.r"),
        ("[a]: <b c>\n'd\ne'\nf", "rrrr.rr.rr.rr.rr.p"),
        ("[a]: b\n'c' d", "rrrr.r.ppp.p"),
        ("[a]: b 'c' d", "pppp.p.ppp.p"),
        ("[a]:\nb", "rrrr.r"),
        ("[a]:", "pppp"),
        ("x\n[a]: b", "p.pppp.p"),
        ("[a]: b\n[c]: d\ne", "rrrr.r.rrrr.r.p"),
        ("> [a]:\n> b\n> c\n\n[a][]", "m.rrrr.m.r.m.p..pppdd"),
        ("[^a]\n\n[^a]: b", "pppp..mmmmm.p"),
    ])
    func `reference definitions are known before the links that use them`(text: String, letters: String) {
        #expect(markdownLetters(Array(text.utf8)) == letters)
    }

    @Test(arguments: [
        ("<http://a.b>", "aaaaaaaaaaaa"),
        ("<a.b@c.d>", "aaaaaaaaa"),
        ("<a@-b>", "pppppp"),
        ("<x:y z>", "pppp.pp"),
        ("a <b c='d\ne'/> f", "p.ii.iiii.iiii.p"),
        ("a </b > <c/d>", "p.iii.i.ppppp"),
        ("a <!-- b\nc --> d", "p.CCCC.C.C.CCC.p"),
        ("a <!--> b <!--->", "p.CCCCC.p.CCCCCC"),
        ("a <!-- b", "p.pppp.p"),
        ("a <?b?> <!C d> <![CDATA[>]]>", "p.iiiii.iii.ii.iiiiiiiiiiiii"),
        ("\\<a>", "pppp"),
    ])
    func `angles are autolinks, tags or text`(text: String, letters: String) {
        #expect(markdownLetters(Array(text.utf8)) == letters)
    }

    @Test func `text in a link's brackets is link text, but not its code`() {
        let text = "a [b `c` d](e) [x] ![f](g)"
        let document = markdown(Array(text.utf8))
        let found = document.tokens.filter { $0.context == .linkText }.map { token in
            String(decoding: Array(text.utf8)[token.range.indices], as: UTF8.self)
        }
        #expect(found == ["[b ", " d]", "[f]"])
        #expect(document.tokens.allSatisfy { $0.context != .linkText || $0.kind == .prose })
    }
}
