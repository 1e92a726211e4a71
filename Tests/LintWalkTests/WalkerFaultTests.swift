import Glibc
import LintSource
import Synchronization
import Testing

@testable import LintWalk

@Suite struct WalkerFaultTests {
    @Test func `a FIFO and a socket are counted and never opened`() throws {
        let tree = TemporaryTree(["a": "1"])
        mkfifo(tree.path + "/fifo", 0o644)
        tree.run("python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind(\"socket\")'")
        let outcome = try Walker(root: tree.path).check(makeWorker: {}) { _, file in file.path }
        #expect(outcome.results.map(\.path) == ["a"])
        #expect(outcome.skipped.others.contains(SkippedFile(path: "fifo", reason: .special)))
        #expect(outcome.skipped.others.allSatisfy { $0.reason == .special } && outcome.skipped.failureCount == 0)
    }

    @Test func `what cannot be read is reported, and the rest is walked`() throws {
        let tree = TemporaryTree(["a": "1", "locked/x": "", "secret": "", "z/.gitignore": "x", "z/x": ""])
        tree.run("chmod 755 .; chmod 0 locked secret z/.gitignore")
        var options = Walker.Options()
        options.jobs = 1
        // Root may read everything. On Linux the user that files are opened as is a thread's own, and one job runs on
        // this thread.
        typealias SetUser = @convention(c) (uid_t) -> CInt
        let setUser = unsafeBitCast(dlsym(nil, "setfsuid"), to: SetUser?.self)
        if getuid() == 0 { _ = setUser?(65534) }
        defer { if getuid() == 0 { _ = setUser?(0) } }
        let outcome = try Walker(root: tree.path, options: options).check(makeWorker: {}) { _, file in file.path }
        #expect(outcome.results.map(\.path) == ["a", "z/x"])
        #expect(
            outcome.skipped.failures
                == ["locked/", "secret", "z/.gitignore", "z/.gitignore"].map {
                    SkippedFile(path: $0, reason: .unreadable(errno: EACCES))
                })
    }

    @Test func `folders deeper than the system's longest path are walked`() throws {
        let tree = TemporaryTree()
        let name = "long-name-of-a-folder"
        tree.run(
            """
            python3 - <<'END'
            import os
            for level in range(2000):
                os.mkdir('\(name)'); os.chdir('\(name)')
                if level % 100 == 99: open('f', 'w').write(str(level))
            END
            """)
        let outcome = try Walker(root: tree.path).check(makeWorker: {}) { _, file in
            String(decoding: file.bytes.buffer, as: UTF8.self)
        }
        #expect(outcome.results.map(\.output).sorted() == (0..<20).map { String($0 * 100 + 99) }.sorted())
        #expect(outcome.results.last?.path.utf8.count == 2000 * (name.utf8.count + 1) + 1)
        #expect(outcome.skipped.count == 0)
        tree.run("python3 -c 'import shutil, sys; sys.setrecursionlimit(9000); shutil.rmtree(\"\(name)\")'")
    }

    @Test func `a hundred thousand files are walked once each, in few and in many folders`() throws {
        let tree = TemporaryTree()
        tree.run(
            "mkdir one && (cd one && seq 60000 | xargs touch) && seq 400 | xargs mkdir && for i in $(seq 400); do echo $i; done | xargs -I_ sh -c 'cd _ && seq 100 | xargs touch'"
        )
        var options = Walker.Options()
        options.jobs = 4
        let list = try Walker(root: tree.path, options: options).list()
        #expect(list.files.count == 100_000)
        #expect(Set(list.files.map(\.path)).count == 100_000)
        options.jobs = 1
        #expect(try Walker(root: tree.path, options: options).list().files == list.files)
    }

    @Test func `names with line breaks, quotes and bytes that are not UTF-8 are kept apart and opened`() throws {
        let tree = TemporaryTree(["a\nb": "1", "q'\"": "2", " ": "3", "é": "4", "\\": "5"])
        tree.run(
            "printf 6 > \"$(printf 'x\\377y')\"; printf 7 > \"$(printf 'x\\376y')\"; mkdir \"$(printf 'd\\303')\"; printf 8 > \"$(printf 'd\\303/é')\""
        )
        let outcome = try Walker(root: tree.path).check(makeWorker: {}) { _, file in
            String(decoding: file.bytes.buffer, as: UTF8.self)
        }
        #expect(outcome.results.map(\.path) == [" ", "\\", "a\nb", "d\\xC3/é", "q'\"", "x\\xFEy", "x\\xFFy", "é"])
        #expect(outcome.results.map(\.output) == ["3", "5", "1", "8", "2", "7", "6", "4"])
        let raw = try Walker(root: tree.path).list().files.compactMap(\.rawPath)
        #expect(raw == [[0x64, 0xC3, 0x2F, 0xC3, 0xA9], [0x78, 0xFE, 0x79], [0x78, 0xFF, 0x79]])
    }

    @Test func `files and folders that vanish or turn into links during the walk do no harm`() throws {
        let tree = TemporaryTree(["keep/a": "1", "elsewhere": "secret"])
        tree.run(
            """
            (for i in $(seq 150); do
              mkdir -p come/x/y; echo 1 > come/x/y/f; echo 1 > come/g; rm -rf come
              echo 1 > swap; ln -sf elsewhere swap; rm swap; mkfifo swap; rm swap
            done) > /dev/null 2>&1 &
            """)
        for _ in 0..<300 {
            let outcome = try Walker(root: tree.path).check(makeWorker: {}) { _, file in
                String(decoding: file.bytes.buffer, as: UTF8.self)
            }
            #expect(outcome.results.contains { $0.path == "keep/a" && $0.output == "1" })
            for result in outcome.results where result.path == "swap" && result.output == "secret" {
                Issue.record("a link was followed")
            }
        }
        tree.run("sleep 0.2; while [ -e come ] || [ -e swap ]; do sleep 0.1; break; done")
    }

    @Test func `each worker has a state of its own, and all of them are used up to the end`() throws {
        var files: [String: String] = [:]
        for i in 0..<400 { files["d\(i)/f"] = "x" }
        let tree = TemporaryTree(files)
        var options = Walker.Options()
        options.jobs = 3
        let made = Counter()
        let outcome = try Walker(root: tree.path, options: options).check(
            makeWorker: { made.count.withLock { $0 += 1 } },
            { _, file in file.bytes.count })
        #expect(outcome.results.count == 400)
        #expect((1...3).contains(made.count.withLock { $0 }))
    }

    @Test func `of many skipped files the same ones are listed, whatever the number of workers`() throws {
        var files: [String: String] = [:]
        for i in 0..<2500 { files["d\(i % 40)/l\(i)"] = "-> x" }
        let tree = TemporaryTree(files)
        let expected = files.keys.sorted(by: PathOrder.precedes).prefix(SkipLog.listed)
        for jobs in [1, 3] {
            var options = Walker.Options()
            options.jobs = jobs
            let list = try Walker(root: tree.path, options: options).list()
            #expect(list.skipped.otherCount == 2500)
            #expect(list.skipped.others.map(\.path) == Array(expected))
        }
    }

    @Test(arguments: [
        ["gitdir: /nonexistent"], ["gitdir: "], ["nonsense"], ["gitdir: " + String(repeating: "../", count: 3000)],
    ]) func `a broken git file is no obstacle`(text: [String]) throws {
        let tree = TemporaryTree([".git": text[0], ".gitignore": "x", "x": "", "y": ""])
        #expect(try Walker(root: tree.path).list().files.map(\.path) == [".gitignore", "y"])
    }
}

private final class Counter: Sendable {
    let count = Mutex(0)
}
