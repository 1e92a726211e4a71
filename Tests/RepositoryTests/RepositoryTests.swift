import BuiltinRules
import FlywheelLint
import Foundation
import LintFindings
import LintRules
import LintSource
import Testing

/// What must be true of the repository itself.
@Suite struct RepositoryTests {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    @Test(arguments: [("Rules", BuiltinRules.files), ("Facts", BuiltinRules.facts)])
    func `what is recorded is what the folder holds`(name: String, recorded: [BuiltinRules.File]) throws {
        let folder = RepositoryTests.root.appendingPathComponent(name)
        var onDisk: [String: String] = [:]
        let files = try #require(FileManager.default.enumerator(atPath: folder.path))
        for case let path as String in files where path.hasSuffix(".yml") {
            onDisk[path] = try String(contentsOf: folder.appendingPathComponent(path), encoding: .utf8)
        }
        #expect(!onDisk.isEmpty)
        #expect(Set(onDisk.keys) == Set(recorded.map(\.path)), "run 'make record'")
        for file in recorded {
            #expect("\(file.text)" == onDisk[file.path], "run 'make record': \(file.path)")
        }
    }

    @Test func `the linter finds nothing in its own repository`() throws {
        let settings = try Settings(startingAt: RepositoryTests.root.path, arguments: Settings.Arguments())
        let report = try Linter(settings: settings).check(["."]).report
        #expect(report.filesChecked > 300)
        for finding in report.findings where finding.suppressed == nil {
            Issue.record("\(finding.path):\(finding.location.start.line): \(finding.rule): \(finding.message)")
        }
    }

    @Test func `every case of every rule is validated`() throws {
        let settings = try Settings(startingAt: RepositoryTests.root.path, arguments: Settings.Arguments())
        #expect(settings.rules.rules.count > 50)
        for rule in settings.rules.rules {
            for result in RuleTester(surfaces: settings.rules.surfaces).run(rule) {
                #expect(result.outcome == .validated, "\(result.path):\(result.line): \(result.rule): \(result.detail)")
            }
        }
    }

    @Test func `every rule has at least three bad and three good cases`() throws {
        let settings = try Settings(startingAt: RepositoryTests.root.path, arguments: Settings.Arguments())
        for rule in settings.rules.rules {
            #expect(rule.tests.count { $0.isBad } >= 3, "\(rule.id)")
            #expect(rule.tests.count { !$0.isBad } >= 3, "\(rule.id)")
        }
    }

    @Test func `no source imports the whole of Foundation`() throws {
        let sources = RepositoryTests.root.appendingPathComponent("Sources")
        let files = try #require(FileManager.default.enumerator(atPath: sources.path))
        for case let path as String in files where path.hasSuffix(".swift") {
            let text = try String(contentsOf: sources.appendingPathComponent(path), encoding: .utf8)
            let lines = text.split(separator: "\n")
            #expect(!lines.contains { $0 == "import Foundation" || $0 == "public import Foundation" }, "\(path)")
        }
    }

    @Test func `C is imported in two modules and the system shim only`() throws {
        let sources = RepositoryTests.root.appendingPathComponent("Sources")
        let files = try #require(FileManager.default.enumerator(atPath: sources.path))
        for case let path as String in files where path.hasSuffix(".swift") {
            let text = try String(contentsOf: sources.appendingPathComponent(path), encoding: .utf8)
            if text.contains("import CLibYAML") { #expect(path.hasPrefix("LintYAML/"), "\(path)") }
            if text.contains("import CPCRE2") { #expect(path.hasPrefix("LintPattern/"), "\(path)") }
        }
    }

    /// Swift 6.3 never releases what `optional?.part = value` replaces where the optional is of a noncopyable type, or a part
    /// of a value of one. A method called through the optional does.
    @Test func `where noncopyable values are, nothing is assigned through an optional`() throws {
        let sources = RepositoryTests.root.appendingPathComponent("Sources")
        let files = try #require(FileManager.default.enumerator(atPath: sources.path))
        var texts: [String: String] = [:]
        for case let path as String in files where path.hasSuffix(".swift") {
            texts[path] = try String(contentsOf: sources.appendingPathComponent(path), encoding: .utf8)
        }
        let types = texts.values.flatMap { $0.matches(of: /struct (\w+): ~Copyable/).map { String($0.1) } }
        #expect(types.count >= 8)
        for (path, text) in texts {
            let isNear = types.contains {
                text.contains("struct \($0):") || text.contains("extension \($0) ") || text.contains("\($0)?")
            }
            guard isNear else { continue }
            for line in text.split(separator: "\n") {
                let isComment = line.drop { $0 == " " }.hasPrefix("//")
                #expect(isComment || line.firstMatch(of: /\w[?!]\.[\w.]+ [-+]?=\s/) == nil, "\(path): \(line)")
            }
        }
    }

    @Test(arguments: ["README.md", "docs/rule-language.md"])
    func `the packs that documents show are packs, and their cases hold`(name: String) throws {
        let text = try String(contentsOf: RepositoryTests.root.appendingPathComponent(name), encoding: .utf8)
        let packs = text.components(separatedBy: "```yaml\n").dropFirst().compactMap {
            $0.components(separatedBy: "\n```").first
        }.filter { $0.hasPrefix("pack:") }
        #expect(!packs.isEmpty)
        for pack in packs {
            let decoded = try Pack.decode(file: .init(path: name, bytes: Array(pack.utf8)))
            for rule in decoded.rules {
                for result in RuleTester(surfaces: SurfaceMap()).run(rule) {
                    #expect(result.outcome == .validated, "\(result.rule): \(result.detail)")
                }
            }
        }
    }

    @Test(arguments: Schemas.names)
    func `the schemas in the repository are those that are printed`(name: String) throws {
        let file = RepositoryTests.root.appendingPathComponent("schemas/\(name).json")
        let text = try String(contentsOf: file, encoding: .utf8)
        #expect(text == (Schemas.text(name) ?? "") + "\n", "run 'make record'")
    }

    @Test func `the pages of docs are those the rules give`() throws {
        let settings = try Settings(startingAt: RepositoryTests.root.path, arguments: Settings.Arguments())
        let folder = RepositoryTests.root.appendingPathComponent("docs/rules")
        let pages = RulePages(settings.rules).pages
        for page in pages {
            let text = try? String(contentsOf: folder.appendingPathComponent(page.name), encoding: .utf8)
            #expect(text == page.text, "run 'make record': docs/rules/\(page.name)")
        }
        let there = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(Set(there) == Set(pages.map(\.name)), "run 'make record'")
    }
}
