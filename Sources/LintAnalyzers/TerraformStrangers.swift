/// What inits supply whose stack is not known: each of them may be of any stack.
struct TerraformStrangers: Sendable {
    private var arguments: Set<String> = []
    /// Whether some of what they supply is not known either.
    private(set) var areOpen = false

    init(_ model: TerraformStacks) {
        lazy var settings = TerraformStrangers.settings(of: model)
        // (Loops: the types of lazy sequences are made at the first use, which takes longer than a small repository's all.)
        for answer in model.unplacedAnswers {
            for argument in answer.supplied { arguments.insert(argument.name) }
            areOpen = areOpen || answer.isOpen
            // Of a file beside some stack, whichever it is, all that have its name are known.
            for name in answer.missing where !areOpen {
                if let known = TerraformTemplate.isOpen(name) ? nil : settings[String(name.lastPart)] {
                    arguments.formUnion(known)
                } else {
                    areOpen = true
                }
            }
            // A wrapper sets its variables whatever stack it runs.
            guard let wrapper = answer.command?.wrapper.flatMap({ TerraformWrapper.all[$0] }) else { continue }
            for variable in wrapper.environment {
                for argument in (TerraformBackend.byVariable[variable.name] ?? [:]).values {
                    arguments.insert(argument)
                }
            }
        }
    }

    func supply(_ argument: String) -> Bool { arguments.contains(argument) }

    /// What files of arguments hold, by their names without folders.
    private static func settings(of model: TerraformStacks) -> [String: Set<String>] {
        var result: [String: Set<String>] = [:]
        for (path, number) in model.fileNumbers {
            guard let settings = model.files[number].facts.namedSettings else { continue }
            result[String(path.lastPart), default: []].formUnion(settings.map(\.name))
        }
        return result
    }
}
