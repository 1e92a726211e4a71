import Glibc

/// A glob over repository paths, as in `files:`, `exclude:` and `surfaces:`.
///
/// `*` and `?` stay inside one part, `**` spans parts, `[a-z]` and `[!a-z]` are classes, `{a,b}` alternatives.
/// A glob without a slash (a slash at its end does not count) matches at any depth; one that begins with `/` or holds a
/// slash is rooted. A glob that ends in `/` matches everything below that folder, and so does one that names a folder.
public struct PathGlob: Hashable, Sendable {
    public let source: String
    private let alternatives: [Alternative]
    /// Whether the last part is a plain name, which then stands for a folder's contents too.
    private let namesFolder: Bool

    private struct Alternative: Hashable, Sendable {
        var pattern: [UInt8]
        /// Bytes before the first wildcard, with which every path begins.
        var headCount: Int
        /// Bytes behind the last, in which every path ends; 0 where a path may go on.
        var tailCount: Int
        /// Whether it is `**/name`: some part of a path is called so.
        var isName: Bool
        /// Where in that name a byte stands of which paths hold few, a dot where there is one.
        var rareAt = 0
        /// What every path has that it matches.
        var marks: GlobMarks

        init(_ pattern: [UInt8], namesFolder: Bool) {
            self.pattern = pattern
            var head = 0
            while head < pattern.count, !Alternative.isSpecial(pattern[head]) { head += 1 }
            // (`docs/**` is `docs` too.)
            headCount = head > 0 && pattern[head - 1] == .ascii("/") ? head - 1 : head
            var tail = 0
            while tail < pattern.count, !Alternative.isSpecial(pattern[pattern.count - 1 - tail]) { tail += 1 }
            // (And `**/{a` is `{a` too.)
            let isPart = tail > 0 && tail < pattern.count && pattern[pattern.count - tail] == .ascii("/")
            tailCount = namesFolder || tail == pattern.count ? 0 : isPart ? tail - 1 : tail
            marks = GlobMarks(
                bytes: Alternative.bytes(of: pattern), head: pattern.prefix(headCount), tail: pattern.suffix(tailCount))
            isName =
                namesFolder && pattern.starts(with: "**/".utf8) && tail > 1 && tail + 2 == pattern.count
                && !pattern[3...].contains(.ascii("/"))
            if isName { rareAt = (pattern.firstIndex(of: .ascii(".")) ?? pattern.count - 1) - 3 }
        }

        private static func bytes(of pattern: [UInt8]) -> UInt64 {
            var bytes: UInt64 = 0
            for byte in pattern where !isSpecial(byte) {
                // (`docs/**` is `docs` too.)
                if byte != .ascii("/") { bytes |= 1 << UInt64(byte & 63) }
            }
            // What is in a class need not be there.
            return pattern.contains(.ascii("[")) ? 0 : bytes
        }

        static func isSpecial(_ byte: UInt8) -> Bool {
            byte == .ascii("*") || byte == .ascii("?") || byte == .ascii("[") || byte == .ascii("]")
        }

        /// Tells most paths that do not match without a look at what is between.
        @inline(__always)
        func mayMatch(_ pattern: ByteView, _ path: ByteView) -> Bool {
            guard path.count >= headCount, path.count >= tailCount else { return false }
            let tail = pattern.count - tailCount
            let end = path.count - tailCount
            for i in 0..<tailCount where pattern.base[tail + i] != path.base[end + i] { return false }
            for i in 0..<headCount where pattern.base[i] != path.base[i] { return false }
            return true
        }
    }

    /// Never fails: a brace or bracket that is not closed stands for itself.
    public init(_ source: String) {
        self.source = source
        // On bytes: every rule of every run has some of these, and Swift's text costs ten times as much.
        var text = Array(source.utf8)[...]
        let folder = text.last == .ascii("/")
        if folder { text.removeLast() }
        if text.starts(with: [.ascii("."), .ascii("/")]) { text.removeFirst(2) }
        var pattern: [UInt8] = []
        pattern.reserveCapacity(text.count + 6)
        if text.first == .ascii("/") {
            text.removeFirst()
        } else if !text.contains(.ascii("/")) {
            pattern += [.ascii("*"), .ascii("*"), .ascii("/")]
        }
        pattern += text
        if folder { pattern += [.ascii("/"), .ascii("*"), .ascii("*")] }
        let last = pattern.lastIndex(of: .ascii("/")) ?? pattern.startIndex
        let namesFolder = !pattern[last...].contains {
            $0 == .ascii("*") || $0 == .ascii("?") || $0 == .ascii("[") || $0 == .ascii("{")
        }
        self.namesFolder = namesFolder
        alternatives = PathGlob.expand(pattern, budget: 256).map { Alternative($0, namesFolder: namesFolder) }
    }

    public func matches(_ path: String) -> Bool {
        var path = path
        return path.withUTF8 { matches(ByteView($0)) }
    }

    /// Bytes that every path it matches holds, as ``PathMarks/bytes`` has them.
    public var bytes: UInt64 {
        var common: UInt64 = alternatives.isEmpty ? 0 : .max
        for alternative in alternatives { common &= alternative.marks.bytes }
        return common
    }

    /// What the paths have that each of its alternatives matches.
    var marks: [GlobMarks] { alternatives.map(\.marks) }

    public func matches(_ path: ByteView) -> Bool {
        alternatives.indices.contains { matches(path, alternative: $0) }
    }

    /// Whether the path matches the alternative, one of those that ``marks`` speak of.
    func matches(_ path: ByteView, alternative number: Int) -> Bool {
        let namesFolder = namesFolder
        let alternative = alternatives[number]
        return alternative.pattern.withByteView {
            alternative.isName
                ? PathGlob.hasPart(path, ByteView($0[3..<$0.count]), rareAt: alternative.rareAt)
                : alternative.mayMatch($0, path) && PathGlob.match($0, path, namesFolder: namesFolder)
        }
    }

    /// Splits `{a,b}` into alternatives; gives up (keeps the text) past `budget` of them.
    private static func expand(_ pattern: [UInt8], budget: Int) -> [[UInt8]] {
        guard let open = pattern.firstIndex(of: .ascii("{")) else { return [pattern] }
        var depth = 0
        var parts: [[UInt8]] = [[]]
        var close = -1
        for i in open..<pattern.count {
            let byte = pattern[i]
            if byte == .ascii("{") {
                depth += 1
                if depth == 1 { continue }
            } else if byte == .ascii("}") {
                depth -= 1
                if depth == 0 {
                    close = i
                    break
                }
            } else if byte == .ascii(","), depth == 1 {
                parts.append([])
                continue
            }
            parts[parts.count - 1].append(byte)
        }
        guard close >= 0, parts.count <= budget else { return [pattern] }
        let head = Array(pattern[..<open])
        let tail = Array(pattern[(close + 1)...])
        var result: [[UInt8]] = []
        for part in parts {
            result += expand(head + part + tail, budget: budget / max(1, parts.count))
            if result.count > budget { break }
        }
        return result
    }

    /// - Parameter rareAt: where in the name the byte stands that is looked for.
    private static func hasPart(_ path: ByteView, _ name: ByteView, rareAt: Int) -> Bool {
        var at = rareAt
        while at < path.count, let found = memchr(path.base + at, Int32(name.base[rareAt]), path.count - at) {
            at = UnsafeRawPointer(path.base).distance(to: found)
            let start = at - rareAt
            let end = start + name.count
            at += 1
            if start == 0 || path[start - 1] == .ascii("/"), end == path.count || path[end] == .ascii("/"),
                end <= path.count, memcmp(path.base + start, name.base, name.count) == 0
            {
                return true
            }
        }
        return false
    }

    /// Backtracks to the last `*` and the last `**` only, so time is at most quadratic in the path.
    private static func match(_ pattern: ByteView, _ path: ByteView, namesFolder: Bool) -> Bool {
        var p = 0
        var s = 0
        var star = (p: -1, s: 0)
        var globstar = (p: -1, s: 0, anywhere: false)
        while s < path.count {
            if p < pattern.count {
                let byte = pattern[p]
                if byte == .ascii("*") {
                    if pattern[p + 1] == .ascii("*") {
                        p += 2
                        let parts = pattern[p] == .ascii("/")
                        if parts { p += 1 }
                        globstar = (p, s, !parts)
                        star = (-1, 0)
                        if p >= pattern.count { return true }
                    } else {
                        p += 1
                        star = (p, s)
                    }
                    continue
                }
                if byte == .ascii("?"), path[s] != .ascii("/") {
                    p += 1
                    s += 1
                    continue
                }
                if byte == .ascii("["), let next = matchClass(pattern, at: p, byte: path[s]) {
                    if next.hit {
                        p = next.end
                        s += 1
                        continue
                    }
                } else if byte == path[s] {
                    p += 1
                    s += 1
                    continue
                }
            } else if namesFolder, path[s] == .ascii("/") {
                return true
            }
            if star.p >= 0, path[star.s] != .ascii("/") {
                star.s += 1
                p = star.p
                s = star.s
            } else if globstar.p >= 0 {
                // `**/` resumes only at the start of a part.
                star = (-1, 0)
                var next = globstar.s
                while !globstar.anywhere, next < path.count, path[next] != .ascii("/") { next += 1 }
                guard next < path.count else { return false }
                globstar.s = next + 1
                p = globstar.p
                s = globstar.s
            } else {
                return false
            }
        }
        while pattern[p] == .ascii("*") { p += 1 }
        if pattern.has("/**", at: p), p + 3 == pattern.count { return true }
        return p >= pattern.count
    }

    private static func matchClass(_ pattern: ByteView, at open: Int, byte: UInt8) -> (hit: Bool, end: Int)? {
        var i = open + 1
        let negated = pattern[i] == .ascii("!") || pattern[i] == .ascii("^")
        if negated { i += 1 }
        var hit = false
        var first = true
        while i < pattern.count, first || pattern[i] != .ascii("]") {
            first = false
            let low = pattern[i]
            if pattern[i + 1] == .ascii("-"), pattern[i + 2] != .ascii("]"), i + 2 < pattern.count {
                if low <= byte, byte <= pattern[i + 2] { hit = true }
                i += 3
            } else {
                if low == byte { hit = true }
                i += 1
            }
        }
        guard i < pattern.count else { return nil }
        return (hit != negated && byte != .ascii("/"), i + 1)
    }
}
