import FlywheelLint
import Foundation
import Testing

/// What somebody does to a repository between the reading of a file and the writing of its fix.
@Suite struct FixPlaceTests {
    private static let text = "Deploy [it](https://github.com/tinyland-inc/attic-iac): attic-iac.\n"

    /// Plans fixes, lets `change` happen in the repository (beside which is another folder), and applies them.
    private func fixed(_ change: (URL, URL) throws -> Void) throws -> (error: String, inside: String?, outside: String)
    {
        let tree = try TemporaryTree(["repository/d/a.md": Self.text, "outside/a.md": Self.text])
        let root = tree.folder.appendingPathComponent("repository")
        let outside = tree.folder.appendingPathComponent("outside")
        try LedgerCommandTests.git(["init", "-q"], in: root)
        var arguments = Settings.Arguments()
        arguments.ignoreConfiguration = true
        let linter = Linter(settings: try Settings(startingAt: root.path, arguments: arguments))
        let run = FixRun(linter: linter, includesUnsafe: true)
        let plan = try run.plan(try linter.check([root.path]))
        #expect(plan.changes.map(\.path) == ["d/a.md"])
        try change(root, outside)
        var error = ""
        do { try run.apply(plan) } catch let failure { error = "\(failure)" }
        let inside = try? String(contentsOf: root.appendingPathComponent("d/a.md"), encoding: .utf8)
        return (error, inside, try String(contentsOf: outside.appendingPathComponent("a.md"), encoding: .utf8))
    }

    @Test func `a file that stays is fixed`() throws {
        let answer = try fixed { _, _ in }
        #expect(answer.error == "")
        #expect(answer.inside != Self.text)
    }

    @Test func `a link in the place of the file is not written through`() throws {
        let answer = try fixed { root, outside in
            let file = root.appendingPathComponent("d/a.md")
            try FileManager.default.removeItem(at: file)
            try FileManager.default.createSymbolicLink(
                at: file, withDestinationURL: outside.appendingPathComponent("a.md"))
        }
        #expect(answer.error == "d/a.md: changed while it was being fixed; run again")
        #expect(answer.outside == Self.text)
    }

    @Test func `a link in the place of a folder is not written through`() throws {
        let answer = try fixed { root, outside in
            let folder = root.appendingPathComponent("d")
            try FileManager.default.removeItem(at: folder)
            try FileManager.default.createSymbolicLink(at: folder, withDestinationURL: outside)
        }
        #expect(answer.error == "d/a.md: changed while it was being fixed; run again")
        #expect(answer.outside == Self.text)
    }
}
