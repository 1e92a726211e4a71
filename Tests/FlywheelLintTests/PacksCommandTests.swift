import Foundation
import Testing

/// `packs update`, and what a check makes of vendored packs.
@Suite struct PacksCommandTests {
    private static let rule = """
        pack: acme
        rules:
          - id: acme/old-host
            title: Old host
            why: It moved.
            level: error
            match: {url: {host: old.example.org}}
            message: "'{match}' is gone"
            tests:
              - {lang: yaml, bad: "image: ⟦old.example.org/app⟧"}
              - {lang: yaml, good: "image: new.example.org/app"}

        """

    private func git(_ folder: URL, _ arguments: String...) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments =
            ["git", "-C", folder.path, "-c", "user.name=T", "-c", "user.email=t@example.org"] + arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "git \(arguments)")
        return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// A consumer whose configuration names a pack of another repository, and that repository.
    private func consumer(
        _ body: (_ folder: URL, _ reference: String, _ pack: URL) throws -> Void
    ) throws {
        let source = try TemporaryTree(["packs/acme/rules.yml": PacksCommandTests.rule, "other.txt": "x"])
        _ = try git(source.folder, "init", "--quiet")
        _ = try git(source.folder, "add", "--all")
        _ = try git(source.folder, "commit", "--quiet", "--message", "pack")
        let commit = try git(source.folder, "rev-parse", "HEAD")
        let reference = "git+file://\(source.folder.path)@\(commit)#packs/acme"
        let tree = try TemporaryTree([
            ".flywheel-lint.yml": "extends: ['\(reference)']\n", "app.yml": "image: old.example.org/app\n",
        ])
        try body(tree.folder, reference, source.folder)
    }

    @Test func `a pack is fetched by its commit, and a check then needs its repository no more`() throws {
        try consumer { folder, _, pack in
            let before = try LinterProcess.run(["--output", "concise"], in: folder)
            #expect(before.status == 2)
            #expect(before.errors.contains("packs update"))
            let update = try LinterProcess.run(["packs", "update"], in: folder)
            #expect(update.status == 0, "\(update.errors)")
            try FileManager.default.removeItem(at: pack)
            let check = try LinterProcess.run(["--output", "concise", "--quiet"], in: folder)
            #expect(check.status == 1, "\(check.errors)")
            #expect(check.output.hasPrefix("app.yml:1:8: error acme/old-host:"), "\(check.output)")
            #expect(!check.output.contains("rules.yml"), "vendored packs are not linted")
            let again = try LinterProcess.run(["packs", "update"], in: folder)
            #expect(again.status == 0 && again.output.hasPrefix("kept "), "\(again.errors)")
        }
    }

    @Test func `a vendored file that was changed, added or removed stops a check`() throws {
        try consumer { folder, _, _ in
            _ = try LinterProcess.run(["packs", "update"], in: folder)
            let packs = folder.appendingPathComponent(".flywheel-lint/packs")
            let name = try #require(try FileManager.default.contentsOfDirectory(atPath: packs.path).first)
            let file = packs.appendingPathComponent(name + "/rules.yml")
            let text = try Data(contentsOf: file)
            try (text + Data("# more\n".utf8)).write(to: file)
            let changed = try LinterProcess.run([], in: folder)
            #expect(changed.status == 2 && changed.errors.contains("was changed"), "\(changed.errors)")
            try text.write(to: file)
            let stray = packs.appendingPathComponent(name + "/stray.yml")
            try text.write(to: stray)
            let added = try LinterProcess.run([], in: folder)
            #expect(added.status == 2 && added.errors.contains("stray.yml"), "\(added.errors)")
            try FileManager.default.removeItem(at: stray)
            try FileManager.default.removeItem(at: file)
            let missing = try LinterProcess.run([], in: folder)
            #expect(missing.status == 2 && missing.errors.contains("is missing"), "\(missing.errors)")
            #expect(try LinterProcess.run(["packs", "update"], in: folder).output.hasPrefix("fetched "))
        }
    }

    @Test(arguments: [
        "git+https://example.org/rules@main#packs", "git+https://example.org/rules", "git+ssh://example.org/rules@main",
        "git+https://me:secret@example.org/r@0123456789012345678901234567890123456789",
        "git+https://example.org/r@0123456789012345678901234567890123456789#../x",
        "git+ext::sh -c x@0123456789012345678901234567890123456789",
    ])
    func `a reference without a whole commit, by another protocol, or out of the repository is refused`(
        reference: String
    ) throws {
        let tree = try TemporaryTree([".flywheel-lint.yml": "extends: ['\(reference)']\n", "a.md": "x\n"])
        for command in [["check"], ["packs", "update"]] {
            let answer = try LinterProcess.run(command, in: tree.folder)
            #expect(answer.status == 2, "\(command): \(answer.errors)")
            #expect(answer.errors.contains(".flywheel-lint.yml:1:"), "\(answer.errors)")
        }
    }

    @Test func `the rules of both scopes together are all rules, and neither holds the other's`() throws {
        let tree = try TemporaryTree(["main.tf": "terraform {\n  backend \"s3\" {\n    bucket = \"b\"\n  }\n}\n"])
        func rules(_ scope: String) throws -> Set<String> {
            let answer = try LinterProcess.run(["rules", "list", "--scope", scope], in: tree.folder)
            #expect(answer.status == 0)
            return Set(
                answer.output.split(separator: "\n").map { String($0.prefix { $0 != " " }) }.filter { $0.contains("/") }
            )
        }
        let file = try rules("file")
        let repository = try rules("repository")
        #expect(!file.isEmpty && repository.contains("tofu/s3-without-lock"))
        #expect(file.isDisjoint(with: repository))
        #expect(try rules("all") == file.union(repository))
    }
}
