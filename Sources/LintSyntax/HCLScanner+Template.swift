import LintSource

/// Inside of templates.
extension HCLScanner {
    mutating func nextInQuoted() -> HCLTokenType {
        guard at < count else { return endOfFile() }
        switch base[at] {
        case .ascii("\""):
            take(at, at + 1, .quote)
            leave()
            return .closeQuote
        case .ascii("$") where byte(at + 1) == .ascii("{"), .ascii("%") where byte(at + 1) == .ascii("{"):
            return beginSequence()
        case 0x0A, 0x0D:
            var stop = at + 1
            while byte(stop).isLineEnd { stop += 1 }
            take(at, stop, .invalid)
            fail(start, end, "a quoted string may not go on over lines; use \\n or a heredoc")
            return .invalid
        default: break
        }
        let stop = quotedTextEnd()
        if stop > at {
            take(at, stop, .string)
            return .quotedText
        }
        // A backslash or a sign that nothing follows, or a broken byte.
        if base[at] < 0x80 {
            take(at, at + 1, .invalid)
            fail(start, end, "this character has nothing to escape")
            return .invalid
        }
        return badUTF8()
    }

    /// Where the text of a quoted template that begins at ``at`` ends.
    private mutating func quotedTextEnd() -> Int {
        var i = at
        while i < count {
            // (From `-` to `/`.)
            i = EightBytes.end(base, from: i, count) { $0.words | $0.within(0x2D, 0x2F) | $0.equal(0x20) }
            guard i < count else { break }
            let c = base[i]
            if c.isHCLIdentifier || c == 0x20 || c == .ascii("/") || c == .ascii(".") {
                i += 1
                continue
            }
            switch c {
            case .ascii("\""), 0x0A, 0x0D: return i
            case .ascii("\\"):
                let next = i + 1
                guard next < count, !base[next].isLineEnd else { return i }
                let length = characterLength(next)
                if length == 0 { return i }
                if let good = escapeEnd(i) {
                    i = good
                } else {
                    fail(i, next + length, "invalid escape sequence")
                    i = next + length
                }
            case .ascii("$"), .ascii("%"):
                guard i + 1 < count else { return i }
                switch base[i + 1] {
                case .ascii("{"): return i
                case c where byte(i + 2) == .ascii("{"): i += byte(i + 3) == .ascii("~") ? 4 : 3
                default: i += 1
                }
            case 0x80...:
                let length = characterLength(i)
                if length == 0 { return i }
                i += length
            default: i += 1
            }
        }
        return i
    }

    /// Where the escape sequence at `index` ends, if the language has it.
    private func escapeEnd(_ index: Int) -> Int? {
        let digits: Int
        switch byte(index + 1) {
        case .ascii("n"), .ascii("r"), .ascii("t"), .ascii("\""), .ascii("\\"): return index + 2
        case .ascii("u"): digits = 4
        case .ascii("U"): digits = 8
        default: return nil
        }
        var value: UInt32 = 0
        for i in 0..<digits {
            guard let digit = HCLLiteral.hexValue(byte(index + 2 + i)) else { return nil }
            value = value << 4 | digit
        }
        return Unicode.Scalar(value) == nil ? nil : index + 2 + digits
    }

    mutating func nextInHeredoc() -> HCLTokenType {
        guard at < count, !stopped, let heredoc = heredocs.last else { return endOfFile() }
        if base[at] == .ascii("$") || base[at] == .ascii("%"), byte(at + 1) == .ascii("{") { return beginSequence() }
        var lineStart = heredoc.atLineStart
        var i = at
        text: while true {
            let line = i
            while i < count, base[i] != 0x0A {
                let c = base[i]
                if c == .ascii("$") || c == .ascii("%") {
                    if byte(i + 1) == .ascii("{") {
                        lineStart = false
                        break text
                    }
                    if i + 1 == count { break text }
                    lineStart = false
                    i = afterSign(i)
                } else if c < 0x80 {
                    if c == 0x0D, byte(i + 1) != 0x0A { break text }
                    i += 1
                } else {
                    let length = characterLength(i)
                    if length == 0 {
                        if i > line { lineStart = false }
                        break text
                    }
                    i += length
                }
            }
            if i >= count { break }
            if lineStart, let marker = closingMarker(line, i, heredoc.marker) {
                if line > at {
                    i = line
                    break
                }
                take(marker.lowerBound, marker.upperBound, .heredocMarker)
                at = base[i - 1] == 0x0D ? i - 1 : i
                heredocs.removeLast()
                leave()
                return .closeHeredoc
            }
            i += 1
            lineStart = true
        }
        heredocs[heredocs.count - 1].atLineStart = lineStart
        if i > at {
            take(at, i, .heredoc)
            return .text
        }
        return base[i] < 0x80 ? stop() : badUTF8()
    }

    /// Where text goes on after a `$` or `%` that begins no sequence. The machine of hclsyntax takes one more byte, of
    /// whatever kind, if the line ends after that.
    private func afterSign(_ index: Int) -> Int {
        let next = byte(index + 1)
        if next == base[index], byte(index + 2) == .ascii("{") { return index + 3 }
        let lineEnds = byte(index + 2) == 0x0A || byte(index + 2) == 0x0D && byte(index + 3) == 0x0A
        return lineEnds && next != 0x0A ? index + 2 : index + 1
    }

    /// The line from `start` to `end`, without the white space around it, if that is the marker. White space beyond ASCII
    /// is allowed there, and counts as ink.
    private func closingMarker(_ start: Int, _ end: Int, _ marker: ByteRange) -> Range<Int>? {
        var from = start
        var to = end
        while from < to {
            let width = HCLLiteral.spaceLength(base + from, to - from)
            if width == 0 { break }
            from += width
        }
        guard to - from >= marker.count else { return nil }
        for i in 0..<marker.count where base[from + i] != base[Int(marker.start) + i] { return nil }
        var rest = from + marker.count
        while rest < end {
            let width = HCLLiteral.spaceLength(base + rest, end - rest)
            if width == 0 { return nil }
            rest += width
        }
        from = start
        while base[from].isWhiteSpace { from += 1 }
        while base[to - 1].isWhiteSpace { to -= 1 }
        return from..<to
    }

    /// The machine of hclsyntax has no way on: the rest of the file is one invalid token.
    private mutating func stop() -> HCLTokenType {
        stopped = true
        take(at, count, .invalid)
        fail(start, end, "this character is not valid in a heredoc")
        return .invalid
    }

    mutating func nextInBare() -> HCLTokenType {
        guard at < count else { return endOfFile() }
        var i = at
        text: while i < count {
            let c = base[i]
            switch c {
            case .ascii("$"), .ascii("%"):
                if byte(i + 1) == .ascii("{") { break text }
                i = afterSign(i)
            case 0x0D where byte(i + 1) != 0x0A:
                // No rule of the machine takes it; then all that is left is text.
                i = count
            case 0x80...:
                let length = characterLength(i)
                if length == 0 { break text }
                i += length
            default: i += 1
            }
        }
        if i > at {
            take(at, i, .heredoc)
            return .text
        }
        return base[at] < 0x80 ? beginSequence() : badUTF8()
    }
}
