import LintSource

/// The text a YAML scalar stands for: line folding, escapes, indentation and chomping applied.
enum YAMLDecoder {
    /// - Parameter count: size of the text at `base`, after which a NUL stands.
    static func text(_ event: YAMLEvent, _ base: UnsafePointer<UInt8>, _ count: Int) -> String {
        let start = Int(event.start)
        let end = min(Int(event.end), count)
        guard start < end else { return "" }
        switch event.kind {
        case .plain: return plain(base, start, end)
        case .single: return quoted(base, start + 1, closing(base, start, end, .ascii("'")), isDouble: false)
        case .double: return quoted(base, start + 1, closing(base, start, end, .ascii("\"")), isDouble: true)
        case .literal, .folded: return block(event, base, count)
        default: return string(base, start, end)
        }
    }

    private static func closing(_ base: UnsafePointer<UInt8>, _ start: Int, _ end: Int, _ quote: UInt8) -> Int {
        end - start > 1 && base[end - 1] == quote ? end - 1 : end
    }

    static func string(_ base: UnsafePointer<UInt8>, _ start: Int, _ end: Int) -> String {
        String(decoding: UnsafeBufferPointer(start: base + start, count: max(0, end - start)), as: UTF8.self)
    }

    private static func plain(_ base: UnsafePointer<UInt8>, _ start: Int, _ end: Int) -> String {
        var isOneLine = true
        for i in start..<end where base[i].isLineEnd {
            isOneLine = false
            break
        }
        if isOneLine { return string(base, start, end) }
        var out: [UInt8] = []
        out.reserveCapacity(end - start)
        var i = start
        while i < end {
            if base[i].isLineEnd {
                i = fold(base, i, end, &out)
            } else {
                out.append(base[i])
                i += 1
            }
        }
        return String(decoding: out, as: UTF8.self)
    }

    /// Folds the line ends at `i`: one becomes a space, each further one a line feed. Drops blanks around them.
    private static func fold(
        _ base: UnsafePointer<UInt8>, _ i: Int, _ end: Int, _ out: inout [UInt8], keeping: Int = 0,
        isEscaped: Bool = false
    ) -> Int {
        var i = i
        var breaks = 0
        while i < end {
            if base[i].isLineEnd {
                i += base[i] == 0x0D && i + 1 < end && base[i + 1] == 0x0A ? 2 : 1
                breaks += 1
            } else if base[i].isBlank {
                i += 1
            } else {
                break
            }
        }
        if !isEscaped {
            while out.count > keeping, let last = out.last, last.isBlank { out.removeLast() }
        }
        if breaks == 1 {
            if !isEscaped { out.append(0x20) }
        } else {
            for _ in 1..<max(1, breaks) { out.append(0x0A) }
        }
        return i
    }

    private static func quoted(
        _ base: UnsafePointer<UInt8>, _ start: Int, _ end: Int, isDouble: Bool
    ) -> String {
        var out: [UInt8] = []
        out.reserveCapacity(max(0, end - start))
        // Blanks that came from escapes are not dropped at a line's end.
        var keeping = 0
        var i = start
        while i < end {
            let byte = base[i]
            if byte.isLineEnd {
                i = fold(base, i, end, &out, keeping: keeping)
            } else if !isDouble, byte == .ascii("'") {
                out.append(byte)
                i += 2
            } else if isDouble, byte == .ascii("\\") {
                if i + 1 < end, base[i + 1].isLineEnd {
                    i = fold(base, i + 1, end, &out, isEscaped: true)
                } else {
                    i = escape(base, i + 1, end, &out)
                }
                keeping = out.count
            } else {
                out.append(byte)
                i += 1
            }
        }
        return String(decoding: out, as: UTF8.self)
    }

    /// Decodes the escape whose letter is at `i`; gives the index after it.
    private static func escape(_ base: UnsafePointer<UInt8>, _ i: Int, _ end: Int, _ out: inout [UInt8]) -> Int {
        guard i < end else { return end }
        var digits = 0
        switch base[i] {
        case .ascii("0"): out.append(0)
        case .ascii("a"): out.append(7)
        case .ascii("b"): out.append(8)
        case .ascii("t"), 0x09: out.append(9)
        case .ascii("n"): out.append(10)
        case .ascii("v"): out.append(11)
        case .ascii("f"): out.append(12)
        case .ascii("r"): out.append(13)
        case .ascii("e"): out.append(27)
        case .ascii("N"): out += [0xC2, 0x85]
        case .ascii("_"): out += [0xC2, 0xA0]
        case .ascii("L"): out += [0xE2, 0x80, 0xA8]
        case .ascii("P"): out += [0xE2, 0x80, 0xA9]
        case .ascii("x"): digits = 2
        case .ascii("u"): digits = 4
        case .ascii("U"): digits = 8
        default: out.append(base[i])
        }
        guard digits > 0 else { return i + 1 }
        var value: UInt32 = 0
        var at = i + 1
        while at < end, at < i + 1 + digits, let digit = base[at].hexValue {
            value = value &* 16 &+ UInt32(digit)
            at += 1
        }
        out += String(Character(Unicode.Scalar(value) ?? "\u{FFFD}")).utf8
        return at
    }
}
