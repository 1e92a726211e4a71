extension ByteView {
    public var isUTF8: Bool { firstIllFormed == nil }

    /// Where the first byte stands that is no part of well-formed UTF-8 (Unicode 15, table 3-7). Linear.
    public var firstIllFormed: Int? {
        var i = 0
        while i < count {
            let lead = base[i]
            if lead < 0x80 {
                i += 1
                while i + 8 <= count, !hasHighByte(at: i) { i += 8 }
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

    /// Whether one of the eight bytes at `index` is above 0x7F.
    @inline(__always)
    private func hasHighByte(at index: Int) -> Bool {
        UnsafeRawPointer(base + index).loadUnaligned(as: UInt64.self) & 0x8080_8080_8080_8080 != 0
    }
}
