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
            if known.contains(hash) { return true }
            guard at > range.lowerBound, bytes[at - 1] == 0x2E, neutral.contains(hash) else { return false }
            end = at - 1
        }
    }

    /// Whether a file's name may begin here: `Dockerfile.dev`.
    static func hasKnownPrefix(_ bytes: ByteView, at start: Int) -> Bool {
        let first = bytes[start]
        guard (first < 64 ? firstLetters.0 : firstLetters.1) & 1 << UInt64(first & 63) != 0 else { return false }
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

    private static let seed: UInt32 = 0x811C_9DC5

    private static func mixed(_ hash: UInt32, _ byte: UInt8) -> UInt32 { (hash ^ UInt32(byte)) &* 0x0100_0193 }

    private static let known = Hashes(of: LanguageFiles.all.flatMap { $0.extensions + $0.names })
    private static let neutral = Hashes(of: LanguageFiles.neutralSuffixes)

    /// Of what stands behind the last dot of each text, read from its end.
    private struct Hashes {
        private static let words = 256
        /// A bit for each: nearly all that are asked for are told by it.
        private var bits = [UInt64](repeating: 0, count: words)
        private var all: Set<UInt32> = []

        init(of texts: some Sequence<String>) {
            for text in texts {
                var hash = seed
                for byte in text.utf8.reversed() {
                    if byte == 0x2E { break }
                    hash = mixed(hash, byte.lowered)
                }
                bits[Int(hash >> 6) & (Hashes.words - 1)] |= 1 << UInt64(hash & 63)
                all.insert(hash)
            }
        }

        func contains(_ hash: UInt32) -> Bool {
            bits[Int(hash >> 6) & (Hashes.words - 1)] & 1 << UInt64(hash & 63) != 0 && all.contains(hash)
        }
    }

    /// What known prefixes begin with, a bit for each byte.
    private static let firstLetters: (UInt64, UInt64) = LanguageFiles.byPrefix.reduce(into: (0, 0)) { letters, row in
        let letter = row.prefix.utf8.first ?? 0
        if letter < 64 { letters.0 |= 1 << UInt64(letter) } else { letters.1 |= 1 << UInt64(letter & 63) }
    }
}
