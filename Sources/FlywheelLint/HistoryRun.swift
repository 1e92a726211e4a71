public import LintFindings
import LintAnalyzers
import LintGit
import LintLedger
import LintRules
import LintSource
import LintWalk

/// `kpi --history`: the KPI values along the first parents of HEAD, from git's objects alone.
public struct HistoryRun: Sendable {
    public struct Options: Sendable {
        /// A revision; the commits after it.
        public var since: String?
        /// Each how many-th commit, counted back from the last.
        public var every = 1
        /// Only the last commit of each week.
        public var isWeekly = false
        /// Only files below these count; all when empty.
        public var paths: [String] = []
        /// Whether answers of earlier runs are used and kept.
        public var usesCache = true
        /// Whether somebody will follow links to commits, of which git must be asked.
        public var linksCommits = true
        /// Told how many of how many contents are linted; from one thread at a time.
        public var progress: (@Sendable (Int, Int) -> Void)?
        public init() {}
    }

    let linter: Linter
    let options: Options

    public init(linter: Linter, options: Options) {
        self.linter = linter
        self.options = options
    }

    /// The values, and what they were made with: large, and of no use any more. Whoever has the answer says when it goes.
    public struct Answer: Sendable {
        public var history: KPIHistory
        public var remains: [any Sendable] = []
    }

    public func run() throws(LintFailure) -> Answer {
        let git = try orFail("kpi --history") { try Git(at: linter.settings.root) }
        let head = try orFail("kpi --history") {
            guard let head = try git.head() else { throw LintFailure("kpi --history: there is no commit yet") }
            return head
        }
        let cache = cache(git, head)
        if let commits = recorded(cache) {
            return Answer(history: history(kept(commits.map(\.date)).map { commits[$0] }, git))
        }
        let (line, outputs, meanings) = try read(git, head)
        let kept = kept(line.commits.map(\.date))
        let (values, folds) = fold(line, outputs, meanings, kept)
        let commits = zip(kept, values).map { index, values in
            let commit = line.commits[index]
            return KPIHistory.Commit(
                id: commit.id.description, date: commit.date, author: commit.author, subject: commit.subject,
                values: values)
        }
        if let cache, commits.count == line.commits.count {
            let isDated = outputs.contains { $0.map { !$0.result.suppressions.isEmpty } ?? false }
            cache.write(
                "history", RecordedHistory(commits: commits, day: isDated ? linter.options.today ?? "-" : nil).bytes)
        }
        return Answer(history: history(commits, git), remains: [line, outputs, folds])
    }

    private func history(_ commits: [KPIHistory.Commit], _ git: Git) -> KPIHistory {
        let none = [Double?](repeating: nil, count: linter.settings.rules.kpis.count)
        return KPIHistory(
            kpis: linter.settings.kpiValues(none), commits: commits,
            name: linter.settings.root.split(separator: "/").last.map(String.init) ?? "",
            commitLink: options.linksCommits ? Forge(git)?.commitLink : nil)
    }

    // MARK: What an earlier run has worked out

    /// The answer for all commits of a whole line; parts of one and shallow copies are worked out anew.
    private func cache(_ git: Git, _ head: ObjectID) -> CacheFolder? {
        guard options.usesCache, options.since == nil, options.paths.isEmpty, !git.isShallow else { return nil }
        return CacheFolder(git, linter.settings, question: ["history", head.description])
    }

    private func recorded(_ cache: CacheFolder?) -> [KPIHistory.Commit]? {
        guard let payload = cache?.read("history"),
            let known = RecordedHistory(payload, values: linter.settings.rules.kpis.count), !known.commits.isEmpty,
            known.day.map({ $0 == linter.options.today ?? "-" }) ?? true
        else { return nil }
        return known.commits
    }

    // MARK: The per-file half

    private typealias Found = (pair: Int32, output: Linter.FileOutput, meanings: [HistoryMeanings.Meaning])

    /// Contents that are asked for at once: enough that nobody waits for git.
    private static let batch = 64

    /// The line of commits, what each of its pairs has to tell, by the pair's number, and what that means. Contents are
    /// linted while git still tells of later commits.
    private func read(
        _ git: Git, _ head: ObjectID
    ) throws(LintFailure) -> (line: HistoryLine, outputs: [Linter.FileOutput?], meanings: HistoryMeanings) {
        var meanings = HistoryMeanings(linter.settings.rules)
        let workers = ParallelWork.workers(linter.options.jobs)
        let work = ArrivingWork<HistoryLine.Content>(workers: workers, batch: HistoryRun.batch)
        let progress = HistoryProgress(options.progress)
        let walked = Guarded<Result<HistoryLine, LintFailure>?>(nil)
        let parts = ParallelWork.map(workers) { [meanings] number in
            if number == 0 {
                let line = Result { () throws(LintFailure) in try walk(git, head) { work.add($0) } }
                if case .success(let line) = line { progress.begin(total: line.pairs.count) }
                walked.withLock { $0 = line }
                work.complete()
            }
            return Result { () throws(LintFailure) in try lint(work, meanings, git, progress) }
        }
        guard let line = try walked.withLock({ $0 })?.get() else {
            throw LintFailure("kpi --history: no commit was read")
        }
        var outputs = [Linter.FileOutput?](repeating: nil, count: line.pairs.count)
        var found: [Found] = []
        var missing = 0
        for part in parts {
            let part = try part.get()
            found += part.found
            missing += part.missing
        }
        if missing > 0 {
            // Without them every number would be too small.
            throw LintFailure(
                "kpi --history: the contents of \(missing) files of the history are not in this repository; fetch them first, or give --since a later commit"
            )
        }
        for item in found { outputs[Int(item.pair)] = item.output }
        meanings.number(found, line)
        return (line, outputs, meanings)
    }

    private func walk(
        _ git: Git, _ head: ObjectID, _ arrived: ([HistoryLine.Content]) -> Void
    ) throws(LintFailure) -> HistoryLine {
        try orFail("kpi --history") {
            let base = try options.since.map { try git.resolve($0) }
            return try HistoryLine(git: git, head: head, since: base, arrived: arrived) { linter.inRoot($0, git: git) }
        }
    }

    private func lint(
        _ work: ArrivingWork<HistoryLine.Content>, _ meanings: HistoryMeanings, _ git: Git, _ progress: HistoryProgress
    ) throws(LintFailure) -> (found: [Found], missing: Int) {
        var found: [Found] = []
        var missing = 0
        guard var contents = work.next() else { return (found, missing) }
        let interest = PathInterest(linter.settings.rules)
        var worker = Linter.Worker(linter.settings, counts: true)
        do throws(GitError) {
            var objects = try ObjectReader(git)
            while true {
                try objects.blobs(contents.map(\.id), limit: linter.settings.fileSizeLimit) { index, blob in
                    progress.advance()
                    let bytes: ByteView
                    switch blob {
                    case .bytes(let view): bytes = view
                    case .tooLarge: return
                    case .missing:
                        missing += 1
                        return
                    }
                    guard TextCheck(bytes) == .text else { return }
                    let content = contents[index]
                    let output = Array(content.path.utf8).withByteView { path in
                        content.isLink
                            ? worker.checkLink(path, to: bytes) { content.path }
                            : worker.check(path, bytes, paths: interest, hashes: false) { content.path }
                    }
                    guard var output else { return }
                    output.result.dropTexts()
                    found.append((content.pair, output, output.facts.indices.map { meanings.meaning(output, $0) }))
                }
                guard let more = work.next() else { break }
                contents = more
            }
        } catch { throw LintFailure("git: \(error)") }
        return (found, missing)
    }

    // MARK: The per-repository half

    private func fold(
        _ line: HistoryLine, _ outputs: [Linter.FileOutput?], _ meanings: HistoryMeanings, _ kept: [Int]
    ) -> (values: [[Double?]], folds: [HistoryFold]) {
        let scope = options.paths.isEmpty ? nil : LedgerUse.scope(linter, targets: options.paths)
        let counted = scope.map { scope in line.paths.map { scope.holdsPath($0) } } ?? []
        let workers = min(ParallelWork.workers(linter.options.jobs), 1 + kept.count / 32)
        let cuts = cuts(line, meanings, kept, parts: workers)
        let parts = ParallelWork.map(workers) { number in
            fold(line, outputs, meanings, kept[cuts[number]..<cuts[number + 1]], counted)
        }
        return (parts.flatMap(\.values), parts.map(\.fold))
    }

    /// Where to cut the commits so that the parts cost about the same: a commit at which analyzers must be asked costs as
    /// many files as they are told of, others what they change.
    private func cuts(_ line: HistoryLine, _ meanings: HistoryMeanings, _ kept: [Int], parts: Int) -> [Int] {
        if parts == 1 { return [0, kept.count] }
        let analyzers = Analyzers.all.indices
        var current = [Int32](repeating: HistoryLine.nothing, count: line.paths.count)
        var told = analyzers.map { _ in 0 }
        var isStale = analyzers.map { _ in true }
        var costs: [Int] = []
        var sum = 0
        func take(_ change: HistoryLine.Change) {
            let old = current[Int(change.path)]
            current[Int(change.path)] = change.pair
            for index in analyzers {
                let (before, after) = (meanings.number(index, old), meanings.number(index, change.pair))
                told[index] += (after == 0 ? 0 : 1) - (before == 0 ? 0 : 1)
                if before != after { isStale[index] = true }
            }
        }
        for change in line.start { take(change) }
        var next = 0
        for index in kept {
            while next <= index {
                sum += line.commits[next].changes.count
                for change in line.changes[line.commits[next].changes] { take(change) }
                next += 1
            }
            for index in analyzers where isStale[index] {
                sum += 4 * told[index]
                isStale[index] = false
            }
            costs.append(sum)
        }
        return [0] + (1..<parts).map { part in costs.firstIndex { $0 >= sum * part / parts } ?? kept.count } + [
            kept.count
        ]
    }

    /// The values at some commits; what comes before the first of them is only replayed.
    private func fold(
        _ line: HistoryLine, _ outputs: [Linter.FileOutput?], _ meanings: HistoryMeanings, _ kept: ArraySlice<Int>,
        _ counted: [Bool]
    ) -> (values: [[Double?]], fold: HistoryFold) {
        var fold = HistoryFold(
            line, outputs, meanings, settings: linter.settings, today: linter.options.today, counted: counted)
        for change in line.start { fold.take(change) }
        var values: [[Double?]] = []
        var next = 0
        for index in kept {
            while next <= index {
                for change in line.changes[line.commits[next].changes] { fold.take(change) }
                next += 1
            }
            values.append(fold.values())
        }
        return (values, fold)
    }

    /// The commits that are asked for; the last always is.
    private func kept(_ dates: [String]) -> [Int] {
        var kept = Array(dates.indices)
        if options.isWeekly {
            let weeks = kept.map { Calendar.week(of: dates[$0]) }
            kept = kept.filter { $0 + 1 == kept.count || weeks[$0 + 1] != weeks[$0] }
        }
        let count = kept.count
        return kept.enumerated().filter { (count - 1 - $0.offset) % options.every == 0 }.map(\.element)
    }
}

/// Counts from several threads, and tells one at a time.
private final class HistoryProgress: Sendable {
    private let tell: (@Sendable (Int, Int) -> Void)?
    private let state = Guarded((done: 0, total: 0))

    init(_ tell: (@Sendable (Int, Int) -> Void)?) { self.tell = tell }

    /// Tells nothing before it is known how many there are.
    func begin(total: Int) { state.withLock { $0.total = total } }

    func advance() {
        guard let tell else { return }
        state.withLock { state in
            state.done += 1
            if state.total > 0, state.done % 64 == 0 || state.done == state.total { tell(state.done, state.total) }
        }
    }
}
