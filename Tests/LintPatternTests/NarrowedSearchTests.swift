import LintPattern
import LintSource
import Testing

/// A search that looks only before the literals an expression must hold, against the same search without that.
@Suite struct NarrowedSearchTests {
    static let expressions = [
        #"(?<at>[\w-]+)-cache\b"#, #"image:\s*\S+:latest"#, #"(?i)todo[^\n]*fix|bug{1,3}"#, #"(?<=a)b+(?!c)(?:def)?"#,
        #"^\s*(?:lock_)?address\s*="#, #"(?s)begin.*?end"#, #"[^"]*terraform\.state"#, #"(?:ab|c)+name"#,
        #"x?y?import"#,
        // Found by fuzzing: what follows an escape may belong to it.
        #"my\xb{|name"#, #"bug\x61{|for}"#, #"my\pL{|cache"#, #"name\c(?||x"#, #"\x61bc|\pLtodo|\141b|a\01"#,
        // A count that is not closed, or not plain, is text.
        #"imag*:.sk|u0g},{3"#, #"\w?bug{,3}x"#, #"\w?bug{3,+4}x"#,
        // A bracket and a colon in a class name none, where nothing closes it.
        #"(imag~[A[:\w-]+|e:)?"#, #"(?:my[[:x]|-cache[:]])?e?"#, #"m[[:alpha:]y-]+ca[^[:\]]he"#,
        // In a class a brace behind an escape may be one of it; so may a bracket.
        #"(imag[?A)x\g{|b]/|e:)?"#, #"(my[\c]a)x]name|b)?"#, #"(?:my[\Q]\E-]cache|e)?x?"#,
        // What counts may stand behind comments.
        #"imagte(?#a)?"#, #"my(?#a)(?#b){0,2}-ca(?i)(?#c)che"#,
        // Words, cases, classes and what is looked ahead at.
        #"(?i)\b(?:kube_?)?context\b["'`]?\s*[:=]\s*(?<at>sting|bumble)(?![\w])"#,
        #"(?<![\w-])(?<at>sting|bumble)(?=[`"']?[ -](?:cluster|context)s?\b)"#, #"\bGit(?i:lab)\b(?: state)?"#,
        #"(?:my(?i)name|for)\b[ =]+x"#, #"\$\{?(?:name|for)\}?"#, #"(?:ab){2}name|(?:for ){1,3}x\b"#, #"x?y?\b-?for\b"#,
        #"[^\w\s]for[^a]|[[:alpha:]]name"#, #"(?!\w|-)=\s*1$"#, #"(?<=a)b(?=bef|def\b)"#, #"(?i)k[es]\d*|ſtate"#,
        #"(?:my|x(?<at>[a-z]+for)) x?"#, #"for(?: x\s*|\n)= ?1"#,
        #"\bfor\b.*\bin\b"#, #"a{2}bcd{0,2}"#, #"(?:é|e)tat"#, #"[^\S\n]+trailing$"#, #"\Rnext"#,
    ]
    static let pieces = [
        "u0g},{3", "bug{,3}x", "bug{3,+4}x", "my-cache", "image:\n a:latest", "ToDo x fix", "bugg", "abbef", "abdef",
        "  lock_address = 1", "begin\n", "end",
        "\"é terraform.state", "abcabname", "xyimport", "kube_context: ", "sting", "_sting", "bumble cluster",
        "GitLab state", "Gitlab", "myNAME  x",
        "${name}", "ababname", "for for x", "-for", "'for'", "= 1", "abdef", "Kes1", "for x in y", "aabcdd", "état",
        "   trailing", "\r\nnext", "\n", "imagt", "imagte", "m-cache",
        " ", "\u{FEFF}", "ß",
    ]

    @Test(arguments: expressions)
    func `a narrowed search finds what a plain one finds`(expression: String) throws {
        let narrowed = try Pattern(expression)
        // A comment in other letters than ASCII's keeps the search from being narrowed.
        let plain = try Pattern(expression + "(?#é)")
        let scratch = try #require(MatchScratch())
        var dice = UInt64(7)
        for _ in 0..<400 {
            var text = ""
            for _ in 0..<12 {
                dice = dice &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                text += NarrowedSearchTests.pieces[Int(dice >> 33) % NarrowedSearchTests.pieces.count]
            }
            Array(text.utf8).withByteView { bytes in
                func found(_ pattern: Pattern) -> [ByteRange] {
                    var ranges: [ByteRange] = []
                    _ = pattern.search(bytes, in: ByteRange(0, bytes.count), scratch: scratch) { groups in
                        for number in 0..<3 { ranges.append(groups[number] ?? ByteRange(0, 0)) }
                        return true
                    }
                    return ranges
                }
                #expect(found(narrowed) == found(plain), "\(text.debugDescription)")
            }
        }
    }

    /// The first searches are made without machine code.
    @Test(arguments: expressions)
    func `an expression that is new answers as one that was used often`(expression: String) throws {
        let scratch = try #require(MatchScratch())
        func found(_ pattern: Pattern, _ text: [UInt8]) -> [ByteRange] {
            text.withByteView { bytes in
                var ranges: [ByteRange] = []
                _ = pattern.search(bytes, in: ByteRange(0, bytes.count), scratch: scratch) { groups in
                    for number in 0..<3 { ranges.append(groups[number] ?? ByteRange(0, 0)) }
                    return true
                }
                return ranges
            }
        }
        let used = try Pattern(expression)
        for _ in 0..<20 { _ = found(used, Array(NarrowedSearchTests.pieces.joined(separator: " ").utf8)) }
        var dice = UInt64(11)
        for round in 0..<80 {
            var text: [UInt8] = []
            for _ in 0..<8 {
                dice = dice &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                text += NarrowedSearchTests.pieces[Int(dice >> 33) % NarrowedSearchTests.pieces.count].utf8
                // A byte that is no text now and then.
                if round % 3 == 0, dice >> 40 & 7 == 0 { text.append(0xC3) }
            }
            #expect(found(try Pattern(expression), text) == found(used, text), "\(text)")
        }
    }

    @Test func `a look-ahead goes on past characters of several bytes, at each of many searches`() throws {
        let pattern = try Pattern("a=(?!\\S*x/y)[^ ]*")
        let scratch = try #require(MatchScratch())
        for text in ["a=⟦b⟧/x/y a=⟦c", "a=é/x/y a=éc"] {
            for _ in 0..<100 {
                Array(text.utf8).withByteView { bytes in
                    var found: [String] = []
                    _ = pattern.search(bytes, in: ByteRange(0, bytes.count), scratch: scratch) { groups in
                        found.append(groups[0].map { String(decoding: bytes[$0], as: UTF8.self) } ?? "")
                        return true
                    }
                    #expect(found == [String(text.split(separator: " ")[1])])
                }
            }
        }
    }

    @Test(arguments: expressions)
    func `a text in which an expression matches holds what the expression needs`(expression: String) throws {
        let pattern = try Pattern(expression + "(?#é)")
        let scratch = try #require(MatchScratch())
        let needs = (RegexLiterals.needs(of: expression) ?? []).map { $0.clauses.map { $0.map(NeedleSearch.init) } }
        var dice = UInt64(11)
        for _ in 0..<600 {
            var text = ""
            for _ in 0..<4 {
                dice = dice &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                text += NarrowedSearchTests.pieces[Int(dice >> 33) % NarrowedSearchTests.pieces.count]
            }
            Array(text.utf8).withByteView { bytes in
                let whole = ByteRange(0, bytes.count)
                var hit = false
                _ = pattern.search(bytes, in: whole, scratch: scratch) { _ in
                    hit = true
                    return false
                }
                guard hit, !needs.isEmpty else { return }
                let holds = needs.contains { clauses in
                    clauses.allSatisfy { any in any.contains { $0.first(in: bytes, range: whole, from: 0) != nil } }
                }
                #expect(holds, "\(text.debugDescription)")
            }
        }
    }

    /// What is known of an expression, as `word·` for a word's end and `i` for any case.
    @Test(arguments: [
        (#"\bglab[ \t]+state\b"#, [["·glab\t", "·glab "], ["·state·"]]),
        (#"(?i)\buse-context[ =]"#, [["·use-context i", "·use-context=i"]]),
        (#"GitLab (?:PAT|token)\b"#, [["GitLab PAT·", "GitLab token·"]]),
        (#"\S*(?:ab|.)cd"#, [["cd"]]), (#"["/](?<at>\^\S+:\S*\$)["/]"#, [["\"^", "/^"], ["$\"", "$/"]]),
        (#"(?<!\w)sting(?=\.x)"#, [["·sting·"], [".x"]]),
    ])
    func `what an expression needs is known to the case and the word`(expression: String, wanted: [[String]]) throws {
        let needs = try #require(RegexLiterals.needs(of: expression))
        let shown = needs.flatMap { clauses in
            clauses.clauses.map { clause in
                clause.map { needle in
                    (needle.opensWord ? "·" : "") + String(decoding: needle.exact ?? needle.text, as: UTF8.self)
                        + (needle.exact == nil && needle.text.contains { $0 >= 0x61 && $0 <= 0x7A } ? "i" : "")
                        + (needle.closesWord ? "·" : "")
                }.sorted()
            }
        }
        #expect(Set(shown) == Set(wanted.map { $0.sorted() }))
    }

    @Test func `an expression that is known to be one is compiled at its first use, by whoever comes first`() throws {
        let pattern = Pattern(proven: #"(?<key>\w+)=(?'value'\d+)"#)
        #expect(pattern.groupNames == ["key", "value"])
        #expect(pattern.groups.map(\.name).sorted() == ["key", "value"])
    }
}
