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
        var reader = FieldReader()
        var step: HistoryStep?
        var stepStart = 0
        while let field = try reader.next(process) {
            if field.first == .ascii(":") || field.first == 0x0A {
                let change = try RawOutput.change(field[...]) { () throws(GitError) in try reader.next(process)?[...] }
                guard let change else { throw .malformed(command: "log") }
                step?.changes.append(change)
                if reader.bytes - stepStart > listingLimit {
                    throw .tooMuchOutput(command: "log", limit: listingLimit)
                }
            } else if !field.isEmpty {
                if let step { try body(step) }
                stepStart = reader.bytes
                guard let id = field.withByteView({ ObjectID($0) }), let date = try reader.next(process),
                    let author = try reader.next(process), let subject = try reader.next(process)
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
    /// How many were read.
    private(set) var bytes = 0
    private var buffer = [UInt8](repeating: 0, count: 256 << 10)
    private var start = 0
    private var end = 0

    mutating func next(_ process: borrowing GitProcess) throws(GitError) -> [UInt8]? {
        var field: [UInt8] = []
        while true {
            if start == end {
                let count = try process.read(into: &buffer)
                guard count > 0 else { return field.isEmpty ? nil : field }
                start = 0
                end = count
                bytes += count
            }
            guard let stop = stop() else {
                field += buffer[start..<end]
                start = end
                continue
            }
            field += buffer[start..<stop]
            start = stop + 1
            return field
        }
    }

    /// Where the next NUL stands.
    private func stop() -> Int? {
        buffer.withUnsafeBytes { bytes in
            bytes.baseAddress.flatMap { base in
                memchr(base + start, 0, end - start).map { base.distance(to: UnsafeRawPointer($0)) }
            }
        }
    }
}
