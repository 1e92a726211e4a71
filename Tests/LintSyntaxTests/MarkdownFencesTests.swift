import LintSource
import LintSyntax
import Testing

/// What the readers of embedded documents are given.
@Suite struct MarkdownFencesTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var source: String
        var info: String
        var inner: String
        var testDescription: String { source.debugDescription }
        init(_ source: String, _ info: String, _ inner: String) {
            self.source = source
            self.info = info
            self.inner = inner
        }
    }

    @Test(arguments: [
        Case("```\n```\n", "", ""),
        Case("``` hcl {a}  \na = 1\n\n  b\n```\n", "hcl {a}", "a = 1\n\n  b\n"),
        Case("> ```sh\n> a\n>\n>  b\n", "sh", "a\n\n b\n"),
        Case("- ```sh\r\n  a\r\n\r\n    b\r\n  ```\r\n", "sh", "a\r\n\r\n  b\r\n"),
        Case("1. x\n\n   > ~~~yaml\n   >  a: 1\n   > ~~~\n", "yaml", " a: 1\n"),
        Case("  ```sh\n   a\n b\n  ```\n", "sh", " a\nb\n"),
        Case("-\t```\n\ta\n", "", "a\n"),
        // The tab is four columns wide, two of them are the item's.
        Case("- ```\n\ta\n", "", "  a\n"),
        Case("```sh\na", "sh", "a"),
    ])
    func `a fence's inner text is stripped of what its containers put before it`(example: Case) throws {
        let source = Array(example.source.utf8)
        let fence = try #require(markdown(source).fences.first)
        source.withByteView { bytes in
            #expect(bytes.text(fence.info) == example.info)
            #expect(String(decoding: fence.map.innerText(of: bytes), as: UTF8.self) == example.inner)
            for piece in fence.map.pieces { #expect(fence.content.contains(Int(piece.host))) }
        }
    }

    @Test func `a fence's content ends before its closing mark`() throws {
        let source = Array("a\n```sh\nb\n```\nc\n".utf8)
        let fence = try #require(markdown(source).fences.first)
        #expect(fence.content == ByteRange(8, 10))
    }

    @Test func `fences are in order and no fence is made of indented code`() {
        let source = Array("```a\n```\n\n    x\n\n> ```b\n> y\n".utf8)
        let document = markdown(source)
        let infos = source.withByteView { bytes in document.fences.map { bytes.text($0.info) } }
        #expect(infos == ["a", "b"])
    }

    @Test(arguments: [
        ("---\na: b\n---\n", MarkdownFrontMatter(format: .yaml, content: ByteRange(4, 9))),
        ("\u{FEFF}---\na: b\n...\n", MarkdownFrontMatter(format: .yaml, content: ByteRange(7, 12))),
        ("+++\r\na = 1\r\n+++\r\nb\r\n", MarkdownFrontMatter(format: .toml, content: ByteRange(5, 12))),
    ])
    func `front matter has its content's range`(text: String, expected: MarkdownFrontMatter) {
        #expect(markdown(Array(text.utf8)).frontMatter == expected)
    }

    @Test func `what lies in a TOML block is front matter to a reader`() {
        let document = markdown(Array("+++\na = 1\n+++\nb\n".utf8))
        #expect(document.tokens.map(\.context) == [.frontMatter, .frontMatter, .prose, .prose])
    }
}
