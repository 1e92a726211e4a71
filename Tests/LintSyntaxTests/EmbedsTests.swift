import LintSource
import LintSyntax
import Testing

@Suite struct EmbedsTests {
    /// `by label [text]` of each embed, the documents inside them after a `>`; with the inner text as its map gives it.
    private func embeds(_ text: String, _ language: Language) -> [String] {
        Array(text.utf8).withByteView { bytes in
            func list(_ embeds: [Embed], _ prefix: String) -> [String] {
                embeds.flatMap { embed in
                    let inner = String(decoding: embed.map.innerText(of: bytes), as: UTF8.self)
                    return ["\(prefix)\(embed.by) \(embed.label) [\(inner)]"]
                        + list(embed.document.embeds, prefix + "> ")
                }
            }
            return list(language.tokenize(bytes).embeds, "")
        }
    }

    /// `route:slice` of the flattened tokens whose route holds ` > `.
    private func routes(_ text: String, _ language: Language) -> [String] {
        Array(text.utf8).withByteView { bytes in
            let flat = FlattenedTokens(language.tokenize(bytes), bytes: bytes)
            return flat.entries.filter { flat.documents[Int($0.document)].depth > 0 }.map {
                flat.route(of: $0) + ":" + bytes.text($0.range)
            }
        }
    }

    @Test(
        arguments: [
            ("run: |\n  a\n    b\n\n  c\n", ["yaml:run shell [a\n  b\n\nc\n]"]),
            ("run: |2-\n    a\n   b\n", ["yaml:run shell [ a\nb\n]"]),
            ("run: >-\n  a\n  b\n\n  c\n", ["yaml:run shell [a b c ]"]),
            ("run: a b # c\n", ["yaml:run shell [a b]"]),
            ("run: \"a \\\"b\\\"\\\n  c\"\n", ["yaml:run shell [a  b c]"]),
            ("run: 'it''s'\n", ["yaml:run shell [it's]"]),
            ("run: a\n  b\n\n  c\n", ["yaml:run shell [a b c]"]),
            ("run:\n  shell: bash\n", []),
            ("labels:\n  run: nginx\n", []),
            ("jobs: {a: {run: b}}\n", ["yaml:run shell [b]"]),
            (
                "a:\n  script:\n  - b\n  - |\n    c\n  - [d, e]\n  - f: g\n  other:\n  - h\n",
                ["yaml:script shell [b]", "yaml:script shell [c\n]"]
            ),
            (
                "before_script: [a, 'b c']\nafter_script: d\n",
                ["yaml:before_script shell [a]", "yaml:before_script shell [b c]", "yaml:after_script shell [d]"]
            ),
            ("script:\n- &a |\n  b\n- *a\n", ["yaml:script shell [b\n]"]),
            (
                ".a: &a |\n  b\n.c: &c\n  - d\ne: &e f\nx:\n  script:\n    - *a\n    - g\ny:\n  script: *c\n",
                ["yaml:script shell [b\n]", "yaml:script shell [d]", "yaml:script shell [g]"]
            ),
            ("- script: !reference [a]\n- script: b\n", ["yaml:script shell [b]"]),
            (
                "- uses: actions/github-script@v7\n  with:\n    script: |\n      // a\n- run: b\n",
                ["yaml:script javascript [// a\n]", "yaml:run shell [b]"]
            ),
            (
                "- run: a\n  shell: python {0}\n- shell: bash\n  run: b\n",
                ["yaml:run python [a]", "yaml:run shell [b]"]
            ),
            ("- uses: x/release@v1\n  with:\n    body: |\n      # a\n", ["yaml:body markdown [# a\n]"]),
            ("data:\n  a.sh: |\n    b\n  c.json: d\n", ["yaml:file shell [b\n]"]),
            (
                "if: ${{ a }}\nb: \"c ${{ d }} ${{ e }}\"\n",
                [
                    "yaml:expression expression [${{ a }}]", "yaml:expression expression [${{ d }}]",
                    "yaml:expression expression [${{ e }}]",
                ]
            ),
            ("run: ${{ a }} b\n", ["yaml:run shell [${{ a }} b]"]),
            ("run: |\r\n  a\r\n  b\r\n", ["yaml:run shell [a b ]"]),
        ] as [(String, [String])])
    func `scripts in YAML are found with their exact text`(_ text: String, _ expected: [String]) {
        #expect(embeds(text, .yaml) == expected)
        #expect(complaint(text, .yaml) == nil)
    }

    @Test(
        arguments: [
            (1, 1, "python"), (128, 0, "python"), (129, 0, "shell"), (0, 127, "python"), (0, 128, "shell"),
        ])
    func `the shell of a script is that of its own step, as far as steps go`(
        _ before: Int, _ after: Int, _ language: String
    ) {
        func keys(_ count: Int) -> String { String(repeating: "  k: v\n", count: count) }
        let shell = "  shell: python\n"
        let text =
            "- run: x\n  shell: cmd\n- a: b\n" + (after == 0 ? shell + keys(before - 1) : keys(before)) + "  run: y\n"
            + (after == 0 ? "" : keys(after - 1) + shell) + "- shell: cmd\n"
        #expect(embeds(text, .yaml) == ["yaml:run script [x]", "yaml:run \(language) [y]"])
    }

    @Test(
        arguments: [
            ("```bash\na # b\n```\n", ["markdown:fence bash [a # b\n]"]),
            ("- > ~~~ {.sh}\n  >   a\n  > ~~~\n", ["markdown:fence sh [  a\n]"]),
            ("```text\na\n```\n\n```\nb\n```\n", []),
            ("```console\n$ a \\\n> b\nc\n$ d\n```\n", ["markdown:fence console [a \\\nb\nd\n]"]),
            ("```console\n$ a 'b\nc'\nd\n$ it's\ne\n```\n", ["markdown:fence console [a 'b\nc'\nit's\n]"]),
            ("```sh\n$ a\nb\n```\n", ["markdown:fence sh [a\n]"]),
            ("```bash\n# x\n\n# y\n$ a\nb\n$ d\n```\n", ["markdown:fence bash [a\nd\n]"]),
            ("```bash\n# x\na\n$ d\n```\n", ["markdown:fence bash [# x\na\n$ d\n]"]),
            ("```console\na\n```\n", ["markdown:fence console []"]),
            ("---\na: b\n---\n# c\n", ["markdown:front-matter yaml [a: b\n]"]),
            ("```yaml\nrun: |\n  # a\n```\n", ["markdown:fence yaml [run: |\n  # a\n]", "> yaml:run shell [# a\n]"]),
            ("```nix\na.b = 1; # c\n```\n", ["markdown:fence nix [a.b = 1; # c\n]"]),
            ("```Terraform title=x\na = 1\n```\n", ["markdown:fence Terraform [a = 1\n]"]),
        ] as [(String, [String])])
    func `fences and front matter are found by their info string`(_ text: String, _ expected: [String]) {
        #expect(embeds(text, .markdown) == expected)
        #expect(complaint(text, .markdown) == nil)
    }

    @Test(
        arguments: [
            ("a = <<YAML\nb: 1\nYAML\n", ["hcl:heredoc yaml [b: 1\n]"]),
            ("a = <<-BASH\n    b\n      c\n    BASH\n", ["hcl:heredoc shell [b\n  c\n]"]),
            ("a = <<EOT\n#!/bin/sh\nb ${c} $${d}\nEOT\n", ["hcl:heredoc shell [#!/bin/sh\nb   ${d}\n]"]),
            ("a = <<EOT\n{ \"b\": 1 }\nEOT\n", ["hcl:heredoc json [{ \"b\": 1 }\n]"]),
            ("a = <<EOT\nkind: b\nmetadata:\n  name: c\nEOT\n", ["hcl:heredoc yaml [kind: b\nmetadata:\n  name: c\n]"]),
            ("a = <<EOT\nNote: this is text\nthat goes on.\nEOT\n", []),
            ("a = <<EOT\nhello\nEOT\n", []),
            ("a = \"{\\\"b\\\": \\\"${c}\\\"}\"\n", ["hcl:string json [{\"b\": \" \"}]"]),
            ("a = f(\"b: 1\\nc: $${d}\")\n", ["hcl:string yaml [b: 1 c: ${d}]"]),
            ("a = \" \\t[{\\\"b\\\": 1}]\"\n", ["hcl:string json [  [{\"b\": 1}]]"]),
            ("a = \"\\u007b\\\"b\\\": 1}\"\n", ["hcl:string json [ \"b\": 1}]"]),
            ("a = \"b: 1\\u000ac: 2\"\n", ["hcl:string yaml [b: 1 c: 2]"]),
            ("a = \"b: ${d}\\nc: 2\"\n", []), ("a = \"\\tb: ${d}\\n\\tc: 2\"\n", []),
            ("a = \"b: 1\\\\nc: 2\"\n", []), ("a = \"(\\\"b\\\")\"\n", []),
            ("a = \"Note: this\\n\"\nb \"{\\\"\" {}\nc = \"\\\\d\"\n", []),
        ] as [(String, [String])])
    func `documents in HCL strings are found by marker, first line or shape`(_ text: String, _ expected: [String]) {
        #expect(embeds(text, .hcl) == expected)
        #expect(complaint(text, .hcl) == nil)
    }

    @Test(
        arguments: [
            ("{ shellHook = ''\n  a\n    b ${c}/d\n''; }", ["nix:shellHook shell [\na\n  b  /d\n]"]),
            ("{ buildPhase = lib.optionalString x ''a''; x = ''b''; }", ["nix:buildPhase shell [a]"]),
            ("{ a.script = ''$x ''${y} \'\'\'z\'\'\' ''\\n''; }", ["nix:script shell [$x ${y} ''z''  ]"]),
            ("pkgs.writeShellScript \"a\" ''b''", ["nix:writeShellScript shell [b]"]),
            ("runCommand \"a\" { b = ''c''; } ''d''", ["nix:runCommand shell [d]"]),
            ("writeShellApplication { name = \"a\"; text = ''b''; }", ["nix:text shell [b]"]),
            ("{ text = ''b''; x = [ ''c'' ]; }", []),
            (
                "{ initExtra = lib.mkMerge [ ''a'' (mkBefore ''b'') ]; y = [ ''c'' ]; }",
                ["nix:initExtra shell [a]", "nix:initExtra shell [b]"]
            ),
            ("{ x = ''a ${writeShellScript \"b\" ''c''} d''; }", ["nix:writeShellScript shell [c]"]),
        ] as [(String, [String])])
    func `scripts in Nix strings are found by attribute and by function`(_ text: String, _ expected: [String]) {
        #expect(embeds(text, .nix) == expected)
        #expect(complaint(text, .nix) == nil)
    }

    @Test func `routes go down to the innermost document, at offsets of the file`() {
        let text = "# A\n\n- ```yaml\n  run: |\n    # b\n    c\n  ```\n"
        #expect(
            routes(text, .markdown) == [
                "markdown/code-block > yaml > key:run", "markdown/code-block > yaml > other::",
                "markdown/code-block > yaml > heredoc:|", "markdown/code-block > yaml/heredoc > shell > comment:# b",
                "markdown/code-block > yaml/heredoc > shell > shell:c",
            ])
    }

    @Test func `a GitHub expression is one in a script of any language, and none in its comments`() {
        let text =
            "- uses: actions/github-script@v7\n  with:\n    script: |\n      // ${{ a }}\n      b = `c ${{ d.e }} ${f}`\n"
        #expect(
            routes(text, .yaml).map { String($0.dropFirst("yaml/heredoc > javascript > ".count)) } == [
                "comment:// ${{ a }}", "ident:b", "other:=", "string:`", "string:c ", "expression:${{ d.e }}",
                "string: ", "other:${", "ident:f", "other:}", "string:`",
            ])
    }

    @Test func `an expression that begins in a comment and ends lines below is one`() {
        let text = "- shell: pwsh\n  run: |\n    # a ${{ b\n    c }} d\n"
        #expect(
            routes(text, .yaml) == [
                "yaml/heredoc > script > comment:# a ", "yaml/heredoc > script > expression:${{ b\n    c }}",
                "yaml/heredoc > script > ident:d",
            ])
    }

    @Test func `an interpolation stays the host's, and the words around it the script's`() {
        #expect(
            routes("a = <<SH\necho x${b}y # ${c} d\nSH\n", .hcl) == [
                "hcl/heredoc > shell > shell:echo", "hcl/heredoc > shell > shell:x", "hcl/heredoc > shell > shell:y",
                "hcl/heredoc > shell > comment:# ", "hcl/heredoc > shell > comment: d",
            ])
    }

    @Test func `a wrong inner document leaves its host right`() {
        let document = Array("```json\n{\n```\n\n```bash\necho 'a\n```\n".utf8).withByteView {
            Language.markdown.tokenize($0)
        }
        #expect(document.ok)
        #expect(document.embeds.map(\.document.ok) == [true, false])
        #expect(document.embeds[1].document.errors.map(\.range.start) == [28])
    }

    @Test func `depth is bounded`() {
        var options = TokenizeOptions()
        options.depth = 1
        let text = Array("```yaml\nrun: a\n```\n".utf8)
        let document = text.withByteView { Language.markdown.tokenize($0, options: options) }
        #expect(document.embeds.count == 1)
        #expect(document.embeds[0].document.embeds.isEmpty)
    }

    @Test func `a script in YAML reads as its tree's value does`() throws {
        let values = [
            "|\n  a\n\n   b\n  c\n", ">\n  a\n  b\n\n  c\n    d\n  e\n", "|-\n\n  a\n",
            "\"a\\n# b\\t\\u0041 \\\"c\\\"\n  d\"\n",
            "'a ''b''\n\n  c'\n", "a\n  b\n", ">+\n  a\n\n\n", "|+\n  a\n\n", "\"\\x41\\\n   b\"\n",
        ]
        for value in values {
            let text = Array("run: \(value)".utf8)
            try text.withByteView { bytes in
                let document = Language.yaml.tokenize(bytes)
                let scalar = try #require(document.tree?.nodes.last?.scalar)
                let embed = try #require(document.embeds.first)
                // What no single host byte stands for shows as a space.
                let known = String(decoding: embed.map.innerText(of: bytes), as: UTF8.self)
                let trimmed = known.utf8.prefix(scalar.utf8.count)
                for (inner, outer) in zip(trimmed, scalar.utf8) { #expect(inner == outer || inner == 0x20, "\(value)") }
                // Line ends that `+` keeps at the end are not part of the map.
                let text = scalar.utf8.reversed().drop { $0 == 0x0A }.count
                #expect(known.utf8.count >= text, "\(value)")
            }
        }
    }

    @Test func `offset map pieces are slices of the host, in order`() {
        let text = Array("- ```yaml\n  run: |\n    a\n    b\n  x: \"${{ y }}\"\n  ```\n".utf8)
        text.withByteView { bytes in
            func check(_ embeds: [Embed]) {
                for embed in embeds {
                    var inner = 0
                    var host = 0
                    for piece in embed.map.pieces {
                        #expect(Int(piece.inner) >= inner && Int(piece.host) >= host && piece.length > 0)
                        inner = Int(piece.inner + piece.length)
                        host = Int(piece.host + piece.length)
                    }
                    #expect(inner <= embed.map.innerCount && host <= bytes.count)
                    let innerRanges = embed.document.tokens.map(\.range)
                    for (range, next) in zip(innerRanges, innerRanges.dropFirst()) { #expect(range.end <= next.start) }
                    check(embed.document.embeds)
                }
            }
            let document = Language.markdown.tokenize(bytes)
            #expect(document.embeds.first?.document.embeds.count == 2)
            check(document.embeds)
        }
    }

    @Test func `an offset finds its token, and white space finds none`() throws {
        let text = "run: |\n  a  # b\n"
        try Array(text.utf8).withByteView { bytes in
            let flat = FlattenedTokens(Language.yaml.tokenize(bytes), bytes: bytes)
            let comment = try #require(flat.index(at: 13))
            #expect(bytes.text(flat.entries[comment].range) == "# b")
            #expect(flat.language(of: flat.entries[comment]) == .shell)
            #expect(flat.index(at: 8) == nil)
            #expect(flat.index(at: 100) == nil)
            #expect(flat.documents.map(\.parent) == [-1, 0])
            #expect(flat.documents[0].tree == 0)
        }
    }

    @Test func `tokens that are kept alone say the same of every offset, and hold no tree`() {
        let text = "# Doc\n```yaml\nrun: |\n  a  # b\n```\n"
        Array(text.utf8).withByteView { bytes in
            let flat = FlattenedTokens(Language.markdown.tokenize(bytes), bytes: bytes)
            let alone = flat.tokensAlone
            #expect(!flat.trees.isEmpty && alone.trees.isEmpty && alone.documents.allSatisfy { $0.tree == nil })
            for offset in 0..<bytes.count { #expect(alone.index(at: offset) == flat.index(at: offset)) }
            #expect(alone.entries == flat.entries && alone.entries.map(alone.route) == flat.entries.map(flat.route))
        }
    }

    @Test(arguments: [Language.yaml, .markdown, .hcl, .nix])
    func `any mixture of hosts and scripts is covered, in order`(_ language: Language) {
        let pieces = [
            "run: |\n  ", "script:\n", "- ", "```bash\n", "```\n", "```console\n$ ", "\n", "  ", "'", "\"", "${{ ",
            " }}", "<<EOF\n",
            "EOF\n", "# a", "x", "a = <<SH\n", "SH\n", "> ", "${", "}", "$(", ")", "\\", "run: \"", ": ", "---\n",
            "a.yaml: |\n    ", "{", "[", "%{", "script = ", "''", "''$", ";", "writeScript",
        ]
        var state: UInt64 = 7
        for _ in 0..<Rounds.share(of: 600) {
            var text = ""
            for _ in 0..<30 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                text += pieces[Int(state >> 33) % pieces.count]
            }
            #expect(complaint(text, language) == nil, "\(text.debugDescription)")
            #expect(isSameInFile(text, language), "\(text.debugDescription)")
        }
    }

    /// Whether a file's row of tokens, for which documents are looked for one after another, is that of its document with
    /// all of them in it.
    private func isSameInFile(_ text: String, _ language: Language) -> Bool {
        let names: [Language: String] = [.yaml: "a.yml", .markdown: "a.md", .hcl: "a.tf", .nix: "a.nix"]
        return Array(text.utf8).withByteView { bytes in
            let file = ParsedFile(path: names[language] ?? "", bytes: bytes)
            let whole = FlattenedTokens(language.tokenize(bytes), bytes: bytes)
            return file.language == language && file.flat.entries == whole.entries
                && file.flat.documents == whole.documents
                && file.flat.trees.map(\.nodes.count) == whole.trees.map(\.nodes.count)
        }
    }

    @Test(arguments: [
        (Language.yaml, "run: a\n"), (.yaml, "- run: |\n    a\n"), (.yaml, "script:\n- a\n"),
        (.yaml, "with:\n  script: a\n"), (.yaml, "a: ${{ b }}\n"),
        (.yaml, "- script: a\n  b: c\n"), (.markdown, "```sh\na\n```\n"), (.markdown, "```yaml\nrun: a\n```\n"),
        (.hcl, "a = <<SH\nb\nSH\n"),
        (.yaml, "run: ["), (.yaml, "{run: "), (.hcl, "a = \"${<<SH\n"),
    ])
    func `many documents cost linear time`(_ language: Language, _ unit: String) {
        let text = Array(String(repeating: unit, count: 4_000).utf8)
        let time = ContinuousClock().measure {
            text.withByteView { _ = FlattenedTokens(language.tokenize($0), bytes: $0) }
        }
        #expect(time < .seconds(6), "\(unit)")
    }
}
