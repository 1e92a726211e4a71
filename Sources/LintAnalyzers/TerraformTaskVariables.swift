import LintSource
import LintSyntax

/// Variables of a Taskfile, `{{.NAME}}` (taskfile.dev/docs/guide#variables): a task's own beat what whoever calls it gives. Those of
/// the file are what nobody else gives, a call, an including Taskfile or a command line: they stay open.
extension TerraformYAMLPlaces {
    /// So many of one mapping are read: each script below it has them all.
    private static let mostTaskVariables = 200

    /// Those of a task's `vars:`, with their dots. A value that only the run knows stands for itself.
    func taskVariables(_ node: Int, _ tree: SyntaxTree) -> [TerraformStateFacts.Setting] {
        guard tree.nodes[node].kind == .object, Int(tree.nodes[node].parent) != 0 else { return [] }
        var result: [TerraformStateFacts.Setting] = []
        for item in tree.children(of: node).prefix(TerraformYAMLPlaces.mostTaskVariables) {
            guard let name = tree.nodes[item].name else { continue }
            let text = tree.nodes[item].scalar
            // `{{index .MATCH 0}}` is a part of the name that the task is called by.
            if text?.holds(".MATCH") == true { continue }
            let value = text.flatMap { $0.holds("{{") ? nil : $0 } ?? "{{.\(name)}}"
            result.append(.init(name: "." + name, value: value, range: ByteRange(0, 0)))
        }
        return result
    }
}
