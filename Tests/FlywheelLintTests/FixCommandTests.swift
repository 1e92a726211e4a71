import Foundation
import Testing

/// `--fix` and `--diff` on files as they come: line ends, modes, links, folders below the repository's.
@Suite struct FixCommandTests {
    static let pack = """
        pack: own
        rules:
          - id: own/word
            title: W
            why: It is old.
            match: {text: [old, oldest, older]}
            message: "'{match}'"
            fix: {replace: new, safety: safe}
            tests: [{lang: text, bad: "⟦old⟧"}, {lang: text, good: new}]
          - id: own/pair
            title: P
            why: It is old too.
            match: {re: 'very old|old thing'}
            message: "'{match}'"
            fix: {replace: fresh, safety: safe}
            tests: [{lang: text, bad: "⟦very old⟧"}, {lang: text, good: new}]
          - id: own/open
            title: O
            why: It opens.
            match: {text: '"shut"'}
            message: "'{match}'"
            fix: {replace: '"open', safety: safe}
            tests: [{lang: text, bad: "⟦\\"shut\\"⟧"}, {lang: text, good: new}]
          - id: own/move
            title: M
            why: It moves.
            match: {text: mover}
            message: "'{match}'"
            fix: {replace: moved, safety: unsafe}
            tests: [{lang: text, bad: "⟦mover⟧"}, {lang: text, good: new}]
          - id: own/lines
            title: L
            why: Two lines.
            match: {text: onelined}
            message: "'{match}'"
            fix: {replace: "one\\ntwo", safety: safe}
            tests: [{lang: text, bad: "⟦onelined⟧"}, {lang: text, good: new}]
        """
    static let configuration = "extends: pack.yml\nexclude: [pack.yml]\n"

    static func tree(_ files: [String: String]) throws -> TemporaryTree {
        try TemporaryTree(files.merging(["pack.yml": pack, ".flywheel-lint.yml": configuration]) { a, _ in a })
    }

    func text(_ tree: borrowing TemporaryTree, _ path: String) throws -> String {
        String(decoding: try Data(contentsOf: tree.folder.appendingPathComponent(path)), as: UTF8.self)
    }

    @Test(
        "a file is mended as a whole",
        arguments: [
            ("old\n", "new\n"), ("old", "new"), ("a old\r\nold\r\n", "a new\r\nnew\r\n"),
            ("\u{FEFF}old\n", "\u{FEFF}new\n"),
            ("onelined\r\nx\r\n", "one\r\ntwo\r\nx\r\n"), ("onelined\nx\n", "one\ntwo\nx\n"),
            // Overlapping places: the first goes in, what is left is seen in the next round.
            ("very old thing\n", "fresh thing\n"), ("old old\n", "new new\n"),
            ("größe old 🚀 old\n", "größe new 🚀 new\n"),
            ("mover\n", "mover\n"),
        ])
    func whole(_ before: String, _ after: String) throws {
        let tree = try FixCommandTests.tree(["a.txt": before])
        let answer = try LinterProcess.run(["--fix", "--quiet", "--fail-on", "never"], in: tree.folder)
        #expect(answer.status == 0, "\(answer.errors)")
        #expect(try text(tree, "a.txt") == after)
        let again = try LinterProcess.run(["--diff"], in: tree.folder)
        #expect(again.output == "")
    }

    @Test func `unsafe fixes are applied when they are asked for`() throws {
        let tree = try FixCommandTests.tree(["a.txt": "old mover\n"])
        _ = try LinterProcess.run(["--fix", "--unsafe-fixes", "--fail-on", "never"], in: tree.folder)
        #expect(try text(tree, "a.txt") == "new moved\n")
    }

    @Test("a diff is one that git applies, from the root and from a folder below it", arguments: ["", "sub/deep"])
    func diff(_ folder: String) throws {
        let before = [
            "a b.txt": "old\n", "sub/crlf.txt": "one\r\nold\r\n", "sub/deep/no-newline.txt": "x\nold",
            "sub/deep/größe.txt": "old\n",
        ]
        let tree = try FixCommandTests.tree(before)
        _ = try git(["init", "--quiet"], in: tree.folder)
        _ = try git(["config", "core.autocrlf", "false"], in: tree.folder)
        _ = try git(["add", "."], in: tree.folder)
        let at = tree.folder.appendingPathComponent(folder)
        let diff = try LinterProcess.run(["--diff"], in: at)
        for (path, content) in before { #expect(try text(tree, path) == content) }
        let file = tree.folder.appendingPathComponent("fixes.patch")
        try Data(diff.output.utf8).write(to: file)
        #expect(try git(["apply", file.path], in: tree.folder) == "")
        for (path, content) in before {
            let fixed = path.hasPrefix(folder) ? content.replacingOccurrences(of: "old", with: "new") : content
            #expect(try text(tree, path) == fixed, "\(path)")
        }
    }

    @Test func `a mended file keeps its mode, and a link stays a link`() throws {
        let tree = try FixCommandTests.tree([
            "run.sh": "#!/bin/sh\necho old\n", "secret.txt": "old\n", "a/target.txt": "old\n",
        ])
        let manager = FileManager.default
        func path(_ name: String) -> String { tree.folder.appendingPathComponent(name).path }
        try manager.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path("run.sh"))
        try manager.setAttributes([.posixPermissions: 0o400], ofItemAtPath: path("secret.txt"))
        try manager.createSymbolicLink(atPath: path("link.txt"), withDestinationPath: "a/target.txt")
        let answer = try LinterProcess.run(["--fix", "--quiet", "--fail-on", "never"], in: tree.folder)
        #expect(answer.status == 0, "\(answer.errors)")
        #expect(try text(tree, "run.sh") == "#!/bin/sh\necho new\n")
        for (name, mode) in [("run.sh", 0o755), ("secret.txt", 0o400)] {
            #expect(try manager.attributesOfItem(atPath: path(name))[.posixPermissions] as? Int == mode, "\(name)")
        }
        #expect(try text(tree, "secret.txt") == "new\n")
        #expect(try manager.destinationOfSymbolicLink(atPath: path("link.txt")) == "a/target.txt")
        #expect(try text(tree, "a/target.txt") == "new\n")
    }

    @Test func `a fix that would break a file's syntax is left out and said, the others go in`() throws {
        let tree = try FixCommandTests.tree(["a.tf": "x = \"shut\"\n# old\n", "b.txt": "\"shut\"\n"])
        let answer = try LinterProcess.run(["--fix", "--quiet", "--fail-on", "never"], in: tree.folder)
        #expect(
            answer.errors.contains("a.tf:1: the fix of own/open would change whether the file follows its language"))
        #expect(try text(tree, "a.tf") == "x = \"shut\"\n# new\n")
        #expect(try text(tree, "b.txt") == "\"open\n")
    }

    private func git(_ arguments: [String], in folder: URL) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["git"] + arguments
        process.currentDirectoryURL = folder
        let errors = Pipe()
        process.standardError = errors
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return process.terminationStatus == 0 ? "" : text
    }
}
