import LintSource
import LintSyntax

/// Where a YAML script begins: its job, what its environment holds, its folder by `working-directory`, the root where a
/// service says so. A document inside another (a fence in Markdown) is a configuration of its own.
struct TerraformYAMLPlaces {
    struct Place {
        /// A GitLab job, with its scope.
        var job: String?
        var part: String?
        /// A workflow's job.
        var workflowJob: String?
        var folder: String?
        var isOff = false
        /// Whether it is a part of a configuration, shown in a page.
        var isExcerpt = false
        var environment: [TerraformStateFacts.Setting] = []
        /// Files of variables that are loaded for it.
        var sources: [String] = []
        var matrix: [TerraformStateFacts.Assignment] = []
        /// What each job sets that a matrix with items of `include` makes.
        var combinations: [[TerraformStateFacts.Setting]] = []
    }

    /// What a mapping says, asked once for all scripts below it.
    private struct Mapping {
        var folder: String?
        var isOff = false
        var environment: [TerraformStateFacts.Setting] = []
        var sources: [String] = []
        var matrix: [TerraformStateFacts.Assignment] = []
        var combinations: [[TerraformStateFacts.Setting]] = []
        /// Whether it is for some jobs of a matrix: `if: matrix.env == 'dev'`.
        var isOfSome = false
    }

    private struct Key: Hashable {
        var document: Int
        var node: Int
    }

    private let file: ParsedFile
    let flat: FlattenedTokens
    private var known: [Key: Mapping] = [:]
    /// Of what jobs of matrices come to, and of their values that scripts are given.
    private var stepsLeft = TerraformMatrix.mostSteps
    private var valuesLeft = TerraformMatrix.mostValues
    /// Of a list of steps, where the first begins that brings variables.
    private var bringers: [Key: Int] = [:]
    /// Of a list of Azure's steps, asked once for all of them.
    private var atRoot: [Key: Bool] = [:]
    private var isGitLab: [Int: Bool] = [:]
    /// What each mapping sets as Azure's `variables`, asked once for all steps below it.
    private var azureVariables: [Key: [String: String]?] = [:]
    /// What a Taskfile's own variables are where nobody gives others, asked once for all of its tasks.
    var taskStandards: [Int: [Substring: String?]] = [:]
    /// The folder of a Taskfile, whose tasks run beside it.
    private let taskfileFolder: String?
    private let isWorkflow: Bool
    /// Whether it may take groups of variables that are kept elsewhere.
    let hasGroups: Bool
    /// Whether it is a configuration with inputs, `$[[ inputs.dir ]]`.
    let hasInputs: Bool
    /// Whether it lies among GitHub's files where none of them is run: `.github/workflows/old.yml.example`,
    /// `.github/workflows-disabled/old.yml`.
    private let isUnrun: Bool
    /// Where jobs check the repository out, as their scripts write it.
    let checkouts: [String]
    /// The folder of a repository inside this one, whose workflow the file is.
    private let innerRoot: String?

    /// Folders of GitHub, and of forges that run what GitHub does.
    private static let forges: [(name: Substring, mark: StaticString)] = [
        (".github", ".github/"), (".forgejo", ".forgejo/"), (".gitea", ".gitea/"),
    ]

    init(_ file: ParsedFile) {
        self.file = file
        flat = file.inner
        let name = file.path.lastPart
        taskfileFolder =
            name.begins("Taskfile.") || name.begins("taskfile.") ? String(file.path.dropLast(name.count)) : nil
        let isForges = TerraformYAMLPlaces.forges.contains { file.path.holds($0.mark) }
        let forge = isForges ? file.path.pathParts.lastIndex { part in Self.forges.contains { $0.name == part } } : nil
        innerRoot = forge.flatMap { $0 > 0 ? file.path.pathParts[..<$0].joined(separator: "/") : nil }
        isWorkflow = forge != nil
        hasGroups = file.language == .yaml && forge == nil && file.bytes.first("group:") != nil
        hasInputs = file.language == .yaml && forge == nil && file.bytes.first("$[[") != nil
        isUnrun = forge == 0 && file.language == .yaml && !Self.isRun(file.path)
        let trees = flat.trees
        checkouts = CircleCheckouts(file.path, flat.documents.first?.tree.map { trees[$0] }).folders
    }

    /// Whether a forge finds a workflow by such a path
    /// (docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#about-yaml-syntax-for-workflows).
    private static func isRun(_ path: String) -> Bool {
        let parts = path.pathParts
        return parts.count == 3 && parts[1] == "workflows" && (path.ends(".yml") || path.ends(".yaml"))
    }

    /// What each variable of a matrix is one of. (Items of `include` set theirs together.)
    private static func choices(of matrix: Int, _ tree: SyntaxTree) -> [TerraformStateFacts.Assignment] {
        tree.children(of: matrix).compactMap { item in
            guard tree.nodes[item].kind == .array, let name = tree.nodes[item].name, name != "include",
                name != "exclude"
            else { return nil }
            let values = tree.children(of: item).compactMap { tree.nodes[$0].scalar }
            return .init(name: "matrix." + name, value: "", choices: values)
        }
    }

    /// O(log nodes + depth), and once for each mapping its children.
    mutating func place(of offset: Int, in document: Int) -> Place {
        var place = Place()
        let holder = flat.documents[document].parent
        guard holder >= 0, flat.documents[holder].language == .yaml,
            let number = flat.documents[holder].tree
        else { return place }
        let tree = flat.trees[number]
        // Nodes are in the order they begin in.
        var low = 0
        var high = tree.nodes.count
        while low + 1 < high {
            let middle = (low + high) / 2
            if Int(tree.nodes[middle].range.start) <= offset { low = middle } else { high = middle }
        }
        let isGitLab = isGitLab(holder, tree)
        var node = low
        var part: String?
        var isAzures = false
        var isOfSome = false
        while node >= 0 {
            if node == 0 || tree.nodes[node].range.contains(offset) {
                if isGitLab, tree.nodes[node].parent == 0, let name = tree.nodes[node].name {
                    place.job = TerraformStateFacts.scope(file, holder) + name
                    // The pipeline's own is a key at the top.
                    place.part = name == "before_script" || name == "after_script" ? name : part
                }
                if !isGitLab, tree.nodes[node].kind == .object {
                    let found = mapping(Key(document: holder, node: node), tree)
                    if place.folder == nil { place.folder = found.folder }
                    place.environment.insert(contentsOf: found.environment, at: 0)
                    if !found.sources.isEmpty {
                        // Of a task, from where it runs.
                        let task = node > 0 ? place.folder ?? "" : ""
                        let start = TerraformTemplate.join(taskfileFolder ?? "", task)
                        place.sources += found.sources.map { TerraformTemplate.join(start, $0) }
                    }
                    place.matrix += found.matrix
                    place.isOff = place.isOff || found.isOff
                    isOfSome = isOfSome || found.isOfSome
                    if !isOfSome, let job = found.combinations.first {
                        // (Each script looks through them for what it asks for.)
                        valuesLeft -= found.combinations.count * max(1, job.count)
                        if valuesLeft >= 0 { place.combinations = found.combinations }
                    }
                }
                if !isGitLab, tree.nodes[node].parent >= 0, tree.nodes[Int(tree.nodes[node].parent)].name == "jobs" {
                    place.workflowJob = tree.nodes[node].name
                }
                if tree.nodes[node].name == "steps", isBrought(offset, Key(document: holder, node: node), tree) {
                    place.sources.append(TerraformScriptReader.unseen)
                }
                if tree.nodes[node].name == "steps", let part, TerraformYAMLPlaces.azureScripts.contains(part) {
                    let key = Key(document: holder, node: node)
                    isAzures = atRoot[key] ?? isAtRoot(node, tree)
                    atRoot[key] = isAzures
                }
                if let name = tree.nodes[node].name { part = name }
            }
            node = Int(tree.nodes[node].parent)
        }
        if isUnrun, place.workflowJob != nil { place.isOff = true }
        place.isExcerpt = file.language == .markdown && place.job == nil && place.workflowJob == nil
        if let taskfileFolder, place.folder.map({ !$0.begins("$") }) ?? true {
            let folder = TerraformYAMLPlaces.folder(place.folder ?? "", ofTaskIn: taskfileFolder)
            place.folder = taskFolder(folder, place.environment, tree, in: holder)
        }
        if !isGitLab, let folder = place.folder { place.folder = azureFolder(folder, at: low, tree, in: holder) }
        if let folder = place.folder, let inside = CircleCheckouts.inside(folder, checkouts) { place.folder = inside }
        if place.folder == nil, isGitLab || isWorkflow || isAzures || !checkouts.isEmpty { place.folder = "" }
        if let innerRoot, let folder = place.folder, !folder.begins("$"), !folder.begins("/") {
            place.folder = TerraformTemplate.join(innerRoot, folder)
        }
        return place
    }

    /// The `dir:` of a task, beside its Taskfile where it is not said from where (taskfile.dev/reference/templating).
    private static func folder(_ text: String, ofTaskIn home: String) -> String {
        for (variable, start) in [("{{.TASKFILE_DIR}}", home), ("{{.ROOT_DIR}}", "")] where text.hasPrefix(variable) {
            return TerraformTemplate.join(start, String(text.dropFirst(variable.count).drop { $0 == "/" }))
        }
        return TerraformTemplate.join(home, text)
    }

    /// The keys of steps that are shells in Azure Pipelines (learn.microsoft.com/azure/devops/pipelines/yaml-schema/steps).
    private static let azureScripts: Set<String> = ["script", "bash"]

    /// Whether a list of Azure's steps begins at the root of the repository: it checks out nothing else beside it, and is no
    /// `deploy` of a deployment, which has no checkout unless it says so. (Steps of Kubernetes' kinds begin in a volume.)
    func isAtRoot(_ steps: Int, _ tree: SyntaxTree) -> Bool {
        guard tree.nodes[steps].kind == .array else { return false }
        var checksOut = false
        for step in tree.children(of: steps) {
            for key in tree.children(of: step) where tree.nodes[key].name == "checkout" {
                guard tree.nodes[key].scalar == "self" else { return false }
                checksOut = true
            }
        }
        if checksOut { return true }
        var node = Int(tree.nodes[steps].parent)
        while node >= 0 {
            if tree.nodes[node].name == "deploy" { return false }
            node = Int(tree.nodes[node].parent)
        }
        return !tree.children(of: 0).contains { tree.nodes[$0].name == "apiVersion" }
    }

    /// A folder that begins with a variable which the pipeline itself sets, `$(tfDir)`: that of its job, its stage or its own
    /// (learn.microsoft.com/azure/devops/pipelines/process/variables).
    mutating func azureFolder(_ folder: String, at node: Int, _ tree: SyntaxTree, in document: Int = 0) -> String {
        guard folder.begins("$("), let close = folder.firstIndex(of: ")") else { return folder }
        let name = String(folder[..<close].dropFirst(2))
        guard TerraformTemplate.isArgument(name[...]) else { return folder }
        var at = node
        while at >= 0 {
            // (A list has none, and may be long.)
            if tree.nodes[at].kind != .array, let known = azureVariables(of: Key(document: document, node: at), tree),
                let value = known[name]
            {
                return value + folder[folder.index(after: close)...]
            }
            at = Int(tree.nodes[at].parent)
        }
        return folder
    }

    private mutating func azureVariables(of holder: Key, _ tree: SyntaxTree) -> [String: String]? {
        if let known = azureVariables[holder] { return known }
        let node = tree.children(of: holder.node).first { tree.nodes[$0].name == "variables" }
        let found = node.map { TerraformYAMLPlaces.variables($0, tree) }
        azureVariables[holder] = .some(found)
        return found
    }

    /// `{NAME: value}` or `[{name: NAME, value: …}]`
    private static func variables(_ node: Int, _ tree: SyntaxTree) -> [String: String] {
        var result: [String: String] = [:]
        for item in tree.children(of: node) {
            if let name = tree.nodes[item].name {
                if let value = tree.nodes[item].scalar { result[name] = value }
                continue
            }
            func scalar(_ key: String) -> String? {
                tree.children(of: item).first { tree.nodes[$0].name == key }.flatMap { tree.nodes[$0].scalar }
            }
            if let name = scalar("name"), let value = scalar("value") { result[name] = value }
        }
        return result
    }

    private mutating func isGitLab(_ document: Int, _ tree: SyntaxTree) -> Bool {
        if let answer = isGitLab[document] { return answer }
        let answer =
            document == 0 && TerraformStateFacts.isGitLab(file.path) || TerraformStateFacts.hasGitLabJobs(tree)
        isGitLab[document] = answer
        return answer
    }

    /// Whether a step before a place has brought variables that are not seen.
    private mutating func isBrought(_ offset: Int, _ steps: Key, _ tree: SyntaxTree) -> Bool {
        let first =
            bringers[steps]
            ?? tree.children(of: steps.node).first { TerraformStateFacts.brings($0, tree, file.bytes) }
            .map { Int(tree.nodes[$0].range.start) } ?? Int.max
        bringers[steps] = first
        return offset > first
    }

    private mutating func mapping(_ key: Key, _ tree: SyntaxTree) -> Mapping {
        if let answer = known[key] { return answer }
        var result = Mapping()
        if hasGroups, TerraformStateFacts.takesGroup(key.node, tree) {
            result.sources.append(TerraformScriptReader.unseen)
        }
        for child in tree.children(of: key.node) {
            switch tree.nodes[child].name {
            case "working-directory", "workingDirectory", "dir": result.folder = tree.nodes[child].scalar ?? "$"
            case "working_directory" where !checkouts.isEmpty: result.folder = tree.nodes[child].scalar ?? "$"
            case "if":
                let condition = tree.nodes[child].scalar?.filter { !" ${}".contains($0) }
                result.isOff = condition == "false"
                result.isOfSome = condition?.holds("matrix.") ?? false
            case "defaults":
                for run in tree.children(of: child) where tree.nodes[run].name == "run" {
                    for item in tree.children(of: run) where tree.nodes[item].name == "working-directory" {
                        result.folder = result.folder ?? tree.nodes[item].scalar ?? "$"
                    }
                }
            case "dotenv" where taskfileFolder != nil:
                result.sources += tree.children(of: child).prefix(20).map { tree.nodes[$0].scalar ?? "$" }
            case "vars" where taskfileFolder != nil: result.environment += taskVariables(child, tree)
            case "env":
                // `${{ fromJSON(vars.ENVIRONMENT) }}`
                if tree.nodes[child].scalar?.begins("${{") == true {
                    result.sources.append(TerraformScriptReader.unseen)
                }
                for item in tree.children(of: child) {
                    guard let name = tree.nodes[item].name else { continue }
                    let setting = TerraformStateFacts.Setting(
                        name: name, value: tree.nodes[item].scalar ?? "", range: tree.nodes[item].nameRange)
                    result.environment.append(setting)
                    TerraformStateFacts.appendArguments(of: setting, to: &result.environment, file.bytes)
                }
            case "strategy":
                for matrix in tree.children(of: child) where tree.nodes[matrix].name == "matrix" {
                    result.matrix += TerraformYAMLPlaces.choices(of: matrix, tree)
                    result.combinations = TerraformMatrix.combinations(of: matrix, tree, left: &stepsLeft) ?? []
                }
            default: break
            }
        }
        known[key] = result
        return result
    }
}
