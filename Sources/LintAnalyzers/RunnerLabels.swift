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
        /// Those that a rule reports.
        var labels: [Anchor] = []
        /// One a label: all that are asked for with it, expressions of which only the run knows the value as they are.
        var beside: [String] = []
        /// How many labels there are.
        var count = 0
    }

    public static func facts(of file: ParsedFile, codeScanningHashes: Bool) -> (any FileFacts)? {
        facts(of: file, codeScanningHashes: codeScanningHashes) { _ in true }
    }

    public static func facts(
        of file: ParsedFile, codeScanningHashes: Bool, reports: (_ values: [String: String]) -> Bool
    ) -> (any FileFacts)? {
        var facts = Facts()
        var ranges: [ByteRange] = []
        let outline = file.outline
        for document in outline.documents where document.language == .yaml {
            guard let tree = document.tree else { continue }
            for choice in RunnerChoices(bytes: file.bytes, tree: outline.trees[tree]).all {
                let beside = (choice.labels + choice.open).map { file.bytes.text($0) }.joined(separator: " ")
                facts.count += choice.labels.count
                for label in choice.labels where reports(["label": file.bytes.text(label), "beside": beside]) {
                    ranges.append(label)
                    facts.beside.append(beside)
                }
            }
        }
        // Most ask for GitHub's own, and no script need be read for them.
        if !ranges.isEmpty {
            var maker = AnchorMaker(file)
            for range in ranges { facts.labels.append(maker.anchor(range, file.flat)) }
            facts.labels.complete(file, codeScanningHashes: codeScanningHashes)
        }
        return facts.count == 0 ? nil : Told(facts, of: file)
    }

    public static func minds(path: String) -> Bool { false }

    public static func answer(
        _ facts: [any FileFacts], paths: PathList, workers: Int, places: AnalyzerPlaces,
        earlier: (any Sendable)?, apart: @escaping @Sendable (String) -> Bool
    ) -> AnalyzerAnswer {
        var answer = AnalyzerAnswer()
        var count = 0
        for case let told as Told<Facts> in facts {
            let facts = told.value
            count += facts.count
            for (label, beside) in zip(facts.labels, facts.beside) {
                let values = ["label": label.location.text, "beside": beside]
                answer.findings.append(AnalyzerFinding(at: label, identity: "runs-on", values: values))
            }
        }
        answer.numbers["labels"] = Double(count)
        return answer
    }
}
