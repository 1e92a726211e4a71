/// Text of a stranger's file, safe to show: what a terminal or a browser would obey, hide or reorder becomes visible.
///
/// Control characters become their pictures (U+2400 …), C1 controls, bidirectional controls, invisible characters and
/// non-characters become U+FFFD. So the result holds no line end, no escape sequence and no reordering.
enum VisibleText {
    static func of(_ text: String) -> String {
        if isPlain(text) { return text }
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars { result.append(visible(scalar)) }
        return String(result)
    }

    /// At most `limit` characters of it, with `…` where it was cut.
    static func of(_ text: String, limit: Int) -> String {
        // A character is a byte at least, and a plain one is no more.
        if text.utf8.count <= limit { return of(text) }
        if isPlain(text) { return String(text.prefix(utf8: limit)) + "…" }
        let head = text.prefix(limit)
        return of(String(head)) + (head.endIndex < text.endIndex ? "…" : "")
    }

    /// A message, of which no more is shown than anybody reads: it may quote a match of any length.
    static func message(_ text: String) -> String { of(text, limit: 1_000) }

    static func isPlain(_ text: String) -> Bool {
        text.utf8.withContiguousStorageIfAvailable { isPlain(UnsafeRawBufferPointer($0)) }
            ?? text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
    }

    /// Eight bytes in one step.
    private static func isPlain(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let ones: UInt64 = 0x0101_0101_0101_0101
        var at = 0
        while at + 8 <= bytes.count {
            let word = bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self)
            // The top bit of a byte is set where it was before, where 0x20 cannot be taken off, and where one makes 0x80.
            guard ((word &- ones &* 0x20) | word | (word &+ ones)) & (ones &* 0x80) == 0 else { return false }
            at += 8
        }
        while at < bytes.count {
            if bytes[at] < 0x20 || bytes[at] >= 0x7F { return false }
            at += 1
        }
        return true
    }

    static func visible(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        switch scalar.value {
        case 0..<0x20: Unicode.Scalar(0x2400 + scalar.value) ?? "\u{FFFD}"
        case 0x20..<0x7F: scalar
        case 0x7F: "\u{2421}"
        case 0x80..<0xA0, 0xAD, 0x061C, 0x180E, 0x200B, 0x200E, 0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF,
            0xFFF9...0xFFFB, 0xE0000...0xE007F:
            "\u{FFFD}"
        case let value where value & 0xFFFE == 0xFFFE || (0xFDD0...0xFDEF).contains(value): "\u{FFFD}"
        default: scalar
        }
    }
}

extension String {
    /// The first `count` bytes, between which no character may go on.
    fileprivate func prefix(utf8 count: Int) -> Substring { self[..<utf8.index(utf8.startIndex, offsetBy: count)] }
}
