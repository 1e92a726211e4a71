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

@_spi(Fuzzing) public enum RawOutput {
    /// Text that is UTF-8 as it is, else with `\xHH` for each byte that is not (as the walker writes names).
    static func path(_ bytes: ArraySlice<UInt8>) -> String {
        if let text = String(validating: bytes, as: UTF8.self) { return text }
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
        let words = field.drop { $0 == 0x0A || $0 == .ascii(":") }.split(separator: 0x20)
        guard words.count == 5, let old = ObjectID(hex: words[2]), let new = ObjectID(hex: words[3]),
            let first = try nextField().map(path)
        else { return nil }
        var change = TreeChange(
            path: first, status: .other, oldMode: FileMode(octal: words[0]), oldID: old,
            newMode: FileMode(octal: words[1]), newID: new)
        switch words[4].first {
        case .ascii("A"): change.status = .added
        case .ascii("M"): change.status = .modified
        case .ascii("D"): change.status = .deleted
        case .ascii("T"): change.status = .typeChanged
        case .ascii("R"), .ascii("C"):
            guard let second = try nextField().map(path) else { return nil }
            change.path = second
            change.status = words[4].first == .ascii("R") ? .renamed(from: first) : .added
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
