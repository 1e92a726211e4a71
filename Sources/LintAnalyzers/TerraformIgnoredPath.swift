import LintSource

/// A line of a `.gitignore`, made ready when the file is read: it is asked of many paths.
struct TerraformIgnoredPath: Sendable, Hashable {
    private let glob: PathGlob
    private let isNegated: Bool
    private let isFolder: Bool
    /// What every path ends in that the line names; empty where that is not known.
    private let tail: [UInt8]

    /// `nil` for a line that names nothing.
    init?(_ line: some StringProtocol) {
        var pattern = Substring(line)
        while let last = pattern.last, last == " " || last == "\r" { pattern.removeLast() }
        guard !pattern.isEmpty, !pattern.hasPrefix("#") else { return nil }
        isNegated = pattern.hasPrefix("!")
        if isNegated { pattern.removeFirst() }
        isFolder = pattern.hasSuffix("/")
        if isFolder { pattern.removeLast() }
        let isRooted = pattern.utf8.contains(.ascii("/"))
        if pattern.hasPrefix("/") { pattern.removeFirst() }
        glob = PathGlob((isRooted ? "" : "**/") + pattern)
        let bytes = Array(pattern.utf8)
        let last = bytes.lastIndex { "*?[]{},\\".utf8.contains($0) }.map { $0 + 1 } ?? 0
        // (`**/a` is `a` too.)
        tail = Array(bytes[last...].drop { $0 == .ascii("/") })
    }

    /// Whether a path below the file is left out; `nil` where the line says nothing of it.
    /// - Parameter ends: where each folder on its way ends, and the path itself.
    func ignores(_ path: ByteView, ends: [Int]) -> Bool? {
        for end in ends where end != path.count || !isFolder {
            if mayEnd(path, at: end), glob.matches(ByteView(path[0..<end])) { return !isNegated }
        }
        return nil
    }

    private func mayEnd(_ path: ByteView, at end: Int) -> Bool {
        let start = end - tail.count
        guard start >= 0 else { return false }
        for at in tail.indices where path[start + at] != tail[at] { return false }
        return true
    }
}
