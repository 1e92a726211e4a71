import LintSource
import LintSyntax

extension TerraformStateFacts {
    /// Jobs of a GitLab configuration: what they extend and set, and the anchors that carry scripts between them.
    mutating func readJobs(_ file: ParsedFile) {
        guard let tree = file.document.tree else { return }
        var ranges: [(range: ByteRange, job: Int)] = []
        for node in tree.children(of: 0) {
            guard let name = tree.nodes[node].name else { continue }
            var job = Job(name: name)
            for child in tree.children(of: node) {
                switch tree.nodes[child].name {
                case "extends":
                    if let scalar = tree.nodes[child].scalar { job.extends = [scalar] }
                    for item in tree.children(of: child) { job.extends += tree.nodes[item].scalar.map { [$0] } ?? [] }
                case "variables":
                    for item in tree.children(of: child) {
                        guard let key = tree.nodes[item].name else { continue }
                        job.variables[key] = tree.nodes[item].scalar
                    }
                default: break
                }
            }
            // The file's own `variables:` hold for every job.
            if name == "variables" {
                for item in tree.children(of: node) {
                    if let key = tree.nodes[item].name { job.variables[key] = tree.nodes[item].scalar }
                }
            }
            ranges.append((tree.nodes[node].range, jobs.count))
            jobs.append(job)
        }
        var next = 0
        for entry in file.flat.entries where entry.kind == .anchor || entry.kind == .alias {
            while next < ranges.count, ranges[next].range.end <= entry.start { next += 1 }
            guard next < ranges.count, ranges[next].range.start <= entry.start else { continue }
            let name = String(file.bytes.text(entry.range).drop { $0 == "&" || $0 == "*" })
            if entry.kind == .anchor {
                jobs[ranges[next].job].anchors.append(name)
            } else {
                jobs[ranges[next].job].aliases.append(name)
            }
        }
        jobs.removeAll { $0.extends.isEmpty && $0.variables.isEmpty && $0.anchors.isEmpty && $0.aliases.isEmpty }
    }

    static func isGitLab(_ path: String) -> Bool {
        path.hasPrefix(".gitlab/") || path.hasSuffix(".gitlab-ci.yml") || path.hasSuffix(".gitlab-ci.yaml")
    }
}
