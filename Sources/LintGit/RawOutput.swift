import LintSource

/// Reads what git writes with `-z`: fields with a NUL behind each.
struct RawFields {
    private let bytes: [UInt8]
    private var next = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The next field, or nil at the end.
    mutating func field() -> ArraySlice<UInt8>? {
        guard next < bytes.count else { return nil }
        let end = bytes[next...].firstIndex(of: 0) ?? bytes.count
        defer { next = end + 1 }
        return bytes[next..<end]
    }
}

/// What stands in front of a change's path. A history has tens of thousands of them: read where they lie.
private struct ChangeHead {
    let oldMode: FileMode
    let newMode: FileMode
    let oldID: ObjectID
    let newID: ObjectID
    /// The first letter of the fifth word.
    let status: UInt8

    init?(_ line: ByteView) {
        var at = 0
        while line[at] == 0x0A || line[at] == .ascii(":") { at += 1 }
        func word() -> UnsafeBufferPointer<UInt8> {
            while line[at] == 0x20 { at += 1 }
            let start = at
            while at < line.count, line[at] != 0x20 { at += 1 }
            return line[start..<at]
        }
        oldMode = FileMode(octal: word())
        newMode = FileMode(octal: word())
        guard let old = ObjectID(ByteView(word())), let new = ObjectID(ByteView(word())), let status = word().first,
            word().isEmpty
        else { return nil }
        oldID = old
        newID = new
        self.status = status
    }
}

@_spi(Fuzzing) public enum RawOutput {
    /// Text that is UTF-8 as it is, else with `\xHH` for each byte that is not (as the walker writes names).
    static func path(_ bytes: ArraySlice<UInt8>) -> String {
        if let text = bytes.withUnsafeBufferPointer({ ByteView($0).wellFormedText }) { return text }
        var text = ""
        var rest = bytes
        while let first = rest.first {
            let piece = (1...4).lazy.compactMap { length in
                rest.count < length ? nil : String(validating: rest.prefix(length), as: UTF8.self)
            }.first
            if let piece {
                text += piece
                rest = rest.dropFirst(piece.utf8.count)
            } else {
                let digits = String(first, radix: 16, uppercase: true)
                text += digits.count == 1 ? "\\x0" + digits : "\\x" + digits
                rest = rest.dropFirst()
            }
        }
        return text
    }

    static func words(_ field: ArraySlice<UInt8>) -> [Substring] {
        String(decoding: field, as: UTF8.self).split(separator: " ", omittingEmptySubsequences: true)
    }

    /// `:100644 100755 OLD NEW M`, and then the path, or two of a rename.
    static func change(
        _ field: ArraySlice<UInt8>, _ nextField: () throws(GitError) -> ArraySlice<UInt8>?
    ) throws(GitError) -> TreeChange? {
        guard let head = field.withUnsafeBufferPointer({ ChangeHead(ByteView($0)) }),
            let first = try nextField().map(path)
        else { return nil }
        var change = TreeChange(
            path: first, status: .other, oldMode: head.oldMode, oldID: head.oldID, newMode: head.newMode,
            newID: head.newID)
        switch head.status {
        case .ascii("A"): change.status = .added
        case .ascii("M"): change.status = .modified
        case .ascii("D"): change.status = .deleted
        case .ascii("T"): change.status = .typeChanged
        case .ascii("R"), .ascii("C"):
            guard let second = try nextField().map(path) else { return nil }
            change.path = second
            change.status = head.status == .ascii("R") ? .renamed(from: first) : .added
        default: break
        }
        return change
    }

    public static func changes(_ bytes: [UInt8], command: String) throws(GitError) -> [TreeChange] {
        var fields = RawFields(bytes)
        var changes: [TreeChange] = []
        while let field = fields.field() {
            guard let change = try change(field, { fields.field() }) else { throw .malformed(command: command) }
            changes.append(change)
        }
        return changes
    }
}
