/// What is known of every match of an expression.
public struct PatternKnowledge: Sendable, Hashable {
    /// What a text must hold for a match: all of the clauses of one of these. Empty: nothing is known.
    public var needs: [NeedleClauses]
    /// What narrows a search.
    public var anchor: PatternAnchor?

    public init(needs: [NeedleClauses], anchor: PatternAnchor?) {
        self.needs = needs
        self.anchor = anchor
    }

    init(of expression: String) {
        // In an expression with other letters than ASCII's, case is not what the search thinks.
        let isPlain = expression.utf8.allSatisfy { $0 < 0x80 }
        let promises = isPlain ? RegexLiterals.promises(of: expression) : (needs: [], anchor: nil)
        self.init(needs: promises.needs, anchor: promises.anchor)
    }
}
