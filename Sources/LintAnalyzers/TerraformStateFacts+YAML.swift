import LintSource
import LintSyntax

extension TerraformStateFacts {
    /// Jobs of every GitLab configuration in a file: what they extend and set, and the anchors that carry scripts between
    /// them.
    mutating func readJobs(_ file: ParsedFile) {
        for (number, document) in file.flat.documents.enumerated() where document.language == .yaml {
            guard let index = document.tree else { continue }
            let tree = file.flat.trees[index]
            guard number == 0 && TerraformStateFacts.isGitLab(file.path) || TerraformStateFacts.hasGitLabJobs(tree)
            else {
                continue
            }
            readJobs(tree, document: number, file)
        }
    }

    /// A configuration in a document is one of its own; all files of a repository are one.
    static func scope(_ file: ParsedFile, _ document: Int) -> String {
        document == 0 ? "" : "\(file.path)#\(document)\n"
    }

    private mutating func readJobs(_ tree: SyntaxTree, document: Int, _ file: ParsedFile) {
        let scope = TerraformStateFacts.scope(file, document)
        var ranges: [(range: ByteRange, job: Int)] = []
        let first = jobs.count
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
                case "variables": job.variables += variables(child, tree, file)
                case "artifacts":
                    for paths in tree.children(of: child) where tree.nodes[paths].name == "paths" {
                        for item in tree.children(of: paths) {
                            guard let path = tree.nodes[item].scalar else { continue }
                            let range = tree.nodes[item].valueRange
                            job.artifacts.append(Setting(name: "", value: path, range: range))
                        }
                    }
                case "before_script", "script", "after_script":
                    job.parts.insert(key)
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
            if name == "variables" { job.variables += variables(node, tree, file) }
            ranges.append((tree.nodes[node].range, jobs.count))
            jobs.append(job)
        }
        var next = 0
        for entry in file.flat.entries where entry.kind == .anchor || entry.kind == .alias {
            guard Int(entry.document) == document else { continue }
            while next < ranges.count, ranges[next].range.end <= entry.start { next += 1 }
            guard next < ranges.count, ranges[next].range.start <= entry.start else { continue }
            let name = String(file.bytes.text(entry.range).drop { $0 == "&" || $0 == "*" })
            if entry.kind == .anchor {
                jobs[ranges[next].job].anchors.append(name)
            } else {
                jobs[ranges[next].job].aliases.append(name)
            }
        }
        for index in jobs.indices.dropFirst(first).reversed() {
            let job = jobs[index]
            if job.extends.isEmpty, job.references.isEmpty, job.variables.isEmpty, job.anchors.isEmpty,
                job.aliases.isEmpty,
                job.artifacts.isEmpty, job.parts.isEmpty
            {
                jobs.remove(at: index)
            }
        }
    }

    private mutating func variables(_ node: Int, _ tree: SyntaxTree, _ file: ParsedFile) -> [Setting] {
        var result: [Setting] = []
        for item in tree.children(of: node) {
            guard let name = tree.nodes[item].name else { continue }
            var value = tree.nodes[item].scalar
            // `NAME: {value: x, description: …}`
            for inner in tree.children(of: item) where tree.nodes[inner].name == "value" {
                value = tree.nodes[inner].scalar
            }
            guard let value else { continue }
            let isRead = TerraformBackend.byVariable[name] != nil
            result.append(
                Setting(name: name, value: value, range: isRead ? tree.nodes[item].nameRange : ByteRange(0, 0)))
        }
        return result
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
