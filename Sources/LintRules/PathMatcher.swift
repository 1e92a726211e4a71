import LintPattern
import LintSource

/// Text that claims to be a path of this repository: it begins with one of the roots that are known folders, or ends in
/// an extension that is known, or in a slash.
public struct PathMatcher: Sendable, Hashable {
    let roots: [[UInt8]]
    /// With their dots.
    let extensions: [[UInt8]]
    /// Whether a slash at the end is enough.
    let folders: Bool
    /// Whether what is there, or what is not, is meant; `nil`: both.
    let exists: Bool?

    public init(rooted: [String] = [], extensions: [String] = [], folders: Bool = false, exists: Bool? = nil) {
        roots = rooted.map { root in
            let plain = root.hasPrefix("./") ? root.dropFirst(2) : root.drop { $0 == "/" }
            return Array((plain.hasSuffix("/") ? plain : plain + "/").utf8)
        }
        self.extensions = extensions.map { Array(($0.hasPrefix(".") ? $0 : "." + $0).utf8) }
        self.folders = folders
        self.exists = exists
    }

    /// As they are kept: folders with a slash at their end, extensions with their dots.
    init(roots: [[UInt8]], suffixes: [[UInt8]], folders: Bool, exists: Bool?) {
        self.roots = roots
        extensions = suffixes
        self.folders = folders
        self.exists = exists
    }

    var literals: [[UInt8]] { roots + extensions + (folders ? [[.ascii("/")]] : []) }

    func matches(_ request: MatchRequest) -> [Match] {
        let bytes = request.bytes
        var found: [Match] = []
        var pace = MatchPace(request.scratch)
        var at = Int(request.range.start)
        while at < Int(request.range.end), found.count < request.maximum, !pace.isOver(at: at) {
            let end = PathMatcher.end(from: at, in: bytes)
            if end == at {
                at += 1
                continue
            }
            if let path = claim(at, end, in: bytes) {
                found.append(
                    Match(range: path, captures: [.init(name: "path", range: path)], mustExist: exists))
            }
            at = end
        }
        return found
    }

    /// Where the characters of paths, and what a program fills in among them, end.
    private static func end(from start: Int, in bytes: ByteView) -> Int {
        var at = start
        while at < bytes.count {
            if let hole = URLParts.holeEnd(startingAt: at, in: bytes) {
                at = hole
            } else if Surroundings.beginsWord(at, in: bytes) || "_-./@+*~".utf8.contains(bytes[at]) {
                at += 1
                while bytes[at] & 0xC0 == 0x80 { at += 1 }
            } else {
                break
            }
        }
        return at
    }

    /// The path that the characters between `start` and `end` claim to be; without `./` before it, and without the marks
    /// and full stops around it.
    private func claim(_ start: Int, _ end: Int, in bytes: ByteView) -> ByteRange? {
        var start = start
        var end = end
        while start < end, "*@+".utf8.contains(bytes[start]) { start += 1 }
        while bytes[start] == .ascii("."), bytes[start + 1] == .ascii("/"), start < end { start += 2 }
        while end > start, ".*".utf8.contains(bytes[end - 1]) { end -= 1 }
        // An option, a path of the machine or of a home, the rest of a URL, what only a program knows.
        guard start < end, !"-/~".utf8.contains(bytes[start]), URLParts.holeEnd(startingAt: start, in: bytes) == nil
        else { return nil }
        let text = bytes[start..<end]
        let isRooted = roots.contains { text.starts(with: $0) }
        guard isRooted || (isFile(start, end, in: bytes) || (folders && bytes[end - 1] == .ascii("/"))) else {
            return nil
        }
        if !isRooted, isElsewhere(start, end, in: bytes) { return nil }
        return ByteRange(start, end)
    }

    /// Whether the last part is a name with one of the extensions.
    private func isFile(_ start: Int, _ end: Int, in bytes: ByteView) -> Bool {
        extensions.contains { suffix in
            let stem = end - suffix.count
            guard stem > start, bytes[stem..<end].elementsEqual(suffix) else { return false }
            return bytes[stem - 1].isWord || bytes[stem - 1] >= 0x80 || "})>-+~@".utf8.contains(bytes[stem - 1])
        }
    }

    /// Whether it is the address of a mailbox, or begins with a host: a name with a dot before the first slash.
    private func isElsewhere(_ start: Int, _ end: Int, in bytes: ByteView) -> Bool {
        guard let slash = (start..<end).first(where: { bytes[$0] == .ascii("/") }) else {
            return (start..<end).contains { bytes[$0] == .ascii("@") }
        }
        if (start..<slash).contains(where: { bytes[$0] == .ascii("@") }) { return true }
        return bytes[start] != .ascii(".") && Surroundings.isHost(bytes, start, slash)
            && (start..<slash).contains { bytes[$0] == .ascii(".") }
    }
}
