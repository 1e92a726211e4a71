import LintSource
import LintSyntax

/// Jobs that GitLab's own templates and components bring: what they run is known, and what they are told is written where
/// they are included (https://docs.gitlab.com/user/infrastructure/iac/).
extension TerraformStateFacts {
    static let component: StaticString = "components/opentofu/"

    /// Components with a job that runs an init of the state, and those with none.
    private static let running: Set<Substring> = [
        "validate-plan", "validate-plan-apply", "validate-plan-destroy", "full-pipeline", "plan", "apply", "destroy",
    ]
    private static let checking: Set<Substring> = ["fmt", "validate", "test", "module-release"]

    /// Adds them to the jobs of a configuration, with their inits.
    mutating func readTemplates(_ tree: SyntaxTree, _ file: ParsedFile, _ found: inout [Job]) {
        var isRead = false
        var isLeftOut = false
        // (No person includes so many: GitLab takes 150.)
        for include in tree.children(of: 0) where tree.nodes[include].name == "include" {
            let items = tree.nodes[include].kind == .array ? Array(tree.children(of: include)) : [include]
            for item in items.prefix(150) {
                for key in tree.children(of: item) {
                    guard let scalar = tree.nodes[key].scalar, let name = tree.nodes[key].name else { continue }
                    var brought: Bool?
                    if name == "template" || name == "remote" {
                        brought = readTemplate(scalar.lastPart, isBase: scalar.holds("/Base."), key, tree, file, &found)
                    } else if name == "component", scalar.holds(TerraformStateFacts.component) {
                        brought = readComponent(scalar.lastPart, key, item, tree, file, &found)
                    }
                    guard let brought else { continue }
                    if brought { isRead = true } else { isLeftOut = true }
                }
            }
        }
        readsTemplates = isRead && !isLeftOut
    }

    /// `Terraform.gitlab-ci.yml`, whose jobs are `build` and `deploy`, or `Terraform/Base.gitlab-ci.yml`, whose jobs are there
    /// to be extended. Whether it is read; `nil` for another template.
    private mutating func readTemplate(
        _ name: Substring, isBase: Bool, _ key: Int, _ tree: SyntaxTree, _ file: ParsedFile, _ found: inout [Job]
    ) -> Bool? {
        let known: Set<Substring> =
            isBase
            ? ["Base.gitlab-ci.yml", "Base.latest.gitlab-ci.yml"]
            : [
                "Terraform.gitlab-ci.yml", "Terraform.latest.gitlab-ci.yml",
            ]
        guard known.contains(name) else { return nil }
        let verbs = [("build", "plan"), ("deploy", "apply"), ("destroy", "destroy")]
        if isBase {
            // (Those of old versions are called `.build` and `.init`.)
            let isUsed = found.contains { job in
                (job.extends + job.references).contains { base in verbs.contains { base == ".terraform:" + $0.0 } }
            }
            guard isUsed else { return false }
        }
        for (stage, verb) in verbs {
            bring(".terraform:" + stage, "Terraform.gitlab-ci.yml", verb, key, tree, file, &found)
            guard !isBase, verb != "destroy" else { continue }
            // What the configuration says of a job of the template is added to it.
            if let own = found.firstIndex(where: { $0.name == stage }) {
                if found[own].extends.isEmpty { found[own].extends = [".terraform:" + stage] }
            } else {
                var job = Job(name: stage)
                job.extends = [".terraform:" + stage]
                found.append(job)
            }
        }
        return true
    }

    /// `…/components/opentofu/validate-plan-apply@2` with its inputs. Whether it is read.
    private mutating func readComponent(
        _ name: Substring, _ key: Int, _ item: Int, _ tree: SyntaxTree, _ file: ParsedFile, _ found: inout [Job]
    ) -> Bool {
        let name = name.prefix { $0 != "@" }
        if TerraformStateFacts.checking.contains(name) { return true }
        var inputs: [String: Int] = [:]
        for child in tree.children(of: item) where tree.nodes[child].name == "inputs" {
            for input in tree.children(of: child) { inputs[tree.nodes[input].name ?? ""] = input }
        }
        var variables: [Setting] = []
        for (input, variable, standard) in [
            ("root_dir", "GITLAB_TOFU_ROOT_DIR", "${CI_PROJECT_DIR}"),
            ("state_name", "GITLAB_TOFU_STATE_NAME", "default"),
        ] {
            let value = inputs[input].map { tree.nodes[$0].scalar ?? "$[[" } ?? standard
            // What a caller of the configuration says.
            if value.holds("$[[") { return false }
            let range = inputs[input].map { tree.nodes[$0].nameRange } ?? tree.nodes[key].valueRange
            variables.append(Setting(name: variable, value: value, range: range))
        }
        // It makes the block itself unless it is told not to.
        let makesBlock = inputs["auto_define_backend"].flatMap { tree.nodes[$0].scalar } != "false"
        var names = ["component \(tree.nodes[key].range.start)"]
        if name == "job-templates" {
            let prefix = inputs["job_name_prefix"].map { tree.nodes[$0].scalar ?? "$[[" } ?? ".opentofu:"
            names = ["plan", "plan:destroy", "apply", "destroy"].map { prefix + $0 }
            guard found.contains(where: { $0.extends.contains(where: names.contains) }) else { return false }
        } else {
            // What the configuration says of a job of the component's may be another state.
            let isChanged = found.contains {
                ["plan", "apply", "destroy"].contains($0.name) && !$0.parts.isDisjoint(with: [.script, .variables])
            }
            guard TerraformStateFacts.running.contains(name), !isChanged else { return false }
        }
        for name in names {
            let verb = name.hasSuffix("destroy") ? "destroy" : name.hasSuffix("plan") ? "plan" : "apply"
            bring(name, "gitlab-tofu", verb, key, tree, file, &found, variables, makesBlock: makesBlock)
        }
        return true
    }

    /// A job with an init and what it is for, at the root of the checkout unless its variables tell.
    private mutating func bring(
        _ name: String, _ wrapper: String, _ verb: String, _ key: Int, _ tree: SyntaxTree, _ file: ParsedFile,
        _ found: inout [Job], _ variables: [Setting] = [], makesBlock: Bool = false
    ) {
        guard let program = TerraformWrapper.all[wrapper]?.program else { return }
        var job = Job(name: name)
        job.variables = variables
        job.supplies = TerraformStateFacts.supplies(variables)
        job.parts = .script
        job.isBrought = true
        // What the configuration says of it comes on top.
        if let own = found.firstIndex(where: { $0.name == name }) {
            if found[own].parts.contains(.script) { return }
            found[own].variables = variables + found[own].variables
            found[own].supplies = TerraformStateFacts.supplies(found[own].variables)
            found[own].isBrought = true
        } else {
            found.append(job)
        }
        var script = Script(kind: .job)
        script.job = name
        let range = tree.nodes[key].valueRange
        for verb in ["init", verb] {
            var command = Command(
                program: program, wrapper: wrapper, verb: verb, range: range,
                line: file.lines.line(at: Int(range.start)), folder: "")
            command.isFixed = true
            command.followsWriting = makesBlock
            script.commands.append(command)
        }
        scripts.append(Kept(script))
    }
}
