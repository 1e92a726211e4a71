import ArgumentParser
import FlywheelLint
import Glibc
import LintReport

/// ``RuleScope`` as it is typed.
enum ScopeChoice: String, ExpressibleByArgument, CaseIterable { case all, file, repository }

enum ColorChoice: String, ExpressibleByArgument, CaseIterable { case auto, always, never }

/// What every command understands.
struct CommonOptions: ParsableArguments {
    @Option(name: .long, help: ArgumentHelp("The configuration file.", valueName: "file"))
    var config: String?
    @Flag(name: .long, help: "Ignore configuration files.")
    var noConfig = false
    @Option(
        name: .long, help: ArgumentHelp("Add a pack: a file, a folder, or builtin:NAME. Repeatable.", valueName: "pack")
    )
    var pack: [String] = []
    @Option(name: .long, help: ArgumentHelp("Run only these rules; globs allowed. Repeatable.", valueName: "rule"))
    var rule: [String] = []
    @Option(name: .long, help: ArgumentHelp("Leave these rules out. Repeatable.", valueName: "rule"))
    var skip: [String] = []
    @Option(
        name: .long,
        help: ArgumentHelp(
            "Rules that one file decides (file), that other files can decide (repository), or all.", valueName: "scope"
        ))
    var scope = ScopeChoice.all
    @Option(name: .shortAndLong, help: ArgumentHelp("Workers; 0 for one a processor.", valueName: "n"))
    var jobs = 0
    @Flag(name: .shortAndLong, help: "Findings only: no summary, no tables.")
    var quiet = false
    @Option(name: .long, help: "When to use colour: auto, always, never.")
    var color: ColorChoice = .auto

    func validate() throws {
        if !CommonChoices.jobsRange.contains(jobs) {
            throw ValidationError("--jobs: \(jobs) is out of range; give 0 to 1024")
        }
        if noConfig, config != nil {
            throw ValidationError("--no-config and --config contradict each other; remove one")
        }
    }

    /// The arguments as they were read.
    var choices: CommonChoices {
        CommonChoices(
            config: config, noConfig: noConfig, pack: pack, rule: rule, skip: skip, scope: scope, jobs: jobs,
            quiet: quiet, color: color)
    }

    var arguments: Settings.Arguments { choices.arguments }
    var usesColor: Bool { choices.usesColor }
}

func environment(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

/// Today in UTC, `YYYY-MM-DD`, for suppressions and budgets with a date.
func today() -> String {
    var now = time(nil)
    var parts = tm()
    gmtime_r(&now, &parts)
    func two(_ n: Int32) -> String { n < 10 ? "0\(n)" : "\(n)" }
    return "\(parts.tm_year + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))"
}

/// One `--output FORMAT[=FILE]`.
struct OutputChoice {
    var format: String
    var file: String?

    /// Reads all choices; at most one may go to standard output.
    static func parse(
        _ texts: [String], known: [String], fallback: String, option: String = "--output"
    ) throws -> [OutputChoice] {
        var choices = try texts.map { text in
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard known.contains(parts[0]) else {
                throw LintFailure(
                    "\(option): unknown format '\(parts[0])'\(Suggestion.hint(parts[0], among: known)); known: \(known.joined(separator: ", "))"
                )
            }
            if parts.count == 2, parts[1].isEmpty {
                throw LintFailure("\(option) \(text): the file is missing; write \(parts[0])=FILE")
            }
            return OutputChoice(format: parts[0], file: parts.count == 2 ? parts[1] : nil)
        }
        if choices.isEmpty { choices = [OutputChoice(format: fallback, file: nil)] }
        if choices.count(where: { $0.file == nil }) > 1 {
            throw LintFailure("\(option): two formats for standard output; give all but one a file: FORMAT=FILE")
        }
        var files: Set<String> = []
        for file in choices.compactMap(\.file) where !file.hasPrefix("/dev/") && !files.insert(file).inserted {
            throw LintFailure("\(option): two formats for one file: '\(file)'; give each its own")
        }
        return choices
    }
}
