/// What git keeps under a path.
public enum FileMode: Sendable, Hashable {
    case file, executable, symlink, submodule, other

    init(octal: some Sequence<UInt8>) {
        self.init(bits: octal.reduce(0) { $0 << 3 | UInt32($1 & 7) })
    }

    /// As the index has it.
    init(bits: UInt32) {
        switch bits {
        case 0o100644, 0o100664: self = .file
        case 0o100755: self = .executable
        case 0o120000: self = .symlink
        case 0o160000: self = .submodule
        default: self = .other
        }
    }

    /// Whether there are bytes to read: links and submodules are not followed.
    public var isRegular: Bool { self == .file || self == .executable }
}

/// A file of a commit or of the index.
public struct TreeEntry: Sendable, Hashable {
    /// From the repository's root. Bytes that are not UTF-8 are written `\xHH`.
    public var path: String
    public var mode: FileMode
    public var id: ObjectID
    /// In bytes; nil where git was not asked.
    public var size: Int?

    public init(path: String, mode: FileMode, id: ObjectID, size: Int? = nil) {
        self.path = path
        self.mode = mode
        self.id = id
        self.size = size
    }

    /// The order of the index: by the bytes of the paths.
    static func precede(_ a: String, _ b: String) -> Bool { a.utf8.lexicographicallyPrecedes(b.utf8) }
}

/// How a path differs between two states.
public struct TreeChange: Sendable, Hashable {
    public enum Status: Sendable, Hashable { case added, modified, deleted, typeChanged, renamed(from: String), other }
    public var path: String
    public var status: Status
    /// Before; `.other` and a zero id when the path was not there.
    public var oldMode: FileMode
    public var oldID: ObjectID
    /// After; a zero id also means that the file lies in the working tree and was not hashed.
    public var newMode: FileMode
    public var newID: ObjectID
}
