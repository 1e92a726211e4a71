import Glibc

/// A folder with a git repository for one test, removed with the value.
final class GitFolder: Sendable {
    let path: String

    init() {
        var template = Array("/tmp/flywheel-ledger.XXXXXX".utf8CString)
        path = mkdtemp(&template).map { String(cString: $0) } ?? "/nonexistent"
    }

    deinit { run("rm -rf '\(path)'") }

    static let hasGit = system("git --version > /dev/null 2>&1") == 0

    /// The built `flywheel-lint`, beside the tests.
    static let linter: String? = {
        var folder = realpath("/proc/self/exe", nil).map { String(cString: $0) } ?? ""
        while let slash = folder.lastIndex(of: "/") {
            folder = String(folder[..<slash])
            if access(folder + "/flywheel-lint", X_OK) == 0, opendir(folder + "/flywheel-lint") == nil {
                return folder + "/flywheel-lint"
            }
        }
        return nil
    }()

    func write(_ name: String, _ bytes: [UInt8]) {
        var folder = path
        for part in name.split(separator: "/").dropLast() {
            folder += "/" + part
            mkdir(folder, 0o755)
        }
        guard let file = fopen(path + "/" + name, "wb") else { return }
        fwrite(bytes, 1, bytes.count, file)
        fclose(file)
    }

    func read(_ name: String) -> [UInt8] {
        guard let file = fopen(path + "/" + name, "rb") else { return [] }
        defer { fclose(file) }
        return GitFolder.all(file)
    }

    private static func all(_ file: UnsafeMutablePointer<FILE>) -> [UInt8] {
        var output: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = fread(&chunk, 1, chunk.count, file)
            if count == 0 { return output }
            output += chunk[0..<count]
        }
    }

    /// Runs a shell command in the folder; its standard output and exit status.
    @discardableResult
    func run(_ command: String) -> (output: [UInt8], status: Int32) {
        // GIT_DIR and its like belong to whoever runs the tests.
        let prefix =
            "cd '\(path)' && unset GIT_DIR GIT_INDEX_FILE GIT_WORK_TREE && export HOME='\(path)' "
            + "GIT_CONFIG_NOSYSTEM=1 GIT_AUTHOR_NAME=t GIT_AUTHOR_EMAIL=t@t GIT_COMMITTER_NAME=t GIT_COMMITTER_EMAIL=t@t && "
        guard let pipe = popen(prefix + command, "r") else { return ([], -1) }
        let output = GitFolder.all(pipe)
        return (output, pclose(pipe) >> 8)
    }
}
