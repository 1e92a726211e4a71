/// What the inits of one stack hand over together. Each of them asks it, and would look through all arguments of all.
struct TerraformCompanions {
    let answers: [TerraformStack.Answer]
    /// Whether one has arguments that are not known.
    let isOpen: Bool
    private var known: [String: (any: Bool, meant: Bool)] = [:]

    init(_ answers: [TerraformStack.Answer]) {
        self.answers = answers
        isOpen = answers.contains { $0.isOpen || !$0.missing.isEmpty }
    }

    /// Whether one of them has the argument at all, and whether with another value than `false`.
    mutating func give(_ argument: String) -> (any: Bool, meant: Bool) {
        // (Most stacks have their block alone.)
        if answers.isEmpty { return (false, false) }
        if let known = known[argument] { return known }
        var given = (any: false, meant: false)
        for answer in answers {
            guard let value = answer.value(argument) else { continue }
            given.any = true
            given.meant = value != "false"
            if given.meant { break }
        }
        known[argument] = given
        return given
    }
}
