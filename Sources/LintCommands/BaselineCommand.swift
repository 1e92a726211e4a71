import LintFindings
import ArgumentParser
import FlywheelLint
import LintLedger
import LintReport
import LintWalk

struct BaselineCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "baseline", abstract: "The file of accepted findings, .flywheel-lint.baseline.",
        subcommands: [Write.self, Update.self, Prune.self, CheckLedger.self, Merge.self])

    /// What all but `merge` have in common.
    struct Options: ParsableArguments {
        @OptionGroup var common: CommonOptions
        @Option(name: .long, help: ArgumentHelp("The baseline file.", valueName: "file"))
        var baseline: String?

        func run() throws -> (linter: Linter, outcome: Linter.Outcome) {
            var arguments = common.arguments
            arguments.cases = .ignored
            arguments.ownFiles = [baseline].compactMap { $0 }
            let settings = try Settings(startingAt: ".", arguments: arguments)
            var options = Linter.Options()
            options.jobs = common.jobs
            options.today = today()
            let linter = Linter(settings: settings, options: options)
            let outcome = try linter.check([settings.root])
            for failure in outcome.failures { Exit.complain(failure) }
            if !outcome.failures.isEmpty { throw Status.failure }
            return (linter, outcome)
        }

        func write(_ ledger: Baseline, _ settings: Settings, quiet: Bool) throws {
            let path = baseline ?? LedgerUse.defaultPath(settings)
            if baseline == nil { try LedgerUse.checkPlace(path, below: settings.root) }
            let bytes = ledger.bytes
            if (try? FileReader.bytes(of: path, limit: bytes.count)) != bytes {
                do { try AtomicFile.write(path, bytes) } catch { throw LintFailure("\(error)") }
            }
            if !quiet { StandardStream.print("\(ledger.count) accepted findings in \(Settings.relative(path))") }
        }
    }

    struct Write: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "write", abstract: "Accept all findings of now; reasons are not kept.",
            usage: "flywheel-lint baseline write [<options>]")
        @OptionGroup var options: Options
        func run() throws {
            let (linter, outcome) = try options.run()
            let ledger = try LedgerUse.fresh(linter, outcome.report.live, named: options.baseline)
            try options.write(ledger, linter.settings, quiet: options.common.quiet)
        }
    }

    struct Update: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "update", abstract: "Accept all findings of now; reasons stay with their findings.",
            usage: "flywheel-lint baseline update [<options>]")
        @OptionGroup var options: Options
        func run() throws {
            let (linter, outcome) = try options.run()
            let ledger = try LedgerUse(settings: linter.settings, named: options.baseline).baseline ?? Baseline()
            let scope = LedgerUse.scope(linter, targets: [linter.settings.root], of: outcome)
            try options.write(
                ledger.updated(outcome.report.findings, scope: scope, isDeleted: LedgerUse.isDeleted(linter)),
                linter.settings, quiet: options.common.quiet)
        }
    }

    struct Prune: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "prune", abstract: "Drop entries whose finding is gone; accept nothing new.",
            usage: "flywheel-lint baseline prune [<options>]")
        @OptionGroup var options: Options
        func run() throws {
            let (linter, outcome) = try options.run()
            let ledger = try LedgerUse(settings: linter.settings, named: options.baseline).required()
            let scope = LedgerUse.scope(linter, targets: [linter.settings.root], of: outcome)
            try options.write(
                ledger.pruned(outcome.report.findings, scope: scope, isDeleted: LedgerUse.isDeleted(linter)),
                linter.settings, quiet: options.common.quiet)
        }
    }

    struct CheckLedger: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check",
            abstract: "Say whether the baseline is true: fails on new findings and on stale entries.",
            usage: "flywheel-lint baseline check [<options>]")
        @OptionGroup var options: Options
        func run() throws {
            let (linter, outcome) = try options.run()
            let use = try LedgerUse(settings: linter.settings, named: options.baseline)
            _ = try use.required()
            var report = outcome.report
            let stale = use.apply(
                to: &report, scope: LedgerUse.scope(linter, targets: [linter.settings.root], of: outcome),
                isDeleted: LedgerUse.isDeleted(linter))
            let new = report.live.count { $0.state == .new }
            StandardStream.print("\(new) new, \(stale) stale, \(report.live.count - new) accepted")
            if new + stale > 0 { throw Status.findings }
        }
    }

    struct Merge: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "merge",
            abstract: "Three-way merge, as git's merge driver calls it: baseline merge %O %A %B; the result is in %A.")
        @Argument(help: ArgumentHelp("The common ancestor.", valueName: "base")) var base: String
        @Argument(help: ArgumentHelp("Our side, which is replaced by the merge.", valueName: "ours")) var ours: String
        @Argument(help: ArgumentHelp("Their side.", valueName: "theirs")) var theirs: String

        func run() throws {
            func read(_ path: String) throws -> [UInt8] {
                do { return try FileReader.bytes(of: path, limit: LedgerUse.baselineLimit) } catch {
                    throw LintFailure(
                        "\(path): cannot be read: \(error); give the three files that git gives: %O %A %B")
                }
            }
            do {
                let merged = try Baseline.merge(base: read(base), ours: read(ours), theirs: read(theirs))
                try AtomicFile.write(ours, merged.bytes)
            } catch let failure as LintFailure { throw failure } catch { throw LintFailure("\(error)") }
        }
    }
}
