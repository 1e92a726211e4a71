import LintSource

/// A character class: which of ASCII it may be, and whether it may be anything else.
struct ByteClass {
    /// One bit for each of ASCII.
    private var bits: (UInt64, UInt64)
    /// Also characters of several bytes.
    private(set) var mayBeWide: Bool
    /// All that the class holds is known, and nothing else is in here.
    private var isExact = true

    static let all = ByteClass(bits: (.max, .max), mayBeWide: true)
    static let allOnLine: ByteClass = {
        var set = ByteClass.all
        set.remove(0x0A)
        set.remove(0x0D)
        return set
    }()
    static let nothing = ByteClass(bits: (0, 0), mayBeWide: false)

    private init(bits: (UInt64, UInt64), mayBeWide: Bool) {
        self.bits = bits
        self.mayBeWide = mayBeWide
    }

    /// `\w`, `\D` and the like; `nil` for other letters.
    init?(escape: UInt8) {
        var set = ByteClass.nothing
        switch escape | 0x20 {
        case .ascii("w"): set.bits = ByteClass.word
        case .ascii("d"): set.insert { $0.isDigit }
        case .ascii("s"): set.insert { $0 == 0x20 || (0x09...0x0D).contains($0) }
        case .ascii("h"):
            set.insert { $0 == 0x20 || $0 == 0x09 }
            set.mayBeWide = true
        case .ascii("v"):
            set.insert { (0x0A...0x0D).contains($0) }
            set.mayBeWide = true
        default: return nil
        }
        self = escape.isUpper ? set.inverted : set
    }

    func holds(_ byte: UInt8) -> Bool {
        byte < 64 ? bits.0 >> UInt64(byte) & 1 == 1 : byte < 128 ? bits.1 >> UInt64(byte - 64) & 1 == 1 : mayBeWide
    }
    var holdsLineEnd: Bool { holds(0x0A) || holds(0x0D) }
    /// `0-9`; `A-Z`, `_` and `a-z`.
    private static let word: (UInt64, UInt64) = (0x03FF_0000_0000_0000, 0x07FF_FFFE_87FF_FFFE)
    var holdsWord: Bool { bits.0 & ByteClass.word.0 != 0 || bits.1 & ByteClass.word.1 != 0 }
    var holdsAllOfWord: Bool {
        isExact && bits.0 & ByteClass.word.0 == ByteClass.word.0 && bits.1 & ByteClass.word.1 == ByteClass.word.1
    }

    /// All that it may be, when that is at most `most` of ASCII (in lower case, when case does not count).
    func few(_ most: Int, ignoringCase: Bool) -> [UInt8]? {
        guard !mayBeWide, bits.0.nonzeroBitCount + bits.1.nonzeroBitCount <= 2 * most else { return nil }
        var found: [UInt8] = []
        for byte in UInt8(0)..<128 where holds(byte) {
            let byte = ignoringCase ? byte.lowered : byte
            if !found.contains(byte) { found.append(byte) }
        }
        return found.isEmpty || found.count > most ? nil : found
    }

    mutating func insert(_ byte: UInt8) {
        if byte < 64 {
            bits.0 |= 1 << UInt64(byte)
        } else if byte < 128 {
            bits.1 |= 1 << UInt64(byte - 64)
        } else {
            mayBeWide = true
        }
    }

    private mutating func insert(_ isMember: (UInt8) -> Bool) {
        for byte in UInt8(0)..<128 where isMember(byte) { insert(byte) }
    }

    mutating func insert(_ other: ByteClass) {
        bits = (bits.0 | other.bits.0, bits.1 | other.bits.1)
        mayBeWide = mayBeWide || other.mayBeWide
        isExact = isExact && other.isExact
    }

    private mutating func remove(_ byte: UInt8) { bits.0 &= ~(1 << UInt64(byte)) }

    var inverted: ByteClass {
        guard isExact else { return .anything }
        return ByteClass(bits: (~bits.0, ~bits.1), mayBeWide: true)
    }

    /// Anything, as far as is known.
    static var anything: ByteClass {
        var set = ByteClass.all
        set.isExact = false
        return set
    }
}

extension RegexReader {
    /// Reads a class behind its `[`.
    mutating func characterClass() -> ByteClass {
        var set = ByteClass.nothing
        let negated = byte == .ascii("^")
        if negated { at += 1 }
        var isFirst = true
        while at < bytes.count, isFirst || byte != .ascii("]") {
            isFirst = false
            if byte == .ascii("["), peek(1) == .ascii(":"), let end = endOfName() {
                at = end
                set.insert(.anything)
                continue
            }
            guard let low = classMember(&set) else { continue }
            guard byte == .ascii("-"), peek(1) != .ascii("]"), at + 1 < bytes.count else {
                set.insert(low)
                continue
            }
            at += 1
            guard let high = classMember(&set) else {
                // `a-\d`: the hyphen stands for itself.
                set.insert(low)
                set.insert(.ascii("-"))
                continue
            }
            if low <= high { for byte in low...high { set.insert(byte) } }
        }
        at += 1
        return negated ? set.inverted : set
    }

    /// One character of a class; `nil` for an escape that stands for several, which are added to `set`.
    private mutating func classMember(_ set: inout ByteClass) -> UInt8? {
        let first = byte
        at += 1
        guard first == .ascii("\\") else { return first }
        let escaped = byte
        at += 1
        switch escaped {
        case .ascii("n"): return 0x0A
        case .ascii("t"): return 0x09
        case .ascii("r"): return 0x0D
        case .ascii("f"): return 0x0C
        case .ascii("e"): return 0x1B
        case .ascii("a"): return 0x07
        case .ascii("b"): return 0x08
        default: break
        }
        if let several = ByteClass(escape: escaped) {
            set.insert(several)
            return nil
        }
        guard escaped.isLetter || escaped.isDigit else { return escaped }
        // \x41, \p{L}: not looked into. (Others have no brace here, where `\g` is a letter.)
        set.insert(.anything)
        if escaped == .ascii("Q") || escaped == .ascii("E") { failed = true }
        if escaped == .ascii("c") { at += 1 }
        if byte == .ascii("{"), "pPxoN".utf8.contains(escaped) {
            while at < bytes.count, byte != .ascii("}") { at += 1 }
            at += 1
        }
        return nil
    }

    /// Behind `[:alpha:]`; `nil` for a bracket that stands for itself, as PCRE2 tells them apart (check_posix_syntax).
    private func endOfName() -> Int? {
        var next = at + 2
        while next + 1 < bytes.count {
            switch (bytes[next], bytes[next + 1]) {
            case (.ascii(":"), .ascii("]")): return next + 2
            case (.ascii("\\"), .ascii("]")), (.ascii("\\"), .ascii("\\")): next += 1
            case (.ascii("["), .ascii(":")), (.ascii("]"), _): return nil
            default: break
            }
            next += 1
        }
        return nil
    }
}
