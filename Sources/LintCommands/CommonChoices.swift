import FlywheelLint
import Glibc
import LintReport

/// What every command was told.
struct CommonChoices: Equatable {
    static let jobsRange = 0...1_024

    var config: String?
    var noConfig = false
    var pack: [String] = []
    var rule: [String] = []
    var skip: [String] = []
    var scope = ScopeChoice.all
    var jobs = 0
    var quiet = false
    var color = ColorChoice.auto

    var arguments: Settings.Arguments {
        var result = Settings.Arguments()
        result.configuration = config
        result.ignoreConfiguration = noConfig
        result.packs = pack
        result.only = rule
        result.skip = skip
        result.scope = RuleScope(rawValue: scope.rawValue) ?? .all
        return result
    }

    var usesColor: Bool {
        switch color {
        case .always: true
        case .never: false
        // An empty NO_COLOR asks for nothing (no-color.org).
        case .auto:
            (environment("NO_COLOR") ?? "").isEmpty && isatty(STDOUT_FILENO) == 1 && environment("TERM") != "dumb"
        }
    }

    /// How the numbers of a run are written.
    func report(_ choice: OutputChoice) -> ReportOptions {
        var options = ReportOptions()
        options.color = choice.file == nil && usesColor
        options.quiet = quiet
        options.underGitHubActions = environment("GITHUB_ACTIONS") == "true" && choice.file == nil
        return options
    }
}
