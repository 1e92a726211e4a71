import ArgumentParser
import FlywheelLint
import Glibc

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
            if let check = quickly(arguments) { end(check) }
            var command = try FlywheelLintCommand.parseAsRoot(arguments)
            try command.run()
        } catch {
            Exit.with(error)
        }
    }

    /// A check, which hooks and editors start all day, without the tree of all commands: looking through that takes
    /// longer than looking through a few files. `nil` for whatever else; the whole parser has the words for a mistake.
    private static func quickly(_ arguments: [String]) -> Check? {
        guard arguments.first == "check" else { return nil }
        return try? Check.parseAsRoot(Array(arguments.dropFirst())) as? Check
    }

    /// Runs a check and the program to its end, which frees at once what a large repository has brought.
    private static func end(_ check: Check) -> Never {
        var outcome: Linter.Outcome?
        do { try check.run(&outcome) } catch { withExtendedLifetime(outcome) { Exit.with(error) } }
        withExtendedLifetime(outcome) { exit(Status.clean.rawValue) }
    }
}
