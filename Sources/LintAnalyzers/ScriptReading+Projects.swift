import LintSource
import LintSyntax

/// Lists of stacks that Atlantis or Digger run, each with an init of its own.
enum TerraformProjects {
    /// What their commands are marked with.
    static let mark = "projects"

    static let names: [StaticString] = ["atlantis.yaml", "atlantis.yml", "digger.yml", "digger.yaml"]

    static func isList(_ path: String) -> Bool {
        let name = path.lastPart
        return names.contains { name.ends($0) && name.utf8.count == $0.utf8CodeUnitCount }
    }
}

extension ScriptReading {
    /// `projects: [{dir: …}]`: by default init, plan and apply there; a workflow may give init arguments.
    mutating func readProjects() {
        guard let tree = file.document.tree, let projects = child("projects", of: 0, tree) else { return }
        var workflows: [String: Int] = [:]
        if let all = child("workflows", of: 0, tree) {
            for workflow in tree.children(of: all) { workflows[tree.nodes[workflow].name ?? ""] = workflow }
        }
        for project in tree.children(of: projects) {
            guard let dir = child("dir", of: project, tree), let folder = tree.nodes[dir].scalar,
                !folder.contains("<"), !folder.contains("*")
            else { continue }
            let workflow = scalar("workflow", of: project, tree)
            begin(at: project, in: TerraformTemplate.join("", folder), tree)
            let isTofu = scalar("terraform_distribution", of: project, tree) == "opentofu"
            feedWord(isTofu ? "tofu" : "terraform", at: dir, tree)
            feedWord("init", at: dir, tree)
            if let known = workflows[workflow ?? "default"] {
                feedArguments(of: known, dir, tree)
            } else if workflow != nil, workflow != "default" {
                feedWord("${…}", at: dir, tree)
            }
            reader?.endLine()
            let count = reader?.script.commands.count ?? 0
            if count > 0 { reader?.script.commands[count - 1].wrapper = TerraformProjects.mark }
        }
        keep()
    }

    /// `plan: {steps: [init: {extra_args: […]}]}`; what a step of its own does is not known.
    private mutating func feedArguments(of workflow: Int, _ dir: Int, _ tree: SyntaxTree) {
        guard let plan = child("plan", of: workflow, tree), let steps = child("steps", of: plan, tree) else { return }
        // (No person's workflow has so many steps and arguments.)
        for step in tree.children(of: steps).prefix(50) {
            if tree.nodes[step].scalar == "init" { return }
            guard let start = child("init", of: step, tree) else { continue }
            guard let list = child("extra_args", of: start, tree) else { return }
            for item in tree.children(of: list).prefix(50) {
                // A shell takes the quotes away.
                for word in TerraformStateFacts.words(of: tree.nodes[item].scalar ?? "${…}") {
                    feedWord(word, at: item, tree)
                }
            }
            return
        }
        feedWord("${…}", at: dir, tree)
    }
}
