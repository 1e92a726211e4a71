/// What the variables in one command's texts come to: what is bound, the script's assignments, the variables around it and
/// the file's own. Holds no more than these: the whole model is too much to hand from one template to the next.
struct TerraformResolution {
    private let script: Kept<TerraformStateFacts.Script>
    private let context: TerraformJobs.Context?
    private let fileVariables: [String: String]
    private let bound: TerraformStacks.Bindings
    /// So many variables are looked up for one text: definitions that multiply stay symbolic.
    private var budget = 500

    init(_ run: TerraformStacks.Run, fileVariables: [String: String], bound: TerraformStacks.Bindings) {
        script = run.script
        context = run.context
        self.fileVariables = fileVariables
        self.bound = bound
    }

    /// - Parameter before: how many of the script's assignments hold.
    mutating func expand(_ text: String, before: Int, depth: Int = 0) -> String {
        guard depth < 16 else { return text }
        return TerraformTemplate.expand(text) { value(of: $0, isJust: $1, in: text, before: before, depth: depth) }
    }

    private mutating func value(of name: String, isJust: Bool, in text: String, before: Int, depth: Int) -> String? {
        guard budget > 0 else { return nil }
        budget -= 1
        if let known = bound.first(where: { $0.name == name }) { return known.value }
        if isJust {
            guard let value = fileVariables[name], value != "{{\(name)}}" else { return nil }
            return expand(value, before: before, depth: depth + 1)
        }
        switch chosen(name, before: before, depth: depth) {
        case .none: break
        case .undecided: return nil
        case .at(let index):
            return expand(script.value.assignments[index].value, before: index, depth: depth + 1)
        }
        let outside = around(name) ?? (script.value.kind == .recipe ? fileVariables[name] : nil)
        guard let value = outside, value != text, !isOwn(name, value) else {
            return outside.flatMap { $0 == text || !$0.hasPrefix("${\(name):-") ? nil : $0 }
        }
        return expand(value, before: 0, depth: depth + 1)
    }

    /// `${NAME…}`: the value of a variable that is told by itself.
    private func isOwn(_ name: String, _ value: String) -> Bool { value.begins("${") && value.hasPrefix("${\(name)") }

    private func around(_ name: String) -> String? {
        script.value.environment.last { $0.name == name }?.value ?? context?[name]?.value
    }

    private enum Choice {
        case none, undecided
        case at(Int)
    }

    /// The assignment that holds: the last, unless it stands in a `case` that is not decided.
    private mutating func chosen(_ name: String, before: Int, depth: Int) -> Choice {
        let script = script
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
            let subject = expand(arm.subject, before: index, depth: depth + 1)
            if TerraformTemplate.isOpen(subject) { return .undecided }
            if arm.earlier.contains(subject) { continue }
            if arm.patterns.contains(subject) || arm.patterns == ["*"] { return .at(index) }
            if arm.patterns.contains(where: { $0.utf8.contains { $0 == 0x2A || $0 == 0x3F || $0 == 0x5B } }) {
                return .undecided
            }
        }
        return isAssigned ? .undecided : .none
    }
}
