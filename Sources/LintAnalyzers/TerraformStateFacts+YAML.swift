import LintSource
import LintSyntax

extension TerraformStateFacts {
    /// Jobs of every GitLab configuration in a file: what they extend and set, and the anchors that carry scripts between
    /// them.
    mutating func readJobs(_ file: ParsedFile) {
        for (number, document) in file.inner.documents.enumerated() where document.language == .yaml {
            guard let index = document.tree else { continue }
            let tree = file.inner.trees[index]
            if number == 0 { readSteps(tree, file) }
            if number == 0, TerraformStateFacts.mayBeIncluded(file) { readIncludes(tree) }
            if number == 0 && TerraformStateFacts.isGitLab(file.path) || TerraformStateFacts.hasGitLabJobs(tree) {
                readJobs(tree, document: number, file)
            } else if number == 0, TerraformStateFacts.mayBeIncluded(file) {
                readJobs(tree, document: number, file)
                isForIncluding = !jobs.isEmpty || !includes.isEmpty || !triggers.isEmpty
            }
        }
    }

    /// Steps that upload, and those that are given a file of configuration: they change something in it.
    private mutating func readSteps(_ tree: SyntaxTree, _ file: ParsedFile) {
        let uploads = file.bytes.first("upload-artifact") != nil
        let changes = file.bytes.first("uses:") != nil && file.bytes.first(".tf") != nil
        let chooses =
            file.bytes.first("terraform_version") != nil || file.bytes.first("hashicorp/terraform:") != nil
        let downloads = file.bytes.first("download-artifact") != nil
        guard uploads || changes || chooses || downloads else { return }
        if downloads { readDownloads(tree) }
        guard uploads || changes || chooses else { return }
        for jobs in tree.children(of: 0) where tree.nodes[jobs].name == "jobs" {
            for job in tree.children(of: jobs) {
                if chooses { readVersion(of: job, tree) }
                for steps in tree.children(of: job) where tree.nodes[steps].name == "steps" {
                    for step in tree.children(of: steps) {
                        if uploads { readUpload(step, job: tree.nodes[job].name ?? "", tree, file) }
                        if changes { readChange(step, tree) }
                    }
                }
            }
        }
    }

    /// `terraform_version: 1.5.7` of a step that sets Terraform up, or the job's container. What is no literal tells nothing.
    private mutating func readVersion(of job: Int, _ tree: SyntaxTree) {
        guard let name = tree.nodes[job].name else { return }
        for part in tree.children(of: job) {
            switch tree.nodes[part].name {
            case "container":
                if let image = TerraformStateFacts.image(part, "image", tree), TerraformVersion.isOld(image: image) {
                    oldJobs.insert(name)
                }
            case "steps":
                for step in tree.children(of: part) {
                    for with in tree.children(of: step) where tree.nodes[with].name == "with" {
                        for input in tree.children(of: with) where tree.nodes[input].name == "terraform_version" {
                            guard let version = tree.nodes[input].scalar, TerraformVersion.isOld(choice: version)
                            else { continue }
                            oldJobs.insert(name)
                        }
                    }
                }
            default: break
            }
        }
    }

    /// The name of a container's image, written alone or beside what else is said of it.
    private static func image(_ node: Int, _ key: String, _ tree: SyntaxTree) -> String? {
        if let scalar = tree.nodes[node].scalar { return scalar }
        return tree.children(of: node).first { tree.nodes[$0].name == key }.flatMap { tree.nodes[$0].scalar }
    }

    private static let changes: [StaticString] = [
        "replace", "token", "subst", "template", "render", "write", "create",
    ]

    /// `uses: someone/find-and-replace@v1` with `include: infra/backend.tf`.
    private mutating func readChange(_ step: Int, _ tree: SyntaxTree) {
        let children = tree.children(of: step)
        // Of most actions that read such a file the name tells that they write none.
        guard let uses = children.first(where: { tree.nodes[$0].name == "uses" }), let action = tree.nodes[uses].scalar,
            TerraformStateFacts.changes.contains(where: action.holds),
            let with = children.first(where: { tree.nodes[$0].name == "with" })
        else { return }
        for input in tree.children(of: with) {
            guard let path = tree.nodes[input].scalar, TerraformState.isConfiguration(path), rewritten.count < 1_000,
                !path.utf8.contains(where: { $0 == 0x20 || $0 == 0x0A || $0 == 0x2A })
            else { continue }
            let name = String(path.lastPart)
            written.insert(name)
            rewritten.insert(name)
            let folder = path.utf8.lastIndex(of: 0x2F).map { String(path[..<$0]) } ?? ""
            configured.insert(TerraformTemplate.join("", folder))
        }
    }

    /// What steps of a workflow's jobs, or of an action, download, and where to.
    private mutating func readDownloads(_ tree: SyntaxTree) {
        for top in tree.children(of: 0) {
            switch tree.nodes[top].name {
            case "jobs":
                for job in tree.children(of: top) { readDownloads(of: job, job: tree.nodes[job].name, tree) }
            case "runs": readDownloads(of: top, job: nil, tree)
            default: break
            }
        }
    }

    private mutating func readDownloads(of job: Int, job name: String?, _ tree: SyntaxTree) {
        for steps in tree.children(of: job) where tree.nodes[steps].name == "steps" {
            for step in tree.children(of: steps) where brought.count < TerraformBrought.most {
                guard TerraformStateFacts.scalar("uses", of: step, tree)?.holds("download-artifact") == true else {
                    continue
                }
                let with = tree.children(of: step).first { tree.nodes[$0].name == "with" }
                let artifact = with.flatMap { TerraformStateFacts.scalar("name", of: $0, tree) }
                let path = with.flatMap { TerraformStateFacts.scalar("path", of: $0, tree) }
                let target = TerraformTemplate.join("", path ?? "")
                brought.append(.init(source: nil, target: target, artifact: artifact ?? "", job: name))
            }
        }
    }

    /// What a key of a mapping says.
    private static func scalar(_ name: String, of node: Int, _ tree: SyntaxTree) -> String? {
        tree.children(of: node).first { tree.nodes[$0].name == name }.flatMap { tree.nodes[$0].scalar }
    }

    private mutating func readUpload(_ step: Int, job: String, _ tree: SyntaxTree, _ file: ParsedFile) {
        let children = tree.children(of: step)
        guard
            children.contains(where: {
                tree.nodes[$0].name == "uses" && tree.nodes[$0].scalar?.holds("upload-artifact") == true
            }), let with = children.first(where: { tree.nodes[$0].name == "with" }),
            let path = tree.children(of: with).first(where: { tree.nodes[$0].name == "path" }),
            let text = tree.nodes[path].scalar
        else { return }
        for line in text.split(separator: "\n") {
            let value = line.drop { $0 == " " }
            guard !value.isEmpty, !value.begins("!"), uploads.count < 500 else { continue }
            let range = ScriptReading.find(String(value), in: tree.nodes[path].valueRange, file.bytes)
            let artifact = TerraformStateFacts.scalar("name", of: with, tree) ?? "artifact"
            let path = Setting(name: "", value: String(value), range: range)
            uploads.append(Upload(job: job, name: artifact, path: path))
        }
    }

    /// A configuration in a document is one of its own; all files of a repository are one.
    static func scope(_ file: ParsedFile, _ document: Int) -> String {
        document == 0 ? "" : "\(file.path)#\(document)\n"
    }

    private mutating func readJobs(_ tree: SyntaxTree, document: Int, _ file: ParsedFile) {
        let scope = TerraformStateFacts.scope(file, document)
        var ranges: [(range: ByteRange, job: Int)] = []
        var found: [Job] = []
        let anchors = YAMLAnchors(file)
        // Of most files no image has a Terraform.
        let hasImages = file.bytes.first("hashicorp/terraform:") != nil || file.bytes.first("terraform-images/") != nil
        for node in tree.children(of: 0) {
            guard let name = tree.nodes[node].name else { continue }
            var job = Job(name: scope + name)
            for child in tree.children(of: node) {
                guard let key = tree.nodes[child].name else { continue }
                switch key {
                case "extends":
                    if let scalar = tree.nodes[child].scalar { job.extends = [scope + scalar] }
                    for item in tree.children(of: child) {
                        job.extends += tree.nodes[item].scalar.map { [scope + $0] } ?? []
                    }
                case "<<":
                    let aliases = tree.nodes[child].kind == .array ? Array(tree.children(of: child)) : [child]
                    for alias in aliases.prefix(16) {
                        guard let target = anchors.target(of: alias, tree), target != node,
                            tree.nodes[target].parent == 0, let base = tree.nodes[target].name
                        else { continue }
                        job.merges.append(scope + base)
                    }
                case "variables":
                    job.parts.insert(.variables)
                    job.variables += variables(child, tree, anchors, file)
                    if let reference = reference(child, tree) { job.variableReferences.append(scope + reference) }
                case "image" where hasImages:
                    job.isOld = TerraformStateFacts.image(child, "name", tree).map { TerraformVersion.isOld(image: $0) }
                case "inherit": job.inheritsBefore = TerraformStateFacts.inheritsBefore(child, tree)
                case "when": job.isOff = tree.nodes[child].scalar == "never"
                case "rules": job.isOff = TerraformStateFacts.neverRuns(child, tree)
                case "parallel": job.matrix = matrix(child, tree, file)
                case "artifacts":
                    for paths in tree.children(of: child) where tree.nodes[paths].name == "paths" {
                        for item in tree.children(of: paths) {
                            guard let path = tree.nodes[item].scalar else { continue }
                            let range = ScriptReading.find(path, in: tree.nodes[item].valueRange, file.bytes)
                            job.artifacts.append(Setting(name: "", value: path, range: range))
                        }
                    }
                case "before_script", "script", "after_script":
                    job.parts.insert(key == "script" ? .script : key == "before_script" ? .before : .after)
                    // `!reference [.base, script]`
                    for item in tree.children(of: child) where tree.nodes[item].kind == .array {
                        if let head = tree.children(of: item).first(where: { _ in true }),
                            let scalar = tree.nodes[head].scalar
                        {
                            job.references.append(scope + scalar)
                        }
                    }
                default: break
                }
            }
            // The file's own `variables:` hold for every job.
            if name == "image", hasImages {
                job.isOld = TerraformStateFacts.image(node, "name", tree).map { TerraformVersion.isOld(image: $0) }
            }
            if name == "variables" { job.variables += variables(node, tree, anchors, file) }
            job.supplies = TerraformStateFacts.supplies(job.variables)
            ranges.append((tree.nodes[node].range, found.count))
            found.append(job)
        }
        var next = 0
        for entry in file.inner.entries where entry.kind == .anchor || entry.kind == .alias {
            guard Int(entry.document) == document else { continue }
            while next < ranges.count, ranges[next].range.end <= entry.start { next += 1 }
            guard next < ranges.count, ranges[next].range.start <= entry.start else { continue }
            let name = String(file.bytes.text(entry.range).drop { $0 == "&" || $0 == "*" })
            if entry.kind == .anchor {
                found[ranges[next].job].anchors.append(name)
            } else {
                found[ranges[next].job].aliases.append(name)
            }
        }
        if document == 0 {
            readTemplates(tree, file, &found)
            readSpecification(file)
        }
        for job in found where TerraformStateFacts.saysSomething(job) { jobs.append(Kept(job)) }
    }

    private static func saysSomething(_ job: Job) -> Bool {
        !job.extends.isEmpty || !job.merges.isEmpty || !job.references.isEmpty || !job.variables.isEmpty
            || !job.anchors.isEmpty
            || !job.aliases.isEmpty || !job.artifacts.isEmpty || !job.parts.isEmpty || !job.matrix.isEmpty
            || job.isOff != nil || job.inheritsBefore != nil || job.isOld != nil
    }

    /// The numbers of those variables that backends read: only these have a place.
    static func supplies(_ variables: [Setting]) -> [Int] {
        variables.indices.filter { !variables[$0].range.isEmpty || variables[$0].name.begins("TF_CLI_ARGS") }
    }

    /// Of `inherit: {default: false}` or `{default: [image]}`, whether the `before_script` is among it.
    private static func inheritsBefore(_ inherit: Int, _ tree: SyntaxTree) -> Bool? {
        for standard in tree.children(of: inherit) where tree.nodes[standard].name == "default" {
            if let scalar = tree.nodes[standard].scalar { return scalar != "false" }
            return tree.children(of: standard).contains { tree.nodes[$0].scalar == "before_script" }
        }
        return nil
    }

    /// Whether all of a job's `rules` say `when: never`.
    private static func neverRuns(_ rules: Int, _ tree: SyntaxTree) -> Bool {
        var isOff = false
        for rule in tree.children(of: rules) {
            isOff = tree.children(of: rule).contains {
                tree.nodes[$0].name == "when" && tree.nodes[$0].scalar == "never"
            }
            if !isOff { return false }
        }
        return isOff
    }

    /// `parallel: matrix:`: of each item one value a name, in every combination. GitLab allows 200 jobs.
    private func matrix(_ node: Int, _ tree: SyntaxTree, _ file: ParsedFile) -> [[Setting]] {
        var result: [[Setting]] = []
        for matrix in tree.children(of: node) where tree.nodes[matrix].name == "matrix" {
            for item in tree.children(of: matrix) {
                var made: [[Setting]] = [[]]
                for variable in tree.children(of: item) {
                    guard let name = tree.nodes[variable].name else { continue }
                    let isRead = TerraformBackend.isNamed(name)
                    let range = isRead ? tree.nodes[variable].nameRange : ByteRange(0, 0)
                    let values =
                        tree.nodes[variable].scalar.map { [$0] }
                        ?? tree.children(of: variable).compactMap { tree.nodes[$0].scalar }
                    made = made.flatMap { known in
                        values.prefix(200).map { known + [Setting(name: name, value: $0, range: range)] }
                    }
                    made.removeLast(max(0, made.count - 200))
                }
                result += made.filter { !$0.isEmpty }
            }
        }
        return Array(result.prefix(200))
    }

    private func variables(
        _ node: Int, _ tree: SyntaxTree, _ anchors: YAMLAnchors, _ file: ParsedFile
    ) -> [Setting] {
        var result: [Setting] = []
        // `variables: *anchor`
        if tree.nodes[node].kind != .object, let target = anchors.target(of: node, tree) {
            return target == node ? [] : variables(target, tree, anchors, file)
        }
        result.reserveCapacity(4)
        for item in tree.children(of: node) {
            guard let name = tree.nodes[item].name else { continue }
            if name == "<<", let target = anchors.target(of: item, tree),
                !tree.nodes[target].range.contains(Int(tree.nodes[item].range.start))
            {
                result += variables(target, tree, anchors, file)
                continue
            }
            var value = tree.nodes[item].scalar
            // `NAME: {value: x, description: …}`
            for inner in tree.children(of: item) where tree.nodes[inner].name == "value" {
                value = tree.nodes[inner].scalar
            }
            guard var value else { continue }
            if value.holds("$[[") {
                value = String(decoding: TerraformStateFacts.withInputs(Array(value.utf8)), as: UTF8.self)
            }
            let isRead = TerraformBackend.isNamed(name)
            result.append(
                Setting(name: name, value: value, range: isRead ? tree.nodes[item].nameRange : ByteRange(0, 0)))
            let whole = Setting(name: name, value: value, range: tree.nodes[item].nameRange)
            TerraformStateFacts.appendArguments(of: whole, to: &result, file.bytes)
        }
        return result
    }

    /// The job of `!reference [.job, variables]`.
    private func reference(_ node: Int, _ tree: SyntaxTree) -> String? {
        guard tree.nodes[node].kind == .array else { return nil }
        let words = tree.children(of: node).compactMap { tree.nodes[$0].scalar }
        return words.count == 2 && words[1] == "variables" ? words[0] : nil
    }

    static func isGitLab(_ path: String) -> Bool {
        path.hasPrefix(".gitlab/") || path.hasSuffix(".gitlab-ci.yml") || path.hasSuffix(".gitlab-ci.yaml")
    }

    /// Whether a mapping at the top has a script of GitLab's.
    static func hasGitLabJobs(_ tree: SyntaxTree) -> Bool {
        for node in tree.children(of: 0) where tree.nodes[node].kind == .object {
            if tree.nodes[node].name == "jobs" { return false }
            for child in tree.children(of: node) {
                if ["script", "before_script"].contains(tree.nodes[child].name), tree.nodes[child].kind != .object {
                    return true
                }
            }
        }
        return false
    }
}
