public import LintSource
public import LintSyntax

/// Who owns the state of each stack: folds backend blocks and all that feeds them, and judges what they come to.
public enum TerraformState: Analyzer {
    public static let name = "terraform-state"
    public static let literals = ["tofu", "terraform", "tf_http_", "backend=false", "lock_method", "update_method"]

    private static let suffixes: [StaticString] = [
        ".tf", ".tofu", ".tfvars", ".tfvars.example", ".tfbackend", ".gitignore", ".env", ".env.example", ".envrc",
        ".gitlab-ci.yml",
    ]

    /// Files that say something by being there, whatever words they hold.
    public static func wants(path: ByteView) -> Bool {
        suffixes.contains { path.has($0, at: path.count - $0.utf8CodeUnitCount) }
    }

    public static func facts(of file: ParsedFile, codeScanningHashes: Bool) -> (any Sendable)? {
        stateFacts(of: file, codeScanningHashes: codeScanningHashes)
    }

    public static func answer(_ facts: [(path: String, facts: any Sendable)], paths: [String]) -> AnalyzerAnswer {
        let all = facts.compactMap { item in
            (item.facts as? TerraformStateFacts).map { (path: item.path, facts: $0) }
        }
        var answer = AnalyzerAnswer()
        guard !all.isEmpty else { return answer }
        let stacks = TerraformStacks(all, paths: paths)
        var checks = TerraformChecks(stacks)
        checks.run()
        answer.findings = checks.findings
        answer.numbers["stacks"] = Double(stacks.stacks.count)
        answer.numbers["clear"] = Double(stacks.stacks.count { $0.authority == .clear })
        return answer
    }

    /// What one file tells; `nil` for nothing.
    public static func stateFacts(of file: ParsedFile, codeScanningHashes: Bool = false) -> TerraformStateFacts? {
        var facts = TerraformStateFacts()
        let name = file.path.split(separator: "/").last ?? ""
        let all = ByteRange(0, file.bytes.count)
        let hasCommands =
            ScriptReading.holds("terraform", in: all, file.bytes) || ScriptReading.holds("tofu", in: all, file.bytes)
        let saysSomething =
            ScriptReading.holds("backend", in: all, file.bytes) || ScriptReading.holds("tf_http_", in: all, file.bytes)
            || ScriptReading.holds("_method", in: all, file.bytes)
        switch file.language {
        case .hcl:
            if name.hasSuffix(".tfbackend") || name.hasPrefix("backend") && name.hasSuffix(".hcl") {
                facts.readSettings(file)
            } else if name.hasSuffix(".tf") || name.hasSuffix(".tofu") {
                facts.readConfiguration(file)
                if saysSomething || hasCommands && ScriptReading.holds(" init", in: all, file.bytes) {
                    facts.readProse(file)
                }
            } else if name.hasSuffix(".tfvars") || name.hasSuffix(".tfvars.example") {
                facts.readValues(file)
            }
        case .justfile:
            guard hasCommands || saysSomething else { break }
            facts.readJustVariables(file)
            facts.readScripts(file)
            facts.readProse(file)
        case .makefile:
            guard hasCommands || saysSomething else { break }
            facts.readMakeVariables(file)
            facts.readScripts(file)
        case .yaml:
            guard hasCommands || saysSomething || TerraformStateFacts.isGitLab(file.path) else { break }
            facts.readJobs(file)
            facts.readScripts(file)
            if saysSomething { facts.readProse(file) }
        case .markdown:
            guard hasCommands || saysSomething else { break }
            facts.readJobs(file)
            facts.readScripts(file)
            facts.readDocumentedBackends(file)
            if saysSomething { facts.readProse(file) }
        case .shell:
            if name == ".envrc" { facts.readEnvironment(file) }
            guard hasCommands || saysSomething else { break }
            facts.readScripts(file)
            if saysSomething { facts.readProse(file) }
        case .dotenv: facts.readEnvironment(file)
        case .ignore where name == ".gitignore":
            facts.ignored = file.bytes.text(all).drop { $0 == "\u{FEFF}" }.split(whereSeparator: \.isNewline).map(
                String.init)
        default:
            if name.hasSuffix(".tfbackend") { facts.readSettings(file) }
        }
        guard !facts.isEmpty else { return nil }
        facts.anchors.complete(file, codeScanningHashes: codeScanningHashes)
        return facts
    }
}
