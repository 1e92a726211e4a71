/// What there is in a file's facts, in a few bits: the fold goes through all files for each question, and thousands of them
/// lie far apart.
struct TerraformFileKinds: OptionSet, Hashable, Sendable {
    let rawValue: UInt32

    static let backends = TerraformFileKinds(rawValue: 1 << 0)
    static let variables = TerraformFileKinds(rawValue: 1 << 1)
    static let testedVariables = TerraformFileKinds(rawValue: 1 << 2)
    static let modules = TerraformFileKinds(rawValue: 1 << 3)
    static let lock = TerraformFileKinds(rawValue: 1 << 4)
    static let scripts = TerraformFileKinds(rawValue: 1 << 5)
    static let jobs = TerraformFileKinds(rawValue: 1 << 6)
    /// Arguments of a backend, or what may be some.
    static let settings = TerraformFileKinds(rawValue: 1 << 7)
    static let environment = TerraformFileKinds(rawValue: 1 << 8)
    static let values = TerraformFileKinds(rawValue: 1 << 9)
    static let mentions = TerraformFileKinds(rawValue: 1 << 10)
    static let claims = TerraformFileKinds(rawValue: 1 << 11)
    /// Files that scripts write, and folders that they write configuration into.
    static let written = TerraformFileKinds(rawValue: 1 << 12)
    static let uploads = TerraformFileKinds(rawValue: 1 << 13)
    static let ignored = TerraformFileKinds(rawValue: 1 << 14)
    static let makesNothing = TerraformFileKinds(rawValue: 1 << 15)
    static let makesStateStore = TerraformFileKinds(rawValue: 1 << 16)
    /// What tells that backends may be given what no init is seen to give.
    static let elsewhere = TerraformFileKinds(rawValue: 1 << 17)

    /// Files that it includes, or starts as pipelines of their own.
    static let includes = TerraformFileKinds(rawValue: 1 << 18)

    /// Workflows that it calls, or its own inputs where it is called.
    static let calls = TerraformFileKinds(rawValue: 1 << 19)

    /// Modules that it runs in copies.
    static let units = TerraformFileKinds(rawValue: 1 << 20)

    /// Scripts that its own run.
    static let scriptCalls = TerraformFileKinds(rawValue: 1 << 21)

    /// Justfiles that import others, or say where recipes run.
    static let recipes = TerraformFileKinds(rawValue: 1 << 22)

    /// A backend that is generated for stacks.
    static let generates = TerraformFileKinds(rawValue: 1 << 23)

    /// A template of configuration with a backend.
    static let templates = TerraformFileKinds(rawValue: 1 << 24)

    /// A backend that its text shows to people.
    static let shown = TerraformFileKinds(rawValue: 1 << 25)

    /// What the model of stacks is not made from.
    static let onlyForChecks: TerraformFileKinds = [.variables, .testedVariables, .values, .claims]

    init(rawValue: UInt32) { self.rawValue = rawValue }

    init(_ facts: borrowing TerraformStateFacts) {
        self = []
        if !facts.backends.isEmpty { insert(.backends) }
        if facts.backends.contains(where: \.isDocumentation) { insert(.shown) }
        if !facts.variables.isEmpty { insert(.variables) }
        if !facts.testedVariables.isEmpty { insert(.testedVariables) }
        if !facts.modules.isEmpty { insert(.modules) }
        if facts.lockIsTofu != nil || facts.pinsTofu != nil { insert(.lock) }
        if !facts.scripts.isEmpty { insert(.scripts) }
        if !facts.jobs.isEmpty { insert(.jobs) }
        if !facts.includes.isEmpty || !facts.triggers.isEmpty { insert(.includes) }
        if !facts.calls.isEmpty || facts.inputs != nil { insert(.calls) }
        if !facts.scriptCalls.isEmpty || !facts.recipeCalls.isEmpty { insert(.scriptCalls) }
        if facts.just != nil { insert(.recipes) }
        if facts.makesBlock { insert(.templates) }
        if facts.generatesBlock != nil { insert(.generates) }
        if !facts.units.isEmpty { insert(.units) }
        if facts.settings != nil || facts.possibleSettings != nil { insert(.settings) }
        if !facts.environment.isEmpty { insert(.environment) }
        if facts.values != nil { insert(.values) }
        if !facts.mentions.isEmpty { insert(.mentions) }
        if !facts.claims.isEmpty { insert(.claims) }
        if !facts.written.isEmpty || !facts.configured.isEmpty || !facts.brought.isEmpty { insert(.written) }
        if !facts.uploads.isEmpty { insert(.uploads) }
        if !facts.ignored.isEmpty { insert(.ignored) }
        if facts.makesNothing { insert(.makesNothing) }
        if facts.makesStateStore { insert(.makesStateStore) }
        if facts.opensInit || facts.includesOthers || !facts.hints.isEmpty || !facts.exports.isEmpty
            || !facts.tasks.isEmpty
        {
            insert(.elsewhere)
        }
    }
}

extension TerraformStacks {
    /// The numbers of the files that have one of these, in order.
    func files(with kinds: TerraformFileKinds) -> some Sequence<Int> {
        self.kinds.indices.lazy.filter { !self.kinds[$0].isDisjoint(with: kinds) }
    }
}
