import LintFindings
public import LintRules
import LintSource
import LintSyntax
import LintYAML

/// Runs the cases that stand in the rules themselves.
public struct RuleTester: Sendable {
    /// What became of a case, in ast-grep's words.
    public enum Outcome: String, Sendable, CaseIterable {
        case validated
        /// A good case was reported.
        case noisy
        /// A mark was not reported.
        case missing
        /// Something else than the mark was reported.
        case misplaced
        /// The fix gave another text, or one that it would change again.
        case wrongFix = "wrong fix"
    }

    public struct Result: Sendable {
        public var rule: String
        public var path: String
        public var line: Int
        public var outcome: Outcome
        /// Empty when the case is validated.
        public var detail: String
    }

    let surfaces: SurfaceMap

    /// Cases are on the surfaces that their paths have in `surfaces`.
    public init(surfaces: SurfaceMap) { self.surfaces = surfaces }

    /// All cases of a rule, each as it stands and in all variants of ``CaseVariant`` that leave it its meaning.
    public func run(_ rule: Rule) -> [Result] {
        var rule = rule
        // A rule that is off until somebody turns it on has its cases all the same.
        if rule.facts.level == .off { rule.facts.level = .warning }
        let set = RuleSet(rules: [rule], surfaces: surfaces)
        return rule.tests.map { test in
            let result = run(test, set, rule)
            guard result.outcome == .validated else { return result }
            for variant in CaseVariant.allCases {
                // A rule about the start of a file means another place behind one more line.
                if variant == .lineInFront, rule.matcher?.asksForStart == true { continue }
                guard let changed = variant.apply(test) else { continue }
                var again = run(changed, set, rule)
                if again.outcome == .validated { continue }
                again.detail = "\(variant.rawValue): \(again.detail)"
                return again
            }
            return result
        }
    }

    private func run(_ test: RuleTest, _ set: RuleSet, _ rule: Rule) -> Result {
        func result(_ outcome: Outcome, _ detail: String = "") -> Result {
            let name = test.name.map { "\($0): " } ?? ""
            return Result(
                rule: rule.id, path: rule.path, line: test.place.line, outcome: outcome,
                detail: outcome == .validated ? "" : name + detail)
        }
        let findings = Linter.check(test.files, rules: set).filter { $0.rule == rule.id && $0.level != .off }
        var expected = Set<Place>()
        for (path, marks) in test.marks { for mark in marks { expected.insert(Place(path: path, range: mark)) } }
        for path in test.markedNames { expected.insert(Place(path: path, range: nil)) }
        let reported = Set(findings.map(Place.init))
        let missing = expected.subtracting(reported)
        let extra = reported.subtracting(expected)
        if !missing.isEmpty || !extra.isEmpty {
            let parts =
                missing.sorted().map { "not reported: \($0.shown(in: test))" }
                + extra.sorted().map { "reported: \($0.shown(in: test))" }
            let outcome: Outcome = expected.isEmpty ? .noisy : extra.isEmpty ? .missing : .misplaced
            return result(outcome, parts.joined(separator: "; "))
        }
        if let problem = problemOfFix(test, findings, set, rule) { return result(.wrongFix, problem) }
        return result(.validated)
    }

    /// What is wrong with the fixes of a case: another text than is wanted, one that is broken, one that is not yet done.
    private func problemOfFix(_ test: RuleTest, _ findings: [Finding], _ set: RuleSet, _ rule: Rule) -> String? {
        var files = test.files
        for i in files.indices {
            let fixes = findings.filter { $0.path == files[i].path && isPromised($0.fix, rule) }.compactMap(\.fix)
            let before = files[i].bytes
            files[i] = SourceFile(path: files[i].path, bytes: FixApplication.apply(fixes, to: before))
            let after = String(decoding: files[i].bytes, as: UTF8.self)
            if let wanted = test.fixed[files[i].path], after != wanted { return "the fix gives: \(after)" }
            if Syntax.verdict(files[i].path, before) != Syntax.verdict(files[i].path, files[i].bytes) {
                return "the fix changes whether \(files[i].path) follows its language: \(after)"
            }
        }
        guard rule.fix != nil, test.isBad else { return nil }
        let again = Linter.check(files, rules: set).filter { $0.rule == rule.id }
        if let open = again.first(where: { isPromised($0.fix, rule) }) {
            return
                "after the fix it is reported and fixed again: \(open.path):\(open.location.start.line) '\(open.location.text)'"
        }
        return nil
    }

    /// Whether the fix is one that the rule's own word for it applies: of a safe one what `--fix` does.
    private func isPromised(_ fix: Fix?, _ rule: Rule) -> Bool {
        fix.map { $0.safety == .safe || rule.fix?.safety == .unsafe } ?? false
    }

    private struct Place: Hashable, Comparable {
        var path: String
        /// `nil`: the file's name.
        var range: ByteRange?

        init(path: String, range: ByteRange?) {
            self.path = path
            self.range = range
        }

        init(_ finding: Finding) {
            path = finding.path
            range = finding.context == Context.fileName.name ? nil : finding.location.range
        }

        static func < (a: Place, b: Place) -> Bool {
            if a.path != b.path { return a.path < b.path }
            guard let first = a.range, let second = b.range else { return a.range == nil && b.range != nil }
            return first < second
        }

        func shown(in test: RuleTest) -> String {
            guard let range, let file = test.files.first(where: { $0.path == path }) else {
                return "\(path) (its name)"
            }
            return file.bytes.withByteView { bytes in
                let line = LineIndex(bytes).line(at: Int(range.start))
                return "\(path):\(line) '\(bytes.text(range))'"
            }
        }
    }
}
