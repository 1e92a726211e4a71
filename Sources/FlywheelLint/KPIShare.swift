import LintFindings
import LintRules
import LintSource

/// What one file adds to each KPI: every KPI of findings or nodes is a sum of such shares over files, which is what
/// makes a history of thousands of commits a running sum.
struct KPIShare: Sendable, Equatable {
    /// By the KPI's index; what is not there adds nothing.
    var counts: [Int: Int] = [:]

    var isEmpty: Bool { counts.isEmpty }
}

/// Works out shares. A value: each worker has its own, which remembers what the rules it met count for.
struct KPIShares: Sendable {
    private struct Findings: Sendable {
        var kpi: Int
        var globs: [PathGlob]
        var unit: KPIValue.Unit
        var surfaces: [String]
        var files: FileFilter
    }

    private let findings: [Findings]
    /// Rule id → indices in `findings`.
    private var countedBy: [String: [Int]] = [:]

    init(_ rules: RuleSet) {
        var all: [Findings] = []
        for (index, kpi) in rules.kpis.enumerated() {
            guard case .findings(let globs, let unit, let surfaces, let files) = kpi.count else { continue }
            all.append(Findings(kpi: index, globs: globs, unit: unit, surfaces: surfaces, files: files))
        }
        findings = all
    }

    /// The share of one file. `findings` are all of that file; `nodes` what it holds for KPIs of nodes.
    mutating func share(_ findings: some Sequence<Finding>, nodes: [Int: Int] = [:]) -> KPIShare {
        var share = KPIShare(counts: nodes)
        // (KPI, line) pairs that are counted already.
        var lines: Set<Line> = []
        // Whether it counts this file, of each KPI that was asked.
        var countsFile: [Bool?] = []
        for finding in findings where finding.suppressed == nil {
            for index in counting(finding.rule) {
                guard
                    self.findings[index].surfaces.isEmpty
                        || self.findings[index].surfaces.contains(finding.surface)
                else { continue }
                if countsFile.isEmpty { countsFile = Array(repeating: nil, count: self.findings.count) }
                let isCounted = countsFile[index] ?? self.findings[index].files.matches(finding.path)
                countsFile[index] = isCounted
                guard isCounted else { continue }
                let kpi = self.findings[index].kpi
                switch self.findings[index].unit {
                case .files: share.counts[kpi] = 1
                case .lines where !lines.insert(Line(kpi: index, line: finding.location.start.line)).inserted: break
                default: share.counts[kpi, default: 0] += 1
                }
            }
        }
        return share
    }

    private struct Line: Hashable {
        var kpi: Int
        var line: Int
    }

    private mutating func counting(_ rule: String) -> [Int] {
        if let known = countedBy[rule] { return known }
        let indices = findings.indices.filter { findings[$0].globs.contains { $0.matches(rule) } }
        countedBy[rule] = indices
        return indices
    }
}
