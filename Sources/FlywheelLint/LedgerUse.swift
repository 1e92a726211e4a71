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
        let path = named ?? LedgerUse.defaultPath(settings)
        self.path = path
        guard FolderContents.exists(path) else {
            if named != nil { throw LedgerUse.missing(path) }
            baseline = nil
            return
        }
        if named == nil { try LedgerUse.checkPlace(path, below: settings.root) }
        baseline = try LedgerUse.read(path)
    }

    /// The baseline, which must be there.
    public func required() throws(LintFailure) -> Baseline {
        guard let baseline else { throw LedgerUse.missing(path) }
        return baseline
    }

    private static func missing(_ path: String) -> LintFailure {
        LintFailure("\(Settings.relative(path)): no such baseline; write it with 'flywheel-lint baseline write'")
    }

    public static func defaultPath(_ settings: Settings) -> String {
        (settings.root == "/" ? "" : settings.root) + "/" + Baseline.fileName
    }

    /// Refuses a baseline of the usual name that is no file of the repository: whoever may write a link into a
    /// repository must not choose what is read or overwritten elsewhere.
    public static func checkPlace(_ path: String, below root: String) throws(LintFailure) {
        guard FolderContents.exists(path) else { return }
        let shown = Settings.relative(path)
        guard FolderContents.isFile(path), let real = RepositoryRoot.canonicalPath(path) else {
            throw LintFailure(
                "\(shown): not a file but \(FolderContents.kind(path)); remove it, or restore the baseline")
        }
        if root != "/", !real.hasPrefix(root + "/") {
            throw LintFailure(
                "\(shown): a symbolic link out of the repository, to '\(real)'; if that is meant, give '--baseline \(real)'"
            )
        }
    }

    public static func read(_ path: String) throws(LintFailure) -> Baseline {
        let shown = Settings.relative(path)
        let bytes = try bytes(of: path, shown, limit: baselineLimit)
        do throws(LedgerError) { return try Baseline.parse(bytes, path: shown) } catch {
            throw LintFailure(error.description)
        }
    }

    /// The bytes of a baseline or a report.
    static func bytes(of path: String, _ shown: String, limit: Int) throws(LintFailure) -> [UInt8] {
        do throws(ReadError) { return try FileReader.bytes(of: path, limit: limit) } catch {
            if case .tooLarge(let size) = error { throw tooLarge(shown, size, limit: limit) }
            throw LintFailure(
                "\(shown): cannot be read: \(error); give a baseline or a report of 'check --output json'")
        }
    }

    static func tooLarge(_ shown: String, _ size: Int, limit: Int) -> LintFailure {
        LintFailure(
            "\(shown): cannot be read: \(size) bytes, and the limit is \(limit >> 20) MiB; fix some of what it holds, or leave files out with 'exclude'"
        )
    }

    /// Far beyond what a repository accepts: 500,000 findings.
    public static let baselineLimit = 32 << 20
    /// 200,000 findings.
    static let reportLimit = 128 << 20

    /// What a run could see of the ledger: the files that it looked at, or all that lies below its targets.
    public static func scope(_ linter: Linter, targets: [String], of outcome: Linter.Outcome) -> LedgerScope {
        var scope = scope(linter, targets: targets)
        if let looked = outcome.looked { scope.holdsPath = { looked.contains($0) } }
        let (holds, sparse) = (scope.holdsPath, SparseCheckout(linter))
        scope.holdsPath = { holds($0) && !sparse.leavesOut($0) }
        return scope
    }

    /// A new ledger of the findings of now. Where a sparse checkout leaves files out, what was accepted in them stays.
    public static func fresh(
        _ linter: Linter, _ findings: [Finding], named: String?
    ) throws(LintFailure) -> Baseline {
        let sparse = SparseCheckout(linter)
        let path = named ?? defaultPath(linter.settings)
        guard !sparse.isWhole, FolderContents.isFile(path) else { return Baseline(findings: findings) }
        return Baseline(findings: findings, keeping: try read(path).entries.filter { sparse.leavesOut($0.path) })
    }

    /// What a run over some targets could see of the ledger.
    public static func scope(_ linter: Linter, targets: [String]) -> LedgerScope {
        let rules = Set(linter.settings.rules.rules.map(\.id))
        return LedgerScope(
            holdsPath: paths(linter, targets: targets),
            holdsRule: { rules.contains($0) || $0.hasPrefix("engine/") })
    }

    /// The paths of the root that a run over some targets looks at.
    static func paths(_ linter: Linter, targets: [String]) -> @Sendable (String) -> Bool {
        let root = linter.settings.root
        let prefixes = targets.map { target -> String in
            let full = RepositoryRoot.canonicalPath(target) ?? target
            if full == root { return "" }
            return full.hasPrefix(root + "/") ? String(full.dropFirst(root.count + 1)) : full
        }
        return { path in
            !linter.isExcluded(path) && prefixes.contains { $0.isEmpty || path == $0 || path.hasPrefix($0 + "/") }
        }
    }

    /// Whether a path of the ledger is no file of the work tree any more.
    public static func isDeleted(_ linter: Linter) -> (String) -> Bool {
        let sparse = SparseCheckout(linter)
        return { !linter.holds($0) && !sparse.leavesOut($0) }
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
        let comparison = baseline.answering(report.findings).check(report.findings, scope: wide, isDeleted: isDeleted)
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
