import LintFindings
import LintSource

/// Which findings become one result of a log: those of one rule that begin on one line. As numbers, because there may be
/// hundreds of thousands, of which a log takes 25,000.
struct SARIFGroups {
    /// Findings of the report, then those that are gone.
    private let findings: [Finding]
    private let absent: [Finding]
    /// Numbers of findings, group by group; what stands for the group first.
    private var members: [UInt32] = []
    private var groups: [Group] = []
    private var names = OccurrenceNames()

    private struct Group {
        var start: UInt32
        var count: UInt32
        var name: OccurrenceNames.Name
        var level: Level
    }

    /// Both lie in the order of a report.
    init(_ findings: [Finding], absent: [Finding]) {
        self.findings = findings
        self.absent = absent
        members.reserveCapacity(findings.count + absent.count)
        groups.reserveCapacity(findings.count + absent.count)
        var start = 0
        for part in [findings, absent] {
            var first = 0
            while first < part.count {
                let end = SARIFGroups.endOfLine(part, first)
                addLine(part, first..<end, from: start)
                first = end
            }
            start += part.count
        }
    }

    var count: Int { groups.count }

    /// The results, worst first, else in the order of the report; until `body` says that it wants no more.
    func forEach(_ body: (_ findings: [Finding], _ name: OccurrenceNames.Name, _ isAbsent: Bool) -> Bool) {
        for level in [Level.error, .warning, .note, .off] {
            for group in groups where group.level == level {
                let numbers = members[Int(group.start)..<Int(group.start + group.count)]
                let isAbsent = numbers.first.map { Int($0) >= findings.count } ?? false
                guard body(numbers.map { self[$0] }, group.name, isAbsent) else { return }
            }
        }
    }

    private subscript(number: UInt32) -> Finding {
        let number = Int(number)
        return number < findings.count ? findings[number] : absent[number - findings.count]
    }

    private static func endOfLine(_ part: [Finding], _ first: Int) -> Int {
        var end = first + 1
        while end < part.count, part[end].location.start.line == part[first].location.start.line,
            part[end].path == part[first].path
        {
            end += 1
        }
        return end
    }

    /// The findings of one line, those of one rule together, in the order in which the rules come first.
    private mutating func addLine(_ part: [Finding], _ range: Range<Int>, from start: Int) {
        var rules: [String] = []
        for index in range where !rules.contains(part[index].rule) { rules.append(part[index].rule) }
        for rule in rules {
            let first = members.count
            var level = Level.off
            var live: Int?
            for index in range where part[index].rule == rule {
                if live == nil, part[index].suppressed == nil { live = members.count }
                level = max(level, part[index].level)
                members.append(UInt32(truncatingIfNeeded: start + index))
            }
            // Numbered before sorting, so that a level that changes renames no other result.
            let name = names.next(part[Int(members[first]) - start])
            // What counts speaks for the line.
            if let live, live > first { members.swapAt(first, live) }
            groups.append(
                Group(
                    start: UInt32(truncatingIfNeeded: first), count: UInt32(truncatingIfNeeded: members.count - first),
                    name: name, level: level))
        }
    }
}
