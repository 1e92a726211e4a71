public import LintFindings
import LintSource

/// SARIF 2.1.0 with everything: suppressed results with their justification, `baselineState`, fixes, KPIs.
public enum SARIFReporter: Reporter {
    public static func write(_ report: Report, options: ReportOptions, to sink: inout some ByteSink) {
        SARIFLog(report, options: options, profile: .full).write(to: &sink)
    }
}

/// SARIF 2.1.0 for upload to GitHub code scanning: live results only, because GitHub ignores `suppressions` and
/// `baselineState` and would open alerts for all others.
public enum SARIFGitHubReporter: Reporter {
    public static func write(_ report: Report, options: ReportOptions, to sink: inout some ByteSink) {
        SARIFLog(report, options: options, profile: .gitHub).write(to: &sink)
    }
}

/// One log with one run.
struct SARIFLog {
    enum Profile { case full, gitHub }

    /// What GitHub takes of one upload; more makes it refuse the whole file. The size is of the gzipped log, with room
    /// left for what follows the results and for an estimate that is none too exact.
    static let resultLimit = 25_000
    var compressedLimit = 9_000_000
    private static let notificationLimit = 1_000

    private let report: Report
    private let options: ReportOptions
    private let profile: Profile
    private let rules: SARIFRules
    private let results: SARIFGroups
    private let isCompared: Bool
    private let isSuppressing: Bool
    /// Findings in files that are no UTF-8: SARIF has no true columns for them.
    private let unplaced: [Finding]

    init(_ report: Report, options: ReportOptions, profile: Profile) {
        self.report = report
        self.options = options
        self.profile = profile
        var findings = profile == .gitHub ? report.live : report.findings
        isCompared = profile == .full && (findings.contains { $0.state != nil } || !report.fixed.isEmpty)
        isSuppressing = profile == .full && findings.contains { $0.suppressed != nil }
        unplaced = findings.filter { !$0.location.isUTF8 }
        if !unplaced.isEmpty { findings.removeAll { !$0.location.isUTF8 } }
        let fixed = isCompared ? (report.fixed + report.fixedByDeletion).filter(\.location.isUTF8) : []
        rules = SARIFRules(report.rules, for: [findings, unplaced, fixed])
        results = SARIFGroups(findings, absent: fixed)
    }

    func write(to sink: inout some ByteSink) {
        var stream = Stream(options: options)
        stream.write("{\n", to: &sink)
        stream.write("\"$schema\": \"https://json.schemastore.org/sarif-2.1.0.json\",\n", to: &sink)
        stream.write("\"version\": \"2.1.0\",\n\"runs\": [{\n", to: &sink)
        stream.write("\"columnKind\": \"utf16CodeUnits\",\n", to: &sink)
        stream.field("originalUriBaseIds", to: &sink) { json in
            json.object {
                $0.object("%SRCROOT%") {
                    $0.object("description") { $0.field("text", "The root of the repository.") }
                }
            }
        }
        if let versionControl = options.versionControl {
            stream.field("versionControlProvenance", to: &sink) { write(versionControl, to: &$0) }
        }
        if let category = options.category, !category.isEmpty {
            let id = category.hasSuffix("/") ? category : category + "/"
            stream.field("automationDetails", to: &sink) { $0.object { $0.field("id", id) } }
        }
        stream.field("tool", to: &sink) { json in
            json.object {
                $0.object("driver") {
                    rules.writeDriver(version: report.toolVersion, workers: options.workers, to: &$0)
                }
            }
        }
        stream.write("\"results\": [", to: &sink)
        let firstLine: [UInt8] = [0x0A]
        let nextLine: [UInt8] = [.ascii(","), 0x0A]
        var written = 0
        var parts = PartsAtOnce(workers: options.workers)
        /// False when no more is wanted.
        func flush() -> Bool {
            parts.render { bytes in
                if written == SARIFLog.resultLimit || stream.exceeds(compressedLimit) || sink.isClosed { return false }
                stream.write(written == 0 ? firstLine : nextLine, to: &sink)
                stream.write(bytes, to: &sink)
                written += 1
                return true
            }
        }
        var wantsMore = true
        results.forEach { findings, name, isAbsent in
            let result = SARIFResult(
                findings: findings, name: name, isAbsent: isAbsent, hasBaselineState: isCompared,
                hasSuppressions: isSuppressing)
            parts.add(places: result.places) { [rules, profile] in
                var json = JSONWriter(capacity: 1_024)
                result.write(rules: rules, isFull: profile == .full, to: &json)
                return json.bytes
            }
            if parts.isFull { wantsMore = flush() }
            return wantsMore
        }
        if wantsMore { wantsMore = flush() }
        stream.write(written == 0 ? "],\n" : "\n],\n", to: &sink)
        if profile == .full { stream.field("properties", to: &sink) { writeProperties(to: &$0) } }
        var json = JSONWriter()
        writeInvocations(leftOut: results.count - written, to: &json)
        stream.write("\"invocations\": ", to: &sink)
        stream.write(json.bytes, to: &sink)
        stream.write("\n}]\n}\n", to: &sink)
    }

    private func write(_ versionControl: ReportOptions.VersionControl, to json: inout JSONWriter) {
        json.array { json in
            json.object {
                $0.field("repositoryUri", SARIFText.repository(versionControl.repositoryURI))
                if let revision = versionControl.revision { $0.field("revisionId", revision) }
                if let branch = versionControl.branch { $0.field("branch", branch) }
                $0.object("mappedTo") { $0.field("uriBaseId", "%SRCROOT%") }
            }
        }
    }

    private func writeProperties(to json: inout JSONWriter) {
        json.object { json in
            json.array("kpis") { json in for kpi in report.kpis { KPIJSON.write(kpi, to: &json) } }
            json.field("filesChecked", report.filesChecked)
            json.field("filesSkipped", report.skippedCount)
        }
    }

    private func writeInvocations(leftOut: Int, to json: inout JSONWriter) {
        json.array { json in
            json.object { json in
                json.field("executionSuccessful", true)
                json.array("toolExecutionNotifications") { json in
                    if leftOut > 0 {
                        SARIFNotification(
                            text:
                                "\(leftOut) results are left out, the least severe ones: the log would pass the limits "
                                + "of code scanning (\(SARIFLog.resultLimit) results, 10 MB gzipped).",
                            level: "warning"
                        ).write(to: &json)
                    }
                    for finding in unplaced.prefix(SARIFLog.notificationLimit) {
                        SARIFNotification(unplaced: finding, ruleIndex: rules.index(of: finding.rule)).write(to: &json)
                    }
                    if unplaced.count > SARIFLog.notificationLimit {
                        let more = unplaced.count - SARIFLog.notificationLimit
                        SARIFNotification(
                            text: "\(more) more findings lie in files that are not UTF-8, or whose name is not.",
                            level: "warning"
                        ).write(to: &json)
                    }
                    for note in report.notes.prefix(SARIFLog.notificationLimit) {
                        SARIFNotification(text: SARIFText.message(note.message), level: "note", path: note.path)
                            .write(to: &json)
                    }
                }
            }
        }
    }
}

extension SARIFLog {
    /// Passes bytes on and keeps count of how large they are gzipped.
    private struct Stream {
        var options: ReportOptions
        private var estimate = DeflateEstimate()

        init(options: ReportOptions) { self.options = options }

        /// Whether it is larger than `limit` when it is gzipped; never far below the truth.
        mutating func exceeds(_ limit: Int) -> Bool { estimate.exceeds(limit) }

        mutating func write(_ bytes: [UInt8], to sink: inout some ByteSink) {
            let bytes = ActionsGuard.json(bytes, options)
            estimate.add(bytes)
            sink.write(bytes)
        }

        mutating func write(_ text: String, to sink: inout some ByteSink) { write(Array(text.utf8), to: &sink) }

        /// A field of the run, with a comma behind it.
        mutating func field(_ name: String, to sink: inout some ByteSink, _ value: (inout JSONWriter) -> Void) {
            var json = JSONWriter()
            value(&json)
            write("\"\(name)\": ", to: &sink)
            write(json.bytes, to: &sink)
            write(",\n", to: &sink)
        }
    }
}
