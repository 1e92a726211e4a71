import LintSource
import LintSyntax

/// Where a YAML script begins: its job, and its folder by `working-directory`, the root where a service says so.
struct TerraformYAMLPlaces {
    private let file: ParsedFile
    private let isGitHub: Bool
    /// What a mapping says of the folder, by its node: asked once for all scripts below it.
    private var known: [Int: String?] = [:]

    init(_ file: ParsedFile) {
        self.file = file
        isGitHub = file.path.hasPrefix(".github/")
    }

    /// O(log nodes + depth), and once for each mapping its children.
    mutating func place(of offset: Int) -> (job: String?, folder: String?) {
        guard file.language == .yaml, let tree = file.document.tree else { return (nil, nil) }
        var job: String?
        var folder: String?
        // Nodes are in the order they begin in.
        var low = 0
        var high = tree.nodes.count
        while low + 1 < high {
            let middle = (low + high) / 2
            if Int(tree.nodes[middle].range.start) <= offset { low = middle } else { high = middle }
        }
        var node = low
        while node >= 0 {
            if tree.nodes[node].range.contains(offset) {
                if tree.nodes[node].parent == 0 { job = tree.nodes[node].name }
                if isGitHub, folder == nil { folder = directory(node, tree) }
            } else if node == 0, isGitHub, folder == nil {
                folder = directory(0, tree)
            }
            node = Int(tree.nodes[node].parent)
        }
        return (job, folder ?? (isGitHub || TerraformStateFacts.isGitLab(file.path) ? "" : nil))
    }

    private mutating func directory(_ node: Int, _ tree: SyntaxTree) -> String? {
        if let answer = known[node] { return answer }
        var result: String?
        for child in tree.children(of: node) {
            if tree.nodes[child].name == "working-directory" { result = tree.nodes[child].scalar ?? "$" }
            guard tree.nodes[child].name == "defaults" else { continue }
            for run in tree.children(of: child) where tree.nodes[run].name == "run" {
                for key in tree.children(of: run) where tree.nodes[key].name == "working-directory" {
                    result = result ?? tree.nodes[key].scalar ?? "$"
                }
            }
        }
        known.updateValue(result, forKey: node)
        return result
    }
}
