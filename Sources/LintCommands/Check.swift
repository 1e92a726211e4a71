import ArgumentParser
import FlywheelLint

struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Lint files and folders (the default command).",
        discussion: "With no configuration the built-in pack glorious-flywheel is used.")

    @Argument(help: ArgumentHelp("Files and folders; the working folder when none is given.", valueName: "path"))
    var paths: [String] = []
    @OptionGroup var common: CommonOptions
    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "Repeatable. Formats: text, concise, json, jsonl, sarif, sarif-github, github, gitlab, junit, checkstyle, rdjson, markdown.",
            valueName: "format[=file]"))
    var output: [String] = []
    @Option(name: .long, help: "Fail at error, warning, note, new, or never.")
    var failOn: String?
    @Option(name: .long, help: ArgumentHelp("Lint standard input under this name.", valueName: "name"))
    var stdinPath: String?
    @Option(name: .long, help: ArgumentHelp("Findings accepted in this file do not fail.", valueName: "file"))
    var baseline: String?
    @Flag(name: .long, help: "Fail when the baseline holds findings that are gone.")
    var strictBaseline = false
    @Flag(name: .long, help: "Ignore the baseline.")
    var noBaseline = false
    @Flag(name: .long, help: "Lint what is staged, as it is staged.")
    var staged = false
    @Option(name: .long, help: ArgumentHelp("Lint only files that changed since a revision.", valueName: "rev"))
    var since: String?
    @Option(
        name: .long,
        help: ArgumentHelp(
            "Say where the time went, as text or json, on standard error or in a file.", valueName: "format[=file]"))
    var profile: String?
    @Flag(name: .long, help: "Apply safe fixes.")
    var fix = false
    @Flag(name: .long, help: "Apply fixes that are migrations too.")
    var unsafeFixes = false
    @Flag(name: .long, help: "Show fixes as a unified diff; change nothing.")
    var diff = false

    func run() throws { try checkRun.run() }

    /// The arguments as they were read.
    var checkRun: CheckRun {
        var run = CheckRun()
        run.paths = paths
        run.common = common.choices
        run.output = output
        run.failOn = failOn
        run.stdinPath = stdinPath
        run.baseline = baseline
        run.strictBaseline = strictBaseline
        run.noBaseline = noBaseline
        run.staged = staged
        run.since = since
        run.profile = profile
        run.fix = fix
        run.unsafeFixes = unsafeFixes
        run.diff = diff
        return run
    }
}
