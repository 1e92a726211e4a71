import LintSource
import Testing

@_spi(Fuzzing) @testable import LintGit

@Suite struct DifferenceTests {
    /// A commit of many files, and then whatever the script does.
    private func repository(_ script: String) throws -> (TemporaryTree, Git, ObjectID) {
        let tree = TemporaryTree()
        tree.run(
            """
            git init -q -b main . && git config user.name T && git config user.email t@example.org && set -e
            mkdir sub; n=$(seq 40); for i in 1 2 3 4 5 6 7 8; do echo "$i $n" > f$i; echo "$n $i" > sub/g$i; done
            : > empty; ln -s f1 link
            chmod +x f8; git add -A; git commit -q -m one; git tag one
            # The index is younger than the files, so that it can be told that they are as they were.
            touch f7; sleep 0.1; git update-index -q --refresh
            \(script)
            """)
        let git = try Git(at: tree.path)
        return (tree, git, try git.resolve("one"))
    }

    static let scripts = [
        "true", "echo x >> f1", "echo x >> f1; git add f1", "echo x >> f1; git add f1; seq 1 40 > f1", "rm f1 sub/g2",
        "git rm -q f1", "git mv f1 sub/moved", "git mv f1 f0; git mv f2 f1; git mv f0 f2", "git rm -q --cached f3",
        "echo new > new; git add new; echo other > untracked", "echo new > new; git add -N new",
        "chmod +x f1; chmod -x f8",
        "rm f1; ln -s f2 f1", "rm link; echo text > link; git add link", "rm f1; mkdir f1; echo 1 > f1/in; git add -A",
        "echo x >> f1; git add -A; git commit -q -m two; echo y >> f2; git mv f3 f9", "touch -d '2001-01-01' f4",
        "git update-index --index-version 4; echo x >> sub/g5",
        "git update-index --split-index; echo x >> sub/g5; git add sub",
        "git update-index --assume-unchanged f6; echo x >> f6", "printf '\\303\\251' > 'é'; git add 'é'; rm f1",
        "git checkout -q -b side; echo a > f1; git commit -q -a -m a; git checkout -q main; echo b > f1; git commit -q -a -m b; git merge -q side || true",
        "git rm -q -r .; echo 1 > only; git add only",
        "echo x > f1; git add f1; echo x > sub/g1; touch f1 sub/g1 .git/index",
        "for i in 1 2 3; do echo x >> f$i; done; git add f2", "rm .git/index",
        "echo damaged > .git/index2; rm -r sub; git add -A",
        "git config core.autocrlf true; rm f1; git checkout -q f1",
        "git sparse-checkout init --cone --sparse-index; echo x >> f1; git add f1",
        "git update-index --force-remove f2; git update-index --skip-worktree f3; echo x >> f4; git add f4",
        "mkdir -p a/b/c a.b a-b; for d in a a/b a/b/c a.b a-b; do echo $d > $d/x; done; git add -A; git commit -q -m two; echo y > a/b/x; git add a",
        "mkdir -p a/b/c a.b a0; for d in a a/b a/b/c a.b a0; do echo $d > $d/x; done; git add -A; git commit -q -m two; git read-tree one",
        "git rm -q -r --cached sub; git commit -q -m two; git add sub",
        "git rm -q -r sub; echo file > sub; git add sub; git commit -q -m two",
        "git read-tree --empty; git add f1 sub",
    ]

    @Test(arguments: scripts)
    func `a commit beside the working tree has all its files, and all that differ are told`(script: String) throws {
        let (tree, git, commit) = try repository(script)
        var objects = try ObjectReader(git)
        let difference = try git.differenceToWorkingTree(from: commit, &objects)
        let there = try git.tree(commit)
        #expect(difference.base.filter(\.mode.isRegular) == there.filter(\.mode.isRegular))
        // What git itself would store of each file as it lies there.
        let hashes = tree.run(
            "find . -path ./.git -prune -o -type f -print | sed 's:^./::' > .git/all; git hash-object --stdin-paths < .git/all | paste -d ' ' - .git/all"
        )
        let now = Set(String(decoding: hashes, as: UTF8.self).split(separator: "\n").map(String.init))
        #expect(!now.isEmpty)
        // Files that a sparse checkout leaves out are not gone.
        let left = String(decoding: tree.run("git ls-files -t | sed -n 's/^S //p'"), as: UTF8.self).split(
            separator: "\n")
        let inside = there.filter { entry in !left.contains { $0 == entry.path } }
        for entry in inside where entry.mode.isRegular && !now.contains("\(entry.id) \(entry.path)") {
            #expect(difference.differing.contains(entry.path), "\(entry.path)")
        }
        // And not much more than that.
        if script == "true" { #expect(difference.differing.isSubset(of: ["empty", "f7"])) }
    }

    @Test(
        arguments: scripts + [
            "git sparse-checkout init --cone --sparse-index; echo x >> f1; git add f1",
            "git update-index --force-remove f2; git update-index --skip-worktree f3; echo x >> f4; git add f4",
        ])
    func `what is staged, and the index, are what git lists`(script: String) throws {
        let (tree, git, _) = try repository(script)
        let question = try StagedQuestion(git)
        let index = try git.index()
        let staged = try question.answer()
        #expect(try index == git.listedIndex())
        let names = tree.run(
            "git -c core.quotePath=false diff-index --cached --name-only --no-renames --diff-filter=AMTU HEAD")
        #expect(staged.map(\.path) == String(decoding: names, as: UTF8.self).split(separator: "\n").map(String.init))
        for change in staged where change.status != .other {
            #expect(index.contains { $0.path == change.path && $0.id == change.newID })
        }
    }

    @Test(arguments: scripts)
    func `a commit beside the index and beside another commit is what its tree says`(script: String) throws {
        let (tree, git, commit) = try repository(script)
        let base = try git.tree(commit).filter(\.mode.isRegular)
        let staged = try git.index()
        var objects = try ObjectReader(git)
        let difference = try git.differenceToIndex(from: commit, files: staged, &objects)
        #expect(difference.base.filter(\.mode.isRegular) == base)
        for entry in base where !staged.contains(entry) { #expect(difference.differing.contains(entry.path)) }
        let head = try git.resolve("HEAD")
        let (committed, files) = try git.difference(from: commit, to: head)
        let there = try git.tree(head)
        #expect(committed.base.filter(\.mode.isRegular) == base && files == there, "\(tree.path)")
        for entry in base where !files.contains(entry) { #expect(committed.differing.contains(entry.path)) }
        // The same by the trees that differ from the index.
        guard let index = IndexFiles(git) else { return }
        let (beside, same) = try git.difference(from: commit, to: head, beside: index, &objects)
        #expect(same.filter(\.mode.isRegular) == there.filter(\.mode.isRegular))
        #expect(beside.base.filter(\.mode.isRegular) == base && beside.renames == committed.renames)
        for entry in base where !files.contains(entry) { #expect(beside.differing.contains(entry.path)) }
        #expect(beside.differing.isSubset(of: committed.differing))
    }

    @Test(arguments: scripts)
    func `what differs from the index is told by trees as git tells it`(script: String) throws {
        let (tree, git, commit) = try repository(script)
        guard let index = IndexFiles(git) else { return }
        var objects = try ObjectReader(git)
        for name in [commit, try git.resolve("HEAD")] {
            let told = String(
                decoding: tree.run(
                    "git diff-index --cached --ita-invisible-in-index --raw --no-renames --no-abbrev -z \(name)"),
                as: UTF8.self)
            let changes = try RawOutput.changes(Array(told.utf8), command: "diff-index")
            let found = try TreeComparison(index.index, commit: name, limit: 1 << 20, &objects)?.changes
            let expected = changes.filter { change in
                [change.oldMode, change.newMode].contains { $0.isRegular || $0 == .symlink }
            }
            #expect(found?.sorted { $0.path < $1.path } == expected.sorted { $0.path < $1.path })
        }
    }

    @Test func `a blob's name is the one that git gives it, with the processor's help and without`() throws {
        let tree = TemporaryTree()
        tree.run(
            "git init -q . && seq 40000 > seq; for i in $(seq 0 140) 4095 4096 100003; do head -c $i seq > $i; done; git add ."
        )
        let git = try Git(at: tree.path)
        let files = try git.index()
        #expect(files.count == 145)
        try git.blobs(files.map(\.id)) { index, blob in
            guard case .bytes(let bytes) = blob else {
                Issue.record("no blob")
                return
            }
            #expect(ObjectID(ofBlob: bytes, like: files[index].id) == files[index].id)
            #expect(ObjectID(bytes: ObjectID.sha1(ofBlob: bytes, plain: true)) == files[index].id)
        }
    }
}
