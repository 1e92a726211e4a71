public import LintSource

/// What a finding is known by when lines move: two 64-bit hashes, written as 16 hex digits.
public struct Fingerprint: Sendable, Hashable {
    /// Of rule, identity, and the previous, own and next non-blank line with white space folded: one hash of each line,
    /// put together by exclusive or. So when two branches changed one neighbour each, `ours ^ theirs ^ base` is the
    /// context that their merge has, which a merge of ledgers could not know otherwise.
    public var context: UInt64
    /// Of rule, identity and the own line.
    public var line: UInt64

    public init(context: UInt64, line: UInt64) {
        self.context = context
        self.line = line
    }

    public init(rule: String, identity: String, line: Int, lines: LineIndex, bytes: ByteView) {
        var own = FNV(rule: rule, identity: identity)
        own.addFolded(bytes[lines.range(ofLine: line, in: bytes)])
        self.init(own: own, neighbours: Fingerprint.neighbours(of: line, lines, bytes))
    }

    /// Of what no line has a part in: a limit of the whole file.
    public init(rule: String, identity: String) {
        self.init(rule: rule, identity: identity, lines: Lines())
    }

    /// What the hashes are made of, for whoever learns rule and identity only when the file is gone.
    public struct Lines: Sendable, Hashable {
        /// The own line, white space folded.
        var own: [UInt8] = []
        var neighbours: UInt64 = 0

        public init() {}

        public init(line: Int, lines: LineIndex, bytes: ByteView) {
            own = FNV.folded(bytes[lines.range(ofLine: line, in: bytes)])
            neighbours = Fingerprint.neighbours(of: line, lines, bytes)
        }
    }

    /// The same as from the file itself.
    public init(rule: String, identity: String, lines: Lines) {
        var own = FNV(rule: rule, identity: identity)
        for byte in lines.own { own.add(byte) }
        self.init(own: own, neighbours: lines.neighbours)
    }

    private init(own: FNV, neighbours: UInt64) {
        self.init(context: own.mixed ^ neighbours, line: own.value)
    }

    /// The part that the lines around have in the context: the previous and the next one that is not blank.
    private static func neighbours(of line: Int, _ lines: LineIndex, _ bytes: ByteView) -> UInt64 {
        // A file that is one endless run of blank lines must not cost its square.
        let reach = 64
        var before = line - 1
        while before >= 1, line - before < reach, isBlank(lines.range(ofLine: before, in: bytes), bytes) { before -= 1 }
        var after = line + 1
        while after <= lines.starts.count, after - line < reach, isBlank(lines.range(ofLine: after, in: bytes), bytes) {
            after += 1
        }
        // A line before is another part than the same line after, or two equal ones would be none.
        return part(1, before, lines, bytes) ^ part(2, after, lines, bytes)
    }

    private static func part(_ side: UInt8, _ line: Int, _ lines: LineIndex, _ bytes: ByteView) -> UInt64 {
        var hash = FNV()
        hash.add(side)
        hash.addFolded(bytes[lines.range(ofLine: line, in: bytes)])
        return hash.mixed
    }

    public var contextText: String { Fingerprint.hex(context) }
    public var lineText: String { Fingerprint.hex(line) }

    /// Both hashes, as reports carry them: `<context>:<line>`.
    public var text: String {
        String(unsafeUninitializedCapacity: 33) { digits in
            Fingerprint.write(context, to: digits, at: 0)
            digits.initializeElement(at: 16, to: .ascii(":"))
            Fingerprint.write(line, to: digits, at: 17)
            return 33
        }
    }

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
            write(value, to: digits, at: 0)
            return 16
        }
    }

    private static func write(_ value: UInt64, to digits: UnsafeMutableBufferPointer<UInt8>, at start: Int) {
        for place in 0..<16 {
            let digit = UInt8(truncatingIfNeeded: value >> UInt64(60 - 4 * place)) & 15
            digits.initializeElement(at: start + place, to: digit < 10 ? 0x30 + digit : 0x57 + digit)
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

    /// Of whose finding, and of what: each ends, so that one text is not part of the next.
    fileprivate init(rule: String, identity: String) {
        add(rule)
        add(0)
        add(identity)
        add(0)
    }

    /// The value with every bit stirred into every other (the end of SplitMix64), so that it can be a part of an
    /// exclusive or: FNV itself leaves the last bytes in the low bits.
    fileprivate var mixed: UInt64 {
        var z = value
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }

    /// What ``addFolded(_:)`` adds.
    static func folded(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        let length = min(bytes.count, 4_096)
        // (Of no bytes the standard library writes to the array that all empty ones share.)
        guard length > 0 else { return [] }
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
