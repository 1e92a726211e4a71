/// What the variables in one command's texts come to: what is bound, the script's assignments, the variables around it and
/// the file's own. Holds no more than these: the whole model is too much to hand from one template to the next.
struct TerraformResolution {
    private typealias Name = Slice<TerraformTemplate.Bytes>

    private let script: Kept<TerraformStateFacts.Script>
    private let context: TerraformJobs.Context?
    private let fileVariables: [String: String]
    private let bound: TerraformStacks.Bindings
    /// So many variables are looked up for one text: definitions that multiply stay symbolic.
    private static let limit = 500
    private var budget = limit
    /// How deep definitions were followed since this was set to 0.
    private var reached = 0
    /// What variables came to: the texts of one command name the same ones.
    private var known: [Known] = []

    private struct Known {
        let name: UInt64
        let isJust: Bool
        let before: Int
        let value: String?
        /// What it was found with.
        let cost: Int
        let depth: Int
        /// What was told of it outside of the script: a text that is the same is no value.
        let outside: String?
    }

    init(_ run: TerraformStacks.Run, fileVariables: [String: String], bound: TerraformStacks.Bindings) {
        script = run.script
        context = run.context
        self.fileVariables = fileVariables
        self.bound = run.given.isEmpty ? bound : bound + run.given
    }

    /// - Parameter before: how many of the script's assignments hold.
    mutating func expand(_ text: String, before: Int) -> String {
        budget = TerraformResolution.limit
        return expand(text, before: before, depth: 0)
    }

    private mutating func expand(_ text: String, before: Int, depth: Int) -> String {
        reached = max(reached, depth)
        guard depth < 16 else { return text }
        return TerraformTemplate.expand(text) { value(of: $0, isJust: $1, in: text, before: before, depth: depth) }
    }

    private mutating func value(of name: Name, isJust: Bool, in text: String, before: Int, depth: Int) -> String? {
        guard budget > 0 else { return nil }
        budget -= 1
        for item in bound where TerraformTemplate.equals(name, item.name) { return item.value }
        let hash = TerraformTemplate.hash(name)
        for index in known.indices
        where known[index].name == hash && known[index].isJust == isJust && known[index].before == before
            && known[index].cost < budget && depth + known[index].depth < 16 && known[index].outside != text
        {
            budget -= known[index].cost
            reached = max(reached, depth + known[index].depth)
            return known[index].value
        }
        let (left, reach) = (budget, reached)
        reached = depth
        var outside: String?
        let value = value(of: name, hash, isJust, in: text, before: before, depth: depth, &outside)
        // What ran into a limit is not known.
        if budget > 0, reached < 16, outside == nil || outside != text {
            if known.isEmpty { known.reserveCapacity(16) }
            known.append(
                Known(
                    name: hash, isJust: isJust, before: before, value: value, cost: left - budget,
                    depth: reached - depth, outside: outside))
        }
        reached = max(reached, reach)
        return value
    }

    private mutating func value(
        of name: Name, _ hash: UInt64, _ isJust: Bool, in text: String, before: Int, depth: Int,
        _ outside: inout String?
    ) -> String? {
        if isJust {
            // A Taskfile's are those of the task, then those of the file.
            let told = name.first == 0x2E ? around(name, hash) : nil
            // A recipe's parameter is what whoever calls it says.
            if script.value.parameters.contains(where: { TerraformTemplate.equals(name, $0) }) { return nil }
            guard let value = told ?? fileVariable(name), !isItself(name, value) else { return nil }
            return expand(value, before: before, depth: depth + 1)
        }
        switch chosen(name, hash, before: before, depth: depth) {
        case .none: break
        case .undecided: return nil
        case .at(let index):
            return expand(script.value.assignments[index].value, before: index, depth: depth + 1)
        }
        outside = around(name, hash) ?? (script.value.kind == .recipe ? fileVariable(name) : nil)
        guard let value = outside else { return nil }
        guard value != text, !isOwn(name, value, "") else {
            return value == text || !isOwn(name, value, ":-") ? nil : value
        }
        return expand(value, before: 0, depth: depth + 1)
    }

    private func fileVariable(_ name: Name) -> String? {
        fileVariables.isEmpty ? nil : fileVariables[TerraformTemplate.text(name)]
    }

    /// `${NAME…}`: the value of a variable that is told by itself.
    private func isOwn(_ name: Name, _ value: String, _ end: StaticString) -> Bool {
        value.withBytes { bytes in
            let count = name.count + 2
            guard bytes.count >= count + end.utf8CodeUnitCount, bytes[0] == 0x24, bytes[1] == 0x7B else { return false }
            guard bytes[2..<count].elementsEqual(name) else { return false }
            for at in 0..<end.utf8CodeUnitCount where bytes[count + at] != end.utf8Start[at] { return false }
            return true
        }
    }

    /// `{{name}}`
    private func isItself(_ name: Name, _ value: String) -> Bool {
        value.withBytes { bytes in
            bytes.count == name.count + 4 && bytes.prefix(2).elementsEqual([0x7B, 0x7B])
                && bytes.suffix(2).elementsEqual([0x7D, 0x7D]) && bytes.dropFirst(2).dropLast(2).elementsEqual(name)
        }
    }

    private func around(_ name: Name, _ hash: UInt64) -> String? {
        let surroundings = script.value.environment
        for index in surroundings.indices.reversed()
        where surroundings[index].hash == hash && TerraformTemplate.equals(name, surroundings[index].name) {
            return surroundings[index].value
        }
        return context?.value(hash) { TerraformTemplate.equals(name, $0) }
    }

    private enum Choice {
        case none, undecided
        case at(Int)
    }

    /// The assignment that holds: the last, unless it stands in a `case` that is not decided.
    private mutating func chosen(_ name: Name, _ hash: UInt64, before: Int, depth: Int) -> Choice {
        let script = script
        var isAssigned = false
        let count = min(before, script.value.assignments.count)
        var index = count
        while index > 0 {
            index -= 1
            guard script.value.assignments[index].hash == hash,
                TerraformTemplate.equals(name, script.value.assignments[index].name)
            else { continue }
            if let back = script.value.assignments[index].back {
                if script.value.assignments[index].reaches(count) { index = back }
                continue
            }
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
