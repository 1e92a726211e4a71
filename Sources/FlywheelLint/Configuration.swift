import LintFindings
public import LintRules
public import LintSource
public import LintYAML

/// `.flywheel-lint.yml`, as it was written: what is absent is `nil` or empty, and ``Settings`` fills in the defaults.
public struct Configuration: Sendable {
    public static let fileName = ".flywheel-lint.yml"

    /// A value and the line it comes from.
    public struct Placed<Value: Sendable>: Sendable {
        public var value: Value
        public var line: Int
    }

    public struct Budget: Sendable {
        public var kpi: String
        public var max: Double?
        public var goal: Double?
        public var by: String?
        public var line: Int
        /// Where the number of `max` stands.
        public var maxMark: YAMLNode.Mark?
    }

    /// Path of the file; empty for the built-in configuration.
    public var path: String
    public var extends: [Placed<String>]?
    public var exclude: [Placed<String>] = []
    public var surfaces: [(name: String, globs: [PathGlob], level: String?, line: Int)] = []
    public var overrides: [(override: RuleSet.Override, line: Int)] = []
    public var variables: [String: [String]] = [:]
    public var variableMarks: [String: YAMLNode.Mark] = [:]
    public var kpis: [KPIDeclaration] = []
    public var budgets: [Budget] = []
    public var external: Placed<String>?
    public var failOn: Placed<String>?
    public var limits: [CheckLimits.Kind: Placed<Int>] = [:]
    public var suppressions = SuppressionPolicy()

    static let keys = [
        "extends", "exclude", "surfaces", "rules", "vars", "kpis", "budgets", "external", "fail-on", "limits",
        "suppressions",
    ]
    static let failOnNames = ["error", "warning", "note", "new", "never"]

    public init(path: String = "") { self.path = path }
    /// The file's bytes, where it was read from one.
    var text: [UInt8] = []

    /// Reads the configuration; throws a ``PackError`` with the place of the first mistake.
    public init(bytes: [UInt8], path: String) throws(PackError) {
        self.path = path
        let root: YAMLNode
        do throws(YAMLError) { root = try YAMLDocument.parse(bytes) } catch {
            throw PackError(path: path, mark: error.mark, message: error.message)
        }
        let reader = try MappingReader(root, path: path, what: "configuration", known: Configuration.keys)
        if reader["extends"] != nil {
            extends = try reader.texts("extends", mayBeEmpty: true).map { Placed(value: $0.text, line: $0.mark.line) }
        }
        exclude = try reader.texts("exclude", mayBeEmpty: true).map { Placed(value: $0.text, line: $0.mark.line) }
        try readSurfaces(reader)
        try readRules(reader)
        variables = try Pack.decodeVariables(reader)
        for entry in try reader.mapping("vars", of: "names to texts") ?? [] { variableMarks[entry.key] = entry.keyMark }
        for node in try reader.list("kpis") { kpis.append(try KPIDeclaration.decode(node, path: path)) }
        try readBudgets(reader)
        if let node = reader["external"] {
            external = Placed(value: try reader.string(node, "external"), line: node.mark.line)
        }
        if let node = reader["fail-on"] {
            let name = try reader.string(node, "fail-on")
            guard Configuration.failOnNames.contains(name) else {
                throw reader.unknown(name, node.mark, kind: "level", among: Configuration.failOnNames)
            }
            failOn = Placed(value: name, line: node.mark.line)
        }
        let required = try SuppressionPolicy.decode(reader, "suppressions")
        suppressions = required.policy
        suppressionRules = required.rules
        overrideSurfaces += required.surfaces
        if let node = reader["limits"], !node.isNull {
            let reader = try MappingReader(
                node, path: path, what: "limits", known: CheckLimits.Kind.allCases.map(\.rawValue))
            for kind in CheckLimits.Kind.allCases { limits[kind] = try positive(reader, kind.rawValue) }
        }
    }

    private func positive(_ reader: MappingReader, _ key: String) throws(PackError) -> Placed<Int>? {
        guard let number = try reader.number(key), let mark = reader[key]?.mark else { return nil }
        guard number >= 1, number == number.rounded(), number < 4_000_000_000 else {
            throw reader.fail(mark, "'\(key)' must be a whole number above 0")
        }
        return Placed(value: Int(number), line: mark.line)
    }

    private mutating func readSurfaces(_ reader: MappingReader) throws(PackError) {
        let entries = try reader.mapping("surfaces", of: "names to globs") ?? []
        for entry in entries {
            var globs = entry.value
            var level: String?
            if case .mapping = entry.value.value {
                let inner = try MappingReader(entry.value, path: path, what: "surface", known: ["files", "level"])
                globs = try inner.required("files")
                level = try inner.choice("level", Level.self)?.rawValue
            }
            if entry.key.isEmpty {
                throw reader.fail(entry.keyMark, "a surface has no name; write one before the colon")
            }
            surfaces.append(
                (entry.key, try reader.texts(globs, entry.key).map { PathGlob($0.text) }, level, entry.keyMark.line))
        }
    }

    private mutating func readRules(_ reader: MappingReader) throws(PackError) {
        let entries = try reader.mapping("rules", of: "rule ids to levels") ?? []
        for entry in entries {
            var override = RuleSet.Override(rule: PathGlob("/" + entry.key), level: nil)
            if case .mapping = entry.value.value {
                let inner = try MappingReader(
                    entry.value, path: path, what: "rule settings", known: ["level", "surfaces"])
                override.level = try inner.choice("level", Level.self)
                for level in try inner.mapping("surfaces", of: "surfaces to levels") ?? [] {
                    override.surfaces[level.key] = try inner.choice(level.value, "level", Level.self)
                    overrideSurfaces.append((level.key, level.keyMark))
                }
                if override.level == nil, override.surfaces.isEmpty {
                    throw inner.fail(nil, "'\(entry.key)' says nothing; give 'level' or 'surfaces'")
                }
            } else {
                override.level = try reader.choice(entry.value, "level", Level.self)
            }
            overrides.append((override, entry.keyMark.line))
            overrideNames.append((entry.key, entry.keyMark))
        }
    }

    /// Rule ids as they were written, to be checked when the packs are known.
    var overrideNames: [(name: String, mark: YAMLNode.Mark)] = []
    /// Rules of which something is required when they are suppressed, likewise.
    var suppressionRules: [(name: String, mark: YAMLNode.Mark)] = []
    /// Surfaces that they name, likewise.
    var overrideSurfaces: [(name: String, mark: YAMLNode.Mark)] = []

    private mutating func readBudgets(_ reader: MappingReader) throws(PackError) {
        let entries = try reader.mapping("budgets", of: "KPI ids") ?? []
        for entry in entries {
            let inner = try MappingReader(entry.value, path: path, what: "budget", known: ["max", "goal", "by"])
            if inner.entries.isEmpty { throw inner.fail(nil, "the budget says nothing; give 'max', 'goal' or 'by'") }
            let by = try inner.string("by")
            if let by, !Calendar.isDate(by) {
                throw inner.fail(inner["by"]?.mark, "'by' must be a date YYYY-MM-DD, found '\(by)'")
            }
            budgets.append(
                Budget(
                    kpi: entry.key, max: try inner.number("max"), goal: try inner.number("goal"), by: by,
                    line: entry.keyMark.line, maxMark: inner["max"]?.mark))
            budgetMarks.append(entry.keyMark)
        }
    }

    var budgetMarks: [YAMLNode.Mark] = []
}
