import ArgumentParser
import FlywheelLint
import LintReport

struct SuppressionsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "suppressions",
        abstract: "Comments that hide findings: rule, place, reason, date, age, and whether they still hide any.",
        usage: "flywheel-lint suppressions [<path> ...] [<options>]")

    @Argument(help: ArgumentHelp("Files and folders; the working folder when none is given.", valueName: "path"))
    var paths: [String] = []
    @OptionGroup var common: CommonOptions
    @Option(name: .shortAndLong, help: ArgumentHelp("text or json. Repeatable.", valueName: "format[=file]"))
    var output: [String] = []
    @Flag(name: .long, help: "Do not ask git since when each is there.")
    var noAge = false

    func run() throws {
        let choices = try OutputChoice.parse(output, known: ["text", "json"], fallback: "text")
        var arguments = common.arguments
        arguments.cases = .ignored
        let settings = try Settings(startingAt: Settings.commonFolder(of: paths), arguments: arguments)
        var options = Linter.Options()
        options.jobs = common.jobs
        options.today = today()
        let targets = paths.isEmpty ? [Settings.absolute(".")] : paths.map(Settings.absolute)
        let answer = try SuppressionRun(linter: Linter(settings: settings, options: options))
            .answer(targets, withAge: !noAge)
        for choice in choices {
            let bytes =
                choice.format == "json"
                ? SuppressionListing.json(answer.records) : SuppressionListing.text(answer.records)
            try OutputFile.write(bytes, to: choice.file)
        }
        for failure in answer.failures { Exit.complain(failure) }
        if !answer.failures.isEmpty { throw Status.failure }
        if answer.filesRead == 0, !paths.contains(where: { Settings.isFile($0) }) { throw Status.nothing }
    }
}
