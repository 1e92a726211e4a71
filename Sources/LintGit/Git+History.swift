import Glibc
import LintSource

/// A commit on the way of first parents, and what it changed against the one before it.
public struct HistoryStep: Sendable {
    public var commit: ObjectID
    /// Of the committer, ISO 8601 with its zone: `2026-02-03T06:07:41+00:00`.
    public var date: String
    public var author: String
    public var subject: String
    /// Against the first parent; of the first commit (or the oldest of a shallow clone), all its files.
    public var changes: [TreeChange]
}

extension Git {
    /// Walks the first parents of `head`, oldest first, without touching the working tree.
    ///
    /// - Parameters:
    ///   - base: where to begin: the commits after it. Nil for the whole history.
    ///   - body: gets one commit after the other; what it throws ends the walk.
    public func history(
        of head: ObjectID, since base: ObjectID? = nil, _ body: (HistoryStep) throws(GitError) -> Void
    ) throws(GitError) {
        var arguments = [
            "log", "-z", "--raw", "-m", "--first-parent", "--no-renames", "--no-abbrev", "--reverse", "--no-ext-diff",
            "--no-textconv", "--no-show-signature", "--no-mailmap", "--ignore-submodules=all",
            "--format=%x00%H%x00%cI%x00%an%x00%s", head.description,
        ]
        if let base { arguments.append("^" + base.description) }
        var process = try start(arguments + ["--"], hasInput: false)
        var reader = FieldReader(process.output)
        var step: HistoryStep?
        while let field = reader.next() {
            if field.first == .ascii(":") || field.first == 0x0A {
                guard let change = RawOutput.change(field[...], { reader.next()?[...] }) else {
                    throw .malformed(command: "log")
                }
                step?.changes.append(change)
            } else if !field.isEmpty {
                if let step { try body(step) }
                guard let id = field.withByteView({ ObjectID($0) }), let date = reader.next(),
                    let author = reader.next(),
                    let subject = reader.next()
                else { throw .malformed(command: "log") }
                step = HistoryStep(
                    commit: id, date: String(decoding: date, as: UTF8.self),
                    author: String(decoding: author, as: UTF8.self),
                    subject: String(decoding: subject, as: UTF8.self), changes: [])
            }
        }
        let (status, message) = try process.finish()
        if status != 0 { throw Git.failure(command: "log", status: status, message: message, folder: root) }
        if let step { try body(step) }
    }
}

/// Cuts what a process writes at its NULs, as it comes.
private struct FieldReader {
    private let descriptor: Int32
    private var buffer = [UInt8](repeating: 0, count: 256 << 10)
    private var start = 0
    private var end = 0

    init(_ descriptor: Int32) { self.descriptor = descriptor }

    mutating func next() -> [UInt8]? {
        var field: [UInt8] = []
        while true {
            if start == end {
                let count = Glibc.read(descriptor, &buffer, buffer.count)
                if count < 0, errno == EINTR { continue }
                // An error reads as the end; the status of git then tells.
                guard count > 0 else { return field.isEmpty ? nil : field }
                start = 0
                end = count
            }
            guard let stop = buffer[start..<end].firstIndex(of: 0) else {
                field += buffer[start..<end]
                start = end
                continue
            }
            field += buffer[start..<stop]
            start = stop + 1
            return field
        }
    }
}
