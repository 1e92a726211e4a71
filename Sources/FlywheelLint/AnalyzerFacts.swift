import LintAnalyzers
import LintRules

/// What analyzers learnt of one file, by the analyzer's index: nothing of most files, and rarely more than one thing.
struct AnalyzerFacts: Sendable {
    private struct Entry: Sendable {
        var index: Int
        var facts: any FileFacts
    }

    // One of most files, and that without an array of its own. (Two fields: to copy an entry that may be missing is worked
    // out at run time.)
    private var firstIndex = -1
    private var first: (any FileFacts)?
    private var others: [Entry] = []

    var isEmpty: Bool { first == nil }
    /// That of the file that they are of; `nil` where nothing was learnt.
    var path: String? { first?.path }
    /// The analyzers that learnt something.
    var indices: [Int] { first == nil ? [] : [firstIndex] + others.map(\.index) }

    /// Adds what an analyzer learnt that has told nothing yet.
    mutating func append(_ facts: any FileFacts, of index: Int) {
        if first == nil {
            firstIndex = index
            first = facts
        } else {
            others.append(Entry(index: index, facts: facts))
        }
    }

    subscript(index: Int) -> (any FileFacts)? {
        get {
            if firstIndex == index { return first }
            for item in others where item.index == index { return item.facts }
            return nil
        }
        set {
            if firstIndex == index {
                first = nil
                firstIndex = -1
            }
            if !others.isEmpty {
                others.removeAll { $0.index == index }
                if first == nil, !others.isEmpty {
                    let next = others.removeFirst()
                    (firstIndex, first) = (next.index, next.facts)
                }
            }
            guard let newValue else { return }
            if first == nil {
                (firstIndex, first) = (index, newValue)
            } else {
                others.append(Entry(index: index, facts: newValue))
            }
        }
    }

    /// For each analyzer what it learnt of which file.
    static func told(_ outputs: [Linter.FileOutput]) -> [[any FileFacts]] {
        var told: [[any FileFacts]] = Analyzers.all.map { _ in [] }
        for number in outputs.indices {
            guard let first = outputs[number].facts.first else { continue }
            told[outputs[number].facts.firstIndex].append(first)
            for item in outputs[number].facts.others {
                told[item.index].append(item.facts)
            }
        }
        return told
    }
}
