import LintAnalyzers
import LintLedger
public import LintFindings
import LintPattern
import LintRules
import LintSource
import LintSyntax
import LintWalk

/// The pipeline. Read this first: walk → read → prefilter → tokenize → match is ``check(_:)``'s worker, one file at a
/// time and on all processors; resolve → judge is the fold over what the workers bring; reporting is the caller's.
public struct Linter: Sendable {
    public struct Options: Sendable {
        /// Workers; 0 for one a processor.
        public var jobs = 0
        /// Whether reports ask for code scanning's line hashes.
        public var codeScanningHashes = false
        /// Gathers where the time goes.
        public var profile: RunProfile?
        /// `YYYY-MM-DD`, for suppressions with a date.
        public var today: String?
        /// Values for `external` KPIs, in place of those of the file that the configuration names.
        public var external: [String: Double]?
        /// Whether fixes will be worked out, for which the whole state is kept.
        public var keepsState = false
        public init() {}
    }

    /// What a run found, and what its exit status depends on.
    public struct Outcome: Sendable {
        public var report: Report
        /// Files that could not be read though they should have been: one line each.
        public var failures: [String]
        /// Files that were read.
        public var filesRead: Int
        /// What was judged, so that a fix can look at a file again as a part of it; `nil` where nobody will.
        var state: LintedState?
        /// What it was made with. A program at its end need not spend time on freeing it.
        var remains: [any Sendable] = []
        /// The files that were looked at, where they are not all of the targets.
        public var looked: Set<String>?
        /// What analyzers said of whole files.
        var answers = FileAnswers()
        /// Whether all of the repository was looked at.
        var isWhole = false
    }

    public let settings: Settings
    public var options: Options

    public init(settings: Settings, options: Options = Options()) {
        self.settings = settings
        self.options = options
    }

    /// Checks files and folders below the root. What is said of a file is the same whatever else is checked with it: where
    /// other files have a say, they are read too.
    public func check(_ targets: [String]) throws(LintFailure) -> Outcome {
        let isWhole = targets.allSatisfy { $0 == "." || RepositoryRoot.canonicalPath($0) == settings.root }
        if isWhole, FolderContents.isGitFolder(settings.root) {
            throw LintFailure(
                "\(Settings.relative(settings.root)): a bare repository, which has no files of its own; lint a checkout, or its commits with 'flywheel-lint diff BASE HEAD' and 'flywheel-lint kpi --history'"
            )
        }
        let state = try walk(targets)
        if isWhole { return fold(state, isWhole: true) }
        let questions = state.questions(settings.rules)
        if questions.isEmpty { return fold(state, isWhole: false) }
        let isBelow = LedgerUse.paths(self, targets: targets)
        let named = Set(state.outputs.map(\.path))
        let isNamed = { (path: String) in isBelow(path) || named.contains(path) }
        let whole = try walk([settings.root], asked: questions)
        var outcome = fold(whole.replacing(isNamed, by: state), isWhole: false)
        outcome.report.findings.removeAll { !isNamed($0.path) }
        outcome.take(state)
        return outcome
    }

    /// The per-file half over the work tree; `asGit`, to be compared with a commit: its paths are all of them, whoever asks,
    /// and none of repositories in the repository. With questions nothing else is looked for.
    func walk(
        _ targets: [String], asGit: Bool = false, asked questions: LintedState.Questions? = nil
    ) throws(LintFailure) -> LintedState {
        // Fixes want the whole state.
        let questions = options.keepsState ? nil : questions
        var walk = Walker.Options()
        walk.jobs = options.jobs
        walk.maximumFileSize = settings.fileSizeLimit
        let exclude = PathGlobs(settings.exclude)
        if !exclude.isEmpty { walk.exclude = { path, _ in exclude.matches(path) } }
        let settings = settings
        let paths = PathInterest(settings.rules)
        let profile = options.profile
        walk.keep = { asGit || paths.contains($0) }
        walk.entersRepositories = !asGit
        if let questions, !questions.reads { walk.select = { _ in false } }
        walk.links = Linter.wantsLink
        let hashes = options.codeScanningHashes
        do throws(WalkError) {
            var walked = try Walker(root: settings.root, options: walk).check(
                targets,
                makeWorker: {
                    Worker(
                        settings, profile: profile?.makeWorker(rules: settings.rules.rules.count), asked: questions)
                }
            ) { worker, file in
                let output =
                    file.isLink
                    ? worker.checkLink(file.pathBytes, to: file.bytes) { file.path }
                    : worker.check(file.pathBytes, file.bytes, paths: paths, hashes: hashes) { file.path }
                return output
            }
            var state = LintedState(
                outputs: walked.takeOutputs(), paths: walked.kept, filesRead: walked.filesRead,
                skipped: (walked.skipped.others + walked.skipped.failures).map(Report.Skipped.init),
                skippedCount: walked.skipped.count, failures: walked.skipped.failures.map(Linter.describe))
            if let path = settings.external, options.external == nil {
                // It may be ignored by git: measurements often are.
                let full = path.hasPrefix("/") ? path : settings.root + "/" + path
                if FolderContents.isFile(full) {
                    do { state.external = try Linter.external(file: full, shown: path) } catch {
                        state.failures.append(error.description)
                    }
                }
            }
            return state
        } catch { throw LintFailure("\(error)") }
    }

    /// One worker's state. A worker that could not get its memory finds nothing; the run says so by its failures.
    struct Worker {
        private var checker: FileChecker?
        private let external: [UInt8]
        private let profile: CheckProfile?
        private let counts: Bool
        /// The analyzers that rules or KPIs ask, by index.
        private let analyzers: Set<Int>
        /// The same.
        private let asked: [(index: Int, analyzer: any Analyzer.Type)]
        /// For each needle a bit for each of these whose literal it is.
        private let marks: [UInt64]
        private var conditions: AnalyzerConditions
        /// Whether nobody asks what rules say.
        private let learnsOnly: Bool
        /// Whether the file is read for what others ask of it, and no KPI counts it.
        private let answersOnly: Bool
        /// - Parameter counts: whether findings are only counted.
        init(
            _ settings: Settings, profile: CheckProfile? = nil, counts: Bool = false,
            asked questions: LintedState.Questions? = nil
        ) {
            self.profile = profile
            self.counts = counts
            learnsOnly = questions.map { !$0.results } ?? false
            answersOnly = questions != nil
            let rules = settings.rules
            conditions = AnalyzerConditions(rules)
            if let questions {
                analyzers = questions.analyzers
            } else {
                analyzers = Set(
                    Analyzers.all.indices.filter { number in
                        let name = Analyzers.all[number].name
                        return rules.rules.indices.contains {
                            rules.rules[$0].asks(analyzer: name) && rules.isHeard(rules.rules[$0])
                        }
                            || rules.kpis.contains { $0.analyzer == name }
                    })
            }
            asked = analyzers.sorted().map { ($0, Analyzers.all[$0]) }
            let checked = learnsOnly ? rules.watchingOnly : rules
            marks = checked.marks(of: analyzers)
            checker = FileChecker(checked)
            checker?.maximumPerRule = settings.findingsLimit
            checker?.counts = counts
            if answersOnly { checker?.answersOnly = true }
            checker?.profile = profile
            external = Array((settings.external ?? "").utf8)
        }

        /// `path` makes the path's text, which most files never need.
        mutating func check(
            _ pathBytes: ByteView, _ bytes: ByteView, paths: PathInterest, hashes: Bool, path: () -> String
        ) -> FileOutput? {
            guard var output = checkText(pathBytes, bytes, paths: paths, hashes: hashes, path: path) else {
                guard isExternal(pathBytes) else { return nil }
                var output = FileOutput(result: FileResult(path: path(), surface: ""))
                output.external = Linter.external(bytes)
                return output
            }
            if isExternal(pathBytes) { output.external = Linter.external(bytes) }
            return output
        }

        /// A symbolic link, which only analyzers have a question about.
        func checkLink(_ pathBytes: ByteView, to target: ByteView, path: () -> String) -> FileOutput? {
            var facts = AnalyzerFacts()
            for index in Analyzers.all.indices
            where analyzers.contains(index) && Analyzers.all[index].wantsLink(path: pathBytes) {
                let text = String(decoding: target.buffer, as: UTF8.self)
                facts[index] = Analyzers.all[index].facts(ofLink: path(), to: text)
            }
            return facts.isEmpty ? nil : FileOutput(facts: facts)
        }

        private func isExternal(_ path: ByteView) -> Bool {
            !external.isEmpty && path.buffer.elementsEqual(external)
        }

        private mutating func checkText(
            _ pathBytes: ByteView, _ bytes: ByteView, paths: PathInterest, hashes: Bool, path: () -> String
        ) -> FileOutput? {
            let start = profile == nil ? 0 : CheckProfile.now()
            guard let mayFire = checker?.prepare(bytes, path: pathBytes) else { return nil }
            if let profile {
                profile.prefilter += CheckProfile.now() - start
                profile.files += 1
                profile.bytes += bytes.count
            }
            let analyzers = analyzersThatWant(pathBytes)
            guard
                !learnsOnly,
                mayFire
                    || !answersOnly
                        && paths.needsNodes(
                            pathBytes, mayHoldSome: checker?.mayHoldNodes ?? true,
                            { checker?.mayHoldNodes(ofKPI: $0) ?? true })
            else {
                if analyzers != 0, Worker.mayTell(asked, pathBytes, bytes, analyzers, profile) {
                    return learn(ParsedFile(path: path(), bytes: bytes), analyzers, hashes)
                }
                profile?.skippedFiles += 1
                profile?.skippedBytes += bytes.count
                return nil
            }
            let parsed = ParsedFile(path: path(), bytes: bytes)
            guard var result = checker?.checkPrepared(parsed) else { return nil }
            if !counts, !result.candidates.isEmpty || !result.engine.isEmpty {
                let isUTF8 = pathBytes.isUTF8
                result.anchor(bytes, lines: parsed.lines, pathIsUTF8: isUTF8, codeScanningHashes: hashes)
            }
            let nodes =
                answersOnly ? [:] : paths.countNodes(parsed) { checker?.mayHoldNodes(ofKPI: $0) ?? true }
            let facts = facts(of: parsed, analyzers, hashes)
            if nodes.isEmpty, facts.isEmpty, result.isEmpty { return nil }
            return FileOutput(result: result, nodes: nodes, facts: facts)
        }

        /// A file that only analyzers have a question about.
        private mutating func learn(_ file: ParsedFile, _ analyzers: UInt64, _ hashes: Bool) -> FileOutput? {
            let facts = facts(of: file, analyzers, hashes)
            return facts.isEmpty ? nil : FileOutput(facts: facts)
        }

        private mutating func facts(of file: ParsedFile, _ analyzers: UInt64, _ hashes: Bool) -> AnalyzerFacts {
            var facts = AnalyzerFacts()
            let tokenized = file.tokenizingTime
            let start = profile == nil ? 0 : CheckProfile.now()
            for item in asked where analyzers & 1 << UInt64(item.index) != 0 {
                let found = item.analyzer.facts(of: file, codeScanningHashes: hashes) {
                    conditions.mayHold($0, of: item.analyzer)
                }
                if let found { facts.append(found, of: item.index) }
            }
            if let profile {
                profile.analyzers += CheckProfile.now() - start - (file.tokenizingTime - tokenized)
                profile.tokenize += file.tokenizingTime
                profile.tokenizedFiles += file.isTokenized ? 1 : 0
                profile.tokenizedBytes += file.isTokenized ? file.bytes.count : 0
            }
            return facts
        }

        /// Whether one of these analyzers may hear something of a file. (Static: a worker is large, and would be copied.)
        private static func mayTell(
            _ asked: [(index: Int, analyzer: any Analyzer.Type)], _ path: ByteView, _ bytes: ByteView,
            _ analyzers: UInt64, _ profile: CheckProfile?
        ) -> Bool {
            let start = profile == nil ? 0 : CheckProfile.now()
            defer { if let profile { profile.analyzers += CheckProfile.now() - start } }
            for item in asked where analyzers & 1 << UInt64(item.index) != 0 {
                if item.analyzer.mayTell(path: path, bytes) { return true }
            }
            return false
        }

        /// Those whose own literals are in the file, or who want it by its path: a bit for each index.
        private func analyzersThatWant(_ path: ByteView) -> UInt64 {
            var result = checker?.marks(marks) ?? 0
            for item in asked where result & 1 << UInt64(item.index) == 0 && item.analyzer.wants(path: path) {
                result |= 1 << UInt64(item.index)
            }
            return result
        }
    }

    /// Whether an analyzer asks for a symbolic link of this path.
    static func wantsLink(_ path: ByteView) -> Bool { Analyzers.all.contains { $0.wantsLink(path: path) } }

    /// The per-repository half: what each file brought, in path order, becomes the answer.
    func fold(_ state: LintedState, isWhole: Bool) -> Outcome {
        var board = KPIBoard(settings)
        board.external = options.external ?? state.external
        var extra: [Finding] = []
        var remains: [any Sendable] = [state]
        var fileAnswers = FileAnswers()
        let workers = ParallelWork.workers(options.jobs)
        let fold = repositoryFold
        var results: [FileResult] = []
        for index in state.outputs.indices where state.outputs[index].isSaid {
            if !state.outputs[index].result.isEmpty { results.append(state.outputs[index].result) }
        }
        // While the analyzers think, what paths alone tell is counted, and what other rules found is judged.
        let (answers, beside) = ParallelWork.both(
            where: workers > 1 && state.outputs.count > 16,
            {
                zip(Analyzers.all, AnalyzerFacts.told(state.outputs)).map { analyzer, told in
                    (
                        analyzer.name,
                        analyzer.answer(
                            told, paths: state.paths, workers: workers, apart: settings.rules.surfaces.isApart)
                    )
                }
            },
            { [board, results] in
                var board = board
                if isWhole { board.count(state.paths) }
                return (board: board, own: fold.own(results, paths: state.paths))
            })
        board = beside.board
        for (name, answer) in answers {
            let judged = AnalyzerJudge(settings.rules, analyzer: name).judged(answer.findings, workers: workers)
            if extra.isEmpty { extra = judged } else { extra += judged }
            if let rest = answer.remains { remains.append(rest) }
            fileAnswers.take(answer.files, everywhere: answer.everywhere, of: name)
            for (number, value) in answer.numbers { board.answers["\(name)/\(number)"] = value }
        }
        extra += state.skipped.filter { $0.reason == .tooLarge }.map {
            EngineFinding.tooLarge(
                path: $0.path, limit: settings.fileSizeLimit, surface: settings.rules.surfaces.surface(of: $0.path))
        }
        let findings = fold.findings(results, extra: extra, own: beside.own, answers: fileAnswers)
        if isWhole {
            for index in state.outputs.indices
            where state.outputs[index].isSaid && !state.outputs[index].nodes.isEmpty {
                board.add(KPIShare(counts: state.outputs[index].nodes))
            }
            var shares = KPIShares(settings.rules)
            var start = 0
            while start < findings.count {
                // Findings lie in path order.
                let end = findings[start...].firstIndex { $0.path != findings[start].path } ?? findings.count
                board.add(shares.share(findings[start..<end]))
                start = end
            }
        }
        let report = Report(
            toolVersion: Version.text,
            rules: settings.rules.rules.indices.map { settings.rules.rules[$0].facts } + EngineFinding.facts,
            findings: findings, kpis: isWhole ? board.values : [])
        var outcome = Outcome(report: report, failures: [], filesRead: 0)
        outcome.take(state)
        outcome.report.notes += outcome.report.kpis.compactMap { $0.complaint(today: options.today) }.map {
            Report.Note(message: $0)
        }
        outcome.isWhole = isWhole
        outcome.remains = remains
        outcome.answers = fileAnswers
        if options.keepsState { outcome.state = state }
        return outcome
    }

    /// The fold, with git's history behind it for claims that speak of another day.
    var repositoryFold: RepositoryFold {
        RepositoryFold(rules: settings.rules, today: options.today, past: ClaimHistory(settings: settings))
    }

    fileprivate static func describe(_ skipped: SkippedFile) -> String {
        switch skipped.reason {
        case .missing: "\(skipped.path): no such file or folder"
        case .outside: "\(skipped.path): outside the folder that is checked; run from the folder above both"
        case .unreadable(let errno): "\(skipped.path): cannot be read: \(systemMessage(errno))"
        default: "\(skipped.path): skipped"
        }
    }
}
