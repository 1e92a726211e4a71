import CSystem
import Glibc
public import LintSource

/// What `git cat-file` has to say about a blob that was asked for.
public enum Blob {
    /// The bytes, valid during the call; 64 zero bytes stand behind them.
    case bytes(ByteView)
    /// Larger than the limit; its size in bytes.
    case tooLarge(size: Int)
    /// Not in the repository: a partial clone, or a damaged one.
    case missing
}

extension Git {
    /// Reads blobs in the order of `ids`, one process for all of them, the answers passing through one buffer.
    /// May be called from several threads at once, each with a part of the ids.
    ///
    /// - Parameters:
    ///   - limit: larger blobs are passed over, in bytes.
    ///   - body: gets the index into `ids`, and the blob.
    public func blobs(
        _ ids: [ObjectID], limit: Int = 16 << 20, _ body: (Int, Blob) throws(GitError) -> Void
    ) throws(GitError) {
        if ids.isEmpty { return }
        var stream = BlobStream(try start(["cat-file", "--batch", "--buffer"], hasInput: true), ids: ids, limit: limit)
        try stream.run(body)
        let (status, message) = try stream.finish()
        if status != 0 { throw Git.failure(command: "cat-file", status: status, message: message, folder: root) }
    }

    /// One blob.
    ///
    /// - Returns: nil when it is missing or larger than `limit` bytes.
    public func blob(_ id: ObjectID, limit: Int = 16 << 20) throws(GitError) -> [UInt8]? {
        var result: [UInt8]?
        try blobs([id], limit: limit) { _, blob in
            if case .bytes(let view) = blob { result = Array(view.buffer) }
        }
        return result
    }
}

/// Writes questions to `git cat-file --batch` and reads its answers by turns, whichever the pipes are ready for.
private struct BlobStream: ~Copyable {
    private static let padding = 64

    private var process: GitProcess
    private let ids: [ObjectID]
    private let limit: Int
    /// Ids before this one have been put into `questions`.
    private var asked = 0
    private var questions: [UInt8] = []
    private var sent = 0
    private var buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
    /// Read and not yet used.
    private var unread = 0..<0
    /// Bytes of a blob that is too large, still to be thrown away.
    private var discarding = 0

    init(_ process: consuming GitProcess, ids: [ObjectID], limit: Int) {
        self.process = process
        self.ids = ids
        self.limit = limit
    }

    deinit { buffer.deallocate() }

    mutating func finish() throws(GitError) -> (status: Int32, message: [UInt8]) { try process.finish() }

    mutating func run(_ body: (Int, Blob) throws(GitError) -> Void) throws(GitError) {
        var answered = 0
        while answered < ids.count {
            guard let header = try takeLine() else {
                guard try exchange() else { return try ended() }
                continue
            }
            // ID SP TYPE SP SIZE, or ID SP "missing".
            let words = RawOutput.words(header[...])
            if words.count == 2, words[1] == "missing" {
                try body(answered, .missing)
            } else if words.count == 3, let size = Int(words[2]), size >= 0 {
                if size > limit {
                    try body(answered, .tooLarge(size: size))
                    try discard(size + 1)
                } else {
                    try need(size + 1)
                    let isBlob = words[1] == "blob"
                    try lend(size) { view throws(GitError) in try body(answered, isBlob ? .bytes(view) : .missing) }
                    unread = (unread.lowerBound + size + 1)..<unread.upperBound
                }
            } else {
                throw .malformed(command: process.command)
            }
            answered += 1
        }
    }

    /// git closed its output before it had answered: its status says why, unless it lies.
    private mutating func ended() throws(GitError) {
        let (status, message) = try process.finish()
        let text = String(decoding: message, as: UTF8.self).split(separator: "\n").last.map(String.init) ?? ""
        throw .failed(command: process.command, status: status, message: text)
    }

    private mutating func takeLine() throws(GitError) -> [UInt8]? {
        for i in unread where buffer[i] == 0x0A {
            let line = Array(buffer[unread.lowerBound..<i])
            unread = (i + 1)..<unread.upperBound
            return line
        }
        guard unread.count < 1024 else { throw .malformed(command: process.command) }
        return nil
    }

    private mutating func need(_ count: Int) throws(GitError) {
        while unread.count < count {
            reserve(count)
            guard try exchange() else { return try ended() }
        }
    }

    private mutating func discard(_ count: Int) throws(GitError) {
        var left = count
        while true {
            let step = min(left, unread.count)
            unread = (unread.lowerBound + step)..<unread.upperBound
            left -= step
            if left == 0 { return }
            guard try exchange() else { return try ended() }
        }
    }

    /// Lends the next `size` bytes, for the time of the call with zeros behind them.
    private func lend(_ size: Int, _ body: (ByteView) throws(GitError) -> Void) throws(GitError) {
        let end = unread.lowerBound + size
        let behind = Array(buffer[end..<(end + BlobStream.padding)])
        buffer[end..<(end + BlobStream.padding)].initializeMemory(as: UInt8.self, repeating: 0)
        defer { buffer[end..<(end + BlobStream.padding)].copyBytes(from: behind) }
        let bytes = UnsafeRawBufferPointer(rebasing: buffer[unread.lowerBound..<end])
        try body(ByteView(bytes.assumingMemoryBound(to: UInt8.self)))
    }

    /// Makes room for `count` unread bytes, those that are there moved to the front.
    private mutating func reserve(_ count: Int) {
        let room = count + BlobStream.padding
        if unread.lowerBound + room <= buffer.count { return }
        if room > buffer.count {
            let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: max(room, 2 * buffer.count), alignment: 16)
            larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[unread]))
            buffer.deallocate()
            buffer = larger
        } else if let base = buffer.baseAddress {
            memmove(base, base + unread.lowerBound, unread.count)
        }
        unread = 0..<unread.count
    }

    /// Sends what can be sent, reads what can be read; false at the end of the output.
    private mutating func exchange() throws(GitError) -> Bool {
        refill()
        if unread.isEmpty { unread = 0..<0 }
        reserve(unread.count + 4096)
        var polled = [pollfd(fd: process.output, events: Int16(POLLIN), revents: 0)]
        if process.input >= 0 { polled.append(pollfd(fd: process.input, events: Int16(POLLOUT), revents: 0)) }
        while poll(&polled, nfds_t(polled.count), -1) < 0 {
            guard errno == EINTR else { throw .system(command: process.command, errno: errno) }
        }
        if polled.count > 1, polled[1].revents != 0 { send() }
        guard polled[0].revents != 0 else { return true }
        let count = Glibc.read(
            process.output, buffer.baseAddress.map { $0 + unread.upperBound },
            buffer.count - BlobStream.padding - unread.upperBound)
        if count < 0 {
            if errno == EINTR { return true }
            throw .system(command: process.command, errno: errno)
        }
        unread = unread.lowerBound..<(unread.upperBound + count)
        return count > 0
    }

    private mutating func refill() {
        guard process.input >= 0, sent == questions.count else { return }
        questions.removeAll(keepingCapacity: true)
        sent = 0
        while asked < ids.count, questions.count < 32 << 10 {
            questions += ids[asked].hex
            questions.append(0x0A)
            asked += 1
        }
        if questions.isEmpty { process.closeInput() }
    }

    private mutating func send() {
        let count = questions.withUnsafeBytes { bytes in
            bytes.baseAddress.map { flywheel_send(process.input, $0 + sent, bytes.count - sent) } ?? 0
        }
        if count > 0 {
            sent += count
        } else if errno != EAGAIN, errno != EINTR {
            // git has gone; the end of its output will be seen next.
            process.closeInput()
        }
    }
}
