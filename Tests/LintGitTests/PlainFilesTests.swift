import Testing

@testable import LintGit

@Suite struct PlainFilesTests {
    @Test(arguments: [
        ("true", true), ("git checkout -q -b topic/a-1.2", true), ("git checkout -q --detach", true),
        ("git pack-refs --all", false), ("git checkout -q --orphan new", false), ("git checkout -q -b 'ö'", false),
        ("git symbolic-ref refs/heads/other refs/heads/main; git symbolic-ref HEAD refs/heads/other", false),
    ])
    func `the commit of HEAD is git's own, and read from its file where that has it`(script: String, isPlain: Bool)
        throws
    {
        let tree = TemporaryTree.withCommit(script)
        let git = try Git(at: tree.path + "/r")
        let asked = try git.run(["rev-parse", "--verify", "--quiet", "HEAD^{commit}"], nilOn: [1])
            .flatMap { Git.lines($0).first }.flatMap { ObjectID($0) }
        #expect(try git.head() == asked)
        #expect((PlainFiles.head(of: git.gitFolder) != nil) == isPlain)
    }

    @Test(arguments: [
        "ref: refs/heads/../../../secret", "ref: refs/heads/a//b", "ref: refs/heads/a.lock", "ref: refs/x",
    ])
    func `no name in HEAD leads to another file`(head: String) throws {
        let tree = TemporaryTree.withCommit(
            "mkdir -p .git/refs/heads/a; cp .git/refs/heads/main ../secret; printf '%s\\n' '\(head)' > .git/HEAD")
        #expect(PlainFiles.head(of: tree.path + "/r/.git") == nil)
    }

    /// What stands in the configuration, and whether it settles the address.
    @Test(arguments: [
        (
            "[remote \"origin\"]\n\turl = https://example.org/a.git\n\tfetch = +refs/heads/*:refs/remotes/origin/*\n",
            true
        ),
        ("[remote \"origin\"]\n url=git@example.org:a\n[remote \"b\"]\n url = c\n", true),
        ("[remote \"origin\"]\n\tURL = one\n\tpushurl = three\n\turl = two \n", true),
        ("; a\n# b\n[core]\n\tbare = false\n[remote \"origin\"]\n\turl = a b\n", true),
        ("[remote \"origin\"]\n\turl = \"a\"\n", false), ("[remote \"origin\"]\n\turl = a # b\n", false),
        ("[remote \"origin\"]\n\turl = a\\\nb\n", false), ("[remote \"origin\"] url = a\n", false),
        ("[Remote \"origin\"]\n\turl = a\n", false), ("[remote.origin]\n\turl = a\n", false),
        ("[include]\n\tpath = other\n[remote \"origin\"]\n\turl = a\n", false),
        ("[remote \"origin\"]\n\turl = a\n[includeIf \"gitdir:/\"]\n\tpath = other\n", false),
        ("[remote \"origin\"]\n\turl = a\r\n", false), ("[remote \"upstream\"]\n\turl = a\n", false), ("", false),
        ("[remote \"origin\"]\n\turl = a\n[remote \"origin\"]\n\turl\n", false),
    ])
    func `the address of origin is git's own, and read from the configuration where that settles it`(
        configuration: String, isPlain: Bool
    ) throws {
        let tree = TemporaryTree.withCommit("printf '[remote \"origin\"]\\nurl = included\\n' > .git/other")
        tree.write("r/.git/config", configuration)
        let asked = tree.run("git -C r config --get remote.origin.url")
        let plain = PlainFiles.originURL(Array(configuration.utf8))
        #expect((plain != nil) == isPlain)
        if let plain { #expect(Array((plain + "\n").utf8) == asked) }
    }
}
