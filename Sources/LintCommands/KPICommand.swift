import ArgumentParser
import FlywheelLint
import Glibc
import LintFindings
import LintReport

struct KPICommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kpi", abstract: "The numbers the migration is measured by.",
        discussion: "With --history: their values along the first parents of HEAD, read from git's objects.")

    @Argument(help: ArgumentHelp("The repository; the working folder when none is given.", valueName: "path"))
    var path: String = "."
    @OptionGroup var common: CommonOptions
    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("text, json or csv; with --history html too. Repeatable.", valueName: "format[=file]"))
    var output: [String] = []
    @Option(
        name: .long, help: ArgumentHelp("Compare with a revision, a JSON report or a baseline.", valueName: "state"))
    var against: String?
    @Option(
        name: .long, help: ArgumentHelp("A JSON file with the values of external KPIs, by name.", valueName: "file"))
    var external: String?
    @Flag(name: .long, help: "Lower budgets to the values of now, in the configuration file.")
    var ratchet = false
    @Flag(name: .long, help: "Values at every commit of the branch, oldest first.")
    var history = false
    @Flag(name: .long, help: "History: neither use nor keep answers of earlier runs (in the git folder).")
    var noCache = false
    @Option(name: .long, help: ArgumentHelp("History: only the commits after a revision.", valueName: "rev"))
    var since: String?
    @Option(name: .long, help: ArgumentHelp("History: every n-th commit, counted back from the last.", valueName: "n"))
    var every: Int?
    @Flag(name: .long, help: "History: the last commit of each week.")
    var weekly = false
    @Option(
        name: .long, parsing: .upToNextOption,
        help: ArgumentHelp("History: count only what is below these paths.", valueName: "path"))
    var paths: [String] = []

    func validate() throws {
        if !history, since != nil || every != nil || weekly || !paths.isEmpty {
            throw ValidationError("--since, --every, --weekly and --paths choose of a history; add --history")
        }
        for (isGiven, name) in [(against != nil, "--against"), (ratchet, "--ratchet"), (external != nil, "--external")]
        where history && isGiven {
            throw ValidationError("\(name) and --history contradict each other; remove one")
        }
        if let every, every < 1 { throw ValidationError("--every: \(every) is out of range; give 1 or more") }
    }

    func run() throws {
        if history { return try historyCall.run() }
        let choices = try OutputChoice.parse(output, known: KPIFormat.allCases.map(\.rawValue), fallback: "text")
        let linter = try linter()
        let outcome = try outcome(linter)
        for choice in choices {
            guard let format = KPIFormat(rawValue: choice.format) else { continue }
            try OutputFile.write(choice.file, format: choice.format) {
                format.write(outcome.report.kpis, options: common.choices.report(choice), to: &$0)
            }
        }
        for failure in outcome.failures { Exit.complain(failure) }
        if !outcome.failures.isEmpty { throw Status.failure }
        if outcome.filesRead == 0 { throw Status.nothing }
        if ratchet { try lowerBudgets(linter.settings, outcome.report.kpis) }
    }

    private func lowerBudgets(_ settings: Settings, _ kpis: [KPIValue]) throws {
        let ratchet = try BudgetRatchet(settings, kpis)
        if !ratchet.moves.isEmpty, let path = settings.configurationPath {
            do { try AtomicFile.write(path, ratchet.bytes) } catch { throw LintFailure("\(error)") }
        }
        for move in ratchet.moves where !common.quiet {
            Exit.complain("budget of \(move.kpi): \(KPIValue.plain(move.from)) becomes \(KPIValue.plain(move.to))")
        }
        let over = kpis.filter(\.isOverBudget)
        for kpi in over { if let text = kpi.complaint(today: nil) { Exit.complain(text) } }
        if !over.isEmpty { throw Status.findings }
    }

    /// What was asked of a history.
    var historyCall: HistoryCall {
        HistoryCall(
            path: path, common: common.choices, output: output, noCache: noCache, since: since, every: every,
            weekly: weekly, paths: paths)
    }

    private func linter() throws -> Linter {
        var options = Linter.Options()
        options.jobs = common.jobs
        options.today = today()
        if let external { options.external = try Linter.external(file: external, shown: external) }
        var arguments = common.arguments
        arguments.cases = .ignored
        arguments.ownFiles = [against].compactMap { $0 }.filter(Settings.isFile)
        return Linter(settings: try Settings(startingAt: path, arguments: arguments), options: options)
    }

    private func outcome(_ linter: Linter) throws -> Linter.Outcome {
        if let against { return try DiffRun(linter: linter).report(base: against, head: nil) }
        return try linter.check([linter.settings.root])
    }
}
