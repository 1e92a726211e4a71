import LintRules
import Testing

/// Text that claims to be a path of this repository.
@Suite struct PathMatcherTests {
    static let folderTexts: [(String, [String])] = [
        ("see docs/a.md, ./docs/b/ and `tofu/stacks/x`.", ["docs/a.md", "docs/b/", "tofu/stacks/x"]),
        (
            "(docs/a) \"docs/b\" --file=docs/c [d](docs/e.md#top) docs/f.md:12",
            [
                "docs/a", "docs/b", "docs/c", "docs/e.md", "docs/f.md",
            ]
        ),
        ("*docs/a.md* and **docs/b.md** and docs/** there", ["docs/a.md", "docs/b.md", "docs/"]),
        ("docs/${name}/x.md docs/{{ a b }}/y", ["docs/${name}/x.md", "docs/{{ a b }}/y"]),
        ("docs/größe.md", ["docs/größe.md"]),
        ("https://x.example.org/docs/a.md git@x:o/docs/a ~/docs/a /docs/a $HOME/docs/a ${root}/docs/a ../docs/a", []),
        ("mydocs/a Docs/a my-docs/a .docs/a docs docs-a/b -Idocs/a", []),
    ]

    @Test("a path is rooted in a folder that is known", arguments: folderTexts)
    func rooted(_ text: String, _ expected: [String]) throws {
        #expect(try MatcherTests.matches("{path: {rooted: [docs/, ./tofu]}}", text) == expected)
    }

    static let fileTexts: [(String, [String])] = [
        ("see README.md and scripts/a.sh, ../b/c.md or ./d.md.", ["README.md", "scripts/a.sh", "../b/c.md", "d.md"]),
        (
            "a.tar.gz .github/x.md a-b_c.md ${x}.md a/${x}.md a/${x}/b.md",
            [
                "a.tar.gz", ".github/x.md", "a-b_c.md", "a/${x}.md", "a/${x}/b.md",
            ]
        ),
        ("a.gz a.mdx README.MD .md a.md5 and/or /etc/a.md ~/a.md", []),
        ("https://x.org/a.md www.example.com/a.md me@example.md node.example.io/b/c.sh", []),
        ("scripts/ docs/x/", []),
    ]

    @Test("a path is a file of a known extension", arguments: fileTexts)
    func extensions(_ text: String, _ expected: [String]) throws {
        #expect(try MatcherTests.matches("{path: {extensions: [md, .sh, tar.gz]}}", text) == expected)
    }

    @Test func `a slash at the end makes a folder, where that is asked for`() throws {
        let text = "in scripts/ or `a/b/`, not in a/b, https://x.org/y/, example.org/z/ or /"
        #expect(try MatcherTests.matches("{path: {folders: true}}", text) == ["scripts/", "a/b/"])
    }

    @Test func `a place can be rooted, a file or a folder at once`() throws {
        let text = "docs/a b.md c/ d/e"
        #expect(
            try MatcherTests.matches("{path: {rooted: docs, extensions: md, folders: true}}", text) == [
                "docs/a", "b.md", "c/",
            ])
    }
}
