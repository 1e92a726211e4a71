import LintRules
public import LintFindings
public import LintLedger
import LintWalk

/// The baseline of a repository, as commands use it.
public struct LedgerUse: Sendable {
    /// Where the file is, or would be.
    public let path: String
    public let baseline: Baseline?

    /// Reads the baseline: the one that is named, else the one beside the configuration, if it is there.
    public init(settings: Settings, named: String?) throws(LintFailure) {
        let path = named ?? (settings.root == "/" ? "" : settings.root) + "/" + Baseline.fileName
        self.path = path
        guard FolderContents.isFile(path) else {
            if let named {
                throw LintFailure("\(named): no such baseline; write it with 'flywheel-lint baseline write'")
            }
            baseline = nil
            return
        }
        baseline = try LedgerUse.read(path)
    }

    public static func read(_ path: String) throws(LintFailure) -> Baseline {
        try orFail(path) {
            try Baseline.parse(try FileReader.bytes(of: path, limit: 256 << 20), path: Settings.relative(path))
        }
    }

    /// What a run could see of the ledger: the files that it looked at, or all that lies below its targets.
    public static func scope(_ linter: Linter, targets: [String], of outcome: Linter.Outcome) -> LedgerScope {
        var scope = scope(linter, targets: targets)
        if let looked = outcome.looked { scope.holdsPath = { looked.contains($0) } }
        return scope
    }

    /// What a run over some targets could see of the ledger.
    public static func scope(_ linter: Linter, targets: [String]) -> LedgerScope {
        let root = linter.settings.root
        let prefixes = targets.map { target -> String in
            let full = RepositoryRoot.canonicalPath(target) ?? target
            if full == root { return "" }
            return full.hasPrefix(root + "/") ? String(full.dropFirst(root.count + 1)) : full
        }
        let rules = Set(linter.settings.rules.rules.map(\.id))
        return LedgerScope(
            holdsPath: { path in
                !linter.isExcluded(path) && prefixes.contains { $0.isEmpty || path == $0 || path.hasPrefix($0 + "/") }
            }, holdsRule: { rules.contains($0) || $0.hasPrefix("engine/") })
    }

    /// Whether a path of the ledger is no file of the work tree any more.
    public static func isDeleted(_ settings: Settings) -> (String) -> Bool {
        let root = (settings.root == "/" ? "" : settings.root) + "/"
        return { !FolderContents.isFile(root + $0) }
    }

    /// Gives every finding its state, and notes what is stale.
    public func apply(
        to report: inout Report, scope: LedgerScope, isDeleted: (String) -> Bool = { _ in false }
    ) -> Int {
        guard let baseline else { return 0 }
        // A change can bring a finding to a file that was not looked at.
        let found = Set(report.findings.map(\.path))
        let wide = LedgerScope(
            holdsPath: { scope.holdsPath($0) || found.contains($0) }, holdsRule: scope.holdsRule)
        let comparison = baseline.check(report.findings, scope: wide, isDeleted: isDeleted)
        comparison.mark(&report.findings)
        let stale = baseline.stale(report.findings, scope: scope, isDeleted: isDeleted).reduce(0) { $0 + $1.count }
        if stale > 0 {
            report.notes.append(
                Report.Note(
                    path: Baseline.fileName,
                    message:
                        "\(stale) accepted finding\(stale == 1 ? " is" : "s are") gone; run 'flywheel-lint baseline prune'"
                ))
        }
        return stale
    }
}
