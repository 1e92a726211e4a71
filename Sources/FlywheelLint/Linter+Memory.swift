import LintAnalyzers
public import LintFindings
import LintPattern
public import LintRules
public import LintSource
import LintSyntax

extension Linter {
    private static let literals = Analyzers.all.map { Prefilter($0.literals.map { Needle(Array($0.utf8)) }) }

    /// What a worker sees of an analyzer's literals in the one scan for all, as it is asked of a single file.
    private static func wants(_ analyzer: any Analyzer.Type, _ literals: Prefilter, _ file: ParsedFile) -> Bool {
        var found = [Bool](repeating: false, count: literals.needles.count)
        literals.scan(file.bytes, into: &found)
        return found.contains(true) || Array(file.path.utf8).withByteView { analyzer.wants(path: $0) }
    }

    /// Checks files that are in memory, as one repository: rule tests, standard input.
    public static func check(_ files: [SourceFile], rules: RuleSet, today: String? = nil) -> [Finding] {
        guard var checker = FileChecker(rules) else { return [] }
        var facts: [[any FileFacts]] = Analyzers.all.map { _ in [] }
        var results: [FileResult] = []
        let usesAnalyzers = rules.rules.contains(where: \.asksAnalyzers)
        for file in files.sorted(by: { PathOrder.precedes($0.path, $1.path) }) {
            file.bytes.withByteView { bytes in
                let parsed = ParsedFile(path: file.path, bytes: bytes)
                var result = checker.check(parsed)
                result.anchor(bytes, codeScanningHashes: false)
                results.append(result)
                guard usesAnalyzers else { return }
                for (index, analyzer) in Analyzers.all.enumerated()
                where wants(analyzer, literals[index], parsed) {
                    if let found = analyzer.facts(of: parsed, codeScanningHashes: false) {
                        facts[index].append(found)
                    }
                }
            }
        }
        let paths = PathList(results.lazy.map(\.path))
        var extra: [Finding] = []
        var answers = FileAnswers()
        for (analyzer, told) in zip(Analyzers.all, facts) {
            let answer = analyzer.answer(told, paths: paths, apart: rules.surfaces.isApart)
            extra += AnalyzerJudge(rules, analyzer: analyzer.name).judged(answer.findings)
            answers.take(answer.files, everywhere: answer.everywhere, of: analyzer.name)
        }
        return RepositoryFold(rules: rules, today: today)
            .findings(results, extra: extra, paths: paths, answers: answers)
    }
}
