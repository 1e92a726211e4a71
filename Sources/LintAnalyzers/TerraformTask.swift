import LintSource
import LintSyntax

/// A task of Concourse's whose file another resource holds, `file: tasks/terraform-apply.yml`, and what it is told
/// (concourse-ci.org/docs/steps/task).
struct TerraformTask: Sendable, Hashable {
    /// Without the resource.
    var path: String
    /// Values of its `params`.
    var values: [String]

    /// Of one file so many are kept; more is nothing that a person wrote.
    private static let most = 500

    /// Those that speak of either program.
    static func all(in file: ParsedFile) -> [TerraformTask] {
        guard file.bytes.first("task:") != nil, file.bytes.first("file:") != nil, let tree = file.document.tree else {
            return []
        }
        var result: [TerraformTask] = []
        for node in tree.nodes.indices where tree.nodes[node].name == "task" && result.count < most {
            let step = Int(tree.nodes[node].parent)
            func child(_ name: String) -> Int? { tree.children(of: step).first { tree.nodes[$0].name == name } }
            guard step >= 0, let path = child("file").flatMap({ tree.nodes[$0].scalar }),
                path.ends(".yml") || path.ends(".yaml"), let slash = path.firstIndex(of: "/"),
                let params = child("params")
            else { continue }
            var texts = [path, tree.nodes[node].scalar ?? ""]
            var values: [String] = []
            for item in tree.children(of: params).prefix(64) {
                texts.append(tree.nodes[item].name ?? "")
                values.append(tree.nodes[item].scalar ?? "")
            }
            guard texts.contains(where: { $0.lowercased().holds("terraform") || $0.lowercased().holds("tofu") }) else {
                continue
            }
            result.append(.init(path: String(path[path.index(after: slash)...]), values: values))
        }
        return result
    }
}

extension TerraformStacks {
    /// The folders that tasks are told whose files the repository does not hold, and the pipeline that does so.
    func toldFolders() -> FolderTable<Int> {
        var result = FolderTable<Int>()
        for number in files(with: .elsewhere) {
            for task in files[number].facts.tasks where !paths.holds(task.path) {
                for value in task.values {
                    // From the root, or from where the task has the repository.
                    let path = TerraformTemplate.join("", value)
                    let inside = path.firstIndex(of: "/").map { String(path[path.index(after: $0)...]) }
                    for folder in [path, inside ?? ""] where !folder.isEmpty {
                        guard let known = folders.number(ofKnown: folder), result[known] == nil else { continue }
                        result[known] = number
                    }
                }
            }
        }
        return result
    }
}
