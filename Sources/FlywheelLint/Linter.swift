public import LintFindings
public import LintRules
public import LintSource
import LintWalk

/// The pipeline. Read this first: walk → read → prefilter → tokenize → match is ``check(_:)``'s worker, one file at a
/// time and on all processors; resolve → judge is the fold over what the workers bring; reporting is the caller's.
public struct Linter: Sendable {
    public struct Options: Sendable {
        /// Workers; 0 for one a processor.
        public var jobs = 0
        /// Whether reports ask for code scanning's line hashes.
        public var codeScanningHashes = false
        /// `YYYY-MM-DD`, for suppressions with a date.
        public var today: String?
        public init() {}
    }

    /// What a run found, and what its exit status depends on.
    public struct Outcome: Sendable {
        public var report: Report
        /// Files that could not be read though they should have been: one line each.
        public var failures: [String]
        /// Files that were read.
        public var filesRead: Int
    }

    public let settings: Settings
    public var options: Options

    public init(settings: Settings, options: Options = Options()) {
        self.settings = settings
        self.options = options
    }

    /// What a worker brings home of one file: nothing for most.
    private struct FileOutput: Sendable {
        var result: FileResult
        /// Nodes that KPIs count, by the KPI's index.
        var nodes: [Int: Int] = [:]
    }

    /// Checks files and folders below the root.
    public func check(_ targets: [String]) throws(LintFailure) -> Outcome {
        var walk = Walker.Options()
        walk.jobs = options.jobs
        walk.maximumFileSize = settings.fileSizeLimit
        let exclude = settings.exclude
        if !exclude.isEmpty { walk.exclude = { path, _ in exclude.contains { $0.matches(path) } } }
        let walker = Walker(root: settings.root, options: walk)
        let rules = settings.rules
        let limit = settings.findingsLimit
        let paths = PathInterest(rules)
        let hashes = options.codeScanningHashes
        do throws(WalkError) {
            let walked = try walker.check(targets, makeWorker: { Worker(rules, limit: limit) }) { worker, file in
                worker.check(file, paths: paths, hashes: hashes)
            }
            let isWhole = targets.isEmpty || targets == ["."] || targets == [settings.root]
            var known = walked.results.map(\.path)
            if !isWhole, paths.asksForExistence { known = try walker.list().files.map(\.path) }
            return outcome(walked, paths: known, isWhole: isWhole)
        } catch { throw LintFailure("\(error)") }
    }

    /// One worker's state; a class only because a worker that could not get its memory must still be one.
    private struct Worker {
        var checker: FileChecker?
        init(_ rules: RuleSet, limit: Int) {
            checker = FileChecker(rules)
            checker?.maximumPerRule = limit
        }

        mutating func check(_ file: FileInHand, paths: PathInterest, hashes: Bool) -> FileOutput? {
            let isWatched = paths.contains(file.pathBytes)
            guard let mayFire = checker?.prepare(file.bytes) else { return nil }
            guard mayFire || paths.needsNodes(file.pathBytes) else {
                return isWatched ? FileOutput(result: FileResult(path: file.path, surface: "")) : nil
            }
            let parsed = ParsedFile(path: file.path, bytes: file.bytes)
            guard var result = checker?.checkPrepared(parsed) else { return nil }
            if hashes, !result.candidates.isEmpty || !result.engine.isEmpty { result.addCodeScanningHashes(file.bytes) }
            let nodes = paths.countNodes(parsed)
            if !isWatched, nodes.isEmpty, result.isEmpty { return nil }
            return FileOutput(result: result, nodes: nodes)
        }
    }

    private func outcome(_ walked: WalkOutcome<FileOutput>, paths: [String], isWhole: Bool) -> Outcome {
        let results = walked.results.map(\.output.result)
        let fold = RepositoryFold(rules: settings.rules, today: options.today)
        let findings = fold.findings(results, paths: paths)
        var board = KPIBoard(settings: settings, paths: walked.results.map(\.path))
        for output in walked.results {
            for (kpi, count) in output.output.nodes {
                board.answers["nodes/\(settings.rules.kpis[kpi].id)", default: 0] += Double(count)
            }
        }
        var report = Report(
            toolVersion: Version.text, rules: settings.rules.rules.map(\.facts) + EngineFinding.facts, findings: findings,
            kpis: isWhole ? board.values(findings) : [], skipped: walked.skipped.others.map(Report.Skipped.init),
            skippedCount: walked.skipped.otherCount, filesChecked: walked.filesRead)
        let failures = walked.skipped.failures.map { skipped in
            report.skipped.append(Report.Skipped(skipped))
            return Linter.describe(skipped)
        }
        report.skippedCount += walked.skipped.failureCount
        return Outcome(report: report, failures: failures, filesRead: walked.filesRead)
    }

    private static func describe(_ skipped: SkippedFile) -> String {
        switch skipped.reason {
        case .missing: "\(skipped.path): no such file or folder"
        case .outside: "\(skipped.path): outside the folder that is checked; run from the folder above both"
        case .unreadable(let errno): "\(skipped.path): cannot be read: \(systemMessage(errno))"
        default: "\(skipped.path): skipped"
        }
    }

    /// Checks files that are in memory, as one repository: rule tests, standard input.
    public static func check(_ files: [SourceFile], rules: RuleSet, today: String? = nil) -> [Finding] {
        guard var checker = FileChecker(rules) else { return [] }
        let results = files.map { file in file.bytes.withByteView { checker.check(path: file.path, bytes: $0) } }
        return RepositoryFold(rules: rules, today: today).findings(results, paths: files.map(\.path))
    }
}

extension Report.Skipped {
    init(_ skipped: SkippedFile) {
        let reason: Reason =
            switch skipped.reason {
            case .binary: .binary
            case .tooLarge: .tooLarge
            case .excluded: .excluded
            case .symlink: .symlink
            case .special: .special
            case .unreadable, .missing, .outside: .unreadable
            }
        self.init(path: skipped.path, reason: reason)
    }
}
