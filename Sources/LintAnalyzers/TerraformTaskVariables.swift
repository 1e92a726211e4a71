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

    /// The `dir:` of a task with what its own `vars:` hold, and with those and the `env:` of the file as defaults, `{{.DIR}}` as
    /// `${DIR:-envs/prod}`: whoever gives others runs it elsewhere.
    mutating func taskFolder(
        _ text: String, _ own: [TerraformStateFacts.Setting], _ tree: SyntaxTree, in document: Int
    ) -> String {
        guard text.holds("{{") else { return text }
        let standards = taskStandards[document] ?? TerraformYAMLPlaces.standards(tree)
        taskStandards[document] = standards
        var result = ""
        for (number, part) in text.split(separator: "{{", maxSplits: 16, omittingEmptySubsequences: false).enumerated()
        {
            guard number > 0, let end = part.firstRange(of: "}}") else {
                result += (number > 0 ? "{{" : "") + part
                continue
            }
            let name = part[..<end.lowerBound].filter { $0 != " " }.dropFirst()
            let known = own.last { $0.name.dropFirst() == name && $0.name.begins(".") }?.value
            if let known, !known.holds("{{") {
                result += known
            } else if known == nil, let value = standards[name] ?? nil, !value.holds("{{"), !value.holds("}") {
                result += "${\(name):-\(value)}"
            } else {
                result += "{{" + part[..<end.upperBound]
            }
            result += part[end.upperBound...]
        }
        return result
    }

    /// What a Taskfile's own `vars:` and `env:` say, the first of a name; `nil` for what is no text.
    private static func standards(_ tree: SyntaxTree) -> [Substring: String?] {
        var result: [Substring: String?] = [:]
        for key in tree.children(of: 0) where tree.nodes[key].name == "vars" || tree.nodes[key].name == "env" {
            for item in tree.children(of: key) {
                guard let name = tree.nodes[item].name?[...], result[name] == nil else { continue }
                result.updateValue(tree.nodes[item].scalar, forKey: name)
            }
        }
        return result
    }
}
