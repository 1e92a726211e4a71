import LintPattern
import LintSource

/// A label of a host: taken apart (``HoleText``), or where it stands (``HoleLabel``).
protocol HostLabel {
    /// Whether it is nothing but holes.
    var isHole: Bool { get }
    var hasHole: Bool { get }
    /// Whether it can stand for `text` (in lower case), ASCII case ignored.
    func canBe(_ text: [UInt8]) -> Bool
    /// Taken apart.
    var text: HoleText { get }
}

/// The labels of a host, from its beginning.
protocol HostLabels {
    associatedtype Label: HostLabel
    var isEmpty: Bool { get }
    /// The first label, and the others.
    func split() -> (label: Label, rest: Self)?
}

extension HostLabels {
    func contains(where wanted: (Label) -> Bool) -> Bool {
        var rest = self
        while let (label, behind) = rest.split() {
            if wanted(label) { return true }
            rest = behind
        }
        return false
    }
}

extension HoleText: HostLabel {
    var text: HoleText { self }
}

extension ArraySlice: HostLabels where Element: HostLabel {
    func split() -> (label: Element, rest: ArraySlice)? { first.map { ($0, dropFirst()) } }
}

/// A label of a host, compared where it stands: as a ``HoleText`` of the same bytes is, without one being made. Many places
/// are asked by many rules, and few are what they look for.
struct HoleLabel: HostLabel {
    let bytes: ByteView
    let start: Int
    let end: Int
    let hasHole: Bool
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

    func canBe(_ text: [UInt8]) -> Bool { HoleLabel.canBe(text, bytes, from: start, to: end) }
    var text: HoleText { HoleText(ByteRange(start, end), in: bytes) }

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

/// The labels of a host where they stand.
struct HoleLabels: HostLabels {
    let bytes: ByteView
    /// Where the next begins; behind the end where none is left.
    var start: Int
    let end: Int

    var isEmpty: Bool { start > end }

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
        return (HoleLabel(bytes: bytes, start: start, end: at, hasHole: hasHole, isHole: hasHole && !hasText), rest)
    }
}
