import LintSource
import LintSyntax
import Testing

/// Blocks of Markdown; each case is a text and the letter of each of its bytes (`markdownLetters`).
@Suite struct MarkdownBlocksTests {
    @Test(arguments: [
        ("", ""),
        ("\n", "."),
        (" \t\n", "..."),
        ("one", "ppp"),
        ("one\n  two  \n", "ppp...ppp..."),
        ("one\n\ntwo\n", "ppp..ppp."),
    ])
    func `paragraphs are prose`(text: String, letters: String) {
        #expect(markdownLetters(Array(text.utf8)) == letters)
    }

    @Test(arguments: [
        ("# one #\n", "m.hhh.m."),
        ("#\n", "m."),
        ("### ###\n", "mmm.mmm."),
        ("# one#\n", "m.hhhh."),
        ("#one\n", "pppp."),
        ("####### one\n", "ppppppp.ppp."),
        ("one\ntwo\n---\n", "hhh.hhh.mmm."),
        ("one\n= =\n", "ppp.p.p."),
        ("> one\n===\n", "m.ppp.ppp."),
        ("> one\n---\n", "m.ppp.mmm."),
        ("[a]: b\n===\n", "rrrr.r.ppp."),
        ("[a]: b\n---\n", "rrrr.r.mmm."),
        ("* * *\n", "m.m.m."),
        ("- - x\n", "m.m.p."),
        ("__ _\n", "mm.m."),
        ("    # one\n", "....n.nnn."),
    ])
    func `headings and thematic breaks are told from what looks like them`(text: String, letters: String) {
        #expect(markdownLetters(Array(text.utf8)) == letters)
    }

    @Test(arguments: [
        ("> a\nb\n", "m.p.p."),
        ("> a\n\nb\n", "m.p..p."),
        (">> a\n> b\n", "mm.p.m.p."),
        (">\ta\n", "m.p."),
        ("- a\n\n  b\n c\n", "m.p....p..p."),
        ("-\n\n  a\n", "m....p."),
        ("-\n  a\n", "m...p."),
        ("- a\n 1. b\n", "m.p..mm.p."),
        ("a\n2. b\n", "p.pp.p."),
        ("a\n1. b\n", "p.mm.p."),
        ("a\n-\n", "h.m."),
        ("a\n*\n", "p.p."),
        ("1234567890. a\n", "ppppppppppp.p."),
        ("-     a\n", "m.....n."),
        ("-\t\ta\n", "m..n."),
        ("- [ ] a\n- [X] b\n- [y] c\n", "m.m.m.p.m.mmm.p.m.ppp.p."),
        ("1) - > a\n", "mm.m.m.p."),
        ("[^a]: b\n    c\n\n    d\n", "mmmmm.p.....p......p."),
        ("[^a]:     b\n", "mmmmm.....p."),
    ])
    func `containers hold what is indented or lazily goes on`(text: String, letters: String) {
        #expect(markdownLetters(Array(text.utf8)) == letters)
    }

    @Test(arguments: [
        ("```sh x\n# a\n\n b\n```\nc\n", "FFFII.I.f.f...f.FFF.p."),
        ("~~~ a`b\n```\n~~~~\n", "FFF.III.fff.FFFF."),
        ("``` a`\n", "ppp.pp."),
        ("````\n```\n````\n", "FFFF.fff.FFFF."),
        ("```\na\n    ```\n", "FFF.f.....fff."),
        ("> ```\n> a\nb\n", "m.FFF.m.f.p."),
        ("- ```\n  a\n\n  b\n- c\n", "m.FFF...f....f.m.p."),
        ("```", "FFF"),
        ("a\n```\n", "p.FFF."),
        ("    a\n\n    b\nc\n", "....n......n.p."),
        ("a\n    b\n", "p.....p."),
        ("\ta\n", ".n."),
    ])
    func `code keeps its lines`(text: String, letters: String) {
        #expect(markdownLetters(Array(text.utf8)) == letters)
    }

    @Test(arguments: [
        ("<div>\n*a*\n\n*b*\n", "HHHHH.HHH..ppp."),
        ("<pre>\n\na</pre> b\nc\n", "HHHHH..HHHHHHH.H.p."),
        ("<!-- a\n\nb --> c\nd\n", "CCCC.C..C.CCC.H.p."),
        ("<div><!-- a --><b>\n", "HHHHHCCCC.C.CCCHHH."),
        ("<?a\n\n?>\nb\n", "HHH..HH.p."),
        ("<!A\n\n>\nb\n", "HHH..H.p."),
        ("<![CDATA[\n\n]]>\nb\n", "HHHHHHHHH..HHH.p."),
        ("<A b='c'>\na\n", "HH.HHHHHH.H."),
        ("a\n<A b='c'>\n", "p.ii.iiiiii."),
        ("a\n<div>\n", "p.HHHHH."),
        ("<a> b\n", "iii.p."),
        ("<divx>\n", "HHHHHH."),
        ("<div\n", "HHHH."),
        ("<>\n", "pp."),
    ])
    func `HTML blocks end where their kind ends`(text: String, letters: String) {
        #expect(markdownLetters(Array(text.utf8)) == letters)
    }

    @Test(arguments: [
        ("|a|b|\n|-|:-:|\n|c|\nd\n\ne\n", "mtmtm.mmmmmmm.mtm.t..p."),
        ("a|b\n-|-\n", "tmt.mmm."),
        ("a|b\n-|-|-\n", "ppp.ppppp."),
        ("x\na|b\n-|-\n", "p.tmt.mmm."),
        ("|a\\|b|\n|-|\n|`c\\\\|d`|e|\n", "mttttm.mmm.mcccccccmmm."),
        ("a|b\n-|-\nc|d|e|f\n", "tmt.mmm.tmtmmmm."),
        ("a|b\n-|-\n> c\n", "tmt.mmm.m.p."),
        ("a|b\n-|-\n|\n", "tmt.mmm.p."),
        ("a|b\n-|-\n    c\n", "tmt.mmm.....n."),
        ("> a|b\n> -|-\nc|d\n", "m.tmt.m.mmm.ppp."),
    ])
    func `tables are cut at pipes before all else`(text: String, letters: String) {
        #expect(markdownLetters(Array(text.utf8)) == letters)
    }

    @Test(arguments: [
        ("---\na: b\n---\n# c\n", "yyy.yy.y.yyy.m.h."),
        ("---\na\n...\nb\n", "yyy.y.yyy.p."),
        ("---\n\na\n---\n", "mmm..h.mmm."),
        ("---\na: b\n", "mmm.pp.p."),
        ("----\na\n----\n", "mmmm.h.mmmm."),
        ("\n---\na\n---\n", ".mmm.h.mmm."),
        ("--- \na\n---\t\nb\n", "yyy..y.yyy..p."),
    ])
    func `front matter is the head of a file and nowhere else`(text: String, letters: String) {
        #expect(markdownLetters(Array(text.utf8)) == letters)
    }
}
