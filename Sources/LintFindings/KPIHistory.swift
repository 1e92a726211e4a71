/// The KPI values at the commits of a branch, oldest first.
public struct KPIHistory: Sendable {
    public struct Commit: Sendable, Hashable {
        /// 40 or 64 hexadecimal digits.
        public var id: String
        /// Of the committer, ISO 8601 with its zone.
        public var date: String
        public var author: String
        public var subject: String
        /// One a KPI, in the order of ``KPIHistory/kpis``; `nil` where it has none.
        public var values: [Double?]

        public init(id: String, date: String, author: String, subject: String, values: [Double?]) {
            self.id = id
            self.date = date
            self.author = author
            self.subject = subject
            self.values = values
        }
    }

    /// A commit at which a KPI changed, against the one listed before it.
    public struct Step: Sendable, Hashable {
        /// Index of ``KPIHistory/commits``.
        public var commit: Int
        public var before: Double
        public var after: Double
        public var change: Double { after - before }
    }

    /// What is counted, with goals and budgets of today; the values are those of the last commit, the baselines those of
    /// the first.
    public var kpis: [KPIValue]
    public var commits: [Commit]
    /// The repository's name, for people.
    public var name: String
    /// Where commits can be looked at: `https://…/commit/`, to be followed by an id.
    public var commitLink: String?

    public init(kpis: [KPIValue], commits: [Commit], name: String, commitLink: String? = nil) {
        self.kpis = kpis
        for index in self.kpis.indices {
            self.kpis[index].value = commits.last?.values[index]
            self.kpis[index].baseline = commits.first?.values[index]
        }
        self.commits = commits
        self.name = name
        self.commitLink = commitLink
    }

    /// The values of one KPI.
    public func values(_ kpi: Int) -> [Double?] { commits.map { $0.values[kpi] } }

    /// Where one KPI changed, oldest first.
    public func steps(_ kpi: Int) -> [Step] {
        var steps: [Step] = []
        var last: Double?
        for (index, commit) in commits.enumerated() {
            guard let value = commit.values[kpi] else { continue }
            if let last, last != value { steps.append(Step(commit: index, before: last, after: value)) }
            last = value
        }
        return steps
    }

    /// The largest steps the right way, largest first; of equals, the oldest first.
    public func biggestGains(_ kpi: Int, limit: Int) -> [Step] {
        let gains = steps(kpi).filter { kpis[kpi].isBetter($0.change) == true }
        return Array(
            gains.sorted { (abs($0.change), $1.commit) > (abs($1.change), $0.commit) }.prefix(limit))
    }

    /// Who moved a KPI the right way, by how much and in how many commits; most first.
    public func gainsByAuthor(_ kpi: Int) -> [(author: String, change: Double, commits: Int)] {
        var sums: [String: (change: Double, commits: Int)] = [:]
        for step in steps(kpi) where kpis[kpi].isBetter(step.change) == true {
            let author = commits[step.commit].author
            let sum = sums[author] ?? (0, 0)
            sums[author] = (sum.change + step.change, sum.commits + 1)
        }
        return sums.map { ($0.key, $0.value.change, $0.value.commits) }
            .sorted { (abs($0.1), $1.0) > (abs($1.1), $0.0) }
    }
}
