extension TerraformStacks {
    /// A text with what its variables come to, of the script's assignments those before `before`.
    func expand(_ text: String, _ run: Run, bound: Bindings, before: Int) -> String {
        guard TerraformTemplate.isOpen(text) else { return text }
        var resolution = TerraformResolution(run, fileVariables: variables(of: run), bound: bound)
        return resolution.expand(text, before: before)
    }

    /// A Justfile's variable means something in its file, a command's output or a script's own variable in its script;
    /// a variable from outside everywhere, and so do a repository's secrets and variables at GitHub; a workflow's inputs in
    /// its file.
    func scope(of text: String, _ run: Run) -> String {
        guard TerraformTemplate.isOpen(text) else { return "" }
        let assignments = run.script.value.assignments
        let found = TerraformTemplate.reach(of: text) { name, hash in
            assignments.indices.contains {
                assignments[$0].hash == hash && TerraformTemplate.equals(name, assignments[$0].name)
            }
        }
        let path = files[run.file].path
        if found == .step || text.holds(0x60) { return "\(path):\(run.command.line)" }
        if found == .workflow { return path }
        // Another project's `${CI_PROJECT_ID}` is another, and so may be what its settings hold.
        let project = run.job?.firstRange(of: "/.gitlab-ci.yml >\n")
        return project.flatMap { mark in run.job.map { String($0[..<mark.lowerBound]) } } ?? ""
    }
}
