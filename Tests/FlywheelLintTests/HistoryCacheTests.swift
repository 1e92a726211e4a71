import Foundation
import Testing

/// What `kpi --history` keeps in the git folder, and what becomes of it there.
@Suite struct HistoryCacheTests {
    static func repository() throws -> TemporaryTree {
        let tree = try TemporaryTree(["a.md": "Deploy attic-iac.\n", "b.md": "See attic-iac and attic-iac.\n"])
        try LedgerCommandTests.git(["init", "-q"], in: tree.folder)
        for (index, text) in ["Deploy attic-iac.\n", "Deploy it.\n", "Deploy attic-iac, attic-iac.\n"].enumerated() {
            try LedgerCommandTests.write(text, "a.md", in: tree.folder)
            try LedgerCommandTests.git(["add", "-A"], in: tree.folder)
            try LedgerCommandTests.git(["commit", "-q", "--allow-empty", "-m", "number \(index)"], in: tree.folder)
        }
        return tree
    }

    static func history(_ more: [String] = [], in tree: borrowing TemporaryTree) throws -> String {
        let answer = try LinterProcess.run(["kpi", "--history", "--output", "csv"] + more, in: tree.folder)
        #expect(answer.status == 0, "\(answer.errors)")
        return answer.output
    }

    static func kept(in tree: borrowing TemporaryTree) -> [URL] {
        let folder = tree.folder.appendingPathComponent(".git/flywheel-lint")
        return (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
    }

    @Test func `a second run gives the same answer, and a run without the cache keeps nothing`() throws {
        let tree = try HistoryCacheTests.repository()
        let expected = try HistoryCacheTests.history(["--no-cache"], in: tree)
        #expect(expected.split(separator: "\n").count > 3)
        #expect(HistoryCacheTests.kept(in: tree).isEmpty)
        #expect(try HistoryCacheTests.history(in: tree) == expected)
        #expect(HistoryCacheTests.kept(in: tree).count == 1)
        #expect(try HistoryCacheTests.history(in: tree) == expected)
        #expect(
            try HistoryCacheTests.history(["--every", "2"], in: tree)
                == HistoryCacheTests.history(["--every", "2", "--no-cache"], in: tree))
    }

    @Test func `a new commit and other rules are answered anew`() throws {
        let tree = try HistoryCacheTests.repository()
        let before = try HistoryCacheTests.history(in: tree)
        try LedgerCommandTests.write("Nothing.\n", "b.md", in: tree.folder)
        try LedgerCommandTests.git(["commit", "-q", "-am", "clean"], in: tree.folder)
        let after = try HistoryCacheTests.history(in: tree)
        #expect(after != before)
        #expect(after == (try HistoryCacheTests.history(["--no-cache"], in: tree)))
        try LedgerCommandTests.write(
            "kpis:\n  - {id: own/files, title: Files, count: {files: [\"*.md\"]}}\n", ".flywheel-lint.yml",
            in: tree.folder)
        let other = try HistoryCacheTests.history(in: tree)
        #expect(other != after)
        #expect(other == (try HistoryCacheTests.history(["--no-cache"], in: tree)))
    }

    @Test(
        "a broken cache is no answer, and is written anew",
        arguments: [
            "empty", "half", "one byte less", "one bit", "zeros", "text", "conflict", "front", "twice", "folder",
        ])
    func broken(_ kind: String) throws {
        let tree = try HistoryCacheTests.repository()
        let answer = try HistoryCacheTests.history(in: tree)
        let file = try #require(HistoryCacheTests.kept(in: tree).first)
        let good = try Data(contentsOf: file)
        var bad = good
        switch kind {
        case "empty": bad = Data()
        case "half": bad = good.prefix(good.count / 2)
        case "one byte less": bad = good.dropLast()
        case "one bit": bad[good.count * 3 / 4] ^= 1
        case "zeros": bad = Data(count: good.count)
        case "text": bad = Data("truth/identity 0\n".utf8)
        case "conflict": bad = Data("<<<<<<< ours\n".utf8) + good + Data("=======\n>>>>>>> theirs\n".utf8)
        case "front": bad[0] ^= 0xFF
        case "twice": bad = good + good
        default:
            try FileManager.default.removeItem(at: file)
            try FileManager.default.createDirectory(at: file, withIntermediateDirectories: false)
        }
        if kind != "folder" { try bad.write(to: file) }
        #expect(try HistoryCacheTests.history(in: tree) == answer)
        if kind != "folder" { #expect(try Data(contentsOf: file) == good) }
        #expect(try HistoryCacheTests.history(in: tree) == answer)
    }
}
