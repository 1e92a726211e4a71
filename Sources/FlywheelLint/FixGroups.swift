import LintFindings
import LintSource

/// Which groups of findings may be fixed: all places of a group together, or none.
struct FixGroups {
    private(set) var refusals: [String] = []
    private var refused = Set<String>()
    private let places: [String: Int]

    /// - Parameter isWanted: whether a fix is one that this run applies.
    init(_ findings: [Finding], isWhole: Bool, isWanted: (Fix?) -> Bool) {
        let groups = Dictionary(grouping: findings.filter { $0.group != nil }) { $0.group ?? "" }
        places = groups.mapValues(\.count)
        for (name, members) in groups.sorted(by: { $0.key < $1.key })
        where members.contains(where: { isWanted($0.fix) }) {
            if !isWhole {
                refuse(name, "only a run over the whole repository sees all of it")
            } else if let open = members.first(where: { $0.suppressed != nil || !isWanted($0.fix) }) {
                let place = "\(open.path):\(open.location.start.line)"
                refuse(
                    name,
                    open.suppressed != nil ? "\(place) is suppressed" : "\(place) has no fix that could be applied")
            }
        }
    }

    mutating func refuse(_ name: String, _ why: String) {
        guard refused.insert(name).inserted else { return }
        refusals.append(
            "the \(places[name] ?? 0) places of group '\(name)' are fixed together or not at all, and are left: \(why)")
    }

    func allow(_ finding: Finding) -> Bool { finding.group.map { !refused.contains($0) } ?? true }
}
