import LintFindings
public import LintSource
public import LintSyntax

/// Labels that jobs of GitHub workflows ask their runner for. A rule that names it speaks of the label (`label`) and of
/// all that must hold with it (`beside`, in one text), by `where`.
public enum RunnerLabels: Analyzer {
    public static let name = "runner-labels"
    public static let literals = ["runs-on"]
    public static let reach = AnalyzerReach.file
    public static let captures = ["label", "beside"]

    public static func wants(path: ByteView) -> Bool { false }

    struct Facts: Sendable {
        var labels: [Anchor] = []
        /// One a label: all that are asked for with it, expressions of which only the run knows the value as they are.
        var beside: [String] = []
    }

    public static func facts(of file: ParsedFile, codeScanningHashes: Bool) -> (any Sendable)? {
        var facts = Facts()
        for document in file.flat.documents where document.language == .yaml {
            guard let tree = document.tree else { continue }
            for choice in RunnerChoices(bytes: file.bytes, tree: file.flat.trees[tree]).all {
                let beside = (choice.labels + choice.open).map { file.bytes.text($0) }.joined(separator: " ")
                for label in choice.labels {
                    facts.labels.append(Anchor(label, in: file))
                    facts.beside.append(beside)
                }
            }
        }
        facts.labels.complete(file, codeScanningHashes: codeScanningHashes)
        return facts.labels.isEmpty ? nil : facts
    }

    public static func minds(path: String) -> Bool { false }

    public static func answer(
        _ facts: [(path: String, facts: any Sendable)], paths: PathList, workers: Int, places: AnalyzerPlaces,
        earlier: (any Sendable)?
    ) -> AnalyzerAnswer {
        var answer = AnalyzerAnswer()
        for case let (_, facts as Facts) in facts {
            for (label, beside) in zip(facts.labels, facts.beside) {
                let values = ["label": label.location.text, "beside": beside]
                answer.findings.append(AnalyzerFinding(at: label, identity: "runs-on", values: values))
            }
        }
        answer.numbers["labels"] = Double(answer.findings.count)
        return answer
    }
}
