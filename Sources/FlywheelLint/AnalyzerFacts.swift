import LintAnalyzers
import LintRules

/// What analyzers learnt of one file, by the analyzer's index: nothing of most files, and rarely more than one thing.
struct AnalyzerFacts: Sendable {
    private typealias Item = (index: Int, facts: any Sendable)
    private var only: Item?
    private var others: [Item] = []

    var isEmpty: Bool { only == nil }
    /// The analyzers that learnt something.
    var indices: [Int] { (only.map { [$0] } ?? []).map(\.index) + others.map(\.index) }

    subscript(index: Int) -> (any Sendable)? {
        get {
            if let only, only.index == index { return only.facts }
            for item in others where item.index == index { return item.facts }
            return nil
        }
        set {
            others.removeAll { $0.index == index }
            if let known = only, known.index == index { only = others.popLast() }
            guard let newValue else { return }
            if only == nil { only = (index, newValue) } else { others.append((index, newValue)) }
        }
    }

    /// For each analyzer what it learnt of which file.
    static func told(_ outputs: [Linter.FileOutput]) -> [[(path: String, facts: any Sendable)]] {
        var told: [[(path: String, facts: any Sendable)]] = Analyzers.all.map { _ in [] }
        for number in outputs.indices {
            let facts = outputs[number].facts
            guard let only = facts.only else { continue }
            told[only.index].append((outputs[number].result.path, only.facts))
            for item in facts.others { told[item.index].append((outputs[number].result.path, item.facts)) }
        }
        return told
    }
}
