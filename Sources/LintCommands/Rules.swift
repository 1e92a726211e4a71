import LintRules
import LintFindings
import ArgumentParser
import FlywheelLint
import LintReport

struct Rules: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rules", abstract: "List, explain and test rules.",
        subcommands: [List.self, Explain.self, Test.self, Pages.self, Record.self],
        defaultSubcommand: List.self)

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "All rules with their level and title.",
            usage: "flywheel-lint rules list [<options>]")
        @OptionGroup var common: CommonOptions
        @Option(name: .shortAndLong, help: ArgumentHelp("text or json.", valueName: "format[=file]"))
        var output: [String] = []

        func run() throws {
            let choices = try OutputChoice.parse(output, known: ["text", "json"], fallback: "text")
            let settings = try Settings(startingAt: ".", arguments: common.arguments)
            for choice in choices {
                let bytes =
                    choice.format == "json" ? RuleListing.json(settings.rules) : RuleListing.text(settings.rules)
                try OutputFile.write(bytes, to: choice.file)
            }
        }
    }

    struct Explain: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "explain", abstract: "Why a rule is there, with examples, fix and how to suppress it.",
            usage: "flywheel-lint rules explain <id> [<options>]")
        @Argument(help: ArgumentHelp("The rule's id.", valueName: "id"))
        var id: String
        @OptionGroup var common: CommonOptions
        @Option(name: .shortAndLong, help: ArgumentHelp("text or markdown.", valueName: "format[=file]"))
        var output: [String] = []

        func run() throws {
            let choices = try OutputChoice.parse(output, known: ["text", "markdown"], fallback: "text")
            let settings = try Settings(startingAt: ".", arguments: common.arguments)
            let ids = settings.rules.rules.map(\.id)
            guard let rule = settings.rules.rules.first(where: { $0.id == id }) else {
                throw LintFailure(
                    "unknown rule '\(id)'\(Suggestion.hint(id, among: ids)); see 'flywheel-lint rules list'")
            }
            for choice in choices {
                let text = RuleExplanation(rule).markdown
                try OutputFile.write(
                    Array((choice.format == "markdown" ? text : RuleExplanation(rule).plain).utf8), to: choice.file)
            }
        }
    }

    struct Test: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "test", abstract: "Run the cases that stand in the rules.",
            usage: "flywheel-lint rules test [<pack> ...] [<options>]")
        @Argument(help: ArgumentHelp("Packs to test; the configured ones when none is given.", valueName: "pack"))
        var packs: [String] = []
        @OptionGroup var common: CommonOptions
        @Option(name: .shortAndLong, help: ArgumentHelp("text or json.", valueName: "format[=file]"))
        var output: [String] = []

        func run() throws {
            let choices = try OutputChoice.parse(output, known: ["text", "json"], fallback: "text")
            var arguments = common.arguments
            arguments.packs += packs
            let settings = try Settings(startingAt: ".", arguments: arguments)
            let names = Set(packs.isEmpty ? [] : try Settings.packNames(packs))
            let rules = settings.rules.rules.filter { names.isEmpty || names.contains($0.facts.pack) }
            let report = RuleTestReport(rules, surfaces: settings.rules.surfaces)
            for choice in choices {
                try OutputFile.write(choice.format == "json" ? report.json : report.text, to: choice.file)
            }
            if !report.failed.isEmpty { throw Status.findings }
            if report.isEmpty { throw Status.nothing }
        }
    }

    struct Pages: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "pages", abstract: "Write a Markdown page per rule into a folder.",
            usage: "flywheel-lint rules pages <folder> [<options>]")
        @Argument(help: ArgumentHelp("The folder; it must be there.", valueName: "folder"))
        var folder: String
        @OptionGroup var common: CommonOptions

        func run() throws {
            let settings = try Settings(startingAt: ".", arguments: common.arguments)
            for page in RulePages(settings.rules).pages {
                try OutputFile.write(Array(page.text.utf8), to: folder + "/" + page.name)
            }
        }
    }

    struct Record: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "record", abstract: "Print the built-in rules, decoded, as source ('make record').",
            shouldDisplay: false)

        @Flag(help: "Prints the examples of the rules instead.")
        var examples = false

        @Flag(help: "Prints the facts that analyzers rest on instead.")
        var facts = false

        func run() throws {
            let text =
                facts
                ? PackLoader.recordingOfFacts
                : examples ? try PackLoader.recordingOfExamples() : try PackLoader.recording()
            try OutputFile.write(Array(text.utf8), to: nil)
        }
    }
}
