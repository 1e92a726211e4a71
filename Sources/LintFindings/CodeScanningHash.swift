public import LintSource

/// `primaryLocationLineHash`: how GitHub code scanning knows a line again (github/codeql-action, `src/fingerprints.ts`).
///
/// The file is read as UTF-16 units (a byte order mark stays, ill-formed UTF-8 gives U+FFFD), without spaces and tabs, with
/// CR and CRLF as LF; then comes 0xFFFF once, then NULs. A line's hash is the sum of `unit[k] * 37^(99-k)` modulo 2^64 over
/// the 100 units from its first kept one, in lower-case hex without padding, then `:` and how often it came up so far.
/// Lines are counted as that stream does, so a lone CR ends one, although SARIF's own line numbers do not count it: the
/// action looks a result up by its `startLine` all the same, and so must whoever wants the same answer.
public enum CodeScanningHash {
    /// The hash of every line, line 1 first. Linear in the file's size.
    public static func lines(of bytes: ByteView) -> [String] {
        var result: [String] = []
        scan(bytes) { _, hash, count in result.append(text(hash, count)) }
        return result
    }

    public static func lines(of bytes: [UInt8]) -> [String] {
        bytes.withByteView { view in lines(of: view) }
    }

    /// The hashes of the 1-based lines in `wanted` alone; lines that are not there are left out.
    public static func lines(_ wanted: Set<Int>, of bytes: ByteView) -> [Int: String] {
        var result: [Int: String] = [:]
        scan(bytes) { line, hash, count in
            if wanted.contains(line) { result[line] = text(hash, count) }
        }
        return result
    }

    private static func text(_ hash: UInt64, _ count: Int) -> String { String(hash, radix: 16) + ":" + String(count) }

    private static let reach = 100

    private static func scan(_ bytes: ByteView, _ found: (_ line: Int, _ hash: UInt64, _ count: Int) -> Void) {
        var roller = Roller()
        var previousIsCR = false
        var atLineStart = true
        func take(_ unit: UInt16) {
            var unit = unit
            if unit == 0x20 || unit == 0x09 || (previousIsCR && unit == 0x0A) {
                previousIsCR = false
                return
            }
            previousIsCR = unit == 0x0D
            if previousIsCR { unit = 0x0A }
            roller.add(unit, beginsLine: atLineStart, found)
            atLineStart = unit == 0x0A
        }
        for unit in bytes.text(ByteRange(0, bytes.count)).utf16 { take(unit) }
        take(0xFFFF)
        for _ in 0..<reach { roller.add(0, beginsLine: false, found) }
    }

    /// The window of the last 100 units.
    private struct Roller {
        private var window = [UInt16](repeating: 0, count: reach)
        private var hash: UInt64 = 0
        private var position = 0
        /// Positions at which lines begin whose window is not full yet; at most 100 of them.
        private var open: [Int] = []
        private var firstOpen = 0
        private var line = 0
        private var counts: [UInt64: Int] = [:]
        private let outgoing: UInt64 = {
            var power: UInt64 = 1
            for _ in 0..<reach { power = power &* 37 }
            return power
        }()

        mutating func add(_ unit: UInt16, beginsLine: Bool, _ found: (Int, UInt64, Int) -> Void) {
            if beginsLine { open.append(position) }
            let slot = position % reach
            hash = hash &* 37 &+ UInt64(unit) &- outgoing &* UInt64(window[slot])
            window[slot] = unit
            position += 1
            guard firstOpen < open.count, open[firstOpen] + reach == position else { return }
            firstOpen += 1
            line += 1
            let count = counts[hash, default: 0] + 1
            counts[hash] = count
            found(line, hash, count)
            if firstOpen == reach {
                open.removeFirst(firstOpen)
                firstOpen = 0
            }
        }
    }
}
