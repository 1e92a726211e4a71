public import LintSource

/// A file that the walk came by.
public struct WalkedFile: Sendable, Hashable {
    /// Relative to the walk's root, `/` between parts. Bytes that are not UTF-8 are written `\xHH`.
    public var path: String
    /// In bytes, when it was listed.
    public var size: Int
    /// The name as the system knows it, when it is not UTF-8 and ``path`` therefore cannot be opened.
    public var rawPath: [UInt8]?

    public init(path: String, size: Int, rawPath: [UInt8]? = nil) {
        self.path = path
        self.size = size
        self.rawPath = rawPath
    }
}

/// A file that was just read, lent for the time of one call.
public struct FileInHand {
    /// Relative to the walk's root, `/` between parts; any bytes but NUL.
    public let pathBytes: ByteView
    /// The whole file; ``FileReader/padding`` zero bytes stand behind it.
    public let bytes: ByteView
    /// Whether it is a symbolic link, whose bytes are its target.
    public let isLink: Bool

    /// As ``WalkedFile/path``. Makes a `String`: ask for it only when the file has something to report.
    public var path: String { PathText.readable(pathBytes) }
}

enum PathText {
    /// Adds a path as ``readable(_:)`` gives it.
    static func add(_ path: ByteView, to list: inout PathList) {
        if TextCheck.illFormed(path) == 0 { list.append(path) } else { list.append(readable(path)) }
    }

    /// Text that is UTF-8 as it is, else with `\xHH` for each byte that is not.
    static func readable(_ path: ByteView) -> String {
        if TextCheck.illFormed(path) == 0 { return String(decoding: path.buffer, as: UTF8.self) }
        var text = ""
        var i = 0
        while i < path.count {
            // The shortest piece that is well-formed, or one bad byte.
            var length = 1
            while length <= 4, i + length <= path.count {
                if TextCheck.illFormed(ByteView(path[i..<(i + length)])) == 0 { break }
                length += 1
            }
            if length <= 4, i + length <= path.count {
                text += String(decoding: path[i..<(i + length)], as: UTF8.self)
                i += length
            } else {
                let digits = String(path[i], radix: 16, uppercase: true)
                text += digits.count == 1 ? "\\x0" + digits : "\\x" + digits
                i += 1
            }
        }
        return text
    }
}
