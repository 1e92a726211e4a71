import LintAnalyzers
import LintFindings
import LintReport
import LintRules
public import LintSource
import LintSyntax
import LintWalk

/// A repository in memory through the same worker and the same fold as one on a disk, for fuzzing: with one worker for
/// all runs, as a worker has one file after another.
@_spi(Fuzzing) public struct MemoryRun {
    private let linter: Linter
    private let interest: PathInterest
    private var worker: Linter.Worker

    /// - Parameter settings: of a folder that is no repository; nothing is read from it.
    public init(settings: Settings) {
        var options = Linter.Options()
        options.jobs = 1
        options.codeScanningHashes = true
        options.today = "2026-01-01"
        linter = Linter(settings: settings, options: options)
        interest = PathInterest(settings.rules)
        worker = Linter.Worker(settings)
    }

    /// - Parameters:
    ///   - files: in path order.
    ///   - links: symbolic links, with their targets for contents.
    public mutating func check(_ files: [SourceFile], links: [SourceFile] = []) -> Linter.Outcome {
        var state = LintedState(paths: PathList(files.lazy.map(\.path)), filesRead: files.count)
        for file in files {
            let output = Array(file.path.utf8).withByteView { path in
                file.bytes.withByteView { bytes in
                    worker.check(path, bytes, paths: interest, hashes: true) { file.path }
                }
            }
            if let output { state.outputs.append(output) }
        }
        for link in links {
            let output = Array(link.path.utf8).withByteView { path in
                link.bytes.withByteView { worker.checkLink(path, to: $0) { link.path } }
            }
            if let output { state.outputs.append(output) }
        }
        if !links.isEmpty { state.outputs.sort { PathOrder.precedes($0.result.path, $1.result.path) } }
        return linter.fold(state, isWhole: true)
    }

    /// The report in every format, and what is said of the stacks of these files.
    ///
    /// - Returns: what is not UTF-8 of it.
    public static func brokenFormats(_ outcome: Linter.Outcome, _ files: [SourceFile]) -> [String] {
        var broken: [String] = []
        var options = ReportOptions()
        options.color = true
        options.showSuppressed = true
        // What reports say of rules is the same for every input, and most of a small report.
        var report = outcome.report
        let found = Set(report.findings.map(\.rule))
        report.rules.removeAll { !found.contains($0.id) }
        for format in found.isEmpty ? [] : OutputFormat.allCases {
            var sink = MemorySink()
            write(report, format.reporter, options, to: &sink)
            if String(validating: sink.bytes, as: UTF8.self) == nil { broken.append(format.rawValue) }
        }
        let facts = files.compactMap { file in
            file.bytes.withByteView { TerraformState.read(ParsedFile(path: file.path, bytes: $0)) }
        }
        for stack in TerraformStacks(facts, paths: PathList(files.lazy.map(\.path))).stacks {
            var json = JSONWriter(indent: 2)
            StacksReport.write(stack, to: &json)
            if String(validating: json.bytes, as: UTF8.self) == nil { broken.append("stacks") }
        }
        return broken
    }

    private static func write(
        _ report: Report, _ reporter: any Reporter.Type, _ options: ReportOptions, to sink: inout MemorySink
    ) {
        reporter.write(report, options: options, to: &sink)
    }
}
