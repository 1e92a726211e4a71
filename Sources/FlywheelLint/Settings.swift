import LintYAML
import LintFindings
import LintAnalyzers
import LintLedger
public import LintRules
public import LintSource
import LintWalk

/// The resolved configuration of a run: file, packs, command line and defaults put together, and where each value came from.
public struct Settings: Sendable {
    /// One value with its origin, for `flywheel-lint config`.
    public struct Origin: Sendable {
        public var key: String
        public var value: String
        public var origin: String
    }

    /// Absolute folder that all paths are relative to.
    public var root: String
    /// The configuration file, relative to the root; `nil` when there is none.
    public var configurationPath: String?
    public var rules: RuleSet
    public var exclude: [PathGlob]
    public var budgets: [Configuration.Budget]
    /// The JSON file with the values of `external` KPIs, relative to the root.
    public var external: String?
    /// `error|warning|note|new|never`
    public var failOn: String
    public var fileSizeLimit: Int { rules.limits[.fileSize] }
    public var findingsLimit: Int { rules.limits[.findingsPerRule] }
    public var packNames: [String]
    public var origins: [Origin]
    /// All that the rules were made of but what this executable holds; `nil` where files beside the configuration are in it.
    let sources: [[UInt8]]?

    /// What analyzers look for.
    static var watched: [[UInt8]] { Analyzers.all.flatMap { $0.literals.map { Array($0.utf8) } } }

    /// What the command line adds.
    public struct Arguments: Sendable {
        public var configuration: String?
        public var ignoreConfiguration = false
        public var packs: [String] = []
        /// Ids or globs; empty: all.
        public var only: [String] = []
        public var skip: [String] = []
        public var scope = RuleScope.all
        public var failOn: String?
        /// Files that the command itself reads or writes: a baseline, a report. They say what was found, and are no part
        /// of what is looked at.
        public var ownFiles: [String] = []
        public var cases = RuleCases.run
        public init() {}
    }

    public init(startingAt target: String, arguments: Arguments) throws(LintFailure) {
        let located = try Settings.locate(target, arguments)
        root = located.root
        configurationPath = located.path
        let configuration = located.configuration
        let shown = located.path ?? "default"
        var origins: [Origin] = [Origin(key: "root", value: located.root, origin: located.rootOrigin)]
        func from(_ line: Int) -> String { "\(shown):\(line)" }

        let references =
            configuration.extends ?? [.init(value: PackLoader.builtin + PackLoader.everything, line: 0)]
        var packs: [Pack] = []
        let isBuiltIn = (references.map(\.value) + arguments.packs).allSatisfy { $0.hasPrefix(PackLoader.builtin) }
        let words = [
            references.map(\.value), arguments.packs, arguments.only, arguments.skip, [arguments.scope.rawValue],
        ]
        sources = isBuiltIn ? [configuration.text] + words.map { Array($0.joined(separator: "\n").utf8) } : nil
        var declared = Set<String>()
        for reference in references {
            let found = try PackLoader.load(
                reference.value, folder: located.folder, variables: configuration.variables,
                cases: arguments.cases
            ) { LintFailure("\(shown):\(reference.line): \($0)") }
            packs += found
            if !configuration.variables.isEmpty { declared.formUnion(found.flatMap(\.declaredVariables)) }
            origins.append(
                Origin(
                    key: "extends", value: reference.value,
                    origin: configuration.extends == nil ? "default" : from(reference.line)))
        }
        for reference in arguments.packs {
            let added = try PackLoader.load(
                reference, folder: ".", variables: configuration.variables, cases: arguments.cases
            ) { LintFailure("--pack: \($0)") }
            // A pack that is given replaces the one of its name.
            let names = Set(added.map(\.name))
            packs.removeAll { names.contains($0.name) }
            packs += added
            declared.formUnion(added.flatMap(\.declaredVariables))
            origins.append(Origin(key: "extends", value: reference, origin: "--pack"))
        }
        packNames = packs.map { $0.name }
        var all: [Rule] = []
        for index in packs.indices { all += packs[index].rules }
        // What is built in was held against itself when it was recorded (`rules test` reads it anew).
        let isProven =
            arguments.cases != .run && arguments.packs.isEmpty && configuration.variables.isEmpty
            && references.map(\.value) == [PackLoader.builtin + PackLoader.everything]
        if !isProven { try Settings.checkUnique(all) }
        try Settings.checkVariables(configuration, declared: declared)
        let ids = all.indices.map { all[$0].id }
        let kpis = try Settings.kpis(packs, configuration, rules: all, areProven: isProven)

        if !isProven { try Settings.checkAnalyzers(all) }
        for (name, mark) in configuration.overrideNames + configuration.suppressionRules {
            let known = ids + EngineFinding.facts.map(\.id)
            guard known.contains(where: { PathGlob("/" + name).matches($0) }) else {
                throw LintFailure(
                    "\(shown):\(mark.line):\(mark.column): unknown rule '\(name)'\(NearestName.hint(name, among: known)); see 'flywheel-lint rules list'"
                )
            }
        }
        for (option, names) in [("--rule", arguments.only), ("--skip", arguments.skip)] {
            for name in names where !ids.contains(where: { PathGlob("/" + name).matches($0) }) {
                throw LintFailure(
                    "\(option): unknown rule '\(name)'\(NearestName.hint(name, among: ids)); see 'flywheel-lint rules list'"
                )
            }
        }
        if !arguments.only.isEmpty {
            let globs = arguments.only.map { PathGlob("/" + $0) }
            all = all.filter { rule in globs.contains { $0.matches(rule.id) } }
        }
        let skipped = arguments.skip.map { PathGlob("/" + $0) }
        if !skipped.isEmpty { all = all.filter { rule in !skipped.contains { $0.matches(rule.id) } } }
        if arguments.scope != .all { all = all.filter { arguments.scope.holds($0) } }

        var surfaces = configuration.surfaces.map { (name: $0.name, globs: $0.globs) }
        for surface in configuration.surfaces {
            origins.append(
                Origin(
                    key: "surfaces.\(surface.name)", value: surface.globs.map(\.source).joined(separator: " "),
                    origin: from(surface.line)))
        }
        for pack in packs {
            for surface in pack.surfaces where !surfaces.contains(where: { $0.name == surface.name }) {
                surfaces.append(surface)
                origins.append(
                    Origin(
                        key: "surfaces.\(surface.name)", value: surface.globs.map(\.source).joined(separator: " "),
                        origin: "pack \(pack.name)"))
            }
        }
        var ceilings = Dictionary(uniqueKeysWithValues: SurfaceMap.untouched.map { ($0, Level.note) })
        for surface in configuration.surfaces {
            if let level = surface.level.flatMap(Level.init(rawValue:)) { ceilings[surface.name] = level }
        }
        let map = SurfaceMap(surfaces)
        try Settings.checkSurfaces(map.names, isProven ? [] : all, isProven ? configuration.kpis : kpis, configuration)
        rules = RuleSet(
            rules: all, kpis: kpis, surfaces: map, overrides: configuration.overrides.map(\.override),
            ceilings: ceilings,
            watched: all.indices.contains { all[$0].asksAnalyzers } ? Settings.watched : [], plan: PackLoader.plan)

        if all.count < ids.count { rules.idle = Set(ids).subtracting(all.map(\.id)) }
        rules.suppressionPolicy = configuration.suppressions
        for requirement in configuration.suppressions.requirements {
            let scopes = requirement.rules.map { String($0.source.dropFirst()) } + requirement.surfaces
            origins.append(
                Origin(
                    key: "suppressions",
                    value: (requirement.parts.map(\.rawValue) + ["of"]
                        + (scopes.isEmpty ? ["all"] : scopes)).joined(separator: " "), origin: from(requirement.line)))
        }

        // Vendored packs name what they forbid, baselines what was found, the configuration both.
        let files = ([located.path ?? Configuration.fileName] + arguments.ownFiles)
            .compactMap { Settings.path(of: $0, below: located.root) }
        let own = ["/" + PackLock.home + "/", Baseline.fileName] + files.map { "/" + $0 }
        exclude = (own + configuration.exclude.map(\.value)).map { PathGlob($0) }
        for glob in own { origins.append(Origin(key: "exclude", value: glob, origin: "default")) }
        for glob in configuration.exclude {
            origins.append(Origin(key: "exclude", value: glob.value, origin: from(glob.line)))
        }
        for (override, line) in configuration.overrides {
            let levels =
                ([override.level?.rawValue].compactMap { $0 })
                + override.surfaces.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value.rawValue)" }
            origins.append(
                Origin(
                    key: "rules.\(override.rule.source.dropFirst())", value: levels.joined(separator: ", "),
                    origin: from(line)))
        }
        for name in configuration.variables.keys.sorted() {
            origins.append(
                Origin(
                    key: "vars.\(name)", value: configuration.variables[name, default: []].joined(separator: " "),
                    origin: from(configuration.variableMarks[name]?.line ?? 1)))
        }
        budgets = configuration.budgets
        for budget in budgets {
            let parts = [
                budget.max.map { "max \(KPIValue.plain($0))" }, budget.goal.map { "goal \(KPIValue.plain($0))" },
                budget.by.map { "by \($0)" },
            ]
            origins.append(
                Origin(
                    key: "budgets.\(budget.kpi)", value: parts.compactMap { $0 }.joined(separator: ", "),
                    origin: from(budget.line)))
        }
        failOn = arguments.failOn ?? configuration.failOn?.value ?? "error"
        origins.append(
            Origin(
                key: "fail-on", value: failOn,
                origin: arguments.failOn != nil ? "--fail-on" : configuration.failOn.map { from($0.line) } ?? "default")
        )
        external = configuration.external?.value
        if let placed = configuration.external {
            origins.append(Origin(key: "external", value: placed.value, origin: from(placed.line)))
        }
        rules.excluded = exclude
        for kind in CheckLimits.Kind.allCases {
            let placed = configuration.limits[kind]
            if let placed { rules.limits[kind] = placed.value }
            origins.append(
                Origin(
                    key: "limits.\(kind.rawValue)", value: "\(rules.limits[kind])",
                    origin: placed.map { from($0.line) } ?? "default"))
        }
        self.origins = origins
    }
}
