import ArgumentParser
import FlywheelLint
import LintFindings
import LintReport

struct KPICommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kpi", abstract: "The numbers the migration is measured by.")

    @Argument(help: ArgumentHelp("The repository; the working folder when none is given.", valueName: "path"))
    var path: String = "."
    @OptionGroup var common: CommonOptions
    @Option(name: .shortAndLong, help: ArgumentHelp("text, json or csv. Repeatable.", valueName: "format[=file]"))
    var output: [String] = []

    @Option(
        name: .long, help: ArgumentHelp("Compare with a revision, a JSON report or a baseline.", valueName: "state"))
    var against: String?

    func run() throws {
        let choices = try OutputChoice.parse(output, known: KPIFormat.allCases.map(\.rawValue), fallback: "text")
        let settings = try Settings(startingAt: path, arguments: common.arguments)
        var options = Linter.Options()
        options.jobs = common.jobs
        options.today = today()
        let outcome = try outcome(Linter(settings: settings, options: options))
        for choice in choices {
            guard let format = KPIFormat(rawValue: choice.format) else { continue }
            var report = ReportOptions()
            report.color = choice.file == nil && common.usesColor
            report.quiet = common.quiet
            try OutputFile.write(choice.file, format: choice.format) {
                format.write(outcome.report.kpis, options: report, to: &$0)
            }
        }
        for failure in outcome.failures { Exit.complain(failure) }
        if !outcome.failures.isEmpty { throw Status.failure }
        if outcome.filesRead == 0 { throw Status.nothing }
    }

    private func outcome(_ linter: Linter) throws -> Linter.Outcome {
        if let against { return try DiffRun(linter: linter).report(base: against, head: nil) }
        return try linter.check([linter.settings.root])
    }
}
