import LintSource

/// The encodings a YAML stream may have, and its text as UTF-8 with a NUL behind it.
struct YAMLEncoding {
    /// UTF-8 and one NUL more.
    var text: [UInt8]
    /// The file's offset of each byte of `text` and of its end; `nil` for UTF-8.
    var offsets: [UInt32]?
    /// Where a UTF-16 or UTF-32 file is ill-formed (the first place).
    var illFormed: ByteRange?

    private enum Form { case utf8, utf16(bigEndian: Bool, mark: Int), utf32(bigEndian: Bool, mark: Int) }

    init(_ bytes: ByteView) {
        switch Self.form(of: bytes) {
        case .utf8:
            // More NULs than one: what looks ahead may look a little further.
            text = [UInt8](unsafeUninitializedCapacity: bytes.count + 8) { buffer, count in
                if let base = buffer.baseAddress {
                    base.update(from: bytes.base, count: bytes.count)
                    (base + bytes.count).update(repeating: 0, count: 8)
                }
                count = bytes.count + 8
            }
        case .utf16(let bigEndian, let mark):
            text = []
            decodeUTF16(bytes, bigEndian: bigEndian, from: mark)
        case .utf32(let bigEndian, let mark):
            text = []
            decodeUTF32(bytes, bigEndian: bigEndian, from: mark)
        }
    }

    /// Bytes of `text` without the NULs at its end.
    var count: Int { text.count - 8 }

    /// The encoding's name in the interchange format.
    static func name(of bytes: ByteView) -> String {
        switch form(of: bytes) {
        case .utf8: "utf-8"
        case .utf16(let bigEndian, _): bigEndian ? "utf-16be" : "utf-16le"
        case .utf32(let bigEndian, _): bigEndian ? "utf-32be" : "utf-32le"
        }
    }

    /// By a byte order mark, or by where the NULs of the first character are (YAML 1.2.2, 5.2).
    private static func form(of bytes: ByteView) -> Form {
        guard bytes.count >= 2 else { return .utf8 }
        let (a, b, c, d) = (bytes[0], bytes[1], bytes[2], bytes[3])
        if bytes.count >= 4, bytes.count % 4 == 0 {
            if a == 0xFF, b == 0xFE, c == 0, d == 0 { return .utf32(bigEndian: false, mark: 4) }
            if a == 0, b == 0, c == 0xFE, d == 0xFF { return .utf32(bigEndian: true, mark: 4) }
            if a == 0, b == 0, c == 0, d != 0 { return .utf32(bigEndian: true, mark: 0) }
            if a != 0, b == 0, c == 0, d == 0 { return .utf32(bigEndian: false, mark: 0) }
        }
        if a == 0xFF, b == 0xFE { return .utf16(bigEndian: false, mark: 2) }
        if a == 0xFE, b == 0xFF { return .utf16(bigEndian: true, mark: 2) }
        let isPair = bytes.count == 2 || bytes.count >= 4
        if a == 0, b != 0, isPair, c == 0, bytes.count == 2 || d != 0 { return .utf16(bigEndian: true, mark: 0) }
        if a != 0, b == 0, isPair, d == 0, bytes.count == 2 || c != 0 { return .utf16(bigEndian: false, mark: 0) }
        return .utf8
    }

    private mutating func decodeUTF16(_ bytes: ByteView, bigEndian: Bool, from mark: Int) {
        var map: [UInt32] = []
        text.reserveCapacity(bytes.count)
        map.reserveCapacity(bytes.count)
        func unit(_ i: Int) -> UInt32 {
            bigEndian ? UInt32(bytes[i]) << 8 | UInt32(bytes[i + 1]) : UInt32(bytes[i + 1]) << 8 | UInt32(bytes[i])
        }
        var i = mark
        while i + 1 < bytes.count {
            var value = unit(i)
            var length = 2
            if value >= 0xD800, value < 0xDC00, i + 3 < bytes.count {
                let low = unit(i + 2)
                if low >= 0xDC00, low < 0xE000 {
                    value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
                    length = 4
                }
            }
            append(value, at: i, length, &map)
            i += length
        }
        if i < bytes.count { append(0xD800, at: i, bytes.count - i, &map) }
        finish(bytes.count, map)
    }

    private mutating func decodeUTF32(_ bytes: ByteView, bigEndian: Bool, from mark: Int) {
        var map: [UInt32] = []
        var i = mark
        while i + 3 < bytes.count {
            var value: UInt32 = 0
            for k in 0..<4 { value = value << 8 | UInt32(bytes[bigEndian ? i + k : i + 3 - k]) }
            append(value, at: i, 4, &map)
            i += 4
        }
        finish(bytes.count, map)
    }

    private mutating func append(_ value: UInt32, at offset: Int, _ length: Int, _ map: inout [UInt32]) {
        if value < 0x80 {
            text.append(UInt8(value))
            map.append(UInt32(truncatingIfNeeded: offset))
            return
        }
        let scalar = Unicode.Scalar(value) ?? "\u{FFFD}"
        if Unicode.Scalar(value) == nil, illFormed == nil { illFormed = ByteRange(offset, offset + length) }
        for byte in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter {
            text.append(byte)
            map.append(UInt32(truncatingIfNeeded: offset))
        }
    }

    private mutating func finish(_ size: Int, _ map: [UInt32]) {
        text.append(contentsOf: repeatElement(0, count: 8))
        offsets = map + [UInt32(truncatingIfNeeded: size)]
    }
}
