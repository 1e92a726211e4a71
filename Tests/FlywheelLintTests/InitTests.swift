import Foundation
import Testing

/// What `init` writes into a repository, new or not.
@Suite struct InitTests {
    private func text(_ name: String, _ tree: borrowing TemporaryTree) -> String? {
        try? String(contentsOf: tree.folder.appendingPathComponent(name), encoding: .utf8)
    }

    private static let line = ".flywheel-lint.baseline merge=union\n"

    @Test(arguments: [
        ("", line), ("*.md text", "*.md text\n" + line), ("*.md text\n", "*.md text\n" + line),
        (line, line), (".flywheel-lint.baseline\tmerge=union\n", ".flywheel-lint.baseline\tmerge=union\n"),
        ("/.flywheel-lint.baseline merge=ours\r\n", "/.flywheel-lint.baseline merge=ours\r\n"),
        ("*.baseline merge=union\n", "*.baseline merge=union\n"),
    ])
    func `a line for baselines is added to the attributes that are there, once`(before: String, after: String) throws {
        let tree = try TemporaryTree(before.isEmpty ? [:] : [".gitattributes": before])
        let first = try LinterProcess.run(["init"], in: tree.folder)
        #expect(first.status == 0 && first.output.contains("wrote .flywheel-lint.yml"))
        #expect(text(".gitattributes", tree) == after)
        #expect(first.output.contains("git config merge.flywheel-lint.driver") == (before != after))
        let second = try LinterProcess.run(["init"], in: tree.folder)
        #expect(second.status == 2 && second.errors.contains("is there already") && second.output.isEmpty)
        #expect(text(".gitattributes", tree) == after)
        #expect(try LinterProcess.run(["config"], in: tree.folder).status == 0)
    }

    @Test func `where there is a configuration the attributes are written all the same`() throws {
        let tree = try TemporaryTree([".flywheel-lint.yml": "rules: {}\n"])
        let answer = try LinterProcess.run(["init"], in: tree.folder)
        #expect(answer.status == 2 && answer.output.contains("wrote .gitattributes"))
        #expect(text(".gitattributes", tree) == InitTests.line && text(".flywheel-lint.yml", tree) == "rules: {}\n")
    }

    @Test(arguments: ["outside.txt", "nothing", "."])
    func `attributes that are a link are not written through`(target: String) throws {
        let tree = try TemporaryTree(["outside.txt": "kept\n"])
        let folder = tree.folder.appendingPathComponent("repository")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            atPath: folder.appendingPathComponent(".gitattributes").path, withDestinationPath: "../" + target)
        let answer = try LinterProcess.run(["init"], in: folder)
        #expect(answer.status == 2 && answer.errors.contains(".gitattributes: not a file but"), "\(answer.errors)")
        #expect(text("outside.txt", tree) == "kept\n" && text("nothing", tree) == nil)
    }

    @Test func `the driver is set as it is told, and git merges with it`() throws {
        let tree = try TemporaryTree(["a.md": "x\n"])
        try LedgerCommandTests.git(["init", "-q"], in: tree.folder)
        let told = try LinterProcess.run(["init"], in: tree.folder).output
        let commands = told.split(separator: "\n").filter { $0.hasPrefix("  ") }.joined(separator: "\n")
        let shell = Process()
        shell.executableURL = URL(fileURLWithPath: "/bin/sh")
        shell.arguments = [
            "-ec",
            commands
                + "\ngit check-attr merge .flywheel-lint.baseline > told; git config merge.flywheel-lint.driver >> told",
        ]
        shell.currentDirectoryURL = tree.folder
        try shell.run()
        shell.waitUntilExit()
        #expect(shell.terminationStatus == 0)
        #expect(
            text("told", tree)
                == ".flywheel-lint.baseline: merge: flywheel-lint\nflywheel-lint baseline merge %O %A %B\n")
    }
}
