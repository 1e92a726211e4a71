import Testing

@testable import LintGit

@Suite struct RepositoryPlaceTests {
    /// What stands in the repository `r`, and the folder that is asked for.
    private static let usual = [
        ("true", "r"), ("mkdir -p r/a/b", "r/a/b"), ("ln -s r link", "link"), ("git -C r checkout -q --detach", "r"),
        ("git clone -q --depth 1 file://$PWD/r s", "s"), ("git init -q new", "new"), ("mkdir 'r/ö x'", "r/ö x"),
    ]
    private static let unusual = [
        ("git -C r worktree add -q ../w", "w"), ("git clone -q --bare r b.git", "b.git"), ("true", "r/.git"),
        ("true", "r/.git/refs"), ("git -C r config core.worktree /tmp", "r"), ("git -C r config core.bare true", "r"),
        ("printf '[core]\\n\\tBare\\n' >> r/.git/config", "r"),
        ("printf '[core \"x\"] bare = true\\n' >> r/.git/config", "r"),
        ("git -C r config extensions.worktreeConfig true; git -C r config --worktree core.worktree /tmp", "r"),
        ("mkdir -p r/sub/.git", "r/sub"), ("mkdir -p r/sub; : > r/sub/.git", "r/sub"), ("rm r/.git/HEAD", "r"),
        ("echo nonsense > r/.git/HEAD", "r"), ("rm -r r/.git/objects", "r"), ("rm r/.git/config", "r"),
        ("git clone -q --separate-git-dir=elsewhere r s", "s"), ("mkdir -p r/sub; cp -r r/.git/. r/sub", "r/sub"),
        ("mv r/.git elsewhere; ln -s ../elsewhere r/.git", "r"), ("rm -rf r; mkdir r", "r"), ("true", "nowhere"),
        ("rm r/.git/config; mkfifo r/.git/config", "r"),
        ("git -c protocol.file.allow=always -C r submodule --quiet add ../r sub 2>/dev/null", "r/sub"),
    ]

    private func asked(_ folder: String) -> RepositoryPlace? {
        let environment = GitEnvironment.variables(insideHook: false)
        guard
            var process = try? GitProcess(
                ["-C", folder] + RepositoryPlace.question, environment: environment, hasInput: false),
            let answer = try? process.answer(folder: folder)
        else { return nil }
        return RepositoryPlace(answer: Git.lines(answer.0))
    }

    private func tree(_ script: String) -> TemporaryTree {
        let tree = TemporaryTree()
        tree.run(
            """
            git init -q -b main r; cd r; git config user.name T; git config user.email t@example.org
            echo 1 > f; git add f; git commit -q -m one; cd ..; \(script)
            """)
        return tree
    }

    @Test(arguments: usual)
    func `the usual repository is found without git, where git finds it`(script: String, folder: String) throws {
        let tree = tree(script)
        let found = try #require(RepositoryPlace(around: tree.path + "/" + folder))
        #expect(found == asked(tree.path + "/" + folder))
    }

    @Test(arguments: unusual)
    func `git is asked where there is more than one answer`(script: String, folder: String) {
        let tree = tree(script)
        #expect(RepositoryPlace(around: tree.path + "/" + folder) == nil)
    }

    @Test func `a top or a git folder of another user is git's to judge`() {
        let tree = tree("true")
        let mine = tree.run("id -u") == Array("0\n".utf8)
        guard mine else {
            print("skipped: only root can give files away")
            return
        }
        tree.run("chown 12345 r/.git")
        #expect(RepositoryPlace(around: tree.path + "/r") == nil)
        tree.run("chown 0 r/.git; chown 12345 r")
        #expect(RepositoryPlace(around: tree.path + "/r") == nil)
    }
}
