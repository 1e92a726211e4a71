import Glibc
public import LintSource

/// The rules of one ignore file, as gitignore(5) describes them and git's `dir.c` reads them.
@_spi(Fuzzing) public struct IgnoreRules: Sendable {
    private struct Rule: Sendable {
        /// Where the pattern lies in ``IgnoreRules/patterns``.
        var start: Int
        var end: Int
        /// Bytes before the first wildcard.
        var literalPrefix: Int
        /// `!`: takes back what an earlier rule ignored.
        var negated: Bool
        /// A slash at the end: folders only.
        var foldersOnly: Bool
        /// No slash inside: compared with the last part of a path, at any depth.
        var nameOnly: Bool
        /// `*` and then a plain text.
        var suffixOnly: Bool
        /// Its longest plain text within a part, which every path that it matches holds: most paths do not. Empty where there
        /// is a class.
        var runStart = 0
        var runEnd = 0
    }

    private var rules: [Rule] = []
    /// All patterns, one behind the other.
    private var patterns: [UInt8] = []
    /// Rules whose pattern ends in a plain byte, by that byte; few of them are left to try for any one name.
    private var endingIn: [[Int32]] = []
    /// Rules that end in a wildcard or a slash.
    private var others: [Int32] = []

    var isEmpty: Bool { rules.isEmpty }

    public init(_ file: ByteView) {
        var start = file.has("\u{FEFF}", at: 0) ? 3 : 0
        while start < file.count {
            var end = start
            while end < file.count, file[end] != 0x0A { end += 1 }
            let next = end + 1
            if end > start, file[end - 1] == 0x0D { end -= 1 }
            add(file, start, end)
            start = next
        }
        index()
    }

    private mutating func add(_ file: ByteView, _ lineStart: Int, _ lineEnd: Int) {
        var start = lineStart
        guard start < lineEnd, file[start] != .ascii("#") else { return }
        var end = IgnoreRules.withoutTrailingSpaces(file, start, lineEnd)
        var rule = Rule(
            start: patterns.count, end: 0, literalPrefix: 0, negated: false, foldersOnly: false, nameOnly: true,
            suffixOnly: false)
        if start < end, file[start] == .ascii("!") {
            rule.negated = true
            start += 1
        }
        if start < end, file[end - 1] == .ascii("/") {
            rule.foldersOnly = true
            end -= 1
        }
        guard start < end else { return }
        for i in start..<end where file[i] == .ascii("/") {
            rule.nameOnly = false
            break
        }
        if file[start] == .ascii("/"), !rule.nameOnly { start += 1 }
        var firstWildcard = start
        while firstWildcard < end, !IgnoreRules.isSpecial(file[firstWildcard]) { firstWildcard += 1 }
        rule.literalPrefix = firstWildcard - start
        if rule.nameOnly, file[start] == .ascii("*") {
            rule.suffixOnly = !((start + 1)..<end).contains { IgnoreRules.isSpecial(file[$0]) }
        }
        patterns.append(contentsOf: file[start..<end])
        rule.end = patterns.count
        (rule.runStart, rule.runEnd) = longestRun(in: rule.start..<rule.end)
        rules.append(rule)
    }

    private func longestRun(in pattern: Range<Int>) -> (start: Int, end: Int) {
        var longest = (start: pattern.lowerBound, end: pattern.lowerBound)
        var start = pattern.lowerBound
        for at in pattern.lowerBound...pattern.upperBound {
            if at < pattern.upperBound {
                if patterns[at] == .ascii("[") { return (start, start) }
                guard IgnoreRules.isSpecial(patterns[at]) || patterns[at] == .ascii("/") else { continue }
            }
            if at - start > longest.end - longest.start { longest = (start, at) }
            start = at + 1
        }
        return longest
    }

    /// Spaces at the end of a line do not count unless a backslash stands before them; tabs do. A NUL ends the line.
    private static func withoutTrailingSpaces(_ file: ByteView, _ start: Int, _ end: Int) -> Int {
        var kept = start
        var i = start
        while i < end, file[i] != 0 {
            if file[i] == .ascii("\\") {
                i += 1
                kept = min(i + 1, end)
            } else if file[i] != 0x20 {
                kept = i + 1
            }
            i += 1
        }
        return kept
    }

    private static func isSpecial(_ byte: UInt8) -> Bool {
        byte == .ascii("*") || byte == .ascii("?") || byte == .ascii("[") || byte == .ascii("\\")
    }

    private mutating func index() {
        endingIn = [[Int32]](repeating: [], count: rules.isEmpty ? 0 : 256)
        for (number, rule) in rules.enumerated() {
            let last = rule.end > rule.start ? patterns[rule.end - 1] : 0
            // (`**/` may stand for nothing, and then its slash does too.)
            if IgnoreRules.isSpecial(last) || last == .ascii("]") || last == .ascii("/") {
                others.append(Int32(number))
            } else {
                endingIn[Int(last)].append(Int32(number))
            }
        }
    }

    /// What the last rule that matches says: true ignored, false taken back, nil no rule matches.
    ///
    /// - Parameters:
    ///   - path: relative to the folder that holds the ignore file.
    ///   - nameStart: where the last part of the path begins.
    public func verdict(_ path: ByteView, nameStart: Int, isFolder: Bool) -> Bool? {
        guard !rules.isEmpty, path.count > 0 else { return nil }
        return patterns.withUnsafeBufferPointer { patterns in
            let plain = endingIn[Int(path[path.count - 1])]
            var i = plain.count - 1
            var j = others.count - 1
            while i >= 0 || j >= 0 {
                let fromPlain = j < 0 || (i >= 0 && plain[i] > others[j])
                let rule = rules[Int(fromPlain ? plain[i] : others[j])]
                if fromPlain { i -= 1 } else { j -= 1 }
                if rule.foldersOnly, !isFolder { continue }
                let pattern = ByteView(UnsafeBufferPointer(rebasing: patterns[rule.start..<rule.end]))
                let run = ByteView(UnsafeBufferPointer(rebasing: patterns[rule.runStart..<rule.runEnd]))
                if IgnoreRules.matches(rule, pattern, path, nameStart, run) { return !rule.negated }
            }
            return nil
        }
    }

    private static func matches(
        _ rule: Rule, _ pattern: ByteView, _ path: ByteView, _ nameStart: Int, _ run: ByteView
    ) -> Bool {
        let text = rule.nameOnly ? path.dropping(nameStart) : path
        if rule.suffixOnly {
            let tail = pattern.dropping(1)
            return text.count >= tail.count && text.dropping(text.count - tail.count).equals(tail)
        }
        let prefix = rule.literalPrefix
        if prefix == pattern.count { return text.equals(pattern) }
        if prefix > text.count { return false }
        for i in 0..<prefix where pattern[i] != text[i] { return false }
        guard text.holds(run) else { return false }
        if rule.nameOnly { return WildMatch.matches(pattern, text) }
        // git compares the plain beginning first and hands on only the rest, so in `a**/b` the stars stand at the start
        // of a pattern, where they span folders.
        return WildMatch.matches(pattern.dropping(prefix), text.dropping(prefix))
    }
}

extension ByteView {
    /// The view without its first `length` bytes.
    @inline(__always)
    func dropping(_ length: Int) -> ByteView { ByteView(self[length..<count]) }

    fileprivate func holds(_ other: ByteView) -> Bool {
        guard other.count > 0 else { return true }
        var at = 0
        while at + other.count <= count {
            if base[at] == other.base[0], memcmp(base + at, other.base, other.count) == 0 { return true }
            at += 1
        }
        return false
    }

    @inline(__always)
    func equals(_ other: ByteView) -> Bool {
        guard count == other.count else { return false }
        for i in 0..<count where base[i] != other.base[i] { return false }
        return true
    }
}
