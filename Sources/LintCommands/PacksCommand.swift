import ArgumentParser
import FlywheelLint

struct PacksCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "packs", abstract: "Packs of other repositories that the configuration extends.",
        subcommands: [Update.self])

    struct Update: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Fetch them by git into .flywheel-lint/packs, and record their hashes.",
            usage: "flywheel-lint packs update [<path>] [<options>]",
            discussion: "The only command that uses the network. Commit .flywheel-lint/: a check reads nothing else.")

        @Argument(help: ArgumentHelp("The repository; the working folder when none is given.", valueName: "path"))
        var path: String = "."
        @OptionGroup var common: CommonOptions

        func run() throws {
            let answers = try PackUpdate(startingAt: path, arguments: common.arguments).run()
            if common.quiet { return }
            for answer in answers {
                StandardStream.print(
                    "\(answer.isKept ? "kept" : "fetched") \(answer.reference): \(answer.files) file\(answer.files == 1 ? "" : "s")"
                )
            }
            if answers.isEmpty { StandardStream.print("the configuration extends no pack of another repository") }
        }
    }
}
