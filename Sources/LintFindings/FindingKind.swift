/// What findings of one rule in one sort of place have in common: made once for all of them, since a hundred thousand
/// findings must fit.
public final class FindingKind: Sendable {
    public let rule: String
    /// The innermost language's and context's names; the whole way as `route`.
    public let language: String
    public let context: String
    public let route: String
    public let surface: String
    public let kpi: String?

    public init(rule: String, language: String, context: String, route: String, surface: String, kpi: String? = nil) {
        self.rule = rule
        self.language = language
        self.context = context
        self.route = route
        self.surface = surface
        self.kpi = kpi
    }
}

extension FindingKind: Hashable {
    public static func == (one: FindingKind, other: FindingKind) -> Bool {
        one === other
            || one.rule == other.rule && one.language == other.language && one.context == other.context
                && one.route == other.route && one.surface == other.surface && one.kpi == other.kpi
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(rule)
        hasher.combine(route)
    }
}
