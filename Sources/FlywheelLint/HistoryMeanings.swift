import LintAnalyzers
import LintFindings
import LintRules
import LintSource

/// What each content of a history means to each analyzer, as numbers: contents of one path with the same number lead to
/// the same answer, so an analyzer need not be asked again where a commit changes none.
struct HistoryMeanings: Sendable {
    /// What one content means, before it has its number; `nil` where it is like no other.
    typealias Meaning = Hashed?

    /// Hashed once, by whoever learnt it.
    struct Hashed: Sendable, Hashable {
        private let value: any Hashable & Sendable
        private let hash: Int

        init(_ value: any Hashable & Sendable) {
            self.value = value
            var hasher = Hasher()
            value.hash(into: &hasher)
            hash = hasher.finalize()
        }

        static func == (a: Hashed, b: Hashed) -> Bool {
            a.hash == b.hash && AnyHashable(a.value) == AnyHashable(b.value)
        }

        func hash(into hasher: inout Hasher) { hasher.combine(hash) }
    }

    /// By analyzer: whether it matters where in a file its findings lie, to a rule or to a KPI.
    let needsPlaces: [Bool]
    /// By analyzer and pair; 0 where it learnt nothing.
    private var numbers: [[Int32]]

    init(_ rules: RuleSet) {
        needsPlaces = Analyzers.all.map { HistoryMeanings.needsPlaces($0.name, rules) }
        numbers = Analyzers.all.map { _ in [] }
    }

    /// What an analyzer learnt of a content, for ``number(_:_:_:)``.
    func meaning(_ output: Linter.FileOutput, _ index: Int) -> Meaning {
        // What a suppression hides depends on the lines.
        guard !needsPlaces[index], output.result.suppressions.isEmpty, let facts = output.facts[index] else {
            return nil
        }
        return Analyzers.all[index].meaning(of: facts).map { Hashed($0) }
    }

    /// Gives all pairs their numbers.
    mutating func number(
        _ found: [(pair: Int32, output: Linter.FileOutput, meanings: [Meaning])], _ line: HistoryLine
    ) {
        numbers = Analyzers.all.map { _ in [Int32](repeating: 0, count: line.pairs.count) }
        var known: [Key: Int32] = [:]
        var next: Int32 = 1
        for item in found {
            for (index, meaning) in zip(item.output.facts.indices, item.meanings) {
                var number = next
                if let meaning {
                    let key = Key(
                        path: line.pairs[Int(item.pair)].path, analyzer: index, meaning: meaning)
                    number = known[key] ?? next
                    known[key] = number
                }
                if number == next { next += 1 }
                numbers[index][Int(item.pair)] = number
            }
        }
    }

    func number(_ index: Int, _ pair: Int32) -> Int32 {
        pair == HistoryLine.nothing ? 0 : numbers[index][Int(pair)]
    }

    private struct Key: Hashable {
        var path: Int32
        var analyzer: Int
        var meaning: Hashed
    }

    private static func needsPlaces(_ analyzer: String, _ rules: RuleSet) -> Bool {
        let own = rules.rules.filter { $0.analyzer == analyzer }
        if own.contains(where: { $0.conditions.contains { $0.capture == "match" } }) { return true }
        return rules.kpis.contains { kpi in
            guard case .findings(let globs, .lines, _, _) = kpi.count else { return false }
            return own.contains { rule in globs.contains { $0.matches(rule.id) } }
        }
    }
}
