import LintRules

extension Linter {
    /// What a worker brings home of one file: nothing for most. Kept behind a pointer, because the walk puts its results in
    /// order and the fold hands them about.
    struct FileOutput: Sendable {
        /// What rules and KPIs say of it, and the measurements in it.
        private struct Said: Sendable {
            var result: FileResult
            var nodes: [Int: Int]
            var external: [String: Double] = [:]
        }

        private final class Box: Sendable {
            let path: String
            let facts: AnalyzerFacts
            /// `nil` where only analyzers learnt something, as of most of a large repository.
            let said: Rest?

            init(_ path: String, _ facts: AnalyzerFacts, _ said: Said?) {
                self.path = path
                self.facts = facts
                self.said = said.map(Rest.init)
            }
        }

        private final class Rest: Sendable {
            let said: Said
            init(_ said: Said) { self.said = said }
        }

        private var box: Box

        init(result: FileResult, nodes: [Int: Int] = [:], facts: AnalyzerFacts = AnalyzerFacts()) {
            let isSaid = !result.isEmpty || !result.surface.isEmpty || !nodes.isEmpty
            box = Box(result.path, facts, isSaid ? Said(result: result, nodes: nodes) : nil)
        }

        /// Of a file that only analyzers have a question about.
        init(path: String, facts: AnalyzerFacts) { box = Box(path, facts, nil) }

        var path: String { box.path }
        /// Whether rules and KPIs say anything of it: of most files that only analyzers learn from, nothing.
        var isSaid: Bool { box.said != nil }

        var result: FileResult {
            _read {
                if let said = box.said {
                    yield said.said.result
                } else {
                    yield FileResult(path: box.path, surface: "")
                }
            }
            set {
                var said = said
                said.result = newValue
                box = Box(newValue.path, box.facts, said)
            }
        }
        /// Nodes that KPIs count, by the KPI's index.
        var nodes: [Int: Int] { box.said?.said.nodes ?? [:] }
        /// What analyzers learnt of it.
        var facts: AnalyzerFacts { _read { yield box.facts } }
        /// Values for `external` KPIs, of the file that holds them.
        var external: [String: Double] {
            get { box.said?.said.external ?? [:] }
            set {
                var said = said
                said.external = newValue
                box = Box(box.path, box.facts, said)
            }
        }

        private var said: Said { box.said?.said ?? Said(result: result, nodes: [:]) }
    }
}
