import LintAnalyzers
import LintRules

/// What analyzers learnt of one file, by the analyzer's index: nothing of most files, and rarely more than one thing.
struct AnalyzerFacts: Sendable {
    private var all: [(index: Int, facts: any Sendable)] = []

    var isEmpty: Bool { all.isEmpty }
    /// The analyzers that learnt something.
    var indices: [Int] { all.map(\.index) }

    subscript(index: Int) -> (any Sendable)? {
        get {
            for item in all where item.index == index { return item.facts }
            return nil
        }
        set {
            if !all.isEmpty { all.removeAll { $0.index == index } }
            if let newValue { all.append((index, newValue)) }
        }
    }

    /// For each analyzer what it learnt of which file.
    static func told(_ outputs: [Linter.FileOutput]) -> [[(path: String, facts: any Sendable)]] {
        var told: [[(path: String, facts: any Sendable)]] = Analyzers.all.map { _ in [] }
        for number in outputs.indices {
            for item in outputs[number].facts.all {
                told[item.index].append((outputs[number].result.path, item.facts))
            }
        }
        return told
    }
}
