public import LintSource

/// What a finding is known by when lines move: two 64-bit hashes, written as 16 hex digits.
public struct Fingerprint: Sendable, Hashable {
    /// Of rule, identity, and the previous, own and next non-blank line with white space folded.
    public var context: UInt64
    /// Of rule, identity and the own line.
    public var line: UInt64

    public init(context: UInt64, line: UInt64) {
        self.context = context
        self.line = line
    }

    public init(rule: String, identity: String, line: Int, lines: LineIndex, bytes: ByteView) {
        var own = FNV()
        own.add(rule)
        own.add(0)
        own.add(identity)
        own.add(0)
        var around = own
        own.addFolded(bytes[lines.range(ofLine: line, in: bytes)])
        // A file that is one endless run of blank lines must not cost its square.
        let reach = 64
        var before = line - 1
        while before >= 1, line - before < reach, isBlank(lines.range(ofLine: before, in: bytes), bytes) { before -= 1 }
        var after = line + 1
        while after <= lines.starts.count, after - line < reach, isBlank(lines.range(ofLine: after, in: bytes), bytes) {
            after += 1
        }
        for n in [before, line, after] {
            around.addFolded(bytes[lines.range(ofLine: n, in: bytes)])
            around.add(0x0A)
        }
        context = around.value
        self.line = own.value
    }

    public var contextText: String { Fingerprint.hex(context) }
    public var lineText: String { Fingerprint.hex(line) }

    /// Both hashes, as reports carry them: `<context>:<line>`.
    public var text: String { contextText + ":" + lineText }

    /// Reads ``text`` back; `nil` for anything else.
    public init?(text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 16 }),
            let context = UInt64(parts[0], radix: 16), let line = UInt64(parts[1], radix: 16)
        else { return nil }
        self.init(context: context, line: line)
    }

    public static func hex(_ value: UInt64) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}

private func isBlank(_ range: ByteRange, _ bytes: ByteView) -> Bool {
    for byte in bytes[range] where !byte.isWhiteSpace { return false }
    return true
}

/// FNV-1a, 64 bits: not against adversaries, only to name lines; stable on every machine, unlike `Hasher`.
public struct FNV: Sendable {
    public private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325
    public init() {}
    public mutating func add(_ byte: UInt8) { value = (value ^ UInt64(byte)) &* 0x100_0000_01b3 }
    public mutating func add(_ text: String) { for byte in text.utf8 { add(byte) } }
    /// Adds the bytes with each run of white space as one space, none at the ends. At most 4 KiB of a line count.
    public mutating func addFolded(_ bytes: UnsafeBufferPointer<UInt8>) {
        var pending = false
        var started = false
        for byte in bytes.prefix(4_096) {
            if byte.isWhiteSpace {
                pending = started
            } else {
                if pending { add(0x20) }
                pending = false
                started = true
                add(byte)
            }
        }
    }
}
