public import LintSource
public import LintYAML

/// What a suppression has to say besides its rule, as the configuration requires it.
public struct SuppressionPolicy: Sendable, Hashable {
    public enum Part: String, Sendable, CaseIterable {
        case reason, until
    }

    /// One item of `suppressions`.
    public struct Requirement: Sendable, Hashable {
        public var parts: [Part]
        /// Globs over rule ids; empty: all rules.
        public var rules: [PathGlob]
        /// Empty: all surfaces.
        public var surfaces: [String]
        public var line: Int
    }

    public var requirements: [Requirement] = []

    public init() {}

    /// What is required of a suppression of these rules on a surface, in the order of ``Part``.
    func parts(for rules: [String], on surface: String) -> [Part] {
        if requirements.isEmpty { return [] }
        let asked = requirements.filter { requirement in
            (requirement.surfaces.isEmpty || requirement.surfaces.contains(surface))
                && (requirement.rules.isEmpty
                    || rules.contains { rule in requirement.rules.contains { $0.matches(rule) } })
        }
        return Part.allCases.filter { part in asked.contains { $0.parts.contains(part) } }
    }
}

extension SuppressionPolicy {
    public static let keys = ["require", "rules", "surfaces"]

    /// Reads the list under `suppressions`; also gives the rules and surfaces that it names, to be checked when they are
    /// known.
    public static func decode(
        _ reader: MappingReader, _ key: String
    ) throws(PackError) -> (
        policy: SuppressionPolicy, rules: [(name: String, mark: YAMLNode.Mark)],
        surfaces: [(name: String, mark: YAMLNode.Mark)]
    ) {
        var policy = SuppressionPolicy()
        var rules: [(name: String, mark: YAMLNode.Mark)] = []
        var surfaces: [(name: String, mark: YAMLNode.Mark)] = []
        for node in try reader.list(key) {
            let item = try MappingReader(node, path: reader.path, what: "item of 'suppressions'", known: keys)
            var parts: [Part] = []
            for (name, mark) in try item.texts(try item.required("require"), "require") {
                guard let part = Part(rawValue: name) else {
                    throw item.unknown(name, mark, kind: "requirement", among: Part.allCases.map(\.rawValue))
                }
                parts.append(part)
            }
            let ofRules = try item.texts("rules")
            let onSurfaces = try item.texts("surfaces")
            rules += ofRules.map { (name: $0.text, mark: $0.mark) }
            surfaces += onSurfaces.map { (name: $0.text, mark: $0.mark) }
            policy.requirements.append(
                Requirement(
                    parts: parts, rules: ofRules.map { PathGlob("/" + $0.text) }, surfaces: onSurfaces.map(\.text),
                    line: node.mark.line))
        }
        return (policy, rules, surfaces)
    }
}
