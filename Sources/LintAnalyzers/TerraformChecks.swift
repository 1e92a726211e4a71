import LintFindings

/// Holds what the model says against the facts: each finding at the place that a person must change, the other side
/// beside it. Linear in blocks, feeders and commands.
struct TerraformChecks {
    let model: TerraformStacks
    private(set) var findings: [AnalyzerFinding] = []
    private var seen: Set<Seen> = []
    /// Whether something that is not read here may supply backends.
    let isGenerated: Bool
    /// Arguments that inits supply whose stack is not known; whether some of these are not known either.
    let unplaced: Set<String>
    let hasOpenUnplaced: Bool
    /// What files of arguments beside a stack supply, whoever names them.
    let beside: [String: Set<String>]
    /// Variables of dotenv files.
    let looseVariables: Set<String>
    /// Variables of dotenv files that hold a personal token.
    let personalVariables: Set<String>
    /// Places of variables that some answer reads.
    let usedVariables: Set<Site>
    /// What runs in each folder, and in all.
    let programs: [String: Set<String>]
    let allPrograms: Set<String>
    /// Runs of each stack, by index.
    let runsByStack: [String: [Int]]
    /// Names of files that scripts write, copy or ask for.
    let written: Set<String>
    /// Whether a script writes configuration, a backend perhaps.
    let writesConfiguration: Bool

    private struct Seen: Hashable {
        var rule: String
        var site: Site
        var identity: String
    }

    init(_ model: TerraformStacks) {
        self.model = model
        isGenerated = model.paths.contains { path in
            path.hasSuffix("terragrunt.hcl") || path.hasSuffix("terragrunt.stack.hcl") || path.hasSuffix(".tm.hcl")
        }
        unplaced = Set(model.unplacedAnswers.flatMap(\.supplied.keys))
        hasOpenUnplaced = model.unplacedAnswers.contains { $0.isOpen || !$0.missing.isEmpty }
        var beside: [String: Set<String>] = [:]
        for (path, file) in model.files {
            guard let settings = file.settings else { continue }
            beside[TerraformStacks.folder(of: path), default: []].formUnion(
                settings.lazy.filter { !$0.value.isEmpty && $0.value != "false" }.map(\.name))
        }
        self.beside = beside
        let environments = model.files.values.flatMap(\.environment)
        looseVariables = Set(environments.map(\.name))
        personalVariables = Set(environments.filter { $0.value.hasPrefix("glpat-") }.map(\.name))
        var used: Set<Site> = []
        for answers in model.answers.values {
            for answer in answers { for supplied in answer.supplied.values { used.insert(supplied.site) } }
        }
        usedVariables = used
        var programs: [String: Set<String>] = [:]
        var runsByStack: [String: [Int]] = [:]
        for (index, run) in model.runs.enumerated() {
            for stack in run.stacks {
                programs[stack, default: []].insert(run.command.program)
                runsByStack[stack, default: []].append(index)
            }
        }
        self.runsByStack = runsByStack
        self.programs = programs
        let written = model.files.values.reduce(into: Set<String>()) { $0.formUnion($1.written) }
        self.written = written
        writesConfiguration = written.contains {
            $0.hasSuffix(".tf") || $0.hasSuffix(".tf.json") || $0.hasSuffix(".tofu")
        }
        allPrograms = Set(model.runs.lazy.map(\.command.program)).subtracting([""])
    }

    mutating func run() {
        for path in model.order {
            guard let file = model.files[path] else { continue }
            for block in file.backends { checkBlock(block, path) }
            if let settings = file.settings { checkSettings(settings, path) }
            for claim in file.claims {
                report(claim.rule, Site(path: path, anchor: claim.anchor), identity: "claim", values: claim.values)
            }
        }
        checkAnswers()
        checkStacks()
        checkNames()
        checkCommands()
        checkVariables()
        checkDocuments()
        checkPublished()
    }

    func anchor(_ site: Site) -> Anchor? {
        guard site.anchor >= 0, let file = model.files[site.path], site.anchor < file.anchors.count else { return nil }
        return file.anchors[site.anchor]
    }

    /// Once for each place and subject.
    mutating func report(
        _ rule: String, _ site: Site, identity: String, values: [String: String] = [:],
        related: [(site: Site, message: String)] = []
    ) {
        guard let anchor = anchor(site) else { return }
        guard seen.insert(Seen(rule: rule, site: site, identity: identity)).inserted else { return }
        let others = related.compactMap { item in
            self.anchor(item.site).map { Finding.Related(location: $0.location, message: item.message) }
        }
        findings.append(AnalyzerFinding(rule: rule, at: anchor, identity: identity, values: values, related: others))
    }

    /// A folder as people write it.
    static func shown(_ folder: String) -> String { folder.isEmpty ? "." : folder }
}
