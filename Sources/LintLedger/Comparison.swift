public import LintFindings

/// What became of the findings between two states of a repository: read ``StagedMatching`` for how they are paired.
///
/// O(n) in the entries of both sides; the answer depends on them alone, never on threads or hash seeds.
public struct Comparison: Sendable {
    /// What became of one entry, or of some of those that it counts.
    public struct Change: Sendable, Hashable {
        public enum Outcome: String, Sendable, Hashable, CaseIterable {
            /// The same file, level and message, as far as both sides tell.
            case unchanged
            /// The same, in another file.
            case moved
            /// Another level or message, here or in another file.
            case updated
            case new
            /// New because its rule is: the earlier state did not run it.
            case newRule = "new (rule added)"
            case fixed
            /// Gone with its file, which is no progress.
            case fixedByDeletion = "fixed-by-deletion"
            /// Gone because its rule no longer runs, which is none either.
            case ruleRemoved = "gone (rule removed)"
        }

        public var outcome: Outcome
        /// Indices of ``Comparison/base`` and ``Comparison/head``.
        public var base: Int?
        public var head: Int?
        /// How many of the findings that the entries count; 1 where both are findings.
        public var count: Int
    }

    public let base: Side
    public let head: Side
    /// What is at the head first, in its order; then what is gone, in the base's.
    public let changes: [Change]

    /// - Parameters:
    ///   - renames: git's renames, old path to new.
    ///   - isDeleted: whether a path of the base is no file at the head any more; renamed files need not be told.
    public init(
        base: Side, head: Side, renames: [String: String] = [:], isDeleted: (String) -> Bool = { _ in false }
    ) {
        self.base = base
        self.head = head
        var matching = StagedMatching(base: base.entries, head: head.entries, renames: renames)
        matching.run(isDeleted: isDeleted)
        changes = Comparison.changes(
            matching, base: base, head: head, isGone: { renames[$0] == nil && isDeleted($0) })
    }

    private static func changes(
        _ matching: StagedMatching, base: Side, head: Side, isGone: (String) -> Bool
    ) -> [Change] {
        var changes: [Change] = []
        changes.reserveCapacity(base.entries.count + head.entries.count)
        for pair in matching.pairs {
            let outcome = outcome(base.entries[pair.base], head.entries[pair.head])
            changes.append(Change(outcome: outcome, base: pair.base, head: pair.head, count: pair.count))
        }
        for (index, left) in matching.headLeft.enumerated() where left > 0 {
            let isNewRule = base.rules.map { !$0.contains(head.entries[index].rule) } ?? false
            changes.append(Change(outcome: isNewRule ? .newRule : .new, base: nil, head: index, count: left))
        }
        changes.sort { ($0.head ?? 0, $0.base ?? .max) < ($1.head ?? 0, $1.base ?? .max) }
        var gone: [ByteName: Bool] = [:]
        for (index, left) in matching.baseLeft.enumerated() where left > 0 {
            let entry = base.entries[index]
            if entry.isSuppressed { continue }
            let name = ByteName(text: entry.path)
            let isFileGone = gone[name] ?? isGone(entry.path)
            gone[name] = isFileGone
            let isRuleGone = head.rules.map { !$0.contains(entry.rule) } ?? false
            changes.append(
                Change(
                    outcome: isRuleGone ? .ruleRemoved : isFileGone ? .fixedByDeletion : .fixed, base: index, head: nil,
                    count: left))
        }
        return changes
    }

    private static func outcome(_ base: Entry, _ head: Entry) -> Change.Outcome {
        // Its suppression was lifted: it counts now, and did not before.
        if base.isSuppressed, !head.isSuppressed { return .new }
        if let before = base.level, let now = head.level, before != now { return .updated }
        if let before = base.message, let now = head.message, before != now { return .updated }
        return ByteOrder.compare(base.path, head.path) == 0 ? .unchanged : .moved
    }
}

extension Comparison {
    /// Findings of an outcome, suppressed ones left out.
    public func count(_ outcome: Change.Outcome) -> Int {
        changes.reduce(0) { $1.outcome == outcome && !isSuppressed($1) ? $0 + $1.count : $0 }
    }

    /// Findings that counted at the base and are suppressed at the head: neither there nor fixed.
    public var newlySuppressed: Int {
        changes.reduce(0) { sum, change in
            guard let before = change.base, let now = change.head else { return sum }
            return !base.entries[before].isSuppressed && head.entries[now].isSuppressed ? sum + change.count : sum
        }
    }

    /// The state of each finding of the head, by its index: `new` where any of those that an entry counts is.
    public var states: [Finding.State] {
        var states = [Finding.State?](repeating: nil, count: head.entries.count)
        for change in changes {
            guard let index = change.head, let state = Finding.State(change.outcome) else { continue }
            if states[index].map({ $0.rank < state.rank }) ?? true { states[index] = state }
        }
        return states.map { $0 ?? .new }
    }

    /// Writes ``states`` into the findings that were given as the head, in the same order.
    public func mark(_ findings: inout [Finding]) {
        for (index, state) in states.enumerated() where index < findings.count { findings[index].state = state }
    }

    /// The findings of the base that are gone that way, one for each that an entry counts (at most 1,000 an entry, and as
    /// soon as there are 100,000, one an entry: a line of a ledger can claim a thousand million).
    public func gone(_ outcome: Change.Outcome) -> [Finding] {
        var findings: [Finding] = []
        for change in changes where change.outcome == outcome && change.head == nil {
            guard let index = change.base else { continue }
            let room = max(1, 100_000 - findings.count)
            findings += repeatElement(base.finding(index), count: min(change.count, 1_000, room))
        }
        return findings.sorted(by: Finding.inOrder)
    }

    private func isSuppressed(_ change: Change) -> Bool {
        if let index = change.head { return head.entries[index].isSuppressed }
        return change.base.map { base.entries[$0].isSuppressed } ?? false
    }
}

extension Finding.State {
    /// `nil` for what is gone.
    public init?(_ outcome: Comparison.Change.Outcome) {
        switch outcome {
        case .unchanged: self = .unchanged
        case .moved: self = .moved
        case .updated: self = .updated
        case .new: self = .new
        case .newRule: self = .newRule
        case .fixed, .fixedByDeletion, .ruleRemoved: return nil
        }
    }

    fileprivate var rank: Int {
        switch self {
        case .unchanged: 0
        case .moved: 1
        case .updated: 2
        case .newRule: 3
        case .new: 4
        }
    }
}
