/// What git keeps under a path.
public enum FileMode: Sendable, Hashable {
    case file, executable, symlink, submodule, other

    init(octal: some StringProtocol) {
        switch octal {
        case "100644", "100664": self = .file
        case "100755": self = .executable
        case "120000": self = .symlink
        case "160000": self = .submodule
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
