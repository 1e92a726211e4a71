extension TerraformStacks {
    /// Resolves by what is bound, the script's assignments before `before`, the variables around it and the file's own.
    /// At most 500 variables are looked up for one text: definitions that multiply stay symbolic.
    func expand(_ text: String, _ run: Run, bound: Bindings, before: Int) -> String {
        guard TerraformTemplate.isOpen(text) else { return text }
        var budget = 500
        return expand(text, run, bound: bound, before: before, depth: 0, budget: &budget)
    }

    private func expand(
        _ text: String, _ run: Run, bound: Bindings, before: Int, depth: Int, budget: inout Int
    ) -> String {
        guard depth < 16 else { return text }
        return TerraformTemplate.expand(text) { name, isJust in
            guard budget > 0 else { return nil }
            budget -= 1
            if let known = bound.first(where: { $0.name == name }) { return known.value }
            if isJust {
                guard let value = files[run.file].facts.fileVariables[name], value != "{{\(name)}}" else { return nil }
                return expand(value, run, bound: bound, before: before, depth: depth + 1, budget: &budget)
            }
            let assignments = run.script.value.assignments
            let candidates = assignments.indices.prefix(before).filter { assignments[$0].name == name }
            if let index = chosen(candidates, run, bound: bound, depth: depth, budget: &budget) {
                return expand(
                    assignments[index].value, run, bound: bound, before: index, depth: depth + 1, budget: &budget)
            }
            guard candidates.isEmpty else { return nil }
            let outside =
                run.variable(name) ?? (run.kind == .recipe ? files[run.file].facts.fileVariables[name] : nil)
            guard let value = outside, value != text, !value.hasPrefix("${\(name)") else {
                return outside.flatMap { $0 == text || !$0.hasPrefix("${\(name):-") ? nil : $0 }
            }
            return expand(value, run, bound: bound, before: 0, depth: depth + 1, budget: &budget)
        }
    }

    /// The assignment that holds: the last, unless it stands in a `case` that is not decided.
    private func chosen(
        _ candidates: [Int], _ run: Run, bound: Bindings, depth: Int, budget: inout Int
    ) -> Int? {
        for index in candidates.reversed() {
            let assignment = run.script.value.assignments[index]
            if assignment.choices != nil { return nil }
            guard let arm = assignment.arm else {
                // Emptied, to be set by a file that is sourced after it.
                let isSet = assignment.value.isEmpty && run.script.value.sources.contains { $0.assignments > index }
                return isSet ? nil : index
            }
            let subject = expand(arm.subject, run, bound: bound, before: index, depth: depth + 1, budget: &budget)
            if TerraformTemplate.isOpen(subject) { return nil }
            if arm.earlier.contains(subject) { continue }
            if arm.patterns.contains(subject) || arm.patterns == ["*"] { return index }
            if arm.patterns.contains(where: { $0.contains { "*?[".contains($0) } }) { return nil }
        }
        return nil
    }

    /// A Justfile's variable means something in its file, a command's output or a script's own variable in its script;
    /// a variable from outside everywhere.
    func scope(of text: String, _ run: Run) -> String {
        guard TerraformTemplate.isOpen(text) else { return "" }
        let own = Set(run.script.value.assignments.lazy.map(\.name))
        let isOwn = TerraformTemplate.pieces(text).contains { piece in
            guard piece.begins("$") else { return false }
            if piece.holds(":-") { return false }
            return TerraformTemplate.variable(piece).map { own.contains($0.name) } ?? true
        }
        let path = files[run.file].path
        if isOwn || text.holds("`") { return "\(path):\(run.command.line)" }
        return text.holds("{{") ? path : ""
    }
}
