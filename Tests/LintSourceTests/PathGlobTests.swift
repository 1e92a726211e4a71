import LintSource
import Testing

@Suite struct PathGlobTests {
    static let cases: [(String, String, Bool)] = [
        ("*.tf", "a/b/main.tf", true), ("*.tf", "main.tf.json", false),
        ("docs/**", "docs/a/b.md", true), ("docs/", "docs/a.md", true), ("docs", "docs/a.md", true),
        ("docs", "x/docs/a.md", true), ("/docs", "x/docs/a.md", false), ("docs/*.md", "docs/a/b.md", false),
        ("docs/*", "docs/a/b.md", false), ("**/x/*.yml", "x/a.yml", true), ("**/x/*.yml", "a/b/x/a.yml", true),
        ("a/**/b", "a/b", true), ("a/**/b", "a/x/y/b", true), ("a/**/b", "a/xb", false),
        ("CHANGELOG*", "pkg/CHANGELOG.md", true), ("*.{yml,yaml}", "a.yaml", true), ("*.{yml,yaml}", "a.yxml", false),
        ("[a-c]?.sh", "bx.sh", true), ("[!a-c]?.sh", "bx.sh", false), ("**.tf", "a/b.tf", true),
        // The plain beginning and end of a glob may meet, and `/**` may stand for nothing.
        ("docs/**", "docs", true), ("a*a", "a", false), ("a*a", "aa", true), ("x/*.md", "x/a.mdx", false),
        ("x/*.md", "y/a.md", false), ("a]b*", "a]bc", true), ("**/x", "a/x/b", true),
        // A part is called so, wherever it stands.
        ("action.yml", "action.yml", true), ("action.yml", "a/action.yml", true),
        ("action.yml", "a/action.yml/b", true),
        ("action.yml", "a/.action.yml", false), ("action.yml", "xaction.yml/action.ymlx", false),
        ("a.b", "a.b.c/a.b", true),
        ("a.b", "a.b.a.b", false), (".x", "a/.x", true), ("ab", "aab/ab", true), ("ab", "abab", false),
        ("a", "b", false),
        // Beginnings and ends of fewer, as many and more bytes than are compared at once.
        ("abcdefg*", "abcdefg", true), ("/abcdefgh*", "abcdefgx", false), ("/abcdefghi*x", "abcdefghix", true),
        ("/*/abcdefghi.md", "x/abcdefghi.md", true), ("/*bcdefghi.md", "abcdefgh.md", false), ("/*a.b", ".b", false),
        ("a[", "a[", true), ("{a", "{a", true), ("**", "a/b", true), ("*", "a", true),
    ]

    @Test("a glob matches the paths it names", arguments: cases)
    func matches(_ glob: String, _ path: String, _ expected: Bool) {
        #expect(PathGlob(glob).matches(path) == expected)
    }

    @Test func `a path that a glob matches holds the bytes that the glob asks for`() {
        let paths = PathGlobTests.cases.map(\.1)
        for (source, _, _) in PathGlobTests.cases {
            let glob = PathGlob(source)
            for path in paths where glob.matches(path) {
                let own = Array(path.utf8).withByteView { PathMarks($0).bytes }
                #expect(glob.bytes & ~own == 0, "\(source) \(path)")
            }
        }
        #expect(PathGlob("docs/*.md").bytes != 0)
    }

    @Test func `several globs match what one of them does`() {
        let sources = PathGlobTests.cases.map(\.0)
        for start in sources.indices {
            let globs = sources[start..<min(start + 3, sources.count)].map { PathGlob($0) }
            let all = PathGlobs(globs)
            for (_, path, _) in PathGlobTests.cases {
                let isMatched = Array(path.utf8).withByteView { all.matches($0) }
                #expect(isMatched == globs.contains { $0.matches(path) }, "\(globs.map(\.source)) \(path)")
                let mayMatch = Array(path.utf8).withByteView { path in
                    all.marks.contains { $0.mayMatch(PathMarks(path)) }
                }
                #expect(mayMatch || !isMatched, "\(globs.map(\.source)) \(path)")
            }
        }
    }
}
