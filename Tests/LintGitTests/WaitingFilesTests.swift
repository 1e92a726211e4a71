import LintSource
import Testing

@testable import LintGit

/// git opens its own files without looking what they are, and waits for a pipe until somebody writes into it.
@Suite struct WaitingFilesTests {
    private static let files = [
        "HEAD", "config", "index", "packed-refs", "shallow", "commondir", "info/attributes", "info/grafts",
        "objects/info/alternates", "refs/heads/main", "refs/remotes/origin/HEAD",
    ]

    private func complaint<R>(_ body: () throws(GitError) -> R) -> String {
        do throws(GitError) {
            _ = try body()
            return ""
        } catch { return error.description }
    }

    @Test(.timeLimit(.minutes(5)), arguments: files)
    func `a pipe in the place of one of git's files is said, not waited for`(name: String) {
        for laid in ["mkfifo .git/\(name)", "ln -s /dev/zero .git/\(name)"] {
            let tree = TemporaryTree.withCommit("mkdir -p .git/refs/remotes/origin; rm -f .git/\(name); \(laid)")
            let said = complaint { () throws(GitError) in try Git(at: tree.path + "/r") }
            #expect(
                said.hasSuffix(
                    "/r/.git/\(name): not a file, but a pipe or a device, which git would wait for; remove it"))
        }
    }

    @Test(.timeLimit(.minutes(5))) func `a pipe behind the name of a revision is said, not waited for`() throws {
        let tree = TemporaryTree.withCommit(
            "mkfifo .git/refs/heads/topic .git/refs/tags/v1; echo 'ref: refs/heads/topic' > .git/refs/heads/x")
        let git = try Git(at: tree.path + "/r")
        for name in ["topic", "v1", "x", "topic~2", "refs/heads/topic"] {
            #expect(
                complaint { () throws(GitError) in try git.resolve(name) }.contains("a pipe or a device"), "\(name)")
            let said = complaint { () throws(GitError) in
                var objects = try ObjectReader(git)
                return try objects.resolve(name)
            }
            #expect(said.contains("a pipe or a device"), "\(name)")
        }
        #expect(complaint { () throws(GitError) in try git.resolve("HEAD") } == "")
    }

    @Test(.timeLimit(.minutes(5))) func `the git folder of a linked worktree is looked at too`() {
        let tree = TemporaryTree.withCommit(
            "git worktree add -q ../w; rm .git/worktrees/w/HEAD; mkfifo .git/worktrees/w/HEAD")
        let said = complaint { () throws(GitError) in try Git(at: tree.path + "/w") }
        #expect(said.contains("/worktrees/w/HEAD: not a file"))
        let common = TemporaryTree.withCommit(
            "git worktree add -q ../w; rm -f .git/packed-refs; mkfifo .git/packed-refs")
        #expect(
            complaint { () throws(GitError) in try Git(at: common.path + "/w") }.contains("packed-refs: not a file"))
    }

    @Test func `an index whose names repeat all before them is not unfolded`() {
        // Version 4: each entry takes the whole name before it and adds a letter.
        func entry(_ name: [UInt8]) -> [UInt8] {
            [UInt8](repeating: 0, count: 24) + [0, 0, 0x81, 0xA4] + [UInt8](repeating: 0, count: 32 + 2) + [0] + name
                + [0]
        }
        func index(_ count: Int) -> [UInt8] {
            var bytes = Array("DIRC".utf8) + [0, 0, 0, 4, 0, 0, UInt8(count >> 8), UInt8(count & 0xFF)]
            bytes += entry([UInt8](repeating: 0x61, count: 1_000))
            for _ in 1..<count { bytes += entry([0x61]) }
            return bytes + [UInt8](repeating: 0, count: 20)
        }
        #expect(GitIndex(index(10), nameLimit: 20_000)?.entries.count == 10)
        #expect(GitIndex(index(100), nameLimit: 20_000) == nil)
    }
}
