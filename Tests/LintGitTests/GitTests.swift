import Glibc
import LintSource
import Testing

@testable import LintGit

/// A repository with one commit a script line group.
private func repository(_ script: String) -> TemporaryTree {
    let tree = TemporaryTree()
    tree.run(
        """
        git init -q -b main . && git config user.name T && git config user.email t@example.org && set -e
        c() { git add -A && git commit -q --allow-empty -m "$1"; }
        \(script)
        """)
    return tree
}

private func describe(_ changes: [TreeChange]) -> [String] { changes.map { "\($0.path) \($0.status)" } }

@Suite struct GitTests {
    @Test func `a repository is found from a folder inside it`() throws {
        let tree = repository("mkdir -p a/b; echo 1 > a/b/f; c one")
        let git = try Git(at: tree.path + "/a/b")
        #expect(git.root == tree.path)
        #expect(git.commonFolder == tree.path + "/.git")
        #expect(!git.isBare && !git.isShallow)
    }

    @Test func `what is no repository is an error that names the folder`() {
        let tree = TemporaryTree()
        #expect(throws: GitError.notARepository(folder: tree.path)) { try Git(at: tree.path) }
    }

    @Test func `a bare repository, a worktree and a shallow clone are read`() throws {
        let tree = repository(
            """
            echo 1 > f; c one; echo 2 > f; c two; git worktree add -q wt -b side
            git clone -q --bare . bare.git; git clone -q --depth 1 "file://$PWD" shallow
            """)
        let bare = try Git(at: tree.path + "/bare.git")
        #expect(bare.isBare && bare.root == tree.path + "/bare.git")
        #expect(try bare.tree(bare.resolve("main")).map(\.path) == ["f"])
        let worktree = try Git(at: tree.path + "/wt")
        #expect(worktree.root == tree.path + "/wt" && worktree.commonFolder == tree.path + "/.git")
        let shallow = try Git(at: tree.path + "/shallow")
        #expect(shallow.isShallow)
        var steps: [HistoryStep] = []
        try shallow.history(of: shallow.resolve("HEAD")) { steps.append($0) }
        #expect(steps.map(\.subject) == ["two"] && steps[0].changes.map(\.path) == ["f"])
    }

    @Test(arguments: ["nope", "HEAD~5", "", "-n1", "--all", "a\u{7}b", "HEAD^{tree}", "main:f"])
    func `a name that is no commit is an error`(name: String) throws {
        let tree = repository("echo 1 > f; c one")
        let git = try Git(at: tree.path)
        #expect(try git.resolve("HEAD") == git.head())
        #expect(throws: GitError.self) { try git.resolve(name) }
        do {
            var objects = try ObjectReader(git)
            _ = try objects.resolve(name)
            Issue.record("'\(name)' is a commit")
        } catch { #expect("\(error)".contains("'\(name)'")) }
    }

    @Test func `one process is asked for commits and blobs by turns`() throws {
        let tree = repository("echo 1 > f; c one; echo 2 > f; c two")
        let git = try Git(at: tree.path)
        var objects = try ObjectReader(git)
        for (name, text) in [("HEAD~1", "1\n"), ("HEAD", "2\n"), ("HEAD~1", "1\n")] {
            let commit = try objects.resolve(name)
            #expect(try commit == git.resolve(name))
            do {
                _ = try objects.resolve("none such")
                Issue.record("there is no such commit")
            } catch { #expect(error == .unknownRevision("none such")) }
            try objects.blobs(git.tree(commit).map(\.id), limit: 100) { _, blob in
                if case .bytes(let bytes) = blob {
                    #expect(Array(bytes.buffer) == Array(text.utf8))
                } else {
                    Issue.record("no blob")
                }
            }
        }
    }

    @Test func `revisions resolve, and merge bases are found`() throws {
        let tree = repository("c one; git tag v1; git checkout -q -b side; c two; git checkout -q main; c three")
        let git = try Git(at: tree.path)
        var objects = try ObjectReader(git)
        let (main, side) = (("main", try objects.resolve("main")), ("side", try objects.resolve("side")))
        #expect(try git.mergeBase(main, side) == git.resolve("v1"))
        #expect(try git.resolve("HEAD") == git.head())
        let branch = try objects.defaultBranch()
        #expect(branch?.name == "refs/heads/main" && branch?.id == main.1)
        tree.run("git checkout -q --orphan other && git commit -q --allow-empty -m x")
        let other = ("other", try objects.resolve("other"))
        #expect(throws: GitError.noMergeBase("main", "other", shallow: false)) { try git.mergeBase(main, other) }
    }

    @Test func `the default branch is what the remote says`() throws {
        let tree = repository(
            "c one; git branch trunk; git checkout -q trunk; c two; git clone -q . clone; cd clone; git branch main HEAD~1"
        )
        let git = try Git(at: tree.path + "/clone")
        var objects = try ObjectReader(git)
        #expect(try objects.defaultBranch()?.id == git.resolve("origin/trunk"))
    }

    @Test func `a tree lists paths, modes, ids and sizes`() throws {
        let tree = repository(
            "mkdir d; printf abc > d/x; printf '' > e; chmod +x e; ln -s e l; printf q > 'n\nw é'; c one")
        let git = try Git(at: tree.path)
        let entries = try git.tree(git.resolve("HEAD"), sizes: true)
        #expect(entries.map(\.path) == ["d/x", "e", "l", "n\nw é"])
        #expect(entries.map(\.mode) == [.file, .executable, .symlink, .file])
        #expect(entries.map(\.size) == [3, 0, 1, 1])
        #expect(try git.blob(entries[0].id) == Array("abc".utf8))
        #expect(entries[0].id.description == "f2ba8f84ab5c1bce84a7b441cb1959cfc7093b7f")
    }

    @Test func `staged files are those of the index, before the first commit too`() throws {
        let tree = repository("echo 1 > a; echo 1 > b; git add a")
        let git = try Git(at: tree.path)
        #expect(describe(try git.staged()) == ["a added"])
        tree.run("git commit -q -m one; echo 2 > a; git add a; echo 3 > a; git add b; git mv a c")
        let staged = try git.staged()
        #expect(describe(staged) == ["b added", "c added"])
        #expect(try git.blob(staged[1].newID) == Array("2\n".utf8))
        #expect(try git.index().map(\.path) == ["b", "c"])
    }

    @Test func `changes since a commit hold committed, uncommitted and untracked ones`() throws {
        let tree = repository(
            "echo i > .gitignore; for f in a b c d; do echo $f > $f; done; c one; echo 2 > a; c two; echo 2 > b; rm c; echo 1 > i; echo 1 > u"
        )
        let git = try Git(at: tree.path)
        let changed = try git.changed(since: git.resolve("HEAD~1"))
        #expect(describe(changed) == ["a modified", "b modified", "c deleted", "u added"])
        #expect(changed[1].newID.isZero)
    }

    @Test func `renames between two commits are told from deleted and added files`() throws {
        let tree = repository("seq 50 > a; seq 9 > b; c one; git mv a z; echo x >> z; git rm -q b; echo n > n; c two")
        let git = try Git(at: tree.path)
        let (old, new) = (try git.resolve("HEAD~1"), try git.resolve("HEAD"))
        let (difference, head) = try git.difference(from: old, to: new)
        #expect(difference.renames == ["a": "z"] && difference.differing == ["a", "b", "n", "z"])
        let (before, now) = (try git.tree(old), try git.tree(new))
        #expect(head == now && difference.base == before)
    }

    @Test func `history follows first parents from the oldest, and its changes add up to the tree`() throws {
        let tree = repository(
            """
            echo 1 > a; c 'one: é'; git checkout -q -b side; echo 1 > s; c s1; echo 2 > s; c s2
            git checkout -q main; c ''; git merge -q --no-ff -m merge side; git rm -q a; c last
            """.replacingEmptyMessage)
        let git = try Git(at: tree.path)
        let head = try git.resolve("HEAD")
        var steps: [HistoryStep] = []
        try git.history(of: head) { steps.append($0) }
        #expect(steps.map(\.subject) == ["one: é", "", "merge", "last"])
        #expect(steps.map { describe($0.changes) } == [["a added"], [], ["s added"], ["a deleted"]])
        #expect(steps[3].commit == head && steps[0].author == "T" && steps[0].date.hasSuffix("+00:00"))
        var later: [String] = []
        try git.history(of: head, since: steps[1].commit) { later.append($0.subject) }
        #expect(later == ["merge", "last"])
    }

    @Test func `blobs come in the order they were asked for, the large and the missing told apart`() throws {
        let tree = repository(
            "for i in $(seq 3000); do echo $i > f$i; done; head -c 3000000 /dev/zero > big; head -c 900000 /dev/urandom > r; c one"
        )
        let git = try Git(at: tree.path)
        let entries = try git.tree(git.resolve("HEAD"))
        var ids = entries.map(\.id)
        let missing = try #require(ObjectID(String(repeating: "ab", count: 20)))
        ids.insert(missing, at: 7)
        // Every id several times over: far more questions than a pipe holds.
        ids += ids + ids
        var seen = 0
        try git.blobs(ids, limit: 1_000_000) { index, blob in
            #expect(index == seen)
            seen += 1
            let id = ids[index]
            switch blob {
            case .missing: #expect(id == missing)
            case .tooLarge(let size): #expect(size == 3_000_000)
            case .bytes(let view):
                for i in 0..<64 where view.base[view.count + i] != 0 { Issue.record("no zeros behind the blob") }
                guard let entry = entries.first(where: { $0.id == id }), entry.path != "r" else {
                    #expect(view.count == 900_000)
                    return
                }
                if String(decoding: view.buffer, as: UTF8.self) != entry.path.dropFirst() + "\n" {
                    Issue.record("\(entry.path) has other bytes")
                }
            }
        }
        #expect(seen == ids.count)
    }

    @Test func `a walk that is given up leaves no child behind`() throws {
        let tree = repository("for i in $(seq 2000); do head -c 2000 /dev/urandom > f$i; done; c one")
        let git = try Git(at: tree.path)
        let ids = try git.tree(git.resolve("HEAD")).map(\.id)
        #expect(throws: GitError.malformed(command: "stop")) {
            try git.blobs(ids) { index, _ throws(GitError) in
                if index == 3 { throw .malformed(command: "stop") }
            }
        }
        // Children of other tests may run at the same time; only zombies of cat-file would stay.
        let zombies = tree.run("ps -o stat=,args= --ppid \(getpid()) | grep '^Z' | grep -c cat-file")
        #expect(String(decoding: zombies, as: UTF8.self) == "0\n")
    }

    @Test func `a hostile configuration runs nothing`() throws {
        let tree = repository(
            """
            echo 1 > a; echo '* filter=e=vil diff=evil' > .gitattributes; c one; echo 22 > a; echo u > u
            for k in core.fsmonitor diff.external core.pager core.sshCommand filter.e=vil.clean filter.e=vil.smudge \
                diff.evil.textconv diff.evil.command gpg.program core.askPass core.editor; do
              git config $k "touch '$PWD/ran-'$k; cat #"
            done
            git config filter.e=vil.required true; git config log.showSignature true; git config core.untrackedCache true
            mkdir hooks; for h in post-index-change pre-commit post-checkout fsmonitor-watchman; do
              printf '#!/bin/sh\\ntouch "'$PWD'/ran-hook"\\n' > hooks/$h; chmod +x hooks/$h; done
            git config core.hooksPath "$PWD/hooks"
            """)
        let git = try Git(at: tree.path)
        let head = try git.resolve("HEAD")
        _ = try git.staged()
        #expect(describe(try git.changed(since: head)).prefix(1) == ["a modified"])
        try git.history(of: head) { _ in }
        try git.blobs(git.tree(head).map(\.id)) { _, _ in }
        _ = try git.difference(from: head, to: head)
        var objects = try ObjectReader(git)
        #expect(try git.differenceToWorkingTree(from: head, &objects).differing == ["a"])
        #expect(String(decoding: tree.run("ls -a | grep ^ran"), as: UTF8.self) == "")
    }

    @Test func `a repository of another user is refused with the way out`() throws {
        guard getuid() == 0 else {
            print("skipped: only root can give files away")
            return
        }
        let tree = repository("c one; chown -R 12345 .")
        let home = getenv("HOME").map { String(cString: $0) } ?? "/"
        let trusted = String(
            decoding: tree.run("HOME='\(home)' git config --get-all safe.directory"), as: UTF8.self)
        guard !trusted.split(separator: "\n").contains("*") else {
            print("skipped: this user's git trusts every folder (safe.directory = *)")
            return
        }
        do {
            _ = try Git(at: tree.path)
            Issue.record("git reads it")
        } catch {
            #expect(error == .foreignOwner(folder: tree.path))
            #expect("\(error)".contains("safe.directory '\(tree.path)'"))
        }
    }

    @Test func `a repository with SHA-256 names is read`() throws {
        let tree = TemporaryTree()
        tree.run(
            "git init -q --object-format=sha256 -b main . && echo 1 > a && git add a && git -c user.name=T -c user.email=t@e commit -q -m one"
        )
        let git = try Git(at: tree.path)
        let entries = try git.tree(git.resolve("HEAD"))
        #expect(entries.map(\.path) == ["a"] && entries[0].id.byteCount == 32)
        #expect(try git.blob(entries[0].id) == Array("1\n".utf8))
        #expect(try git.staged().isEmpty)
    }

    @Test(arguments: [
        "0d54a32fba2397cf3f15f89798761d1fba669a4d", "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321",
    ]) func `object names are written as they were read`(hex: String) {
        #expect(ObjectID(hex)?.description == hex)
    }
}

extension String {
    /// git takes an empty message only when told so.
    fileprivate var replacingEmptyMessage: String {
        split(separator: "c ''", omittingEmptySubsequences: false)
            .joined(separator: "git commit -q --allow-empty --allow-empty-message -m ''")
    }
}
