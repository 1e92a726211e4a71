import LintSource

/// Finds texts that every match of a regular expression must hold, so that one scan can rule a file out, and how far
/// before them a match may begin, so that a search can be narrowed.
///
/// Conservative: what it does not understand holds nothing.
public enum RegexLiterals {
    /// What a text must hold for the expression to match in it: all of the clauses of one of these; `nil` when nothing can
    /// be promised.
    public static func needs(of expression: String) -> [NeedleClauses]? {
        alternatives(expression).map(needs)
    }

    private static func needs(_ alternatives: [[RegexReader.Clause]]) -> [NeedleClauses] {
        alternatives.map { clauses in NeedleClauses().adding(clauses.map(\.needles)) }
    }

    /// Both answers for the price of one.
    static func promises(of expression: String) -> (needs: [NeedleClauses], anchor: PatternAnchor?) {
        guard let alternatives = alternatives(expression) else { return ([], nil) }
        return (needs(alternatives), anchor(alternatives))
    }

    /// The rarest needles that narrow a search for the whole expression, whichever alternative it is.
    private static func anchor(_ alternatives: [[RegexReader.Clause]]) -> PatternAnchor? {
        var anchor: PatternAnchor?
        for clauses in alternatives {
            let useful = clauses.filter { $0.before.isUseful }
            guard let best = useful.min(by: { $0.commonness < $1.commonness }) else { return nil }
            anchor = PatternAnchor(
                needles: (anchor?.needles ?? []) + best.needles.filter { !(anchor?.needles.contains($0) ?? false) },
                reach: anchor?.reach.union(best.before) ?? best.before)
        }
        return anchor
    }

    private static func alternatives(_ expression: String) -> [[RegexReader.Clause]]? {
        var reader = RegexReader(bytes: Array(expression.utf8))
        let parts = reader.alternatives(depth: 0)
        guard reader.at >= reader.bytes.count, !reader.failed, parts.count <= 64 else { return nil }
        let all = parts.map(\.allClauses)
        return all.contains(where: \.isEmpty) ? nil : all
    }
}
