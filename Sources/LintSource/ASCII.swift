/// Byte classes of ASCII, for lexers.
extension UInt8 {
    /// Space or tab.
    @inlinable @inline(__always) public var isBlank: Bool { self == 0x20 || self == 0x09 }
    /// LF or CR.
    @inlinable @inline(__always) public var isLineEnd: Bool { self == 0x0A || self == 0x0D }
    /// Space, tab, LF, VT, FF, CR: what is not ink.
    @inlinable @inline(__always) public var isWhiteSpace: Bool {
        self == 0x20 || (self >= 0x09 && self <= 0x0D)
    }
    @inlinable @inline(__always) public var isDigit: Bool { self >= 0x30 && self <= 0x39 }
    @inlinable @inline(__always) public var isHexDigit: Bool {
        isDigit || ((self | 0x20) >= 0x61 && (self | 0x20) <= 0x66)
    }
    @inlinable @inline(__always) public var isLetter: Bool {
        (self | 0x20) >= 0x61 && (self | 0x20) <= 0x7A
    }
    @inlinable @inline(__always) public var isUpper: Bool { self >= 0x41 && self <= 0x5A }
    @inlinable @inline(__always) public var isLower: Bool { self >= 0x61 && self <= 0x7A }
    /// Letter, digit or underscore.
    @inlinable @inline(__always) public var isWord: Bool { isLetter || isDigit || self == 0x5F }
    /// The same letter in lower case; other bytes unchanged.
    @inlinable @inline(__always) public var lowered: UInt8 { isUpper ? self | 0x20 : self }

    /// The byte of an ASCII character: `.ascii("#")`.
    @inlinable @inline(__always)
    public static func ascii(_ scalar: Unicode.Scalar) -> UInt8 { UInt8(truncatingIfNeeded: scalar.value) }
}
