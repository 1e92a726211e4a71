public import LintSource
public import LintSyntax

/// Who owns the state of each stack: folds backend blocks and all that feeds them.
public enum TerraformState: Analyzer {
    public static let name = "terraform-state"
    public static let literals = ["backend", "tofu", "terraform", "tf_http_"]

    public static func wants(path: ByteView) -> Bool { false }

    public static func facts(of file: ParsedFile) -> (any Sendable)? { stateFacts(of: file) }

    public static func answer(_ facts: [(path: String, facts: any Sendable)], paths: [String]) -> AnalyzerAnswer {
        let all = facts.compactMap { item in
            (item.facts as? TerraformStateFacts).map { (path: item.path, facts: $0) }
        }
        let stacks = TerraformStacks(all, paths: paths).stacks
        var answer = AnalyzerAnswer()
        answer.numbers["stacks"] = Double(stacks.count)
        answer.numbers["clear"] = Double(stacks.count { $0.authority == .clear })
        return answer
    }

    /// What one file tells; `nil` for nothing.
    public static func stateFacts(of file: ParsedFile) -> TerraformStateFacts? {
        var facts = TerraformStateFacts()
        let name = file.path.split(separator: "/").last ?? ""
        switch file.language {
        case .hcl:
            if name.hasSuffix(".tfbackend") || name.hasPrefix("backend") && name.hasSuffix(".hcl") {
                facts.readSettings(file)
            } else if name.hasSuffix(".tf") || name.hasSuffix(".tofu") {
                facts.readBlocks(file)
            }
        case .justfile:
            facts.readJustVariables(file)
            facts.readScripts(file)
        case .yaml:
            if TerraformStateFacts.isGitLab(file.path) { facts.readJobs(file) }
            facts.readScripts(file)
        case .shell, .markdown: facts.readScripts(file)
        default:
            if name.hasSuffix(".tfbackend") { facts.readSettings(file) }
        }
        return facts.isEmpty ? nil : facts
    }
}
