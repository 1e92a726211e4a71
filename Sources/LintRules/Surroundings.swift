import LintSource

/// Tells what larger thing a name stands in, by the characters around it.
enum Surroundings {
    /// `nil` when it stands alone.
    static func place(
        of start: Int, _ end: Int, in bytes: ByteView, joined: Bool, isSnake: Bool
    ) -> NameMatcher.Place? {
        var low = start
        while low > 0, start - low < 512, isPart(bytes[low - 1]) { low -= 1 }
        var high = end
        while high < bytes.count, high - end < 512, isPart(bytes[high]) { high += 1 }
        if hasScheme(bytes, low, start) { return .url }
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
            if contains(.ascii("/"), bytes, low, high) { return .path }
            return isHost(bytes, low, high) || escapedDot ? .host : (dotBefore ? .identifier : .path)
        }
        if before == .ascii("@"), bytes[start - 2].isWord { return .host }
        if after == .ascii(":"), isPort(end + 1, in: bytes) { return .host }
        if !isSnake, !joined, isEmphasis(start, end, in: bytes) { return nil }
        if joined || isJoint(before, beyond: bytes[start - 2]) || isJoint(after, beyond: bytes[end + 1]) {
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

    /// Characters of URLs, paths and identifiers.
    private static func isPart(_ byte: UInt8) -> Bool {
        byte.isWord || "-./:@%+~#?&=$\\".utf8.contains(byte)
    }

    private static func isJoint(_ byte: UInt8, beyond: UInt8) -> Bool {
        byte == .ascii("_") || (byte == .ascii("-") && (beyond.isLetter || beyond.isDigit || beyond == .ascii("$")))
    }

    private static func contains(_ byte: UInt8, _ bytes: ByteView, _ low: Int, _ high: Int) -> Bool {
        for i in low..<high where bytes[i] == byte { return true }
        return false
    }

    private static func hasScheme(_ bytes: ByteView, _ low: Int, _ start: Int) -> Bool {
        guard low < start else { return false }
        for i in low..<start {
            if bytes.has("://", at: i) || bytes.has("git@", at: i) || bytes.has(":\\/\\/", at: i) { return true }
            if bytes.has("github:", at: i) || bytes.has("gitlab:", at: i) { return true }
        }
        return false
    }

    static func isHost(_ bytes: ByteView, _ low: Int, _ high: Int) -> Bool {
        var high = high
        while high > low, !bytes[high - 1].isWord { high -= 1 }
        var dots = 0
        var lastDot = low
        for i in low..<high where bytes[i] == .ascii(".") {
            dots += 1
            lastDot = i
        }
        if dots >= 2 { return true }
        let tld = String(decoding: bytes[(lastDot + 1)..<high], as: UTF8.self).lowercased()
        return ["com", "org", "net", "io", "dev", "local", "internal", "edu", "example", "cloud", "app", "svc"]
            .contains(tld)
    }
}
