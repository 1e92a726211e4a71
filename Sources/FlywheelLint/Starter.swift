import Glibc
import LintLedger
import LintReport
import LintWalk

/// The files that `flywheel-lint init` writes.
public enum Starter {
    static let configuration = """
        # yaml-language-server: $schema=https://raw.githubusercontent.com/tinyland-inc/flywheel-lint/main/schemas/config.json
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

    /// The line of `.git/info/attributes` that gives baselines to our merge driver. Not one of `.gitattributes`: where the
    /// driver is not set up, git would merge them as any text.
    public static let driverAttribute = Baseline.fileName + " merge=flywheel-lint"

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

    /// Lets git merge baselines line by line: adds one line to `.gitattributes`, unless a line for it is there. Gives
    /// the path when something was written.
    public static func writeAttributes(into folder: String) throws(LintFailure) -> String? {
        guard FolderContents.isFolder(folder) else { throw LintFailure("\(folder): not a folder") }
        let path = folder == "." ? ".gitattributes" : folder + "/.gitattributes"
        var bytes: [UInt8] = []
        // Whoever may write a link into a repository must not choose what is written elsewhere; git reads none here either.
        if FolderContents.exists(path), FolderContents.isLink(path) || !FolderContents.isFile(path) {
            throw LintFailure("\(path): not a file but \(FolderContents.kind(path)); replace it by a file")
        }
        if FolderContents.isFile(path) { bytes = try orFail(path) { try FileReader.bytes(of: path, limit: 4 << 20) } }
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        let blanks: [Character] = [" ", "\t", "\r", "\r\n"]
        let patterns = lines.compactMap { line in line.split { blanks.contains($0) }.first.map(String.init) }
        if patterns.contains(where: { [Baseline.fileName, "/" + Baseline.fileName, "*.baseline"].contains($0) }) {
            return nil
        }
        if let last = bytes.last, last != 0x0A { bytes.append(0x0A) }
        bytes += "\(Baseline.fileName) merge=union\n".utf8
        do { try AtomicFile.write(path, bytes) } catch { throw LintFailure("\(error)") }
        return path
    }
}
