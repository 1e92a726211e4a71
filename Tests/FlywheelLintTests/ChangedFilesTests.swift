import Foundation
import Testing

/// `--staged` and `--since` in every state that a file of a repository can be in.
@Suite struct ChangedFilesTests {
    static let bad = "Deploy attic-iac.\n"

    private func lines(_ arguments: [String], _ tree: borrowing TemporaryTree) throws -> [String] {
        let answer = try LinterProcess.run(arguments + ["--output", "concise", "--quiet"], in: tree.folder)
        #expect(answer.status < 2, "\(answer.errors)")
        return answer.output.split(separator: "\n").map { String($0.prefix { $0 != " " }) }
    }

    private func git(_ arguments: [String], _ tree: borrowing TemporaryTree) throws {
        try LedgerCommandTests.git(arguments, in: tree.folder)
    }

    @Test func `before the first commit all that is added is staged`() throws {
        let tree = try TemporaryTree(["a.md": Self.bad, "b.md": Self.bad])
        try git(["init", "-q"], tree)
        #expect(try lines(["--staged"], tree) == [])
        try git(["add", "a.md"], tree)
        #expect(try lines(["--staged"], tree) == ["a.md:1:8:"])
    }

    @Test func `the index is read, whatever the work tree holds`() throws {
        let tree = try TemporaryTree([
            "same.md": Self.bad, "gone.md": Self.bad, "old.md": Self.bad + "x\ny\n", "kept.md": "a\n", "lost.md": "a\n",
        ])
        try git(["init", "-q"], tree)
        try git(["add", "."], tree)
        try git(["commit", "-qm", "one"], tree)
        // Deleted and renamed in the index; staged and then deleted, or put right, in the work tree; not staged at all.
        try git(["rm", "-q", "gone.md"], tree)
        try git(["mv", "old.md", "new.md"], tree)
        try LedgerCommandTests.write("a\n" + Self.bad, "kept.md", in: tree.folder)
        try LedgerCommandTests.write(Self.bad, "lost.md", in: tree.folder)
        try git(["add", "kept.md", "lost.md"], tree)
        try LedgerCommandTests.write("a\n", "kept.md", in: tree.folder)
        try FileManager.default.removeItem(at: tree.folder.appendingPathComponent("lost.md"))
        try LedgerCommandTests.write(Self.bad + Self.bad, "same.md", in: tree.folder)
        try LedgerCommandTests.write(Self.bad, "untracked.md", in: tree.folder)
        // Told to git, but not added.
        try LedgerCommandTests.write(Self.bad, "intended.md", in: tree.folder)
        try git(["add", "--intent-to-add", "intended.md"], tree)
        #expect(try lines(["--staged"], tree) == ["kept.md:2:8:", "lost.md:1:8:", "new.md:1:8:"])
    }

    @Test func `links, submodules and conflicts are no files of text`() throws {
        let tree = try TemporaryTree(["a.md": "a\n", "sub/b.md": Self.bad])
        try git(["init", "-q", "sub"], tree)
        try git(["-C", "sub", "add", "."], tree)
        try git(["-C", "sub", "commit", "-qm", "s"], tree)
        try git(["init", "-q"], tree)
        try git(["add", "a.md"], tree)
        try git(["commit", "-qm", "one"], tree)
        try git(["checkout", "-qb", "side"], tree)
        try LedgerCommandTests.write(Self.bad, "a.md", in: tree.folder)
        try git(["commit", "-qam", "side"], tree)
        try git(["checkout", "-q", "main"], tree)
        try LedgerCommandTests.write("b\n", "a.md", in: tree.folder)
        try git(["commit", "-qam", "main"], tree)
        try? FileManager.default.createSymbolicLink(
            atPath: tree.folder.appendingPathComponent("link.md").path, withDestinationPath: "sub/b.md")
        try? FileManager.default.createSymbolicLink(
            atPath: tree.folder.appendingPathComponent("dangling.md").path, withDestinationPath: "attic-iac")
        try git(["-c", "advice.addEmbeddedRepo=false", "add", "link.md", "dangling.md", "sub"], tree)
        #expect(try lines(["--staged"], tree) == [])
        #expect(try lines(["--since", "HEAD"], tree) == [])
        try git(["commit", "-qm", "two"], tree)
        let merge = Process()
        merge.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        merge.arguments = ["git", "-c", "user.name=t", "-c", "user.email=t@t", "merge", "-q", "side"]
        merge.currentDirectoryURL = tree.folder
        merge.standardOutput = FileHandle.nullDevice
        merge.standardError = FileHandle.nullDevice
        try merge.run()
        merge.waitUntilExit()
        #expect(merge.terminationStatus != 0)
        let answer = try LinterProcess.run(["--staged"], in: tree.folder)
        #expect(answer.status == 2)
        #expect(answer.errors.contains("a.md: a merge conflict that is not resolved; "), "\(answer.errors)")
    }

    @Test func `only a part of the ledger is judged by a run over a part`() throws {
        let tree = try TemporaryTree(["a.md": Self.bad, "b.md": Self.bad])
        try git(["init", "-q"], tree)
        _ = try LinterProcess.run(["baseline", "write"], in: tree.folder)
        try git(["add", "."], tree)
        try git(["commit", "-qm", "one"], tree)
        try LedgerCommandTests.write("x\n\n" + Self.bad, "b.md", in: tree.folder)
        for arguments in [["--since", "HEAD"], ["--staged"], ["b.md"]] {
            let answer = try LinterProcess.run(
                arguments + ["--fail-on", "warning", "--strict-baseline"], in: tree.folder)
            #expect(answer.status == 0, "\(arguments): \(answer.output)")
            #expect(!answer.output.contains("gone"), "\(answer.output)")
        }
        // A file that moved is known by its entries, though it is checked alone.
        try LedgerCommandTests.write(Self.bad, "b.md", in: tree.folder)
        try git(["mv", "-f", "b.md", "c.md"], tree)
        #expect(try LinterProcess.run(["c.md", "--fail-on", "warning"], in: tree.folder).status == 0)
    }

    @Test(arguments: [("gcs", 0), ("http", 1)])
    func `a wrapper's file checked alone is excused as in the whole repository`(backend: String, count: Int) throws {
        // (What the wrapper brings, an analyzer answers for the whole file.)
        let tree = try TemporaryTree([
            "net/main.tf": "terraform {\n  backend \"\(backend)\" {\n  }\n}\n",
            ".gitlab-ci.yml": "plan:\n  script:\n    - cd net\n    - gitlab-terraform plan\n",
            "pack.yml": "pack: tests\n",
        ])
        try git(["init", "-q"], tree)
        try git(["add", "."], tree)
        for arguments in [["."], [".gitlab-ci.yml"], ["--staged"]] {
            let found = try findings(arguments, tree)[".gitlab-ci.yml"] ?? []
            #expect(found.filter { $0.contains("gitlab/state-wrapper") }.count == count, "\(arguments)")
        }
    }

    @Test(arguments: [("", 1), ("    address = \"https://states.example.org/net\"\n", 0)])
    func `a file that tells nothing is excused alone as in the whole repository`(address: String, count: Int) throws {
        let tree = try TemporaryTree([
            "net/main.tf": "terraform {\n  backend \"http\" {\n\(address)  }\n}\n",
            "compose.yml": "services:\n  a:\n    environment:\n      - TF_HTTP_USERNAME=me\n",
            "pack.yml": "pack: tests\n",
        ])
        try git(["init", "-q"], tree)
        try git(["add", "."], tree)
        for arguments in [["."], ["compose.yml"], ["--staged"]] {
            let found = try findings(arguments, tree)["compose.yml"] ?? []
            #expect(found.filter { $0.contains("gitlab/state-variable") }.count == count, "\(arguments)")
        }
    }

    @Test func `a file checked alone is told what the whole repository says of it`() throws {
        let rule = { (name: String, excuse: String) in
            """
              - id: tests/\(name)
                title: A word
                why: It is a word.
                level: warning
                match: {text: \(name)}
                unless: {evidence: {near: repo, files: ['**/*.md'], match: {text: \(excuse)}}}
                message: "a word"
                tests: [{lang: markdown, bad: "⟦\(name)⟧\n"}, {lang: markdown, good: "Nothing.\n"}]

            """
        }
        let backend = "terraform {\n  backend \"http\" {\n    address = \"https://s.example.org/x\"\n  }\n}\n"
        let tree = try TemporaryTree([
            "pack.yml": "pack: tests\nrules:\n" + rule("excused", "excuse") + rule("told", "nowhere-to-be-had"),
            "told.md": "told, excused\n", "other.md": "An excuse.\n", "MODULE.bazel": "module(name = \"attic-iac\")\n",
            "BUILD.bazel": "a(\"@attic-iac//a\")\nb(\"@attic-iac//b\")\n", "page.md": "Stale: attic-iac.\n",
            "a/main.tf": backend, "b/main.tf": backend, "c.txt": "Nothing.\n",
        ])
        try git(["init", "-q"], tree)
        try git(["add", "."], tree)
        let whole = try findings(["."], tree)
        #expect(whole["told.md"]?.count == 1)
        #expect(whole["BUILD.bazel"]?.allSatisfy { $0.contains("one of 3 places") } == true)
        let staged = try findings(["--staged"], tree)
        for path in ["told.md", "MODULE.bazel", "BUILD.bazel", "page.md", "a/main.tf", "b/main.tf"] {
            #expect(whole[path]?.isEmpty == false)
            #expect(staged[path] == whole[path], "\(path)")
            #expect(try findings([path], tree) == [path: whole[path] ?? []], "\(path)")
        }
    }

    /// By path, all that JSON says of each.
    private func findings(_ arguments: [String], _ tree: borrowing TemporaryTree) throws -> [String: [String]] {
        let more = ["--pack", "pack.yml", "--quiet", "--fail-on", "never", "--output", "json"]
        let answer = try LinterProcess.run(arguments + more, in: tree.folder)
        let report = try JSONSerialization.jsonObject(with: Data(answer.output.utf8)) as? [String: Any]
        let findings = try #require(report?["findings"] as? [[String: Any]], "\(answer.errors)")
        var result: [String: [String]] = [:]
        for finding in findings {
            let text = try JSONSerialization.data(
                withJSONObject: finding, options: [.sortedKeys, .withoutEscapingSlashes])
            result[finding["path"] as? String ?? "", default: []].append(String(decoding: text, as: UTF8.self))
        }
        return result
    }

    @Test func `what a change brings to files that did not change is found since a revision`() throws {
        let backend = """
            terraform {
              backend "http" {
                address = "https://state.example.org/x"
              }
            }

            """
        let tree = try TemporaryTree([
            "stacks/x/main.tf": backend, "stacks/y/main.tf": backend.replacingOccurrences(of: "/x", with: "/y"),
            "stacks/x/Justfile":
                "init:\n    tofu init -backend-config=lock_address=https://s.example.org/l -backend-config=unlock_address=https://s.example.org/l\n",
            "notes.md": "Nothing.\n",
        ])
        try git(["init", "-q"], tree)
        try git(["add", "."], tree)
        try git(["commit", "-qm", "one"], tree)
        #expect(try lines(["--since", "HEAD", "--rule", "tofu/http-without-lock"], tree) == [])
        try LedgerCommandTests.write("init:\n    tofu init\n", "stacks/x/Justfile", in: tree.folder)
        // The lock is gone from x by what its recipe no longer says; y never had one, which is no news.
        #expect(try lines(["--since", "HEAD", "--rule", "tofu/http-without-lock"], tree) == ["stacks/x/main.tf:3:5:"])
        #expect(try lines(["--rule", "tofu/http-without-lock"], tree).count == 2)
        try FileManager.default.removeItem(at: tree.folder.appendingPathComponent("stacks/x/Justfile"))
        #expect(try lines(["--since", "HEAD", "--rule", "tofu/http-without-lock"], tree) == ["stacks/x/main.tf:3:5:"])
    }
}
