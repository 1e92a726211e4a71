import LintSource

/// Reads JSON (RFC 8259) from front to back: the caller asks for what it expects and skips the rest, so that a report of
/// any size costs one pass, and errors have a line and a column. Skipping does not recurse.
struct JSONReader {
    private let bytes: ByteView
    private let lines: LineIndex
    private let path: String
    private(set) var index = 0

    init(_ bytes: ByteView, lines: LineIndex, path: String) {
        self.bytes = bytes
        self.lines = lines
        self.path = path
        if bytes.has("\u{FEFF}", at: 0) { index = 3 }
    }

    /// Calls `member` at each value of an object; it must read or skip the value.
    mutating func object(_ member: (inout JSONReader, String) throws(LedgerError) -> Void) throws(LedgerError) {
        try expect("{", "an object")
        if take("}") { return }
        repeat {
            let key = try string("a key")
            try expect(":", "':'")
            try member(&self, key)
        } while take(",")
        try expect("}", "',' or '}'")
    }

    /// Calls `item` at each value of an array; it must read or skip the value.
    mutating func array(_ item: (inout JSONReader) throws(LedgerError) -> Void) throws(LedgerError) {
        try expect("[", "an array")
        if take("]") { return }
        repeat { try item(&self) } while take(",")
        try expect("]", "',' or ']'")
    }

    /// Whether the next value is null; takes it then.
    mutating func null() -> Bool {
        blank()
        guard bytes.has("null", at: index) else { return false }
        index += 4
        return true
    }

    /// Whether the next value begins with `byte`.
    mutating func isNext(_ byte: Unicode.Scalar) -> Bool {
        blank()
        return bytes[index] == .ascii(byte) && index < bytes.count
    }

    mutating func number() throws(LedgerError) -> Double {
        blank()
        let start = index
        while isNumberByte(bytes[index]) { index += 1 }
        guard start < index, let value = Double(bytes.text(ByteRange(start, index))), value.isFinite else {
            throw unexpected("a number", at: start)
        }
        return value
    }

    mutating func string(_ what: String = "a text") throws(LedgerError) -> String {
        try expect("\"", what)
        let start = index
        while bytes[index] != 0x22, bytes[index] != 0x5C, bytes[index] >= 0x20 { index += 1 }
        if bytes[index] == 0x22 {
            index += 1
            return bytes.text(ByteRange(start, index - 1))
        }
        var text = Array(bytes[start..<index])
        while bytes[index] != 0x22 {
            guard index < bytes.count, bytes[index] >= 0x20 else { throw unexpected("the end of a text", at: index) }
            if bytes[index] == 0x5C {
                try escape(into: &text)
            } else {
                text.append(bytes[index])
                index += 1
            }
        }
        index += 1
        return String(decoding: text, as: UTF8.self)
    }

    /// Passes over any value. Nesting is counted, not recursed into.
    mutating func skip() throws(LedgerError) {
        var closers: [UInt8] = []
        repeat {
            blank()
            let byte = bytes[index]
            switch byte {
            case .ascii("{"), .ascii("["):
                closers.append(byte + 2)
                index += 1
            case .ascii("}"), .ascii("]"):
                guard closers.popLast() == byte else { throw unexpected("a value", at: index) }
                index += 1
            case .ascii(","), .ascii(":"):
                if closers.isEmpty { throw unexpected("a value", at: index) }
                index += 1
                continue
            case 0x22: _ = try string()
            default:
                if let word = (["true", "false", "null"] as [StaticString]).first(where: { bytes.has($0, at: index) }) {
                    index += word.utf8CodeUnitCount
                } else {
                    _ = try number()
                }
            }
        } while !closers.isEmpty
    }

    /// Nothing but white space may follow.
    mutating func end() throws(LedgerError) {
        blank()
        if index < bytes.count { throw unexpected("the end of the file", at: index) }
    }

    func error(_ kind: LedgerError.Kind, at offset: Int, _ problem: String, _ mend: String) -> LedgerError {
        let place = lines.position(at: min(offset, bytes.count), in: bytes, unit: .codePoints)
        return LedgerError(
            kind: kind, path: path, line: place.line, column: place.column, problem: problem, mend: mend)
    }

    func unexpected(_ what: String, at offset: Int) -> LedgerError {
        if offset >= bytes.count {
            return error(.truncated, at: offset, "the report ends where \(what) is due", "make the report again")
        }
        var end = offset + 1
        while end < min(bytes.count, offset + 20), !bytes[end].isWhiteSpace { end += 1 }
        let found = LedgerText.shown(bytes.text(ByteRange(offset, end)))
        return error(.malformed, at: offset, "\(what) is due, and there is '\(found)'", "make the report again")
    }

    private mutating func expect(_ scalar: Unicode.Scalar, _ what: String) throws(LedgerError) {
        if !take(scalar) { throw unexpected(what, at: index) }
    }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard isNext(scalar) else { return false }
        index += 1
        return true
    }

    private mutating func blank() {
        while bytes[index].isBlank || bytes[index].isLineEnd { index += 1 }
    }

    private func isNumberByte(_ byte: UInt8) -> Bool {
        byte.isDigit || byte == 0x2D || byte == 0x2B || byte == 0x2E || byte | 0x20 == 0x65
    }

    private mutating func escape(into text: inout [UInt8]) throws(LedgerError) {
        let start = index
        index += 2
        switch bytes[start + 1] {
        case .ascii("n"): text.append(0x0A)
        case .ascii("r"): text.append(0x0D)
        case .ascii("t"): text.append(0x09)
        case .ascii("b"): text.append(0x08)
        case .ascii("f"): text.append(0x0C)
        case 0x22, 0x5C, 0x2F: text.append(bytes[start + 1])
        case .ascii("u"):
            let first = try unit(at: index)
            if let scalar = Unicode.Scalar(first) {
                text += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
                return
            }
            var units = [first]
            if first & 0xFC00 == 0xD800, bytes.has("\\u", at: index) {
                index += 2
                units.append(try unit(at: index))
            }
            text += String(decoding: units, as: UTF16.self).utf8
        default: throw unexpected("an escape", at: start)
        }
    }

    private mutating func unit(at offset: Int) throws(LedgerError) -> UInt16 {
        var unit: UInt16 = 0
        for digit in offset..<(offset + 4) {
            guard bytes[digit].isHexDigit else { throw unexpected("an escape", at: offset) }
            unit = unit << 4 | UInt16(bytes[digit] & 0xF) + (bytes[digit].isDigit ? 0 : 9)
        }
        index = offset + 4
        return unit
    }
}
