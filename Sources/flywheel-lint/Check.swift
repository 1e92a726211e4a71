import ArgumentParser
import FlywheelLint
import Glibc
import LintFindings
import LintReport

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

    func run() throws {
        var outcome: Linter.Outcome?
        try run(&outcome)
    }

    /// - Parameter kept: what was found, for a caller who has no time to free it.
    func run(_ kept: inout Linter.Outcome?) throws {
        let formats = OutputFormat.allCases.map(\.rawValue)
        let choices = try OutputChoice.parse(output, known: formats, fallback: "text")
        let profileChoice = try profile.map {
            try OutputChoice.parse([$0], known: ["text", "json"], fallback: "text", option: "--profile")[0]
        }
        let run = profileChoice.map { _ in RunProfile() }
        var arguments = common.arguments
        arguments.failOn = try FailOn.checked(failOn)
        arguments.ownFiles = choices.compactMap(\.file) + [baseline].compactMap { $0 }
        arguments.wantsTests = choices.contains { OutputFormat(rawValue: $0.format)?.showsExamples == true }
        let settings = try Settings(startingAt: Settings.commonFolder(of: paths), arguments: arguments)
        var options = Linter.Options()
        options.jobs = common.jobs
        options.today = today()
        options.codeScanningHashes = choices.contains {
            OutputFormat(rawValue: $0.format)?.needsCodeScanningHashes == true
        }
        options.profile = run
        run?.end(stage: "start")
        options.keepsState = fix || unsafeFixes || diff
        let linter = Linter(settings: settings, options: options)
        if fix || unsafeFixes || diff, try applyFixes(linter) { return }
        var outcome = try outcome(linter)
        defer { kept = outcome }
        run?.end(stage: "check")
        var stale = 0
        if !noBaseline {
            let ledger = try LedgerUse(settings: settings, named: baseline)
            stale = ledger.apply(
                to: &outcome.report, scope: LedgerUse.scope(linter, targets: targets, of: outcome),
                isDeleted: LedgerUse.isDeleted(settings))
        }
        try ReportOutput(choices: choices, common: common, root: settings.root).write(outcome.report)
        if let run, let profileChoice {
            run.end(stage: "report")
            let rules = settings.rules
            let bytes = profileChoice.format == "json" ? run.json(rules) : Array(run.text(rules).utf8)
            if let file = profileChoice.file {
                try OutputFile.write(bytes, to: file)
            } else {
                StandardStream.write(bytes, to: STDERR_FILENO)
            }
        }
        for failure in outcome.failures { Exit.complain(failure) }
        if !outcome.failures.isEmpty { throw Status.failure }
        if outcome.filesRead == 0, !staged, since == nil, !paths.contains(where: { Settings.isFile($0) }) {
            Exit.complain(
                "nothing to lint in \(paths.isEmpty ? "this folder" : paths.joined(separator: " ")): no text file was found"
            )
            throw Status.nothing
        }
        for kpi in outcome.report.kpis where kpi.isOverBudget && settings.failOn != "never" {
            if let text = kpi.complaint(today: nil) { Exit.complain(text) }
        }
        if outcome.report.fails(at: settings.failOn) { throw Status.findings }
        if strictBaseline, stale > 0 { throw Status.findings }
    }

    private func outcome(_ linter: Linter) throws -> Linter.Outcome {
        if let stdinPath {
            return try linter.checkText(try StandardInput.read(limit: linter.settings.fileSizeLimit), as: stdinPath)
        }
        if staged { return try ChangedFiles(linter: linter).staged(targets: targets) }
        if let since { return try ChangedFiles(linter: linter).since(since, targets: targets) }
        return try linter.check(targets)
    }

    /// Shows or applies the fixes of a first run; true when there is nothing more to do.
    private func applyFixes(_ linter: Linter) throws -> Bool {
        if stdinPath != nil { throw LintFailure("--fix changes files; it does not go with --stdin-path") }
        if staged {
            throw LintFailure(
                "--fix and --diff change the work tree, --staged reads the index; use '--since HEAD' instead")
        }
        let first = try outcome(linter)
        let run = FixRun(linter: linter, includesUnsafe: unsafeFixes)
        let plan = try run.plan(first)
        for line in plan.refused { Exit.complain(line) }
        if diff {
            try OutputFile.write(
                plan.changes.flatMap { UnifiedDiff.text(path: $0.path, before: $0.before, after: $0.after) }, to: nil)
            return true
        }
        try run.apply(plan)
        if !common.quiet {
            let count = plan.changes.reduce(0) { $0 + $1.fixes }
            Exit.complain(
                "fixed \(count) finding\(count == 1 ? "" : "s") in \(plan.changes.count) file\(plan.changes.count == 1 ? "" : "s")"
            )
        }
        return false
    }

    /// As the linter takes them: absolute, so that a root above the working folder is no trouble.
    private var targets: [String] {
        paths.isEmpty ? [Settings.absolute(".")] : paths.map(Settings.absolute)
    }
}
