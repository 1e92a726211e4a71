import LintFindings

/// Findings that are fixed together or not at all.
enum FindingGroups {
    /// Tells each member of a group where the group begins, and how large it is.
    static func relate(_ findings: inout [Finding]) {
        var members: [String: [Int]] = [:]
        for i in findings.indices {
            if let group = findings[i].group { members[group, default: []].append(i) }
        }
        for indices in members.values where indices.count > 1 {
            for i in indices {
                let other = i == indices[0] ? indices[1] : indices[0]
                let message = "one of \(indices.count) places that change together"
                findings[i].related.append(.init(location: findings[other].location, message: message))
            }
        }
    }
}
