import LintSource

/// Words that say that something was, or must not be. What a rule would have it called is then no better: "X was renamed to Y"
/// is not mended by another name for X, and "do not use X" is turned into its opposite.
enum PastWords {
    /// In small letters; `*` stands for the rest of a word. By their first letter, because that is what they are looked up by.
    private static let phrases: [UInt8: [[UInt8]]] = Dictionary(
        grouping: [
            // What was.
            "legacy", "former", "formerly", "then-*", "old", "previous", "previously", "historic*", "original name",
            "originally", "obsolete", "deprecated", "defunct", "outdated", "stale", "dead", "gone", "retired",
            "archived",
            "decommission*", "superseded", "abandoned", "deleted", "removed", "dropped", "renam*", "moved", "migrat*",
            "replac*", "switched", "used to be", "was called", "were called", "was named", "were named", "was known",
            "once called", "at the time", "at that time", "back then", "in the past",
            // What is not, and what does not work.
            "no longer", "any more", "anymore", "not", "doesn't", "didn't", "isn't", "aren't", "unreachable", "unused",
            "cannot be", "can't be", "refused", "refuses", "rejected", "rejects",
            "fails", "failed", "broken", "wrong", "mistake*", "typo*", "misspell*",
            // What must not be.
            "do not", "don't", "never", "must not", "mustn't", "should not", "shouldn't", "not use", "avoid",
            "instead of",
            "rather than", "in place of", "forbid*", "prohibit*", "banned",
        ].map { Array($0.utf8) }, by: { $0[0] })

    /// Whether one stands in `range`, outside of `place`. What the name at `place` has itself ("the old kiln") tells nothing.
    static func stand(in range: Range<Int>, outside place: ByteRange, of bytes: ByteView) -> Bool {
        let text = plain(range, without: place, bytes)
        let name = bytes[place].map(\.lowered)
        var at = 0
        while at < text.count {
            // Parts of names are no words.
            guard text[at].isLower, at == 0 || !(text[at - 1].isWord || "-/.\\".utf8.contains(text[at - 1])) else {
                at += 1
                continue
            }
            let isSaid = phrases[text[at]]?.contains { phrase in
                begins(phrase, at, text) && !name.indices.contains { begins(phrase, $0, name) }
            }
            if isSaid ?? false { return true }
            at += 1
        }
        return false
    }

    private static func begins(_ phrase: [UInt8], _ start: Int, _ text: [UInt8]) -> Bool {
        var at = start
        for byte in phrase {
            if byte == .ascii("*") { return true }
            guard at < text.count, text[at] == byte else { return false }
            at += 1
        }
        return at == text.count || !text[at].isWord
    }

    /// The text in small letters, one blank where the line ends and a comment goes on, without the marks of emphasis.
    private static func plain(_ range: Range<Int>, without place: ByteRange, _ bytes: ByteView) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(range.count)
        var at = range.lowerBound
        var isAtStart = false
        while at < range.upperBound {
            let byte = bytes[at]
            if place.contains(at) {
                at = Int(place.end)
                text.append(0)
                isAtStart = false
                continue
            }
            at += 1
            if byte.isWhiteSpace {
                if byte.isLineEnd { isAtStart = true }
                if let last = text.last, last != 0x20 { text.append(0x20) }
            } else if isAtStart, "#/*;%>".utf8.contains(byte) || byte == .ascii("-") && bytes[at].isBlank {
                continue
            } else if byte == .ascii("*") {
                continue
            } else if byte == 0xE2, bytes.has("\u{2019}", at: at - 1) {
                text.append(.ascii("'"))
                at += 2
            } else {
                isAtStart = false
                text.append(byte.lowered)
            }
        }
        return text
    }
}
