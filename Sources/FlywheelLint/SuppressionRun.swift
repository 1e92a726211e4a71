public import LintFindings
import LintGit
import LintLedger
import LintRules
import LintSource

/// `flywheel-lint suppressions`: what hides findings, whether it does, and since when.
public struct SuppressionRun: Sendable {
    let linter: Linter

    public init(linter: Linter) { self.linter = linter }

    public struct Answer: Sendable {
        /// By path and place.
        public var records: [SuppressionRecord] = []
        public var failures: [String] = []
        public var filesRead = 0
    }

    /// - Parameter withAge: ask git since when each is there.
    public func answer(_ targets: [String], withAge: Bool) throws(LintFailure) -> Answer {
        var linter = linter
        linter.options.keepsState = true
        let outcome = try linter.check(targets)
        let scope = LedgerUse.scope(linter, targets: targets)
        let findings = Dictionary(grouping: outcome.report.findings, by: \.path)
        var records: [SuppressionRecord] = []
        for output in outcome.state?.outputs ?? [] where scope.holdsPath(output.result.path) {
            let own = findings[output.result.path] ?? []
            records += linter.repositoryFold.uses(of: output.result, among: own).map(SuppressionRecord.init)
        }
        if withAge, let git = try? Git(at: linter.settings.root) { age(&records, git) }
        return Answer(records: records, failures: outcome.failures, filesRead: outcome.filesRead)
    }

    /// Asks git of each file that holds some, as it was committed last. A line that is not there yet has no age, and a
    /// question that git cannot answer costs only the answer.
    private func age(_ records: inout [SuppressionRecord], _ git: Git) {
        guard let head = try? git.head(), let tree = try? git.tree(head) else { return }
        let prefix = linter.prefix(in: git)
        var blobs: [String: ObjectID] = [:]
        for entry in tree where entry.mode.isRegular { blobs[entry.path] = entry.id }
        let today = linter.options.today.flatMap(Calendar.day)
        for (path, indices) in Dictionary(grouping: records.indices, by: { records[$0].location.path }) {
            guard let blob = blobs[prefix + path],
                let bytes = try? git.blob(blob, limit: linter.settings.fileSizeLimit)
            else { continue }
            let lines = committedLines(indices.map { records[$0] }, bytes)
            let known = try? git.blame(prefix + path, at: head, lines: lines.compactMap { $0 })
            for (index, line) in zip(indices, lines) {
                guard let line, let blame = known?[line], !(blame.isBoundary && git.isShallow) else { continue }
                let day = blame.time / 86_400
                records[index].commit = blame.commit.description
                records[index].since = Calendar.date(ofDay: day)
                records[index].age = today.map { max(0, $0 - day) }
            }
        }
    }

    /// Where the lines of suppressions stand in the committed text: of several equal lines, the same one in order.
    private func committedLines(_ records: [SuppressionRecord], _ bytes: [UInt8]) -> [Int?] {
        func key(_ text: String) -> String { String(text.filter { !$0.isWhitespace }) }
        var places: [String: [Int]] = [:]
        bytes.withByteView { view in
            let index = LineIndex(view)
            for line in 1...index.starts.count {
                let text = view.text(index.range(ofLine: line, in: view))
                if text.utf8.count <= Location.excerptLimit, text.contains("flywheel-lint:") {
                    places[key(text), default: []].append(line)
                }
            }
        }
        return records.map { record in
            let text = key(record.location.excerpt)
            guard let first = places[text]?.first else { return nil }
            if let rest = places[text]?.dropFirst(), !rest.isEmpty { places[text] = Array(rest) }
            return first
        }
    }
}

extension SuppressionRecord {
    init(_ use: Suppression.Use) {
        let suppression = use.suppression
        let state: State =
            if suppression.isExample {
                .example
            } else if !suppression.missing.isEmpty {
                .incomplete
            } else if !use.holds {
                .expired
            } else if use.hides > 0 {
                .used
            } else {
                use.isJudged ? .unused : .unjudged
            }
        self.init(
            location: suppression.location, rules: suppression.ruleNames,
            scope: suppression.scope, firstLine: suppression.firstLine,
            lastLine: suppression.lastLine == .max
                ? nil : max(suppression.lastLine, suppression.spareLines?.upperBound ?? 0),
            hides: use.hides, state: state, reason: suppression.reason, until: suppression.until)
    }
}
