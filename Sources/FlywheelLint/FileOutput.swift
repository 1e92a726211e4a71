import LintRules

extension Linter {
    /// What a worker brings home of one file: nothing for most. Small, because the walk puts its results in order and the fold
    /// hands them about.
    struct FileOutput: Sendable {
        /// What rules and KPIs say of it, and the measurements in it.
        private struct Said: Sendable {
            var result: FileResult
            var nodes: [Int: Int]
            var external: [String: Double] = [:]
        }

        private final class Box: Sendable {
            let said: Said
            init(_ said: Said) { self.said = said }
        }

        /// What analyzers learnt of it.
        let facts: AnalyzerFacts
        /// `nil` where only analyzers learnt something, as of most of a large repository.
        private var box: Box?

        init(result: FileResult, nodes: [Int: Int] = [:], facts: AnalyzerFacts = AnalyzerFacts()) {
            self.facts = facts
            let isSaid = !result.isEmpty || !result.surface.isEmpty || !nodes.isEmpty
            if isSaid || facts.isEmpty { box = Box(Said(result: result, nodes: nodes)) }
        }

        /// Of a file that only analyzers have a question about, and learnt something of.
        init(facts: AnalyzerFacts) { self.facts = facts }

        var path: String { box?.said.result.path ?? facts.path ?? "" }
        /// Whether rules and KPIs say anything of it: of most files that only analyzers learn from, nothing.
        var isSaid: Bool { box != nil }

        var result: FileResult {
            _read {
                if let box { yield box.said.result } else { yield FileResult(path: path, surface: "") }
            }
            set {
                var said = said
                said.result = newValue
                box = Box(said)
            }
        }
        /// Nodes that KPIs count, by the KPI's index.
        var nodes: [Int: Int] { box?.said.nodes ?? [:] }
        /// Values for `external` KPIs, of the file that holds them.
        var external: [String: Double] {
            get { box?.said.external ?? [:] }
            set {
                var said = said
                said.external = newValue
                box = Box(said)
            }
        }

        private var said: Said { box?.said ?? Said(result: result, nodes: [:]) }
    }
}
