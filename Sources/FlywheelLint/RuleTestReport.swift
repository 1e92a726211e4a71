public import LintRules
import LintSource

/// What `flywheel-lint rules test` prints.
public struct RuleTestReport: Sendable {
    let rules: Int
    let results: [RuleTester.Result]
    public var failed: [RuleTester.Result] { results.filter { $0.outcome != .validated } }
    public var isEmpty: Bool { results.isEmpty }

    /// Runs all cases of the rules.
    public init(_ rules: [Rule], surfaces: SurfaceMap) {
        self.rules = rules.count
        let tester = RuleTester(surfaces: surfaces)
        results = rules.flatMap { tester.run($0) }
    }

    /// One line for each case that failed, and a sum.
    public var text: [UInt8] {
        var text = ""
        for result in failed {
            text += "\(result.path):\(result.line): \(result.outcome.rawValue): \(result.rule): \(result.detail)\n"
        }
        let count = failed.count
        text += "\(rules) rules, \(results.count) cases: \(results.count - count) validated, \(count) failed\n"
        return Array(text.utf8)
    }

    /// Every case with its outcome.
    public var json: [UInt8] {
        var json = JSONWriter(indent: 2)
        json.object { json in
            json.field("schema", "flywheel-lint/rule-tests/1")
            json.field("rules", rules)
            json.field("failed", failed.count)
            json.array("cases") { json in
                for result in results {
                    json.object { json in
                        json.field("rule", result.rule)
                        json.field("path", result.path)
                        json.field("line", result.line)
                        json.field("outcome", result.outcome.rawValue)
                        json.field("detail", result.detail)
                    }
                }
            }
        }
        json.newline()
        return json.bytes
    }
}
