extension TerraformStack {
    /// Says what the answers amount to. `blocks` are the folder's backend blocks.
    mutating func judge(_ answers: [Answer], blocks: [Answer]) {
        guard let block = blocks.first else {
            authority = .none
            why = "no backend block: an init here keeps a local terraform.tfstate"
            return
        }
        backend = block.type
        let all = answers.isEmpty ? [block] : answers
        let type = block.type ?? ""
        let addresses = TerraformStack.groups(all.filter(\.isNamed)) { $0.address }
        let names = TerraformStack.names(all.filter(\.isNamed))
        stateNames = names.map(\.value)
        let locks = TerraformStack.groups(all.filter { $0.address != nil }) { $0.lock ?? "no lock" }
        let users = TerraformStack.groups(all.map(\.anywhere)) { $0.credentials }
        address = addresses.count == 1 ? addresses[0].value : nil
        lock =
            locks.count == 1
            ? all.first { $0.address != nil }?.lock : locks.isEmpty ? nil : locks.map(\.value).joined(separator: " | ")
        credentials = users.isEmpty ? nil : users.map(\.value).joined(separator: " | ")

        var conflicts: [String] = []
        if blocks.count > 1 {
            conflicts.append("two backend blocks (\(blocks.map(\.place).joined(separator: ", ")))")
        }
        let isFamily =
            stateNames.count > 1
            && stateNames.allSatisfy { name in
                !TerraformTemplate.isPlaceholder(name)
                    && (name == stateNames[0] || TerraformChecks.isFamily(name, stateNames[0]))
            }
        if isFamily, addresses.count == stateNames.count {
            // One state an environment: whoever names the environment has one answer.
        } else if stateNames.count > 1 {
            conflicts.append("\(names.count) state names: " + TerraformStack.list(names))
        } else if addresses.count > 1 {
            conflicts.append("\(addresses.count) addresses: " + TerraformStack.list(addresses))
        }
        if locks.count > 1 { conflicts.append("locks differ: " + TerraformStack.list(locks)) }

        var open: [String] = []
        for missing in all.filter({ !$0.missing.isEmpty }).prefix(3) {
            open.append(
                "\(missing.place) reads \(missing.missing.joined(separator: ", ")), which is not in the repository")
        }
        let closed = all.filter { $0.address == nil && $0.isOpen && $0.missing.isEmpty }
        if !closed.isEmpty { open.append("arguments are not known at \(TerraformStack.places(closed))") }
        let bare = all.filter { $0.address == nil && $0.missing.isEmpty && !$0.isOpen }
        if !answers.isEmpty, !bare.isEmpty {
            open.append("init without a whole address at \(TerraformStack.places(bare))")
        }
        let unnamed = all.filter { $0.address != nil && !$0.isNamed }
        if !unnamed.isEmpty {
            let texts = TerraformStack.groups(unnamed) { $0.stateName ?? $0.address }
            open.append("not resolved: " + TerraformStack.list(texts))
        }
        let known = block.backend != nil
        if !conflicts.isEmpty {
            authority = .conflicting
        } else if known, bare.count == all.count {
            authority = .none
            open = [
                "the \(type) backend (\(block.place)) is given no whole address"
                    + (answers.isEmpty ? " and no init is found" : "; bare init at \(TerraformStack.places(bare))")
            ]
        } else if !known {
            authority = .unknown
            open = ["addresses of backend \(type) are not read"]
        } else {
            authority = open.isEmpty ? .clear : .unknown
        }
        why = (conflicts + open).joined(separator: "; ")
        if why.isEmpty {
            why =
                (isFamily
                    ? "one state an environment: \(stateNames.joined(separator: ", "))"
                    : "one answer: \(address ?? "")")
                + " (\(all.map(\.place).first ?? ""))"
                + (answers.isEmpty ? "; no init of it is found" : "")
        }
    }

    /// Names are shown once; that the same open text may mean two things shows in the addresses.
    private static func names(_ answers: [Answer]) -> [(value: String, by: [Answer])] {
        groups(answers.map(\.anywhere)) { $0.stateName }
    }

    /// Distinct values in order of appearance, each with what gives it.
    private static func groups(_ answers: [Answer], _ value: (Answer) -> String?) -> [(value: String, by: [Answer])] {
        var order: [String: Int] = [:]
        var result: [(value: String, by: [Answer])] = []
        for answer in answers {
            guard let value = value(answer) else { continue }
            let key = TerraformTemplate.isOpen(value) ? value + "\n" + answer.scope : value
            if let index = order[key] {
                result[index].by.append(answer)
            } else {
                order[key] = result.count
                result.append((value, [answer]))
            }
        }
        return result
    }

    private static func list(_ groups: [(value: String, by: [Answer])]) -> String {
        groups.map { "`\($0.value)` (\(places($0.by)))" }.joined(separator: ", ")
    }

    /// At most three places, the rest counted.
    private static func places(_ answers: [Answer]) -> String {
        let distinct = groups(answers) { $0.place }.map(\.value)
        return distinct.prefix(3).joined(separator: ", ")
            + (distinct.count > 3 ? " and \(distinct.count - 3) more" : "")
    }
}

extension TerraformStack.Answer {
    fileprivate var anywhere: Self {
        var copy = self
        copy.scope = ""
        return copy
    }
}
