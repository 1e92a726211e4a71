import LintSyntax

/// Where jobs of CircleCI check the repository out: `~/project`, or what a job or an executor calls its
/// `working_directory` (circleci.com/docs/reference/configuration-reference).
struct CircleCheckouts {
    private static let limit = 100
    /// In bytes; a longer path is nobody's.
    private static let pathLimit = 255

    /// Absolute, without a `/` at the end; none lies below another.
    let folders: [String]

    /// Nothing for a file that is no configuration of CircleCI's.
    init(_ path: String, _ tree: SyntaxTree?) {
        guard path.begins(".circleci/"), let tree else {
            folders = []
            return
        }
        var found: Set<String> = ["~/project"]
        for node in tree.nodes.indices where tree.nodes[node].name == "working_directory" {
            // A step's own is a folder in it.
            let parent = Int(tree.nodes[node].parent)
            guard parent >= 0, tree.nodes[parent].name != "run", let folder = tree.nodes[node].scalar,
                folder.begins("~") || folder.begins("/"), folder.utf8.count <= CircleCheckouts.pathLimit,
                !TerraformTemplate.isOpen(folder)
            else { continue }
            if found.count < CircleCheckouts.limit { found.insert(CircleCheckouts.trimmed(folder)) }
        }
        folders = found.filter { folder in !found.contains { folder.hasPrefix($0 + "/") } }.sorted()
    }

    /// The way from the checkout; `nil` for what does not lie in it.
    static func inside(_ path: String, _ folders: [String]) -> String? {
        guard path.begins("~") || path.begins("/") else { return nil }
        for folder in folders {
            if trimmed(path) == folder { return "" }
            if path.hasPrefix(folder + "/") { return String(path.dropFirst(folder.count + 1)) }
        }
        return nil
    }

    private static func trimmed(_ path: String) -> String { path.hasSuffix("/") ? String(path.dropLast()) : path }
}
