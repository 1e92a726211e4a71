import LintSource

/// The link reference definitions of a document: which labels are links.
struct MarkdownReferences {
    /// Normalized labels, one after the other: no allocation a label.
    private var bytes: [UInt8] = []
    private var labels: [(range: Range<Int>, hash: Int)] = []
    /// Indices of `labels`, -1 where free; open addressing, its size a power of two.
    private var slots: [Int32] = []

    var isEmpty: Bool { labels.isEmpty }

    mutating func insert(_ label: UnsafeBufferPointer<UInt8>) {
        if labels.count * 2 >= slots.count { grow() }
        let (range, hash) = normalize(label)
        let slot = slot(of: range, hash)
        if slots[slot] < 0 {
            slots[slot] = Int32(labels.count)
            labels.append((range, hash))
        } else {
            bytes.removeSubrange(range)
        }
    }

    /// Mutating because the label is normalized in place, behind the others.
    mutating func contains(_ label: UnsafeBufferPointer<UInt8>) -> Bool {
        if labels.isEmpty { return false }
        let (range, hash) = normalize(label)
        defer { bytes.removeSubrange(range) }
        return slots[slot(of: range, hash)] >= 0
    }

    /// The slot of the label in `range`, or the free one where it belongs. The hash is seeded, so a file cannot make
    /// its labels collide.
    private func slot(of range: Range<Int>, _ hash: Int) -> Int {
        let mask = slots.count - 1
        var slot = hash & mask
        while slots[slot] >= 0 {
            let other = labels[Int(slots[slot])]
            if other.hash == hash, other.range.count == range.count, bytes[other.range].elementsEqual(bytes[range]) {
                break
            }
            slot = (slot + 1) & mask
        }
        return slot
    }

    private mutating func grow() {
        slots = [Int32](repeating: -1, count: max(16, slots.count * 2))
        for (index, label) in labels.enumerated() {
            var slot = label.hash & (slots.count - 1)
            while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = Int32(index)
        }
    }

    /// Appends to `bytes` what labels are compared by: blanks collapsed, case folded.
    private mutating func normalize(_ label: UnsafeBufferPointer<UInt8>) -> (Range<Int>, Int) {
        let start = bytes.count
        var isASCII = true
        for byte in label {
            if byte.isWhiteSpace {
                if bytes.count > start, bytes[bytes.count - 1] != 0x20 { bytes.append(0x20) }
            } else {
                if byte >= 0x80 { isASCII = false }
                bytes.append(byte.lowered)
            }
        }
        if bytes.count > start, bytes[bytes.count - 1] == 0x20 { bytes.removeLast() }
        if !isASCII { fold(from: start) }
        var hasher = Hasher()
        bytes.withUnsafeBytes { hasher.combine(bytes: UnsafeRawBufferPointer(rebasing: $0[start...])) }
        return (start..<bytes.count, hasher.finalize())
    }

    /// Full case folding by way of both mappings: ẞ, ß and SS are one.
    private mutating func fold(from start: Int) {
        var folded = ""
        for scalar in String(decoding: bytes[start...], as: UTF8.self).unicodeScalars {
            for lower in scalar.properties.lowercaseMapping.unicodeScalars {
                for upper in lower.properties.uppercaseMapping.unicodeScalars {
                    folded += upper.properties.lowercaseMapping
                }
            }
        }
        bytes.replaceSubrange(start..., with: folded.utf8)
    }

    struct Definition {
        var label: Range<Int>
        /// After its last line, before the line end.
        var end: Int
    }

    /// Reads the definition whose `[` is at `start`; `text` is the paragraph's.
    static func definition(in text: ByteView, at start: Int) -> Definition? {
        guard let labelEnd = label(in: text, at: start), text[labelEnd] == .ascii(":") else { return nil }
        let label = start + 1..<labelEnd - 1
        guard text[label].contains(where: { !$0.isWhiteSpace }) else { return nil }
        let destination = skipSpace(text, labelEnd + 1)
        guard destination < text.count, let end = self.destination(in: text, at: destination), end > destination else {
            return nil
        }
        let plainEnd = lineEnd(text, end)
        // A title stands after blanks; when it is none, the definition may still end with its destination's line.
        let titleStart = skipSpace(text, end)
        if titleStart > end, titleStart < text.count, let titleEnd = title(in: text, at: titleStart),
            let end = lineEnd(text, titleEnd)
        {
            return Definition(label: label, end: end)
        }
        return plainEnd.map { Definition(label: label, end: $0) }
    }

    /// After the `]` of the label whose `[` is at `start`: at most 999 bytes, no bracket in it that is not escaped.
    static func label(in text: ByteView, at start: Int) -> Int? {
        var i = start + 1
        while i < text.count, i - start <= 1000 {
            switch text.base[i] {
            case .ascii("]"): return i + 1
            case .ascii("["): return nil
            case .ascii("\\"): i += MarkdownBytes.isPunctuation(text[i + 1]) ? 2 : 1
            default: i += 1
            }
        }
        return nil
    }

    /// The end of the link destination at `start` (which may be empty, for a link).
    static func destination(in text: ByteView, at start: Int) -> Int? {
        var i = start
        if text[i] == .ascii("<") {
            i += 1
            while i < text.count {
                switch text.base[i] {
                case .ascii(">"): return i + 1
                case .ascii("<"), 0x0A, 0x0D: return nil
                case .ascii("\\"): i += MarkdownBytes.isPunctuation(text[i + 1]) ? 2 : 1
                default: i += 1
                }
            }
            return nil
        }
        var depth = 0
        while i < text.count {
            let byte = text.base[i]
            // Most bytes mean nothing here, and where no parenthesis is closed many links look at the same ones.
            if byte > .ascii(")"), byte != .ascii("\\"), byte != 0x7F {
                i += 1
                continue
            }
            if byte == .ascii("\\"), MarkdownBytes.isPunctuation(text[i + 1]) {
                i += 2
                continue
            }
            if byte == .ascii("(") {
                depth += 1
                if depth > 32 { return nil }
            } else if byte == .ascii(")") {
                if depth == 0 { break }
                depth -= 1
            } else if byte <= 0x20 || byte == 0x7F {
                break
            }
            i += 1
        }
        return depth == 0 ? i : nil
    }

    /// The end of the link title at `start`.
    static func title(in text: ByteView, at start: Int) -> Int? {
        let open = text[start]
        guard open == .ascii("\"") || open == .ascii("'") || open == .ascii("(") else { return nil }
        let close = open == .ascii("(") ? .ascii(")") : open
        var i = start + 1
        while i < text.count {
            let byte = text.base[i]
            if byte == close { return i + 1 }
            if byte == .ascii("("), open == .ascii("(") { return nil }
            i += byte == .ascii("\\") && MarkdownBytes.isPunctuation(text[i + 1]) ? 2 : 1
        }
        return nil
    }

    static func skipSpace(_ text: ByteView, _ start: Int) -> Int {
        var i = start
        while i < text.count, text.base[i].isWhiteSpace { i += 1 }
        return i
    }

    /// The end of the line if nothing but blanks is left of it.
    private static func lineEnd(_ text: ByteView, _ start: Int) -> Int? {
        var i = start
        while i < text.count, text.base[i].isBlank { i += 1 }
        return i == text.count || text.base[i].isLineEnd ? i : nil
    }
}
