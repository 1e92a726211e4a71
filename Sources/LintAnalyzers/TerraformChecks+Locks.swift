import LintSource

/// One state whose inits take locks that do not see each other.
extension TerraformChecks {
    mutating func checkLocks(_ stack: TerraformStack, _ given: [TerraformStack.Answer]) {
        // (Most stacks have one init, and agree.)
        guard stack.authority == .conflicting, given.count > 1 else { return }
        var first: [String: (locks: Set<String>, site: Site)] = [:]
        var others: [(place: String, locks: Set<String>, answer: TerraformStack.Answer)] = []
        for answer in given.prefix(256) {
            // What a page leaves out the reader may know.
            guard let kind = answer.kind, kind != .documentation, let address = answer.address, answer.isNamed,
                answer.missing.isEmpty, !answer.isOpen, !TerraformTemplate.isOpen(address), let locks = answer.locks,
                let place = TerraformStacks.place(of: address, answer), !locks.contains(where: TerraformTemplate.isOpen)
            else { continue }
            if first[place] == nil, !locks.isEmpty {
                first[place] = (locks, site(of: answer))
            } else {
                others.append((place, locks, answer))
            }
        }
        for (place, locks, answer) in others {
            guard let known = first[place], known.locks.isDisjoint(with: locks) else { continue }
            func shown(_ locks: Set<String>) -> String {
                locks.isEmpty ? "nothing" : locks.sorted().joined(separator: " and ")
            }
            report(
                "tofu/different-locks", site(of: answer), identity: stack.path,
                values: ["stack": stack.path, "own": shown(locks), "other": shown(known.locks)],
                related: [(known.site, "the other lock")])
        }
    }

    /// Where an init says what lock it takes; the init where it says nothing.
    private func site(of answer: TerraformStack.Answer) -> Site {
        guard case .arguments(let names) = answer.backend?.locking else { return answer.site }
        for name in names {
            if let supplied = answer[name], supplied.origin != .block, supplied.value != "false" {
                return supplied.site
            }
        }
        return answer.site
    }
}
