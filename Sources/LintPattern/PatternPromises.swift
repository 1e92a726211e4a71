import LintSource

/// What is known of every match of an expression, ready to be looked for.
final class PatternPromises: Sendable {
    /// What every match holds, where that narrows a search.
    let anchor: PatternAnchor?
    let searches: [NeedleSearch]
    /// What a text must hold for a match, beyond the anchor: all of the clauses of one of these. Empty: nothing is known.
    let needs: [[[NeedleSearch]]]

    init(_ known: PatternKnowledge) {
        anchor = known.anchor
        searches = anchor?.needles.map(NeedleSearch.init) ?? []
        needs = known.needs.map { $0.clauses.map { $0.map(NeedleSearch.init) } }
    }

    /// Ranges shorter than this are searched at once.
    private static let shortRange = 1_024

    /// Whether a long text holds what a match needs: several looks at it cost less than a search at every anchor. `numbers`
    /// are known when it is the text that was scanned.
    func mayMatch(
        _ bytes: ByteView, in range: ByteRange, _ places: NeedlePlaces?, _ numbers: NeedlePlaces.Numbers?
    ) -> Bool {
        guard !needs.isEmpty else { return true }
        if let places, let numbers {
            return numbers.needs.contains { $0.allSatisfy { $0.contains(where: places.holds) } }
        }
        guard range.count >= PatternPromises.shortRange else { return true }
        // What an expression looks ahead at may lie anywhere up to the end, and nothing that it needs before the start.
        return needs.contains { clauses in
            clauses.allSatisfy { any in any.contains { $0.first(in: bytes, range: range, from: 0) != nil } }
        }
    }
}
