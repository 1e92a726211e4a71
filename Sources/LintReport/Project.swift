/// Where the tool itself lives: addresses that reports point to.
enum Project {
    static let name = "flywheel-lint"
    static let home = "https://github.com/tinyland-inc/flywheel-lint"

    /// The page of a rule.
    static func page(ofRule id: String) -> String {
        // As RulePages names its files.
        let name = id.split(separator: "/").joined(separator: "-")
        return "\(home)/blob/main/docs/rules/\(PercentEncoding.path(name)).md"
    }
}
