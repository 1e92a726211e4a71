import LintSource
import LintSyntax

extension ScriptReading {
    /// `projects: [{dir: …}]`: by default init, plan and apply there; a workflow may give init arguments.
    mutating func readProjects() {
        guard let tree = file.document.tree, let projects = child("projects", of: 0, tree) else { return }
        var workflows: [String: Int] = [:]
        var known: [Int: [Argument]] = [:]
        if let all = child("workflows", of: 0, tree) {
            for workflow in tree.children(of: all) { workflows[tree.nodes[workflow].name ?? ""] = workflow }
        }
        for project in tree.children(of: projects) {
            guard let dir = child("dir", of: project, tree), let folder = tree.nodes[dir].scalar,
                !folder.contains("<"), !folder.contains("*")
            else { continue }
            let workflow = scalar("workflow", of: project, tree)
            var given: [Argument] = []
            if let node = workflows[workflow ?? "default"] {
                given = known[node] ?? initArguments(of: node, tree)
                known[node] = given
            } else if workflow != nil, workflow != "default" {
                given = [Argument(text: "${…}")]
            }
            // A long word is as dear as many.
            let cost = given.reduce(0) { $0 + 1 + $1.text.utf8.count / 64 }
            guard handOver(cost, at: tree.nodes[dir].valueRange) else { break }
            begin(at: project, in: TerraformTemplate.join("", folder), tree)
            let isTofu = scalar("terraform_distribution", of: project, tree) == "opentofu"
            feedWord(isTofu ? "tofu" : "terraform", at: dir, tree)
            feedWord("init", at: dir, tree)
            for argument in given { feedWord(argument.text, at: argument.node ?? dir, tree) }
            reader?.endLine()
            let count = reader?.script.commands.count ?? 0
            if count > 0 { reader?.script.commands[count - 1].wrapper = TerraformProjects.mark }
        }
        keep()
    }

    /// `scripts: {NAME: COMMAND}` of a `package.json`, each a shell beside it (docs.npmjs.com/cli/using-npm/scripts).
    mutating func readPackage() {
        guard file.bytes.count <= 1_000_000, let tree = Language.yaml.tokenize(file.bytes).tree,
            let scripts = child("scripts", of: 0, tree)
        else { return }
        for script in tree.children(of: scripts) {
            guard let text = tree.nodes[script].scalar, text.contains("terraform") || text.contains("tofu") else {
                continue
            }
            begin(at: script, in: home, tree)
            feed(script, tree)
        }
        keep()
    }

    /// What a workflow gives to the init of each of its projects.
    private struct Argument {
        var text: String
        /// Where it is written; the project's own folder stands for what is not.
        var node: Int?
    }

    /// `plan: {steps: [init: {extra_args: […]}]}`; what a step of its own does is not known.
    private func initArguments(of workflow: Int, _ tree: SyntaxTree) -> [Argument] {
        var result: [Argument] = []
        guard let plan = child("plan", of: workflow, tree), let steps = child("steps", of: plan, tree) else {
            return result
        }
        // (No person's workflow has so many steps and arguments.)
        for step in tree.children(of: steps).prefix(50) {
            if tree.nodes[step].scalar == "init" { return result }
            guard let start = child("init", of: step, tree) else { continue }
            guard let list = child("extra_args", of: start, tree) else { return result }
            for item in tree.children(of: list).prefix(50) {
                // A shell takes the quotes away.
                for word in TerraformStateFacts.words(of: tree.nodes[item].scalar ?? "${…}") {
                    result.append(Argument(text: word, node: item))
                }
            }
            return result
        }
        return [Argument(text: "${…}")]
    }
}
