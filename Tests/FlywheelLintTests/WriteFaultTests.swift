import Foundation
import Testing

/// What goes wrong where the tool writes: each command that writes, on a full disk, in a tree that may not be written,
/// with standard streams closed, and ended by a signal in the middle.
@Suite struct WriteFaultTests {
    /// A repository with a finding, a baseline with an entry too many, and a budget with room.
    static let repository = """
        export GIT_CONFIG_GLOBAL=/dev/null GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@b GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@b
        mkdir t; cd t; git init -q --template=; printf 'budgets: {truth/identity: {max: 99999}}\\n' >.flywheel-lint.yml
        echo attic-iac >a.md; git add .; git commit -qm 1; echo attic-iac >b.md; git add .; git commit -qm 2
        "$tool" baseline write --quiet; rm b.md; cd ..
        say() { "$tool" "$@" >out 2>err; echo "$?: $(head -1 err | sed "s|flywheel-lint: ||; s|$PWD/t/||; s|$PWD/||")"; }

        """

    @Test func `in a tree that may not be written all that reads works, and all that writes says so`() throws {
        guard FaultTests.mayMount else { return }
        let tree = try TemporaryTree([:])
        let script = """
            cp -r t before; mount --bind t t && mount -o remount,bind,ro t
            say() { (cd t; "$tool" "$@" >../out 2>../err); echo "$?: $(head -1 err | sed "s|flywheel-lint: ||; s|$PWD/t/||")"; }
            for command in 'baseline write' 'baseline update' 'baseline prune' 'kpi --ratchet' init \\
                'check . --fix --unsafe-fixes --no-baseline' 'check --output json=r.json'; do say $command; done
            for command in 'check .' 'check --staged' 'check --since HEAD' 'diff HEAD' 'diff HEAD~1 HEAD' 'kpi --history'; do
              say $command --fail-on never 2>&1 | grep -v '^0: $'; done
            diff -r t before && echo same
            """
        let answer = try FaultTests.run(WriteFaultTests.repository + script, in: tree.folder, alone: true)
        let lines = answer.output.split(separator: "\n").map(String.init)
        let names = [".flywheel-lint.baseline", ".flywheel-lint.baseline", ".flywheel-lint.baseline"]
        let refused = (names + [".flywheel-lint.yml", ".gitattributes", "a.md", "--output json=r.json"]).map {
            "2: \($0): cannot be written: Read-only file system"
        }
        #expect(Array(lines.prefix(7)) == refused, "\(answer)")
        // `kpi` has no `--fail-on`.
        #expect(lines.dropFirst(7).filter { !$0.hasPrefix("2: unknown option '--fail-on'") } == ["same"], "\(answer)")
    }

    @Test func `on a full disk what is there stays, and a cache that has no room costs only the cache`() throws {
        guard FaultTests.mayMount else { return }
        let tree = try TemporaryTree([:])
        let script = """
            mkdir disk; mount -t tmpfs -o size=300k none disk; cp -r t/.flywheel-lint.baseline t/.flywheel-lint.yml t/a.md disk
            cd disk; git init -q --template=; git add .; git commit -qm 1; mkdir cache
            export XDG_CACHE_HOME="$PWD/cache"; cd ..; cp -r disk before; cat /dev/zero >disk/fill 2>/dev/null
            say() { (cd disk; "$tool" "$@" >../out 2>../err); echo "$?: $(head -1 err | sed "s|flywheel-lint: ||; s|$PWD/disk/||")"; }
            for command in 'baseline prune' 'kpi --ratchet' init 'check --output sarif=r'; do say $command; done
            for command in 'check .' 'check --staged' 'diff HEAD' 'kpi --history'; do say $command; wc -c <out; done | sort -u | head -1
            rm disk/fill; find disk/.git/flywheel-lint -type f; rm -rf disk/.git/flywheel-lint; diff -r disk before && echo same
            """
        let answer = try FaultTests.run(WriteFaultTests.repository + script, in: tree.folder, alone: true)
        let lines = answer.output.split(separator: "\n").map(String.init)
        let refused = [".flywheel-lint.baseline", ".flywheel-lint.yml", ".gitattributes", "--output sarif=r"].map {
            "2: \($0): cannot be written: No space left on device"
        }
        #expect(lines == refused + ["0: ", "same"], "\(answer)")
    }

    @Test(arguments: ["<&-", ">&-", "2>&-", "<&- >&-", "<&- >&- 2>&-"])
    func `a standard stream that is closed is no file's, and no pipe's`(closed: String) throws {
        let tree = try TemporaryTree([:])
        let script = """
            cd t; echo "Mind the old attic-iac of theirs." >c.md; git add .
            for command in 'check . missing.md' 'check --staged' 'check --since HEAD' 'diff HEAD'; do
              rm -f r.json; "$tool" $command --output json=r.json --output concise --fail-on never \(closed); echo $? >>../status
              python3 -c 'import json, sys; sys.exit(not json.load(open("r.json"))["findings"])' || echo broken >>../status
            done
            "$tool" kpi --history --no-cache --output json \(closed); echo $? >>../status
            "$tool" baseline write --quiet \(closed); echo $? >>../status
            "$tool" baseline check >/dev/null; echo $? >>../status
            """
        let answer = try FaultTests.run(WriteFaultTests.repository + script, in: tree.folder)
        let status = try String(contentsOf: tree.folder.appendingPathComponent("status"), encoding: .utf8)
        // The file that is not there makes 2 of the first in any case.
        let shown = closed.contains(" >&-") || closed == ">&-" ? "2" : "0"
        #expect(
            status.split(separator: "\n") == ["2", shown[...], shown[...], shown[...], shown[...], "0", "0"],
            "\(answer)")
        if shown == "2", !closed.contains("2>&-") {
            #expect(answer.errors.contains("standard output cannot be written: Bad file descriptor"), "\(answer)")
        }
    }

    @Test(arguments: ["check . --fix --unsafe-fixes --no-baseline", "baseline write", "kpi --ratchet"])
    func `a signal in the middle of a write leaves each file as it was or as it shall be`(command: String) throws {
        let tree = try TemporaryTree([:])
        // Stopped when its temporary file is there; see FaultTests.
        let script = """
            cd t; yes attic-iac | head -900 >c.md; for i in 1 2 3 4 5 6 7 8 9; do cp c.md c$i.md; done; cd ..; cp -r t before
            tries=0; caught=no
            while [ $tries -lt 40 ] && [ $caught = no ]; do
              tries=$((tries+1)); rm -rf t; cp -r before t; cd t
              python3 -c '
            import os, signal, sys
            signal.pthread_sigmask(signal.SIG_SETMASK, [])
            os.execv(sys.argv[1], sys.argv[1:])' "$tool" \(command) >/dev/null 2>&1 & child=$!
              while ! ls -A | grep -q '\\.tmp$' && kill -0 $child 2>/dev/null; do :; done
              kill -STOP $child 2>/dev/null; ls -A | grep -q '\\.tmp$' && caught=yes
              kill -TERM $child 2>/dev/null; kill -CONT $child 2>/dev/null; wait $child; status=$?; cd ..
            done
            echo $caught $status; ls -A t | grep '\\.tmp$'
            cp -r before after; (cd after; "$tool" \(command) >/dev/null 2>&1)
            for file in $(ls -A before | grep -v '^.git$'); do
              cmp -s t/$file before/$file || cmp -s t/$file after/$file || echo $file is neither
            done
            diff -r t before >/dev/null || diff -r t after >/dev/null && echo whole
            """
        let answer = try FaultTests.run(WriteFaultTests.repository + script, in: tree.folder)
        // (A fix writes file by file: some may be fixed and some not.)
        #expect(answer.output.hasPrefix("yes 143\n"), "\(answer)")
        #expect(["", "whole\n"].contains(answer.output.dropFirst(8)), "\(answer)")
    }
}
