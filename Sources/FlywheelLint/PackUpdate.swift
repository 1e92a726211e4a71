import Glibc
import LintGit
import LintReport
import LintSource

/// `flywheel-lint packs update`: fetches the packs of other repositories that the configuration extends. Everything else
/// only reads what this has written.
public struct PackUpdate {
    public struct Answer: Sendable {
        public var reference: String
        public var files: Int
        /// Whether it was here already.
        public var isKept: Bool
    }

    /// The folder of the configuration.
    private let root: String
    private let packs: [RemotePack]

    /// Bounds on what a stranger's repository may bring.
    private static let fileLimit = 1_000
    private static let sizeLimit = 8 << 20

    public init(startingAt target: String, arguments: Settings.Arguments) throws(LintFailure) {
        let located = try Settings.locate(target, arguments)
        root = located.folder
        let shown = located.path ?? Configuration.fileName
        var packs: [RemotePack] = []
        for reference in located.configuration.extends ?? [] where RemotePack.isRemote(reference.value) {
            packs.append(
                try RemotePack(reference.value) { LintFailure("\(shown):\(reference.line): extends: \($0)") })
        }
        self.packs = packs
    }

    /// Fetches what is missing or was changed, drops what is no longer named, writes the lock.
    public func run() throws(LintFailure) -> [Answer] {
        let old = try PackLock(in: root)
        var entries: [PackLock.Entry] = []
        var answers: [Answer] = []
        for pack in packs where !entries.contains(where: { $0.reference == pack.reference }) {
            if let kept = try? old.sources(of: pack, in: root, place: { LintFailure($0) }),
                let entry = old.entries.first(where: { $0.reference == pack.reference })
            {
                entries.append(entry)
                answers.append(Answer(reference: pack.reference, files: kept.count, isKept: true))
                continue
            }
            let files = try fetch(pack)
            entries.append(try write(files, of: pack))
            answers.append(Answer(reference: pack.reference, files: files.count, isKept: false))
        }
        let named = Set(entries.map(\.folder))
        for name in FolderContents.names(in: root + "/" + PackLock.folder) where !named.contains(name) {
            remove(root + "/" + PackLock.folder + "/" + name)
        }
        let lock = PackLock(entries)
        if lock != old || !FolderContents.isFile(root + "/" + PackLock.file) {
            if entries.isEmpty {
                unlink(root + "/" + PackLock.file)
            } else {
                try save(Array(lock.text.utf8), to: PackLock.file)
            }
        }
        return answers
    }

    private func fetch(_ pack: RemotePack) throws(LintFailure) -> [(path: String, bytes: [UInt8])] {
        let temporary = try TemporaryFolder()
        defer { remove(temporary.path) }
        return try orFail(pack.reference) {
            let git = try Git.fetch(pack.commit, from: pack.address, into: temporary.path)
            var files: [(path: String, bytes: [UInt8])] = []
            var size = 0
            for entry in try git.tree(pack.commit) where entry.mode.isRegular {
                guard let path = inside(entry.path, pack) else { continue }
                guard let bytes = try git.blob(entry.id, limit: PackUpdate.sizeLimit) else {
                    throw LintFailure("\(pack.reference): \(entry.path) is too large for a pack")
                }
                size += bytes.count
                files.append((path, bytes))
                if files.count > PackUpdate.fileLimit || size > PackUpdate.sizeLimit {
                    throw LintFailure(
                        "\(pack.reference): more than \(PackUpdate.fileLimit) files or \(PackUpdate.sizeLimit >> 20) MiB; name the pack's own folder behind '#'"
                    )
                }
            }
            if files.isEmpty {
                throw LintFailure(
                    "\(pack.reference): the commit holds no .yml file at '\(pack.path.isEmpty ? "." : pack.path)'")
            }
            return files
        }
    }

    /// A pack's file by its path in the pack; nil for all else.
    private func inside(_ path: String, _ pack: RemotePack) -> String? {
        guard path.hasSuffix(".yml") || path.hasSuffix(".yaml") else { return nil }
        var rest = Substring(path)
        if path == pack.path {
            rest = path.split(separator: "/").last ?? rest
        } else if !pack.path.isEmpty {
            let prefix = pack.path.hasSuffix("/") ? pack.path : pack.path + "/"
            guard path.hasPrefix(prefix) else { return nil }
            rest = path.dropFirst(prefix.count)
        }
        // Hidden files are no part of a pack, and what could lead out of the folder does not get in.
        let parts = rest.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.allSatisfy({ !$0.isEmpty && !$0.hasPrefix(".") }),
            rest.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F })
        else { return nil }
        return String(rest)
    }

    private func write(_ files: [(path: String, bytes: [UInt8])], of pack: RemotePack) throws(LintFailure)
        -> PackLock.Entry
    {
        let folder = PackLock.folder + "/" + pack.folderName
        remove(root + "/" + folder)
        var entry = PackLock.Entry(reference: pack.reference, folder: pack.folderName, files: [])
        for file in files.sorted(by: { $0.path < $1.path }) {
            try save(file.bytes, to: folder + "/" + file.path)
            entry.files.append((file.path, SHA256.hex(file.bytes)))
        }
        return entry
    }

    /// Writes a file below the root, with the folders that it needs.
    private func save(_ bytes: [UInt8], to path: String) throws(LintFailure) {
        var folder = root
        for part in path.split(separator: "/").dropLast() {
            folder += "/" + part
            var status = stat()
            if lstat(folder, &status) == 0 {
                // A link could lead out of the repository.
                guard status.st_mode & S_IFMT == S_IFDIR else {
                    throw LintFailure("\(Settings.relative(folder)): is in the way: not a folder; remove it")
                }
            } else if mkdir(folder, 0o777) != 0 {
                throw LintFailure("\(Settings.relative(folder)): cannot be made: \(String(cString: strerror(errno)))")
            }
        }
        do { try AtomicFile.write(root + "/" + path, bytes) } catch { throw LintFailure("\(error)") }
    }

    /// Removes a file, or a folder with all that is in it; links are not followed.
    private func remove(_ path: String) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return }
        guard status.st_mode & S_IFMT == S_IFDIR else {
            unlink(path)
            return
        }
        for name in FolderContents.names(in: path) { remove(path + "/" + name) }
        rmdir(path)
    }
}

/// A new folder of this user alone.
private struct TemporaryFolder {
    let path: String

    init() throws(LintFailure) {
        let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var template = Array((parent + "/flywheel-lint-XXXXXX").utf8CString)
        guard mkdtemp(&template) != nil else {
            throw LintFailure("\(parent): no temporary folder can be made: \(String(cString: strerror(errno)))")
        }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
