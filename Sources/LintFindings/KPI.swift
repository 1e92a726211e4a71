/// A number that a migration is measured by, at one state of the repository.
public struct KPIValue: Sendable, Hashable {
    public enum Better: String, Sendable, Hashable, CaseIterable {
        case lower, higher
        /// A size, which is neither good nor bad: how many stacks there are.
        case neither
    }
    /// What is counted.
    public enum Unit: String, Sendable, Hashable, CaseIterable {
        case occurrences, lines, files, directories, nodes, answers, external
        /// 1 where there is one at all, so that the sum over many repositories counts repositories.
        case repositories
    }

    public var id: String
    public var title: String
    /// `nil` for an external number that was not given.
    public var value: Double?
    public var unit: Unit
    public var better: Better
    public var goal: Double?
    /// The most (or, where higher is better, the least) that the configuration allows.
    public var budget: Double?
    /// The date (`YYYY-MM-DD`) by which the goal is to be reached.
    public var by: String?
    /// The value at the earlier state it is compared with.
    public var baseline: Double?

    public init(
        id: String, title: String, value: Double?, unit: Unit, better: Better, goal: Double? = nil,
        budget: Double? = nil, by: String? = nil, baseline: Double? = nil
    ) {
        self.id = id
        self.title = title
        self.value = value
        self.unit = unit
        self.better = better
        self.goal = goal
        self.budget = budget
        self.by = by
        self.baseline = baseline
    }

    /// Whether the budget is broken.
    public var isOverBudget: Bool {
        guard let value, let budget else { return false }
        return better == .higher ? value < budget : value > budget
    }

    /// Whether there is a goal and it is reached.
    public var isAtGoal: Bool {
        guard let value, let goal else { return false }
        switch better {
        case .lower: return value <= goal
        case .higher: return value >= goal
        case .neither: return value == goal
        }
    }

    /// Whether a change of the value is good; `nil` for one that is neither good nor bad.
    public func isBetter(_ change: Double) -> Bool? {
        better == .neither || change == 0 ? nil : (change < 0) == (better == .lower)
    }
}

extension KPIValue {
    /// What a run has to say of its budget: `over budget: truth/identity 191, budget 190`; `nil` when all is well.
    public func complaint(today: String?) -> String? {
        guard let value else { return nil }
        if isOverBudget, let budget {
            return "over budget: \(id) \(KPIValue.plain(value)), budget \(KPIValue.plain(budget))"
        }
        guard let by, let today, by < today, let goal, !isAtGoal else { return nil }
        return "late: \(id) \(KPIValue.plain(value)), goal \(KPIValue.plain(goal)) was due by \(by)"
    }

    /// Without `.0` for whole numbers.
    public static func plain(_ number: Double) -> String {
        number == number.rounded() && abs(number) < 1e15 ? String(Int(number)) : String(number)
    }
}
