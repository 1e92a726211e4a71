import LintSource

/// What names of files end in, for a first look: most names are no file's, and to ask each of them in full costs a text and
/// a dozen hashes.
enum LanguageEndings {
    /// Whether ``Language/byName(_:)`` may know the name in `range`, which has a dot. Never false where it does.
    static func mayKnow(_ bytes: ByteView, _ range: Range<Int>) -> Bool {
        hasKnownEnding(bytes, range) || hasKnownPrefix(bytes, at: range.lowerBound)
    }

    /// Whether what stands behind the last dot is the end of a known ending or name; where that says nothing
    /// (`main.tf.example`), what stands before it.
    static func hasKnownEnding(_ bytes: ByteView, _ range: Range<Int>) -> Bool {
        var end = range.upperBound
        while true {
            var hash = seed
            var at = end
            while at > range.lowerBound, isNamed(bytes[at - 1]) {
                at -= 1
                hash = mixed(hash, bytes[at].lowered)
            }
            // Unicode's rules for case are another matter.
            if at > range.lowerBound, bytes[at - 1] >= 0x80 { return true }
            if holds(hash, known) { return true }
            guard at > range.lowerBound, bytes[at - 1] == 0x2E, holds(hash, neutral) else { return false }
            end = at - 1
        }
    }

    /// Whether a file's name may begin here: `Dockerfile.dev`.
    static func hasKnownPrefix(_ bytes: ByteView, at start: Int) -> Bool {
        guard firstLetters & 1 << UInt64(bytes[start] & 63) != 0 else { return false }
        return LanguageFiles.byPrefix.contains { prefix, _ in
            var at = start
            for byte in prefix.utf8 {
                if bytes[at] != byte { return false }
                at += 1
            }
            return true
        }
    }

    /// What a known ending or name is made of, but for dots.
    private static func isNamed(_ byte: UInt8) -> Bool { byte.isWord || byte == 0x2D || byte == 0x2B }

    private static let words = 256
    private static let seed: UInt32 = 0x811C_9DC5

    private static func mixed(_ hash: UInt32, _ byte: UInt8) -> UInt32 { (hash ^ UInt32(byte)) &* 0x0100_0193 }

    private static func holds(_ hash: UInt32, _ bits: [UInt64]) -> Bool {
        bits[Int(hash >> 6) & (words - 1)] & 1 << UInt64(hash & 63) != 0
    }

    /// A bit for the hash of what stands behind the last dot of each, read from its end.
    private static func bits(_ texts: some Sequence<String>) -> [UInt64] {
        var bits = [UInt64](repeating: 0, count: words)
        for text in texts {
            var hash = seed
            for byte in text.utf8.reversed() {
                if byte == 0x2E { break }
                hash = mixed(hash, byte.lowered)
            }
            bits[Int(hash >> 6) & (words - 1)] |= 1 << UInt64(hash & 63)
        }
        return bits
    }

    private static let known = bits(LanguageFiles.all.flatMap { $0.extensions + $0.names })
    private static let neutral = bits(LanguageFiles.neutralSuffixes)

    private static let firstLetters: UInt64 = LanguageFiles.byPrefix.reduce(0) { letters, row in
        letters | 1 << UInt64((row.prefix.utf8.first ?? 0) & 63)
    }
}
