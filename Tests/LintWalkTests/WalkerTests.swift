import Glibc
import LintSource
import Testing

@_spi(Fuzzing) @testable import LintWalk

/// Paths that a walk lists.
private func paths(_ tree: TemporaryTree, _ root: String = "", _ targets: [String] = ["."]) throws -> [String] {
    try Walker(root: tree.path + "/" + root).list(targets).files.map(\.path)
}

private func reasons(_ skipped: [SkippedFile]) -> [String] {
    skipped.map { "\($0.path): \($0.reason)" }
}

@Suite struct WalkerTests {
    @Test func `hidden files are walked and git's own folder is not`() throws {
        let tree = TemporaryTree([
            ".git/config": "", ".git/HEAD": "", ".github/workflows/a.yml": "", ".env": "", "a.tf": "", "sub/.git": "x",
        ])
        #expect(try paths(tree) == [".env", ".github/workflows/a.yml", "a.tf"])
    }

    @Test func `paths come in the order of their bytes`() throws {
        let tree = TemporaryTree(["a/b": "", "a-b": "", "a.b": "", "B": "", "é": "", "z": ""])
        #expect(try paths(tree) == ["B", "a-b", "a.b", "a/b", "z", "é"])
    }

    @Test func `ignore files nest and take back, with and without git`() throws {
        let files = [
            ".gitignore": "*.log\n/build/\n!keep.log\n", "a.log": "", "keep.log": "", "build/x": "", "sub/build/x": "",
            "sub/.gitignore": "keep.log\n!b.log\n", "sub/b.log": "", "sub/keep.log": "", "sub/c.log": "",
        ]
        let expected = [".gitignore", "keep.log", "sub/.gitignore", "sub/b.log", "sub/build/x"]
        let tree = TemporaryTree(files)
        #expect(try paths(tree) == expected)
        tree.write(".git/HEAD", "")
        #expect(try paths(tree) == expected)
        tree.write(".git/info/exclude", "/sub/build\n*.log\n")
        #expect(try paths(tree) == [".gitignore", "keep.log", "sub/.gitignore", "sub/b.log"])
    }

    @Test func `a walk that begins in a folder of a repository obeys the folders above, up to its root`() throws {
        let tree = TemporaryTree([
            ".gitignore": "*.txt\n", "repo/.git/HEAD": "", "repo/.gitignore": "/sub/a/*.log\nnode_modules\n",
            "repo/sub/a/x.log": "", "repo/sub/a/x.txt": "", "repo/sub/a/node_modules/y": "",
        ])
        #expect(try paths(tree, "repo/sub/a") == ["x.txt"])
        #expect(try paths(tree, "repo", ["sub/a"]) == ["sub/a/x.txt"])
        #expect(try paths(tree, "repo/sub", ["a"]) == ["a/x.txt"])
    }

    @Test func `a repository inside a repository is walked by its own rules`() throws {
        let tree = TemporaryTree([
            ".git/HEAD": "", ".gitignore": "*.log\n", "module/.git/info/exclude": "/secret\n", "module/a.log": "",
            "module/secret": "", "module/.gitignore": "*.tmp", "module/b.tmp": "",
            "linked/.git": "gitdir: ../.git/w/l\n",
            ".git/w/l/commondir": "../../c\n", ".git/c/info/exclude": "x\n", "linked/x": "", "linked/y.log": "",
        ])
        #expect(try paths(tree) == [".gitignore", "linked/y.log", "module/.gitignore", "module/a.log"])
        #expect(try paths(tree, "linked") == ["y.log"])
    }

    @Test(arguments: ["2", "3", "4"]) func `what git tracks is walked, ignored or not`(indexVersion: String) throws {
        let tree = TemporaryTree([
            ".gitignore": "*.log\n/dist/\n", "a.log": "", "b.log": "", "dist/x": "", "dist/in/y": "", "dist/in/z": "",
            "dist.d/x": "", "dist-1": "", "dist0": "", "sub/c.log": "", "sub/d.log": "", "dist/other/w": "",
        ])
        let made = tree.run(
            "git init -q . && git add -f a.log dist/in/y sub/c.log dist-1 dist.d && git update-index --index-version \(indexVersion) && git add -N dist0 && echo y"
        )
        guard !made.isEmpty else {
            print("skipped: no git")
            return
        }
        #expect(
            try paths(tree) == [".gitignore", "a.log", "dist-1", "dist.d/x", "dist/in/y", "dist0", "sub/c.log"])
        #expect(try paths(tree, "sub") == ["c.log"])
        #expect(try paths(tree, "", ["dist/in"]) == ["dist/in/y", "dist/in/z"])
    }

    @Test func `a damaged index holds nothing, whatever is wrong with it`() throws {
        let tree = TemporaryTree(["a": "", "b/c": "", "b/d": ""])
        guard !tree.run("git init -q . && git add . && echo y").isEmpty,
            let index = try? FileReader.bytes(of: tree.path + "/.git/index")
        else { return }
        #expect(IndexNames(index).count == 3)
        for length in 0..<200 { #expect(IndexNames(Array(index.prefix(length))).count == 0) }
        for at in 0..<index.count {
            for bit in 0..<8 {
                var damaged = index
                damaged[at] ^= 1 << bit
                _ = IndexNames(damaged)
            }
        }
    }

    @Test func `links are counted and not followed, but a root that is one is`() throws {
        let tree = TemporaryTree([
            "real/a": "", "real/loop": "-> .", "real/out": "-> /etc", "real/file": "-> a", "link": "-> real",
        ])
        #expect(try paths(tree, "link") == ["a"])
        let list = try Walker(root: tree.path).list()
        #expect(list.files.map(\.path) == ["real/a"])
        #expect(list.skipped.others.map(\.path) == ["link", "real/file", "real/loop", "real/out"])
        #expect(list.skipped.others.allSatisfy { $0.reason == .symlink })
    }

    @Test func `a file named twice, or reached through a linked folder, is walked once`() throws {
        let tree = TemporaryTree(["real/a": "", "real/b": "", "real/in/c": "", "link": "-> real"])
        #expect(try paths(tree, "", ["real/a", "link/a", "./real//a", "real/in/../a"]) == ["real/a"])
        #expect(try paths(tree, "", ["link", "real/in", "real/a", "."]) == ["real/a", "real/b", "real/in/c"])
        #expect(try paths(tree, "", [tree.path + "/real/b"]) == ["real/b"])
    }

    @Test func `files that are named honour excludes and not ignore rules, and missing ones are reported`() throws {
        let tree = TemporaryTree([".gitignore": "*.log", "a.log": "", "vendor/x/b": "", "c": "", "l": "-> c"])
        var options = Walker.Options()
        let glob = PathGlob("vendor/")
        options.exclude = { path, _ in glob.matches(path) }
        let list = try Walker(root: tree.path, options: options)
            .list(["a.log", "vendor/x/b", "c", "gone", "gone/too", "/etc/passwd", "l", ".git/HEAD"])
        #expect(list.files.map(\.path) == ["a.log", "c"])
        #expect(
            reasons(list.skipped.failures) == [
                ".git/HEAD: missing", "/etc/passwd: outside", "gone: missing", "gone/too: missing",
            ])
        #expect(reasons(list.skipped.others) == ["l: symlink", "vendor/x/b: excluded"])
    }

    @Test func `an excluded folder is not entered`() throws {
        let tree = TemporaryTree(["vendor/a": "", "vendor/b/c": "", "src/vendor/d": "", "e": ""])
        var options = Walker.Options()
        let glob = PathGlob("/vendor/")
        options.exclude = { path, _ in glob.matches(path) }
        let list = try Walker(root: tree.path, options: options).list()
        #expect(list.files.map(\.path) == ["e", "src/vendor/d"])
        #expect(reasons(list.skipped.others) == ["vendor/: excluded"])
    }

    @Test(arguments: [1, 2, 7]) func `a check sees every text file once and answers in order`(jobs: Int) throws {
        var files: [String: String] = ["bin": "a\0b", "big": String(repeating: "x", count: 5000)]
        for i in 0..<1500 { files["many/\(i)"] = "\(i)" }
        for i in 0..<300 { files["d\(i % 17)/e\(i % 5)/f\(i)"] = "\(i)" }
        let tree = TemporaryTree(files)
        var options = Walker.Options()
        options.jobs = jobs
        options.maximumFileSize = 4096
        let outcome = try Walker(root: tree.path, options: options).check(makeWorker: { 0 }) { seen, file -> String? in
            seen += 1
            return file.path.hasSuffix("7") ? nil : String(decoding: file.bytes.buffer, as: UTF8.self)
        }
        let expected = files.keys.filter { !$0.hasSuffix("7") && $0 != "bin" && $0 != "big" }.sorted(
            by: PathOrder.precedes)
        #expect(outcome.results.map(\.path) == expected)
        #expect(outcome.results.map(\.output) == expected.map { files[$0] })
        #expect(outcome.filesRead == 1801)
        #expect(reasons(outcome.skipped.others) == ["big: tooLarge(size: 5000)", "bin: binary"])
    }

    @Test func `a root that is missing or a file is an error`() {
        let tree = TemporaryTree(["a": ""])
        #expect(throws: WalkError.root(path: tree.path + "/no", errno: ENOENT)) {
            try Walker(root: tree.path + "/no").list()
        }
        #expect(throws: WalkError.notAFolder(path: tree.path + "/a")) { try Walker(root: tree.path + "/a").list() }
    }

    @Test func `the repository's root is found upwards`() {
        let tree = TemporaryTree(["r/.git": "gitdir: x", "r/a/b/c": "", "r/a/.gitignore": ""])
        let top = RepositoryRoot.canonicalPath(tree.path + "/r")
        #expect(RepositoryRoot.find(from: tree.path + "/r/a/b") == top)
        #expect(RepositoryRoot.find(from: tree.path) == nil)
    }
}
