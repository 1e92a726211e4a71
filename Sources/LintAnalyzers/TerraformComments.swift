import Glibc
import LintSource

/// Whether a comment of a `.tf` file may say something of a backend, or show a command: whether one of the words without
/// which none does stands behind a `#`, `//` or `/*`. Of a file with many comments it is not asked.
struct TerraformComments {
    private(set) var maySay = false
    private var left = 8
    /// Where what has not been looked at begins.
    private var next = 0

    /// Whether no further comment changes it.
    var isSettled: Bool { maySay }

    /// What may be a comment begins at `at`, or stands in a string. They come in order.
    mutating func take(_ bytes: ByteView, _ at: Int) {
        guard !maySay else { return }
        if bytes[at] == .ascii("/"), bytes[at + 1] == .ascii("*") {
            // (`//` of an address may have a `/*` behind it.)
            maySay = !TerraformComments.endsString(bytes, at + 1)
        } else if at >= next {
            left -= 1
            next = bytes.lineEnd(of: at)
            maySay = left == 0 || TerraformComments.mayTell(bytes, at, next)
        }
    }

    /// Whether a comment has in it what a false default, a false promise, or a command has. (Most are a few words: to go
    /// through them once costs less than a search for each.)
    private static func mayTell(_ bytes: ByteView, _ start: Int, _ end: Int) -> Bool {
        func stands(_ word: StaticString, _ at: Int) -> Bool {
            let behind = at + word.utf8CodeUnitCount
            return behind <= end && bytes.first(word, from: at, to: behind) != nil
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
    private static func endsString(_ bytes: ByteView, _ at: Int) -> Bool {
        guard bytes[at + 1] == .ascii("\"") else { return false }
        var isOpen = false
        var next = bytes.lineStart(of: at)
        while next < at, let quote = memchr(bytes.base + next, 0x22, at - next) {
            isOpen.toggle()
            next = UnsafeRawPointer(bytes.base).distance(to: quote) + 1
        }
        return isOpen
    }
}
