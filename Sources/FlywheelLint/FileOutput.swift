import LintRules

extension Linter {
    /// What a worker brings home of one file: nothing for most. Kept behind a pointer, because the walk puts its results in
    /// order and the fold hands them about.
    struct FileOutput: Sendable {
        private struct Contents: Sendable {
            var result: FileResult
            var nodes: [Int: Int]
            var facts: AnalyzerFacts
            var external: [String: Double] = [:]
        }

        private final class Box: Sendable {
            let contents: Contents
            init(_ contents: Contents) { self.contents = contents }
        }

        private var box: Box

        init(result: FileResult, nodes: [Int: Int] = [:], facts: AnalyzerFacts = AnalyzerFacts()) {
            box = Box(Contents(result: result, nodes: nodes, facts: facts))
        }

        var result: FileResult {
            _read { yield box.contents.result }
            set {
                var contents = box.contents
                contents.result = newValue
                box = Box(contents)
            }
        }
        /// Nodes that KPIs count, by the KPI's index.
        var nodes: [Int: Int] { box.contents.nodes }
        /// What analyzers learnt of it.
        var facts: AnalyzerFacts { _read { yield box.contents.facts } }
        /// Values for `external` KPIs, of the file that holds them.
        var external: [String: Double] {
            get { box.contents.external }
            set {
                var contents = box.contents
                contents.external = newValue
                box = Box(contents)
            }
        }
    }
}
