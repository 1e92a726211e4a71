import Glibc

/// The files that `flywheel-lint init` writes.
public enum Starter {
    static let configuration = """
        # What flywheel-lint checks here; `flywheel-lint config` shows the resolved values, `flywheel-lint schema config`
        # prints a JSON Schema for editors.
        extends: builtin:glorious-flywheel

        # Paths that are not looked at.
        exclude: []

        # Surfaces: history is read, but does not count as active drift.
        surfaces:
          archive: ["docs/research/**", "tex_research/**", "CHANGELOG*"]

        # Levels by rule or family: error, warning, note, off.
        rules: {}

        """

    /// Writes a first configuration; refuses to touch one that is there. Gives its path.
    public static func write(into folder: String) throws(LintFailure) -> String {
        guard FolderContents.isFolder(folder) else { throw LintFailure("\(folder): not a folder") }
        let path = folder == "." ? Configuration.fileName : folder + "/" + Configuration.fileName
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            if errno == EEXIST { throw LintFailure("\(path): is there already; edit it, or remove it first") }
            throw LintFailure("\(path): cannot be written: \(String(cString: strerror(errno)))")
        }
        defer { close(descriptor) }
        let bytes = Array(configuration.utf8)
        guard Glibc.write(descriptor, bytes, bytes.count) == bytes.count else {
            throw LintFailure("\(path): cannot be written: \(String(cString: strerror(errno)))")
        }
        return path
    }
}
