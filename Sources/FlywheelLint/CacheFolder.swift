import CSystem
import Glibc
import LintGit
import LintLedger
import LintReport
import LintSource
import LintWalk

/// Answers of earlier runs, in a folder of the git folder that all worktrees share.
///
/// Nothing depends on it: what cannot be read or written, is damaged or was made by another tool or with other rules is
/// as good as not there. A file is named by what it answers to, so runs with other rules do not take turns.
struct CacheFolder: Sendable {
    /// Files that are kept, and the bytes one may have.
    static let fileLimit = 8
    static let sizeLimit = 64 << 20

    private let folder: String
    let key: [UInt8]

    /// `nil` where answers cannot be told to be of the same tool and rules.
    ///
    /// - Parameter question: what beside tool, rules and arguments the answer depends on.
    init?(_ git: Git, _ settings: Settings, question: [String]) {
        guard let tool = CacheFolder.tool, let sources = settings.sources else { return nil }
        var all = [
            Version.text, tool, settings.root == git.root ? "" : String(settings.root.dropFirst(git.root.count)),
        ]
        all += question
        var bytes: [UInt8] = []
        for text in all { CacheFolder.add(Array(text.utf8), to: &bytes) }
        for source in sources { CacheFolder.add(source, to: &bytes) }
        let digits = SHA256.hex(bytes)
        key = stride(from: 0, to: 64, by: 2).compactMap { at in
            let start = digits.index(digits.startIndex, offsetBy: at)
            return UInt8(digits[start..<digits.index(start, offsetBy: 2)], radix: 16)
        }
        folder = git.commonFolder + "/flywheel-lint"
    }

    private static func add(_ part: [UInt8], to bytes: inout [UInt8]) {
        for shift in stride(from: 0, to: 64, by: 8) { bytes.append(UInt8(truncatingIfNeeded: part.count >> shift)) }
        bytes += part
    }

    /// What tells this executable from others: the built-in rules and what they mean are in it.
    private static var tool: String? {
        var status = stat()
        guard stat("/proc/self/exe", &status) == 0 else { return nil }
        return "\(status.st_size) \(status.st_mtim.tv_sec) \(status.st_mtim.tv_nsec)"
    }

    private func path(_ name: String) -> String {
        let digits = key.prefix(8).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        return folder + "/" + name + "-" + digits + ".cache"
    }

    /// What was kept; `nil` when there is nothing that can be trusted.
    func read(_ name: String) -> ArraySlice<UInt8>? {
        guard let bytes = try? FileReader.bytes(of: path(name), limit: CacheFolder.sizeLimit) else { return nil }
        return CacheRecord.payload(bytes, key: key)
    }

    /// Keeps an answer, whole or not at all, and drops the oldest others.
    func write(_ name: String, _ payload: [UInt8]) {
        guard payload.count < CacheFolder.sizeLimit - 1_024 else { return }
        mkdir(folder, 0o777)
        do { try AtomicFile.write(path(name), CacheRecord.framed(payload, key: key)) } catch { return }
        prune()
    }

    private func prune() {
        let files = FolderContents.files(below: folder).filter { $0.hasSuffix(".cache") }
        guard files.count > CacheFolder.fileLimit else { return }
        let aged = files.map { name -> (age: Int, name: String) in
            var status = stat()
            return (lstat(folder + "/" + name, &status) == 0 ? status.st_mtim.tv_sec : 0, name)
        }
        for file in aged.sorted(by: { $0 < $1 }).dropLast(CacheFolder.fileLimit) { unlink(folder + "/" + file.name) }
    }
}
