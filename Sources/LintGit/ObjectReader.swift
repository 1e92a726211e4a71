import CSystem
import Glibc
import LintSource

/// A running `git cat-file --batch`: names go in and objects come out, by turns, whichever the pipes are ready for.
public struct ObjectReader: ~Copyable {
    private static let padding = 64
    /// Longest line in front of an object, in bytes: it repeats a name that git does not know.
    private static let longestHeader = 8 << 10

    /// Whether git's input is closed behind the next blobs that are asked for.
    private let isLast: Bool
    /// Where the repository's references may be.
    private let folders: [String]

    private var process: GitProcess
    private var ids: [ObjectID] = []
    /// Ids before this one have been put into `questions`.
    private var asked = 0
    private var questions: [UInt8] = []
    private var sent = 0
    private var buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
    /// Read and not yet used.
    private var unread = 0..<0
    /// Bytes of a blob that is too large, still to be thrown away.
    private var discarding = 0

    /// One that can be asked again and again.
    public init(_ git: Git) throws(GitError) {
        process = try git.start(["cat-file", "--batch"], hasInput: true)
        isLast = false
        folders = git.folders
    }

    /// One for blobs that are all asked for at once; ask ``end(_:)`` afterwards whether git was content.
    public init(once git: Git) throws(GitError) {
        process = try git.start(["cat-file", "--batch", "--buffer"], hasInput: true)
        isLast = true
        folders = git.folders
    }

    deinit { buffer.deallocate() }

    /// Waits for the end of git.
    ///
    /// - Throws: its complaint, if it has one.
    public mutating func end(_ git: Git) throws(GitError) {
        let (status, message) = try process.finish()
        if status != 0 { throw Git.failure(command: "cat-file", status: status, message: message, folder: git.root) }
    }

    /// The commit that a name stands for, as ``Git/resolve(_:)`` has it.
    public mutating func resolve(_ revision: String) throws(GitError) -> ObjectID {
        guard Git.isSafe(revision) else { throw .unsafeRevision(revision) }
        try WaitingFiles.check(revision, in: folders)
        guard let id = try commit(revision) else { throw .unknownRevision(revision) }
        return id
    }

    /// The branch that others are merged into, by its full name, and its last commit: what `origin/HEAD` points to, or the
    /// first of `origin/main`, `origin/master`, `main`, `master` that exists; nil when none does.
    public mutating func defaultBranch() throws(GitError) -> (name: String, id: ObjectID)? {
        for branch in [
            "remotes/origin/HEAD", "remotes/origin/main", "remotes/origin/master", "heads/main", "heads/master",
        ] {
            if let id = try commit("refs/" + branch) { return ("refs/" + branch, id) }
        }
        return nil
    }

    /// The commit of a name; nil where there is none, or more than one.
    mutating func commit(_ name: String) throws(GitError) -> ObjectID? {
        guard name.utf8.count < ObjectReader.longestHeader - 64 else { return nil }
        questions += name.utf8
        questions += "^{commit}\n".utf8
        guard case .object(let id, .commit, let size) = try nextHeader() else { return nil }
        try discard(size + 1)
        return id
    }

    /// As ``Git/blobs(_:limit:_:)``.
    public mutating func blobs(
        _ ids: [ObjectID], limit: Int, _ body: (Int, Blob) throws(GitError) -> Void
    ) throws(GitError) {
        try objects(ids, .blob, limit: limit, body)
    }

    /// The contents of trees, as git keeps them.
    mutating func trees(_ ids: [ObjectID], _ body: (Int, Blob) throws(GitError) -> Void) throws(GitError) {
        try objects(ids, .tree, limit: Git.outputLimit, body)
    }

    private mutating func objects(
        _ ids: [ObjectID], _ wanted: Header.Kind, limit: Int, _ body: (Int, Blob) throws(GitError) -> Void
    ) throws(GitError) {
        self.ids = ids
        asked = 0
        for index in ids.indices {
            switch try nextHeader() {
            case .none:
                try body(index, .missing)
            case .object(_, _, let size) where size > limit:
                try body(index, .tooLarge(size: size))
                try discard(size + 1)
            case .object(_, let kind, let size):
                try need(size + 1)
                try lend(size) { view throws(GitError) in try body(index, kind == wanted ? .bytes(view) : .missing) }
                unread = (unread.lowerBound + size + 1)..<unread.upperBound
            }
        }
    }

    /// The tree of a commit; nil where it is missing.
    mutating func tree(of commit: ObjectID) throws(GitError) -> ObjectID? {
        var tree: ObjectID?
        // Of a commit the first line is asked for; a message of gigabytes is nobody's.
        try objects([commit], .commit, limit: 16 << 20) { _, object in
            guard case .bytes(let text) = object, text.has("tree ", at: 0) else { return }
            let line = text.buffer.dropFirst(5).prefix { $0 != 0x0A }
            tree = ObjectID(hex: Array(line)[...])
        }
        return tree
    }

    /// The line in front of an object: `ID SP TYPE SP SIZE`, or `NAME SP "missing"` (or `"ambiguous"`).
    private enum Header {
        enum Kind { case blob, commit, tree, other }
        case object(ObjectID, Kind, size: Int)
        case none

        init?(_ line: UnsafeRawBufferPointer) {
            let bytes = ByteView(line.assumingMemoryBound(to: UInt8.self))
            if line.hasSuffix(" missing") || line.hasSuffix(" ambiguous") {
                self = .none
                return
            }
            guard let space = line.firstIndex(of: 0x20), let id = ObjectID(ByteView(bytes[0..<space])),
                let last = line.lastIndex(of: 0x20), last > space, last + 1 < line.count, line.count - last < 18
            else { return nil }
            var size = 0
            for byte in line[(last + 1)...] {
                guard byte.isDigit else { return nil }
                size = size * 10 + Int(byte - 0x30)
            }
            let type = line[(space + 1)..<last]
            let kinds: [(String, Kind)] = [("blob", .blob), ("tree", .tree), ("commit", .commit)]
            let kind = kinds.first { type.elementsEqual($0.0.utf8) }?.1 ?? .other
            self = .object(id, kind, size: size)
        }
    }

    private mutating func nextHeader() throws(GitError) -> Header {
        while true {
            if let header = try takeHeader() { return header }
            guard try exchange() else { throw try ended() }
        }
    }

    /// git closed its output before it had answered: its status says why, unless it lies.
    private mutating func ended() throws(GitError) -> GitError {
        let (status, message) = try process.finish()
        let text = String(decoding: message, as: UTF8.self).split(separator: "\n").last.map(String.init) ?? ""
        if text.contains(" from promisor remote") { return .notFetched(command: process.command) }
        return .failed(command: process.command, status: status, message: text)
    }

    private mutating func takeHeader() throws(GitError) -> Header? {
        let bytes = UnsafeRawBufferPointer(rebasing: buffer[unread])
        guard let end = bytes.firstIndex(of: 0x0A) else {
            guard unread.count < ObjectReader.longestHeader else { throw .malformed(command: process.command) }
            return nil
        }
        guard let header = Header(UnsafeRawBufferPointer(rebasing: bytes[..<end])) else {
            throw .malformed(command: process.command)
        }
        unread = (unread.lowerBound + end + 1)..<unread.upperBound
        return header
    }

    private mutating func need(_ count: Int) throws(GitError) {
        while unread.count < count {
            reserve(count)
            guard try exchange() else { throw try ended() }
        }
    }

    private mutating func discard(_ count: Int) throws(GitError) {
        var left = count
        while true {
            let step = min(left, unread.count)
            unread = (unread.lowerBound + step)..<unread.upperBound
            left -= step
            if left == 0 { return }
            guard try exchange() else { throw try ended() }
        }
    }

    /// Lends the next `size` bytes, for the time of the call with zeros behind them.
    private func lend(_ size: Int, _ body: (ByteView) throws(GitError) -> Void) throws(GitError) {
        let end = unread.lowerBound + size
        let behind = Array(buffer[end..<(end + ObjectReader.padding)])
        buffer[end..<(end + ObjectReader.padding)].initializeMemory(as: UInt8.self, repeating: 0)
        defer { buffer[end..<(end + ObjectReader.padding)].copyBytes(from: behind) }
        let bytes = UnsafeRawBufferPointer(rebasing: buffer[unread.lowerBound..<end])
        try body(ByteView(bytes.assumingMemoryBound(to: UInt8.self)))
    }

    /// Makes room for `count` unread bytes, those that are there moved to the front.
    private mutating func reserve(_ count: Int) {
        let room = count + ObjectReader.padding
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
        if process.input >= 0, sent < questions.count {
            polled.append(pollfd(fd: process.input, events: Int16(POLLOUT), revents: 0))
        }
        while true {
            let ready = poll(&polled, nfds_t(polled.count), process.milliseconds)
            if ready > 0 { break }
            if ready == 0 { throw .silent(command: process.command, seconds: Int(process.patience)) }
            guard errno == EINTR else { throw .system(command: process.command, errno: errno) }
        }
        if polled.count > 1, polled[1].revents != 0 { send() }
        guard polled[0].revents != 0 else { return true }
        let count = Glibc.read(
            process.output, buffer.baseAddress.map { $0 + unread.upperBound },
            buffer.count - ObjectReader.padding - unread.upperBound)
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
        if questions.isEmpty, isLast { process.closeInput() }
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

extension UnsafeRawBufferPointer {
    fileprivate func hasSuffix(_ text: StaticString) -> Bool {
        count >= text.utf8CodeUnitCount
            && self[(count - text.utf8CodeUnitCount)...].elementsEqual(
                UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }
}
