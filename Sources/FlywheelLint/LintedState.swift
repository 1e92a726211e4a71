import LintAnalyzers
import LintFindings
import LintRules
import LintSource
import LintWalk

/// A state of a repository, linted file by file and not yet judged as a whole: the seam between the two halves.
struct LintedState: Sendable {
    /// In path order; files that have nothing to tell are not among them.
    var outputs: [Linter.FileOutput] = []
    /// Regular files, text or not, that are neither ignored nor excluded, in order; those at least that somebody asks for.
    var paths = PathList()
    /// Values for `external` KPIs from the file that the configuration names.
    var external: [String: Double] = [:]
    var filesRead = 0
    var skipped: [Report.Skipped] = []
    var skippedCount = 0
    /// Files that could not be read though they should have been: one line each.
    var failures: [String] = []

    /// What must be known of files that it does not hold before it can be judged.
    struct Questions: Sendable {
        /// Which files there are.
        var paths = false
        /// What these analyzers learn of them, by index.
        var analyzers: Set<Int> = []
        /// What rules say of them.
        var results = false

        var isEmpty: Bool { !paths && analyzers.isEmpty && !results }
        /// Whether other files must be read.
        var reads: Bool { !analyzers.isEmpty || results }
    }

    /// What it asks of the files that it does not hold.
    func questions(_ rules: RuleSet) -> Questions {
        var questions = Questions()
        for output in outputs {
            for index in output.facts.indices {
                guard let facts = output.facts[index] else { continue }
                switch Analyzers.all[index].reach(of: facts) {
                case .file: break
                case .paths: questions.paths = true
                case .files: questions.analyzers.insert(index)
                }
            }
            for candidate in output.result.candidates {
                let asks = candidate.asks(rules)
                questions.paths = questions.paths || asks.paths
                questions.results = questions.results || asks.results
                // An analyzer may answer for a file that tells it nothing.
                for answer in rules.rules[candidate.rule].excusingAnswers {
                    if let index = Analyzers.all.firstIndex(where: { $0.name == answer.analyzer }) {
                        questions.analyzers.insert(index)
                    }
                }
            }
        }
        return questions
    }

    /// Whether its files have a say in what is found in others.
    var speaksForOthers: Bool { outputs.contains { !$0.facts.isEmpty || $0.result.speaksForOthers } }

    /// The state with the files for which `isReplaced` holds taken from another one.
    func replacing(_ isReplaced: (String) -> Bool, by other: LintedState) -> LintedState {
        var result = self
        result.outputs.removeAll { isReplaced($0.path) }
        result.outputs += other.outputs.filter { isReplaced($0.path) }
        result.outputs.sort { PathOrder.precedes($0.path, $1.path) }
        result.paths = paths.only(paths.indices.filter { !isReplaced(paths[$0]) })
        result.paths.append(contentsOf: other.paths.only(other.paths.indices.filter { isReplaced(other.paths[$0]) }))
        result.paths.sort()
        result.external = [:]
        for output in result.outputs { result.external.merge(output.external) { $1 } }
        if result.external.isEmpty { result.external = other.external }
        return result
    }

    /// As ``replacing(_:by:)``, with what is said of the files that were read.
    func replacing(all paths: Set<String>, by other: LintedState) -> LintedState {
        var result = replacing(paths.contains, by: other)
        let isReplaced = { (skipped: Report.Skipped) in paths.contains(skipped.path) }
        let unread = skipped.filter(isReplaced)
        result.filesRead -= self.paths.count(where: paths.contains) - unread.count { $0.reason != .binary }
        result.filesRead += other.filesRead
        result.skipped.removeAll(where: isReplaced)
        result.skipped = (result.skipped + other.skipped).sorted { PathOrder.precedes($0.path, $1.path) }
        result.skippedCount += other.skippedCount - unread.count
        result.failures.removeAll { failure in unread.contains { failure.hasPrefix($0.path + ": ") } }
        result.failures += other.failures
        return result
    }
}
