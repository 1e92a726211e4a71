import LintGit
import LintLedger
import LintSource
import LintWalk

/// The two sides of a ``DiffRun``, linted file by file or read from what an earlier run wrote.
struct DiffStates: Sendable {
    enum State: Sendable {
        case linted(LintedState, isWorkTree: Bool)
        case recorded(Comparison.Side, kpis: [String: Double])
    }

    /// What a side's name stands for.
    private enum Source: Equatable {
        case workTree, index
        case revision(String)
        /// Where the head left the default branch.
        case mergeBase
        /// A baseline or a JSON report.
        case file(String)

        var isCommit: Bool {
            switch self {
            case .revision, .mergeBase: true
            case .workTree, .index, .file: false
            }
        }
    }

    let base: State
    let head: State
    /// Old path to new, where git knows.
    let renames: [String: String]

    init(_ linter: Linter, base: String?, head: String?) throws(LintFailure) {
        let head = DiffStates.source(head ?? DiffRun.workTree)
        let base = base.map(DiffStates.source) ?? .mergeBase
        if base.isCommit, head.isCommit || head == .index || head == .workTree {
            self = try DiffStates(linter, from: base, to: head)
        } else {
            let (first, second) = linter.both(
                { Result { () throws(LintFailure) in try DiffStates.whole(linter, base, tip: head) } },
                { Result { () throws(LintFailure) in try DiffStates.whole(linter, head, tip: head) } })
            self.head = try second.get()
            self.base = try first.get()
            renames = [:]
        }
    }

    private static func source(_ name: String) -> Source {
        if name == DiffRun.workTree { return .workTree }
        if name == DiffRun.index { return .index }
        return FolderContents.isFile(name) && !isReference(name) ? .file(name) : .revision(name)
    }

    /// Whether a file is one of git's own, as HEAD is in a bare repository: what it stands for is a revision.
    private static func isReference(_ path: String) -> Bool {
        guard let bytes = try? FileReader.bytes(of: path, limit: 1_024) else { return false }
        let text = bytes.reversed().drop(while: \.isWhiteSpace).reversed()
        return text.starts(with: "ref: refs/".utf8) || [40, 64].contains(text.count) && text.allSatisfy(\.isHexDigit)
    }

    // MARK: One side alone

    private static func whole(_ linter: Linter, _ source: Source, tip: Source) throws(LintFailure) -> State {
        switch source {
        case .workTree: return .linted(try workTree(linter), isWorkTree: true)
        case .file(let name): return try recorded(linter, name)
        case .index:
            let git = try repository(linter, for: DiffRun.index)
            return .linted(
                try linter.read(try linter.files(of: .index, git: git), git: git, triesWorkTree: true),
                isWorkTree: false)
        case .revision, .mergeBase:
            let git = try repository(linter, for: source)
            let commit = try orFail("diff") {
                var objects = try ObjectReader(git)
                return try DiffStates.commit(source, tip: tip, git, &objects)
            }
            return .linted(
                try linter.read(try linter.files(of: .revision(commit), git: git), git: git, triesWorkTree: true),
                isWorkTree: false)
        }
    }

    private static func workTree(_ linter: Linter) throws(LintFailure) -> LintedState {
        try linter.walk([linter.settings.root], asGit: true)
    }

    /// A report is a JSON object, which no baseline can begin like.
    private static func recorded(_ linter: Linter, _ name: String) throws(LintFailure) -> State {
        let bytes = try LedgerUse.bytes(of: name, name, limit: LedgerUse.reportLimit)
        let first = bytes.first { $0 != 0xEF && $0 != 0xBB && $0 != 0xBF && !$0.isWhiteSpace }
        let isReport = name.hasSuffix(".json") || first == .ascii("{")
        if !isReport, bytes.count > LedgerUse.baselineLimit {
            throw LedgerUse.tooLarge(name, bytes.count, limit: LedgerUse.baselineLimit)
        }
        do throws(LedgerError) {
            if isReport {
                let recorded = try RecordedReport.parse(bytes, path: name)
                return .recorded(recorded.side, kpis: recorded.kpis)
            }
            let baseline = try Baseline.parse(bytes, path: name)
            return .recorded(Comparison.Side(baseline), kpis: linter.settings.kpis(of: baseline))
        } catch { throw LintFailure(error.description) }
    }

    // MARK: A commit and what became of it

    /// The base is what the head is, but for the files that differ. git is asked while files are read.
    private init(_ linter: Linter, from base: Source, to head: Source) throws(LintFailure) {
        let asked: Result<BasePart, LintFailure>
        let read: Result<LintedState, LintFailure>
        var tip = TipPart()
        switch head {
        case .workTree:
            (asked, read) = linter.both(
                {
                    DiffStates.asked(linter, base) { git, objects in
                        let commit = try DiffStates.commit(base, tip: head, git, &objects)
                        return BasePart(linter, git, try git.differenceToWorkingTree(from: commit, &objects))
                    }
                }, { Result { () throws(LintFailure) in try DiffStates.workTree(linter) } })
        case .index:
            let git = try DiffStates.repository(linter, for: base)
            let files = try orFail("diff") { try git.index() }
            (asked, read) = linter.both(
                {
                    DiffStates.asked(linter, base, git) { git, objects in
                        let commit = try DiffStates.commit(base, tip: head, git, &objects)
                        return BasePart(
                            linter, git, try git.differenceToIndex(from: commit, files: files, &objects))
                    }
                }, { DiffStates.read(linter, files, git) })
        default:
            let git = try DiffStates.repository(linter, for: base)
            // Most of the commit is what is checked out: that is read before git has said which files are not.
            let index = IndexFiles(git)
            let files = index?.entries ?? []
            (asked, read) = linter.both(
                {
                    DiffStates.asked(linter, base, git) { git, objects in
                        let commit = try DiffStates.commit(base, tip: head, git, &objects)
                        let end = try DiffStates.commit(head, tip: head, git, &objects)
                        let (difference, all) =
                            try index.map { try git.difference(from: commit, to: end, beside: $0, &objects) }
                            ?? git.difference(from: commit, to: end)
                        tip = TipPart(linter, git, all, read: files)
                        try tip.read(linter, git, &objects)
                        return BasePart(linter, git, difference)
                    }
                }, { DiffStates.read(linter, files, git) })
        }
        let part = try asked.get()
        let whole = tip.state(beside: try read.get())
        self.base = .linted(part.state(beside: whole), isWorkTree: false)
        self.head = .linted(whole, isWorkTree: head == .workTree)
        renames = part.renames
    }

    /// What git says of the base, its own files read.
    private static func asked(
        _ linter: Linter, _ base: Source, _ git: Git? = nil, _ ask: (Git, inout ObjectReader) throws -> BasePart
    ) -> Result<BasePart, LintFailure> {
        Result { () throws(LintFailure) in
            let git = if let git { git } else { try repository(linter, for: base) }
            return try orFail("diff") {
                var objects = try ObjectReader(git)
                var part = try ask(git, &objects)
                try part.read(linter, git, &objects)
                return part
            }
        }
    }

    private static func read(_ linter: Linter, _ files: [TreeEntry], _ git: Git) -> Result<LintedState, LintFailure> {
        Result { () throws(LintFailure) in
            try linter.read(linter.inRoot(files, git: git), git: git, triesWorkTree: true)
        }
    }

    /// What the head, a commit, has otherwise than the files that were read for it.
    private struct TipPart: Sendable {
        private var files: [TreeEntry] = []
        private var replaced: Set<String> = []
        private var linted = LintedState()

        /// The head is what was read.
        init() {}

        /// - Parameters:
        ///   - all: the head's files, in path order.
        ///   - read: what is read in their place, in path order.
        init(_ linter: Linter, _ git: Git, _ all: [TreeEntry], read: [TreeEntry]) {
            if all == read { return }
            let wanted = linter.inRoot(all, git: git)
            let known = linter.inRoot(read, git: git)
            let same = Set(known).intersection(wanted)
            files = wanted.filter { !same.contains($0) }
            replaced = Set((files + known.filter { !same.contains($0) }).map(\.path))
        }

        mutating func read(_ linter: Linter, _ git: Git, _ objects: inout ObjectReader) throws {
            linted = try DiffStates.read(files, linter, git, &objects)
        }

        func state(beside read: LintedState) -> LintedState {
            replaced.isEmpty ? read : read.replacing(all: replaced, by: linted)
        }
    }

    /// A few blobs come by the process that runs already.
    private static func read(
        _ files: [TreeEntry], _ linter: Linter, _ git: Git, _ objects: inout ObjectReader
    ) throws -> LintedState {
        files.count <= 64
            ? try linter.read(files, from: &objects) : try linter.read(files, git: git, triesWorkTree: true)
    }

    /// What must be known of the base beside the head's state.
    private struct BasePart: Sendable {
        /// All files of the base, in path order.
        let paths: PathList
        /// With the links that analyzers ask for, in path order.
        private let there: PathList
        /// Those that differ, and files of the head in whose place the base has others or none.
        let differing: Set<String>
        let renames: [String: String]
        private let files: [TreeEntry]
        private var linted = LintedState()

        init(_ linter: Linter, _ git: Git, _ difference: Difference) {
            let all = linter.inRoot(difference.base, git: git)
            paths = PathList(all.lazy.filter(\.mode.isRegular).map(\.path))
            there = PathList(all.lazy.map(\.path))
            let differing = Set(difference.differing.compactMap { linter.inRoot($0, git: git) })
            files = all.filter { differing.contains($0.path) }
            self.differing = differing
            var renames: [String: String] = [:]
            for (from, to) in difference.renames {
                guard let before = linter.inRoot(from, git: git), let after = linter.inRoot(to, git: git) else {
                    continue
                }
                renames[before] = after
            }
            self.renames = renames
        }

        mutating func read(_ linter: Linter, _ git: Git, _ objects: inout ObjectReader) throws {
            linted = try DiffStates.read(files, linter, git, &objects)
        }

        func state(beside head: LintedState) -> LintedState {
            var head = head
            head.paths = []
            var result = head.replacing(
                { differing.contains($0) || !there.holds($0) }, by: linted)
            result.paths = paths
            result.failures = linted.failures
            return result
        }
    }

    // MARK: Names

    private static func repository(_ linter: Linter, for source: Source) throws(LintFailure) -> Git {
        switch source {
        case .revision(let name): try repository(linter, for: name)
        default: try repository(linter, for: nil)
        }
    }

    private static func repository(_ linter: Linter, for name: String?) throws(LintFailure) -> Git {
        do throws(GitError) { return try Git(at: linter.settings.root) } catch {
            guard case .notARepository = error else { throw LintFailure("diff: \(error)") }
            guard let name else {
                throw LintFailure("diff: this is no git repository; give a base: a baseline or a JSON report")
            }
            let what = FolderContents.exists(name) ? "not a file but \(FolderContents.kind(name))" : "no such file"
            throw LintFailure("\(name): \(what), and this is no git repository; give a baseline or a JSON report")
        }
    }

    private static func commit(
        _ source: Source, tip: Source, _ git: Git, _ objects: inout ObjectReader
    ) throws -> ObjectID {
        if case .revision(let name) = source {
            do throws(GitError) { return try objects.resolve(name) } catch {
                guard FolderContents.exists(name) else { throw error }
                throw LintFailure(
                    "\(name): neither a revision nor a file, but \(FolderContents.kind(name)); give a revision, a baseline or a JSON report"
                )
            }
        }
        guard let branch = try objects.defaultBranch() else {
            throw LintFailure("diff: no default branch was found; give a base revision")
        }
        let name = if case .revision(let name) = tip { name } else { "HEAD" }
        return try git.mergeBase(branch, (name, try objects.resolve(name)))
    }
}
