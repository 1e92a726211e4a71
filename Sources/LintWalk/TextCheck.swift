import CSystem
import Glibc
public import LintSource

/// Tells text from what is none, by the first 8 KiB.
public enum TextCheck: Sendable, Hashable {
    case text
    /// Begins with a byte order mark of UTF-16 (or UTF-32).
    case utf16
    case binary

    /// Bytes looked at.
    public static let sampleSize = 8 << 10

    /// A NUL makes a file binary; so do more ill-formed UTF-8 sequences than one in 20 bytes (Latin-1 prose has one in
    /// 30, compressed data one in 3).
    public init(_ bytes: ByteView) {
        if bytes.count >= 2, (bytes[0] == 0xFF && bytes[1] == 0xFE) || (bytes[0] == 0xFE && bytes[1] == 0xFF) {
            self = .utf16
            return
        }
        let sample = min(bytes.count, TextCheck.sampleSize)
        // (Nearly all files are nothing else.)
        let plain = flywheel_plain_end(bytes.base, sample)
        if plain == sample {
            self = .text
            return
        }
        if memchr(bytes.base + plain, 0, sample - plain) != nil {
            self = .binary
            return
        }
        let bad = TextCheck.illFormed(ByteView(bytes[plain..<sample]), cut: sample < bytes.count)
        self = bad > max(8, sample / 20) ? .binary : .text
    }

    /// Ill-formed UTF-8 sequences, each maximal part of one counted once (Unicode 16, section 3.9, table 3-7).
    ///
    /// - Parameter cut: the bytes go on behind the view, so a sequence that is only begun at its end is no fault.
    public static func illFormed(_ bytes: ByteView, cut: Bool = false) -> Int {
        var bad = 0
        var i = 0
        while i < bytes.count {
            let first = bytes[i]
            if first < 0x80 {
                i = bytes.asciiEnd(from: i + 1)
                continue
            }
            i += 1
            var second: ClosedRange<UInt8> = 0x80...0xBF
            var following = 1
            switch first {
            case 0xC2...0xDF: break
            case 0xE0: (following, second) = (2, 0xA0...0xBF)
            case 0xED: (following, second) = (2, 0x80...0x9F)
            case 0xE1...0xEF: following = 2
            case 0xF0: (following, second) = (3, 0x90...0xBF)
            case 0xF1...0xF3: following = 3
            case 0xF4: (following, second) = (3, 0x80...0x8F)
            default:
                bad += 1
                continue
            }
            while following > 0, i < bytes.count, second.contains(bytes[i]) {
                i += 1
                following -= 1
                second = 0x80...0xBF
            }
            if following > 0, !(cut && i >= bytes.count) { bad += 1 }
        }
        return bad
    }
}
