import LintAnalyzers
import LintPattern
import LintRules

/// What rules ask of an analyzer's findings, where it is asked before a finding has a place.
struct AnalyzerConditions {
    private let rules: RuleSet
    /// Of each rule that names the analyzer, by its name, once somebody asks.
    private var conditions: [String: [[AskedCondition]]] = [:]
    private var scratch: MatchScratch?

    init(_ rules: RuleSet) { self.rules = rules }

    /// Whether a rule may report a finding with these values.
    mutating func mayHold(_ values: [String: String], of analyzer: any Analyzer.Type) -> Bool {
        let name = analyzer.name
        var asked =
            conditions.removeValue(forKey: name)
            ?? rules.rules.indices.filter { rules.rules[$0].analyzer == name }.map {
                rules.rules[$0].conditions.map(AskedCondition.init)
            }
        defer { conditions[name] = asked }
        return asked.indices.contains { rule in
            asked[rule].indices.allSatisfy { number in
                // (What is matched is known with its place.)
                let capture = asked[rule][number].condition.capture
                return capture == "match" || asked[rule][number].holds(values[capture], &scratch)
            }
        }
    }
}

extension RuleSet {
    /// For each needle a bit for each of these analyzers, by index, whose literal it is.
    func marks(of analyzers: Set<Int>) -> [UInt64] {
        var first = 0
        var marks: [(literals: Range<Int>, mark: UInt64)] = []
        for (index, analyzer) in Analyzers.all.enumerated() {
            let end = first + analyzer.literals.count
            if analyzers.contains(index) { marks.append((first..<end, 1 << UInt64(index))) }
            first = end
        }
        return self.marks(marks)
    }
}
