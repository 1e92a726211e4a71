import ArgumentParser
import FlywheelLint
import LintReport

struct DiffCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff", abstract: "What changed between two states: new, moved, updated, fixed, unchanged.",
        discussion: """
            A state is a git revision, :index, :worktree, a baseline or a JSON report. Fails on new findings only.
            """)

    @Argument(
        help: ArgumentHelp(
            "The earlier state; the merge base with the default branch when none is given.", valueName: "base"))
    var base: String?
    @Argument(help: ArgumentHelp("The later state; the work tree when none is given.", valueName: "head"))
    var head: String?
    @OptionGroup var common: CommonOptions
    @Option(
        name: .shortAndLong, help: ArgumentHelp("text, markdown, json, sarif … Repeatable.", valueName: "format[=file]")
    )
    var output: [String] = []
    @Option(name: .long, help: "Fail at error, warning, note, new, or never.")
    var failOn: String?

    func run() throws {
        let choices = try OutputChoice.parse(output, known: OutputFormat.allCases.map(\.rawValue), fallback: "text")
        var arguments = common.arguments
        arguments.failOn = try FailOn.checked(failOn)
        arguments.ownFiles = choices.compactMap(\.file) + [base, head].compactMap { $0 }.filter(Settings.isFile)
        let showsExamples = choices.contains { OutputFormat(rawValue: $0.format)?.showsExamples == true }
        arguments.cases = showsExamples ? .shown : .ignored
        let settings = try Settings(startingAt: ".", arguments: arguments)
        var options = Linter.Options()
        options.jobs = common.jobs
        options.today = today()
        options.codeScanningHashes = choices.contains {
            OutputFormat(rawValue: $0.format)?.needsCodeScanningHashes == true
        }
        let outcome = try DiffRun(linter: Linter(settings: settings, options: options)).report(base: base, head: head)
        try ReportOutput(choices: choices, common: common.choices, root: settings.root).write(outcome.report)
        for failure in outcome.failures { Exit.complain(failure) }
        if !outcome.failures.isEmpty { throw Status.failure }
        if outcome.report.fails(at: failOn ?? (settings.failOn == "error" ? "new" : settings.failOn)) {
            throw Status.findings
        }
    }
}

enum FailOn {
    static let known = ["error", "warning", "note", "new", "never"]

    static func checked(_ name: String?) throws -> String? {
        guard let name else { return nil }
        guard known.contains(name) else {
            throw LintFailure(
                "--fail-on: unknown level '\(name)'\(Suggestion.hint(name, among: known)); known: \(known.joined(separator: ", "))"
            )
        }
        return name
    }
}
