/// Folders with holes: `stacks/{{stack}}`.
extension TerraformStacks {
    /// The folders that a path with holes may be, and what a recipe's parameters or a loop's variables are there; a hole
    /// that is neither of these fits nothing.
    mutating func bindings(_ pattern: String, _ run: Run) -> [(folder: Int, bound: Bindings)] {
        let parts = pattern.pathParts
        var holes = parts.map { TerraformTemplate.isOpen(String($0)) }
        guard holes.contains(true) else { return [] }
        let variables = parts.map { TerraformTemplate.variable($0) }
        for (variable, isHole) in zip(variables, holes) where isHole {
            guard let variable else { return [] }
            // A name that is no variable of the Justfile is the recipe's parameter.
            if variable.isJust, self.variables(of: run)[variable.name] != nil,
                !run.script.value.parameters.contains(variable.name)
            {
                return []
            }
            // So it is in a Taskfile; where people stand who run its tasks is anywhere.
            if variable.isJust, variable.name.begins("."),
                variable.name == ".USER_WORKING_DIR" || run.variable(variable.name) != nil
            {
                return []
            }
        }
        var choices = [Set<String>?](repeating: nil, count: parts.count)
        for (position, variable) in variables.enumerated() where holes[position] {
            guard let variable else { continue }
            if variable.isJust {
                // A person who starts a workflow chooses one of its input's options.
                if let options = files[run.file].facts.choices[variable.name],
                    !options.contains(where: TerraformTemplate.isOpen)
                {
                    choices[position] = Set(options)
                }
                continue
            }
            let known = TerraformStacks.choices(of: variable.name, run)
            // (To take them all is work, for each that another is taken with.)
            placesLeft -= (known?.count ?? 0) / 16
            if let known, known.contains(where: { $0.holds("/") || $0 == "." }) {
                return bindings(parts, variable.name, known, run)
            }
            choices[position] = Set(known ?? [])
            // Then it is a folder that is called as the hole is.
            if known == nil { holes[position] = false }
        }
        let candidates = folders.candidates(for: parts, holes: holes, choices: choices)
        let found = candidates.compactMap { folder in
            bindings(parts, holes, variables, choices, folders.names[folder]).map { (folder, $0) }
        }
        placesLeft -= max(found.count, candidates.count / 8)
        return found
    }

    /// Where some of what a variable is one of are ways through folders: `for stack in net apps/web`.
    private mutating func bindings(
        _ parts: [Substring], _ name: String, _ choices: [String], _ run: Run
    ) -> [(folder: Int, bound: Bindings)] {
        var result: [(folder: Int, bound: Bindings)] = []
        for choice in choices where !TerraformTemplate.isOpen(choice) && placesLeft > 0 {
            placesLeft -= 1
            let folder = TerraformTemplate.join(
                "", parts.map { TerraformTemplate.variable($0)?.name == name ? choice[...] : $0 }.joined(separator: "/")
            )
            if !TerraformTemplate.isOpen(folder) {
                if let number = folders.number(ofKnown: folder) { result.append((number, [(name, choice)])) }
            } else {
                result += bindings(folder, run).map { ($0.folder, $0.bound + [(name, choice)]) }
            }
        }
        if placesLeft <= 0 { noteManyPlaces(run) }
        return result
    }

    /// What a loop, a matrix or the arms of a `case` give a variable; `nil` where something else does.
    private static func choices(of name: String, _ run: Run) -> [String]? {
        // (Behind the command the variable may be another loop's.)
        let assignments = run.script.value.assignments
        let count = min(run.command.assignments, assignments.count)
        var index = count
        let hash = name.nameHash
        var values: [String] = []
        var subject: String?
        while index > 0 {
            index -= 1
            let assignment = assignments[index]
            guard assignment.hash == hash, assignment.name == name else { continue }
            if let back = assignment.back {
                if assignment.reaches(count) { index = back }
                continue
            }
            guard let arm = assignment.arm, assignment.choices == nil else {
                if subject == nil { return assignment.choices }
                values.append(assignment.value)
                return assignment.choices == nil && !TerraformTemplate.isOpen(assignment.value) ? values : nil
            }
            if TerraformTemplate.isOpen(assignment.value) || subject != nil && subject != arm.subject { return nil }
            subject = arm.subject
            values.append(assignment.value)
            if values.count > 200 { return nil }
        }
        return values.isEmpty ? nil : values
    }

    /// - Parameter folder: one whose fixed parts are those of the pattern.
    func bindings(
        _ parts: [Substring], _ holes: [Bool], _ variables: [(name: String, isJust: Bool)?], _ choices: [Set<String>?],
        _ folder: String
    ) -> Bindings? {
        var result: Bindings = []
        var start = 0
        for (position, isHole) in holes.enumerated() {
            // The part as a text, where it matters.
            let segment = folder.withBytes { bytes -> String? in
                while start < bytes.count, bytes[start] == 0x2F { start += 1 }
                let first = start
                while start < bytes.count, bytes[start] != 0x2F { start += 1 }
                return isHole ? String(decoding: bytes[first..<start], as: UTF8.self) : nil
            }
            guard let segment else { continue }
            if TerraformTemplate.isOpen(segment), parts[position] == segment { continue }
            guard let variable = variables[position] else { return nil }
            if let choices = choices[position], !choices.contains(segment) { return nil }
            if let known = result.first(where: { $0.name == variable.name }) {
                if known.value != segment { return nil }
            } else {
                if result.isEmpty { result.reserveCapacity(2) }
                result.append((variable.name, segment))
            }
        }
        return result
    }
}
