import CSystem
import Glibc
import LintSource

/// Whether a comment of a `.tf` file may say something of a backend, or show a command: whether one of the words without
/// which none does stands behind a `#`, `//` or `/*`. Of a file with many comments it is not asked.
struct TerraformComments {
    private(set) var maySay = false
    private var left = 8
    /// Where what has not been looked at begins.
    private var next = 0
    /// The first end of a comment in lines that was found last; the greatest number where there is no further one.
    private var close = 0
    /// Up to where quotes are counted, and whether a string is open there. (From each line's start anew, one long line would
    /// take as long as its square.)
    private var counted = 0
    private var isOpen = false

    /// Whether no further comment changes it.
    var isSettled: Bool { maySay }

    /// What may be a comment begins at `at`, or stands in a string. They come in order.
    mutating func take(_ bytes: ByteView, _ at: Int) {
        guard !maySay else { return }
        if bytes[at] == .ascii("/"), bytes[at + 1] == .ascii("*") {
            // (`//` of an address may have a `/*` behind it.)
            maySay = isClosed(bytes, at + 2) && !endsString(bytes, at + 1)
        } else if at >= next {
            left -= 1
            next = bytes.lineEnd(of: at)
            maySay = left == 0 || TerraformComments.mayTell(bytes, at, next)
        }
    }

    /// Whether a comment ends behind `at`: of most policies with a `/*` in their strings none does.
    private mutating func isClosed(_ bytes: ByteView, _ at: Int) -> Bool {
        if close < at { close = bytes.first("*/", from: at) ?? .max }
        return close < .max
    }

    /// Whether a comment has in it what a false default, a false promise, or a command has. (Most are a few words: to go
    /// through them once costs less than a search for each.)
    private static func mayTell(_ bytes: ByteView, _ start: Int, _ end: Int) -> Bool {
        func stands(_ word: StaticString, _ at: Int) -> Bool {
            guard at + word.utf8CodeUnitCount <= end else { return false }
            for offset in 2..<word.utf8CodeUnitCount
            where bytes.base[at + offset] | 0x20 != word.utf8Start[offset] { return false }
            return true
        }
        var at = start
        while at < end {
            switch bytes.base[at] | 0x20 {
            case .ascii("e"): if bytes[at + 1] | 0x20 == .ascii("f"), stands("efault", at) { return true }
            case .ascii("s"): if bytes[at + 1] | 0x20 == .ascii("t"), stands("state", at) { return true }
            case .ascii("t"):
                let next = bytes[at + 1] | 0x20
                if next == .ascii("o"), stands("tofu", at) { return true }
                if next == .ascii("e"), stands("terraform", at) { return true }
            default: break
            }
            at += 1
        }
        return false
    }

    /// Whether the star at `at` is the last of a string, as in a policy's `"${bucket.arn}/*"`.
    private mutating func endsString(_ bytes: ByteView, _ at: Int) -> Bool {
        guard bytes[at + 1] == .ascii("\"") else { return false }
        let base = UnsafeRawPointer(bytes.base)
        if let end = flywheel_memrchr(bytes.base + counted, 0x0A, at - counted) {
            counted = base.distance(to: end) + 1
            isOpen = false
        }
        while counted < at, let quote = memchr(bytes.base + counted, 0x22, at - counted) {
            isOpen.toggle()
            counted = base.distance(to: quote) + 1
        }
        counted = at
        return isOpen
    }
}
