import LintSource

/// Tells what larger thing a name stands in, by the characters around it. One for a search: names that stand one after
/// another in one long word are not each looked at from its beginning.
struct Surroundings {
    private let bytes: ByteView
    /// Up to where bytes were looked at, where the characters of URLs, paths and identifiers before it begin, and the last
    /// beginning of a scheme among them.
    private var seen = 0
    private var low = 0
    private var scheme = -1
    /// From where to where such characters are known to go on.
    private var highFrom = 0
    private var high = 0
    /// From where to where there is no slash.
    private var slashFrom = 0
    private var slash = 0

    /// Characters that are looked at on either side.
    private static let reach = 512

    init(_ bytes: ByteView) { self.bytes = bytes }

    /// Of the name from `start` to `end`; `nil` when it stands alone.
    mutating func place(of start: Int, _ end: Int, joined: Bool, isSnake: Bool) -> NameMatcher.Place? {
        if lookBack(from: start) { return .url }
        let before = bytes[start - 1]
        let after = bytes[end]
        // Sentence punctuation and closing marks are no part of what follows or precedes.
        let slashBefore = before == .ascii("/") || before == .ascii("@") && bytes[end] == .ascii("/")
        let slashAfter = after == .ascii("/")
        if slashBefore || slashAfter { return .path }
        let dotBefore = before == .ascii(".") && (bytes[start - 2].isWord || bytes[start - 2] == .ascii("}"))
        let dotAfter =
            after == .ascii(".") && (bytes[end + 1].isLetter || bytes[end + 1].isDigit || bytes[end + 1] == .ascii("$"))
        let escapedDot = after == .ascii("\\") && bytes[end + 1] == .ascii(".")
        if dotBefore || dotAfter || escapedDot {
            lookAhead(from: end)
            let low = max(low, start - Surroundings.reach)
            if hasSlash(from: low, to: high) { return .path }
            return Surroundings.isHost(bytes, low, high) || escapedDot ? .host : (dotBefore ? .identifier : .path)
        }
        if before == .ascii("@"), bytes[start - 2].isWord { return .host }
        if after == .ascii(":"), Surroundings.isPort(end + 1, in: bytes) { return .host }
        if !isSnake, !joined, Surroundings.isEmphasis(start, end, in: bytes) { return nil }
        if joined || Surroundings.isJoint(before, beyond: bytes[start - 2])
            || Surroundings.isJoint(after, beyond: bytes[end + 1])
        {
            return .identifier
        }
        // Not next to a slash, but inside a path all the same: `docs/attic-iac-notes` was caught above as identifier.
        return nil
    }

    /// Whether a letter or digit stands before `start`, so that what begins there is the rest of a word. The letter of an
    /// escape (`\\nname` in a string, `\\bname` in an expression) is none.
    static func endsWord(_ start: Int, in bytes: ByteView) -> Bool {
        let before = bytes[start - 1]
        if before >= 0x80 {
            var first = start - 1
            while first > 0, start - first < 4, bytes[first] & 0xC0 == 0x80 { first -= 1 }
            return isLetter(bytes[first..<start])
        }
        guard before.isLetter || before.isDigit else { return false }
        guard "nrtb".utf8.contains(before) else { return true }
        var at = start - 2
        while bytes[at] == .ascii("\\") { at -= 1 }
        return (start - 2 - at) % 2 == 0
    }

    static func beginsWord(_ end: Int, in bytes: ByteView) -> Bool {
        if bytes[end] >= 0x80 { return isLetter(bytes[end..<(end + 4)]) }
        return bytes[end].isLetter || bytes[end].isDigit
    }

    /// Whether the first character is a letter of a script that parts its words by spaces.
    private static func isLetter(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let first = String(decoding: bytes, as: UTF8.self).unicodeScalars.first else { return false }
        return first.value < 0x2E80 && first.properties.isAlphabetic
    }

    /// `_name_` and `__name__` of Markdown.
    private static func isEmphasis(_ start: Int, _ end: Int, in bytes: ByteView) -> Bool {
        var count = 0
        while count < 3, bytes[start - 1 - count] == .ascii("_"), bytes[end + count] == .ascii("_") { count += 1 }
        return count > 0 && !bytes[start - 1 - count].isWord && !bytes[end + count].isWord
    }

    /// Two to five digits that end there.
    private static func isPort(_ start: Int, in bytes: ByteView) -> Bool {
        var at = start
        while bytes[at].isDigit { at += 1 }
        return (2...5).contains(at - start) && !bytes[at].isWord && !(bytes[at] == .ascii(".") && bytes[at + 1].isDigit)
    }

    /// Finds where what the name is a part of begins, and says whether a URL's scheme is there.
    private mutating func lookBack(from start: Int) -> Bool {
        if start < seen || start - seen > Surroundings.reach {
            low = start
            while low > 0, start - low < Surroundings.reach, Surroundings.isPart(bytes[low - 1]) { low -= 1 }
            seen = low
            scheme = -1
        }
        while seen < start {
            if !Surroundings.isPart(bytes[seen]) {
                low = seen + 1
            } else if Surroundings.isScheme(bytes, seen) {
                scheme = seen
            }
            seen += 1
        }
        return scheme >= max(low, start - Surroundings.reach)
    }

    /// Finds where it ends.
    private mutating func lookAhead(from end: Int) {
        if end < highFrom || end > high {
            highFrom = end
            high = end
        }
        while high < bytes.count, high - end < Surroundings.reach, Surroundings.isPart(bytes[high]) { high += 1 }
    }

    private mutating func hasSlash(from low: Int, to high: Int) -> Bool {
        if low < slashFrom || low > slash {
            slashFrom = low
            slash = low
        }
        while slash < high, bytes[slash] != .ascii("/") { slash += 1 }
        return slash < high
    }

    /// Characters of URLs, paths and identifiers.
    @inline(__always)
    private static func isPart(_ byte: UInt8) -> Bool {
        byte < 0x80 && (byte < 0x40 ? lowParts >> UInt64(byte) : highParts >> UInt64(byte - 0x40)) & 1 != 0
    }

    /// A bit for each byte below, and for each from, 0x40: letters, digits, and `_-./:@%+~#?&=$\`.
    private static let lowParts: UInt64 = 0xA7FF_E878_0000_0000
    private static let highParts: UInt64 = 0x47FF_FFFE_97FF_FFFF

    private static func isJoint(_ byte: UInt8, beyond: UInt8) -> Bool {
        byte == .ascii("_") || (byte == .ascii("-") && (beyond.isLetter || beyond.isDigit || beyond == .ascii("$")))
    }

    private static func isScheme(_ bytes: ByteView, _ at: Int) -> Bool {
        switch bytes[at] {
        case .ascii(":"): bytes.has("://", at: at) || bytes.has(":\\/\\/", at: at)
        case .ascii("g"): bytes.has("git@", at: at) || bytes.has("github:", at: at) || bytes.has("gitlab:", at: at)
        default: false
        }
    }

    static func isHost(_ bytes: ByteView, _ low: Int, _ high: Int) -> Bool {
        var high = high
        while high > low, !bytes[high - 1].isWord { high -= 1 }
        var dots = 0
        var lastDot = low
        for i in low..<high where bytes[i] == .ascii(".") {
            dots += 1
            if dots >= 2 { return true }
            lastDot = i
        }
        // (As long as the longest of them.)
        guard high - lastDot - 1 <= 8 else { return false }
        let tld = String(decoding: bytes[(lastDot + 1)..<high], as: UTF8.self).lowercased()
        return ["com", "org", "net", "io", "dev", "local", "internal", "edu", "example", "cloud", "app", "svc"]
            .contains(tld)
    }
}
