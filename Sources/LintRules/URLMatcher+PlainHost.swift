import LintPattern
import LintSource

/// Hosts that are written out, as nearly all are, are compared where they stand.
extension URLMatcher {
    /// Whether a host without holes and escapes is one of those looked for; `nil` for any other host.
    func isPlainHost(_ host: ByteRange, _ bytes: ByteView) -> Bool? {
        var dots = 0
        for i in host.indices {
            switch bytes[i] {
            case .ascii("."): dots += 1
            case .ascii("$"), .ascii("{"), .ascii("<"), .ascii("\\"), .ascii("["), .ascii("]"): return nil
            default: break
            }
        }
        guard dots < 64 else { return false }
        return hosts.contains {
            URLMatcher.match($0.labels, 0, bytes, from: Int(host.start), to: Int(host.end))
        }
    }

    /// Whether each anchor is always a label of its own: where it is only a part of one it may be passed over.
    static func areLabels(_ anchors: [[UInt8]], hosts: [HostPattern], owners: [[UInt8]]) -> [Bool] {
        anchors.map { anchor in
            guard owners.isEmpty else { return false }
            var isLabel = false
            for host in hosts {
                for label in host.labels {
                    switch label {
                    case .literal(let text): isLabel = isLabel || text == anchor
                    case .glob(let glob):
                        if glob.split(separator: .ascii("*")).contains(anchor[...]) { return false }
                    case .any: break
                    }
                }
            }
            return isLabel
        }
    }

    /// How far before a place a hole may begin that it lies in. (A hole is at most 256 bytes long.)
    private static let reach = 1_024

    /// What was last found before a place: most lines hold many, and each would look at the same bytes again.
    struct HoleMemo {
        /// Where was looked from.
        var place = -1
        /// The nearest hole or escape before it, on its line and near enough.
        var hole: Int?
    }

    /// Whether a label goes on before or behind what stands between `start` and `end`, on a line that has no hole or escape
    /// before: there it may be part of something that may be anything. To be asked of one place after another.
    static func isInLongerLabel(_ start: Int, _ end: Int, in bytes: ByteView, _ memo: inout HoleMemo) -> Bool {
        func isOfLabel(_ byte: UInt8) -> Bool { byte.isWord || byte == .ascii("-") }
        guard isOfLabel(bytes[start - 1]) || isOfLabel(bytes[end]) else { return false }
        var hole: Int?
        var at = start - 1
        scan: while at >= 0, start - at <= reach, bytes[at] != 0x0A {
            if at == memo.place - 1 {
                hole = memo.hole.flatMap { start - $0 <= reach ? $0 : nil }
                break
            }
            switch bytes[at] {
            case .ascii("$"), .ascii("{"), .ascii("<"), .ascii("\\"), .ascii("["):
                hole = at
                break scan
            default: at -= 1
            }
        }
        memo = HoleMemo(place: start, hole: hole)
        return hole == nil
    }

    /// Whether the labels between `at` and `end` are those of the pattern from `first` on; none are left where `at` is
    /// behind `end`.
    private static func match(
        _ pattern: [HostPattern.Label], _ first: Int, _ bytes: ByteView, from at: Int, to end: Int
    ) -> Bool {
        guard first < pattern.count else { return at > end }
        guard at <= end else { return false }
        var stop = at
        while stop < end, bytes[stop] != .ascii(".") { stop += 1 }
        switch pattern[first] {
        case .any:
            // At either end a star is one label or more.
            if match(pattern, first + 1, bytes, from: stop + 1, to: end) { return true }
            let isEnd = first == 0 || first + 1 == pattern.count
            return isEnd && stop < end && match(pattern, first, bytes, from: stop + 1, to: end)
        case .literal(let text):
            return stop - at == text.count && Prefilter.matches(bytes, at, text)
                && match(pattern, first + 1, bytes, from: stop + 1, to: end)
        case .glob(let glob):
            let label = bytes.text(ByteRange(at, stop)).lowercased()
            return PathGlob("/" + String(decoding: glob, as: UTF8.self)).matches(label)
                && match(pattern, first + 1, bytes, from: stop + 1, to: end)
        }
    }
}
