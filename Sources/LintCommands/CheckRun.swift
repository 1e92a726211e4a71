import FlywheelLint
import Glibc
import LintFindings
import LintGit
import LintReport
import LintWalk

/// One check with all that was asked of it, however the arguments were read: by ``Check``, or quickly.
struct CheckRun: Equatable {
    var paths: [String] = []
    var common = CommonChoices()
    var output: [String] = []
    var failOn: String?
    var stdinPath: String?
    var baseline: String?
    var strictBaseline = false
    var noBaseline = false
    var staged = false
    var since: String?
    var profile: String?
    var fix = false
    var unsafeFixes = false
    var diff = false

    func run() throws {
        let formats = OutputFormat.allCases.map(\.rawValue)
        let choices = try OutputChoice.parse(output, known: formats, fallback: "text")
        let profileChoice = try profile.map {
            try OutputChoice.parse([$0], known: ["text", "json"], fallback: "text", option: "--profile")[0]
        }
        let run = profileChoice.map { _ in RunProfile() }
        var arguments = common.arguments
        arguments.failOn = try FailOn.checked(failOn)
        arguments.ownFiles = choices.compactMap(\.file) + [baseline].compactMap { $0 }
        let showsExamples = choices.contains { OutputFormat(rawValue: $0.format)?.showsExamples == true }
        arguments.cases = showsExamples ? .shown : .ignored
        let folder = Settings.commonFolder(of: paths)
        let question = staged ? ChangedFiles.ask(around: folder) : nil
        let settings = try Settings(startingAt: folder, arguments: arguments)
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
        // What git is asked for reports, it is asked while the files are looked at.
        let root = settings.root
        let asksGit = choices.contains { OutputFormat(rawValue: $0.format)?.needsCodeScanningHashes == true }
        let check = { Result { try self.outcome(linter, staged: question) } }
        let (checked, versionControl) =
            asksGit ? ParallelWork.both({ check() }, { VersionControlFacts.of(root) }) : (check(), nil)
        var outcome = try checked.get()
        run?.end(stage: "check")
        var stale = 0
        if !noBaseline {
            let ledger = try LedgerUse(settings: settings, named: baseline)
            if ledger.baseline != nil {
                let scope = LedgerUse.scope(linter, targets: targets, of: outcome)
                stale = ledger.apply(to: &outcome.report, scope: scope, isDeleted: LedgerUse.isDeleted(linter))
            }
        }
        var output = ReportOutput(choices: choices, common: common, root: root)
        output.versionControl = { versionControl }
        try output.write(outcome.report)
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
        // Ended from here: to give every rule and finding back first takes as long as a small check.
        withExtendedLifetime((linter, outcome)) {
            exit(verdict(outcome, settings, stale: stale).rawValue)
        }
    }

    private func verdict(_ outcome: Linter.Outcome, _ settings: Settings, stale: Int) -> Status {
        for failure in outcome.failures { Exit.complain(failure) }
        if !outcome.failures.isEmpty { return .failure }
        if outcome.filesRead == 0, !staged, since == nil, !paths.contains(where: { Settings.isFile($0) }) {
            Exit.complain(
                "nothing to lint in \(paths.isEmpty ? "this folder" : paths.joined(separator: " ")): no text file was found"
            )
            return .nothing
        }
        for kpi in outcome.report.kpis where kpi.isOverBudget && settings.failOn != "never" {
            if let text = kpi.complaint(today: nil) { Exit.complain(text) }
        }
        if outcome.report.fails(at: settings.failOn) { return .findings }
        return strictBaseline && stale > 0 ? .findings : .clean
    }

    private func outcome(_ linter: Linter, staged question: StagedQuestion? = nil) throws -> Linter.Outcome {
        if let stdinPath {
            return try linter.checkText(try StandardInput.read(limit: linter.settings.fileSizeLimit), as: stdinPath)
        }
        if staged { return try ChangedFiles(linter: linter).staged(targets: targets, asked: question) }
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
