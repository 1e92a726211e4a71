import Glibc
import LintSource

/// The line of one offset after another, forwards.
struct LineCursor {
    /// 1-based.
    private(set) var line = 1
    private(set) var lineStart = 0
    /// Where the line ends.
    private var end: Int

    init(_ bytes: ByteView) {
        lineStart = bytes.has("\u{FEFF}", at: 0) ? 3 : 0
        end = LineCursor.end(of: 0, bytes)
    }

    mutating func move(to target: Int, _ bytes: ByteView) {
        while end < target {
            line += 1
            lineStart = end + 1
            end = LineCursor.end(of: lineStart, bytes)
        }
    }

    private static func end(of start: Int, _ bytes: ByteView) -> Int {
        guard start < bytes.count, let found = memchr(bytes.base + start, 0x0A, bytes.count - start) else {
            return Int.max
        }
        return UnsafeRawPointer(bytes.base).distance(to: found)
    }
}
