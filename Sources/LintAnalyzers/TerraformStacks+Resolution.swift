extension TerraformStacks {
    /// A text with what its variables come to, of the script's assignments those before `before`.
    func expand(_ text: String, _ run: Run, bound: Bindings, before: Int) -> String {
        guard TerraformTemplate.isOpen(text) else { return text }
        var resolution = TerraformResolution(run, fileVariables: files[run.file].facts.fileVariables, bound: bound)
        return resolution.expand(text, before: before)
    }

    /// A Justfile's variable means something in its file, a command's output or a script's own variable in its script;
    /// a variable from outside everywhere, and so do a repository's secrets and variables at GitHub; a workflow's inputs in
    /// its file.
    func scope(of text: String, _ run: Run) -> String {
        guard TerraformTemplate.isOpen(text) else { return "" }
        func isAssigned(_ name: String) -> Bool { run.script.value.assignments.contains { $0.name == name } }
        let pieces = TerraformTemplate.pieces(text).filter { TerraformTemplate.reach($0) != .repository }
        let isOwn = pieces.contains { piece in
            guard piece.begins("$") else { return false }
            if piece.holds(":-") || TerraformTemplate.reach(piece) == .workflow { return false }
            return TerraformTemplate.variable(piece).map { isAssigned($0.name) } ?? true
        }
        let path = files[run.file].path
        if isOwn || text.holds("`") { return "\(path):\(run.command.line)" }
        return pieces.contains { $0.begins("{{") || $0.begins("${{") } ? path : ""
    }
}
