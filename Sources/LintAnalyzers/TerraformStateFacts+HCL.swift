import LintSource
import LintSyntax

extension TerraformStateFacts {
    /// Backend blocks, from the tree: an argument that is no literal keeps its expression's text.
    mutating func readBlocks(_ file: ParsedFile) {
        guard let tree = file.document.tree else { return }
        for block in tree.children(of: 0) where tree.nodes[block].name == "module" {
            for label in tree.children(of: block) {
                for argument in tree.children(of: label) where tree.nodes[argument].name == "source" {
                    if let source = tree.nodes[argument].scalar, source.hasPrefix(".") { modules.append(source) }
                }
            }
        }
        for block in tree.children(of: 0) where tree.nodes[block].name == "terraform" {
            for inner in tree.children(of: block) {
                if tree.nodes[inner].name == "cloud" {
                    add("cloud", inner, tree, file)
                } else if tree.nodes[inner].name == "backend" {
                    for label in tree.children(of: inner) where tree.nodes[label].kind == .object {
                        add(tree.nodes[label].name ?? "", label, tree, file)
                    }
                }
            }
        }
    }

    mutating func readSettings(_ file: ParsedFile) {
        guard let tree = file.document.tree else { return }
        settings = TerraformStateFacts.arguments(of: 0, tree, file)
    }

    private mutating func add(_ type: String, _ node: Int, _ tree: SyntaxTree, _ file: ParsedFile) {
        backends.append(
            Backend(
                type: type, arguments: TerraformStateFacts.arguments(of: node, tree, file),
                line: file.lines.line(at: Int(tree.nodes[node].nameRange.start))))
    }

    private static func arguments(of node: Int, _ tree: SyntaxTree, _ file: ParsedFile) -> [String: String] {
        var result: [String: String] = [:]
        for child in tree.children(of: node) {
            guard let name = tree.nodes[child].name else { continue }
            result[name] = tree.nodes[child].scalar ?? "${" + file.bytes.text(tree.nodes[child].valueRange) + "}"
        }
        return result
    }
}
