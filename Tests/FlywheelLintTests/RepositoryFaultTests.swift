import Foundation
import Testing

/// Repositories that are odd, broken or hostile, through each command that reads one.
@Suite struct RepositoryFaultTests {
    static let author = """
        export GIT_CONFIG_GLOBAL=/dev/null GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@b GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@b
        commit() { git add .; git commit -qm "$1"; }

        """
    /// Every command that asks git.
    static let asking = [
        "check --staged", "check --since HEAD", "diff HEAD", "diff HEAD~1 HEAD", "kpi --against HEAD",
        "kpi --history --no-cache",
    ]
    private static let all =
        asking + ["check .", "suppressions", "stacks", "baseline write", "check -o sarif", "check -o markdown"]

    private static func loop(_ commands: [String]) -> String {
        commands.map { "'\($0)'" }.joined(separator: " ")
    }

    /// Programs that git runs where a configuration, an attribute or a variable names them. `$evil` says who ran it.
    private static let hostile = """
        printf '#!/bin/sh\\necho "$1" >>"%s/ran"\\n' "$PWD" >evil; chmod +x evil; evil="$PWD/evil"
        mkdir r; cd r; git init -q; echo 'attic-iac # flywheel-lint: ignore' >a.md
        echo '* filter=f diff=d merge=m' >.gitattributes; commit 1; echo x >>a.md; commit 2
        mkdir hooks; for hook in pre-commit post-index-change post-checkout reference-transaction; do cp ../evil hooks/$hook; done
        for key in core.fsmonitor diff.external diff.d.textconv diff.d.command filter.f.clean filter.f.smudge filter.f.process \\
            core.pager pager.log pager.diff core.sshCommand core.askPass core.editor gpg.program core.alternateRefsCommand \\
            credential.helper core.gitProxy merge.m.driver uploadpack.packObjectsHook; do git config $key "$evil $key"; done
        git config core.hooksPath "$PWD/hooks"; git config log.showSignature true; git config filter.f.required true
        git config alias.cat-file "!$evil alias"; git config alias.diff-index "!$evil alias"
        printf '[core]\\n\\tfsmonitor = %s include\\n[includeIf "gitdir:**"]\\n\\tpath = more2\\n' "$evil" >.git/more
        printf '[diff]\\n\\texternal = %s include-if\\n' "$evil" >.git/more2; git config include.path more
        git config remote.origin.url "ext::$evil fetch"; git config remote.origin.promisor true
        git config remote.origin.partialCloneFilter blob:none; git config extensions.partialClone origin
        git config core.repositoryFormatVersion 1; git config protocol.ext.allow always

        """
    private static let variables = """
        export GIT_EXTERNAL_DIFF="$evil variable" GIT_SSH_COMMAND="$evil variable" GIT_ASKPASS="$evil" GIT_PAGER="$evil"
        export PAGER="$evil" GIT_EDITOR="$evil" GIT_PROXY_COMMAND="$evil" GIT_TRACE="$PWD/../ran" GIT_TRACE2_EVENT="$PWD/../ran"
        export GIT_CONFIG_PARAMETERS="'core.fsmonitor'='$evil parameter'"

        """

    @Test func `no command runs what a hostile repository or a variable of git names`() throws {
        let tree = try TemporaryTree([:])
        let script =
            RepositoryFaultTests.author + RepositoryFaultTests.hostile + """
                rm -f ../ran; touch -d '2001-01-01' a.md; git status >/dev/null 2>&1; [ -e ../ran ] && echo 'git itself runs it'
                blob=$(git rev-parse HEAD~1:a.md); rm -f ".git/objects/$(echo $blob | cut -c1-2)/$(echo $blob | cut -c3-)"
                git cat-file -p $blob >/dev/null 2>&1; grep -q fetch ../ran && echo 'git itself fetches'

                """ + RepositoryFaultTests.variables + """
                rm -f ../ran; echo attic-iac >>a.md; touch .gitattributes
                for command in \(RepositoryFaultTests.loop(RepositoryFaultTests.all)); do
                  timeout 60 "$tool" $command --no-config >/dev/null 2>../err || [ $? -le 2 ] || echo "$command: $?"
                  [ -e ../ran ] && echo "$command: $(sort -u ../ran | head -3)"; rm -f ../ran
                done
                """
        let answer = try FaultTests.run(script, in: tree.folder)
        #expect(answer.output == "git itself runs it\ngit itself fetches\n", "\(answer)")
    }

    @Test func `a bare repository that somebody has committed runs nothing either`() throws {
        let tree = try TemporaryTree([:])
        let script =
            RepositoryFaultTests.author + """
                printf '#!/bin/sh\\ntouch "%s/ran"\\n' "$PWD" >evil; chmod +x evil; evil="$PWD/evil"
                mkdir r; cd r; git init -q; mkdir sub; cd sub; git init -q --bare .; echo 'ref: refs/heads/main' >HEAD
                git config core.bare false; git config core.worktree .; git config core.fsmonitor "$evil"; git config diff.external "$evil"
                echo attic-iac >a.md; git --git-dir=. --work-tree=. -c core.fsmonitor=false add a.md; rm -f ../../ran
                git status >/dev/null 2>&1; [ -e ../../ran ] && echo 'git itself runs it'; rm -f ../../ran
                for command in \(RepositoryFaultTests.loop(RepositoryFaultTests.all)); do
                  timeout 60 "$tool" $command --no-config >/dev/null 2>../../err || [ $? -le 3 ] || echo "$command: $?"
                  [ -e ../../ran ] && echo "$command ran it"; rm -f ../../ran
                done
                """
        let answer = try FaultTests.run(script, in: tree.folder)
        #expect(answer.output == "git itself runs it\n", "\(answer)")
    }

    @Test func `every command that asks git says so of another user's repository, and where there is no git`() throws {
        let tree = try TemporaryTree([:])
        let script =
            RepositoryFaultTests.author + """
                git init -q r; cd r; echo attic-iac >a.md; commit 1; echo attic-iac >b.md; commit 2
                for command in \(RepositoryFaultTests.loop(RepositoryFaultTests.asking)); do
                  PATH=/nonexistent "$tool" $command --no-config 2>&1 >/dev/null; echo $?
                done
                chown -R 12345 . 2>/dev/null || { echo refused; exit; }
                for command in \(RepositoryFaultTests.loop(RepositoryFaultTests.asking)); do
                  HOME=/nonexistent "$tool" $command --no-config 2>&1 >/dev/null; echo $?
                done
                """
        let lines = try FaultTests.run(script, in: tree.folder).output.split(separator: "\n")
        let count = RepositoryFaultTests.asking.count
        let messages = lines.filter { $0.hasPrefix("flywheel-lint: ") }
        #expect(messages.prefix(count).allSatisfy { $0.hasSuffix("git: not found on PATH; install git") }, "\(lines)")
        if lines.last == "refused" { return print("skipped: files cannot be given to another user here") }
        #expect(lines.filter { $0 == "2" }.count == 2 * count && messages.count == 2 * count, "\(lines)")
        #expect(
            messages.suffix(count).allSatisfy {
                $0.contains("belongs to another user") && $0.contains("safe.directory")
            },
            "\(lines)")
    }

    /// A repository `o` with a second commit that brings `y/b.md`, and one odd copy of it; what each command finds there.
    @Test(arguments: [
        ("git clone -q o odd", "|y/b.md|2"),
        ("git -C o worktree add -q ../odd", "|y/b.md|2"),
        (
            "git clone -q --no-checkout o odd; cd odd; git sparse-checkout set --no-cone x; git checkout -q; cd ..",
            "|y/b.md|2"
        ),
        ("git clone -q --depth 1 file://$PWD/o odd", "|'HEAD~1': no such commit|1"),
        (
            "git clone -q --filter=blob:none --no-checkout file://$PWD/o odd",
            "|partial clone may need: git fetch --refetch|"
        ),
    ])
    func `an odd copy has nothing staged, and its commits are compared and counted`(made: String, finds: String) throws
    {
        let tree = try TemporaryTree([:])
        let script =
            RepositoryFaultTests.author + """
                git init -q o; cd o; git config uploadpack.allowFilter true; mkdir x y; echo attic-iac >x/a.md; commit 1
                echo attic-iac >y/b.md; commit 2; cd ..; \(made); cd odd
                [ -e x ] && "$tool" check --staged --no-config -o concise --quiet | cut -d : -f 1; printf '|'
                "$tool" diff HEAD~1 HEAD --no-config -o concise --quiet --fail-on never 2>../err >../out || cat ../err
                cut -d : -f 1 ../out; printf '|'
                "$tool" kpi --history --no-cache --no-config -o csv 2>/dev/null | tail -n +2 | wc -l
                """
        let parts = try FaultTests.run(script, in: tree.folder).output.split(
            separator: "|", omittingEmptySubsequences: false)
        let expected = finds.split(separator: "|", omittingEmptySubsequences: false)
        #expect(parts.count == 3, "\(parts)")
        for (part, wanted) in zip(parts, expected) {
            #expect(wanted.isEmpty || part.contains(wanted), "\(parts)")
        }
        #expect(parts.first == "")
    }

    @Test func `a submodule that moved is no file, staged or in history, and what is in it is its own`() throws {
        let tree = try TemporaryTree([:])
        let script =
            RepositoryFaultTests.author + """
                mkdir s; (cd s; git init -q; echo attic-iac >s.md; commit s); git init -q r; cd r; echo attic-iac >a.md; commit 1
                git -c protocol.file.allow=always submodule --quiet add ../s s; "$tool" check --staged --no-config -o concise --quiet; commit 2
                (cd s; echo attic-iac >t.md; commit t); git add s
                for command in 'check --staged' 'check --since HEAD' 'diff HEAD~1 HEAD' 'diff HEAD'; do "$tool" $command --no-config -o concise --quiet; echo $?; done
                "$tool" kpi --history --no-cache --no-config -o csv | cut -d , -f 1 | tail -n +2 | wc -l
                """
        #expect(try FaultTests.run(script, in: tree.folder).output == "0\n0\n0\n0\n2\n")
    }

    /// Cone checkouts with a sparse index too, where the index names folders in place of files.
    @Test(arguments: ["--no-cone x /.flywheel-lint.baseline", "--cone x", "--cone --sparse-index x"])
    func `what a sparse checkout leaves out stays accepted`(kind: String) throws {
        let tree = try TemporaryTree([:])
        let script =
            RepositoryFaultTests.author + """
                git init -q r; cd r; mkdir x y; echo attic-iac >x/a.md; echo attic-iac here >y/b.md; echo attic-iac >y/gone.md
                "$tool" baseline write --no-config --quiet; git add .; commit 1
                git rm -q y/gone.md; git sparse-checkout set \(kind); ls
                for command in write update prune; do
                    "$tool" baseline $command --no-config --quiet; grep -c '^\\[' .flywheel-lint.baseline; git checkout -q .flywheel-lint.baseline
                done
                "$tool" check --no-config 2>&1 | grep -c 'accepted finding is gone'
                "$tool" baseline check --no-config
                """
        // What was deleted is not what is left out.
        #expect(
            try FaultTests.run(script, in: tree.folder).output
                == "x\n2\n2\n2\n1\n0 new, 1 stale, 1 accepted\n")
    }

    @Test(arguments: ["check", "baseline write", "baseline check", "kpi"])
    func `a bare repository has no files to lint, which is said and is no clean run`(command: String) throws {
        let tree = try TemporaryTree([:])
        let script =
            RepositoryFaultTests.author + """
                git init -q r; cd r; echo attic-iac >a.md; commit 1; cd ..; git clone -q --bare r b.git; cd b.git
                "$tool" \(command) --no-config >../out 2>../err; echo $?; grep -c 'a bare repository, which has no files' ../err; ls -A | grep flywheel
                """
        #expect(try FaultTests.run(script, in: tree.folder).output == "2\n1\n")
    }

    @Test func `objects that are gone or damaged are told by their file, and end with status 2`() throws {
        let tree = try TemporaryTree([:])
        let script =
            RepositoryFaultTests.author + """
                git init -q r; cd r; echo attic-iac >a.md; commit 1; echo attic-iac >b.md; echo x >>a.md; commit 2
                object() { id=$(git rev-parse $1); echo ".git/objects/$(echo $id | cut -c1-2)/$(echo $id | cut -c3-)"; }
                gone=$(object HEAD~1:a.md); rm -f $gone
                for command in 'diff HEAD~1 HEAD' 'kpi --history --no-cache'; do timeout 60 "$tool" $command --no-config 2>&1 >/dev/null; echo $?; done
                tree=$(object 'HEAD^{tree}'); rm -f $tree; echo damaged >$tree
                for command in 'diff HEAD~1 HEAD' 'kpi --history --no-cache' 'check --since HEAD'; do
                  timeout 60 "$tool" $command --no-config >/dev/null 2>../err; echo $?; head -1 ../err | grep -c '^flywheel-lint: '
                done
                """
        let answer = try FaultTests.run(script, in: tree.folder)
        let lines = answer.output.split(separator: "\n")
        #expect(
            lines.first?.contains("a.md: its content is not in this repository; fetch it first") == true, "\(answer)")
        #expect(lines.filter { $0 == "2" }.count == 5 && lines.filter { $0 == "1" }.count == 3, "\(answer)")
    }
}
