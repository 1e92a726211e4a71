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

/// The program: `Sources/flywheel-lint` only calls it.
public enum Program {
    public static func run() {
        SignalManners.set()
        let arguments = Array(CommandLine.arguments.dropFirst())
        if arguments == ["--version"] { return StandardStream.print(Version.text) }
        do {
            if let check = CheckRun(quickly: arguments) { return try check.run() }
            if let diff = DiffCall(quickly: arguments) { return try diff.run() }
            if let history = HistoryCall(quickly: arguments) { return try history.run() }
            var command = try FlywheelLintCommand.parseAsRoot(arguments)
            try command.run()
        } catch {
            Exit.with(error)
        }
    }
}
