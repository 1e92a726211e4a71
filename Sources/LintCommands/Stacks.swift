import ArgumentParser
import FlywheelLint

struct Stacks: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stacks", abstract: "Who owns each Terraform or OpenTofu stack's state, and why.",
        usage: "flywheel-lint stacks [<path>] [<options>]")

    @Argument(help: ArgumentHelp("The repository; the working folder when none is given.", valueName: "path"))
    var path: String = "."
    @OptionGroup var common: CommonOptions
    @Option(name: .shortAndLong, help: ArgumentHelp("text or json. Repeatable.", valueName: "format[=file]"))
    var output: [String] = []

    func run() throws {
        let choices = try OutputChoice.parse(output, known: ["text", "json"], fallback: "text")
        let settings = try Settings(startingAt: path, arguments: common.arguments)
        let report = try StacksReport(settings: settings, jobs: common.jobs)
        for choice in choices {
            try OutputFile.write(choice.format == "json" ? report.json : report.text, to: choice.file)
        }
        if report.filesRead == 0 { throw Status.nothing }
    }
}
