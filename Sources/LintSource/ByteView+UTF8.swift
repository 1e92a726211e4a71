extension ByteView {
    public var isUTF8: Bool { firstIllFormed == nil }

    /// The text, where it is well-formed. (`String(validating:)` asks the runtime for a dozen types at each call.)
    public var wellFormedText: String? { isUTF8 ? String(decoding: buffer, as: UTF8.self) : nil }

    /// Where the first byte stands that is no part of well-formed UTF-8 (Unicode 15, table 3-7). Linear.
    public var firstIllFormed: Int? {
        var i = 0
        while i < count {
            let lead = base[i]
            if lead < 0x80 {
                i += 1
                i = asciiEnd(from: i)
                continue
            }
            let next = self[i + 1]
            let length: Int
            switch lead {
            case 0xC2...0xDF: length = 2
            case 0xE0 where next >= 0xA0, 0xED where next < 0xA0, 0xE1...0xEC, 0xEE, 0xEF: length = 3
            case 0xF0 where next >= 0x90, 0xF4 where next < 0x90, 0xF1...0xF3: length = 4
            default: return i
            }
            for k in 1..<length where self[i + k] & 0xC0 != 0x80 { return i }
            i += length
        }
        return nil
    }

    /// Up to where at least there is nothing above 0x7F from `start` on: the end, or less than eight bytes before the first
    /// that is.
    public func asciiEnd(from start: Int) -> Int {
        // (Nearly all files are nothing else: 64 bytes in one question.)
        let high: UInt64 = 0x8080_8080_8080_8080
        var at = start
        while at + 64 <= count {
            let bytes = UnsafeRawPointer(base + at)
            func word(_ index: Int) -> UInt64 { bytes.loadUnaligned(fromByteOffset: index * 8, as: UInt64.self) }
            let first = word(0) | word(1) | word(2) | word(3)
            if (first | word(4) | word(5) | word(6) | word(7)) & high != 0 { break }
            at += 64
        }
        while at + 8 <= count, UnsafeRawPointer(base + at).loadUnaligned(as: UInt64.self) & high == 0 { at += 8 }
        while at < count, at + 8 > count, base[at] < 0x80 { at += 1 }
        return at
    }
}
