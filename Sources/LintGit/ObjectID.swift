import CSystem
public import LintSource

/// The name of an object: a SHA-1 or SHA-256 hash.
public struct ObjectID: Hashable, Sendable, CustomStringConvertible {
    private var words: (UInt64, UInt64, UInt64, UInt64)
    /// 20 or 32.
    public let byteCount: Int

    /// Reads 40 or 64 hexadecimal digits; nil for anything else.
    public init?(_ hex: ByteView) {
        guard hex.count == 40 || hex.count == 64, let first = ObjectID.word(hex[0..<16]),
            let second = ObjectID.word(hex[16..<32]), let third = ObjectID.word(hex[32..<48]),
            let fourth = ObjectID.word(hex[48..<64])
        else { return nil }
        words = (first, second, third, fourth)
        byteCount = hex.count / 2
    }

    /// The number of up to 16 digits; nil where something is none.
    private static func word(_ digits: UnsafeBufferPointer<UInt8>) -> UInt64? {
        var word: UInt64 = 0
        for byte in digits {
            let (decimal, letter) = (byte &- 0x30, byte &- 0x61)
            guard decimal < 10 || letter < 6 else { return nil }
            word = word << 4 | UInt64(decimal < 10 ? decimal : letter + 10)
        }
        return word
    }

    init?(hex: ArraySlice<UInt8>) {
        guard let id = hex.withUnsafeBufferPointer({ ObjectID(ByteView($0)) }) else { return nil }
        self = id
    }

    public init?(_ hex: String) {
        var hex = hex
        guard let id = hex.withUTF8({ ObjectID(ByteView($0)) }) else { return nil }
        self = id
    }

    /// Reads 20 or 32 bytes; nil for any other number of them.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 20 || bytes.count == 32 else { return nil }
        words = (0, 0, 0, 0)
        byteCount = bytes.count
        for (i, byte) in bytes.enumerated() {
            switch i / 8 {
            case 0: words.0 = words.0 << 8 | UInt64(byte)
            case 1: words.1 = words.1 << 8 | UInt64(byte)
            case 2: words.2 = words.2 << 8 | UInt64(byte)
            default: words.3 = words.3 << 8 | UInt64(byte)
            }
        }
    }

    /// The name that git gives to a blob with these bytes, in a repository where `other` is a name; nil for hashes other
    /// than SHA-1.
    public init?(ofBlob bytes: ByteView, like other: ObjectID) {
        guard other.byteCount == 20 else { return nil }
        self.init(bytes: ObjectID.sha1(ofBlob: bytes))
    }

    /// - Parameter plain: without the processor's own instructions.
    static func sha1(ofBlob bytes: ByteView, plain: Bool = false) -> [UInt8] {
        let head = Array("blob \(bytes.count)\0".utf8)
        var digest = [UInt8](repeating: 0, count: 20)
        flywheel_sha1(head, head.count, bytes.buffer.baseAddress, bytes.count, plain ? 1 : 0, &digest)
        return digest
    }

    /// All zeros: git's word for "nothing here", or "not hashed yet".
    public var isZero: Bool { words == (0, 0, 0, 0) }

    /// Lower-case hexadecimal digits.
    public var hex: [UInt8] {
        [UInt8](unsafeUninitializedCapacity: byteCount * 2) { text, count in
            func write(_ word: UInt64, _ digits: Int) {
                for place in 0..<digits {
                    let digit = UInt8(truncatingIfNeeded: word >> UInt64(4 * (digits - 1 - place))) & 15
                    text.initializeElement(at: count, to: digit < 10 ? 0x30 + digit : 0x61 + digit - 10)
                    count += 1
                }
            }
            write(words.0, 16)
            write(words.1, 16)
            // The third word of a SHA-1 holds 8 digits.
            write(words.2, byteCount == 20 ? 8 : 16)
            if byteCount == 32 { write(words.3, 16) }
        }
    }

    public var description: String { String(decoding: hex, as: UTF8.self) }

    public static func == (a: ObjectID, b: ObjectID) -> Bool { a.words == b.words && a.byteCount == b.byteCount }
    public func hash(into hasher: inout Hasher) {
        hasher.combine(words.0)
        hasher.combine(words.1)
    }
}
