import LintPattern
import LintSource

/// Text that claims to be a path of this repository: it begins with one of the roots that are known folders.
public struct PathMatcher: Sendable, Hashable {
    let roots: [[UInt8]]

    public init(rooted: [String]) {
        roots = rooted.map { root in
            let plain = root.hasPrefix("./") ? root.dropFirst(2) : root.drop { $0 == "/" }
            return Array((plain.hasSuffix("/") ? plain : plain + "/").utf8)
        }
    }

    var literals: [[UInt8]] { roots }

    func matches(in bytes: ByteView, range: ByteRange, maximum: Int) -> [Match] {
        var found: [Match] = []
        for root in roots {
            Prefilter.occurrences(of: root.map(\.lowered), in: bytes, range: range) { start in
                // A path's letters have their case.
                guard bytes[start..<(start + root.count)].elementsEqual(root) else { return true }
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
                while end < bytes.count {
                    if let hole = URLParts.holeEnd(startingAt: end, in: bytes) {
                        end = hole
                    } else if Surroundings.beginsWord(end, in: bytes) || "_-./@+*~".utf8.contains(bytes[end]) {
                        end += 1
                        while bytes[end] & 0xC0 == 0x80 { end += 1 }
                    } else {
                        break
                    }
                }
                while end > start, ".*".utf8.contains(bytes[end - 1]) { end -= 1 }
                let whole = ByteRange(start, end)
                found.append(Match(range: whole, captures: [.init(name: "path", range: whole)]))
                return found.count < maximum
            }
        }
        return Matcher.ordered(found)
    }
}
