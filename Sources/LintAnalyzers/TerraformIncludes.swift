import LintSource
import LintSyntax

/// Files that GitLab reads because a configuration includes them: their names tell nothing.
extension TerraformStateFacts {
    /// Whether a file may be a part of a GitLab configuration that has no job with a script: only one with variables or
    /// other includes matters.
    static func mayBeIncluded(_ file: ParsedFile) -> Bool {
        guard file.language == .yaml, !file.path.begins(".github/") else { return false }
        return file.bytes.first("variables:") != nil || file.bytes.first("include:") != nil
    }

    /// `include:` of the configuration itself and of the pipelines that its jobs trigger: a path, `{local: …}`, or several
    /// of them.
    mutating func readIncludes(_ tree: SyntaxTree) {
        for node in tree.children(of: 0) {
            if tree.nodes[node].name == "include" {
                readInclude(node, tree)
                continue
            }
            for trigger in tree.children(of: node) where tree.nodes[trigger].name == "trigger" {
                for child in tree.children(of: trigger) where tree.nodes[child].name == "include" {
                    readInclude(child, tree)
                }
            }
        }
    }

    private mutating func readInclude(_ node: Int, _ tree: SyntaxTree) {
        let items = tree.nodes[node].kind == .array ? Array(tree.children(of: node)) : [node]
        for item in items {
            let local = tree.children(of: item).first { tree.nodes[$0].name == "local" }
            guard let path = tree.nodes[local ?? item].scalar, !path.holds("://"), includes.count < 1_000 else {
                continue
            }
            includes.append(path)
        }
    }
}

extension TerraformStacks {
    /// The numbers of the files that are GitLab's because a configuration includes them, at any depth.
    func includedFiles() -> Set<Int> {
        let parts = files(with: [.jobs, .includes]).filter { files[$0].facts.isForIncluding }
        guard !parts.isEmpty else { return [] }
        let byPath = Dictionary(parts.map { (files[$0].path, $0) }) { first, _ in first }
        var found: Set<Int> = []
        var seen: Set<String> = []
        // GitLab refuses a pipeline of more than 150 includes (ci_max_includes); each of these looks at all parts.
        var globs = 150
        var next = files(with: .includes).filter { !files[$0].facts.isForIncluding }
        while let number = next.popLast() {
            for path in files[number].facts.includes where seen.insert(path).inserted {
                let rooted = path.drop { $0 == "/" }
                let numbers: [Int]
                if rooted.holds("*") {
                    guard globs > 0 else { continue }
                    globs -= 1
                    let glob = PathGlob("/" + rooted)
                    numbers = parts.filter { glob.matches(files[$0].path) }
                } else {
                    numbers = byPath[String(rooted)].map { [$0] } ?? []
                }
                for number in numbers where found.insert(number).inserted { next.append(number) }
            }
        }
        return found
    }
}
