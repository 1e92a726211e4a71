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
            switch chosen(name, before: before, run, bound: bound, depth: depth, budget: &budget) {
            case .none: break
            case .undecided: return nil
            case .at(let index):
                return expand(
                    run.script.value.assignments[index].value, run, bound: bound, before: index, depth: depth + 1,
                    budget: &budget)
            }
            let outside =
                run.variable(name) ?? (run.kind == .recipe ? files[run.file].facts.fileVariables[name] : nil)
            guard let value = outside, value != text, !value.hasPrefix("${\(name)") else {
                return outside.flatMap { $0 == text || !$0.hasPrefix("${\(name):-") ? nil : $0 }
            }
            return expand(value, run, bound: bound, before: 0, depth: depth + 1, budget: &budget)
        }
    }

    private enum Choice {
        case none, undecided
        case at(Int)
    }

    /// The assignment that holds: the last, unless it stands in a `case` that is not decided.
    private func chosen(
        _ name: String, before: Int, _ run: Run, bound: Bindings, depth: Int, budget: inout Int
    ) -> Choice {
        let script = run.script
        var isAssigned = false
        var index = min(before, script.value.assignments.count)
        while index > 0 {
            index -= 1
            guard script.value.assignments[index].name == name else { continue }
            isAssigned = true
            let assignment = script.value.assignments[index]
            if assignment.choices != nil { return .undecided }
            guard let arm = assignment.arm else {
                // Emptied, to be set by a file that is sourced after it.
                let isSet = assignment.value.isEmpty && script.value.sources.contains { $0.assignments > index }
                return isSet ? .undecided : .at(index)
            }
            let subject = expand(arm.subject, run, bound: bound, before: index, depth: depth + 1, budget: &budget)
            if TerraformTemplate.isOpen(subject) { return .undecided }
            if arm.earlier.contains(subject) { continue }
            if arm.patterns.contains(subject) || arm.patterns == ["*"] { return .at(index) }
            if arm.patterns.contains(where: { $0.utf8.contains { $0 == 0x2A || $0 == 0x3F || $0 == 0x5B } }) {
                return .undecided
            }
        }
        return isAssigned ? .undecided : .none
    }

    /// A Justfile's variable means something in its file, a command's output or a script's own variable in its script;
    /// a variable from outside everywhere.
    func scope(of text: String, _ run: Run) -> String {
        guard TerraformTemplate.isOpen(text) else { return "" }
        func isAssigned(_ name: String) -> Bool { run.script.value.assignments.contains { $0.name == name } }
        let isOwn = TerraformTemplate.pieces(text).contains { piece in
            guard piece.begins("$") else { return false }
            if piece.holds(":-") { return false }
            return TerraformTemplate.variable(piece).map { isAssigned($0.name) } ?? true
        }
        let path = files[run.file].path
        if isOwn || text.holds("`") { return "\(path):\(run.command.line)" }
        return text.holds("{{") ? path : ""
    }
}
