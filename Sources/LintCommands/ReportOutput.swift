import FlywheelLint
import Glibc
import LintFindings
import LintGit
import LintReport
import LintWalk

/// Writes a report in each format that was asked for.
struct ReportOutput {
    let choices: [OutputChoice]
    let common: CommonChoices
    let root: String
    /// What git knows of the root, where somebody has asked already.
    var versionControl: (() -> ReportOptions.VersionControl?)?

    /// Writes the whole report to programs; people are shown only what an earlier state did not have already.
    func write(_ whole: Report) throws {
        var fresh = whole
        fresh.findings.removeAll { [.unchanged, .moved, .newRule].contains($0.state) }
        let ofNewRules = whole.findings.count { $0.state == .newRule }
        let known = whole.findings.count - fresh.findings.count - ofNewRules
        for (count, which) in [
            (known, "that \(known == 1 ? "was" : "were") there before"),
            (ofNewRules, "of rules that the earlier state did not run"),
        ] where count > 0 {
            let text = "\(count) finding\(count == 1 ? "" : "s") \(which) \(count == 1 ? "is" : "are") not shown"
            fresh.notes.append(Report.Note(message: text))
        }
        for choice in choices {
            guard let format = OutputFormat(rawValue: choice.format) else { continue }
            let report = ReportOutput.isForPrograms(format) ? whole : fresh
            var options = ReportOptions()
            options.color = choice.file == nil && common.usesColor
            options.quiet = common.quiet
            options.workers = ParallelWork.workers(common.jobs)
            options.root = root
            options.underGitHubActions = environment("GITHUB_ACTIONS") == "true" && choice.file == nil
            options.pathPrefix = Settings.prefix(of: root)
            if format.needsCodeScanningHashes {
                options.versionControl = versionControl.map { $0() } ?? VersionControlFacts.of(root)
            }
            if format == .markdown { options.fileLink = VersionControlFacts.fileLink(root) }
            if let width = environment("COLUMNS").flatMap(Int.init), width >= 40 { options.width = width }
            try OutputFile.write(choice.file, format: choice.format) {
                format.reporter.write(report, options: options, to: &$0)
            }
        }
    }
}

extension ReportOutput {
    private static func isForPrograms(_ format: OutputFormat) -> Bool {
        switch format {
        case .json, .jsonl, .sarif, .sarifGitHub: true
        default: false
        }
    }
}

/// Where a format's bytes go: a file, whole or not at all, or standard output.
enum OutputFile {
    static func write(_ file: String?, format: String, _ body: (inout DescriptorSink) -> Void) throws {
        if let file {
            // A report can be made again.
            do { try AtomicFile.write(file, toDisk: false, body) } catch {
                throw LintFailure("--output \(format)=\(error)")
            }
            return
        }
        var sink = DescriptorSink(descriptor: STDOUT_FILENO)
        body(&sink)
        do { try sink.finish() } catch { throw LintFailure("standard output cannot be written: \(error.message)") }
    }

    static func write(_ bytes: [UInt8], to file: String?) throws {
        try write(file, format: "file") { $0.write(bytes) }
    }
}

/// Text from standard input, bounded.
enum StandardInput {
    static func read(limit: Int) throws -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = Glibc.read(STDIN_FILENO, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            if count < 0 { throw LintFailure("standard input cannot be read: \(String(cString: strerror(errno)))") }
            if count == 0 { return bytes }
            bytes += chunk[0..<count]
            if bytes.count > limit {
                throw LintFailure("standard input is larger than \(limit) bytes; raise 'limits.file-size'")
            }
        }
    }
}

/// What SARIF wants to know of the repository; nothing where git has no answer.
enum VersionControlFacts {
    /// Where the files of HEAD can be looked at.
    static func fileLink(_ root: String) -> String? {
        guard let git = try? Git(at: root), let head = try? git.head() else { return nil }
        let page =
            if let server = environment("GITHUB_SERVER_URL"), let name = environment("GITHUB_REPOSITORY") {
                Forge(remote: server + "/" + name)
            } else {
                Forge(git)
            }
        let below = root == git.root ? "" : String(root.dropFirst(git.root.count + 1)) + "/"
        return page.map { $0.blobLink(head.description) + below }
    }

    static func of(_ root: String) -> ReportOptions.VersionControl? {
        guard let git = try? Git(at: root), let head = try? git.head() else { return nil }
        return ReportOptions.VersionControl(repositoryURI: try? git.originAddress(), revision: head.description)
    }
}
