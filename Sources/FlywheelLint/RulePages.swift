import LintFindings
public import LintRules

/// The pages of `docs/rules/`: an index, and one page a rule.
public struct RulePages: Sendable {
    public struct Page: Sendable {
        /// File name.
        public var name: String
        public var text: String
    }

    let rules: RuleSet

    public init(_ rules: RuleSet) { self.rules = rules }

    public var pages: [Page] {
        [Page(name: "README.md", text: index)]
            + rules.rules.map { Page(name: RulePages.name($0.id), text: RuleExplanation($0).markdown) }
    }

    /// `identity/stale-name` is on `identity-stale-name.md`.
    static func name(_ id: String) -> String { id.split(separator: "/").joined(separator: "-") + ".md" }

    private var index: String {
        var text = "# Rules\n"
        var family = ""
        for rule in rules.rules {
            if rule.facts.family != family {
                family = rule.facts.family
                text += "\n## \(family)\n\n| rule | level | fix | |\n|---|---|---|---|\n"
            }
            let fix = rule.facts.fixSafety?.rawValue ?? ""
            text +=
                "| [\(rule.id)](\(RulePages.name(rule.id))) | \(rule.facts.level.rawValue) | \(fix) | \(rule.facts.title) |\n"
        }
        return text
    }
}
