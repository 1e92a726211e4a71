import LintFindings

/// Where the tool itself lives: addresses that reports point to.
enum Project {
    static let name = "flywheel-lint"
    static let home = "https://github.com/tinyland-inc/flywheel-lint"

    /// The page about a rule: a built-in one has its own; of a stranger's we only know what rules are.
    static func page(of rule: RuleFacts) -> String {
        if rule.pack == "engine" || rule.family == "engine" { return "\(home)/blob/main/docs/configuration.md" }
        guard rule.pack.hasPrefix("glorious-flywheel/") else { return "\(home)/blob/main/docs/rule-language.md" }
        // As RulePages names its files.
        let name = rule.id.split(separator: "/").joined(separator: "-")
        return "\(home)/blob/main/docs/rules/\(PercentEncoding.path(name)).md"
    }
}
