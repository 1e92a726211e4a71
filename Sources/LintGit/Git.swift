import CSystem
import Glibc
import LintSource

/// A repository, read by running `git`. The only type of the project that starts a process.
///
/// Nothing here writes to the repository, runs a hook, a filter or an external diff, asks for a password or opens a
/// connection, whatever the repository's configuration says.
public struct Git: Sendable {
    /// The top of the working tree, or the git folder of a bare repository; absolute, without links.
    public let root: String
    /// The folder that all worktrees of the repository share (`.git`); absolute.
    public let commonFolder: String
    public let isBare: Bool
    /// Older history is missing here.
    public let isShallow: Bool
    /// `.git`, or a linked worktree's own part of it.
    let gitFolder: String
    /// Where the index is; it may not exist.
    let indexFile: String
    private var environment: [String]
    /// Seconds that git may keep silent while its answer is waited for.
    var patience = GitProcess.usualPatience
    /// Most bytes that a list of a commit's files, or of what one changes, may have: some millions of paths. A few objects
    /// are enough to name more files than there are anywhere (folders that hold one folder ten times over).
    var listingLimit = 256 << 20

    /// Most bytes that an answer which is held in memory may have.
    static let outputLimit = 1 << 30

    /// Finds the repository around a folder.
    ///
    /// - Throws: ``GitError/notInstalled``, ``GitError/notARepository(folder:)``, ``GitError/foreignOwner(folder:)``.
    public init(at folder: String) throws(GitError) {
        try WaitingFiles.check(around: folder)
        let plain = GitEnvironment.variables(insideHook: false)
        var place = RepositoryPlace(around: folder)
        if place == nil {
            let (answer, failure) = try Git.answer(
                ["-C", folder] + RepositoryPlace.question, environment: plain, folder: folder)
            place = RepositoryPlace(answer: Git.lines(answer))
            if place == nil { throw failure ?? .malformed(command: "rev-parse") }
        }
        guard let place else { throw .notARepository(folder: folder) }
        root = place.root
        commonFolder = place.commonFolder
        gitFolder = place.gitFolder
        isBare = place.isBare
        isShallow = place.isShallow
        environment = Git.isHook(of: place.gitFolder) ? GitEnvironment.variables(insideHook: true) : plain
        indexFile = GitEnvironment.value(of: "GIT_INDEX_FILE", in: environment) ?? place.gitFolder + "/index"
    }

    /// Whether this process runs in a hook of the repository with this git folder: then git's own index of the command
    /// that called the hook counts (`git commit FILE` makes one apart).
    private static func isHook(of gitFolder: String) -> Bool {
        guard GitEnvironment.value("GIT_INDEX_FILE") != nil || GitEnvironment.value("GIT_QUARANTINE_PATH") != nil
        else { return false }
        guard let told = GitEnvironment.value("GIT_DIR") else {
            // Without GIT_DIR the index must at least lie in the repository's own folder.
            let index = GitEnvironment.absolute(GitEnvironment.value("GIT_INDEX_FILE") ?? "")
            return index.hasPrefix(gitFolder + "/")
        }
        guard let a = realpath(told, nil) else { return false }
        defer { free(a) }
        guard let b = realpath(gitFolder, nil) else { return false }
        defer { free(b) }
        return strcmp(a, b) == 0
    }

    /// Runs a command of git at the root, and gives what it wrote.
    func run(_ arguments: [String], limit: Int = Git.outputLimit) throws(GitError) -> [UInt8] {
        var process = try start(arguments, hasInput: false)
        let (bytes, failure) = try process.answer(folder: root, limit: limit)
        if let failure { throw failure }
        return bytes
    }

    /// As ``run(_:limit:)``; nil when git ends with one of these statuses.
    func run(_ arguments: [String], nilOn statuses: Set<Int32>) throws(GitError) -> [UInt8]? {
        do throws(GitError) { return try run(arguments) } catch {
            if case .failed(_, let status, _) = error, statuses.contains(status) { return nil }
            throw error
        }
    }

    /// The same repository with all the filters of its configuration switched off.
    func withoutFilters() throws(GitError) -> Git {
        let keys = try run(["config", "-z", "--name-only", "--get-regexp", "^filter\\."], nilOn: [1]) ?? []
        var settings: [(name: String, value: String)] = []
        for key in keys.split(separator: 0) {
            let name = String(decoding: key, as: UTF8.self)
            let kind = name[(name.lastIndex(of: ".") ?? name.startIndex)...]
            if kind == ".clean" || kind == ".process" || kind == ".smudge" { settings.append((name, "")) }
            if kind == ".required" { settings.append((name, "false")) }
        }
        var git = self
        git.environment = GitEnvironment.adding(settings, to: environment)
        return git
    }

    func start(_ arguments: [String], hasInput: Bool) throws(GitError) -> GitProcess {
        try GitProcess(["-C", root] + arguments, environment: environment, hasInput: hasInput, patience: patience)
    }

    /// What git wrote, and its complaint where it failed in the end.
    private static func answer(
        _ arguments: [String], environment: [String], folder: String, limit: Int = Git.outputLimit
    ) throws(GitError) -> (bytes: [UInt8], failure: GitError?) {
        var process = try GitProcess(arguments, environment: environment, hasInput: false)
        return try process.answer(folder: folder, limit: limit)
    }

    /// Reads git's complaint (in English: its locale is fixed).
    static func failure(command: String, status: Int32, message: [UInt8], folder: String) -> GitError {
        let text = String(decoding: message, as: UTF8.self)
        if text.contains("dubious ownership") || text.contains("unsafe repository") {
            return .foreignOwner(folder: quoted(text) ?? folder)
        }
        if text.contains("not a git repository") { return .notARepository(folder: folder) }
        if text.contains(" from promisor remote") { return .notFetched(command: command) }
        let last = text.split(separator: "\n").last { $0.hasPrefix("fatal: ") || $0.hasPrefix("error: ") }
        return .failed(command: command, status: status, message: String(last?.dropFirst(7) ?? ""))
    }

    /// The first text in single quotes.
    private static func quoted(_ text: String) -> String? {
        guard let open = text.firstIndex(of: "'") else { return nil }
        let rest = text[text.index(after: open)...]
        return rest.firstIndex(of: "'").map { String(rest[..<$0]) }
    }

    static func lines(_ bytes: [UInt8]) -> [String] {
        bytes.split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }
    }
}
