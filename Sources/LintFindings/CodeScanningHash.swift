public import LintSource

/// `primaryLocationLineHash`: how GitHub code scanning knows a line again (github/codeql-action, `src/fingerprints.ts`).
///
/// The file is read as UTF-16 units (a byte order mark stays, ill-formed UTF-8 gives U+FFFD), without spaces and tabs, with
/// CR and CRLF as LF; then comes 0xFFFF once, then NULs. A line's hash is the sum of `unit[k] * 37^(99-k)` modulo 2^64 over
/// the 100 units from its first kept one, in lower-case hex without padding, then `:` and how often it came up so far.
/// Lines are counted as that stream does, so a lone CR ends one, although SARIF's own line numbers do not count it: the
/// action looks a result up by its `startLine` all the same, and so must whoever wants the same answer.
public enum CodeScanningHash {
    /// What is known of one line: the hash, and how often it came up so far, from 1.
    public struct LineHash: Sendable, Hashable {
        var value: UInt64 = 0
        var count: UInt32 = 0
        public var text: String { CodeScanningHash.text(value, Int(count)) }
    }

    /// The hash of every line, line 1 first. Linear in the file's size.
    public static func lines(of bytes: ByteView) -> [String] {
        var counts: [UInt64: Int] = [:]
        return hashes(of: bytes).map { hash in
            let count = counts[hash, default: 0] + 1
            counts[hash] = count
            return text(hash, count)
        }
    }

    public static func lines(of bytes: [UInt8]) -> [String] {
        bytes.withByteView { view in lines(of: view) }
    }

    /// The hashes of the 1-based lines in `wanted` alone; lines that are not there are left out.
    public static func lines(_ wanted: Set<Int>, of bytes: ByteView) -> [Int: LineHash] {
        let hashes = hashes(of: bytes)
        // How often a hash came up must be known of the wanted ones only. Most of the others are told by ten of their bits.
        var counts = [UInt64: Int](minimumCapacity: wanted.count)
        var marks = [Bool](repeating: false, count: 1 << 10)
        for line in wanted where line >= 1 && line <= hashes.count {
            counts[hashes[line - 1]] = 0
            marks[Int(hashes[line - 1] & 1_023)] = true
        }
        var result = [Int: LineHash](minimumCapacity: wanted.count)
        for (index, hash) in hashes.enumerated() where marks[Int(hash & 1_023)] {
            guard let before = counts[hash] else { continue }
            counts[hash] = before + 1
            if wanted.contains(index + 1) {
                result[index + 1] = LineHash(value: hash, count: UInt32(truncatingIfNeeded: before + 1))
            }
        }
        return result
    }

    private static func text(_ hash: UInt64, _ count: Int) -> String {
        String(hash, radix: 16) + ":" + String(count)
    }

    private static let reach = 100

    /// Of every line.
    private static func hashes(of bytes: ByteView) -> [UInt64] {
        var roller = Roller()
        var at = 0
        while at < bytes.count {
            at = roller.takeASCII(bytes, from: at)
            guard at < bytes.count else { break }
            // No character and nothing that is replaced by U+FFFD goes on past an ASCII byte.
            var end = at + 1
            while end < bytes.count, bytes.base[end] >= 0x80 { end += 1 }
            for unit in bytes.text(ByteRange(at, end)).utf16 { roller.take(unit) }
            at = end
        }
        roller.take(0xFFFF)
        for _ in 0..<reach { roller.add(0) }
        return roller.hashes
    }

    /// Hashes every unit so far as one text: that of a window is the difference between what was there at its end and at its
    /// start, moved up by its length.
    private struct Roller {
        private(set) var hashes: [UInt64] = []
        private var hash: UInt64 = 0
        private var position = 0
        private var previousIsCR = false
        private var atLineStart = true
        /// Lines whose window is not full yet, at most 100 of them: where they begin, and the hash there.
        private var open: [(start: Int, hash: UInt64)] = []
        private var firstOpen = 0
        /// Where the window of the first of them is full.
        private var due = Int.max
        private let outgoing: UInt64 = {
            var power: UInt64 = 1
            for _ in 0..<reach { power = power &* 37 }
            return power
        }()

        /// Takes bytes up to the first that is not ASCII, and gives its offset.
        mutating func takeASCII(_ bytes: ByteView, from start: Int) -> Int {
            // (What changes with every byte is kept in registers.)
            var at = start
            var hash = hash
            var position = position
            var previousIsCR = previousIsCR
            while at < bytes.count, bytes.base[at] < 0x80 {
                let byte = bytes.base[at]
                at += 1
                if byte == 0x20 || byte == 0x09 || (previousIsCR && byte == 0x0A) {
                    previousIsCR = false
                    continue
                }
                if atLineStart {
                    open.append((position, hash))
                    if due == .max { due = position + reach }
                    atLineStart = false
                }
                previousIsCR = byte == 0x0D
                if previousIsCR || byte == 0x0A { atLineStart = true }
                hash = hash &* 37 &+ UInt64(previousIsCR ? 0x0A : byte)
                position += 1
                if position == due { close(hash) }
            }
            self.hash = hash
            self.position = position
            self.previousIsCR = previousIsCR
            return at
        }

        mutating func take(_ unit: UInt16) {
            if unit == 0x20 || unit == 0x09 || (previousIsCR && unit == 0x0A) {
                previousIsCR = false
                return
            }
            previousIsCR = unit == 0x0D
            if atLineStart {
                open.append((position, hash))
                if due == .max { due = position + reach }
            }
            atLineStart = previousIsCR || unit == 0x0A
            add(previousIsCR ? 0x0A : unit)
        }

        mutating func add(_ unit: UInt16) {
            hash = hash &* 37 &+ UInt64(unit)
            position += 1
            if position == due { close(hash) }
        }

        private mutating func close(_ hash: UInt64) {
            hashes.append(hash &- outgoing &* open[firstOpen].hash)
            firstOpen += 1
            due = firstOpen < open.count ? open[firstOpen].start + reach : .max
            if firstOpen == reach {
                open.removeFirst(firstOpen)
                firstOpen = 0
            }
        }
    }
}
