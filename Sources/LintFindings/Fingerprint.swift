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
        for n in Fingerprint.neighbours(of: line, lines, bytes) {
            around.addFolded(bytes[lines.range(ofLine: n, in: bytes)])
            around.add(0x0A)
        }
        context = around.value
        self.line = own.value
    }

    /// Of what no line has a part in: a limit of the whole file.
    public init(rule: String, identity: String) {
        self.init(rule: rule, identity: identity, lines: Lines())
    }

    /// The text that the hashes are made of, for whoever learns rule and identity only when the file is gone.
    public struct Lines: Sendable, Hashable {
        /// The own line, and the previous, own and next non-blank line, white space folded.
        var own: [UInt8] = []
        var around: [UInt8] = []

        init() {}

        public init(line: Int, lines: LineIndex, bytes: ByteView) {
            own = FNV.folded(bytes[lines.range(ofLine: line, in: bytes)])
            for n in Fingerprint.neighbours(of: line, lines, bytes) {
                around += n == line ? own : FNV.folded(bytes[lines.range(ofLine: n, in: bytes)])
                around.append(0x0A)
            }
        }
    }

    /// The same as from the file itself.
    public init(rule: String, identity: String, lines: Lines) {
        var own = FNV()
        own.add(rule)
        own.add(0)
        own.add(identity)
        own.add(0)
        var around = own
        for byte in lines.own { own.add(byte) }
        for byte in lines.around { around.add(byte) }
        context = around.value
        line = own.value
    }

    /// The previous non-blank line, the line, and the next non-blank one.
    private static func neighbours(of line: Int, _ lines: LineIndex, _ bytes: ByteView) -> [Int] {
        // A file that is one endless run of blank lines must not cost its square.
        let reach = 64
        var before = line - 1
        while before >= 1, line - before < reach, isBlank(lines.range(ofLine: before, in: bytes), bytes) { before -= 1 }
        var after = line + 1
        while after <= lines.starts.count, after - line < reach, isBlank(lines.range(ofLine: after, in: bytes), bytes) {
            after += 1
        }
        return [before, line, after]
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
        String(unsafeUninitializedCapacity: 16) { digits in
            for place in 0..<16 {
                let digit = UInt8(truncatingIfNeeded: value >> UInt64(60 - 4 * place)) & 15
                digits[place] = digit < 10 ? 0x30 + digit : 0x57 + digit
            }
            return 16
        }
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
    /// What ``addFolded(_:)`` adds.
    static func folded(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        let length = min(bytes.count, 4_096)
        return [UInt8](unsafeUninitializedCapacity: length) { result, count in
            var pending = false
            for byte in bytes.prefix(length) {
                if byte.isWhiteSpace {
                    pending = count > 0
                } else {
                    if pending {
                        result[count] = 0x20
                        count += 1
                    }
                    pending = false
                    result[count] = byte
                    count += 1
                }
            }
        }
    }

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
