import LintAnalyzers
import LintRules

/// What analyzers learnt of one file, by the analyzer's index: nothing of most files, and rarely more than one thing.
struct AnalyzerFacts: Sendable {
    private struct Entry: Sendable {
        var index: Int
        var facts: any Sendable
    }

    // One of most files, and that without an array of its own.
    private var first: Entry?
    private var others: [Entry] = []

    var isEmpty: Bool { first == nil }
    /// The analyzers that learnt something.
    var indices: [Int] { first.map { [$0.index] + others.map(\.index) } ?? [] }

    subscript(index: Int) -> (any Sendable)? {
        get {
            if first?.index == index { return first?.facts }
            for item in others where item.index == index { return item.facts }
            return nil
        }
        set {
            if first?.index == index { first = nil }
            if !others.isEmpty {
                others.removeAll { $0.index == index }
                if first == nil, !others.isEmpty { first = others.removeFirst() }
            }
            guard let newValue else { return }
            let entry = Entry(index: index, facts: newValue)
            if first == nil { first = entry } else { others.append(entry) }
        }
    }

    /// For each analyzer what it learnt of which file.
    static func told(_ outputs: [Linter.FileOutput]) -> [[(path: String, facts: any Sendable)]] {
        var told: [[(path: String, facts: any Sendable)]] = Analyzers.all.map { _ in [] }
        for number in outputs.indices {
            guard let first = outputs[number].facts.first else { continue }
            told[first.index].append((outputs[number].result.path, first.facts))
            for item in outputs[number].facts.others {
                told[item.index].append((outputs[number].result.path, item.facts))
            }
        }
        return told
    }
}
