import LintSource

/// Byte classes of YAML, one table look-up each.
struct YAMLClass {
    /// Space, tab, LF, CR and NUL (which also marks the end of the scanned text).
    static let space: UInt8 = 1
    static let colon: UInt8 = 2
    /// `, [ ] { }`
    static let flow: UInt8 = 4
    /// What cannot be the first byte of a plain scalar, besides `- ? :`, which depend on what follows.
    static let indicator: UInt8 = 8
    /// Ends a run inside double quotes: `"`, `\`, LF, CR, NUL.
    static let double: UInt8 = 16
    /// Ends a run inside single quotes: `'`, LF, CR, NUL.
    static let single: UInt8 = 32
    /// LF, CR, NUL.
    static let lineEnd: UInt8 = 64

    /// 256 bytes that live for ever.
    nonisolated(unsafe) static let table: UnsafePointer<UInt8> = {
        let table = UnsafeMutablePointer<UInt8>.allocate(capacity: 256)
        table.initialize(repeating: 0, count: 256)
        func mark(_ text: StaticString, _ bits: UInt8) {
            for i in 0..<text.utf8CodeUnitCount { table[Int(text.utf8Start[i])] |= bits }
        }
        table[0] = space | double | single | lineEnd
        mark(" \t\r\n", space)
        mark("\r\n", double | single | lineEnd)
        mark("\"\\", double)
        mark("'", single)
        mark(":", colon)
        mark(",[]{}", flow | indicator)
        mark("#&*!|>'\"%@`", indicator)
        return UnsafePointer(table)
    }()
}

/// What a first look over the bytes says.
struct YAMLCharacters {
    var hasCR = false
    /// Bytes that YAML allows nowhere: control characters, ill-formed UTF-8 (the first one).
    var forbidden: Int?
    /// Characters that only quoted scalars may hold (DEL, C1 controls): the first few.
    var onlyQuoted: [Int] = []

    init(_ base: UnsafePointer<UInt8>, _ count: Int) {
        var i = 0
        let raw = UnsafeRawPointer(base)
        while i < count {
            if i + 8 <= count, !isUnusual(raw.loadUnaligned(fromByteOffset: i, as: UInt64.self)) {
                i += 8
                continue
            }
            let stop = min(count, i + 8)
            while i < stop { i = look(base, i, count) }
        }
    }

    /// Whether one of eight bytes is neither printable ASCII nor a line end that is known already.
    @inline(__always)
    private func isUnusual(_ word: UInt64) -> Bool {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let high = ones &* 0x80
        let low = word & ~high
        // No sum carries into the next byte.
        let above = (low &+ ones) | word
        let below = ~((low &+ ones &* 0x60) | word)
        guard (above | below) & high != 0 else { return false }
        var usual = Self.bytes(of: word, equalTo: ones &* 0x0A)
        if hasCR { usual |= Self.bytes(of: word, equalTo: ones &* 0x0D) }
        return (above | (below & ~usual)) & high != 0
    }

    /// The high bit of each byte that equals its counterpart.
    @inline(__always)
    private static func bytes(of word: UInt64, equalTo pattern: UInt64) -> UInt64 {
        let difference = word ^ pattern
        let low: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
        return ~(((difference & low) &+ low) | difference | low)
    }

    /// Looks at the character at `i`; gives the index of the next.
    @inline(__always)
    private mutating func look(_ base: UnsafePointer<UInt8>, _ i: Int, _ count: Int) -> Int {
        let byte = base[i]
        if byte >= 0x20, byte < 0x7F { return i + 1 }
        if byte == 0x0A || byte == 0x09 { return i + 1 }
        if byte == 0x0D {
            hasCR = true
            return i + 1
        }
        return lookSlowly(base, i, count)
    }

    private mutating func lookSlowly(_ base: UnsafePointer<UInt8>, _ i: Int, _ count: Int) -> Int {
        let byte = base[i]
        if byte == 0x7F {
            if onlyQuoted.count < 64 { onlyQuoted.append(i) }
            return i + 1
        }
        let (scalar, length) = UTF8Reader.scalar(base, i, count)
        guard scalar >= 0x80 else {
            if forbidden == nil { forbidden = i }
            return i + 1
        }
        if scalar < 0xA0, scalar != 0x85 {
            if onlyQuoted.count < 64 { onlyQuoted.append(i) }
        } else if scalar == 0xFFFE || scalar == 0xFFFF {
            if forbidden == nil { forbidden = i }
        }
        return i + length
    }
}

/// Strict UTF-8, one scalar at a time.
enum UTF8Reader {
    /// The scalar at `i` and its length; (0, 1) for bytes that are not UTF-8.
    static func scalar(_ base: UnsafePointer<UInt8>, _ i: Int, _ count: Int) -> (UInt32, Int) {
        let b0 = UInt32(base[i])
        func tail(_ k: Int) -> UInt32? {
            guard i + k < count, base[i + k] & 0xC0 == 0x80 else { return nil }
            return UInt32(base[i + k] & 0x3F)
        }
        if b0 < 0x80 { return (b0, 1) }
        if b0 < 0xC2 { return (0, 1) }
        guard let t1 = tail(1) else { return (0, 1) }
        if b0 < 0xE0 { return ((b0 & 0x1F) << 6 | t1, 2) }
        guard let t2 = tail(2) else { return (0, 1) }
        if b0 < 0xF0 {
            let value = (b0 & 0x0F) << 12 | t1 << 6 | t2
            return value < 0x800 || (value >= 0xD800 && value < 0xE000) ? (0, 1) : (value, 3)
        }
        guard b0 < 0xF5, let t3 = tail(3) else { return (0, 1) }
        let value = (b0 & 0x07) << 18 | t1 << 12 | t2 << 6 | t3
        return value < 0x10000 || value > 0x10FFFF ? (0, 1) : (value, 4)
    }
}
