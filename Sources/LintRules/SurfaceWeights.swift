import LintFindings

/// How much rules weigh on the surface of the file in hand, worked out once for each surface: overrides are globs.
struct SurfaceWeights {
    /// Whether only what KPIs count has any weight.
    var counts = false
    private var surface: String?
    private var levels: [Level?] = []
    /// Those of other surfaces.
    private var kept: [String: [Level?]] = [:]

    mutating func begin(_ surface: String, rules: Int) {
        if surface == self.surface { return }
        if let last = self.surface { kept[last] = levels }
        levels = kept.removeValue(forKey: surface) ?? [Level?](repeating: nil, count: rules)
        self.surface = surface
    }

    mutating func level(of rule: Int, on surface: String, _ shared: SharedRules) -> Level {
        if let known = levels[rule] { return known }
        let own = shared.rules.rules[rule]
        let isAsked = !counts || shared.rules.isCounted(own, on: surface)
        let level = isAsked ? shared.rules.level(of: own, on: surface) : .off
        levels[rule] = level
        return level
    }
}
