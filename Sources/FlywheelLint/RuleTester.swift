import LintYAML
import LintFindings
public import LintRules
import LintSource

/// Runs the cases that stand in the rules themselves.
public struct RuleTester: Sendable {
    /// What became of a case, in ast-grep's words.
    public enum Outcome: String, Sendable {
        case validated
        /// A good case was reported.
        case noisy
        /// A mark was not reported.
        case missing
        /// Something else than the mark was reported.
        case misplaced
        /// The fix gave another text.
        case wrongFix = "wrong fix"
    }

    public struct Result: Sendable {
        public var rule: String
        public var path: String
        public var line: Int
        public var outcome: Outcome
        public var detail: String
    }

    let surfaces: SurfaceMap

    /// Cases are on the surfaces that their paths have in `surfaces`.
    public init(surfaces: SurfaceMap) { self.surfaces = surfaces }

    /// All cases of a rule.
    public func run(_ rule: Rule) -> [Result] { rule.tests.map { run($0, of: rule) } }

    private func run(_ test: RuleTest, of rule: Rule) -> Result {
        func result(_ outcome: Outcome, _ detail: String = "") -> Result {
            Result(rule: rule.id, path: rule.path, line: test.place.line, outcome: outcome, detail: detail)
        }
        let findings = Linter.check(test.files, rules: RuleSet(rules: [rule], surfaces: surfaces)).filter {
            $0.rule == rule.id && $0.level != .off
        }
        var expected = Set<Place>()
        for (path, marks) in test.marks { for mark in marks { expected.insert(Place(path: path, range: mark)) } }
        let reported = Set(findings.map { Place(path: $0.path, range: $0.location.range) })
        let missing = expected.subtracting(reported)
        let extra = reported.subtracting(expected)
        if !missing.isEmpty || !extra.isEmpty {
            let parts =
                missing.sorted().map { "not reported: \($0.shown(in: test))" }
                + extra.sorted().map { "reported: \($0.shown(in: test))" }
            let outcome: Outcome = expected.isEmpty ? .noisy : extra.isEmpty ? .missing : .misplaced
            return result(outcome, parts.joined(separator: "; "))
        }
        if let fixed = test.fixed, let file = test.files.first {
            let text = FixApplication.apply(findings.compactMap(\.fix), to: file.bytes)
            if text != Array(fixed.utf8) {
                return result(.wrongFix, "the fix gives: \(String(decoding: text, as: UTF8.self))")
            }
        }
        return result(.validated)
    }

    private struct Place: Hashable, Comparable {
        var path: String
        var range: ByteRange
        static func < (a: Place, b: Place) -> Bool { a.path != b.path ? a.path < b.path : a.range < b.range }
        func shown(in test: RuleTest) -> String {
            guard let file = test.files.first(where: { $0.path == path }) else { return path }
            let text = file.bytes.withByteView { $0.text(range) }
            let line = file.bytes.withByteView { LineIndex($0).line(at: Int(range.start)) }
            return "\(path):\(line) '\(text)'"
        }
    }
}
