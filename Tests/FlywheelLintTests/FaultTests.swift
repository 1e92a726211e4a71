import Foundation
import Testing

/// What goes wrong around the program, made to go wrong. Where the machine refuses to (no namespaces for this user), a
/// test says so and is passed over.
@Suite struct FaultTests {
    struct Refused: Error {}

    /// Runs a shell script in `folder` in namespaces of its own, where mounts harm nobody; `$tool` is the linter.
    static func run(_ script: String, in folder: URL, alone: Bool = false) throws -> LinterProcess.Answer {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: alone ? "/usr/bin/unshare" : "/bin/sh")
        process.arguments = (alone ? ["-rm", "/bin/sh"] : []) + ["-c", script]
        process.currentDirectoryURL = folder
        var environment = ProcessInfo.processInfo.environment
        for name in ["GITHUB_ACTIONS", "GIT_DIR", "GIT_INDEX_FILE", "COLUMNS"] { environment[name] = nil }
        environment["tool"] = LinterProcess.executable.path
        environment["HOME"] = folder.path
        process.environment = environment
        let output = Pipe()
        let errors = folder.deletingLastPathComponent().appendingPathComponent("stderr-\(UUID().uuidString)")
        _ = FileManager.default.createFile(atPath: errors.path, contents: nil)
        defer { try? FileManager.default.removeItem(at: errors) }
        process.standardOutput = output
        process.standardError = try FileHandle(forWritingTo: errors)
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return LinterProcess.Answer(
            status: process.terminationStatus, output: text,
            errors: String(decoding: try Data(contentsOf: errors), as: UTF8.self))
    }

    /// Whether this user may mount things in a namespace of its own.
    static let mayMount: Bool = {
        let folder = FileManager.default.temporaryDirectory
        let answer = try? run("mount -t tmpfs none /mnt && umount /mnt", in: folder, alone: true)
        if answer?.status != 0 { print("skipped: no mount namespaces here: \(answer?.errors ?? "no unshare")") }
        return answer?.status == 0
    }()

    static let stale = "The attic-iac project.\n"

    @Test func `a file and a folder that may not be read are named, and all else is checked`() throws {
        let tree = try TemporaryTree(["a.md": FaultTests.stale, "shut.md": FaultTests.stale, "folder/b.md": "x\n"])
        let script = """
            chmod 0 shut.md folder; chmod 755 .
            run() { if [ "$(id -u)" = 0 ]; then setpriv --reuid 65534 --clear-groups "$@"; else "$@"; fi; }
            run "$tool" check . --no-config --output concise; status=$?; chmod 700 folder shut.md; exit $status
            """
        let answer = try FaultTests.run(script, in: tree.folder)
        if answer.errors.contains("setpriv:") || answer.errors.contains("Permission denied\n") {
            return print("skipped: the linter cannot be run as another user here: \(answer.errors)")
        }
        #expect(answer.status == 2)
        #expect(answer.output.contains("a.md:1:5"))
        #expect(answer.errors.contains("shut.md: cannot be read: permission denied"))
        #expect(answer.errors.contains("folder/: cannot be read: permission denied"))
    }

    @Test func `FIFOs, sockets, devices, endless files and links are passed over, and never waited for`() throws {
        let tree = try TemporaryTree(["a.md": FaultTests.stale, "inner/b.md": "fine\n"])
        let script = """
            mkfifo fifo.md; ln -s . inner/loop; ln -s / out; ln -s nowhere dangling.md; ln -s /dev/zero endless.md
            python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind("s.md")'; mknod null.md c 1 3 2>/dev/null
            timeout 20 "$tool" check . --no-config --output concise; echo $?
            for name in fifo.md endless.md s.md /dev/zero; do timeout 20 "$tool" check "$name" --no-config; echo $?; done
            """
        let answer = try FaultTests.run(script, in: tree.folder)
        #expect(answer.output.hasPrefix("a.md:1:5"), "\(answer.output)")
        #expect(!answer.output.contains("loop/") && !answer.output.contains("out/"))
        // None of them was waited for.
        #expect(!answer.output.contains("124\n"), "\(answer.output)")
    }

    @Test func `a device in the place of a file is not read`() throws {
        guard FaultTests.mayMount else { return }
        let tree = try TemporaryTree(["a.md": FaultTests.stale, "b.md": FaultTests.stale])
        let script = """
            mount --bind /dev/zero b.md && timeout 20 "$tool" check . --no-config --output concise --fail-on never; echo $?
            """
        let answer = try FaultTests.run(script, in: tree.folder, alone: true)
        #expect(answer.output.hasPrefix("a.md:1:5") && answer.output.hasSuffix("\n0\n"), "\(answer)")
        #expect(!answer.output.contains("b.md"))
    }

    @Test func `files of proc, which do not say how large they are, end at the limit`() throws {
        let tree = try TemporaryTree(["c.yml": "limits: {file-size: 4096}\n"])
        // The list of the kernel's symbols is said to have no bytes, and has millions.
        let script = """
            [ "$(head -c 5000 /proc/kallsyms 2>/dev/null | wc -c)" = 5000 ] || { echo refused; exit; }
            for name in kallsyms version; do
              timeout 20 "$tool" check /proc/$name --config c.yml --output concise --fail-on warning; echo $?
            done
            """
        let answer = try FaultTests.run(script, in: tree.folder)
        if answer.output == "refused\n" { return print("skipped: there is no large file in /proc here") }
        let lines = answer.output.split(separator: "\n")
        #expect(lines.count == 3 && lines[0].contains("engine/limit: larger than 4096 bytes"), "\(answer)")
        #expect(lines.dropFirst() == ["1", "0"], "\(answer)")
    }

    @Test func `files that change, grow, shrink and vanish while they are read do no harm`() throws {
        var files: [String: String] = [:]
        for i in 0..<300 { files["d\(i % 7)/f\(i).md"] = String(repeating: FaultTests.stale, count: i % 50) }
        let tree = try TemporaryTree(files)
        let script = """
            ( while [ ! -e stop ]; do for f in d*/*; do : >"$f"; echo attic-iac >>"$f"; rm -f "$f"; echo y >"$f"; done; done ) &
            status=0
            for i in 1 2 3 4 5; do
              timeout 20 "$tool" check . --no-config --fail-on never --quiet --output json=/dev/null 2>err; code=$?
              [ $code -le 2 ] || status=$code
            done
            touch stop; wait; exit $status
            """
        #expect(try FaultTests.run(script, in: tree.folder).status == 0)
    }

    @Test func `a full disk is said, and the file that was there stays`() throws {
        guard FaultTests.mayMount else { return }
        let tree = try TemporaryTree(["a.md": String(repeating: FaultTests.stale, count: 900), "disk/x": ""])
        let script = """
            mount -t tmpfs -o size=64k none disk && echo old >disk/report.json
            "$tool" check a.md --no-config --quiet --output json=disk/report.json; echo $?; ls disk; cat disk/report.json
            """
        let answer = try FaultTests.run(script, in: tree.folder, alone: true)
        #expect(answer.output == "2\nreport.json\nold\n")
        #expect(answer.errors.contains("No space left on device"))
    }

    @Test func `on a full disk nothing is fixed by half, and no baseline is lost`() throws {
        guard FaultTests.mayMount else { return }
        let tree = try TemporaryTree(["disk/x": ""])
        let script = """
            cat >p.yml <<'END'
            pack: m
            rules:
              - id: m/old
                title: T
                why: W
                message: M
                match: {text: oldname}
                fix: {replace: newnamethatislonger, safety: safe}
                tests: [{lang: text, bad: ⟦oldname⟧}, {lang: text, good: x}]
            END
            mount -t tmpfs -o size=256k none disk && cd disk && git init -q --template= .
            echo oldname >a.md
            lint() { "$tool" "$@" --no-config --pack ../p.yml --rule m/old --quiet; }
            lint baseline write; cp .flywheel-lint.baseline ../old
            yes 'the oldname' | head -3000 >a.md; cp a.md ../a.md
            cat /dev/zero >fill 2>/dev/null
            lint baseline write; echo $?; cmp .flywheel-lint.baseline ../old
            lint check . --no-baseline --fix >/dev/null; echo $?
            cmp a.md ../a.md; ls -A | grep -v '^.git$'
            """
        let answer = try FaultTests.run(script, in: tree.folder, alone: true)
        #expect(answer.output == "2\n2\n.flywheel-lint.baseline\na.md\nfill\n", "\(answer.errors)")
        #expect(answer.errors.contains("No space left on device"))
    }

    @Test func `a full standard output is said`() throws {
        let tree = try TemporaryTree(["a.md": FaultTests.stale])
        let answer = try FaultTests.run(#""$tool" check a.md --no-config >/dev/full"#, in: tree.folder)
        #expect(answer.status == 2)
        #expect(answer.errors.contains("standard output cannot be written"))
    }

    @Test func `a reader that goes away is no error, and neither is a closed standard output`() throws {
        let tree = try TemporaryTree(["a.md": String(repeating: FaultTests.stale, count: 900)])
        let piped = try FaultTests.run(
            #"{ "$tool" check a.md --no-config --fail-on never; echo $? >&2; } | head -1 >/dev/null"#, in: tree.folder)
        #expect(piped.errors.hasSuffix("0\n"), "\(piped.errors)")
        let closed = try FaultTests.run(#""$tool" check a.md --no-config --fail-on never >&-"#, in: tree.folder)
        #expect(closed.status == 0 || closed.status == 2)
    }

    @Test func `fixes in a tree that may not be written are refused, and nothing is half done`() throws {
        guard FaultTests.mayMount else { return }
        let tree = try TemporaryTree(["t/a.md": FaultTests.stale])
        let script = """
            mount --bind t t && mount -o remount,bind,ro t && cd t
            "$tool" check . --no-config --fix --unsafe-fixes --quiet; echo $?; ls -A; cat a.md
            """
        let answer = try FaultTests.run(script, in: tree.folder, alone: true)
        #expect(answer.output == "2\na.md\n" + FaultTests.stale)
        #expect(answer.errors.contains("a.md"))
    }

    @Test(arguments: ["INT", "TERM", "HUP"])
    func `a signal in the middle of a write leaves the old file, and no other`(signal: String) throws {
        let tree = try TemporaryTree(["report.json": "old\n"])
        let many = String(repeating: FaultTests.stale, count: 999)
        for i in 0..<20 { try Data(many.utf8).write(to: tree.folder.appendingPathComponent("f\(i).md")) }
        // From the moment the temporary file is there the linter is writing; it is held there until the signal waits for it.
        // A shell starts what runs in the background with SIGINT ignored, and a thread of the test's with all signals
        // blocked; Python gives them back.
        let script = """
            tries=0
            while [ $tries -lt 20 ]; do
              tries=$((tries+1)); printf 'old\\n' >report.json
              python3 -c '
            import os, signal, sys
            signal.signal(signal.SIGINT, signal.SIG_DFL); signal.pthread_sigmask(signal.SIG_SETMASK, [])
            os.execv(sys.argv[1], sys.argv[1:])' "$tool" check . --no-config --quiet --output json=report.json & child=$!
              while ! ls report.json.*.tmp >/dev/null 2>&1 && kill -0 $child 2>/dev/null; do :; done
              kill -STOP $child 2>/dev/null; caught=no; ls report.json.*.tmp >/dev/null 2>&1 && caught=yes
              kill -\(signal) $child 2>/dev/null; kill -CONT $child 2>/dev/null; wait $child; status=$?
              [ $caught = yes ] && break
            done
            echo $caught $status; ls -A | grep -v '^f'; cat report.json
            """
        let answer = try FaultTests.run(script, in: tree.folder)
        let number = ["INT": 130, "TERM": 143, "HUP": 129][signal] ?? 0
        #expect(answer.output == "yes \(number)\nreport.json\nold\n", "\(answer.errors)")
    }

    @Test func `a signal ends git too`() throws {
        let tree = try TemporaryTree(["a.md": FaultTests.stale])
        // A git that never ends, and says who it is.
        let script = """
            mkdir bin; printf '#!/bin/sh\\necho $$ >"%s/pid"\\nexec sleep 60\\n' "$PWD" >bin/git; chmod +x bin/git
            PATH="$PWD/bin:$PATH" "$tool" check --staged --no-config & child=$!
            n=0; while [ ! -s pid ] && [ $n -lt 400 ]; do sleep 0.05; n=$((n+1)); done
            kill -TERM $child; wait $child; echo $?
            # Dead and not yet buried by whoever inherits it is dead; a busy machine is given time for it.
            lives() { case "$(sed 's/.*) //; s/ .*//' "/proc/$(cat pid)/stat" 2>/dev/null)" in ''|Z) false ;; esac; }
            n=0; while lives && [ $n -lt 100 ]; do sleep 0.1; n=$((n+1)); done
            if lives; then echo alive; fi
            """
        #expect(try FaultTests.run(script, in: tree.folder).output == "143\n")
    }

    @Test func `submodules, sparse checkouts, bare repositories, shallow clones and worktrees are read as they lie`()
        throws
    {
        let tree = try TemporaryTree([:])
        let script = """
            exec 2>err; set -e
            export GIT_CONFIG_GLOBAL=/dev/null GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@b GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@b
            mkdir one sub; (cd sub; git init -q; echo attic-iac >s.md; git add .; git commit -qm s)
            cd one; git init -q; mkdir x y; echo attic-iac >x/a.md; echo attic-iac >y/b.md; git add .; git commit -qm 1
            git -c protocol.file.allow=always submodule --quiet add ../sub sub; git commit -qm 2; cd ..
            git clone -q --bare one bare.git; git clone -q --depth 1 "file://$PWD/one" shallow
            git -C one worktree add -q ../linked; git clone -q --no-checkout one sparse
            (cd sparse; git sparse-checkout set --no-cone x; git checkout -q)
            set +e
            paths() { "$tool" "$@" --no-config --quiet --fail-on never --output concise | sed 's/:.*//' | sort -u | tr '\\n' ' '; echo; }
            for f in one linked shallow sparse; do (cd $f; paths check .); done
            (cd shallow; paths diff HEAD~1 HEAD); (cd bare.git; paths check --since HEAD)
            """
        let lines = try FaultTests.run(script, in: tree.folder).output.split(
            separator: "\n", omittingEmptySubsequences: false)
        let errors = (try? String(contentsOf: tree.folder.appendingPathComponent("err"), encoding: .utf8)) ?? ""
        #expect(
            lines.prefix(4) == ["sub/s.md x/a.md y/b.md ", "x/a.md y/b.md ", "x/a.md y/b.md ", "x/a.md "], "\(errors)")
        #expect(errors.contains("HEAD~1"), "\(errors)")
    }

    @Test func `a bare repository is read from its objects, and what needs a work tree says so`() throws {
        let tree = try TemporaryTree([:])
        let script = """
            exec 2>err; set -e
            export GIT_CONFIG_GLOBAL=/dev/null GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@b GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@b
            mkdir one; cd one; git init -q; git checkout -qb main; echo fine >a.md; git add .; git commit -qm 1
            echo attic-iac >a.md; git commit -qam 2; cd ..; git clone -q --bare one bare.git; cd bare.git
            set +e
            "$tool" diff main~1 main --no-config --output concise --quiet | cut -d ' ' -f 1
            "$tool" kpi --history --no-config --quiet --output json --no-cache | grep -c '"id":"truth/identity","value":1}'
            for option in --staged "--since main"; do "$tool" check $option --no-config; echo $?; done
            ls
            """
        let answer = try FaultTests.run(script, in: tree.folder)
        let errors = (try? String(contentsOf: tree.folder.appendingPathComponent("err"), encoding: .utf8)) ?? ""
        let lines = answer.output.split(separator: "\n")
        #expect(lines.prefix(2) == ["a.md:1:1:", "1"], "\(answer.output) \(errors)")
        #expect(lines.contains("0") && lines.contains("2"), "\(answer.output)")
        #expect(errors.contains("must be run in a work tree"), "\(errors)")
        #expect(!lines.contains("flywheel-lint"), "\(answer.output)")
    }

    @Test func `nothing that a hostile configuration names is run`() throws {
        let tree = try TemporaryTree(["a.md": FaultTests.stale])
        let script = """
            exec 2>err
            export GIT_CONFIG_GLOBAL=/dev/null GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@b GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@b
            printf '#!/bin/sh\\ntouch "%s/ran"\\ncat\\n' "$PWD" >evil; chmod +x evil; evil="$PWD/evil"
            git init -q; echo '* filter=f diff=d' >.gitattributes; git add .; git commit -qm 1
            mkdir hooks; cp evil hooks/post-index-change; cp evil hooks/pre-commit
            git config core.fsmonitor "$evil"; git config core.hooksPath "$PWD/hooks"; git config diff.external "$evil"
            git config diff.d.textconv "$evil"; git config diff.d.command "$evil"; git config filter.f.clean "$evil"
            git config filter.f.smudge "$evil"; git config filter.f.process "$evil"; git config core.pager "$evil"
            git config core.sshCommand "$evil"; git config core.askPass "$evil"; git config gpg.program "$evil"
            git config log.showSignature true; rm -f ran
            echo attic-iac >>a.md; touch .gitattributes
            for command in "check ." "check --since HEAD" "check --staged" "diff HEAD" "kpi --against HEAD"; do
              "$tool" $command --no-config >/dev/null
            done
            [ -e ran ] && echo ran; true
            """
        #expect(try FaultTests.run(script, in: tree.folder).output == "")
    }

    @Test func `a repository of another user is refused with the way to trust it, and one without git is read`() throws
    {
        let tree = try TemporaryTree(["a.md": FaultTests.stale])
        let script = """
            git init -q; git add .; chown -R 12345 . 2>/dev/null || { echo refused; exit; }
            "$tool" check --staged --no-config; echo $?
            PATH=/nonexistent "$tool" check . --no-config --quiet --fail-on never --output concise
            PATH=/nonexistent "$tool" check --staged --no-config; echo $?
            """
        let answer = try FaultTests.run(script, in: tree.folder)
        if answer.output == "refused\n" { return print("skipped: files cannot be given to another user here") }
        #expect(answer.output.hasPrefix("2\n") && answer.output.hasSuffix("2\n"), "\(answer.output)")
        #expect(answer.output.contains("a.md:1:5"))
        #expect(answer.errors.contains("safe.directory") && answer.errors.contains("install git"), "\(answer.errors)")
    }
}
