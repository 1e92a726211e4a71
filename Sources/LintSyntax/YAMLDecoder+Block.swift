import LintSource

/// Literal and folded scalars.
extension YAMLDecoder {
    static func block(_ event: YAMLEvent, _ base: UnsafePointer<UInt8>, _ count: Int) -> String {
        let isLiteral = event.kind == .literal
        let indent = Int(event.indent)
        var at = Int(event.start) + 1
        var chomping: UInt8 = 0
        while at < count, base[at].isDigit || base[at] == .ascii("+") || base[at] == .ascii("-") {
            if !base[at].isDigit { chomping = base[at] }
            at += 1
        }
        while at < count, !base[at].isLineEnd { at += 1 }
        at = after(base, at, count)
        var out: [UInt8] = []
        let textEnd = Int(event.end)
        // Line ends that are waiting: they are folded, kept or chomped by what follows.
        var breaks = 0
        var wasIndented = true
        var isFirst = true
        // Behind the text, lines that hold only blanks are part of it too.
        while at < count {
            var i = at
            while i < count, i - at < indent, base[i] == 0x20 { i += 1 }
            var stop = i
            while stop < count, !base[stop].isLineEnd, at < textEnd || base[stop].isBlank { stop += 1 }
            if at >= textEnd, (stop < count && !base[stop].isLineEnd) || (i < stop && i - at < indent) { break }
            if stop >= count, i == stop { break }
            if i == stop {
                breaks += 1
            } else {
                let isIndented = base[i].isBlank
                if isLiteral || isFirst || isIndented || wasIndented {
                    out.append(contentsOf: repeatElement(0x0A, count: breaks))
                } else if breaks == 1 {
                    out.append(0x20)
                } else {
                    out.append(contentsOf: repeatElement(0x0A, count: max(0, breaks - 1)))
                }
                out.append(contentsOf: UnsafeBufferPointer(start: base + i, count: stop - i))
                wasIndented = isIndented
                isFirst = false
                breaks = stop < count ? 1 : 0
            }
            at = after(base, stop, count)
        }
        if chomping == .ascii("+") {
            out.append(contentsOf: repeatElement(0x0A, count: breaks))
        } else if chomping == 0, breaks > 0, !out.isEmpty {
            out.append(0x0A)
        }
        return String(decoding: out, as: UTF8.self)
    }

    private static func after(_ base: UnsafePointer<UInt8>, _ i: Int, _ count: Int) -> Int {
        guard i < count else { return count }
        return base[i] == 0x0D && i + 1 < count && base[i + 1] == 0x0A ? i + 2 : i + 1
    }
}
