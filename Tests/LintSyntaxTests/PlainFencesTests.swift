import LintSource
import LintSyntax
import Testing

/// Fences that are found without the blocks around them.
@Suite struct PlainFencesTests {
    /// What pages are made of at random: all that may begin or end a fence, or make its marks text.
    private static let lines = [
        "```sh", "```", "````", "``` yaml  ", "   ```", "    ```", "\t```", "```hcl", "~~~", "```a`b", "x ``` y",
        "- ```sh",
        "> ```", "tofu init", "  cd a", "a: 1", "", " ", "text", "- item", "> quote", "<div>", "</div>", "<!-- a",
        "b -->",
        "<!-- c -->", "<pre>", "</pre>", "<script", "<?php", "<br>", "    code", "[^1]: note", "[a]: /b", "| a | b |",
        "|---|---|", "---", "===", "# head", "$ tofu plan", "terraform {", "}", "\u{FEFF}", "\r",
    ]

    @Test func `what is found is what the blocks tell`() {
        var state: UInt64 = 0x5EED
        func next() -> UInt64 {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return state
        }
        var plain = 0
        for round in 0..<Rounds.share(of: 10_000) {
            // Few of the odd lines at a time: most pages with all of them are for the blocks.
            let some = (0..<(2 + round % 5)).map { _ in Self.lines[Int(next() % UInt64(Self.lines.count))] }
            let always = ["```sh", "```", "text", "", "tofu init"]
            // Every third begins with front matter, or what may be some.
            let front = [
                "---\na: 1\n---\n", "---\nb: |\n  c\n... \n", "--- \n\na: 1\n---\n", "---\n---\n", "---\na: 1\n",
            ]
            let head = round % 3 == 0 ? front[round / 3 % front.count] : ""
            let page =
                head
                + (0..<(1 + round % 14)).map { _ in
                    let number = next()
                    return number % 3 == 0
                        ? some[Int(number >> 8) % some.count] : always[Int(number >> 8) % always.count]
                }.joined(separator: "\n") + (round % 2 == 0 ? "\n" : "")
            Array(page.utf8).withByteView { bytes in
                let whole = ParsedFile(path: "a.md", bytes: bytes)
                let part = ParsedFile(path: "a.md", bytes: bytes)
                #expect(part.fences == whole.document.fences, "\(page.debugDescription)")
                if part.innerIsPart { plain += 1 }
                let all = Set(whole.flat.entries.map { "\($0.range) \($0.kind) \(whole.flat.route(of: $0))" })
                let inner = part.inner
                // (Where no fence follows it, front matter's last mark is without the line's end before it.)
                for entry in inner.entries where entry.kind != .frontmatter {
                    #expect(
                        all.contains("\(entry.range) \(entry.kind) \(inner.route(of: entry))"),
                        "\(page.debugDescription)")
                }
                func isInside(_ entry: FlattenedTokens.Entry, _ tokens: FlattenedTokens) -> Bool {
                    let document = tokens.documents[Int(entry.document)]
                    // None of its blocks shows anything.
                    return document.depth > 0 && !(part.innerIsPart && document.language == .hcl)
                }
                let inside = whole.flat.entries.count { isInside($0, whole.flat) }
                #expect(inner.entries.count { isInside($0, inner) } == inside)
            }
        }
        #expect(plain > 100)
    }

    @Test(arguments: [
        ("a\n```sh\nb\n```\n", true), ("- a\n\n```sh\nb\n```\n", true), ("<p>\n\n```sh\nb\n```\n", true),
        ("<!-- a -->\n```sh\nb\n```\n", true), ("<p>\n```sh\nb\n```\n", false), ("- ```sh\n  b\n  ```\n", false),
        ("---\na: b\n---\n```sh\nb\n```\n", true), ("---\na: b\n\n```sh\nb\n```\n", false),
        ("---\n\n---\n```sh\nb\n```\n", false), ("<pre>\n\n```sh\nb\n```\n", false), ("~~~\n```\n~~~\n", false),
    ])
    func `blocks are read where a mark may be no fence's`(page: String, isPlain: Bool) {
        Array(page.utf8).withByteView { #expect(ParsedFile(path: "a.md", bytes: $0).innerIsPart == isPlain) }
    }

    @Test(arguments: [
        ("resource \"a\" \"b\" {}", false), ("a = 1 # b", false), ("terraform {\n  backend \"s3\" {}\n}", true),
        ("terraform {\n  cloud {}\n}", true), ("a = <<EOT\nb: 1\nEOT", true), (#"a = "{\"b\": 1}""#, true),
    ])
    func `blocks are read where they may show a document or a backend`(text: String, isRead: Bool) {
        let page = "# a\n\n```hcl\n\(text)\n```\n\n```sh\nb\n```\n\n``` {.terraform}\n\(text)\n```\n"
        Array(page.utf8).withByteView { bytes in
            let file = ParsedFile(path: "a.md", bytes: bytes)
            #expect(file.innerIsPart)
            #expect(file.fences.count == 3)
            #expect(file.inner.documents.count { $0.language == .hcl } == (isRead ? 2 : 0))
            #expect(file.inner.documents.count { $0.language == .shell } == 1)
            // Whoever asks for a place in one is told.
            let place = 12
            let tokens = file.flat(at: place)
            let found = tokens.index(at: place).map { tokens.language(of: tokens.entries[$0]) }
            #expect(found == .hcl)
        }
    }

    @Test func `documents and trees are known without what scripts say`() {
        let page = """
            on: push
            jobs:
              a:
                runs-on: x
                steps:
                  - run: |
                      echo "${{ b }}"
                  - run: make
            files:
              c.yml: |
                runs-on: y
            """
        Array(page.utf8).withByteView { bytes in
            let whole = ParsedFile(path: ".github/workflows/a.yml", bytes: bytes)
            let file = ParsedFile(path: ".github/workflows/a.yml", bytes: bytes)
            let outline = file.outline
            #expect(outline.trees.count == 2)
            #expect(outline.trees.map { $0.nodes.map(\.range) } == whole.flat.trees.map { $0.nodes.map(\.range) })
            #expect(outline.documents.count { $0.language == .shell } == 2)
            #expect(!outline.entries.contains { outline.language(of: $0) == .shell })
            #expect(file.flat.entries == whole.flat.entries)
        }
    }

    @Test func `a page whose tokens are known needs no others`() {
        Array("```sh\na\n```\n".utf8).withByteView { bytes in
            let file = ParsedFile(path: "a.md", bytes: bytes)
            let flat = file.flat
            #expect(!file.innerIsPart)
            #expect(file.inner.entries == flat.entries)
        }
    }

    @Test(arguments: ["<a\n", "<!--\n", "<p>\n"])
    func `eight times the lines of HTML before a fence take no more than some eight times the time`(line: String) {
        func time(_ count: Int) -> Double {
            let text = String(repeating: line, count: count) + "-->\n\n```sh\nterraform init\n```\n"
            return Array(text.utf8).withByteView { bytes in
                ContinuousClock().measure { _ = ParsedFile(path: "a.md", bytes: bytes).innerIsPart } / .seconds(1)
            }
        }
        var ratio = Double.infinity
        for _ in 0..<4 where ratio > 20 { ratio = min(ratio, time(16_000) / max(time(2_000), 1e-4)) }
        #expect(ratio <= 20)
    }
}
