import LintSource

/// A line of a `.gitignore`, made ready when the file is read: it is asked of many paths.
struct TerraformIgnoredPath: Sendable, Hashable {
    private let glob: PathGlob
    private let isNegated: Bool
    private let isFolder: Bool
    /// What every path ends in that the line names; empty where that is not known.
    private let tail: [UInt8]

    /// The lines of a `.gitignore` that name something.
    static func lines(of bytes: ByteView) -> [TerraformIgnoredPath] {
        var lines: [TerraformIgnoredPath] = []
        var start = 0
        while bytes.has("\u{FEFF}", at: start) { start += 3 }
        var at = start
        while at <= bytes.count {
            let length = at == bytes.count ? 1 : lineEnd(bytes, at)
            if length > 0 {
                if start < at, let line = TerraformIgnoredPath(bytes.text(ByteRange(start, at))) { lines.append(line) }
                start = at + length
            }
            at += max(1, length)
        }
        return lines
    }

    /// How many bytes of a line's end, by Unicode, stand here.
    private static func lineEnd(_ bytes: ByteView, _ at: Int) -> Int {
        switch bytes[at] {
        case 0x0A...0x0D: 1
        case 0xC2: bytes[at + 1] == 0x85 ? 2 : 0
        case 0xE2: bytes[at + 1] == 0x80 && (bytes[at + 2] == 0xA8 || bytes[at + 2] == 0xA9) ? 3 : 0
        default: 0
        }
    }

    /// `nil` for a line that names nothing.
    init?(_ line: String) {
        var pattern = line.utf8[...]
        while let last = pattern.last, last == .ascii(" ") || last == .ascii("\r") { pattern.removeLast() }
        guard let first = pattern.first, first != .ascii("#") else { return nil }
        isNegated = first == .ascii("!")
        if isNegated { pattern.removeFirst() }
        isFolder = pattern.last == .ascii("/")
        if isFolder { pattern.removeLast() }
        let isRooted = pattern.contains(.ascii("/"))
        if pattern.first == .ascii("/") { pattern.removeFirst() }
        glob = PathGlob((isRooted ? "" : "**/") + Substring(pattern))
        // (`**/a` is `a` too.)
        var tail =
            pattern.lastIndex { TerraformIgnoredPath.specials.contains($0) }.map {
                pattern[pattern.index(after: $0)...]
            } ?? pattern
        while tail.first == .ascii("/") { tail.removeFirst() }
        self.tail = Array(tail)
    }

    private static let specials: [UInt8] = Array("*?[]{},\\".utf8)

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
