import LintSource

/// Tells what larger thing a name stands in, by the characters around it.
enum Surroundings {
    /// `nil` when it stands alone.
    static func place(of start: Int, _ end: Int, in bytes: ByteView, joined: Bool) -> NameMatcher.Place? {
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
        if joined || isJoint(before, beyond: bytes[start - 2]) || isJoint(after, beyond: bytes[end + 1]) {
            return .identifier
        }
        // Not next to a slash, but inside a path all the same: `docs/attic-iac-notes` was caught above as identifier.
        return nil
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

    private static func isHost(_ bytes: ByteView, _ low: Int, _ high: Int) -> Bool {
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
