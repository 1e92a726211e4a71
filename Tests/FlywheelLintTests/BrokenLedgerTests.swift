import Foundation
import Testing

/// Ten and more kinds of broken baseline and broken report, through every command that reads one: an error with its place
/// and its mend, status 2, nothing written; never a clean run.
@Suite struct BrokenLedgerTests {
    static let name = ".flywheel-lint.baseline"

    /// One way to be broken: what becomes of a good file, and the place that the error must name.
    struct Damage: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var place = ""
        var make: @Sendable (Data) -> Data?
        /// What lies at the path instead of a file, when `make` gives nothing.
        var lay: @Sendable (URL) throws -> Void = { _ in }
    }

    private static func text(_ name: String, _ place: String, _ make: @escaping @Sendable (String) -> String) -> Damage
    {
        Damage(testDescription: name, place: place) { Data(make(String(decoding: $0, as: UTF8.self)).utf8) }
    }

    private static func special(_ name: String, _ lay: @escaping @Sendable (URL) throws -> Void) -> Damage {
        Damage(testDescription: name, make: { _ in nil }, lay: lay)
    }

    /// Both kinds of file.
    static let everywhere: [Damage] = [
        text("empty", ": ") { _ in "" }, text("blank", ": ") { _ in "\n \r\n\t\n" },
        Damage(testDescription: "NUL bytes", place: ":1:1: ") { Data(count: $0.count) },
        Damage(testDescription: "a NUL at the end", place: ":") { $0 + Data([0]) },
        Damage(testDescription: "binary", place: ":1:5: ") { Data([0x7F, 0x45, 0x4C, 0x46, 0xFF, 0xFE]) + $0 },
        Damage(testDescription: "not UTF-8", place: ":") { $0 + Data([0x23, 0xC3, 0x28, 0x0A]) },
        Damage(testDescription: "UTF-16", place: ":1:") { Data([0xFF, 0xFE]) + $0.flatMap { [$0, 0] } },
        text("conflict markers", ":1:1: ") { "<<<<<<< ours\n\($0)=======\n\($0)>>>>>>> theirs\n" },
        text("markers of a conflict in three parts", ":2:1: ") { "# x\n||||||| base\n" + $0 },
        text("another format", ":1:1: ") { _ in "<html><body>404</body></html>\n" },
        Damage(testDescription: "half", place: ":") { $0.prefix($0.count / 2 + 3) },
        Damage(testDescription: "all but the last two bytes", place: ":") { $0.dropLast(2) },
        special("a folder") {
            try FileManager.default.createDirectory(at: $0, withIntermediateDirectories: false)
        },
        special("a pipe") { #expect(mkfifo($0.path, 0o644) == 0) },
        special("a link to nothing") {
            try FileManager.default.createSymbolicLink(atPath: $0.path, withDestinationPath: "nowhere")
        },
        special("a device") {
            try FileManager.default.createSymbolicLink(atPath: $0.path, withDestinationPath: "/dev/null")
        },
        special("a link to itself") {
            try FileManager.default.createSymbolicLink(atPath: $0.path, withDestinationPath: $0.lastPathComponent)
        },
        // Sparse: it takes no room.
        special("a file past all limits") {
            _ = FileManager.default.createFile(atPath: $0.path, contents: nil)
            #expect(truncate($0.path, 3 << 30) == 0)
        },
    ]

    static let baselines: [Damage] =
        everywhere + [
            text("a version of the future", ":1:1: ") { $0.replacingOccurrences(of: "baseline/1", with: "baseline/2") },
            text("no heading", ":3:1: ") {
                $0.split(separator: "\n", omittingEmptySubsequences: false).filter { !$0.hasPrefix("[") }
                    .joined(separator: "\n")
            },
            text("a heading that does not end", ":3:1: ") { $0.replacingOccurrences(of: "]", with: "") },
            text("a hash of another length", ":4:") { entry($0, 1) { $0.dropLast() + "" } },
            text("a hash that is none", ":4:") { entry($0, 2) { _ in "ghijklmnopqrstuv" } },
            text("a hash that is gone", ":4:") { entry($0, 2) { _ in "" } },
            text("a count of nothing", ":4:") { entry($0, 2) { $0 + " ×0" } },
            text("a negative count", ":4:") { entry($0, 2) { $0 + " ×-1" } },
            text("a count beyond all", ":4:") { entry($0, 2) { $0 + " ×18446744073709551616" } },
            text("words behind an entry", ":4:") { entry($0, 2) { $0 + " because" } },
            text("a comment of its own", ":1:1: ") { "# ours\n" + $0 },
            text("an escape that is none", ":3:") { $0.replacingOccurrences(of: "[", with: "[\\q") },
            text("a report", ":1:1: ") { _ in "{\"schema\": \"flywheel-lint/report/1\", \"findings\": []}\n" },
        ]

    /// The `n`-th word of the first entry, changed.
    private static func entry(_ text: String, _ n: Int, _ change: (String) -> String) -> String {
        var lines = text.components(separatedBy: "\n")
        var words = lines[3].components(separatedBy: " ")
        words[n] = change(words[n])
        lines[3] = words.joined(separator: " ")
        return lines.joined(separator: "\n")
    }

    static let reports: [Damage] =
        everywhere + [
            text("a version of the future", ":") { $0.replacingOccurrences(of: "report/1", with: "report/2") },
            text("another schema", ":") { $0.replacingOccurrences(of: "lint/report/1", with: "lint/kpis/1") },
            text("no schema", ":1:1: ") { $0.replacingOccurrences(of: "\"schema\"", with: "\"scheme\"") },
            text("no findings", ":1:1: ") { $0.replacingOccurrences(of: "\"findings\"", with: "\"found\"") },
            text("findings twice", ":") { "{\"findings\": []," + $0.dropFirst() },
            text("a fingerprint of another length", ":") {
                $0.replacingOccurrences(of: "\"fingerprint\":\"", with: "\"fingerprint\":\"0")
            },
            text("no fingerprint", ":") { $0.replacingOccurrences(of: "\"fingerprint\"", with: "\"print\"") },
            text("a level that is none", ":") { $0.replacingOccurrences(of: "\"warning\"", with: "\"fatal\"") },
            text("a path that is none", ":") {
                $0.replacingOccurrences(of: "\"path\":\"", with: "\"path\":7,\"x\":\"")
            },
            text("two reports", ":") { $0 + $0 }, text("a list", ":1:1: ") { "[\($0)]" },
            text("a number that is none", ":") {
                $0.replacingOccurrences(of: "\"line\":", with: "\"line\":1e999,\"x\":")
            },
            text("a SARIF log", ":1:1: ") { _ in "{\"version\": \"2.1.0\", \"runs\": [{\"results\": []}]}\n" },
        ]

    /// A repository with an accepted warning, and one that is not.
    private static func repository() throws -> TemporaryTree {
        let tree = try TemporaryTree(["a.md": "Deploy attic-iac.\n"])
        try LedgerCommandTests.git(["init", "-q"], in: tree.folder)
        try LedgerCommandTests.git(["add", "."], in: tree.folder)
        try LedgerCommandTests.git(["commit", "-qm", "one"], in: tree.folder)
        #expect(try LinterProcess.run(["baseline", "write"], in: tree.folder).status == 0)
        _ = try LinterProcess.run(["--no-baseline", "--output", "json=report.json"], in: tree.folder)
        try LedgerCommandTests.write("See attic-iac.\n", "b.md", in: tree.folder)
        try LedgerCommandTests.git(["add", "b.md"], in: tree.folder)
        return tree
    }

    /// Everything below a folder but git's own, with its bytes: what no failing command may change.
    private static func contents(_ folder: URL) throws -> [String: Data] {
        var result: [String: Data] = [:]
        for name in try FileManager.default.subpathsOfDirectory(atPath: folder.path) where !name.hasPrefix(".git/") {
            var status = stat()
            let path = folder.appendingPathComponent(name).path
            #expect(lstat(path, &status) == 0)
            let isSmall = status.st_mode & S_IFMT == S_IFREG && status.st_size < 1 << 20
            result[name] = isSmall ? try Data(contentsOf: URL(fileURLWithPath: path)) : Data("\(status.st_mode)".utf8)
        }
        return result
    }

    private static func lay(_ damage: Damage, at file: URL) throws {
        let good = try Data(contentsOf: file)
        try FileManager.default.removeItem(at: file)
        if let bad = damage.make(good) {
            #expect(bad != good, "the damage does nothing")
            try bad.write(to: file)
        } else {
            try damage.lay(file)
        }
    }

    private static func expectRefusal(
        _ arguments: [String], of name: String, _ damage: Damage, in tree: borrowing TemporaryTree
    ) throws {
        let before = try contents(tree.folder)
        let answer = try LinterProcess.run(arguments, in: tree.folder)
        let what = "\(arguments.joined(separator: " ")): \(answer.status) \(answer.errors)"
        #expect(answer.status == 2, "\(what)")
        #expect(answer.output.isEmpty, "\(what)")
        let error = try #require(answer.errors.split(separator: "\n").first, "\(what)")
        #expect(error.hasPrefix("flywheel-lint: \(name)\(damage.place)"), "\(what)")
        // The mend.
        #expect(error.contains("; "), "\(what)")
        #expect(answer.errors.utf8.count < 600, "\(what)")
        #expect(try contents(tree.folder) == before, "\(what)")
    }

    @Test(arguments: baselines)
    func `a broken baseline ends every command that reads it`(damage: Damage) throws {
        let tree = try BrokenLedgerTests.repository()
        let name = BrokenLedgerTests.name
        try BrokenLedgerTests.lay(damage, at: tree.folder.appendingPathComponent(name))
        var commands = [["check", "--fail-on", "never"], ["baseline", "update"]]
        // A report that bears the name is one.
        if damage.testDescription != "a report" { commands.append(["diff", name]) }
        // All that read it do it in the same way: one kind is enough for the others.
        if damage.testDescription == "conflict markers" || damage.testDescription == "a pipe" {
            commands += [
                [], ["a.md"], ["--staged"], ["--since", "HEAD"], ["check", "--baseline", name], ["baseline", "check"],
                ["baseline", "prune"], ["diff", name, "HEAD"], ["diff", "HEAD", name], ["kpi", "--against", name],
            ]
        }
        for arguments in commands { try BrokenLedgerTests.expectRefusal(arguments, of: name, damage, in: tree) }
    }

    @Test(arguments: baselines.filter { !$0.testDescription.hasPrefix("a report") })
    func `a broken side ends a merge, and our file stays`(damage: Damage) throws {
        let tree = try BrokenLedgerTests.repository()
        let good = try Data(contentsOf: tree.folder.appendingPathComponent(BrokenLedgerTests.name))
        for bad in ["base", "ours", "theirs"] {
            for side in ["base", "ours", "theirs"] {
                let file = tree.folder.appendingPathComponent(side)
                try? FileManager.default.removeItem(at: file)
                try good.write(to: file)
            }
            try BrokenLedgerTests.lay(damage, at: tree.folder.appendingPathComponent(bad))
            let before = try BrokenLedgerTests.contents(tree.folder)
            let answer = try LinterProcess.run(["baseline", "merge", "base", "ours", "theirs"], in: tree.folder)
            if bad == "base", damage.testDescription == "empty" {
                // As git gives it when both sides added the file.
                #expect(answer.status == 0)
                continue
            }
            #expect(answer.status == 2, "\(bad): \(answer.errors)")
            #expect(answer.errors.contains(bad) && answer.errors.contains("; "), "\(answer.errors)")
            #expect(try BrokenLedgerTests.contents(tree.folder) == before)
        }
    }

    @Test(arguments: reports)
    func `a broken report ends every command that reads it`(damage: Damage) throws {
        let tree = try BrokenLedgerTests.repository()
        try BrokenLedgerTests.lay(damage, at: tree.folder.appendingPathComponent("report.json"))
        var commands = [["diff", "report.json"], ["kpi", "--against", "report.json"]]
        if damage.testDescription == "half" {
            commands += [["diff", "report.json", "HEAD"], ["diff", "HEAD", "report.json", "--output", "markdown"]]
        }
        for arguments in commands {
            try BrokenLedgerTests.expectRefusal(arguments, of: "report.json", damage, in: tree)
        }
    }

    @Test func `a baseline and a report past their limits are not read`() throws {
        let tree = try BrokenLedgerTests.repository()
        for (name, size, arguments) in [
            (BrokenLedgerTests.name, 33 << 20, ["check"]),
            (BrokenLedgerTests.name, 33 << 20, ["diff", BrokenLedgerTests.name]),
            ("report.json", 129 << 20, ["diff", "report.json"]),
        ] {
            // Sparse: it takes no room.
            #expect(truncate(tree.folder.appendingPathComponent(name).path, off_t(size)) == 0)
            let answer = try LinterProcess.run(arguments, in: tree.folder)
            #expect(answer.status == 2)
            let limit = (size >> 20) - 1
            #expect(
                answer.errors.hasPrefix(
                    "flywheel-lint: \(name): cannot be read: \(size) bytes, and the limit is \(limit) MiB; "),
                "\(answer.errors)")
        }
    }

    @Test func `a baseline that may not be read is an error`() throws {
        // The superuser may read everything.
        if geteuid() == 0 { return }
        let tree = try BrokenLedgerTests.repository()
        let file = tree.folder.appendingPathComponent(BrokenLedgerTests.name)
        #expect(chmod(file.path, 0) == 0)
        let answer = try LinterProcess.run([], in: tree.folder)
        #expect(answer.status == 2)
        #expect(answer.errors.contains("\(BrokenLedgerTests.name): cannot be read: "), "\(answer.errors)")
    }

    @Test func `a baseline that is a link out of the repository is neither read nor written`() throws {
        let tree = try BrokenLedgerTests.repository()
        let other = try TemporaryTree(["secret": "[what nobody may see\n"])
        let file = tree.folder.appendingPathComponent(BrokenLedgerTests.name)
        let target = other.folder.appendingPathComponent("secret")
        try FileManager.default.removeItem(at: file)
        try FileManager.default.createSymbolicLink(at: file, withDestinationURL: target)
        for arguments in [
            [], ["baseline", "check"], ["baseline", "write"], ["baseline", "update"], ["baseline", "prune"],
        ] {
            let answer = try LinterProcess.run(arguments, in: tree.folder)
            #expect(answer.status == 2)
            #expect(answer.errors.contains("a symbolic link out of the repository"), "\(answer.errors)")
            #expect(!answer.errors.contains("nobody may see"))
            #expect(try String(contentsOf: target, encoding: .utf8) == "[what nobody may see\n")
        }
        // Whoever names it means it.
        #expect(try LinterProcess.run(["baseline", "write", "--baseline", target.path], in: tree.folder).status == 0)
        #expect(try LinterProcess.run(["--baseline", target.path], in: tree.folder).status == 0)
    }

    @Test func `what is only untidy is read as it was meant`() throws {
        let tree = try BrokenLedgerTests.repository()
        let file = tree.folder.appendingPathComponent(BrokenLedgerTests.name)
        try FileManager.default.removeItem(at: tree.folder.appendingPathComponent("report.json"))
        #expect(try LinterProcess.run(["baseline", "update"], in: tree.folder).status == 0)
        let good = try String(contentsOf: file, encoding: .utf8)
        let body = good.components(separatedBy: "\n").dropFirst(2).joined(separator: "\n")
        for text in [
            "\u{FEFF}" + good, good.replacingOccurrences(of: "\n", with: "\r\n"), good + body, body,
            good.replacingOccurrences(of: "\n", with: "\n\n"), good + "\n\n",
        ] {
            try LedgerCommandTests.write(text, BrokenLedgerTests.name, in: tree.folder)
            #expect(
                try LinterProcess.run(["baseline", "check"], in: tree.folder).output == "0 new, 0 stale, 2 accepted\n")
            #expect(try LinterProcess.run(["baseline", "prune"], in: tree.folder).status == 0)
            #expect(try String(contentsOf: file, encoding: .utf8) == good)
        }
    }

    @Test func `there is nothing to prune where there is no baseline`() throws {
        let tree = try TemporaryTree(["a.md": "Deploy attic-iac.\n"])
        let answer = try LinterProcess.run(["baseline", "prune"], in: tree.folder)
        #expect(answer.status == 2)
        #expect(answer.errors.contains("no such baseline; write it with"), "\(answer.errors)")
        #expect(
            !FileManager.default.fileExists(atPath: tree.folder.appendingPathComponent(BrokenLedgerTests.name).path))
    }
}
