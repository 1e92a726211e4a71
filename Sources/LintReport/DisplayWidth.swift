/// Columns that text takes in a terminal: 2 for East Asian wide characters and emoji, 0 for marks that combine, else 1
/// (UAX #11, and emoji clusters as UTS #51 draws them). For text that ``VisibleText`` made.
enum DisplayWidth {
    static func of(_ text: String) -> Int {
        if VisibleText.isPlain(text) { return text.utf8.count }
        return text.reduce(0) { $0 + of($1) }
    }

    static func of(_ character: Character) -> Int {
        var width = 0
        var isEmoji = false
        for scalar in character.unicodeScalars {
            width += of(scalar)
            if scalar.value == 0xFE0F || scalar.value >= 0x1F000 && scalar.properties.isEmoji { isEmoji = true }
        }
        // One picture however many scalars: a family, a skin tone, a flag of two letters, a text symbol made an emoji.
        return isEmoji ? 2 : width
    }

    private static func of(_ scalar: Unicode.Scalar) -> Int {
        if scalar.value < 0x300 { return 1 }
        // Vowels and final consonants of conjoining Hangul join the syllable before them.
        if (0x1160...0x11FF).contains(scalar.value) || (0xD7B0...0xD7FB).contains(scalar.value) { return 0 }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: return isWide(scalar) ? 2 : 1
        }
    }

    private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
        let value = scalar.value
        return wide.contains { $0.contains(value) } || scalar.properties.isEmojiPresentation
    }

    /// East_Asian_Width W and F, but for emoji, which the standard library knows.
    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x2329...0x232A, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3,
        0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18DFF,
        0x1AFF0...0x1B2FF, 0x1D300...0x1D376, 0x1F200...0x1F2FF, 0x20000...0x3FFFD,
    ]
}
