import Glibc
import LintSource
import Testing

@testable import LintGit

/// Commits made of few objects, which no checkout could hold.
@Suite struct HostileTreesTests {
    private let tree = TemporaryTree()
    private let git: Git

    /// `bomb` is a commit of ten to the tenth files, `void` one of as many empty folders.
    init() throws {
        tree.run(
            """
            git init -q -b main . && git config user.name T && git config user.email t@example.org && set -e
            echo 1 > f; git add f; git commit -qm one
            folders() {
              tree=$1
              for level in 1 2 3 4 5 6 7 8 9 10; do
                tree=$(for name in 0 1 2 3 4 5 6 7 8 9; do printf '040000 tree %s\\t%s\\n' $tree $name; done | git mktree --missing)
              done
              git update-ref refs/heads/$2 $(git commit-tree $tree -p main -m $2)
            }
            folders $(git rev-parse main^{tree}) bomb
            folders $(git mktree < /dev/null) void
            """)
        var git = try Git(at: tree.path)
        git.listingLimit = 1 << 20
        git.patience = 1
        self.git = git
    }

    @Test func `a commit of more files than there can be is told apart from one that is only large`() throws {
        let head = try #require(try git.head())
        let bomb = try git.resolve("bomb")
        #expect(throws: GitError.tooMuchOutput(command: "ls-tree", limit: 1 << 20)) { try git.tree(bomb) }
        let index = try #require(IndexFiles(git))
        #expect(throws: GitError.tooMuchOutput(command: "cat-file", limit: 1 << 20)) {
            var objects = try ObjectReader(git)
            _ = try git.difference(from: head, to: bomb, beside: index, &objects)
        }
        #expect(try git.tree(head).map(\.path) == ["f"])
    }

    @Test func `git that finds nothing to say for too long is ended`() throws {
        let head = try #require(try git.head())
        let silence = { (command: String) in GitError.silent(command: command, seconds: 1) }
        let void = try git.resolve("void")
        #expect(throws: silence("ls-tree")) { try git.tree(void) }
        #expect(throws: silence("diff-tree")) { try git.difference(from: head, to: void) }
        // Of a commit that it shows git writes nothing before it knows all.
        let bomb = try git.resolve("bomb")
        #expect(throws: silence("log")) { try git.history(of: bomb) { _ in } }
    }

    @Test func `git gets no more memory than is left for others`() throws {
        let process = try git.start(["cat-file", "--batch"], hasInput: true)
        let file = try #require(fopen("/proc/\(process.process)/limits", "r"))
        defer { fclose(file) }
        var text = [UInt8](repeating: 0, count: 4096)
        let count = fread(&text, 1, text.count, file)
        let lines = String(decoding: text.prefix(count), as: UTF8.self).split(separator: "\n")
        let line = try #require(lines.first { $0.hasPrefix("Max data size") })
        #expect(line.split(separator: " ").dropFirst(3).first == "2147483648")
    }
}
