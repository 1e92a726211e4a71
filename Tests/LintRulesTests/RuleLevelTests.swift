import LintFindings
import LintRules
import LintSource
import Testing

@Suite struct RuleLevelTests {
    private func isHeard(_ level: Level?, _ surfaces: [String: Level] = [:], of pattern: String = "t/*") throws -> Bool
    {
        let text = """
            pack: t
            rules:
              - id: t/a
                title: A
                why: Because.
                message: m
                match: {text: stale}
                tests: [{lang: text, bad: "⟦stale⟧"}, {lang: text, good: none}]
            """
        let rules = RuleSet(
            rules: try Pack.decode(file: .init(path: "tests.yml", bytes: Array(text.utf8))).rules,
            surfaces: SurfaceMap([(name: "docs", globs: [PathGlob("/docs/**")])]),
            overrides: [.init(rule: PathGlob("/" + pattern), level: level, surfaces: surfaces)])
        return rules.isHeard(try #require(rules.rules.first))
    }

    @Test func `a rule that is off everywhere is heard nowhere`() throws {
        #expect(try !isHeard(.off))
        #expect(try !isHeard(nil, ["primary": .off, "docs": .off]))
    }

    @Test func `a rule that is off on some surfaces is heard on others`() throws {
        #expect(try isHeard(nil, ["docs": .off]))
        #expect(try isHeard(.off, ["docs": .note]))
        #expect(try isHeard(.warning))
        #expect(try isHeard(.off, of: "other/*"))
    }
}
