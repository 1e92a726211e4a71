import LintAnalyzers
import LintFindings
import LintRules
import LintSource

/// The per-repository half along a history: the state at one commit, brought to the next by what that changes. The same
/// functions judge a file and add it up as in a check, so the values at a commit are those of a checkout of it.
struct HistoryFold: Sendable {
    private let line: HistoryLine
    private let outputs: [Linter.FileOutput?]
    private let meanings: HistoryMeanings
    private let settings: Settings
    private let judge: RepositoryFold
    /// Whether a path counts, by its number; all when empty. Others still have their say as evidence.
    private let counted: [Bool]

    private var current: [Int32]
    /// Whether there is a file under each path, and no symbolic link.
    private var isThere: [Bool]
    /// Their paths, until one comes or goes.
    private var present: PathList?
    private var board: KPIBoard
    private var shares: KPIShares
    private var facts: RepositoryFacts
    private var share: [Int32: KPIShare] = [:]
    /// Paths with candidates that other files have a say in.
    private var open: Set<Int32> = []
    private var hasNews = false
    /// Files whose facts analyzers ask for, by analyzer.
    private var informed: [Set<Int32>]
    private var findings: [[Int32: [Finding]]]
    /// What they say of whole files: all of it, and each analyzer's.
    private var answers = FileAnswers()
    private var answered: [[String: Set<String>]]
    private var answeredEverywhere: [Set<String>]
    private var isStale: [Bool]
    /// Paths whose coming and going may change an analyzer's answer, beside those that it minds.
    private var asked: [Set<String>]
    /// What each analyzer's last answer left, while no path has come or gone that would change it.
    private var remains: [(any Sendable)?]
    /// Who judges what each analyzer finds.
    private var judges: [AnalyzerJudge]
    /// Files with suppressions, in which it matters where findings lie.
    private var hiding: Set<String> = []
    private var files = 0
    /// Paths whose share must be worked out again.
    private var touched: Set<Int32> = []
    private let numberOf: [String: Int32]

    init(
        _ line: HistoryLine, _ outputs: [Linter.FileOutput?], _ meanings: HistoryMeanings, settings: Settings,
        today: String?, counted: [Bool]
    ) {
        self.line = line
        self.outputs = outputs
        self.meanings = meanings
        self.settings = settings
        self.counted = counted
        judge = RepositoryFold(rules: settings.rules, today: today)
        board = KPIBoard(settings)
        shares = KPIShares(settings.rules)
        facts = RepositoryFacts(settings.rules)
        current = [Int32](repeating: HistoryLine.nothing, count: line.paths.count)
        isThere = [Bool](repeating: false, count: line.paths.count)
        informed = Analyzers.all.map { _ in [] }
        findings = Analyzers.all.map { _ in [:] }
        answered = Analyzers.all.map { _ in [:] }
        answeredEverywhere = Analyzers.all.map { _ in [] }
        isStale = Analyzers.all.map { _ in true }
        asked = Analyzers.all.map { _ in [] }
        remains = Analyzers.all.map { _ in nil }
        judges = Analyzers.all.map { AnalyzerJudge(settings.rules, analyzer: $0.name, counts: true) }
        var numbers: [String: Int32] = [:]
        if !Analyzers.all.isEmpty {
            for (number, path) in line.paths.enumerated() { numbers[path] = Int32(truncatingIfNeeded: number) }
        }
        numberOf = numbers
    }

    mutating func take(_ change: HistoryLine.Change) {
        let path = change.path
        let old = current[Int(path)]
        if old == change.pair { return }
        current[Int(path)] = change.pair
        touched.insert(path)
        if isThere[Int(path)] != isFile(change.pair) {
            let step = isThere[Int(path)] ? -1 : 1
            isThere[Int(path)].toggle()
            present = nil
            let name = line.paths[Int(path)]
            if facts.count(path: name, step) { hasNews = true }
            if isCounted(path) { board.count(path: name, step) }
            files += step
            // A file that is alone, of whose neighbours nothing is said, is another case.
            for index in isStale.indices
            where files <= 2 || asked[index].contains(name) || Analyzers.all[index].minds(path: name) {
                isStale[index] = true
                remains[index] = nil
            }
        }
        for index in isStale.indices where meanings.number(index, old) != meanings.number(index, change.pair) {
            isStale[index] = true
        }
        if let output = output(old) {
            if facts.remove(output.result) { hasNews = true }
            for index in output.facts.indices { informed[index].remove(path) }
            if !output.result.suppressions.isEmpty { hiding.remove(line.paths[Int(path)]) }
        }
        open.remove(path)
        if line.paths[Int(path)] == settings.external { board.external = output(change.pair)?.external ?? [:] }
        if let output = output(change.pair) {
            if facts.add(output.result) { hasNews = true }
            for index in output.facts.indices { informed[index].insert(path) }
            if !output.result.suppressions.isEmpty { hiding.insert(line.paths[Int(path)]) }
            if output.result.candidates.contains(where: \.isOpen) { open.insert(path) }
        }
    }

    /// The values of the state as it is now.
    mutating func values() -> [Double?] {
        askAnalyzers()
        if hasNews { touched.formUnion(open) }
        hasNews = false
        for path in touched {
            if let before = share.removeValue(forKey: path) { board.remove(before) }
            guard isCounted(path), let after = workOut(path), !after.isEmpty else { continue }
            share[path] = after
            board.add(after)
        }
        touched.removeAll(keepingCapacity: true)
        return board.numbers
    }

    /// Whether there is a file, and no symbolic link.
    private func isFile(_ pair: Int32) -> Bool { pair != HistoryLine.nothing && !line.links.contains(pair) }

    private func isCounted(_ path: Int32) -> Bool { counted.isEmpty || counted[Int(path)] }

    private func output(_ pair: Int32) -> Linter.FileOutput? {
        pair == HistoryLine.nothing ? nil : outputs[Int(pair)]
    }

    private mutating func workOut(_ path: Int32) -> KPIShare? {
        var extra: [Finding] = []
        for own in findings { extra += own[path] ?? [] }
        // (No method: a call copies all of this for each file of each commit.)
        let pair = current[Int(path)]
        guard pair != HistoryLine.nothing, let output = outputs[Int(pair)] else {
            return extra.isEmpty ? nil : shares.share(extra)
        }
        let found = judge.findings(of: output.result, extra: extra, facts, answers: answers)
        return shares.share(found, nodes: output.nodes)
    }

    private mutating func presentPaths() -> PathList {
        if let present { return present }
        var numbers: [Int] = []
        numbers.reserveCapacity(files)
        for path in line.order where isThere[Int(path)] { numbers.append(Int(path)) }
        let paths = line.list.only(numbers)
        present = paths
        return paths
    }

    private mutating func askAnalyzers() {
        // No methods: a call in a closure copies all of this for each path of each commit.
        let (now, line, outputs) = (current, line, outputs)
        for index in Analyzers.all.indices where isStale[index] {
            isStale[index] = false
            let known = presentPaths()
            let told = informed[index].sorted { line.rank[Int($0)] < line.rank[Int($1)] }.compactMap { path in
                outputs[Int(now[Int(path)])]?.facts[index]
            }
            let analyzer = Analyzers.all[index]
            let answer = analyzer.answer(
                told, paths: known, workers: 1, places: meanings.needsPlaces[index] ? .all : .of(hiding),
                earlier: remains[index], apart: settings.rules.surfaces.isApart)
            remains[index] = answer.remains
            asked[index] = answer.asked
            // Where nothing is left that it asks for, it has no number either.
            for name in board.answers.keys where name.hasPrefix("\(analyzer.name)/") { board.answers[name] = nil }
            for (name, number) in answer.numbers { board.answers["\(analyzer.name)/\(name)"] = number }
            if answered[index] != answer.files {
                for (before, now) in [(answered[index], answer.files), (answer.files, answered[index])] {
                    for (name, paths) in before {
                        for path in paths where now[name]?.contains(path) != true {
                            if let path = numberOf[path] { touched.insert(path) }
                        }
                    }
                }
            }
            if answeredEverywhere[index] != answer.everywhere {
                for path in line.order where isThere[Int(path)] { touched.insert(path) }
            }
            answered[index] = answer.files
            answeredEverywhere[index] = answer.everywhere
            answers.take(answer.files, everywhere: answer.everywhere, of: analyzer.name)
            var byPath: [Int32: [Finding]] = [:]
            for finding in judges[index].judge(answer.findings) {
                if let path = numberOf[finding.path] { byPath[path, default: []].append(finding) }
            }
            for (path, own) in byPath where findings[index][path] != own { touched.insert(path) }
            for path in findings[index].keys where byPath[path] == nil { touched.insert(path) }
            findings[index] = byPath
        }
    }
}
