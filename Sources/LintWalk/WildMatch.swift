import LintSource

/// git's glob language (`wildmatch.c` with `WM_PATHNAME`), without its recursion.
///
/// One place to go back to is enough for `*` and one for `**/`: what stands between two `**/` always takes the same
/// number of folders, so the first place where it fits is never worse than a later one. Time is at most
/// O(pattern × path × folders), whatever the pattern.
enum WildMatch {
    static func matches(_ pattern: ByteView, _ text: ByteView) -> Bool {
        var p = 0
        var t = 0
        /// After the last `*`, and the text it has not yet swallowed.
        var star = (p: -1, t: 0)
        /// At the slash of the last `**/`, and the text it has not yet swallowed.
        var folders = (p: -1, t: 0)
        while true {
            var fits = false
            if p >= pattern.count {
                if t >= text.count { return true }
            } else if pattern[p] == .ascii("*") {
                let first = p
                while p < pattern.count, pattern[p] == .ascii("*") { p += 1 }
                let escapedSlash = pattern[p] == .ascii("\\") && pattern[p + 1] == .ascii("/")
                if p - first > 1, first == 0 || pattern[first - 1] == .ascii("/"),
                    p >= pattern.count || pattern[p] == .ascii("/") || escapedSlash
                {
                    if p >= pattern.count { return true }
                    if escapedSlash { p += 1 }
                    folders = (p, t)
                    star.p = -1
                    if !escapedSlash {
                        p += 1
                        fits = true
                    }
                } else {
                    if p >= pattern.count, !text.holdsSlash(from: t) { return true }
                    star = (p, t)
                    fits = p < pattern.count
                }
            } else if t >= text.count {
                return false
            } else {
                switch pattern[p] {
                case .ascii("?"):
                    fits = text[t] != .ascii("/")
                    p += 1
                case .ascii("["):
                    guard let set = ByteSet.test(pattern, at: p, byte: text[t]) else { return false }
                    fits = set.hit && text[t] != .ascii("/")
                    p = set.end
                case .ascii("\\"):
                    // A backslash at the end of a pattern escapes nothing, and matches nothing.
                    guard p + 1 < pattern.count else { return false }
                    fits = pattern[p + 1] == text[t]
                    p += 2
                default:
                    fits = pattern[p] == text[t]
                    p += 1
                }
                t += 1
            }
            if fits { continue }
            if star.p >= 0, star.t < text.count, text[star.t] != .ascii("/") {
                star.t += 1
                p = star.p
                t = star.t
            } else if folders.p >= 0 {
                while folders.t < text.count, text[folders.t] != .ascii("/") { folders.t += 1 }
                guard folders.t < text.count else { return false }
                folders.t += 1
                star.p = -1
                p = folders.p + 1
                t = folders.t
            } else {
                return false
            }
        }
    }
}

extension ByteView {
    fileprivate func holdsSlash(from start: Int) -> Bool {
        var i = start
        while i < count {
            if self[i] == .ascii("/") { return true }
            i += 1
        }
        return false
    }
}
