import Glibc
import LintFindings
import LintLedger
import Testing

/// Two branches that each fix three and add two of some 400 findings, merged by git itself.
@Suite struct `Merging branches` {
    /// `FLYWHEEL_MERGE_TRIALS` asks for more (Scripts/measure-matching.sh does).
    static let trials = getenv("FLYWHEEL_MERGE_TRIALS").flatMap { Int(String(cString: $0)) } ?? 25

    /// How thick findings lie: in a hundred lines, in 40 files of 60 to 100 lines or in 5 of 80 to 120.
    struct Setting: Sendable, CustomTestStringConvertible {
        var files: Int
        var lines: ClosedRange<Int>
        var findings: Int
        var testDescription: String { "\(files) files, \(findings) of 100 lines" }
    }

    static let settings = [
        Setting(files: 40, lines: 60...100, findings: 12), Setting(files: 5, lines: 80...120, findings: 80),
    ]

    @Test(arguments: settings)
    func `git merges the ledger without conflict, and it is the ledger of the merge`(setting: Setting) throws {
        guard GitFolder.hasGit else {
            print("not run: there is no git here")
            return
        }
        let tool = try #require(GitFolder.linter)
        var union = 0
        var driver = 0
        var pruned = 0
        var skipped = 0
        var apart: [Int] = []
        var trial = 0
        while union < Self.trials {
            trial += 1
            let base = Workspace(
                seed: trial, files: setting.files, lines: setting.lines, findings: setting.findings)
            let folder = GitFolder()
            folder.run("git init -q -b main && printf '.flywheel-lint.baseline merge=union\\n' > .gitattributes")
            commit(base, in: folder, before: nil)
            for branch in ["ours", "theirs"] {
                var side = base
                side.dice = Dice(seed: trial * 2 + (branch == "ours" ? 1_000_000 : 2_000_001))
                side.work(firstID: branch == "ours" ? 1_000_000 : 2_000_000)
                folder.run("git checkout -q -b \(branch) main")
                commit(side, in: folder, before: Baseline(findings: base.findings.map(\.finding)))
            }
            let status = folder.run("git checkout -q ours && git merge -q --no-edit theirs > merge.log 2>&1").status
            let ledger = folder.read(Baseline.fileName)
            let conflicts = String(decoding: folder.run("git diff --name-only --diff-filter=U").output, as: UTF8.self)
            #expect(!conflicts.contains(Baseline.fileName))
            if status != 0 || !conflicts.isEmpty {
                // The branches touched the same lines of a source: not what is asked here.
                skipped += 1
                continue
            }
            var findings: [Finding] = []
            let names = String(decoding: folder.run("git ls-files").output, as: UTF8.self).split(separator: "\n")
            for name in names where name.hasSuffix(".yml") {
                findings += Workspace.scan(path: String(name), bytes: folder.read(String(name)))
            }
            let fresh = Baseline(findings: findings).bytes
            union += 1
            if try Baseline.parse(ledger).pruned(findings).bytes == fresh { pruned += 1 }
            // The same merge by the driver, as `flywheel-lint init` says how to set it.
            folder.run(
                "git checkout -q -b again ours^1 && git config merge.flywheel-lint.driver '\(tool) baseline merge %O %A %B'"
            )
            folder.run("echo '.flywheel-lint.baseline merge=flywheel-lint' >> .git/info/attributes")
            #expect(folder.run("git merge -q --no-edit theirs > merge.log 2>&1").status == 0)
            let merged = folder.read(Baseline.fileName)
            if merged == fresh {
                driver += 1
            } else {
                apart.append(trial)
            }
        }
        print(
            "\(setting.testDescription): merge trials \(union), sources in conflict \(skipped); pruned union equal \(pruned), driver equal \(driver), not in \(apart)"
        )
        #expect(union > 0)
        #expect(pruned == union)
        // Where lines lie thick that read alike, a ledger does not always tell which of them a branch changed.
        #expect(setting.findings > 50 ? driver * 100 >= union * 99 : driver == union)
    }

    private func commit(_ workspace: Workspace, in folder: GitFolder, before: Baseline?) {
        folder.run("git ls-files -z '*.yml' | xargs -0 -r rm -f")
        for file in workspace.files { folder.write(file.path, Array(file.text.utf8)) }
        let findings = workspace.findings.map(\.finding)
        folder.write(Baseline.fileName, (before?.updated(findings) ?? Baseline(findings: findings)).bytes)
        folder.run("git add -A && git commit -q -m state")
    }
}

extension Workspace {
    /// A branch: three findings fixed (a line deleted, or put right), two added.
    mutating func work(firstID: Int) {
        takeIDs(from: firstID)
        for n in 0..<5 {
            let f = dice.below(files.count)
            let holds = files[f].lines.indices.filter { isFinding(files[f].lines[$0].text) }
            if n >= 3 {
                files[f].lines.insert(newLine(isFinding: true), at: dice.below(files[f].lines.count + 1))
            } else if !holds.isEmpty {
                let at = dice.one(of: holds)
                if dice.chance(50) {
                    files[f].lines.remove(at: at)
                } else {
                    files[f].lines[at].text = "name: right-\(dice.below(10_000))"
                }
            }
        }
    }
}
