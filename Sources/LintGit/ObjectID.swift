import CSystem
public import LintSource

/// The name of an object: a SHA-1 or SHA-256 hash.
public struct ObjectID: Hashable, Sendable, CustomStringConvertible {
    private var words: (UInt64, UInt64, UInt64, UInt64)
    /// 20 or 32.
    public let byteCount: Int

    /// Reads 40 or 64 hexadecimal digits; nil for anything else.
    public init?(_ hex: ByteView) {
        guard hex.count == 40 || hex.count == 64 else { return nil }
        words = (0, 0, 0, 0)
        byteCount = hex.count / 2
        for i in 0..<hex.count {
            let byte = hex[i]
            let digit: UInt8
            switch byte {
            case 0x30...0x39: digit = byte - 0x30
            case 0x61...0x66: digit = byte - 0x61 + 10
            default: return nil
            }
            switch i / 16 {
            case 0: words.0 = words.0 << 4 | UInt64(digit)
            case 1: words.1 = words.1 << 4 | UInt64(digit)
            case 2: words.2 = words.2 << 4 | UInt64(digit)
            default: words.3 = words.3 << 4 | UInt64(digit)
            }
        }
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
        var text: [UInt8] = []
        text.reserveCapacity(byteCount * 2)
        for i in 0..<(byteCount * 2) {
            let word =
                switch i / 16 {
                case 0: words.0
                case 1: words.1
                case 2: words.2
                default: words.3
                }
            // The third word of a SHA-1 holds 8 digits.
            let digits = min(16, byteCount * 2 - i / 16 * 16)
            let digit = UInt8(truncatingIfNeeded: word >> UInt64(4 * (digits - 1 - i % 16))) & 15
            text.append(digit < 10 ? 0x30 + digit : 0x61 + digit - 10)
        }
        return text
    }

    public var description: String { String(decoding: hex, as: UTF8.self) }

    public static func == (a: ObjectID, b: ObjectID) -> Bool { a.words == b.words && a.byteCount == b.byteCount }
    public func hash(into hasher: inout Hasher) {
        hasher.combine(words.0)
        hasher.combine(words.1)
    }
}
