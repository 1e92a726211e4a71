import FlywheelLint
import Foundation
import LintFindings
import LintPattern
import LintRules
import Testing

/// A check starts with rules that were decoded when they were recorded.
@Suite struct RecordedRulesTests {
    private static func rules(_ cases: RuleCases, variables: String = "") throws -> RuleSet {
        var arguments = Settings.Arguments()
        arguments.cases = cases
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        if variables.isEmpty {
            arguments.ignoreConfiguration = true
        } else {
            try Data(variables.utf8).write(to: folder.appendingPathComponent(".flywheel-lint.yml"))
        }
        return try Settings(startingAt: folder.path, arguments: arguments).rules
    }

    @Test func `the recorded form is that of the files`() throws {
        let path = RepositoryTests.root.appendingPathComponent("Sources/BuiltinRules/BuiltinRules+Decoded.swift")
        // (An expectation that compares prints both sides, which are long.)
        let isSame = try String(contentsOf: path, encoding: .utf8) == PackLoader.recording()
        #expect(isSame, "run 'make record'")
        let examples = RepositoryTests.root.appendingPathComponent("Sources/BuiltinRules/BuiltinRules+Examples.swift")
        let areExamplesSame = try String(contentsOf: examples, encoding: .utf8) == PackLoader.recordingOfExamples()
        #expect(areExamplesSame, "run 'make record'")
        let facts = RepositoryTests.root.appendingPathComponent("Sources/BuiltinRules/BuiltinRules+Backends.swift")
        let areFactsSame = try String(contentsOf: facts, encoding: .utf8) == PackLoader.recordingOfFacts
        #expect(areFactsSame, "run 'make record'")
    }

    @Test func `recorded examples are those of the files, in all rules`() throws {
        let recorded = try RecordedRulesTests.rules(.shown)
        let decoded = try RecordedRulesTests.rules(.run)
        #expect(!recorded.rules.contains { !$0.tests.isEmpty }, "the record was not used")
        #expect(recorded.rules.map(\.facts.examples) == decoded.rules.map(\.facts.examples))
        #expect(recorded.rules.contains { $0.facts.examples.contains { $0.fixed != nil } })
    }

    @Test func `rules from the record are the rules of the files in all they are made of`() throws {
        let recorded = try RecordedRulesTests.rules(.ignored)
        let decoded = try RecordedRulesTests.rules(.run)
        #expect(recorded.rules.map(\.id) == decoded.rules.map(\.id))
        #expect(!recorded.rules.contains { !$0.tests.isEmpty }, "the record was not used")
        for (recorded, decoded) in zip(recorded.rules, decoded.rules) {
            let isSame =
                text(recorded, leavingOut: ["tests", "examples", "recorded"])
                == text(decoded, leavingOut: ["tests", "examples", "recorded"])
            #expect(isSame, "\(recorded.id)")
            #expect(recorded.asks == decoded.asks, "\(recorded.id)")
        }
        let areKPIsSame = text(recorded.kpis) == text(decoded.kpis)
        #expect(areKPIsSame)
        // All else that a run rests on: the surfaces, the scan's literals, what they promise, the evidence.
        let isRestSame =
            text(recorded, leavingOut: ["rules", "tests", "examples", "recorded"])
            == text(decoded, leavingOut: ["rules", "tests", "examples", "recorded"])
        #expect(isRestSame)
    }

    /// A hook is handed a commit's files alone: a rule that asks others is not in it, and says nothing there.
    @Test func `of the shipped rules only those that ask an analyzer read other files, so that hooks have all others`()
        throws
    {
        let rules = try RecordedRulesTests.rules(.ignored).rules
        #expect(rules.filter { !$0.asksAnalyzers && $0.readsOtherFiles }.map(\.id) == [])
        // (What feeds a stack is GitLab's or not by the server that the stack's state is on.)
        let excused = rules.filter { $0.analyzer == nil && $0.asksAnalyzers }.map(\.id)
        let parts = ["argument", "backend", "login", "name", "variable", "wrapper"]
        #expect(excused == parts.map { "gitlab/state-" + $0 })
        #expect(rules.contains { RuleScope.file.holds($0) } && rules.contains { RuleScope.repository.holds($0) })
    }

    @Test func `a variable of the configuration changes recorded rules as it does those of the files`() throws {
        let configuration = "vars:\n  labels: [one-label, other-label]\n"
        let recorded = try RecordedRulesTests.rules(.ignored, variables: configuration)
        let decoded = try RecordedRulesTests.rules(.run, variables: configuration)
        let plain = try RecordedRulesTests.rules(.ignored)
        let unlike: Set<String> = ["tests", "examples", "recorded"]
        let changed = recorded.rules.map { text($0, leavingOut: unlike) }
        let isSame = changed == decoded.rules.map { text($0, leavingOut: unlike) }
        let isOther = changed != plain.rules.map { text($0, leavingOut: unlike) }
        #expect(isSame)
        #expect(isOther)
    }

    /// All that a value holds, however deep: what is added to a type is compared without anybody thinking of it.
    private func text(_ value: Any, leavingOut names: Set<String> = []) -> String {
        if let pattern = value as? Pattern {
            return "re(\(pattern.source), \(pattern.groupNames), \(pattern.knowledge))"
        }
        let mirror = Mirror(reflecting: value)
        if mirror.children.isEmpty { return String(reflecting: value) }
        var parts = mirror.children.filter { child in child.label.map { !names.contains($0) } ?? true }.map { child in
            (child.label.map { $0 + ": " } ?? "") + text(child.value, leavingOut: names)
        }
        if mirror.displayStyle == .set || mirror.displayStyle == .dictionary { parts.sort() }
        return "\(mirror.subjectType)(" + parts.joined(separator: ", ") + ")"
    }
}
