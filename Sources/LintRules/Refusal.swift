import LintSource

/// Tells whether a name stands where it is refused: among names that are retired or forbidden, beside what takes its place,
/// in what must not be there, in a condition whose branch fails. Who refuses a name has to write it, and another in its place
/// would be refused instead.
///
/// It reads the name's own line, those of the branch or of the list, and no more of either than a limit: what is further
/// away is not known to refuse.
struct Refusal {
    let bytes: ByteView
    let place: ByteRange
    /// The line of the place; not its end where it is long.
    let line: Range<Int>

    /// Bytes of a line that are looked at on either side of a place, and lines of a list above it.
    static let reach = 512
    private static let mostLines = 64

    /// Whether the name at `place` is refused there.
    static func holds(_ place: ByteRange, in bytes: ByteView) -> Bool {
        let low = max(0, Int(place.start) - reach)
        var start = Int(place.start)
        while start > low, !bytes[start - 1].isLineEnd { start -= 1 }
        // Of a line that was cut off it is not known how it begins.
        guard start == 0 || bytes[start - 1].isLineEnd else { return false }
        if start == 0, bytes.has("\u{FEFF}", at: 0) { start = 3 }
        var end = Int(place.end)
        while end < min(bytes.count, Int(place.end) + reach), !bytes[end].isLineEnd { end += 1 }
        let refusal = Refusal(bytes: bytes, place: place, line: start..<end)
        return refusal.isListed || refusal.mustBeAbsent || refusal.fails
    }

    var head: Range<Int> { line.lowerBound..<max(line.lowerBound, Int(place.start)) }
    var tail: Range<Int> { min(line.upperBound, Int(place.end))..<line.upperBound }

    func firstInk(_ range: Range<Int>) -> Int {
        var at = range.lowerBound
        while at < range.upperBound, bytes[at].isBlank { at += 1 }
        return at
    }

    /// Whether `text`, which is in small letters, stands there, in whatever letters.
    func has(_ text: StaticString, at: Int, to end: Int) -> Bool {
        guard at + text.utf8CodeUnitCount <= end else { return false }
        for index in 0..<text.utf8CodeUnitCount where bytes[at + index].lowered != text.utf8Start[index] {
            return false
        }
        return true
    }

    func holds(_ text: StaticString, in range: Range<Int>) -> Bool {
        range.contains { has(text, at: $0, to: range.upperBound) }
    }

    /// Whether a word begins there.
    func begins(_ at: Int) -> Bool { bytes[at].isLetter && !bytes[at - 1].isWord }

    func word(_ text: StaticString, at: Int, to end: Int) -> Bool {
        has(text, at: at, to: end) && !bytes[at + text.utf8CodeUnitCount].isWord
    }
}

// MARK: - Lists and pairs

extension Refusal {
    /// Names of lists say what is on them.
    private static let listed: [StaticString] = [
        "retired", "forbidden", "forbid", "stale", "deny", "denied", "denylist", "banned", "disallow", "disallowed",
        "blocklist", "blacklist", "prohibited",
    ]
    /// What turns them round: `ALLOW_STALE`, `not_forbidden`, `stale-while-revalidate`.
    private static let turned: [StaticString] = [
        "not", "non", "no", "never", "allow", "allowed", "ignore", "keep", "while", "if",
    ]
    /// Keys of what is, and of what takes its place.
    private static let pairs: [(old: StaticString, new: StaticString)] = [("from", "to"), ("old", "new")]

    private var isListed: Bool {
        if let sign = sign(before: Int(place.start), from: line.lowerBound) {
            guard reaches(sign) else { return false }
            let name = name(before: sign, from: line.lowerBound)
            return saysSo(name) || isBesideAnother(name) || saysSo(annotated(sign, from: line.lowerBound))
        }
        if let name = loopVariable { return saysSo(name) }
        guard isElement(head), let above = listLine,
            let sign = sign(before: above.upperBound, from: above.lowerBound)
        else { return false }
        return saysSo(name(before: sign, from: above.lowerBound)) || saysSo(annotated(sign, from: above.lowerBound))
    }

    /// Bytes of names and addresses, and what stands around and between the elements of a list.
    private func isOfList(_ byte: UInt8) -> Bool {
        byte.isWord || byte.isBlank || "\"'`-./:@*,[]{}()&|<>\\$%+~^".utf8.contains(byte)
    }

    /// Whether what is there can be elements of a list, or their marks, alone.
    private func isElement(_ range: Range<Int>) -> Bool {
        range.allSatisfy { isOfList(bytes[$0]) && !isSign($0) }
    }

    /// `=`, `:=`, and a colon that is none of an address.
    private func isSign(_ at: Int) -> Bool {
        if bytes[at] == .ascii("=") { return true }
        guard bytes[at] == .ascii(":"), bytes[at - 1] != .ascii(":") else { return false }
        let next = bytes[at + 1]
        return next.isWhiteSpace || next == 0 || "[{(\"'=".utf8.contains(next)
    }

    /// The sign behind the name that what stands before `end` is the value of.
    private func sign(before end: Int, from start: Int) -> Int? {
        var at = end - 1
        while at > start, !isSign(at) {
            guard isOfList(bytes[at]) else { return nil }
            at -= 1
        }
        guard at > start, !"=!<>~".utf8.contains(bytes[at - 1]), bytes[at] == .ascii(":") || !isCompared(at + 1) else {
            return nil
        }
        return at
    }

    private func isCompared(_ at: Int) -> Bool { bytes[at] == .ascii("=") || bytes[at] == .ascii("~") }

    /// Whether the value behind a sign goes on up to the place. A shell's ends with its quotes, or at a blank:
    /// `STALE=1 curl …`.
    private func reaches(_ sign: Int) -> Bool {
        let value = (sign + 1)..<max(sign + 1, head.upperBound)
        guard bytes[sign] == .ascii("="), !bytes[sign - 1].isBlank, let first = value.first.map({ bytes[$0] }),
            !first.isBlank
        else { return true }
        switch first {
        case .ascii("\""), .ascii("'"), .ascii("`"): return value.count { bytes[$0] == first } % 2 == 1
        case .ascii("("): return !value.contains { bytes[$0] == .ascii(")") }
        case .ascii("["), .ascii("{"), .ascii(">"): return true
        default: return !value.contains { bytes[$0].isBlank }
        }
    }

    private func name(before sign: Int, from start: Int) -> Range<Int> {
        var at = sign
        while at > start, bytes[at - 1].isBlank || "\"':)]+".utf8.contains(bytes[at - 1]) { at -= 1 }
        return name(endingAt: at, from: start)
    }

    private func isOfName(_ byte: UInt8) -> Bool { byte.isWord || byte == .ascii("-") || byte == .ascii(".") }

    private func name(endingAt end: Int, from start: Int) -> Range<Int> {
        var first = end
        while first > start, isOfName(bytes[first - 1]) { first -= 1 }
        return first..<end
    }

    /// Of `NAMES: set[str] = …`, whose sign is at `sign`, the name.
    private func annotated(_ sign: Int, from start: Int) -> Range<Int> {
        let nothing = sign..<sign
        guard bytes[sign] == .ascii("=") else { return nothing }
        var at = start
        var isSecond = false
        while at < sign, bytes[at].isBlank || isOfName(bytes[at]) {
            // `const NAMES: …` has a word before it.
            if bytes[at].isBlank, at > start, isOfName(bytes[at - 1]) {
                if isSecond { return nothing }
                isSecond = true
            }
            at += 1
        }
        guard at < sign, bytes[at] == .ascii(":"), bytes[at + 1].isBlank else { return nothing }
        return name(endingAt: at, from: start)
    }

    /// Of `for name in …; do` the name.
    private var loopVariable: Range<Int>? {
        let first = firstInk(line)
        guard word("for", at: first, to: head.upperBound) else { return nil }
        let start = firstInk((first + 3)..<head.upperBound)
        var end = start
        while end < head.upperBound, bytes[end].isWord { end += 1 }
        let next = firstInk(end..<head.upperBound)
        guard end > start, word("in", at: next, to: head.upperBound), isElement((next + 2)..<head.upperBound) else {
            return nil
        }
        return start..<end
    }

    /// The line that opens the list which an element's line is of.
    private var listLine: Range<Int>? {
        let own = firstInk(line)
        let isItem = bytes[own] == .ascii("-")
        let column = own - line.lowerBound
        var end = line.lowerBound
        let low = max(0, end - 4 * Refusal.reach)
        for _ in 0..<Refusal.mostLines {
            guard end > low else { return nil }
            end -= 1
            if end > low, bytes[end] == 0x0A, bytes[end - 1] == 0x0D { end -= 1 }
            var start = end
            while start > low, !bytes[start - 1].isLineEnd { start -= 1 }
            guard start == 0 || bytes[start - 1].isLineEnd else { return nil }
            let first = firstInk(start..<end)
            defer { end = start }
            if first == end || bytes[first] == .ascii("#") || bytes.has("//", at: first) { continue }
            let indent = first - start
            guard indent < column || isItem && indent == column && bytes[first] != .ascii("-") else { continue }
            var last = end
            while last > first, bytes[last - 1].isBlank { last -= 1 }
            return last > first && ":[{(|>".utf8.contains(bytes[last - 1]) ? start..<last : nil
        }
        return nil
    }

    /// Whether a part of a name says that what it names is refused.
    private func saysSo(_ name: Range<Int>) -> Bool {
        var isRefused = false
        var at = name.lowerBound
        while at < name.upperBound {
            guard bytes[at].isLetter else {
                at += 1
                continue
            }
            // `retired_hosts`, `RETIRED-HOSTS`, `retiredHosts`.
            var end = at + 1
            while end < name.upperBound, bytes[end].isLetter, !(bytes[end].isUpper && bytes[end - 1].isLower) {
                end += 1
            }
            func isPart(_ text: StaticString) -> Bool {
                text.utf8CodeUnitCount == end - at && has(text, at: at, to: end)
            }
            if Refusal.turned.contains(where: isPart) { return false }
            isRefused = isRefused || Refusal.listed.contains(where: isPart)
            at = end
        }
        return isRefused
    }

    /// `from:` with `to:` beside it: on the line, or on the one before or behind.
    private func isBesideAnother(_ name: Range<Int>) -> Bool {
        guard
            let pair = Refusal.pairs.first(where: { pair in
                pair.old.utf8CodeUnitCount == name.count && has(pair.old, at: name.lowerBound, to: name.upperBound)
            })
        else { return false }
        func isKey(_ at: Int, to end: Int) -> Bool {
            guard begins(at), word(pair.new, at: at, to: end) else { return false }
            var next = at + pair.new.utf8CodeUnitCount
            while next < end, bytes[next].isBlank || "\"'".utf8.contains(bytes[next]) { next += 1 }
            return bytes[next] == .ascii(":") || bytes[next] == .ascii("=")
        }
        if line.contains(where: { !place.contains($0) && isKey($0, to: line.upperBound) }) { return true }
        func beginsWithKey(_ line: Range<Int>) -> Bool {
            var at = line.lowerBound
            while at < line.upperBound, bytes[at].isBlank || "\"'-{,".utf8.contains(bytes[at]) { at += 1 }
            return isKey(at, to: line.upperBound)
        }
        if let next = lineBehind(line.upperBound), beginsWithKey(next) { return true }
        var start = line.lowerBound
        guard start > 0 else { return false }
        start -= 1
        let low = max(0, start - Refusal.reach)
        while start > low, !bytes[start - 1].isLineEnd { start -= 1 }
        return beginsWithKey(start..<line.lowerBound)
    }

    /// The line that begins behind the end of another; `nil` at the file's end, and where that line was cut off.
    func lineBehind(_ end: Int) -> Range<Int>? {
        guard end < bytes.count, bytes[end].isLineEnd else { return nil }
        let start = bytes.has("\r\n", at: end) ? end + 2 : end + 1
        var last = start
        while last < min(bytes.count, start + Refusal.reach), !bytes[last].isLineEnd { last += 1 }
        return start < bytes.count ? start..<last : nil
    }
}
