/// What one file gives inits that are not read: a program, or a configuration of another runner.
struct TerraformHanded: Sendable {
    private(set) var arguments: Set<String>
    /// Types with a block that lacks what it gives: those it is meant for.
    private var completed: Set<String>

    static func all(of model: TerraformStacks) -> [TerraformHanded] {
        var all: [TerraformHanded] = []
        for number in model.files(with: .elsewhere) {
            let arguments = model.files[number].facts.openArguments
            guard !arguments.isEmpty, !all.contains(where: { $0.arguments == arguments }) else { continue }
            // (No person writes so many; what they are meant for is not asked then.)
            if all.count == 64 {
                all[63].arguments.formUnion(arguments)
                all[63].completed = []
                continue
            }
            var completed: Set<String> = []
            for block in model.blocks.values.joined() where block.lacks(arguments) {
                if let type = block.type { completed.insert(type) }
            }
            all.append(TerraformHanded(arguments: arguments, completed: completed))
        }
        return all
    }

    /// Whether it may be what brings a block an argument. One that says itself where its state is does not wait for a
    /// program which tells others of its type where theirs is.
    func mayGive(_ argument: String, to block: TerraformStack.Answer) -> Bool {
        guard arguments.contains(argument) else { return false }
        return block.lacks(arguments) || !(block.type.map(completed.contains) ?? false)
    }
}

extension TerraformStack.Answer {
    /// Whether it leaves out something of these that tells where its state is.
    func lacks(_ arguments: Set<String>) -> Bool {
        guard let backend else { return false }
        func isLacking(_ name: String) -> Bool { arguments.contains(name) && (value(name) ?? "").isEmpty }
        return backend.required.contains(where: isLacking) || backend.name.map(isLacking) ?? false
    }
}
