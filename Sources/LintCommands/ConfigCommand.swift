import ArgumentParser
import FlywheelLint

struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "The resolved configuration, and where each value came from.",
        usage: "flywheel-lint config [<path>] [<options>]")

    @Argument(help: ArgumentHelp("Where a check would start.", valueName: "path"))
    var path: String = "."
    @OptionGroup var common: CommonOptions
    @Option(name: .shortAndLong, help: ArgumentHelp("text or json.", valueName: "format[=file]"))
    var output: [String] = []

    func run() throws {
        let choices = try OutputChoice.parse(output, known: ["text", "json"], fallback: "text")
        let settings = try Settings(startingAt: path, arguments: common.arguments)
        for choice in choices {
            let bytes = choice.format == "json" ? SettingsListing.json(settings) : SettingsListing.text(settings)
            try OutputFile.write(bytes, to: choice.file)
        }
    }
}

struct SchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema", abstract: "JSON Schema of a format: \(Schemas.names.joined(separator: ", ")).")

    @Argument(help: "\(Schemas.names.joined(separator: ", ")).")
    var name: String

    func run() throws {
        let known = Schemas.names
        guard let text = Schemas.text(name) else {
            throw LintFailure(
                "unknown schema '\(name)'\(Suggestion.hint(name, among: known)); known: \(known.joined(separator: ", "))"
            )
        }
        StandardStream.print(text)
    }
}

struct Init: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Write a first .flywheel-lint.yml into a folder, and how git merges baselines into .gitattributes.")

    @Argument(help: ArgumentHelp("The repository.", valueName: "path"))
    var path: String = "."

    func run() throws {
        // First, so that it is done where there is a configuration already.
        let attributes = try Starter.writeAttributes(into: path)
        defer { if let attributes { tell(attributes) } }
        StandardStream.print("wrote \(try Starter.write(into: path))")
    }

    private func tell(_ attributes: String) {
        StandardStream.print(
            """
            wrote \(attributes): git merges baselines line by line, and what is left over goes with 'baseline prune'
            To have them merged exactly in this clone:
              git config merge.flywheel-lint.driver 'flywheel-lint baseline merge %O %A %B'
              echo '\(Starter.driverAttribute)' >> "$(git rev-parse --git-path info/attributes)"
            """)
    }
}
