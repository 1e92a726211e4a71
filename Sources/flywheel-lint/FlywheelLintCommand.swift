import ArgumentParser
import FlywheelLint

/// The command line: arguments, and from them one exit status. Everything else is in `FlywheelLint`.
struct FlywheelLintCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "flywheel-lint",
        abstract: "Keeps what a repository says true: finds stale names, endpoints, state backends and claims.",
        discussion: """
            Exit status: 0 clean, 1 findings at or above --fail-on, 2 wrong usage, configuration or rules or an \
            unreadable file, 3 nothing to lint.
            """,
        version: Version.text,
        subcommands: [
            Check.self, DiffCommand.self, BaselineCommand.self, KPICommand.self, Rules.self, ConfigCommand.self,
            Init.self, Tokens.self, SchemaCommand.self, Stacks.self, PacksCommand.self,
            SuppressionsCommand.self,
        ],
        defaultSubcommand: Check.self)
}

@main
enum Main {
    static func main() {
        SignalManners.set()
        let arguments = Array(CommandLine.arguments.dropFirst())
        if arguments == ["--version"] { return StandardStream.print(Version.text) }
        do {
            var command = try quickly(arguments) ?? FlywheelLintCommand.parseAsRoot(arguments)
            try command.run()
        } catch {
            Exit.with(error)
        }
    }

    /// A check, which hooks and editors start all day, without the tree of all commands: looking through that takes
    /// longer than looking through a few files. `nil` for whatever else; the whole parser has the words for a mistake.
    private static func quickly(_ arguments: [String]) -> (any ParsableCommand)? {
        guard arguments.first == "check" else { return nil }
        return try? Check.parseAsRoot(Array(arguments.dropFirst()))
    }
}
