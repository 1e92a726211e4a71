import LintPattern

/// Looks at the clock now and then, for searches that look at one place after another without an expression.
struct MatchPace {
    private let scratch: MatchScratch
    private var places = 0
    private var isLate = false

    init(_ scratch: MatchScratch) { self.scratch = scratch }

    /// Whether the file's time is over; then it is noted that the search ended at `place`.
    mutating func isOver(at place: Int) -> Bool {
        if isLate { return true }
        // A place may cost as much as 60,000 bytes do (a URL's hole that does not end, in both directions).
        places += 1
        guard places & 63 == 0, scratch.deadline < .max, MatchScratch.now() >= scratch.deadline else { return false }
        isLate = true
        if scratch.wasLateAt == nil { scratch.wasLateAt = place }
        return true
    }
}
