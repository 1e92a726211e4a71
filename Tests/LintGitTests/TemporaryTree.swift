import Glibc

/// A folder for one test, removed with the value.
final class TemporaryTree: Sendable {
    let path: String

    /// Makes the files; a path that ends in a slash is a folder, a text that begins with `-> ` a link.
    init(_ files: [String: String] = [:]) {
        var template = Array("/tmp/flywheel-git.XXXXXX".utf8CString)
        path = mkdtemp(&template).map { String(cString: $0) } ?? "/nonexistent"
        for (name, text) in files { write(name, text) }
    }

    /// A repository in `r` with one commit, and what a script in it does then.
    static func withCommit(_ script: String) -> TemporaryTree {
        let tree = TemporaryTree()
        tree.run(
            """
            git init -q -b main r; cd r; git config user.name T; git config user.email t@example.org
            echo 1 > f; git add f; git commit -q -m one; \(script)
            """)
        return tree
    }

    deinit { run("chmod -R u+rwX '\(path)' 2>/dev/null; rm -rf '\(path)'") }

    func write(_ name: String, _ text: String) { write(name, Array(text.utf8)) }

    func write(_ name: String, _ bytes: [UInt8]) {
        var folder = path
        for part in name.split(separator: "/").dropLast(name.hasSuffix("/") ? 0 : 1) {
            folder += "/" + part
            mkdir(folder, 0o755)
        }
        if name.hasSuffix("/") { return }
        if bytes.starts(with: "-> ".utf8) {
            symlink(String(decoding: bytes.dropFirst(3), as: UTF8.self), path + "/" + name)
            return
        }
        guard let file = fopen(path + "/" + name, "wb") else { return }
        fwrite(bytes, 1, bytes.count, file)
        fclose(file)
    }

    /// Runs a shell command in the tree; its standard output.
    @discardableResult
    func run(_ command: String) -> [UInt8] {
        // GIT_DIR and its like belong to whoever runs the tests.
        let prefix = "cd '\(path)' && unset GIT_DIR GIT_INDEX_FILE GIT_WORK_TREE && export HOME='\(path)' && "
        guard let pipe = popen(prefix + command, "r") else { return [] }
        var output: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = fread(&chunk, 1, chunk.count, pipe)
            if count == 0 { break }
            output += chunk[0..<count]
        }
        pclose(pipe)
        return output
    }
}
