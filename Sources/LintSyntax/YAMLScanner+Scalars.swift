import LintSource

/// Plain and quoted scalars.
extension YAMLScanner {
    /// Plain text on one line: where it ends, and the next byte that is not blank: a line end, a comment, a colon that
    /// ends a key, or (in flow) one of `, [ ] { }`.
    @inline(__always)
    func plainLine(from start: Int, inFlow: Bool) -> (end: Int, next: Int) {
        let mask = YAMLClass.space | YAMLClass.colon | (inFlow ? YAMLClass.flow : 0)
        var i = start
        while true {
            while table[Int(base[i])] & mask == 0 { i += 1 }
            switch base[i] {
            case 0x20, 0x09:
                let next = skipBlanks(i + 1)
                let byte = base[next]
                if byte == .ascii("#") || isLineEnd(next) || (byte == .ascii(":") && endsKey(next, inFlow: inFlow)) {
                    return (i, next)
                }
                if inFlow, table[Int(byte)] & YAMLClass.flow != 0 { return (i, next) }
                i = next + 1
            case .ascii(":"):
                if endsKey(i, inFlow: inFlow) { return (i, i) }
                i += 1
            case 0:
                if i >= end { return (end, end) }
                i += 1
            default:
                return (i, i)
            }
        }
    }

    /// Whether the colon at `i` is an indicator and not text.
    @inline(__always)
    func endsKey(_ i: Int, inFlow: Bool) -> Bool {
        isSpace(i + 1) || (inFlow && table[Int(base[i + 1])] & YAMLClass.flow != 0)
    }

    /// The lines of a plain scalar after its first; gives its end. `lineStart` follows, `pos` does not.
    mutating func plainRest(_ first: (end: Int, next: Int), parentIndent: Int, inFlow: Bool) -> Int {
        var last = first.end
        var at = first.next
        while at < end, base[at] == 0x0A || base[at] == 0x0D {
            var start = at
            var i = at
            repeat {
                start = afterLineEnd(i)
                i = skipBlanks(start)
            } while i < end && (base[i] == 0x0A || base[i] == 0x0D)
            if i >= end { break }
            let byte = base[i]
            if byte == .ascii("#") || (i == start && isMarker(at: i)) { break }
            if byte == .ascii(":"), endsKey(i, inFlow: inFlow) { break }
            if inFlow {
                if table[Int(byte)] & YAMLClass.flow != 0 { break }
                // Less indentation than YAML asks for is let pass here, as libyaml and libfyaml do.
                if i - start <= parentIndent, recovering, looksLikeEntry(at: i) { break }
            } else if i - start <= parentIndent {
                break
            }
            let line = plainLine(from: i, inFlow: inFlow)
            // A key here is an error; leave it to be read as one.
            if !inFlow, line.next < end, base[line.next] == .ascii(":") { break }
            last = line.end
            at = line.next
            lineStart = start
        }
        return last
    }

    /// The quoted scalar at `pos`: its end behind the closing quote; `pos` and `lineStart` follow.
    ///
    /// One that is never closed is an error and ends with its first line.
    mutating func quoted(parentIndent: Int) -> (end: Int, isMultiline: Bool) {
        let start = pos
        let firstLine = lineStart
        let isDouble = base[start] == .ascii("\"")
        let bit = isDouble ? YAMLClass.double : YAMLClass.single
        let oneLine = start < (isDouble ? noDoubleEnd : noSingleEnd)
        var firstEnd = -1
        var isNoted = false
        var i = start + 1
        scan: while true {
            while table[Int(base[i])] & bit == 0 { i += 1 }
            switch base[i] {
            case .ascii("'"):
                if base[i + 1] == .ascii("'") {
                    i += 2
                    continue
                }
                pos = i + 1
                return (pos, firstEnd >= 0)
            case .ascii("\""):
                pos = i + 1
                return (pos, firstEnd >= 0)
            case .ascii("\\"):
                i = escape(i)
            case 0:
                if i >= end { break scan }
                i += 1
            default:
                if firstEnd < 0 { firstEnd = i }
                if oneLine { break scan }
                i = afterLineEnd(i)
                let line = i
                if isMarker(at: i) { break scan }
                while base[i] == 0x20 { i += 1 }
                let spaces = i - line
                i = skipBlanks(i)
                if spaces <= parentIndent, !isLineEnd(i) {
                    if recovering, looksLikeEntry(at: i) { break scan }
                    if !isNoted { note(i, i + 1, "a quoted scalar must be indented more than its parent") }
                    isNoted = true
                }
                lineStart = line
            }
        }
        if isDouble { noDoubleEnd = max(noDoubleEnd, i) } else { noSingleEnd = max(noSingleEnd, i) }
        lineStart = firstLine
        var last = firstEnd < 0 ? end : firstEnd
        while last > start + 1, base[last - 1].isBlank { last -= 1 }
        pos = last
        fail(start, last, "a quoted scalar without an end")
        return (last, false)
    }

    /// Checks the escape at `i` (a backslash); gives where scanning goes on.
    private mutating func escape(_ i: Int) -> Int {
        let byte = base[i + 1]
        var digits = 0
        switch byte {
        case .ascii("x"): digits = 2
        case .ascii("u"): digits = 4
        case .ascii("U"): digits = 8
        case 0x0A, 0x0D: return i + 1
        case 0 where i + 1 >= end: return i + 1
        case .ascii("0"), .ascii("a"), .ascii("b"), .ascii("t"), 0x09, .ascii("n"), .ascii("v"), .ascii("f"),
            .ascii("r"), .ascii("e"), 0x20, .ascii("\""), .ascii("/"), .ascii("\\"), .ascii("N"), .ascii("_"),
            .ascii("L"), .ascii("P"):
            return i + 2
        default:
            note(i, i + 2, "an unknown escape")
            return i + 2
        }
        var value: UInt32 = 0
        for k in 0..<digits {
            guard let digit = base[i + 2 + k].hexValue else {
                note(i, i + 2 + k, "an escape needs \(digits) hexadecimal digits")
                return i + 2 + k
            }
            value = value &* 16 &+ UInt32(digit)
        }
        if value > 0x10FFFF || (value >= 0xD800 && value < 0xE000) {
            note(i, i + 2 + digits, "an escape of no character")
        }
        return i + 2 + digits
    }
}

extension UInt8 {
    /// 0…15 for a hexadecimal digit.
    var hexValue: UInt8? {
        if isDigit { return self - 0x30 }
        return isHexDigit ? (self | 0x20) - 0x61 + 10 : nil
    }
}
