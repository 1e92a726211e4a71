import LintSource
import LintSyntax
import Testing

/// One letter a byte: what kind of token covers it, `.` for none.
private func classes(_ reading: Reading) -> String {
    let letters: [TokenKind: Character] = [
        .comment: "c", .keyPlain: "k", .keyQuoted: "K", .scalarPlain: "p", .scalarSingle: "s", .scalarDouble: "d",
        .scalarBlock: "b", .scalarBlockHeader: "B", .anchor: "a", .alias: "A", .tag: "t", .directive: "D",
        .docmark: "m", .punct: "i", .invalid: "x",
    ]
    var result = [Character](repeating: ".", count: reading.source.count)
    for token in reading.document.tokens {
        for i in token.range.indices { result[i] = letters[token.kind] ?? "?" }
    }
    return String(result)
}

/// Tokens from the empty input up.
@Suite struct YAMLTokensTests {
    @Test(arguments: [
        ("", ""),
        (" \n\n", "..."),
        ("\u{FEFF}", "..."),
        ("# a", "ccc"),
        ("a", "p"),
        ("a b", "ppp"),
        ("a\n b", "pppp"),
        ("a\n\n b # c", "ppppp.ccc"),
        ("a#b", "ppp"),
        ("a: b", "ki.p"),
        ("a :b", "pppp"),
        ("a : b", "k.i.p"),
        ("a:b", "ppp"),
        ("a:", "ki"),
        ("a: b\nc: d\n", "ki.p.ki.p."),
        ("a:\n  b:\n    c: d\n  e: f", "ki...ki.....ki.p...ki.p"),
        ("a: http://b/c#d", "ki.pppppppppppp"),
        ("- a\n- b", "i.p.i.p"),
        ("- - a\n  - b", "i.i.p...i.p"),
        ("- a: b\n  c: d", "i.ki.p...ki.p"),
        ("a:\n- b\n-\nc: d", "ki.i.p.i.ki.p"),
        ("-a\n?b\n:c", "pppppppp"),
        ("-\ta", "i.p"),
        ("a:\tb\t# c", "ki.p.ccc"),
        ("? a\n: b", "i.k.i.p"),
        ("? - a\n: - b", "i.i.p.i.i.p"),
        ("? a", "i.k"),
        (": a", "i.p"),
        ("'a''b'", "ssssss"),
        ("\"a\\\"b\"", "dddddd"),
        ("\"a\n\n  b\"", "dddddddd"),
        ("'a': \"b\"", "KKKi.ddd"),
        ("a: 'b # c'", "ki.sssssss"),
        ("a: |\n  b\n  # c\nd: e", "ki.B...bbbbbbb.ki.p"),
        ("a: >-\n  b\n\n", "ki.BB...b.."),
        ("a: |+2 # b\n   c\n", "ki.BBB.ccc...bb."),
        ("a: |\nb: c", "ki.B.ki.p"),
        ("- |\n a\n- >\n b", "i.B..b.i.B..b"),
        ("--- |\na\n# b\n", "mmm.B.bbbbb."),
        ("--- |\n a\n--- b", "mmm.B..b.mmm.p"),
        ("[]", "ii"),
        ("[a, b]", "ipi.pi"),
        ("[a, 'b', \"c\",]", "ipi.sssi.dddii"),
        ("[a: b, ? c : d]", "iki.pi.i.k.i.pi"),
        ("[a:b, a?, -b, :c]", "ipppi.ppi.ppi.ppi"),
        ("{}", "ii"),
        ("{a: b, \"c\":d, e, 'f' : }", "iki.pi.KKKipi.ki.KKK.i.i"),
        ("{a\n : b}", "ik..i.pi"),
        ("{? a : b, ? c}", "ii.k.i.pi.i.ki"),
        ("{a: [b, {c: d}]}", "iki.ipi.iki.piii"),
        ("[a]: b", "ipii.p"),
        ("{a: b}: c", "iki.pii.p"),
        ("[a, # b\n c]", "ipi.ccc..pi"),
        ("[ab\n c]", "ipppppi"),
        ("&a b", "aa.p"),
        ("a: &b c\nd: *b\n*b : e", "ki.aa.p.ki.AA.AA.i.p"),
        ("&a:b c", "aaaa.p"),
        ("&a b: c", "aa.ki.p"),
        ("&a\nb: c", "aa.ki.p"),
        ("[*a, &b c, !d e]", "iAAi.aa.pi.tt.pi"),
        ("!a b", "tt.p"),
        ("!!a b: !<c:d,e> f", "ttt.ki.tttttttt.p"),
        ("a: !b &c d", "ki.tt.aa.p"),
        ("<<: *a", "kki.AA"),
        ("---\na\n...\n# b\n--- c", "mmm.p.mmm.ccc.mmm.p"),
        ("%YAML 1.2 # a\n---\nb", "DDDDDDDDD.ccc.mmm.p"),
        ("%TAG !a! b:\n%FOO c\n---\n!a!d e", "DDDDDDDDDDD.DDDDDD.mmm.tttt.p"),
        ("---a", "pppp"),
        ("--- a\n--- b", "mmm.p.mmm.p"),
        ("a: b\r\n# c\r\nd: |\r\n  e\r\n  f\r\n", "ki.p..ccc..ki.B....bbbbbb.."),
        ("a: b\r# c\rd: e\r", "ki.p.ccc.ki.p."),
        ("a: b\u{85}c\u{2028}d # e", "ki.pppppppp.ccc"),
        ("é: ü # ö", "kki.pp.cccc"),
        ("a: {{ .b }}\n", "ki.ii.kk.ii."),
        ("a: ${{ b }} # c", "ki.pppppppp.ccc"),
    ])
    func `a file is cut as YAML cuts it`(_ source: String, _ expected: String) {
        let reading = Reading(source, .yaml)
        #expect(classes(reading) == expected)
        #expect(reading.messages == [])
    }

    @Test(arguments: [
        // The rest of the file is read as if the mistake was not there.
        ("a: \"b\nc: d\n", "ki.dd.ki.p."),
        ("a: 'b\nc: 'd'\n", "ki.ss.ki.sss."),
        ("a: [b,\nc: d\n", "ki.ipi.ki.p."),
        ("a: {b: c\nd: e\n", "ki.iki.p.ki.p."),
        ("a: b: c\nd: e", "ki.ki.p.ki.p"),
        ("a: b\n  c: d\ne: f", "ki.p...ki.p.ki.p"),
        ("a:\n    b: c\n  d: e\n", "ki.....ki.p...ki.p."),
        ("a:\n\tb: c", "ki..ki.p"),
        ("a: - b", "ki.i.p"),
        ("a: [b]c", "ki.ipip"),
        ("a: ]", "ki.i"),
        ("a: @b", "ki.pp"),
        ("a: b\n- c", "ki.p.i.p"),
        ("- a\nb: c", "i.p.ki.p"),
        ("a\nb: c", "p.ki.p"),
        ("[a, b}", "ipi.pi"),
        ("\"a", "dd"),
        ("'", "s"),
        ("[", "i"),
        ("a: |x\n  b", "ki.Bx...b"),
        ("a: b\n%c\nd: e", "ki.p.DD.ki.p"),
        ("a: \"b\"#c", "ki.dddcc"),
        ("a: x\n# c\n  y\n", "ki.p.ccc...p."),
        // A scalar to libyaml.
        ("[-]", "ipi"),
        ("[-, a, -b]", "ipi.pi.ppi"),
        ("[ - ]", "i.i.i"),
    ])
    func `a broken file keeps its tokens`(_ source: String, _ expected: String) {
        let reading = Reading(source, .yaml)
        #expect(classes(reading) == expected)
        #expect(reading.messages != [])
    }

    @Test func `bytes that are not UTF-8 are text and an error`() {
        let reading = Reading([0x61, 0x3A, 0x20, 0xFF, 0xFE, 0x20, 0x23, 0xFF, 0x0A, 0x62, 0x3A], .yaml)
        #expect(classes(reading) == "ki.pp.cc.ki")
        #expect(!reading.document.ok)
        #expect(!Reading("a: b\0c", .yaml).document.ok)
        #expect(!Reading("a: b\u{7}c", .yaml).document.ok)
        #expect(!Reading("a: b\u{7F}c", .yaml).document.ok)
        #expect(Reading("a: \"b\u{7F}c\"", .yaml).document.ok)
    }

    @Test func `offsets are bytes of UTF-16 and UTF-32 files`() {
        let text = "a: é # 💩\n"
        let plain = Reading(text, .yaml)
        let units = Array(text.utf16)
        let little = Reading([0xFF, 0xFE] + units.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }, .yaml)
        let big = Reading(units.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }, .yaml)
        #expect(little.kinds == plain.kinds)
        #expect(little.document.tokens.map(\.start) == [2, 4, 8, 12])
        #expect(little.document.tokens.map(\.end) == [4, 6, 10, 20])
        #expect(big.document.tokens.map(\.start) == [0, 2, 6, 10])
        #expect(little.document.ok && big.document.ok)
        #expect(little.document.namedRanges == [NamedRange(path: "/a", range: ByteRange(8, 10))])
        let wide = Reading(
            [0, 0, 0xFE, 0xFF]
                + text.unicodeScalars.flatMap {
                    [0, UInt8($0.value >> 16), UInt8($0.value >> 8 & 0xFF), UInt8($0.value & 0xFF)]
                }, .yaml)
        #expect(wide.document.tokens.map(\.start) == [4, 8, 16, 24])
        #expect(wide.document.ok)
    }
}
