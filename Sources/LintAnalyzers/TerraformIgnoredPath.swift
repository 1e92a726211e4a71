import LintSource

/// A line of a `.gitignore`, made ready when the file is read: it is asked of many paths.
struct TerraformIgnoredPath: Sendable, Hashable {
    private let glob: PathGlob
    private let isNegated: Bool
    private let isFolder: Bool

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
    }

    /// Whether a path below the file is left out; `nil` where the line says nothing of it.
    func ignores(_ path: ByteView) -> Bool? {
        // The path itself, and each folder on its way.
        for end in 1...max(1, path.count) where end == path.count ? !isFolder : path[end] == .ascii("/") {
            if glob.matches(ByteView(path[0..<end])) { return !isNegated }
        }
        return nil
    }
}
