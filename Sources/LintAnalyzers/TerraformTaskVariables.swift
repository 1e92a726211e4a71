import LintSource
import LintSyntax

/// Variables of a Taskfile, `{{.NAME}}` (taskfile.dev/docs/guide#variables): a task's own beat what whoever calls it gives, which
/// beats the file's.
extension TerraformYAMLPlaces {
    /// So many of one mapping are read: each script below it has them all.
    private static let mostTaskVariables = 200

    /// Those of one `vars:`, with their dots. A value that only the run knows stands for itself; one of the file's that a call
    /// gives another value is whoever calls it to tell.
    func taskVariables(_ node: Int, _ tree: SyntaxTree) -> [TerraformStateFacts.Setting] {
        guard tree.nodes[node].kind == .object else { return [] }
        let isOfFile = Int(tree.nodes[node].parent) == 0
        let given = isOfFile ? TerraformYAMLPlaces.givenByCalls(tree) : []
        var known: Set<String> = []
        for holder in tree.children(of: 0) where tree.nodes[holder].name == "vars" {
            for item in tree.children(of: holder) { known.insert(tree.nodes[item].name ?? "") }
        }
        var result: [TerraformStateFacts.Setting] = []
        for item in tree.children(of: node).prefix(TerraformYAMLPlaces.mostTaskVariables) {
            guard let name = tree.nodes[item].name, !given.contains(name) else { continue }
            let text = tree.nodes[item].scalar
            // `{{index .MATCH 0}}` is a part of the name that the task is called by.
            if text?.holds(".MATCH") == true { continue }
            let itself = "{{.\(name)}}"
            var value = text.flatMap { TerraformYAMLPlaces.taskValue($0) { $0 != name && known.contains($0) } }
            if value?.contains(itself) == true { value = nil }
            result.append(.init(name: "." + name, value: value ?? itself, range: ByteRange(0, 0)))
        }
        return result
    }

    /// `- task: plan` with `vars: {NAME: value}`.
    private static func givenByCalls(_ tree: SyntaxTree) -> Set<String> {
        var result: Set<String> = []
        for node in tree.nodes.indices where tree.nodes[node].name == "vars" {
            let call = Int(tree.nodes[node].parent)
            guard call > 0, tree.children(of: call).contains(where: { tree.nodes[$0].name == "task" }) else { continue }
            for item in tree.children(of: node) { result.insert(tree.nodes[item].name ?? "") }
        }
        return result
    }

    /// A value whose variables are `{{.X}}`, and `${X:-d}` for `{{default "d" .X}}` and `{{.X | default "d"}}` of what nobody
    /// here sets; `nil` where Go works out anything else.
    private static func taskValue(_ text: String, isKnown: (String) -> Bool) -> String? {
        guard text.holds("{{") else { return text }
        var result = ""
        var rest = text[...]
        while let open = rest.firstRange(of: "{{") {
            guard let close = rest[open.upperBound...].firstRange(of: "}}") else { return nil }
            result += rest[..<open.lowerBound]
            let words = rest[open.upperBound..<close.lowerBound].split(separator: " ")
            rest = rest[close.upperBound...]
            let names = words.filter { $0.begins(".") }
            guard names.count == 1, TerraformTemplate.isName(names[0].dropFirst()) else { return nil }
            let name = names[0].dropFirst()
            let others = words.filter { !$0.begins(".") }
            if others.isEmpty || others.contains("default") && isKnown(String(name)) {
                result += "{{.\(name)}}"
                continue
            }
            // (With the bar in front of it or without.)
            guard others.contains("default"), let standard = others.last,
                others.count == (words[0] == "default" ? 2 : 3),
                let quote = standard.first, "\"'`".contains(quote), standard.last == quote, standard.utf8.count > 1
            else { return nil }
            result += "${\(name):-\(standard.dropFirst().dropLast())}"
        }
        return result + rest
    }
}
