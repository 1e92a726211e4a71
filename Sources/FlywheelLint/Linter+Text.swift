import LintRules
import LintFindings
import LintSource

extension Linter {
    /// Checks one text under a name, as editors and hooks do: the file itself is not read. Where other files have a say,
    /// they are read too.
    public func checkText(_ bytes: [UInt8], as path: String) throws(LintFailure) -> Outcome {
        var state = LintedState()
        if !isExcluded(path) {
            var worker = Worker(settings)
            let interest = PathInterest(settings.rules)
            let output = bytes.withByteView { view in
                Array(path.utf8).withByteView {
                    worker.check($0, view, paths: interest, hashes: options.codeScanningHashes) { path }
                }
            }
            state = LintedState(outputs: output.map { [$0] } ?? [], paths: [path])
        }
        state.filesRead = 1
        let questions = state.questions(settings.rules)
        if questions.isEmpty {
            var outcome = fold(state, isWhole: false)
            outcome.looked = [path]
            return outcome
        }
        let whole = try walk([settings.root], asked: questions)
        var outcome = fold(whole.replacing({ $0 == path }, by: state), isWhole: false)
        outcome.report.findings.removeAll { $0.path != path }
        outcome.take(state)
        outcome.looked = [path]
        return outcome
    }
}
