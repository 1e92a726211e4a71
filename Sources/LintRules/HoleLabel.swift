import LintPattern
import LintSource

/// A label of a host, compared where it stands: as a ``HoleText`` of the same bytes is, without one being made. Many places
/// are asked by many rules, and few are what they look for.
struct HoleLabel {
    let start: Int
    let end: Int
    let hasHole: Bool
    /// Whether it is nothing but holes.
    let isHole: Bool

    /// The labels of a host; `nil` where it has escapes or brackets, which ``HoleText`` takes off.
    static func labels(of host: ByteRange, in bytes: ByteView) -> HoleLabels? {
        for i in host.indices {
            switch bytes[i] {
            case .ascii("\\"), .ascii("["), .ascii("]"): return nil
            default: break
            }
        }
        return HoleLabels(bytes: bytes, start: Int(host.start), end: Int(host.end))
    }

    func canBe(_ text: [UInt8], _ bytes: ByteView) -> Bool { HoleLabel.canBe(text, bytes, from: start, to: end) }

    /// Whether what stands from `start` to `end` can stand for `text` (in lower case), ASCII case ignored.
    static func canBe(_ text: [UInt8], _ bytes: ByteView, from start: Int, to end: Int) -> Bool {
        for i in start..<end {
            switch bytes[i] {
            case .ascii("$"), .ascii("{"), .ascii("<"), .ascii("\\"), .ascii("["), .ascii("]"):
                return HoleText(ByteRange(start, end), in: bytes).canBe(text)
            default: break
            }
        }
        return end - start == text.count && Prefilter.matches(bytes, start, text)
    }
}

/// The labels of a host, one after another.
struct HoleLabels {
    let bytes: ByteView
    /// Where the next begins; behind the end where none is left.
    var start: Int
    let end: Int

    var isEmpty: Bool { start > end }

    /// The first label, and the others.
    func split() -> (label: HoleLabel, rest: HoleLabels)? {
        guard !isEmpty else { return nil }
        var at = start
        var hasHole = false
        var hasText = false
        while at < end, bytes[at] != .ascii(".") {
            if let hole = URLParts.holeEnd(startingAt: at, in: bytes) {
                hasHole = true
                at = hole
            } else {
                hasText = true
                at += 1
            }
        }
        var rest = self
        rest.start = at + 1
        return (HoleLabel(start: start, end: at, hasHole: hasHole, isHole: hasHole && !hasText), rest)
    }
}
