import LintPattern
import LintSource

/// Text that claims to be a path of this repository: it begins with one of the roots that are known folders.
public struct PathMatcher: Sendable, Hashable {
    let roots: [[UInt8]]

    public init(rooted: [String]) {
        roots = rooted.map { Array(($0.hasSuffix("/") ? $0 : $0 + "/").lowercased().utf8) }
    }

    var literals: [[UInt8]] { roots }

    func matches(in bytes: ByteView, range: ByteRange, maximum: Int) -> [Match] {
        var found: [Match] = []
        for root in roots {
            Prefilter.occurrences(of: root, in: bytes, range: range) { start in
                let before = bytes[start - 1]
                // A part of a longer path or of a URL is not rooted here; `./` before it is.
                if before == .ascii("/"),
                    !(bytes[start - 2] == .ascii(".") && !bytes[start - 3].isWord && bytes[start - 3] != .ascii("."))
                {
                    return true
                }
                if before.isWord || before == .ascii("-") || before == .ascii(".") || before == .ascii("}") {
                    return true
                }
                var end = start
                while end < bytes.count, bytes[end].isWord || "-./@+*~".utf8.contains(bytes[end]) { end += 1 }
                while end > start, ".*".utf8.contains(bytes[end - 1]) { end -= 1 }
                let whole = ByteRange(start, end)
                found.append(Match(range: whole, captures: [.init(name: "path", range: whole)]))
                return found.count < maximum
            }
        }
        return found.sorted { $0.range < $1.range }
    }
}
