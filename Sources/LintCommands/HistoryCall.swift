import FlywheelLint
import Glibc
import LintReport

/// One history of KPIs with all that was asked of it, however the arguments were read: by ``KPICommand``, or quickly. (Of a
/// history that is known already, ArgumentParser took a fifth of the time.)
struct HistoryCall: Equatable {
    var path = "."
    var common = CommonChoices()
    var output: [String] = []
    var noCache = false
    var since: String?
    var every: Int?
    var weekly = false
    var paths: [String] = []

    init(
        path: String, common: CommonChoices, output: [String], noCache: Bool, since: String?, every: Int?, weekly: Bool,
        paths: [String]
    ) {
        self.path = path
        self.common = common
        self.output = output
        self.noCache = noCache
        self.since = since
        self.every = every
        self.weekly = weekly
        self.paths = paths
    }

    /// Reads what a check takes as well, as ``CheckRun/init(quickly:)`` does, and a history's own flags; `nil` for everything
    /// else.
    init?(quickly arguments: [String]) {
        guard arguments.first == "kpi" else { return nil }
        var rest = ["check"]
        var own: Set<String> = []
        for argument in arguments.dropFirst() {
            guard ["--history", "--no-cache", "--weekly"].contains(argument) else {
                rest.append(argument)
                continue
            }
            // Behind an option that may want a value it may be meant for one.
            guard let last = rest.last, last == "--no-config" || last == "--quiet" || !last.hasPrefix("-"),
                own.insert(argument).inserted
            else { return nil }
        }
        guard own.contains("--history"), let check = CheckRun(quickly: rest), check.paths.count <= 1 else { return nil }
        var shared = CheckRun()
        shared.paths = check.paths
        shared.common = check.common
        shared.output = check.output
        if shared != check { return nil }
        self.init(
            path: check.paths.first ?? ".", common: check.common, output: check.output,
            noCache: own.contains("--no-cache"), since: nil, every: nil, weekly: own.contains("--weekly"), paths: [])
    }

    func run() throws {
        let choices = try OutputChoice.parse(output, known: HistoryFormat.allCases.map(\.rawValue), fallback: "text")
        var options = HistoryRun.Options()
        options.since = since
        options.every = every ?? 1
        options.usesCache = !noCache
        options.isWeekly = weekly
        options.paths = paths.map(Settings.absolute)
        options.linksCommits = choices.contains { $0.format == HistoryFormat.html.rawValue }
        let bar = ProgressBar.onTerminal(quiet: common.quiet)
        if let bar { options.progress = { bar.show($0, of: $1) } }
        let answer = try HistoryRun(linter: linter(), options: options).run()
        bar?.end()
        for choice in choices {
            guard let format = HistoryFormat(rawValue: choice.format) else { continue }
            try OutputFile.write(choice.file, format: choice.format) {
                format.write(answer.history, options: common.report(choice), to: &$0)
            }
        }
        // Ended from here, as a check is: to give everything back takes long.
        withExtendedLifetime(answer) { Glibc.exit(Status.clean.rawValue) }
    }

    private func linter() throws -> Linter {
        var options = Linter.Options()
        options.jobs = common.jobs
        options.today = today()
        var arguments = common.arguments
        arguments.cases = .ignored
        return Linter(settings: try Settings(startingAt: path, arguments: arguments), options: options)
    }
}
