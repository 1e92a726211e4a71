/// Where the tool itself lives: addresses that reports point to.
enum Project {
    static let name = "flywheel-lint"
    static let home = "https://github.com/tinyland-inc/flywheel-lint"

    /// The page of a rule.
    static func page(ofRule id: String) -> String { "\(home)/blob/main/docs/rules/\(PercentEncoding.path(id)).md" }
}
