import LintFindings

/// What a run found, in figures and in a sentence.
struct Summary {
    var errors = 0
    var warnings = 0
    var notes = 0
    var suppressed = 0
    var fixable = 0
    var unsafelyFixable = 0
    var filesWithFindings = 0
    var filesChecked: Int
    var fixed: Int
    var fixedByDeletion: Int
    var new = 0
    var skipped: [(reason: Report.Skipped.Reason, count: Int)] = []
    var skippedCount: Int
    private var isComparison: Bool

    init(_ report: Report) {
        filesChecked = report.filesChecked
        fixed = report.fixed.count
        fixedByDeletion = report.fixedByDeletion.count
        skippedCount = report.skippedCount
        isComparison = report.findings.contains { $0.state != nil } || fixed > 0
        var files: Set<String> = []
        var last = ""
        for finding in report.findings {
            guard finding.suppressed == nil else {
                suppressed += 1
                continue
            }
            switch finding.level {
            case .error: errors += 1
            case .warning: warnings += 1
            case .note, .off: notes += 1
            }
            if finding.state == .new { new += 1 }
            switch finding.fixSafety {
            case .safe: fixable += 1
            case .unsafe: unsafelyFixable += 1
            case nil: break
            }
            // Those of one file lie together.
            if finding.path != last { files.insert(finding.path) }
            last = finding.path
        }
        filesWithFindings = files.count
        for reason in Report.Skipped.Reason.allCases {
            let count = report.skipped.reduce(0) { $0 + ($1.reason == reason ? 1 : 0) }
            if count > 0 { skipped.append((reason, count)) }
        }
    }

    var total: Int { errors + warnings + notes }
    var isClean: Bool { total == 0 }

    /// `3 errors, 1 warning`
    var counts: String {
        let parts = [(errors, "error"), (warnings, "warning"), (notes, "note")].filter { $0.0 > 0 }
        return parts.map { Summary.count($0.0, $0.1) }.joined(separator: ", ")
    }

    var text: String {
        var parts: [String] = []
        if isClean {
            parts.append("no findings in \(Summary.count(filesChecked, "file"))")
        } else {
            parts.append("\(counts) in \(filesWithFindings) of \(Summary.count(filesChecked, "file"))")
        }
        if isComparison { parts.append("\(new) new, \(fixed) fixed") }
        if fixedByDeletion > 0 { parts.append("\(fixedByDeletion) gone with their files") }
        if fixable > 0 { parts.append("\(fixable) mended by --fix") }
        if unsafelyFixable > 0 { parts.append("\(unsafelyFixable) by --unsafe-fixes") }
        if suppressed > 0 { parts.append("\(suppressed) suppressed") }
        if skippedCount > 0 {
            // The list is bounded, the count is not.
            let listed = skipped.reduce(0) { $0 + $1.count }
            var reasons = skipped.map { "\($0.count) \($0.reason.rawValue)" }
            if listed < skippedCount { reasons.append("\(skippedCount - listed) more") }
            parts.append("\(Summary.count(skippedCount, "file")) skipped (\(reasons.joined(separator: ", ")))")
        }
        return parts.joined(separator: "; ")
    }

    static func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
}
