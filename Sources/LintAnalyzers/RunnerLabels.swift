import LintFindings
public import LintSource
public import LintSyntax

/// Labels that jobs of GitHub workflows ask their runner for. A rule that names it speaks of the label (`label`) and of
/// all that must hold with it (`beside`, in one text), by `where`.
public enum RunnerLabels: Analyzer {
    public static let name = "runner-labels"
    public static let literals = ["runs-on"]
    public static let captures = ["label", "beside"]

    public static func wants(path: ByteView) -> Bool { false }

    public static func facts(of file: ParsedFile, codeScanningHashes: Bool) -> (any Sendable)? {
        var found: [AnalyzerFinding] = []
        for document in file.flat.documents where document.language == .yaml {
            guard let tree = document.tree else { continue }
            for choice in RunnerChoices(bytes: file.bytes, tree: file.flat.trees[tree]).all {
                let beside = choice.map { file.bytes.text($0) }.joined(separator: " ")
                for label in choice { found.append(finding(label, beside: beside, file)) }
            }
        }
        found.complete(file, codeScanningHashes: codeScanningHashes)
        return found.isEmpty ? nil : found
    }

    public static func answer(_ facts: [(path: String, facts: any Sendable)], paths: [String]) -> AnalyzerAnswer {
        var answer = AnalyzerAnswer()
        answer.findings = facts.flatMap { $0.facts as? [AnalyzerFinding] ?? [] }
        answer.numbers["labels"] = Double(answer.findings.count)
        return answer
    }

    private static func finding(_ label: ByteRange, beside: String, _ file: ParsedFile) -> AnalyzerFinding {
        let location = Location(path: file.path, range: label, lines: file.lines, bytes: file.bytes)
        let entry = file.flat.index(at: Int(label.start)).map { file.flat.entries[$0] }
        return AnalyzerFinding(
            rule: "", location: location,
            language: entry.map { file.flat.language(of: $0).name } ?? file.language.name,
            context: entry?.context.name ?? "", route: entry.map(file.flat.route) ?? "",
            values: ["label": location.text, "beside": beside], identity: "runs-on",
            fingerprint: Fingerprint(
                rule: name, identity: "runs-on", line: location.start.line, lines: file.lines, bytes: file.bytes))
    }
}
