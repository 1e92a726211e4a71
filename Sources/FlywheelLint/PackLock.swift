import LintRules
import LintSource
import LintWalk

/// `.flywheel-lint/packs.lock`: which files of the folder beside it came from where, with their hashes. It is committed
/// with them, and a check reads nothing else.
struct PackLock: Hashable {
    /// Beside the configuration; never linted.
    static let home = ".flywheel-lint"
    static let folder = home + "/packs"
    static let file = home + "/packs.lock"
    static let mend = "run 'flywheel-lint packs update', and commit \(home)/"

    struct Entry: Hashable {
        var reference: String
        /// Name of the folder in ``folder``.
        var folder: String
        /// Paths in that folder with their SHA-256, by path.
        var files: [(path: String, hash: String)]

        static func == (a: Entry, b: Entry) -> Bool {
            a.reference == b.reference && a.folder == b.folder
                && a.files.elementsEqual(b.files) { $0.path == $1.path && $0.hash == $1.hash }
        }
        func hash(into hasher: inout Hasher) { hasher.combine(reference) }
    }

    var entries: [Entry] = []

    init(_ entries: [Entry]) { self.entries = entries.sorted { $0.reference < $1.reference } }

    /// Reads the lock beside a configuration; empty when there is none.
    init(in folder: String) throws(LintFailure) {
        let path = folder + "/" + PackLock.file
        guard FolderContents.isFile(path) else { return }
        let bytes: [UInt8]
        do throws(ReadError) { bytes = try FileReader.bytes(of: path, limit: 4 << 20) } catch {
            throw LintFailure("\(PackLock.file): cannot be read: \(error)")
        }
        for (index, line) in String(decoding: bytes, as: UTF8.self).split(
            separator: "\n", omittingEmptySubsequences: false
        ).enumerated() where !line.isEmpty && !line.hasPrefix("#") {
            if line.hasPrefix("["), line.hasSuffix("]") {
                entries.append(Entry(reference: String(line.dropFirst().dropLast()), folder: "", files: []))
                continue
            }
            guard !entries.isEmpty, let space = line.firstIndex(of: " ") else {
                throw LintFailure("\(PackLock.file):\(index + 1): neither a pack nor a file of one; \(PackLock.mend)")
            }
            let rest = String(line[line.index(after: space)...])
            if line[..<space] == "folder" {
                entries[entries.count - 1].folder = rest
            } else {
                entries[entries.count - 1].files.append((rest, String(line[..<space])))
            }
        }
    }

    var text: String {
        var text = "# Written by 'flywheel-lint packs update'. Commit it together with packs/.\n"
        for entry in entries {
            text += "\n[\(entry.reference)]\nfolder \(entry.folder)\n"
            for file in entry.files { text += "\(file.hash) \(file.path)\n" }
        }
        return text
    }

    /// The vendored files of a pack, each with the hash that the lock says.
    ///
    /// - Parameter folder: where the configuration is.
    func sources(
        of pack: RemotePack, in folder: String, place: (String) -> LintFailure
    ) throws(LintFailure) -> [Pack.Source] {
        guard let entry = entries.first(where: { $0.reference == pack.reference }) else {
            throw place("'\(pack.reference)' is not fetched yet; \(PackLock.mend)")
        }
        let shown = PackLock.folder + "/" + pack.folderName
        guard entry.folder == pack.folderName else {
            throw place("\(PackLock.file) does not name the folder of '\(pack.reference)'; \(PackLock.mend)")
        }
        let there = FolderContents.files(below: folder + "/" + shown, depth: 16)
        if let stray = Set(there).subtracting(entry.files.map(\.path)).sorted().first {
            throw place("\(shown)/\(stray) is not in \(PackLock.file); \(PackLock.mend)")
        }
        var sources: [Pack.Source] = []
        for file in entry.files {
            guard there.contains(file.path),
                let bytes = try? FileReader.bytes(of: folder + "/" + shown + "/" + file.path)
            else { throw place("\(shown)/\(file.path) is missing; \(PackLock.mend)") }
            guard SHA256.hex(bytes) == file.hash else {
                throw place("\(shown)/\(file.path) is not what \(PackLock.file) says: it was changed; \(PackLock.mend)")
            }
            sources.append(.init(path: shown + "/" + file.path, bytes: bytes))
        }
        return sources
    }
}
