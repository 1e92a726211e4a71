import LintSource

/// The frame of a file in the cache: what it is, what it answers to, and that nothing of it was lost.
///
/// `flywheel-lint/cache/1` LF, the key (32 bytes), the payload's checksum (8 bytes), the payload. A file that is cut off,
/// damaged, of another version or made for another key is none; the checksum is against accidents, not against people:
/// whoever may write into the git folder may change git's objects too.
public enum CacheRecord {
    static let magic = Array("flywheel-lint/cache/1\n".utf8)
    public static let keySize = 32

    public static func framed(_ payload: [UInt8], key: [UInt8]) -> [UInt8] {
        var bytes = magic
        bytes.reserveCapacity(magic.count + keySize + 8 + payload.count)
        bytes += key
        var sum = checksum(payload[...])
        for _ in 0..<8 {
            bytes.append(UInt8(truncatingIfNeeded: sum))
            sum >>= 8
        }
        return bytes + payload
    }

    /// The payload of a file; `nil` when it is not a whole one for this key.
    public static func payload(_ bytes: [UInt8], key: [UInt8]) -> ArraySlice<UInt8>? {
        let start = magic.count + keySize + 8
        guard key.count == keySize, bytes.count >= start, bytes.starts(with: magic),
            bytes[magic.count..<(magic.count + keySize)] == key[...]
        else { return nil }
        var sum: UInt64 = 0
        for i in 0..<8 { sum |= UInt64(bytes[magic.count + keySize + i]) << UInt64(8 * i) }
        let payload = bytes[start...]
        return checksum(payload) == sum ? payload : nil
    }

    /// 64 bits of mixed words; several GB/s.
    static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.withUnsafeBytes { bytes in
            var sum = UInt64(bytes.count) ^ 0x9E37_79B9_7F4A_7C15
            var at = 0
            func mix(_ word: UInt64) {
                sum = (sum ^ word) &* 0xD6E8_FEB8_6659_FD93
                sum ^= sum >> 32
            }
            while at + 8 <= bytes.count {
                mix(UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self)))
                at += 8
            }
            var rest: UInt64 = 0
            while at < bytes.count {
                rest = rest << 8 | UInt64(bytes[at])
                at += 1
            }
            mix(rest)
            return sum
        }
    }
}

/// Writes numbers and texts of a cache file one behind the other.
struct CacheWriter {
    private(set) var bytes: [UInt8] = []

    /// Seven bits a byte, the lowest first.
    mutating func number(_ value: Int) {
        var rest = UInt64(bitPattern: Int64(value))
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    mutating func text(_ text: String) {
        number(text.utf8.count)
        bytes += text.utf8
    }

    /// A value or its absence.
    mutating func value(_ value: Double?) {
        guard let value else { return bytes.append(0) }
        if let whole = Int(exactly: value), whole >= 0, whole < 1 << 40 {
            bytes.append(1)
            return number(whole)
        }
        bytes.append(2)
        for shift in stride(from: 0, to: 64, by: 8) {
            bytes.append(UInt8(truncatingIfNeeded: value.bitPattern >> UInt64(shift)))
        }
    }
}

/// Reads what ``CacheWriter`` wrote. Total: whatever the bytes are, it gives a value or `nil`, and takes no memory that the
/// bytes do not pay for.
struct CacheReader {
    private let bytes: ArraySlice<UInt8>
    private var at: Int

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        at = bytes.startIndex
    }

    var isAtEnd: Bool { at == bytes.endIndex }
    /// Bytes that are left: the most items that can follow.
    var left: Int { bytes.endIndex - at }

    mutating func byte() -> UInt8? {
        guard at < bytes.endIndex else { return nil }
        defer { at += 1 }
        return bytes[at]
    }

    /// A number from 0 up to `limit`, which is included.
    mutating func number(upTo limit: Int) -> Int? {
        var value: UInt64 = 0
        for shift in stride(from: 0, to: 63, by: 7) {
            guard let byte = byte() else { return nil }
            value |= UInt64(byte & 0x7F) << UInt64(shift)
            if byte < 0x80 { return value <= UInt64(limit) ? Int(value) : nil }
        }
        return nil
    }

    mutating func text() -> String? {
        guard let count = number(upTo: left), count <= left else { return nil }
        defer { at += count }
        return bytes[at..<(at + count)].withUnsafeBufferPointer { ByteView($0).wellFormedText }
    }

    /// `.some(nil)` is a value that is not there.
    mutating func value() -> Double?? {
        switch byte() {
        case 0?: return .some(nil)
        case 1?: return number(upTo: 1 << 40).map { .some(Double($0)) }
        case 2?:
            guard left >= 8 else { return nil }
            var bits: UInt64 = 0
            for shift in stride(from: 0, to: 64, by: 8) { bits |= UInt64(bytes[at + shift / 8]) << UInt64(shift) }
            at += 8
            let value = Double(bitPattern: bits)
            return value.isFinite ? .some(.some(value)) : nil
        default: return nil
        }
    }
}
