import ArgumentParser
import FlywheelLint
import Glibc
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

    func run() throws { try call.run() }

    /// The arguments as they were read.
    var call: DiffCall {
        DiffCall(base: base, head: head, common: common.choices, output: output, failOn: failOn)
    }
}

/// One comparison with all that was asked of it, however the arguments were read: by ``DiffCommand``, or quickly.
struct DiffCall: Equatable {
    var base: String?
    var head: String?
    var common: CommonChoices
    var output: [String]
    var failOn: String?

    init(base: String?, head: String?, common: CommonChoices, output: [String], failOn: String?) {
        self.base = base
        self.head = head
        self.common = common
        self.output = output
        self.failOn = failOn
    }

    /// Reads what a check takes as well, as ``CheckRun/init(quickly:)`` does; `nil` for everything else.
    init?(quickly arguments: [String]) {
        guard arguments.first == "diff", let check = CheckRun(quickly: ["check"] + arguments.dropFirst()),
            check.paths.count <= 2
        else { return nil }
        var shared = CheckRun()
        shared.paths = check.paths
        shared.common = check.common
        shared.output = check.output
        shared.failOn = check.failOn
        if shared != check { return nil }
        self.init(
            base: check.paths.first, head: check.paths.dropFirst().first, common: check.common, output: check.output,
            failOn: check.failOn)
    }

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
        try ReportOutput(choices: choices, common: common, root: settings.root).write(outcome.report)
        for failure in outcome.failures { Exit.complain(failure) }
        let fails = outcome.report.fails(at: failOn ?? (settings.failOn == "error" ? "new" : settings.failOn))
        // Ended from here, as a check is: to give everything back takes long.
        withExtendedLifetime((settings, outcome)) {
            exit((!outcome.failures.isEmpty ? Status.failure : fails ? .findings : .clean).rawValue)
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
